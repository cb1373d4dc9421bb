"""Shapes of a layer are made once per revision, filter and day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import pytest
from shapely import Point
from sqlalchemy import Connection

from maps.tiles.bounds import TileOutsideError
from maps.tiles.encode import TileLayer
from services.database.revisions import bump
from services.layers.actions import Tiler, catalogue
from services.layers.model import Layer, LayerNotFoundError, Licence, Passport
from services.web.filter import Filter
from services.web.texts import LocalText
from tests.conftest import NOW
from tests.fakes import EVERYTHING

TODAY = NOW.date()
TREES = TileLayer("trees", np.array([Point(0, 0)], dtype=object), [1], [{"kind": "oak"}])


@dataclass
class Trees:
    """A layer of one tree at the origin of the map; counts how often its shapes were asked."""

    made: int = 0
    tiler: Tiler = field(init=False)

    def __post_init__(self) -> None:
        self.tiler = Tiler({"trees": self.layer})

    @property
    def layer(self) -> Layer:
        text: LocalText = {"de": "Bäume", "en": "Trees"}
        return Layer(
            id="trees",
            title=text,
            description=text,
            passport=lambda _, on: Passport(text, Licence("CC0", "https://a.example"), on, text),
            downloads=(),
            depends_on=("trees", "soil"),
            tiles=self._tiles,
            count=lambda *_: 1,
        )

    def _tiles(self, _: Connection, __: Filter, ___: date) -> tuple[TileLayer, ...]:
        self.made += 1
        return (TREES,)

    def tile(
        self,
        connection: Connection,
        filter_: Filter = EVERYTHING,
        on: date = TODAY,
    ) -> bytes:
        return self.tiler.tile(connection, self.layer, filter_, on, z=0, x=0, y=0)

    def tag(
        self,
        connection: Connection,
        filter_: Filter = EVERYTHING,
        on: date = TODAY,
    ) -> str:
        return self.tiler.tag(connection, self.layer, filter_, on)


@pytest.fixture
def trees() -> Trees:
    return Trees()


def test_shapes_are_made_once_for_many_tiles(connection: Connection, trees: Trees) -> None:
    for _ in range(3):
        trees.tile(connection)

    assert trees.made == 1


@pytest.mark.parametrize("layer_id", ["trees", "soil"])
def test_a_change_of_what_it_depends_on_makes_shapes_and_tag_anew(
    connection: Connection, trees: Trees, layer_id: str
) -> None:
    trees.tile(connection)
    before = trees.tag(connection)

    bump(connection, layer_id, now=NOW)
    trees.tile(connection)

    assert (trees.made, trees.tag(connection) == before) == (2, False)


def test_a_change_of_another_layer_changes_nothing(connection: Connection, trees: Trees) -> None:
    trees.tile(connection)
    before = trees.tag(connection)

    bump(connection, "roads", now=NOW)
    trees.tile(connection)

    assert (trees.made, trees.tag(connection)) == (1, before)


def test_another_filter_has_its_own_shapes_and_tag(connection: Connection, trees: Trees) -> None:
    done = Filter(statuses=("done",))

    tiles = [trees.tile(connection, one) for one in (Filter(), done, Filter(), done)]

    assert trees.made == 2
    assert tiles[0] == tiles[1]
    assert trees.tag(connection) != trees.tag(connection, done)


def test_another_day_has_its_own_shapes_and_tag(connection: Connection, trees: Trees) -> None:
    tomorrow = TODAY + timedelta(days=1)
    trees.tile(connection)
    trees.tile(connection, on=tomorrow)

    assert trees.made == 2
    assert trees.tag(connection) != trees.tag(connection, on=tomorrow)


def test_a_tile_that_does_not_exist_makes_no_shapes(connection: Connection, trees: Trees) -> None:
    with pytest.raises(TileOutsideError):
        trees.tiler.tile(connection, trees.layer, Filter(), TODAY, z=1, x=2, y=0)

    assert trees.made == 0


@pytest.mark.parametrize(("z", "made"), [(1, 1), (25, 0)])
def test_a_layer_may_make_its_tiles_itself_if_they_exist(
    connection: Connection, trees: Trees, z: int, made: int
) -> None:
    asked: list[tuple[int, int, int]] = []

    def tile(_: Connection, __: Filter, ___: date, *, z: int, x: int, y: int) -> bytes:
        asked.append((z, x, y))
        return b"tile"

    layer = replace(trees.layer, tile=tile)
    with suppress(TileOutsideError):
        trees.tiler.tile(connection, layer, Filter(), TODAY, z=z, x=1, y=0)

    assert (asked, trees.made) == ([(1, 1, 0)] * made, 0)


def test_an_unknown_layer_is_not_found(connection: Connection, trees: Trees) -> None:
    with pytest.raises(LayerNotFoundError) as missing:
        trees.tiler.layer(connection, "roads")

    assert missing.value.layer_id == "roads"


def test_the_catalogue_counts_the_revisions_a_layer_depends_on(
    connection: Connection, trees: Trees
) -> None:
    bump(connection, "trees", "soil", "roads", now=NOW)
    bump(connection, "trees", now=NOW + timedelta(hours=1))

    (entry,) = catalogue(connection, [trees.layer], TODAY)

    assert (entry.revision, entry.changed_at) == (3, NOW + timedelta(hours=1))


def test_the_catalogue_holds_a_layer_that_was_never_written(
    connection: Connection, trees: Trees
) -> None:
    (entry,) = catalogue(connection, [trees.layer], TODAY)

    assert (entry.revision, entry.changed_at) == (0, None)
