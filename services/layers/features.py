"""The SQL of features: those of one version, by place, by page, by number, by key."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select

from services.database.geometry import Bounds, MeetsBounds
from services.database.lowering import unicode_lower
from services.database.tables import layer_feature, layer_feature_district
from services.layers.imported import Feature, LayerVersion
from services.layers.model import FeatureNotFoundError
from services.web.box import meets_box, storage_bounds
from services.web.filter import Bbox

_PORTION: Final = 1_000
_N_MOST: Final = 2**31 - 1
"""What databases count with: no larger number is asked for."""
_COLUMNS: Final = (
    layer_feature.c.number,
    layer_feature.c.n,
    layer_feature.c.key,
    layer_feature.c.geometry,
    layer_feature.c.properties,
)


@dataclass(frozen=True)
class Asked:
    """Which features are asked for; empty fields ask for all.

    ``words`` must all occur in one of ``fields``, the ids of the columns that may be searched.
    """

    districts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    bbox: Bbox | None = None


class Features:
    """Reads the features of ``version`` inside the caller's transaction; never commits.

    ``valid_from`` says under which boundaries their shares of districts are told.
    """

    def __init__(self, connection: Connection, version: LayerVersion, valid_from: date) -> None:
        self._connection = connection
        self._version = version
        self._valid_from = valid_from

    def in_bounds(self, bounds: Bounds) -> tuple[Feature, ...]:
        """Return the features whose box meets ``bounds`` (EPSG:25832), by ``n``."""
        return self._read(self._select().where(_meets(bounds)).order_by(layer_feature.c.n))

    def page(self, asked: Asked, *, after: int = -1, limit: int) -> tuple[Feature, ...]:
        """Return at most ``limit`` features whose ``n`` is greater than ``after``, by ``n``."""
        found: list[Feature] = []
        while len(found) < limit:
            rows = self._read(
                self._matching(asked)
                .where(layer_feature.c.n > after)
                .order_by(layer_feature.c.n)
                .limit(limit)
            )
            found += _inside(rows, asked.bbox)
            if len(rows) < limit:
                break
            after = rows[-1].n
        return tuple(found[:limit])

    def count(self, asked: Asked) -> int:
        """Return how many features there are; of a box those whose own box meets it."""
        matching = self._matching(asked).with_only_columns(func.count())
        return self._connection.execute(matching).scalar_one()

    def get(self, n: int) -> Feature:
        """Return one feature or raise ``FeatureNotFoundError``."""
        known = 0 <= n <= _N_MOST
        found = self._read(self._select().where(layer_feature.c.n == n)) if known else ()
        if not found:
            raise FeatureNotFoundError(n=n)
        return found[0]

    def numbered(self, numbers: Collection[int]) -> tuple[Feature, ...]:
        """Return the features with these ``n``, in their order; those that are missing are not."""
        asked = self._select().where(layer_feature.c.n.in_(numbers))
        return self._read(asked.order_by(layer_feature.c.n))

    def values(self, field_id: str) -> Iterator[str | None]:
        """Yield what all features say in one column, as texts, in no order."""
        said = layer_feature.c.properties[field_id].as_string()
        rows = self._connection.execute(self._select().with_only_columns(said))
        return (None if value is None else str(value) for value in rows.scalars())

    def each(self) -> Iterator[Feature]:
        """Yield all features by ``n``; only a portion of them stands in memory."""
        after = -1
        while portion := self.page(Asked(), after=after, limit=_PORTION):
            yield from portion
            after = portion[-1].n

    def _select(self) -> Select[Any]:
        return select(*_COLUMNS).where(
            layer_feature.c.layer_number == self._version.layer_number,
            layer_feature.c.version == self._version.version,
        )

    def _matching(self, asked: Asked) -> Select[Any]:
        found = self._select()
        if asked.bbox is not None:
            bounds = storage_bounds(asked.bbox)
            found = found.where(_meets(bounds) if bounds else layer_feature.c.number < 0)
        if asked.districts:
            found = found.where(self._lies_in(asked.districts))
        return found.where(*(_says(word, asked.fields) for word in asked.words))

    def _lies_in(self, districts: Collection[str]) -> ColumnElement[bool]:
        return layer_feature.c.number.in_(
            select(layer_feature_district.c.feature_number).where(
                layer_feature_district.c.valid_from == self._valid_from,
                layer_feature_district.c.district_id.in_(districts),
            )
        )

    def _read(self, asked: Select[Any]) -> tuple[Feature, ...]:
        rows = self._connection.execute(asked).all()
        shares = self._shares([row.number for row in rows])
        return tuple(_to_feature(row, shares.get(row.number, {})) for row in rows)

    def _shares(self, numbers: Sequence[int]) -> Mapping[int, Mapping[str, float]]:
        """Return the shares of features by their number, in as many questions as needed."""
        shares: dict[int, dict[str, float]] = {}
        table = layer_feature_district
        for start in range(0, len(numbers), _PORTION):
            rows = self._connection.execute(
                select(table.c.feature_number, table.c.district_id, table.c.share)
                .where(
                    table.c.valid_from == self._valid_from,
                    table.c.feature_number.in_(numbers[start : start + _PORTION]),
                )
                .order_by(table.c.feature_number, table.c.share.desc(), table.c.district_id)
            )
            for row in rows:
                shares.setdefault(row.feature_number, {})[row.district_id] = row.share
        return shares


def _meets(bounds: Bounds) -> MeetsBounds:
    return MeetsBounds(layer_feature.c.geometry, layer_feature.c.number, bounds)


def _says(word: str, fields: Sequence[str]) -> ColumnElement[bool]:
    # Only what may be searched: a hit would tell what stands in the other columns.
    texts = [func.coalesce(layer_feature.c.properties[one].as_string(), "") for one in fields]
    line: ColumnElement[str] = literal(" ")
    for one in texts:
        line = line.concat(one).concat(" ")
    return unicode_lower(line).contains(word.lower(), autoescape=True)


def _inside(features: Sequence[Feature], bbox: Bbox | None) -> Sequence[Feature]:
    if bbox is None or not features:
        return features
    shapes = np.array([one.geometry for one in features], dtype=object)
    return [one for one, meets in zip(features, meets_box(shapes, bbox), strict=True) if meets]


def _to_feature(row: Row[Any], districts: Mapping[str, float]) -> Feature:
    return Feature(
        number=row.number,
        n=row.n,
        key=row.key,
        geometry=row.geometry,
        properties=row.properties,
        districts=districts,
    )
