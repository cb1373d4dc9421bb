"""Uploads and their layers as the database keeps them, and what a person decided about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from pydantic import TypeAdapter

from geo.errors import WorkbenchError
from maps.imported_looks import Look
from services.imports.choices import Choices
from services.imports.model import LayerFound, Message, RasterFound, Report
from services.imports.raster_choices import RasterChoices
from services.layers.imported import LayerDraft

INSPECT: Final = "imports.inspect"
LOAD: Final = "imports.load"
REMOVE: Final = "imports.remove"
"""Kinds of jobs."""

FileState = Literal["inspecting", "reported", "refused", "failed", "cancelled", "closed"]
LayerState = Literal["reported", "loading", "ready", "loaded", "failed", "cancelled"]

DECIDABLE: Final[frozenset[LayerState]] = frozenset({"reported", "failed", "cancelled"})
"""A layer in one of these can be loaded (again)."""


@dataclass(frozen=True)
class Decision:
    """What a person decided about one layer of an upload.

    ``target`` is the id of a layer that gets a new version, with ``as_of`` and ``next_due`` of
    its data; None makes a new layer of ``draft`` and ``look``. ``raster`` says how a raster is
    meant; of its ``choices`` only the reference system counts, and its look follows its values.
    """

    choices: Choices
    as_of: date
    next_due: date | None = None
    target: str | None = None
    draft: LayerDraft | None = None
    look: Look = field(default_factory=Look)
    raster: RasterChoices | None = None


DECISIONS: Final = TypeAdapter(Decision)
MESSAGES: Final = TypeAdapter(Message)


@dataclass(frozen=True)
class NewImport:
    """An upload that has just arrived: one archive, one file, or the parts of one data set."""

    id: str
    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class ImportLayer:
    """One layer of an upload. ``revision`` counts up with every change of it."""

    position: int
    state: LayerState
    decision: Decision | None
    message: Message | None
    job_id: str | None
    layer_id: str | None
    layer_version: int | None
    revision: int

    @property
    def can_be_loaded(self) -> bool:
        """True while a person may decide about it."""
        return self.state in DECIDABLE


@dataclass(frozen=True)
class ImportFile:
    """One upload. ``message`` says why it was refused or failed."""

    number: int
    id: str
    name: str
    size_bytes: int
    sha256: str
    state: FileState
    report: Report | None
    message: Message | None
    job_id: str | None
    uploaded_by: str | None
    uploaded_by_name: str | None
    uploaded_at: datetime
    changed_at: datetime
    layers: Sequence[ImportLayer] = ()

    def at(self, position: int) -> LayerFound | RasterFound:
        """Return what was found at a position of the report, or raise ``ImportNotFoundError``."""
        if self.report is None or not 0 <= position < len(self.report.contents):
            raise ImportNotFoundError(import_id=f"{self.id}/{position}")
        return self.report.contents[position]

    def found(self, position: int) -> LayerFound:
        """Return the layer of features at a position, or raise ``ImportNotFoundError``."""
        one = self.at(position)
        if not isinstance(one, LayerFound):
            raise ImportNotFoundError(import_id=f"{self.id}/{position}")
        return one

    def raster(self, position: int) -> RasterFound:
        """Return the raster at a position, or raise ``ImportNotFoundError``."""
        one = self.at(position)
        if not isinstance(one, RasterFound):
            raise ImportNotFoundError(import_id=f"{self.id}/{position}")
        return one

    def is_raster(self, position: int) -> bool:
        """Return True if cells were found at a position, not features."""
        return isinstance(self.at(position), RasterFound)

    def layer(self, position: int) -> ImportLayer:
        """Return the layer at a position, or raise ``ImportNotFoundError``."""
        for one in self.layers:
            if one.position == position:
                return one
        raise ImportNotFoundError(import_id=f"{self.id}/{position}")

    @property
    def is_busy(self) -> bool:
        """True while a job works, or is to work, on it."""
        return self.state == "inspecting" or any(one.state == "loading" for one in self.layers)


class ImportNotFoundError(WorkbenchError):
    """There is no upload, or no layer of one, under ``import_id``."""

    def __init__(self, *, import_id: str) -> None:
        super().__init__(f"no import {import_id!r}")
        self.import_id = import_id


class ImportChangedError(WorkbenchError):
    """Somebody else decided about the upload ``import_id`` in the meantime."""

    def __init__(self, *, import_id: str) -> None:
        super().__init__(f"import {import_id!r} was decided about in the meantime")
        self.import_id = import_id
