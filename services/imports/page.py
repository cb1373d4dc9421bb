"""What the pages of an upload show of its report: messages by weight, drawings, faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from maps.placement import Placement, placement
from services.districts.actions import boundaries_in_force, identities
from services.districts.store import Districts
from services.imports.answers import Answer, answer_to
from services.imports.codes import CODES
from services.imports.codes.text import CodeText
from services.imports.model import CrsCandidate, LayerFound, Message, RasterFound
from services.imports.records import ImportFile, ImportLayer
from services.imports.report_text import VALUE_KINDS
from services.imports.start import crs_value
from services.imports.store import Imports
from services.jobs.actions import find
from services.jobs.model import Job
from services.layers.changes import Changes, changes_of
from services.layers.store import ImportedLayers
from services.web.texts import LocalText

WEIGHTS: Final[Mapping[str, LocalText]] = {
    "error": {"de": "Das geht so nicht", "en": "This does not work"},
    "question": {"de": "Fragen an Sie", "en": "Questions to you"},
    "warning": {"de": "Bitte beachten", "en": "Please note"},
    "info": {"de": "Gut zu wissen", "en": "Good to know"},
}
"""What messages of a severity are put under, the weightiest first."""

WEIGHTS_DECIDED: Final[Mapping[str, LocalText]] = {
    **WEIGHTS,
    "question": {"de": "Was zu klären war", "en": "What had to be settled"},
}
"""The same once somebody has answered."""

STEPS: Final[Mapping[str, LocalText]] = {
    "look": {"de": "Die Datei wird geprüft", "en": "The file is being checked"},
    "convert": {
        "de": "Die Daten werden umgerechnet und den Stadtteilen zugeordnet",
        "en": "The data are converted and assigned to districts",
    },
    "load": {"de": "Die Objekte werden gespeichert", "en": "The objects are being stored"},
    "compare": {
        "de": "Der neue Stand wird mit dem bisherigen verglichen",
        "en": "The new version is compared with the present one",
    },
    "tiles": {"de": "Die Karte wird gezeichnet", "en": "The map is being drawn"},
    "finish": {"de": "Gleich fertig", "en": "Nearly done"},
}
"""What a job does, by the word it tells."""

_SAME_SHOWN: Final = 3

DIRECTIONS: Final[Mapping[str, LocalText]] = {
    "n": {"de": "nördlich", "en": "north"},
    "ne": {"de": "nordöstlich", "en": "north-east"},
    "e": {"de": "östlich", "en": "east"},
    "se": {"de": "südöstlich", "en": "south-east"},
    "s": {"de": "südlich", "en": "south"},
    "sw": {"de": "südwestlich", "en": "south-west"},
    "w": {"de": "westlich", "en": "west"},
    "nw": {"de": "nordwestlich", "en": "north-west"},
}

KINDS: Final[Mapping[str, LocalText]] = VALUE_KINDS

SHAPES: Final[Mapping[str, LocalText]] = {
    "Point": {"de": "Punkte", "en": "Points"},
    "MultiPoint": {"de": "Punktgruppen", "en": "Groups of points"},
    "LineString": {"de": "Linien", "en": "Lines"},
    "MultiLineString": {"de": "Linien aus mehreren Teilen", "en": "Lines of several parts"},
    "Polygon": {"de": "Flächen", "en": "Areas"},
    "MultiPolygon": {"de": "Flächen aus mehreren Teilen", "en": "Areas of several parts"},
    "GeometryCollection": {"de": "Sammlungen", "en": "Collections"},
}


@dataclass(frozen=True)
class Told:
    """A message with its words, and the part of the form that answers it, if it is a question."""

    message: Message
    text: CodeText
    answer: Answer | None


@dataclass(frozen=True)
class Place:
    """A reference system to choose, by its value in the form, with where it puts the data."""

    value: str
    candidate: CrsCandidate
    drawing: Placement


def by_weight(messages: Sequence[Message]) -> Mapping[str, Sequence[Told]]:
    """Return messages by severity, the weightiest first; severities without any are left out."""
    told = [_told(one) for one in messages]
    groups = {name: [one for one in told if one.text.severity == name] for name in WEIGHTS}
    return {name: found for name, found in groups.items() if found}


def _told(one: Message) -> Told:
    text = CODES[one.code]
    return Told(one, text, answer_to(one.code) if text.severity == "question" else None)


def places(connection: Connection, found: LayerFound | RasterFound, *, on: date) -> Sequence[Place]:
    """Return the candidates of a layer or raster with their drawings."""
    return [Place(crs_value(one), one, drawn(connection, one.preview, on=on)) for one in found.crs]


def faults(connection: Connection, found: LayerFound, *, on: date) -> Placement | None:
    """Return a drawing of where the faults lie; None if none has a place."""
    points = [
        (one.lon, one.lat)
        for one in found.geometry.faults
        if one.lon is not None and one.lat is not None
    ]
    return drawn(connection, points, on=on) if points else None


def drawn(connection: Connection, points: Sequence[tuple[float, float]], *, on: date) -> Placement:
    """Draw points (longitude, latitude in CRS84) among the districts of a day."""
    districts = {one.id: one for one in Districts(connection).list()}
    boundaries = boundaries_in_force(connection, on).boundaries
    return placement(
        identities([districts[one.district_id] for one in boundaries]),
        tuple(one.boundary for one in boundaries),
        points,
    )


def changes(connection: Connection, layer: ImportLayer, *, on: date) -> Changes | None:
    """Return what a version changes that waits for a decision; None if none waits."""
    if layer.state != "ready" or layer.layer_id is None or layer.layer_version is None:
        return None
    layers = ImportedLayers(connection)
    of = layers.find(layer.layer_id)
    version = None if of is None else layers.find_version(of, layer.layer_version)
    if of is None or version is None:
        return None
    return changes_of(connection, of, version, on=on)


def same_files(connection: Connection, one: ImportFile) -> Sequence[ImportFile]:
    """Return where the same file was uploaded besides, while that still matters for ``one``."""
    return Imports(connection).list_same(one, most=_SAME_SHOWN) if one.state == "reported" else ()


def stamp(one: ImportFile) -> str:
    """Return what differs between two states of an upload: a page of another one is out of date."""
    layers = "-".join(f"{layer.state[:4]}{layer.revision}" for layer in one.layers)
    return f"{one.state}-{layers}"


def jobs_of(connection: Connection, one: ImportFile) -> Mapping[str, Job]:
    """Return the jobs under way: of the upload under ``file``, of its layers by position."""
    asked: dict[str, Any] = {"file": one.job_id if one.state == "inspecting" else None}
    asked |= {
        str(layer.position): layer.job_id if layer.state == "loading" else None
        for layer in one.layers
    }
    found = {name: find(connection, job_id) for name, job_id in asked.items() if job_id}
    return {name: job for name, job in found.items() if job is not None}
