"""A layer of a stranger's file as the workbench keeps it. Runs in the child only.

Features are read, moved, repaired, assigned to districts and written portion by portion: memory
does not grow with the layer. What is refused is refused at the end, when all of it is known; the
files written until then are nobody's.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geo.crs import STORAGE_CRS, transformer
from geo.overlay import Assignment
from services.imports.choices import FieldChoice
from services.imports.chosen_system import chosen_system
from services.imports.convert_shapes import Shaper
from services.imports.convert_source import Batch, Source, opened
from services.imports.convert_tally import tally
from services.imports.convert_values import Keys, converted
from services.imports.converted import FEATURES_FILE, FIELDS_FILE, Converted, ConvertOrder
from services.imports.model import ImportRefusedError, Message
from services.layers.imported import FIELDS, CrsPassport, Field, Value, ValueKind, VersionPassport
from services.layers.tally import Measures

_DAMAGED: Final = "IMP-107"
_LINE: Final = ("n", "key", "wkb", "b", "p", "d", "o")


def convert(order: ConvertOrder) -> Converted:
    """Write the features of a layer and return what became of it.

    Raises ``ImportRefusedError`` where it cannot be loaded as it was decided.
    """
    if not order.choices.skip_damaged:
        _refuse_damaged(order)
    system = chosen_system(order.choices, order.found)
    into = Path(order.into)
    into.mkdir(parents=True, exist_ok=True)
    work = _Work(order, opened(order))
    (into / FIELDS_FILE).write_bytes(FIELDS.dump_json(work.fields))
    with (into / FEATURES_FILE).open("wb") as file:
        for batch in work.source.batches:
            work.take(batch, file)
    work.refuse()
    return work.done(system)


def _refuse_damaged(order: ConvertOrder) -> None:
    for message in order.found.messages:
        if message.code == _DAMAGED:
            raise ImportRefusedError(code="IMP-354", facts=message.facts)


class _Work:
    """One layer under way."""

    def __init__(self, order: ConvertOrder, source: Source) -> None:
        self.order = order
        self.source = source
        self._columns = _kept_columns(order)
        self.fields = tuple(
            Field(choice.id, source.names[at], choice.alias, kind, choice.personal, choice.amount)
            for at, choice, kind in self._columns
        )
        summed = [one.id for one in self.fields if one.is_summed]
        self._summed = [n for n, one in enumerate(self.fields) if one.id in summed]
        self._tallies = [tally(one, summed) for one in order.boundaries]
        project = transformer(f"EPSG:{order.choices.epsg}", STORAGE_CRS).transform
        self._shaper = Shaper(project, order.choices)
        self._key = _key_column(self.fields, order.choices.key)
        self._keys = Keys("" if self._key is None else self.fields[self._key].alias)
        self._count = 0
        self._bounds = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def take(self, batch: Batch, file: IO[bytes]) -> None:
        """Convert and write the next features."""
        shapes, changed = self._shaper.take(batch.shapes, batch.unclosed)
        columns = [
            converted(batch.columns[at], kind, self.source.decimal) for at, _, kind in self._columns
        ]
        keys: Iterable[str | None] = [None] * len(shapes)
        if self._key is not None:
            keys = self._keys.take(columns[self._key])
        values = [np.array(columns[n], dtype=np.float64) for n in self._summed]
        measures = Measures(shapes, values)
        found = {one.valid_from: one.take(shapes, measures) for one in self._tallies}
        lines = zip(
            range(self._count, self._count + len(shapes)),
            keys,
            *self._geometries(shapes),
            _rows([one.id for one in self.fields], columns, len(shapes)),
            _districts(found, len(shapes)),
            _originals(batch.wkb, changed, len(shapes)),
            strict=True,
        )
        file.writelines(
            orjson.dumps(dict(zip(_LINE, line, strict=True)), option=orjson.OPT_APPEND_NEWLINE)
            for line in lines
        )
        self._count += len(shapes)

    def _geometries(
        self, shapes: NDArray[np.object_]
    ) -> tuple[list[str | None], list[list[float] | None]]:
        """Return shapes as bytes in base64, and their boxes."""
        bounds = shapely.bounds(shapes)
        there = ~shapely.is_missing(shapes)
        self._bounds[:2] = bounds[there, :2].min(axis=0, initial=np.inf).clip(max=self._bounds[:2])
        self._bounds[2:] = bounds[there, 2:].max(axis=0, initial=-np.inf).clip(min=self._bounds[2:])
        wkb = shapely.to_wkb(shapes, output_dimension=2, byte_order=1, flavor="iso")
        boxes = zip(bounds.tolist(), there.tolist(), strict=True)
        return (
            [None if one is None else _base64(one) for one in wkb],
            [box if is_there else None for box, is_there in boxes],
        )

    def refuse(self) -> None:
        """Raise ``ImportRefusedError`` where the layer is not what was agreed to."""
        if self._key is not None:
            self._keys.refuse()
        self._shaper.refuse()

    def done(self, system: CrsPassport) -> Converted:
        """Return what became of the layer."""
        messages = tuple(self._shaper.messages())
        return Converted(
            feature_count=self._count,
            passport=self._passport(system, messages),
            bounds=tuple(self._bounds.tolist()),
            statistics={one.valid_from: one.statistics() for one in self._tallies},
            messages=messages,
        )

    def _passport(self, system: CrsPassport, messages: Sequence[Message]) -> VersionPassport:
        found, shaper = self.order.found, self._shaper
        latest = max(self._tallies, key=lambda one: one.valid_from, default=None)
        return VersionPassport(
            format=self.order.set.format,
            layer_name=found.name,
            crs=system,
            encoding=self.order.choices.encoding,
            read=self._count,
            kept=self._count,
            repaired=shaper.repaired,
            area_change_share=shaper.area_change_share,
            without_geometry=self._count - shaper.kept,
            outside=latest.outside if latest else 0,
            flattened=shaper.flattened or found.geometry.has_m,
            messages=tuple(
                {"code": one.code, "facts": dict(one.facts)} for one in (*found.messages, *messages)
            ),
        )


def _kept_columns(order: ConvertOrder) -> list[tuple[int, FieldChoice, ValueKind]]:
    """Return which columns of the file are kept: number, choice and kind, in the file's order."""
    choices = {choice.id: choice for choice in order.choices.fields if choice.kept}
    return [
        (at, choices[field.id], field.kind)
        for at, field in enumerate(order.found.fields)
        if field.id in choices
    ]


