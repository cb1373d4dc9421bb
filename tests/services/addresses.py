"""Every address of the workbench, with an example where it names something."""

from __future__ import annotations

from typing import Final

PAGES: Final = (
    "/",
    "/karte",
    "/stadtteile",
    "/stadtteile/bertlich",
    "/projekte",
    "/projekte/glashaus",
    "/stimmen",
    "/mitmachen",
    "/mitmachen/ideen",
    "/mitmachen/ideen/neu",
    "/beitrag",
    "/melden",
    "/daten",
    "/rechenschaft",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/api/docs",
)

TILE: Final = "10/532/340"
"""Herten at zoom 10, its middle and east."""

CACHED: Final = (
    "/api/districts",
    "/api/districts/mitte",
    "/api/projects",
    "/api/voices",
    "/styles/districts.css",
    "/styles/werkbank.json",
    "/tiles/districts.json",
    f"/tiles/districts/{TILE}.mvt",
    f"/tiles/projects/{TILE}.mvt",
    f"/tiles/places/{TILE}.mvt",
    f"/tiles/voices/{TILE}.mvt",
)
"""Addresses whose answers carry an ETag."""

FORMS: Final = ("/api/districts?f=geojson", "/api/projects?f=csv")
"""Other forms of the same, with an ETag of their own."""

OTHERS: Final = (
    "/api/altcha/challenge",
    "/api/layers",
    "/api/ledger",
    "/api/places",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/favicon.ico",
)

ALL: Final = (*PAGES, *CACHED, *OTHERS)

PRIVATE: Final = (
    "/anmelden",
    "/anmelden/sso",
    "/einrichten/0",
    "/mein-beitrag/0",
    "/mein-beitrag/0/daten",
    "/mein-beitrag/0/loeschen",
    "/mein-beitrag/0/zurueckziehen",
    "/mail/0",
    "/melden/100000006",
)
"""Addresses for whoever knows them; nobody keeps what they answer."""

WANTING: Final = (
    "/api/places/near",
    "/api/voices/near",
    "/api/voices/100000006",
    "/beitrag/100000006",
    "/ebenen/0",
    "/ebenen/0/daten.gpkg",
    "/ebenen/0/daten.tif",
    "/ebenen/0/daten.tif.txt",
    "/api/layers/0/features",
    "/api/layers/0/features/0",
    "/api/layers/0/districts",
    "/api/layers/0/value",
    "/api/layers/0/zones",
    "/tiles/0/0/0/0.webp",
    "/tiles/0.pmtiles",
    "/mitmachen/ideen/pruefen",
    "/mitmachen/ideen/senden",
)
"""Addresses that need parameters or something made before, or only lead elsewhere."""

RETURNS: Final = ("/anmelden/sso/antwort",)
"""Private addresses to which another site sends people back, with parameters of its own."""

STAFF: Final = (
    "/konto",
    "/konto/zweiter-faktor",
    "/verwaltung",
    "/verwaltung/konten",
    "/verwaltung/konten/0",
    "/verwaltung/protokoll",
    "/verwaltung/verfahren",
    "/verwaltung/verfahren/neu",
    "/verwaltung/verfahren/ideen",
    "/verwaltung/stimmen",
    "/verwaltung/stimmen/100000006",
    "/verwaltung/stimmen/export",
    "/verwaltung/stellungnahme",
    "/verwaltung/schnellerfassung",
    "/verwaltung/schnellerfassung/pruefen",
    "/verwaltung/meldungen",
    "/verwaltung/meldungen/100000006",
    "/verwaltung/auskunft",
    "/verwaltung/importe",
    "/verwaltung/importe/meldungen",
    "/verwaltung/importe/0",
    "/verwaltung/importe/0/stand",
    "/verwaltung/importe/0/ebenen/0",
    "/verwaltung/karte/stil.json",
    "/verwaltung/ebenen",
    "/verwaltung/ebenen/0",
    "/verwaltung/ebenen/0/objekte/0",
    "/verwaltung/ebenen/0/kacheln/0/0/0.mvt",
    "/verwaltung/ebenen/0/kacheln.pmtiles",
    "/verwaltung/ebenen/0/kacheln/0/0/0.webp",
    "/verwaltung/ebenen/0/wert",
    "/verwaltung/ebenen/0/bearbeiten",
    "/verwaltung/ebenen/0/klassen",
    "/verwaltung/ebenen/0/staende/1",
    "/verwaltung/ebenen/0/daten.gpkg",
    "/verwaltung/ebenen/0/daten.tif",
    "/verwaltung/ebenen/0/daten.tif.txt",
    "/verwaltung/ebenen/0/als-grenzen",
    "/verwaltung/ebenen/0/als-projekte",
)
"""Addresses for whoever is signed in with the right role; nobody keeps what they answer."""

FILTERED: Final = (
    "/",
    "/karte",
    "/stadtteile",
    "/stadtteile/bertlich",
    "/projekte",
    "/projekte/glashaus",
    "/stimmen",
    "/api/districts",
    "/api/projects",
    "/api/voices",
    "/styles/werkbank.json",
    "/tiles/projects.json",
    f"/tiles/projects/{TILE}.mvt",
    f"/tiles/voices/{TILE}.mvt",
)
"""Addresses that know the filter."""

BROKEN: Final = (
    ("/gibt-es-nicht", 404),
    ("/static/gibt-es-nicht.js", 404),
    ("/api/gibt-es-nicht", 404),
    ("/stadtteile/atlantis", 404),
    ("/projekte/atlantis", 404),
    ("/mitmachen/atlantis", 404),
    ("/api/districts/atlantis", 404),
    ("/tiles/atlantis.json", 404),
    ("/tiles/projects/3/8/0.mvt", 404),
    ("/tiles/projects/3/x/0.mvt", 400),
    ("/karte?unsinn=1", 400),
    ("/api/projects?status=burning", 400),
    ("/api/projects?f=pdf", 400),
    ("/api/voices?f=pdf", 400),
    ("/api/voices?limit=0", 400),
    ("/stimmen?art=rumour", 400),
    ("/stimmen?ordnung=unsinn", 400),
    ("/stimmen?nach=123456789", 404),
)
"""Addresses that are refused, and how."""
