"""The form of a layer that is to become boundaries: from what was typed to a decision, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, cast
from urllib.parse import urlsplit

from services.districts.model import District
from services.layers.offers import LINE_LIMIT
from services.layers.registry import Shown
from services.layers.targets.boundaries import BoundaryDraft, BoundaryStatus, Proposal
from services.processes.typed import Reader, Typed, clean
from services.web.texts import LocalText

NONE: Final = "none"
"""Stands in the form where a value means no district."""
STATUSES: Final = ("official", "generalised")

FIELD_NAMES: Final[Mapping[str, LocalText]] = {
    "version": {"de": "Stand der Ebene", "en": "Version of the layer"},
    "districts": {"de": "Stadtteile", "en": "Districts"},
    "valid_from": {"de": "Gilt ab", "en": "Valid from"},
    "source": {"de": "Herkunft", "en": "Source"},
    "status": {"de": "Art der Grenzen", "en": "Kind of boundaries"},
    "licence_name": {"de": "Name der Lizenz", "en": "Name of the licence"},
    "licence_url": {"de": "Adresse der Lizenz", "en": "Address of the licence"},
}


@dataclass(frozen=True)
class Read:
    """What a form says: a decision, or what is wrong by field."""

    draft: BoundaryDraft | None
    errors: Mapping[str, LocalText]


def typed_of(shown: Shown, proposals: Mapping[str, Proposal]) -> Typed:
    """Return the form as it is shown first: only values that name a district are assigned."""
    layer = shown.layer
    fields = {
        "source": layer.source,
        "licence_name": layer.licence_name,
        "licence_url": layer.licence_url,
        "valid_from": layer.as_of.isoformat(),
    }
    fields |= {
        f"district_{n}": proposal.named or "" for n, proposal in enumerate(proposals.values())
    }
    return Typed({name: (value,) for name, value in fields.items()})


def read_form(
    typed: Typed,
    shown: Shown,
    field: str,
    values: Sequence[str],
    *,
    districts: Sequence[District],
    newest: date,
) -> Read:
    """Return the decision that was typed; ``newest`` is the last day on which boundaries began."""
    reader = Reader(typed)
    if typed.one("version") != str(shown.version.version):
        reader.complain(
            "version",
            "Inzwischen wird ein anderer Stand gezeigt. Sehen Sie ihn sich noch einmal an.",
            "Another version is shown by now. Look at it once more.",
        )
    mapping = _mapping(reader, values, districts)
    valid_from = _valid_from(reader, newest)
    status = reader.choice("status", STATUSES)
    name = reader.line("licence_name", most=LINE_LIMIT)
    url = _address(reader, "licence_url")
    source = reader.line("source", most=LINE_LIMIT)
    if valid_from is None or reader.errors:
        return Read(None, reader.errors)
    return Read(
        BoundaryDraft(
            version=shown.version.version,
            field=field,
            districts=mapping,
            valid_from=valid_from,
            source=source,
            boundary_status=cast("BoundaryStatus", status),
            licence_name=name,
            licence_url=url,
        ),
        {},
    )


def _mapping(
    reader: Reader, values: Sequence[str], districts: Sequence[District]
) -> Mapping[str, str]:
    ids: dict[str, str] = {one.id: one.name for one in districts}
    chosen = {one: reader.typed.one(f"district_{n}") for n, one in enumerate(values)}
    found: dict[str, str] = {one: id_ for one, id_ in chosen.items() if id_ in ids}
    if {id_ for id_ in chosen.values() if id_ and id_ != NONE} - ids.keys():
        reader.complain("districts", "Bitte auswählen.", "Please choose.")
    if "" in chosen.values():
        reader.complain(
            "districts",
            "Sagen Sie von jedem Wert, welcher Stadtteil gemeint ist, oder dass er keiner ist.",
            "Say of each value which district is meant, or that it is none.",
        )
    _complain_of_missing(reader, ids, found.values())
    return found


def _complain_of_missing(reader: Reader, names: Mapping[str, str], found: Collection[str]) -> None:
    missing = ", ".join(name for id_, name in names.items() if id_ not in found)
    if missing:
        reader.complain(
            "districts", f"Ohne Fläche bliebe: {missing}.", f"Without an area would be: {missing}."
        )


def _valid_from(reader: Reader, newest: date) -> date | None:
    day = reader.day("valid_from")
    if day is None:
        reader.complain(
            "valid_from", "Ab wann gelten die Grenzen?", "From when on are the boundaries valid?"
        )
    elif day <= newest:
        reader.complain(
            "valid_from",
            f"Die jüngsten Grenzen gelten ab {newest:%d.%m.%Y}. Neue beginnen später.",
            f"The latest boundaries are valid from {newest}. New ones begin later.",
        )
    return day


def _address(reader: Reader, name: str) -> str:
    value = clean(reader.typed.one(name))
    if urlsplit(value).scheme not in {"http", "https"} or len(value) > LINE_LIMIT:
        reader.complain(
            name,
            "Schreiben Sie die Adresse mit https:// davor. Grenzen sind für alle zu sehen.",
            "Write the address with https:// in front. Boundaries are seen by everybody.",
        )
    return value
