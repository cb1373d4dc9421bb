"""Tiles of voices: clusters per district from afar, single voices from near, coarse ones apart.

From afar (up to ``DISTRICT_ZOOM``) every district has one cluster of each group. Nearer, clusters
are made of cells and never cross a district border; from ``SINGLE_ZOOM`` on every voice stands
alone, and only those at the very same spot share a sign. A voice that its author placed no finer
than a street leaves the clusters at ``STREET_ZOOM``, where it would claim too exact a place; one
about a whole district is drawn at the district's label and never as a pin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from .clusters import Clusters, cluster_runs, in_tile, thinned, tile_steps
from .columns import ABSENT, Column, encode_points, number_column
from .encode import EXTENT
from .grid import Integers
from .index import Mask, Numbers, PointIndex
from .morton import GRID_BITS, Cells

VOICES: Final = "voices"

Form = Literal["voice", "cluster", "street", "district"]
FORMS: Final[tuple[Form, ...]] = ("voice", "cluster", "street", "district")
GROUPS: Final = ("citizens", "notes")
"""Who speaks. Notes from experience and statements are no votes and share no cluster with them."""

SPOT, STREET, DISTRICT = range(3)
"""How exactly a voice is placed; what is about the whole city has no place and is no point here."""

_FORM_OF: Final = np.array([FORMS.index(form) for form in ("voice", "street", "district")])
"""The form of a single voice by its precision."""

DISTRICT_ZOOM: Final = 11
CELL_BITS: Final[Mapping[int, int]] = {12: 2, 13: 3, 14: 3, 15: 3}
"""Clusters of a zoom are made of cells: their number along a tile's edge, as a power of two."""
STREET_ZOOM: Final = 14
SINGLE_ZOOM: Final = 16

TILE_PIXELS: Final = 512
GAP_PIXELS: Final = 44.0
"""Two clusters of one district are never drawn nearer than this."""
SINGLES_MAX: Final = 2_000
"""A tile with more single signs than this is clustered by small cells, however near it is."""
_CROWD_BITS: Final = 5


@dataclass(frozen=True)
class VoiceWords:
    """What the codes in the columns of an index stand for.

    ``notes`` are the kinds, by code, that belong to the second group.
    """

    districts: Sequence[str]
    kinds: Sequence[str]
    themes: Sequence[str]
    answers: Sequence[str]
    notes: frozenset[int]


@dataclass(frozen=True)
class _Signs:
    """What is drawn: one row for each sign. ``rows`` are those of the index they stand at."""

    rows: Integers
    forms: Integers
    counts: Integers
    parts: Integers
    """Shape (signs, kinds): how many voices of each kind a sign stands for."""

    def taken(self, some: Mask) -> _Signs:
        return _Signs(self.rows[some], self.forms[some], self.counts[some], self.parts[some])


