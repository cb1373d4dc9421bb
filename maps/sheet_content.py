"""What a district sheet says: its parts, and the words around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from shapely.geometry.base import BaseGeometry

from .identity import DistrictIdentity
from .words import Lang, LocalText


@dataclass(frozen=True)
class SheetLink:
    """Where something can be read. An address that is not http or https is shown as text."""

    title: str
    url: str

    @property
    def href(self) -> str | None:
        """The address, if a browser may follow it."""
        return self.url if urlsplit(self.url).scheme in {"http", "https"} else None


@dataclass(frozen=True)
class SheetFact:
    """A line of the facts: all texts are ready to read, in the language of the sheet."""

    label: str
    value: str | None
    """None is shown as "keine Angabe"; ``note`` then says why."""
    note: str = ""
    sources: Sequence[SheetLink] = ()


@dataclass(frozen=True)
class SheetProject:
    """A line of the projects."""

    name: str
    status: str
    theme: str
    period: str
    geometry: BaseGeometry | None = None
    """In degrees, longitude first; None when the project has no place."""
    note: str = ""


@dataclass(frozen=True)
class SheetNeighbour:
    """A district around the one of the sheet, for orientation."""

    identity: DistrictIdentity
    geometry: BaseGeometry
    """In degrees, longitude first."""


@dataclass(frozen=True)
class DistrictSheet:
    """What the sheet of a district says. Texts are ready to read, in the sheet's language."""

    lang: Lang
    identity: DistrictIdentity
    geometry: BaseGeometry
    """In degrees, longitude first."""
    summary: str
    made_on: str
    """The day the sheet was made, as people write it."""
    credit: str
    boundary_note: LocalText
    """What to say of the boundaries: ``legend.BOUNDARY_NOTES``."""
    facts: Sequence[SheetFact] = ()
    projects: Sequence[SheetProject] = ()
    neighbours: Sequence[SheetNeighbour] = ()


SHEET_TEXTS: Final[Mapping[Lang, Mapping[str, str]]] = {
    "de": {
        "kind": "Stadtteil von Herten",
        "map": "Karte",
        "map_about": "Karte des Stadtteils. Die Nummern stehen auch in der Liste der Projekte.",
        "facts": "Zahlen und Angaben",
        "no_facts": "Zu diesem Stadtteil liegen keine Angaben vor.",
        "missing": "keine Angabe",
        "source": "Quelle",
        "projects": "Projekte",
        "no_projects": "In diesem Stadtteil gibt es zurzeit kein Projekt.",
        "number": "Nr.",
        "name": "Name",
        "status": "Stand",
        "theme": "Thema",
        "period": "Zeitraum",
        "nowhere": "ohne Ort auf der Karte",
        "made_on": "Erstellt mit der Werkbank Herten am",
        "zoom_in": "Vergrößern",
        "zoom_out": "Verkleinern",
    },
    "en": {
        "kind": "District of Herten",
        "map": "Map",
        "map_about": "Map of the district. The numbers are those of the list of projects.",
        "facts": "Facts and figures",
        "no_facts": "There are no facts about this district.",
        "missing": "no data",
        "source": "Source",
        "projects": "Projects",
        "no_projects": "There is no project in this district at present.",
        "number": "No.",
        "name": "Name",
        "status": "Status",
        "theme": "Theme",
        "period": "Period",
        "nowhere": "no place on the map",
        "made_on": "Made with Werkbank Herten on",
        "zoom_in": "Zoom in",
        "zoom_out": "Zoom out",
    },
}