def _key_column(fields: Sequence[Field], key: str | None) -> int | None:
    if key is None:
        return None
    for at, one in enumerate(fields):
        if one.id == key:
            return at
    raise ImportRefusedError(code="IMP-443", facts={"field": key})


def _rows(
    ids: Sequence[str], columns: Sequence[Sequence[Value]], count: int
) -> Iterator[Mapping[str, Value]]:
    """Yield the values of each feature by field."""
    if not columns:
        yield from ({} for _ in range(count))
        return
    for row in zip(*columns, strict=True):
        yield dict(zip(ids, row, strict=True))


def _districts(
    found: Mapping[str, Assignment], count: int
) -> Iterator[Mapping[str, Sequence[tuple[str, float]]]]:
    """Yield for each feature its districts under each set of boundaries."""
    by_feature: list[dict[str, Any]] = [{} for _ in range(count)]
    for valid_from, assignment in found.items():
        for shares, one in zip(assignment.shares(), by_feature, strict=True):
            one[valid_from] = shares
    yield from by_feature


def _originals(
    wkb: NDArray[np.object_] | None, changed: NDArray[np.int64], count: int
) -> Iterator[str | None]:
    """Yield the file's own shape of each feature that was changed."""
    kept = dict.fromkeys(changed.tolist()) if wkb is not None else {}
    for n in range(count):
        yield _base64(wkb[n]) if wkb is not None and n in kept else None


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
