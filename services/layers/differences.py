"""What a new version of a layer changes: features by their key, or by what they are.

Two features of one key are the same if their shapes are within a millimetre and all columns that
both versions have say the same. Without a key a feature is known by shape and values together:
what changed counts as removed and new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import shapely
from pydantic import TypeAdapter
from shapely.geometry.base import BaseGeometry
from sqlalchemy import CTE, Connection, Engine, Select, and_, func, select

from services.database.engine import reading, writing
from services.database.tables import layer_feature
from services.layers.imported import LayerVersion, Value, VersionNotFoundError
from services.layers.store import ImportedLayers

LISTED: Final = 2_000
"""How many features of each kind are named."""
TOLERANCE_M: Final = 0.001

_PORTION: Final = 2_000
_COMPARED_MOST: Final = 10**8
"""Corners of one shape times those of the other; beyond that, shapes are compared as written."""


@dataclass(frozen=True)
class Differences:
    """What changed since the version ``before``. Features by ``n``, at most ``LISTED`` of each.

    ``new_n`` and ``changed_n`` number features of the new version, ``removed_n`` and ``was_n``
    those of the one before; ``was_n`` goes along with ``changed_n``.
    """

    before: int
    by_key: bool
    new: int
    changed: int
    removed: int
    same: int
    new_n: tuple[int, ...] = ()
    changed_n: tuple[int, ...] = ()
    was_n: tuple[int, ...] = ()
    removed_n: tuple[int, ...] = ()

    @property
    def is_none(self) -> bool:
        """True if both versions hold the same."""
        return self.new == self.changed == self.removed == 0

    def as_stored(self) -> dict[str, Any]:
        """Return what the column ``layer_version.differences`` keeps."""
        return asdict(self)


DIFFERENCES: Final = TypeAdapter(Differences)


def find_differences(
    connection: Connection,
    before: LayerVersion,
    after: LayerVersion,
    *,
    by_key: bool,
    check: Callable[[], None],
) -> Differences:
    """Compare all features of two versions of a layer; only a portion of them stands in memory.

    ``check`` is called again and again; what it raises ends the work.
    """
    old, new = _side(before, "old", by_key=by_key), _side(after, "new", by_key=by_key)
    added, added_n = _missing(connection, new, old, check)
    removed, removed_n = _missing(connection, old, new, check)
    pairs = list(_changed(connection, before, after, check)) if by_key else []
    return Differences(
        before=before.version,
        by_key=by_key,
        new=added,
        changed=len(pairs),
        removed=removed,
        same=after.feature_count - added - len(pairs),
        new_n=added_n,
        changed_n=tuple(n for _, n in pairs[:LISTED]),
        was_n=tuple(was for was, _ in pairs[:LISTED]),
        removed_n=removed_n,
    )


def note_differences(
    engine: Engine, layer_id: str, version: int, *, check: Callable[[], None]
) -> None:
    """Keep what a version, still ``loading``, changes of the one that is shown, if there is one."""
    with reading(engine) as connection:
        layers = ImportedLayers(connection)
        layer = layers.get(layer_id)
        if layer.current_version is None:
            return
        after = layers.find_version(layer, version)
        if after is None:
            raise VersionNotFoundError(layer_id=layer_id, version=version)
        before = layers.get_version(layer, layer.current_version)
        by_key = layer.key_field is not None
        found = find_differences(connection, before, after, by_key=by_key, check=check)
    with writing(engine) as connection:
        ImportedLayers(connection).set_differences(layer.number, version, found.as_stored())


def _side(version: LayerVersion, name: str, *, by_key: bool) -> CTE:
    """Return the features of a version as ``n``, ``name`` of each and which of that name it is."""
    known_by = layer_feature.c.key if by_key else layer_feature.c.digest
    which = func.row_number().over(partition_by=known_by, order_by=layer_feature.c.n)
    return (
        select(layer_feature.c.n, known_by.label("name"), which.label("which"))
        .where(
            layer_feature.c.layer_number == version.layer_number,
            layer_feature.c.version == version.version,
        )
        .cte(name)
    )


def _missing(
    connection: Connection, here: CTE, there: CTE, check: Callable[[], None]
) -> tuple[int, tuple[int, ...]]:
    """Return how many features ``here`` are not ``there``, and the first of them."""
    check()
    found = (
        select(here.c.n)
        .outerjoin(there, and_(here.c.name == there.c.name, here.c.which == there.c.which))
        .where(there.c.n.is_(None))
    )
    count = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    if count == 0:
        return 0, ()
    return count, tuple(connection.execute(found.order_by(here.c.n).limit(LISTED)).scalars())


def _changed(
    connection: Connection,
    before: LayerVersion,
    after: LayerVersion,
    check: Callable[[], None],
) -> Iterator[tuple[int, int]]:
    """Yield old and new ``n`` of features that have the key in common, and nothing but that."""
    kept = {one.id for one in before.fields} & {one.id for one in after.fields}
    last = -1
    while rows := connection.execute(_suspects(before, after, last)).all():
        check()
        same = _same_shapes([row.old for row in rows], [row.geometry for row in rows])
        for row, shape_stays in zip(rows, same, strict=True):
            if not shape_stays or changed_fields(row.said, row.properties, kept):
                yield row.old_n, row.n
        last = rows[-1].n


def _suspects(before: LayerVersion, after: LayerVersion, last: int) -> Select[Any]:
    """Return the next features whose digest is another than that of the same key before."""
    old, new = layer_feature.alias("o"), layer_feature.alias("f")
    return (
        select(
            new.c.n,
            new.c.geometry,
            new.c.properties,
            old.c.n.label("old_n"),
            old.c.geometry.label("old"),
            old.c.properties.label("said"),
        )
        .join(
            old,
            and_(
                old.c.layer_number == before.layer_number,
                old.c.version == before.version,
                old.c.key == new.c.key,
            ),
        )
        .where(
            new.c.layer_number == after.layer_number,
            new.c.version == after.version,
            new.c.n > last,
            new.c.digest != old.c.digest,
        )
        .order_by(new.c.n)
        .limit(_PORTION)
    )


def changed_fields(
    before: Mapping[str, Value], after: Mapping[str, Value], fields: Iterable[str]
) -> tuple[str, ...]:
    """Return the columns, of ``fields``, that say something else; empty texts say nothing."""
    return tuple(one for one in fields if _said(before.get(one)) != _said(after.get(one)))


def _said(value: Value) -> Value:
    return None if value == "" else value


def _same_shapes(
    before: Sequence[BaseGeometry | None], after: Sequence[BaseGeometry | None]
) -> Sequence[bool]:
    """Return which shapes stay within a millimetre of what they were."""
    old, new = np.array(before, dtype=object), np.array(after, dtype=object)
    same = shapely.equals_exact(old, new, TOLERANCE_M, normalize=True)
    near = np.abs(shapely.bounds(old) - shapely.bounds(new)).max(axis=1) <= TOLERANCE_M
    return [
        bool(is_same) or (a is None and b is None) or (bool(is_near) and _stays(a, b))
        for a, b, is_same, is_near in zip(before, after, same, near, strict=True)
    ]


def stays_in_place(before: BaseGeometry | None, after: BaseGeometry | None) -> bool:
    """Return True if a shape is within a millimetre of what it was, or there was and is none."""
    return _same_shapes([before], [after])[0]


def _stays(before: BaseGeometry | None, after: BaseGeometry | None) -> bool:
    """Return True for shapes drawn alike with other corners, as after a detour over a format."""
    if before is None or after is None or before.geom_type != after.geom_type:
        return False
    if shapely.get_num_coordinates(before) * shapely.get_num_coordinates(after) > _COMPARED_MOST:
        return False
    return bool(shapely.hausdorff_distance(before, after) <= TOLERANCE_M)
