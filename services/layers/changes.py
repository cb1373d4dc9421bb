"""What a new version of a layer changes, as a page shows it: numbers, a drawing, a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from maps.changes_map import Change, ChangesMap, changes_map
from services.districts.actions import boundaries_in_force
from services.districts.store import Districts
from services.layers.differences import DIFFERENCES, Differences, changed_fields, stays_in_place
from services.layers.features import Features
from services.layers.imported import Feature, Field, ImportedLayer, LayerVersion, Value
from services.layers.store import ImportedLayers
from services.web.texts import LocalText

CHANGE_NAMES: Final[Mapping[Change, LocalText]] = {
    "new": {"de": "neu", "en": "new"},
    "changed": {"de": "geändert", "en": "changed"},
    "removed": {"de": "entfallen", "en": "removed"},
}
ROWS: Final = 50
DRAWN: Final = 600
"""How many features of each kind are drawn."""


@dataclass(frozen=True)
class ChangedValue:
    """A column of one feature that says something else; ``field`` as in the new version."""

    field: Field
    before: Value
    after: Value


@dataclass(frozen=True)
class ChangedFeature:
    """One line of the list. ``n`` is that of the new version, of what was removed the old one's."""

    change: Change
    n: int
    title: str
    values: tuple[ChangedValue, ...] = ()
    has_moved: bool = False


@dataclass(frozen=True)
class Changes:
    """What a version changes. ``before`` is None once the version compared with is removed.

    ``rows`` are those of one page of the list, from the place ``start`` on; ``next_start`` is where
    the next page begins. ``listed`` are as many as can be listed at all.
    """

    found: Differences
    before: LayerVersion | None
    drawing: ChangesMap | None
    added_fields: tuple[Field, ...]
    dropped_fields: tuple[Field, ...]
    rows: tuple[ChangedFeature, ...]
    start: int
    next_start: int | None
    listed: int

    @property
    def is_all_listed(self) -> bool:
        """False where there are more changes than can be listed."""
        return self.listed == self.found.new + self.found.changed + self.found.removed

    @property
    def is_all_drawn(self) -> bool:
        """False where there are more changes than are drawn."""
        return max(self.found.new, self.found.changed, self.found.removed) <= DRAWN


@dataclass(frozen=True)
class _Sides:
    """The features of both versions; ``old`` is None once that version is removed."""

    layer: ImportedLayer
    version: LayerVersion
    new: Features
    before: LayerVersion | None
    old: Features | None


def changes_of(
    connection: Connection,
    layer: ImportedLayer,
    version: LayerVersion,
    *,
    on: date,
    start: int = 0,
    rows: int = ROWS,
) -> Changes | None:
    """Return what a version changed when it arrived; None for the first one of a layer."""
    if version.differences is None:
        return None
    found = DIFFERENCES.validate_python(version.differences)
    sides = _sides(connection, layer, version, found, on)
    listed = _listed(found, has_old=sides.old is not None)
    portion = listed[start : start + rows]
    ids = {one.id for one in version.fields}
    was = () if sides.before is None else sides.before.fields
    return Changes(
        found=found,
        before=sides.before,
        drawing=_drawing(connection, sides, found, on),
        added_fields=tuple(
            one for one in version.fields if was and one.id not in {each.id for each in was}
        ),
        dropped_fields=tuple(one for one in was if one.id not in ids),
        rows=_rows(sides, portion),
        start=start,
        next_start=start + rows if len(listed) > start + rows else None,
        listed=len(listed),
    )


def _sides(
    connection: Connection,
    layer: ImportedLayer,
    version: LayerVersion,
    found: Differences,
    on: date,
) -> _Sides:
    valid_from = Districts(connection).version_in_force(on).valid_from
    before = ImportedLayers(connection).find_version(layer, found.before)
    if before is not None and before.state != "complete":
        before = None
    return _Sides(
        layer=layer,
        version=version,
        new=Features(connection, version, valid_from),
        before=before,
        old=None if before is None else Features(connection, before, valid_from),
    )


@dataclass(frozen=True)
class _Listed:
    """What happened to which features: ``n`` in the new version, ``was`` in the one before."""

    change: Change
    n: int | None = None
    was: int | None = None


def _listed(found: Differences, *, has_old: bool) -> Sequence[_Listed]:
    pairs = zip(found.changed_n, found.was_n, strict=True)
    return (
        *(_Listed("changed", n, was) for n, was in pairs),
        *(_Listed("new", n) for n in found.new_n),
        *(_Listed("removed", None, was) for was in found.removed_n if has_old),
    )


def _rows(sides: _Sides, portion: Sequence[_Listed]) -> tuple[ChangedFeature, ...]:
    new = _by_n(sides.new, [one.n for one in portion])
    old = _by_n(sides.old, [one.was for one in portion])
    return tuple(_row(sides, one.change, new.get(one.n), old.get(one.was)) for one in portion)


def _by_n(features: Features | None, numbers: Sequence[int | None]) -> Mapping[int | None, Feature]:
    if features is None:
        return {}
    return {one.n: one for one in features.numbered([n for n in numbers if n is not None])}


def _row(sides: _Sides, change: Change, new: Feature | None, old: Feature | None) -> ChangedFeature:
    named = new or old
    if named is None:  # differences are of versions that stay as they are
        raise LookupError(f"a feature that is {change} stands in no version")
    if new is None or old is None:
        return ChangedFeature(change, named.n, _title(sides.layer, named))
    return ChangedFeature(
        change,
        new.n,
        _title(sides.layer, new),
        _values(sides, old, new),
        has_moved=not stays_in_place(old.geometry, new.geometry),
    )


def _values(sides: _Sides, old: Feature, new: Feature) -> tuple[ChangedValue, ...]:
    was = set() if sides.before is None else {one.id for one in sides.before.fields}
    fields = {one.id: one for one in sides.version.fields if one.id in was}
    return tuple(
        ChangedValue(fields[name], old.properties.get(name), new.properties.get(name))
        for name in changed_fields(old.properties, new.properties, fields)
    )


def _title(layer: ImportedLayer, feature: Feature) -> str:
    """Return what names a feature: its label, or else its key."""
    label = layer.look.label_field
    said = None if label is None else feature.properties.get(label)
    return "" if said is None and feature.key is None else str(said or feature.key)


def _drawing(
    connection: Connection, sides: _Sides, found: Differences, on: date
) -> ChangesMap | None:
    codes = {one.id: one.code for one in Districts(connection).list()}
    boundaries = boundaries_in_force(connection, on).boundaries
    return changes_map(
        {codes[one.district_id]: one.boundary for one in boundaries},
        {
            "new": _shapes(sides.new, found.new_n),
            "changed": _shapes(sides.new, found.changed_n),
            "removed": _shapes(sides.old, found.removed_n),
        },
    )


def _shapes(features: Features | None, numbers: Sequence[int]) -> Sequence[BaseGeometry]:
    found = _by_n(features, numbers[:DRAWN]).values()
    return [one.geometry for one in found if one.geometry is not None and not one.geometry.is_empty]
