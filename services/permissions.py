"""Who may do what: one table over every route. What has no row here is refused.

Paths are those of the routes, such as ``/projekte/{project_id}``. Each room adds its own rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from services.web.actor import ROLES, Actor, Role


@dataclass(frozen=True)
class Rule:
    """Who is let in: ``anyone``, whoever is ``signed_in``, or who has one of ``roles``."""

    who: Literal["anyone", "signed_in", "roles"]
    roles: frozenset[Role] = frozenset()
    asks_who: bool = True
    """False where the answer is the same for everybody: no session is looked up."""
    private: bool = False
    """True where no store and no search engine may keep the answer."""

    def lets_in(self, actor: Actor | None) -> bool:
        """Return True if ``actor`` (None: a visitor) may do this."""
        if self.who == "anyone":
            return True
        return actor is not None and (self.who == "signed_in" or actor.is_any(*self.roles))


PUBLIC: Final = Rule("anyone")
DATA: Final = Rule("anyone", asks_who=False)
"""Public, and the same for everybody: tiles, styles, the API's data, the health of the process.

Who is signed in acts as a visitor here, so no other site can abuse the session.
"""
PRIVATE: Final = Rule("anyone", private=True)
"""For whoever knows the address, such as a private link; nobody keeps the answer."""
SIGNED_IN: Final = Rule("signed_in", private=True)


def only_for(*roles: Role) -> Rule:
    """Return the rule that lets in whoever has one of ``roles``."""
    return Rule("roles", frozenset(roles), private=True)


STAFF: Final = only_for(*ROLES)
"""Every role may do this; an account without any role may not."""

_SPINE: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/"): PUBLIC,
    ("GET", "/karte"): PUBLIC,
    ("GET", "/api/districts"): DATA,
    ("GET", "/api/districts/{district_id}"): DATA,
    ("GET", "/styles/districts.css"): DATA,
    ("GET", "/stadtteile"): PUBLIC,
    ("GET", "/stadtteile/{district_id}"): PUBLIC,
    ("GET", "/api/projects"): DATA,
    ("GET", "/projekte"): PUBLIC,
    ("GET", "/projekte/{project_id}"): PUBLIC,
    ("GET", "/api/layers"): DATA,
    ("GET", "/tiles/{layer_id}.json"): DATA,
    ("GET", "/tiles/{layer_id}.pmtiles"): DATA,
    ("GET", "/tiles/{layer_id}/{z}/{x}/{y}.mvt"): DATA,
    ("GET", "/tiles/{layer_id}/{z}/{x}/{y}.webp"): DATA,
    ("GET", "/api/layers/{layer_id}/features"): DATA,
    ("GET", "/api/layers/{layer_id}/features/{n}"): DATA,
    ("GET", "/api/layers/{layer_id}/districts"): DATA,
    ("GET", "/api/layers/{layer_id}/value"): DATA,
    ("GET", "/api/layers/{layer_id}/zones"): DATA,
    ("GET", "/ebenen/{layer_id}"): PUBLIC,
    ("GET", "/styles/werkbank.json"): DATA,
    ("GET", "/daten"): PUBLIC,
    ("GET", "/impressum"): PUBLIC,
    ("GET", "/datenschutz"): PUBLIC,
    ("GET", "/barrierefreiheit"): PUBLIC,
    ("GET", "/api/docs"): PUBLIC,
    ("GET", "/openapi.json"): DATA,
    ("GET", "/favicon.ico"): DATA,
    ("GET", "/healthz"): DATA,
    ("GET", "/readyz"): DATA,
}

_ADMIN: Final = only_for("admin")

_ACCOUNTS: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/anmelden"): PRIVATE,
    ("POST", "/anmelden"): PRIVATE,
    ("GET", "/anmelden/sso"): PRIVATE,
    ("GET", "/anmelden/sso/antwort"): PRIVATE,
    ("POST", "/abmelden"): PRIVATE,
    ("GET", "/einrichten/{token}"): PRIVATE,
    ("POST", "/einrichten/{token}"): PRIVATE,
    ("GET", "/konto"): SIGNED_IN,
    ("POST", "/konto/passwort"): SIGNED_IN,
    ("GET", "/konto/zweiter-faktor"): SIGNED_IN,
    ("POST", "/konto/zweiter-faktor"): SIGNED_IN,
    ("POST", "/konto/zweiter-faktor/aus"): SIGNED_IN,
    ("POST", "/konto/sitzungen"): SIGNED_IN,
    ("GET", "/verwaltung"): SIGNED_IN,
    ("GET", "/verwaltung/konten"): _ADMIN,
    ("POST", "/verwaltung/konten"): _ADMIN,
    ("GET", "/verwaltung/konten/{account_id}"): _ADMIN,
    ("POST", "/verwaltung/konten/{account_id}/rollen"): _ADMIN,
    ("POST", "/verwaltung/konten/{account_id}/sperren"): _ADMIN,
    ("POST", "/verwaltung/konten/{account_id}/freigeben"): _ADMIN,
    ("POST", "/verwaltung/konten/{account_id}/zuruecksetzen"): _ADMIN,
    ("GET", "/verwaltung/protokoll"): STAFF,
}

_LAYERS: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/verwaltung/karte/stil.json"): STAFF,
    ("GET", "/verwaltung/ebenen"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/objekte/{n}"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/kacheln.pmtiles"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/kacheln/{z}/{x}/{y}.mvt"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/kacheln/{z}/{x}/{y}.webp"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/wert"): STAFF,
}

_KEEPERS: Final = only_for("planner", "admin")
"""Who sets up participation."""

_PROCESSES: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/mitmachen"): PUBLIC,
    ("GET", "/mitmachen/{process_id}"): PUBLIC,
    ("GET", "/api/places"): DATA,
    ("GET", "/api/places/near"): DATA,
    ("GET", "/verwaltung/verfahren"): _KEEPERS,
    ("POST", "/verwaltung/verfahren"): _KEEPERS,
    ("GET", "/verwaltung/verfahren/neu"): _KEEPERS,
    ("GET", "/verwaltung/verfahren/{process_id}"): _KEEPERS,
    ("POST", "/verwaltung/verfahren/{process_id}"): _KEEPERS,
    ("POST", "/verwaltung/verfahren/{process_id}/veroeffentlichen"): _KEEPERS,
    ("POST", "/verwaltung/verfahren/{process_id}/loeschen"): _KEEPERS,
}

_COMMENTS: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/mitmachen/{process_id}/neu"): PUBLIC,
    ("POST", "/mitmachen/{process_id}/neu"): PRIVATE,
    ("GET", "/mitmachen/{process_id}/pruefen"): PUBLIC,
    ("POST", "/mitmachen/{process_id}/pruefen"): PRIVATE,
    ("GET", "/mitmachen/{process_id}/senden"): PUBLIC,
    ("POST", "/mitmachen/{process_id}/senden"): PRIVATE,
    ("GET", "/stimmen"): PUBLIC,
    ("GET", "/api/voices"): DATA,
    ("GET", "/beitrag"): PUBLIC,
    ("GET", "/beitrag/{reference}"): PUBLIC,
    ("POST", "/beitrag/{reference}/unterstuetzen"): PUBLIC,
    ("GET", "/mein-beitrag/{token}"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/aendern"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/ort"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/antworten"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/widersprechen"): PRIVATE,
    ("GET", "/mein-beitrag/{token}/zurueckziehen"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/zurueckziehen"): PRIVATE,
    ("GET", "/mein-beitrag/{token}/loeschen"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/loeschen"): PRIVATE,
    ("POST", "/mein-beitrag/{token}/mail-loeschen"): PRIVATE,
    ("GET", "/mein-beitrag/{token}/daten"): PRIVATE,
    ("GET", "/mail/{token}"): PRIVATE,
    ("POST", "/mail/{token}"): PRIVATE,
    ("POST", "/api/voices"): DATA,
    ("GET", "/api/voices/near"): DATA,
    ("GET", "/api/voices/{reference}"): DATA,
    ("GET", "/api/altcha/challenge"): DATA,
}

_MODERATORS: Final = only_for("moderator", "admin")
_ANSWERERS: Final = only_for("moderator", "planner", "admin")
"""Whoever answers for a department may add to the trail of a voice and write cards down."""

_MODERATION: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/verwaltung/stimmen"): _ANSWERERS,
    ("GET", "/verwaltung/stimmen/{reference}"): _ANSWERERS,
    ("POST", "/verwaltung/stimmen/{reference}/veroeffentlichen"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/kuerzen"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/ablehnen"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/vorschlag"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/zusammenfuehren"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/rueckfrage"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/widerspruch"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/wiederherstellen"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/gesehen"): _MODERATORS,
    ("POST", "/verwaltung/stimmen/{reference}/schritt"): _ANSWERERS,
    ("GET", "/verwaltung/stellungnahme"): _ANSWERERS,
    ("POST", "/verwaltung/stellungnahme"): _ANSWERERS,
    ("GET", "/verwaltung/schnellerfassung"): _ANSWERERS,
    ("POST", "/verwaltung/schnellerfassung"): _ANSWERERS,
    ("GET", "/verwaltung/schnellerfassung/pruefen"): _ANSWERERS,
    ("POST", "/verwaltung/schnellerfassung/{reference}/pruefen"): _ANSWERERS,
    ("POST", "/verwaltung/schnellerfassung/{reference}/zuruecknehmen"): _ANSWERERS,
    ("GET", "/verwaltung/meldungen"): _MODERATORS,
    ("GET", "/verwaltung/meldungen/{reference}"): _MODERATORS,
    ("POST", "/verwaltung/meldungen/{reference}"): _MODERATORS,
    ("GET", "/melden"): PUBLIC,
    ("POST", "/melden"): PUBLIC,
    ("GET", "/melden/{reference}"): PRIVATE,
}

_ACCESS: Final = only_for("moderator", "admin")
"""Who decides how long something is kept, and answers people who ask what is."""

_LEDGER: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/rechenschaft"): PUBLIC,
    ("GET", "/api/ledger"): DATA,
    ("GET", "/verwaltung/stimmen/export"): only_for("moderator", "planner", "admin", "statistics"),
    ("POST", "/verwaltung/stimmen/{reference}/aufbewahren"): _ACCESS,
    ("GET", "/verwaltung/auskunft"): _ACCESS,
    ("POST", "/verwaltung/auskunft"): _ACCESS,
    ("POST", "/verwaltung/auskunft/export"): _ACCESS,
    ("POST", "/verwaltung/auskunft/loeschen"): _ACCESS,
}

_GIS: Final = only_for("gis", "admin")
"""Who brings layers in."""

_IMPORTS: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/verwaltung/importe"): _GIS,
    ("POST", "/verwaltung/importe"): _GIS,
    ("GET", "/verwaltung/importe/meldungen"): _GIS,
    ("GET", "/verwaltung/importe/{import_id}"): _GIS,
    ("GET", "/verwaltung/importe/{import_id}/stand"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/abbrechen"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/verwerfen"): _GIS,
    ("GET", "/verwaltung/importe/{import_id}/ebenen/{position}"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/ebenen/{position}"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/ebenen/{position}/abbrechen"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/ebenen/{position}/uebernehmen"): _GIS,
    ("POST", "/verwaltung/importe/{import_id}/ebenen/{position}/ablehnen"): _GIS,
}

_PROJECT_KEEPERS: Final = only_for("gis", "planner", "admin")
"""Who makes projects of a layer."""

_LAYER_TARGETS: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/verwaltung/ebenen/{layer_id}/als-grenzen"): _GIS,
    ("POST", "/verwaltung/ebenen/{layer_id}/als-grenzen"): _GIS,
    ("GET", "/verwaltung/ebenen/{layer_id}/als-projekte"): _PROJECT_KEEPERS,
    ("POST", "/verwaltung/ebenen/{layer_id}/als-projekte"): _PROJECT_KEEPERS,
    ("POST", "/verwaltung/ebenen/{layer_id}/als-projekte/{version}/rueckgaengig"): _PROJECT_KEEPERS,
}

_LAYER_KEEPING: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/verwaltung/ebenen/{layer_id}/bearbeiten"): _GIS,
    ("POST", "/verwaltung/ebenen/{layer_id}/bearbeiten"): _GIS,
    ("POST", "/verwaltung/ebenen/{layer_id}/aussehen"): _GIS,
    ("GET", "/verwaltung/ebenen/{layer_id}/klassen"): _GIS,
    ("POST", "/verwaltung/ebenen/{layer_id}/entfernen"): _GIS,
    ("GET", "/verwaltung/ebenen/{layer_id}/staende/{version}"): STAFF,
    ("POST", "/verwaltung/ebenen/{layer_id}/staende/{version}/zeigen"): _GIS,
    ("POST", "/verwaltung/ebenen/{layer_id}/staende/{version}/entfernen"): _GIS,
}

_LAYER_FILES: Final[dict[tuple[str, str], Rule]] = {
    ("GET", "/ebenen/{layer_id}/daten.tif"): DATA,
    ("GET", "/ebenen/{layer_id}/daten.tif.txt"): DATA,
    ("GET", "/ebenen/{layer_id}/daten.{form}"): DATA,
    ("GET", "/verwaltung/ebenen/{layer_id}/daten.tif"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/daten.tif.txt"): STAFF,
    ("GET", "/verwaltung/ebenen/{layer_id}/daten.{form}"): STAFF,
}

PERMISSIONS: Final[Mapping[tuple[str, str], Rule]] = MappingProxyType(
    {
        **_SPINE,
        **_ACCOUNTS,
        **_LAYERS,
        **_IMPORTS,
        **_PROCESSES,
        **_COMMENTS,
        **_MODERATION,
        **_LEDGER,
        **_LAYER_KEEPING,
        **_LAYER_FILES,
        **_LAYER_TARGETS,
    }
)


def may(actor: Actor | None, method: str, path: str) -> bool:
    """Return True if ``actor`` may call the route ``path``; False for one without a row."""
    rule = PERMISSIONS.get((method, path))
    return rule is not None and rule.lets_in(actor)
