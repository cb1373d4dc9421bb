"""What a new version changes, by key and without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.affinity import translate
from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.layers.differences import DIFFERENCES, Differences, find_differences
from services.layers.store import ImportedLayers
from tests.conftest import Databases
from tests.services.layers.brought_in import EAST, FEATURES, WEST, Brought, bring_again, bring_in

FIRST, SECOND, THIRD = FEATURES


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Engine:
    """A database of its own: loading commits."""
    return databases.herten(dialect)


def _between(
    engine: Engine,
    folder: Path,
    after: Sequence[Brought],
    *,
    before: Sequence[Brought] = FEATURES,
    by_key: bool = True,
) -> Differences:
    layer = bring_in(engine, folder, features=before)
    layer = bring_again(engine, folder, layer, features=after)
    with reading(engine) as connection:
        newest, oldest = ImportedLayers(connection).versions(layer)
        return find_differences(connection, oldest, newest, by_key=by_key, check=lambda: None)


def _counts(found: Differences) -> tuple[int, int, int, int]:
    return (found.new, found.changed, found.removed, found.same)


@pytest.mark.parametrize("by_key", [True, False])
def test_the_same_file_again_changes_nothing(
    engine: Engine, tmp_path: Path, *, by_key: bool
) -> None:
    found = _between(engine, tmp_path, FEATURES, by_key=by_key)

    assert found.is_none
    assert _counts(found) == (0, 0, 0, 3)


def test_the_order_in_the_file_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    assert _between(engine, tmp_path, [THIRD, FIRST, SECOND]).is_none


def test_new_changed_and_removed_features_are_told_by_key(engine: Engine, tmp_path: Path) -> None:
    other = replace(SECOND, properties={**SECOND.properties, "flats": 7})
    added = Brought(WEST, {"name": "Neu"}, (), "d")

    found = _between(engine, tmp_path, [added, other, THIRD])

    assert _counts(found) == (1, 1, 1, 1)
    assert (found.new_n, found.changed_n, found.was_n, found.removed_n) == ((0,), (1,), (1,), (0,))


def test_a_shape_that_moves_by_a_centimetre_is_changed(engine: Engine, tmp_path: Path) -> None:
    moved = replace(FIRST, shape=translate(WEST, 0.01))

    assert _counts(_between(engine, tmp_path, [moved, SECOND, THIRD])) == (0, 1, 0, 2)


@pytest.mark.parametrize(
    "shape",
    [
        translate(WEST, 0.0005),
        shapely.Polygon([*WEST.exterior.coords[2:], *WEST.exterior.coords[1:3]]),
        shapely.segmentize(WEST, 20),
    ],
    ids=["half a millimetre", "another first corner", "more corners on the same line"],
)
def test_a_shape_drawn_alike_is_the_same(
    engine: Engine, tmp_path: Path, shape: shapely.Polygon
) -> None:
    assert _between(engine, tmp_path, [replace(FIRST, shape=shape), SECOND, THIRD]).is_none


def test_a_shape_that_is_gone_or_comes_is_a_change(engine: Engine, tmp_path: Path) -> None:
    after = [replace(FIRST, shape=None), SECOND, replace(THIRD, shape=EAST)]

    assert _counts(_between(engine, tmp_path, after)) == (0, 2, 0, 1)


def test_an_empty_text_is_like_none_but_nought_is_a_number(engine: Engine, tmp_path: Path) -> None:
    before = [replace(FIRST, properties={"name": "", "flats": None})]
    silent = [replace(FIRST, properties={"name": None, "flats": None})]
    nought = [replace(FIRST, properties={"name": None, "flats": 0})]

    assert _between(engine, tmp_path, silent, before=before).is_none
    assert _counts(_between(engine, tmp_path, nought, before=before)) == (0, 1, 0, 0)


def test_a_column_that_comes_or_goes_changes_no_feature(engine: Engine, tmp_path: Path) -> None:
    after = [replace(one, properties={**one.properties, "more": 1}) for one in FEATURES]

    assert _between(engine, tmp_path, after).is_none


def test_without_a_key_what_changed_is_removed_and_new(engine: Engine, tmp_path: Path) -> None:
    other = replace(SECOND, properties={**SECOND.properties, "flats": 7})

    found = _between(engine, tmp_path, [FIRST, other, THIRD], by_key=False)

    assert _counts(found) == (1, 0, 1, 2)
    assert (found.new_n, found.removed_n) == ((1,), (1,))


def test_without_a_key_one_of_two_twins_may_go(engine: Engine, tmp_path: Path) -> None:
    twin = replace(FIRST, key="z")

    found = _between(engine, tmp_path, [FIRST], before=[FIRST, twin], by_key=False)

    assert _counts(found) == (0, 0, 1, 1)


def test_more_than_are_listed_are_counted(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.layers.differences.LISTED", 1)
    monkeypatch.setattr("services.layers.differences._PORTION", 1)
    after = [replace(one, properties={"name": "anders"}) for one in FEATURES]

    found = _between(engine, tmp_path, after)

    assert (found.changed, found.changed_n, found.was_n) == (3, (0,), (0,))


def test_what_asks_to_stop_ends_the_work(engine: Engine, tmp_path: Path) -> None:
    layer = bring_again(engine, tmp_path, bring_in(engine, tmp_path))

    def stop() -> None:
        raise InterruptedError

    with reading(engine) as connection, pytest.raises(InterruptedError):
        newest, oldest = ImportedLayers(connection).versions(layer)
        find_differences(connection, oldest, newest, by_key=True, check=stop)


def test_differences_are_read_as_they_were_kept(engine: Engine, tmp_path: Path) -> None:
    layer = bring_in(engine, tmp_path)
    told = Differences(1, True, 2, 1, 0, 5, (3, 4), (5,), (6,), ())
    with writing(engine) as connection:
        layers = ImportedLayers(connection)
        layers.set_differences(layer.number, 1, told.as_stored())
        kept = layers.get_version(layer, 1).differences

    assert DIFFERENCES.validate_python(kept) == told
