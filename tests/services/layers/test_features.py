"""Features by place, by page, by words, by number and by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import shapely
from sqlalchemy import Connection, Engine

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.engine import reading
from services.layers.features import Asked, Features
from services.layers.model import FeatureNotFoundError
from services.layers.store import ImportedLayers
from services.web.filter import Bbox
from tests.conftest import DIALECTS, Databases
from tests.services.layers.brought_in import EAST, FEATURES, WEST, bring_again, bring_in

DAY = date(2026, 1, 1)
EVERYTHING = (360_000.0, 5_710_000.0, 370_000.0, 5_720_000.0)


@pytest.fixture(scope="module")
def engines(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Engine]:
    """Databases of their own with one layer of two versions; the first one is smaller."""
    made: dict[str, Engine] = {}

    def engine(dialect: str) -> Engine:
        if dialect not in made:
            made[dialect] = databases.herten(dialect)
            folder = tmp_path_factory.mktemp(dialect)
            layer = bring_in(made[dialect], folder, features=FEATURES[:1])
            bring_again(made[dialect], folder, layer)
        return made[dialect]

    return engine


@pytest.fixture(params=DIALECTS)
def features(
    request: pytest.FixtureRequest, engines: Callable[[str], Engine]
) -> Iterator[Features]:
    with reading(engines(request.param)) as connection:
        yield _features(connection)


def _features(connection: Connection) -> Features:
    layers = ImportedLayers(connection)
    return Features(connection, layers.get_version(layers.get("bauflaechen"), 2), DAY)


def _found(features: Features, asked: Asked) -> list[int]:
    found = [one.n for one in features.page(asked, limit=10)]
    if asked.bbox is None:
        assert features.count(asked) == len(found)
    return found


def _around(shape: shapely.Polygon) -> Bbox:
    west, south, east, north = reproject(shape, source=STORAGE_CRS, target=LON_LAT).bounds
    return (west, south, east, north)


def test_a_box_finds_what_lies_there_in_this_version(features: Features) -> None:
    near_west = (WEST.bounds[0] - 10, WEST.bounds[1], WEST.bounds[0] + 10, WEST.bounds[3])

    assert [one.n for one in features.in_bounds(near_west)] == [0]
    assert [one.n for one in features.in_bounds(EVERYTHING)] == [0, 1]


def test_pages_follow_each_other(features: Features) -> None:
    first = features.page(Asked(), limit=2)
    second = features.page(Asked(), after=first[-1].n, limit=2)

    assert [[one.n for one in page] for page in (first, second)] == [[0, 1], [2]]


@pytest.mark.parametrize(
    ("districts", "expected"), [(("mitte",), [0, 1]), (("disteln",), [1]), (("bertlich",), [])]
)
def test_districts_find_what_lies_in_them_also_in_part(
    features: Features, districts: tuple[str, ...], expected: list[int]
) -> None:
    assert _found(features, Asked(districts=districts)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ährenfeld",), [0]),
        (("ÄHRENFELD",), [0]),
        (("AM", "12"), [0]),
        (("am", "übergang"), []),
        (("%",), []),
    ],
)
def test_all_words_must_occur_in_any_case(
    features: Features, words: tuple[str, ...], expected: list[int]
) -> None:
    assert _found(features, Asked(words=words, fields=("name", "flats"))) == expected


def test_words_are_not_looked_for_in_columns_that_may_not_be_searched(features: Features) -> None:
    assert _found(features, Asked(words=("Klara",), fields=("name", "flats"))) == []
    assert _found(features, Asked(words=("Klara",), fields=())) == []
    assert _found(features, Asked(words=("Klara",), fields=("owner",))) == [0]


def test_a_box_of_the_filter_is_exact(features: Features) -> None:
    assert _found(features, Asked(bbox=_around(EAST))) == [1]
    assert _found(features, Asked(bbox=(-70.0, -40.0, -60.0, -30.0))) == []


def test_one_feature_tells_where_it_lies_the_larger_share_first(features: Features) -> None:
    found = features.get(1)

    assert (found.properties["name"], list(found.districts.items())) == (
        "Übergang",
        [("disteln", 0.75), ("mitte", 0.25)],
    )


def test_a_number_that_the_version_does_not_have_is_not_found(features: Features) -> None:
    with pytest.raises(FeatureNotFoundError):
        features.get(3)
