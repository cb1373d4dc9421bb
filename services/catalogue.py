"""The layers that come with the workbench: joins what the rooms draw with its passport."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from services.districts.actions import (
    DISTRICTS_LAYER,
    PLACES_LAYER,
    district_tiles,
    place_tiles,
)
from services.districts.store import Districts
from services.layers.model import Download, Layer, Licence, Passport
from services.projects.actions import PROJECTS_LAYER, count_all, project_tiles

OWN_LICENCE: Final = Licence(
    "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0)",
    "https://www.govdata.de/dl-de/by-2-0",
)

COLLECTED_ON: Final = date(2026, 11, 22)
"""Day up to which the sources of projects and places were read."""

_SOURCES_IN_ENGLISH: Final = {
    "Werkbank Herten: eigene generalisierte Zeichnung nach veröffentlichten Ortsbeschreibungen und "
    "Flächen, nicht amtlich; Außenlinie orientiert an VG250 (© GeoBasis-DE / BKG)": "Werkbank "
    "Herten: our own generalised drawing from published descriptions and areas, not official; "
    "outline after VG250 (© GeoBasis-DE / BKG)",
}
"""Boundaries name their source in German; here is the English of our own."""


def builtin_layers() -> tuple[Layer, ...]:
    """Return the layers of a fresh installation: districts, projects, places."""
    return (
        Layer(
            id=DISTRICTS_LAYER,
            title={"de": "Stadtteile", "en": "Districts"},
            description={
                "de": "Die neun Stadtteile von Herten als Flächen, dazu die Stadtgrenze.",
                "en": "The nine districts of Herten as areas, and the city border.",
            },
            passport=_district_passport,
            downloads=(
                Download("GeoJSON", "application/geo+json", "/api/districts?f=geojson"),
                Download("JSON", "application/json", "/api/districts"),
            ),
            depends_on=(DISTRICTS_LAYER,),
            tiles=district_tiles,
            count=lambda connection, _: Districts(connection).count(),
        ),
        Layer(
            id=PROJECTS_LAYER,
            title={"de": "Projekte", "en": "Projects"},
            description={
                "de": "Planungsprojekte als Punkte, Linien und Flächen, mit Stand, Thema und Geld.",
                "en": "Planning projects as points, lines and areas, with status, theme and money.",
            },
            passport=_project_passport,
            downloads=(
                Download("GeoJSON", "application/geo+json", "/api/projects"),
                Download("CSV", "text/csv", "/api/projects?f=csv"),
            ),
            depends_on=(DISTRICTS_LAYER, PROJECTS_LAYER),
            tiles=lambda connection, filter_, on: (project_tiles(connection, filter_, on),),
            count=count_all,
        ),
        Layer(
            id=PLACES_LAYER,
            title={"de": "Orte", "en": "Places"},
            description={
                "de": "Denkmale, Schulen, Haltepunkte und andere Orte, die einen Stadtteil prägen.",
                "en": "Heritage sites, schools, stations and other places that shape a district.",
            },
            passport=_place_passport,
            downloads=(),
            depends_on=(PLACES_LAYER,),
            tiles=lambda connection, filter_, on: (place_tiles(connection, filter_, on),),
            count=lambda connection, _: len(Districts(connection).places()),
        ),
    )


def _district_passport(connection: Connection, on: date) -> Passport:
    version = Districts(connection).version_in_force(on)
    own = version.boundary_status == "generalised"
    return Passport(
        source={
            "de": version.source,
            "en": _SOURCES_IN_ENGLISH.get(version.source, version.source),
        },
        licence=OWN_LICENCE,
        as_of=version.valid_from,
        lineage={
            "de": "Generalisiert gezeichnet nach veröffentlichten Flächen und Grenzbeschreibungen; "
            "nicht amtlich. Innere Linien können 100 bis 400 m daneben liegen."
            if own
            else "Amtliche Grenzen, eingelesen und auf Lücken und Überlappungen geprüft.",
            "en": "A generalised drawing from published areas and descriptions; not official. "
            "Inner lines may be 100 to 400 m off."
            if own
            else "Official boundaries, imported and checked for gaps and overlaps.",
        },
    )


def _project_passport(_: Connection, __: date) -> Passport:
    return Passport(
        source={
            "de": "Zusammengestellt aus öffentlichen Quellen, je Projekt genannt",
            "en": "Compiled from public sources, named for each project",
        },
        licence=OWN_LICENCE,
        as_of=COLLECTED_ON,
        lineage={
            "de": "Lage nach Quelle, nach Ortsangabe geschätzt oder von uns gezeichnet; die "
            "Genauigkeit steht bei jedem Projekt.",
            "en": "Position from the source, estimated from the description or drawn by us; the "
            "accuracy is given with each project.",
        },
    )


def _place_passport(_: Connection, __: date) -> Passport:
    return Passport(
        source={
            "de": "Zusammengestellt aus öffentlichen Quellen, je Ort genannt",
            "en": "Compiled from public sources, named for each place",
        },
        licence=OWN_LICENCE,
        as_of=COLLECTED_ON,
        lineage={
            "de": "Lage nach Quelle oder geschätzt; die Genauigkeit steht bei jedem Ort.",
            "en": "Position from the source or estimated; the accuracy is given with each place.",
        },
    )
