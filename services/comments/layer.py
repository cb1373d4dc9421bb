"""The layer of voices: its index in memory, kept up to date by revision, and its tiles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
import shapely
from sqlalchemy import Connection

from geo.crs import LON_LAT, WEB_MERCATOR, reproject
from maps.tiles.index import Mask, Numbers, PointIndex
from maps.tiles.morton import world_cells
from maps.tiles.voices import DISTRICT, VoiceTiles
from services.comments.columns import (
    ANSWER_CODES,
    CITY,
    KIND_CODES,
    THEME_CODES,
    Codebook,
    numbers_that_say,
    process_codes,
    published_checksum,
    read_codebook,
    read_voices,
)
from services.comments.demo_store import DEMO_NOTE, has_demo
from services.comments.listing import Tally
from services.comments.store import VOICES_LAYER
from services.database.revisions import bump, keep_passport, passport_of, revisions
from services.districts.actions import DISTRICTS_LAYER
from services.districts.files import read_passports
from services.districts.model import BoundaryVersion, Counts, DistrictId
from services.districts.store import Districts
from services.layers.model import Licence, Passport
from services.web.caching import Memo
from services.web.dependencies import LOCAL_TIME
from services.web.filter import Bbox, Filter
from services.web.texts import LocalText

_FILTERS_REMEMBERED: Final = 16
_MERCATOR_EDGE: Final = 85.06
"""Degrees north and south at which the world of web maps ends."""


@dataclass(frozen=True)
class _State:
    """The index at one revision of the voices, and the filters asked of it."""

    rests_on: tuple[object, ...]
    """Boundaries and districts: with others the index is built anew."""
    revision: int
    codes: Codebook
    index: PointIndex
    filters: Memo[_Kept] = field(default_factory=lambda: Memo(_FILTERS_REMEMBERED))

    def kept(self, connection: Connection, filter_: Filter) -> _Kept:
        """Return what a filter keeps."""
        asked = replace(filter_, statuses=(), layers=None)

        def make() -> _Kept:
            keep = _mask(connection, self.index, self.codes, asked)
            placed = keep & (self.index.table.columns["precision"] != CITY)
            return _Kept(keep, VoiceTiles(self.index, self.codes.words, placed))

        if asked.text and _revision(connection) != self.revision:
            # Words are searched in the database as this request sees it, which began before
            # the index was renewed: right for itself, and for nobody after it.
            return make()
        return self.filters.get(asked, make)


@dataclass(frozen=True)
class _Kept:
    """The rows of an index that a filter keeps, and the tiles of those that have a place."""

    rows: Mask
    tiles: VoiceTiles


class VoiceIndex:
    """The published voices in memory, for all threads of one app process.

    Loaded when a tile is first asked for; from then on only what changed is read.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: _State | None = None

    def tile(
        self, connection: Connection, filter_: Filter, on: date, *, z: int, x: int, y: int
    ) -> bytes:
        """Return one vector tile of the voices that the filter finds."""
        return self._current(connection, on).kept(connection, filter_).tiles.tile(z=z, x=x, y=y)

    def tally(self, connection: Connection, filter_: Filter, on: date) -> Tally:
        """Count what the filter finds, as ``Listing.tally`` does, without reading every row."""
        state = self._current(connection, on)
        rows = state.kept(connection, filter_).rows
        columns = state.index.table.columns
        zones = state.index.table.zones
        is_note = np.isin(columns["kind"], list(state.codes.words.notes))
        return Tally(
            voices=_counts(zones[rows & ~is_note], state.codes),
            notes=_counts(zones[rows & is_note], state.codes),
            with_place=int((rows & (columns["precision"] < DISTRICT)).sum()),
        )

    def count(self, connection: Connection, filter_: Filter, on: date) -> Counts:
        """Return what the cards of the strip count: see ``Tally.counted``."""
        return self.tally(connection, filter_, on).counted(filter_)

    def in_turns(
        self, connection: Connection, filter_: Filter, on: date, *, each: int, limit: int
    ) -> list[int]:
        """Return the row numbers of the newest of every district and of the whole city.

        First the newest of each district in the districts' order and of the city, then the second
        ones, at most ``each`` of one and ``limit`` together.
        """
        state = self._current(connection, on)
        rows = state.kept(connection, filter_).rows
        numbers, zones = state.index.table.ids[rows], state.index.table.zones[rows]
        newest = [
            np.sort(numbers[zones == zone])[::-1][:each] for zone in state.codes.zones.values()
        ]
        turns = [
            int(of_zone[turn])
            for turn in range(max(map(len, newest)))
            for of_zone in newest
            if turn < len(of_zone)
        ]
        return turns[:limit]

    def _current(self, connection: Connection, on: date) -> _State:
        version = Districts(connection).version_in_force(on)
        rests_on = (version.valid_from, revisions(connection).get(DISTRICTS_LAYER))
        revision = _revision(connection)
        with self._lock:
            state = self._state
            if state is None or state.rests_on != rests_on:
                state = _built(connection, version, rests_on, revision)
            elif state.revision < revision:
                state = _renewed(connection, version, state, revision)
            # A request that began earlier may find more than it asked for: newer is as good.
            self._state = state
            return state


