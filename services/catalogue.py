"""The layers that come with the workbench: joins what the rooms draw with its passport."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection

from services.comments.layer import VoiceIndex, count_published, voices_passport
from services.comments.store import VOICES_LAYER
from services.database.revisions import passport_of
from services.districts.actions import (
    DISTRICTS_LAYER,
    PLACES_LAYER,
    district_tiles,
    place_tiles,
)
from services.districts.store import Districts
from services.layers.model import Download, Layer, Licence, Passport
from services.projects.actions import PROJECTS_LAYER, count_all, project_tiles
from services.web.texts import LocalText


def builtin_layers(voices: VoiceIndex) -> tuple[Layer, ...]:
    """Return the layers of a fresh installation: districts, projects, voices, places."""
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
            passport=_written(PROJECTS_LAYER),
            downloads=(
                Download("GeoJSON", "application/geo+json", "/api/projects"),
                Download("CSV", "text/csv", "/api/projects?f=csv"),
            ),
            depends_on=(DISTRICTS_LAYER, PROJECTS_LAYER),
            tiles=lambda connection, filter_, on: (project_tiles(connection, filter_, on),),
            count=count_all,
        ),
        Layer(
            id=VOICES_LAYER,
            title={"de": "Stimmen", "en": "Voices"},
            description={
                "de": "Was Menschen zu Orten in Herten sagen: Beiträge, Herzensorte, Hinweise von "
                "Kennern und Stellungnahmen, so genau verortet, wie es gewünscht war.",
                "en": "What people say about places in Herten: comments, favourite places, notes "
                "from experience and statements, placed as exactly as was wished.",
            },
            passport=voices_passport,
            downloads=(
                Download("GeoJSON", "application/geo+json", "/api/voices"),
                Download("CSV", "text/csv", "/api/voices?f=csv"),
            ),
            depends_on=(DISTRICTS_LAYER, VOICES_LAYER),
            count=count_published,
            tile=voices.tile,
        ),
        Layer(
            id=PLACES_LAYER,
            title={"de": "Orte", "en": "Places"},
            description={
                "de": "Denkmale, Schulen, Haltepunkte und andere Orte, die einen Stadtteil prägen.",
                "en": "Heritage sites, schools, stations and other places that shape a district.",
            },
            passport=_written(PLACES_LAYER),
            downloads=(),
            depends_on=(PLACES_LAYER,),
            tiles=lambda connection, filter_, on: (place_tiles(connection, filter_, on),),
            count=lambda connection, _: len(Districts(connection).places()),
        ),
    )


_LINEAGE: Final[Mapping[str, LocalText]] = {
    "generalised": {
        "de": "Generalisiert gezeichnet nach veröffentlichten Flächen und Grenzbeschreibungen; "
        "nicht amtlich. Innere Linien können 100 bis 400 m daneben liegen.",
        "en": "A generalised drawing from published areas and descriptions; not official. "
        "Inner lines may be 100 to 400 m off.",
    },
    "official": {
        "de": "Amtliche Grenzen, eingelesen und auf Lücken und Überlappungen geprüft.",
        "en": "Official boundaries, imported and checked for gaps and overlaps.",
    },
}


def _district_passport(connection: Connection, on: date) -> Passport:
    version = Districts(connection).version_in_force(on)
    own: LocalText = passport_of(connection, DISTRICTS_LAYER)["source"]
    said_once: LocalText = {"de": version.source, "en": version.source}
    return Passport(
        # An imported version names its source in the one language its importer wrote.
        source=own if own["de"] == version.source else said_once,
        licence=Licence(version.licence_name, version.licence_url),
        as_of=version.valid_from,
        lineage=_LINEAGE[version.boundary_status],
    )


def _written(layer_id: str) -> Callable[[Connection, date], Passport]:
    """Return the passport as it came with the data."""

    def passport(connection: Connection, _: date) -> Passport:
        row = passport_of(connection, layer_id)
        return Passport(
            source=row["source"],
            licence=Licence(row["licence"]["name"], row["licence"]["url"]),
            as_of=date.fromisoformat(row["as_of"]),
            lineage=row["lineage"],
        )

    return passport