@dataclass(frozen=True)
class VoiceTiles:
    """The tiles of the voices that one filter keeps.

    ``index`` has the columns ``reference``, ``kind``, ``theme``, ``answer``, ``precision`` and
    ``supports``; its zones are the districts. Signs of far zooms are made at once for the whole
    city, and kept.
    """

    index: PointIndex
    words: VoiceWords
    keep: Mask
    _far: dict[int, _Signs] = field(default_factory=dict)

    def tile(self, *, z: int, x: int, y: int) -> bytes:
        """Return one vector tile."""
        if z >= SINGLE_ZOOM:
            rows = self.index.rows_in(z, x, y)
            signs = self._singles(rows[self.keep[rows]], z)
        else:
            signs = self._signs(z)
            signs = signs.taken(in_tile(self._cells[signs.rows], z, x, y))
        return self._encoded(signs, z, x, y)

    @property
    def _cells(self) -> Cells:
        return self.index.table.cells

    @property
    def _columns(self) -> Mapping[str, Numbers]:
        return self.index.table.columns

    def _signs(self, z: int) -> _Signs:
        zoom = max(z, DISTRICT_ZOOM)
        signs = self._far.get(zoom)
        if signs is None:  # two threads may both make them, and make the same
            signs = self._far[zoom] = self._made(zoom)
        return signs

    def _made(self, zoom: int) -> _Signs:
        rows = np.flatnonzero(self.keep)
        if zoom == DISTRICT_ZOOM:
            return _joined(
                self._sign(self._of_districts(members)) for members in self._by_group(rows)
            )
        precision = self._columns["precision"][rows]
        coarse_from = STREET if zoom >= STREET_ZOOM else DISTRICT
        cells = [
            self._sign(self._of_cells(members, zoom))
            for members in self._by_group(rows[precision < coarse_from])
        ]
        return _joined([*cells, *self._coarse(rows[precision >= coarse_from])])

    def _singles(self, rows: Integers, z: int) -> _Signs:
        precision = self._columns["precision"][rows]
        spots = list(self._by_group(rows[precision == SPOT]))
        clusters = [self._at_one_place(members) for members in spots]
        if sum(len(found.anchors) for found in clusters) > SINGLES_MAX:
            clusters = [self._in_cells(members, z + _CROWD_BITS) for members in spots]
        coarse = self._coarse(rows[precision != SPOT])
        return _joined([*map(self._sign, clusters), *coarse])

    def _by_group(self, rows: Integers) -> Iterator[Integers]:
        is_note = np.isin(self._columns["kind"][rows], list(self.words.notes))
        yield rows[~is_note]
        yield rows[is_note]

    def _of_districts(self, rows: Integers) -> Clusters:
        return cluster_runs(rows, self.index.table.zones[rows], self._cells)

    def _of_cells(self, rows: Integers, zoom: int) -> Clusters:
        level = zoom + CELL_BITS[zoom]
        found = self._in_cells(rows, level)
        return thinned(
            found,
            self.index.table.zones[found.anchors],
            self._cells,
            zoom=level,
            gap=GAP_PIXELS / TILE_PIXELS * 2 ** CELL_BITS[zoom],
        )

    def _in_cells(self, rows: Integers, level: int) -> Clusters:
        """Cluster what shares district and cell; rows of an index come sorted by both."""
        codes = self.index.codes[rows] >> np.uint64(2 * (GRID_BITS - level))
        district_bits = np.uint64(2 * level)
        keys = codes | self.index.table.zones[rows].astype(np.uint64) << district_bits
        return cluster_runs(rows, keys, self._cells)

    def _at_one_place(self, rows: Integers) -> Clusters:
        """Cluster what shares district and spot, to the cell of about a centimetre."""
        zones = self.index.table.zones[rows]
        codes = self.index.codes[rows]
        new = np.concatenate(([True], (codes[1:] != codes[:-1]) | (zones[1:] != zones[:-1])))
        return cluster_runs(rows, np.cumsum(new[: len(rows)]), self._cells)

    def _coarse(self, rows: Integers) -> Iterator[_Signs]:
        precision = self._columns["precision"][rows]
        for one in (STREET, DISTRICT):
            for members in self._by_group(rows[precision == one]):
                signs = self._sign(self._at_one_place(members))
                yield replace(signs, forms=np.full(len(signs.rows), _FORM_OF[one]))

    def _sign(self, clusters: Clusters) -> _Signs:
        counts = clusters.counts
        alone = _FORM_OF[self._columns["precision"][clusters.anchors]]
        return _Signs(
            rows=clusters.anchors,
            forms=np.where(counts == 1, alone, FORMS.index("cluster")),
            counts=counts,
            parts=clusters.parts(self._columns["kind"], len(self.words.kinds)),
        )

    def _encoded(self, signs: _Signs, z: int, x: int, y: int) -> bytes:
        table = self.index.table.taken(signs.rows)
        alone = signs.counts == 1

        def of_one(name: str, values: Sequence[str]) -> Column:
            return Column(name, np.where(alone, table.columns[name], ABSENT), values)

        def of_many(position: int, name: str) -> Column:
            part = signs.parts[:, position]
            return number_column(name, np.where(alone | (part == 0), ABSENT, part))

        group = np.isin(table.columns["kind"], list(self.words.notes)).astype(np.int64)
        references = table.columns["reference"].astype(np.int64)
        digits = [f"{number:09d}" for number in references.tolist()]
        columns = (
            Column("form", signs.forms, FORMS),
            Column("group", group, GROUPS),
            Column("district", table.zones, self.words.districts),
            number_column("count", signs.counts),
            Column("reference", np.where(alone, np.arange(len(alone)), ABSENT), digits),
            of_one("kind", self.words.kinds),
            of_one("theme", self.words.themes),
            of_one("answer", self.words.answers),
            number_column("supports", np.where(alone, table.columns["supports"], ABSENT)),
            *(of_many(position, f"{kind}s") for position, kind in enumerate(self.words.kinds)),
        )
        return encode_points(VOICES, references, tile_steps(table.cells, z, x, y, EXTENT), columns)


def _joined(signs: Iterable[_Signs]) -> _Signs:
    several = list(signs)
    return _Signs(
        np.concatenate([one.rows for one in several]),
        np.concatenate([one.forms for one in several]),
        np.concatenate([one.counts for one in several]),
        np.concatenate([one.parts for one in several]),
    )
