"""Published voices as columns of small numbers: what the map's index holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, func, select, type_coerce
from sqlalchemy.types import NullType

from geo.crs import STORAGE_CRS, WEB_MERCATOR, reproject
from maps.identity import label_place
from maps.tiles.index import PointTable
from maps.tiles.morton import Cells, world_cells
from maps.tiles.voices import DISTRICT, SPOT, STREET, VoiceWords
from services.comments.listing import NOTE_KINDS, says
from services.comments.model import ANSWERS, KINDS
from services.database.tables import participation_process, voice, voice_district
from services.districts.model import CITYWIDE, BoundarySet
from services.projects.model import THEMES
from services.web.dependencies import LOCAL_TIME

CITY: Final = 3
"""The precision of a voice about the whole city, which has no place on the map."""
PRECISION_CODES: Final[Mapping[str, int]] = {
    "spot": SPOT,
    "street": STREET,
    "district": DISTRICT,
    "city": CITY,
}
KIND_CODES: Final[Mapping[str, int]] = {kind: code for code, kind in enumerate(KINDS)}
THEME_CODES: Final[Mapping[str, int]] = {theme: code for code, theme in enumerate(THEMES)}
ANSWER_CODES: Final[Mapping[str, int]] = {answer: code for code, answer in enumerate(ANSWERS)}
_ROWS_AT_ONCE: Final = 5_000
UNKNOWN: Final = -1
"""The code of a word that is no longer known."""


@dataclass(frozen=True)
class Codebook:
    """What the numbers in the columns mean: zones and processes differ between databases.

    ``labels`` are where voices about a whole district stand, a cell for each district.
    """

    districts: Mapping[str, int]
    processes: Mapping[str, int]
    labels: Cells

    @property
    def zones(self) -> Mapping[str, int]:
        """The code of each district; the one after all of them is the whole city."""
        return {**self.districts, CITYWIDE: len(self.districts)}

    @property
    def words(self) -> VoiceWords:
        """What the tiles call them."""
        return VoiceWords(
            districts=tuple(self.zones),
            kinds=tuple(KINDS),
            themes=tuple(THEMES),
            answers=tuple(ANSWERS),
            notes=frozenset(KIND_CODES[kind] for kind in NOTE_KINDS),
        )


def read_codebook(connection: Connection, boundaries: BoundarySet) -> Codebook:
    """Return the codes for the districts of a boundary version and for all processes."""
    shapes = [label_place(one.boundary) for one in boundaries.boundaries]
    return Codebook(
        districts={str(one.district_id): code for code, one in enumerate(boundaries.boundaries)},
        processes=process_codes(connection),
        labels=_cells(np.array(shapes, dtype=object)),
    )


def process_codes(connection: Connection) -> Mapping[str, int]:
    """Return the codes of all processes: their numbers, which stay as others come and go."""
    rows = connection.execute(select(participation_process.c.id, participation_process.c.number))
    return {row.id: row.number for row in rows}


def read_voices(
    connection: Connection, codes: Codebook, *, valid_from: date, since: int | None
) -> tuple[PointTable, NDArray[np.int64]]:
    """Return the published voices, and the numbers of all that were read.

    With ``since`` only what changed after that revision is read. The numbers are also those of
    voices that are no longer published.
    """
    query = select(
        voice.c.number,
        voice.c.reference,
        voice.c.status,
        voice.c.kind,
        voice.c.theme,
        voice.c.answer,
        voice.c.process_id,
        voice.c.precision,
        voice.c.supports,
        voice.c.received_at,
        # As the database has it: all are turned into points at once.
        type_coerce(voice.c.public_pin, NullType()).label("pin"),
        voice_district.c.district_id,
    ).select_from(
        voice.outerjoin(
            voice_district,
            and_(
                voice_district.c.voice_number == voice.c.number,
                voice_district.c.valid_from == valid_from,
            ),
        )
    )
    if since is None:
        query = query.where(voice.c.status == "published")
    else:
        query = query.where(voice.c.revision > since)
    # In portions: rows of a database take twenty times the room of columns.
    portions = connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)).partitions()
    tables, numbers = [_table((), codes)], []
    for rows in portions:
        tables.append(_table([row for row in rows if row.status == "published"], codes))
        numbers += [row.number for row in rows]
    return PointTable.joined(tables), np.array(numbers, dtype=np.int64)


def published_checksum(connection: Connection) -> tuple[int, int]:
    """Return how many voices are published, and the sum of their numbers.

    Tells whether rows were deleted, which no revision does.
    """
    count, total = connection.execute(
        select(func.count(), func.coalesce(func.sum(voice.c.number), 0)).where(
            voice.c.status == "published"
        )
    ).one()
    return count, int(total)


def numbers_that_say(connection: Connection, text: str) -> NDArray[np.int64]:
    """Return the row numbers of the published voices in which every word occurs."""
    query = select(voice.c.number).where(voice.c.status == "published", *says(text))
    return np.array(connection.execute(query).scalars().all(), dtype=np.int64)


def _table(rows: Sequence[Any], codes: Codebook) -> PointTable:
    zones = _coded((row.district_id for row in rows), codes.districts, len(codes.districts))
    precision = _coded((row.precision for row in rows), PRECISION_CODES)
    years = (row.received_at.astimezone(LOCAL_TIME).year for row in rows)
    return PointTable(
        ids=np.array([row.number for row in rows], dtype=np.int64),
        zones=zones,
        cells=_places(rows, zones, precision, codes.labels),
        columns={
            "reference": np.array([int(row.reference) for row in rows], dtype=np.int64),
            "kind": _coded((row.kind for row in rows), KIND_CODES),
            "theme": _coded((row.theme for row in rows), THEME_CODES),
            "answer": _coded((row.answer for row in rows), ANSWER_CODES),
            "process": _coded((row.process_id for row in rows), codes.processes),
            "precision": precision,
            "supports": np.array([row.supports for row in rows], dtype=np.int32),
            "year": np.fromiter(years, dtype=np.int16, count=len(rows)),
        },
    )


def _coded(
    words: Iterable[str | None], codes: Mapping[Any, int], other: int = UNKNOWN
) -> NDArray[np.int16]:
    return np.array([codes.get(word, other) for word in words], dtype=np.int16)


def _places(
    rows: Sequence[Any], zones: NDArray[np.int16], precision: NDArray[np.int16], labels: Cells
) -> Cells:
    """Return the cell of each pin, of the district's label, or 0, 0 for the whole city."""
    cells: Cells = np.zeros((len(rows), 2), dtype=np.uint32)
    whole = (precision == DISTRICT) & (zones < len(labels))
    cells[whole] = labels[zones[whole]]
    pinned = np.array([row.pin is not None for row in rows], dtype=np.bool_) & (
        precision < DISTRICT
    )
    if pinned.any():
        wkb = [row.pin for row, has in zip(rows, pinned.tolist(), strict=True) if has]
        cells[pinned] = _cells(shapely.from_wkb(np.array(wkb, dtype=object)))
    return cells


def _cells(points: NDArray[np.object_]) -> Cells:
    projected = reproject(points, source=STORAGE_CRS, target=WEB_MERCATOR)
    return world_cells(shapely.get_coordinates(projected))