def _revision(connection: Connection) -> int:
    found = revisions(connection).get(VOICES_LAYER)
    return 0 if found is None else found.number


def _built(
    connection: Connection, version: BoundaryVersion, rests_on: tuple[object, ...], revision: int
) -> _State:
    codes = read_codebook(connection, Districts(connection).boundaries(version))
    table, _ = read_voices(connection, codes, valid_from=version.valid_from, since=None)
    index = PointIndex.build(table, zones=len(codes.words.districts))
    return _State(rests_on, revision, codes, index)


def _renewed(
    connection: Connection, version: BoundaryVersion, state: _State, revision: int
) -> _State:
    codes = replace(state.codes, processes=process_codes(connection))
    table, changed = read_voices(
        connection, codes, valid_from=version.valid_from, since=state.revision
    )
    index = state.index.replaced(changed, table)
    if (len(index), int(index.table.ids.sum())) == published_checksum(connection):
        return _State(state.rests_on, revision, codes, index)
    # Rows were deleted, which leaves no trace to read.
    return _built(connection, version, state.rests_on, revision)


def _counts(zones: Numbers, codes: Codebook) -> Counts:
    *districts, citywide = np.bincount(zones, minlength=len(codes.zones)).tolist()
    by_district = {
        DistrictId(id_): count
        for id_, count in zip(codes.districts, districts, strict=True)
        if count
    }
    return Counts(by_district, citywide, citywide + sum(districts))


def _mask(connection: Connection, index: PointIndex, codes: Codebook, filter_: Filter) -> Mask:
    """Which rows of the index a filter keeps: the same voices that the list shows."""
    columns = index.table.columns
    keep: Mask = np.ones(len(index), dtype=np.bool_)
    for column, wanted, known in (
        (index.table.zones, filter_.districts, codes.zones),
        (columns["theme"], filter_.themes, THEME_CODES),
        (columns["kind"], filter_.kinds, KIND_CODES),
        (columns["process"], filter_.processes, codes.processes),
        (columns["answer"], filter_.answers, ANSWER_CODES),
    ):
        if wanted:
            keep &= np.isin(column, [known[word] for word in wanted if word in known])
    if filter_.year_from is not None:
        keep &= columns["year"] >= filter_.year_from
    if filter_.year_to is not None:
        keep &= columns["year"] <= filter_.year_to
    if filter_.bbox is not None:
        keep &= (columns["precision"] < DISTRICT) & _in_box(index, filter_.bbox)
    if filter_.text:
        keep &= np.isin(index.table.ids, numbers_that_say(connection, filter_.text))
    return keep


def _in_box(index: PointIndex, bbox: Bbox) -> Mask:
    west, south, east, north = bbox
    corners = shapely.points(
        [(west, min(north, _MERCATOR_EDGE)), (east, max(south, -_MERCATOR_EDGE))]
    )
    projected = reproject(corners, source=LON_LAT, target=WEB_MERCATOR)
    north_west, south_east = world_cells(shapely.get_coordinates(projected))
    inside: Mask = ((index.table.cells >= north_west) & (index.table.cells <= south_east)).all(
        axis=1
    )
    return inside


def fill_voices_layer(connection: Connection, *, data_dir: Path, now: datetime) -> None:
    """Write the layer with its passport, if it is not there. Safe to repeat."""
    if VOICES_LAYER not in revisions(connection):
        bump(connection, VOICES_LAYER, now=now)
    keep_passport(connection, VOICES_LAYER, read_passports(data_dir / "layers.json")[VOICES_LAYER])


def voices_passport(connection: Connection, _: date) -> Passport:
    """Return where voices come from; says so when some are invented for demonstration."""
    row = passport_of(connection, VOICES_LAYER)
    changed_at = revisions(connection)[VOICES_LAYER].changed_at
    lineage: LocalText = row["lineage"]
    if has_demo(connection):
        lineage = {lang: f"{text} {DEMO_NOTE[lang]}" for lang, text in lineage.items()}
    return Passport(
        source=row["source"],
        licence=Licence(row["licence"]["name"], row["licence"]["url"]),
        as_of=changed_at.astimezone(LOCAL_TIME).date(),
        lineage=lineage,
    )


def count_published(connection: Connection, _: date) -> int:
    """Return how many voices are published, notes and statements among them."""
    return published_checksum(connection)[0]
