"""Every filter, alone and with others, finds what plain Python finds: in both databases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point
from sqlalchemy import Connection, Engine

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.engine import reading
from services.districts.store import Districts
from services.projects.model import STATUSES, THEMES
from services.projects.store import Projects
from services.web.filter import Bbox, Filter
from tests.conftest import NOW
from tests.fakes import a_project
from tests.maps.nine import NINE
from tests.services.filters import boxes_anywhere, boxes_around_herten, filters, texts
from tests.services.projects.oracle import NUMBERS, ROWS, expected_numbers

TODAY = NOW.date()
MICRO_DEGREE = 1e-6
"""About 7 cm from west to east in Herten."""

modest = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Find = Callable[[Filter], tuple[int, ...]]


@pytest.fixture
def valid_from(herten: Connection) -> date:
    return Districts(herten).version_in_force(TODAY).valid_from


@pytest.fixture
def find(herten: Connection, valid_from: date) -> Find:
    """What the store finds among the 36."""
    return lambda filter_: Projects(herten).numbers(filter_, valid_from)


@pytest.fixture(scope="module")
def districts(
    herten_engines: Callable[[str], Engine],
) -> Callable[[str], Mapping[int, frozenset[str]]]:
    """The districts of every project, as a database knows them."""

    @cache
    def known(dialect: str) -> Mapping[int, frozenset[str]]:
        with reading(herten_engines(dialect)) as connection:
            version = Districts(connection).version_in_force(TODAY)
            placed = Projects(connection).placed(None, version.valid_from)
        return {
            row.project.number: frozenset(str(share.district_id) for share in row.shares)
            for row in placed
        }

    return known


@pytest.fixture
def expect(dialect: str, districts: Callable[[str], Mapping[int, frozenset[str]]]) -> Find:
    """What it should find."""
    return lambda filter_: expected_numbers(filter_, districts(dialect))


def test_no_filter_finds_all(find: Find) -> None:
    assert list(find(Filter())) == NUMBERS


@pytest.mark.parametrize("district_id", [*(one.id for one in NINE), "citywide"])
def test_a_district(find: Find, expect: Find, district_id: str) -> None:
    filter_ = Filter(districts=(district_id,))

    assert find(filter_) == expect(filter_)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme(find: Find, expect: Find, theme: str) -> None:
    filter_ = Filter(themes=(theme,))

    assert find(filter_) == expect(filter_)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status(find: Find, expect: Find, status: str) -> None:
    filter_ = Filter(statuses=(status,))

    assert find(filter_) == expect(filter_)


@pytest.mark.parametrize("year", [*range(2004, 2032), 1800, 2200])
def test_a_year(find: Find, expect: Find, year: int) -> None:
    one_year = Filter(year_from=year, year_to=year)
    since, until = Filter(year_from=year), Filter(year_to=year)

    assert [find(one) for one in (one_year, since, until)] == [
        expect(one) for one in (one_year, since, until)
    ]


@modest
@given(filter_=filters())
def test_any_filters_together(find: Find, expect: Find, filter_: Filter) -> None:
    assert find(filter_) == expect(filter_)


@modest
@given(bbox=st.one_of(boxes_around_herten(), boxes_anywhere()))
def test_any_box(find: Find, expect: Find, bbox: Bbox) -> None:
    assert find(Filter(bbox=bbox)) == expect(Filter(bbox=bbox))


@modest
@given(text=texts())
def test_any_text(find: Find, expect: Find, text: str) -> None:
    assert find(Filter(text=text)) == expect(Filter(text=text))


@pytest.mark.parametrize(
    "text",
    ["zeche", "ZECHE ewald", "Süd", "süd", "SÜD", "Fläche", "straße", "STRASSE", "s", "%"],
)
def test_words_in_any_case(find: Find, expect: Find, text: str) -> None:
    filter_ = Filter(text=text)

    assert find(filter_) == expect(filter_) != ()


@pytest.mark.parametrize(
    "text", ["_", "%_%", "__", "ze%he", "z_che", "\\", "/%", "'", '"', "*", "?"]
)
def test_no_sign_stands_for_others(find: Find, expect: Find, text: str) -> None:
    assert find(Filter(text=text)) == expect(Filter(text=text))


def test_the_whole_world_holds_every_project_with_a_place(find: Find) -> None:
    placed = tuple(row["number"] for row in ROWS if row["geometry"])

    assert find(Filter(bbox=(-180.0, -90.0, 180.0, 90.0))) == placed


@pytest.mark.parametrize(
    "bbox",
    [(100.0, 0.0, 101.0, 1.0), (-81.0, -1.0, -80.0, 1.0), (7.0, -52.0, 8.0, -51.0)],
    ids=["antipode", "andes", "south"],
)
def test_a_box_elsewhere_holds_none(find: Find, bbox: Bbox) -> None:
    assert find(Filter(bbox=bbox)) == ()


def _add(connection: Connection, **changes: Any) -> Projects:
    store = Projects(connection)
    store.add(a_project(99, declared_districts=(), **changes))
    return store


def _box_around(point: Point, half: float, *, east_by: float = 0.0) -> Bbox:
    x, y = point.x + east_by, point.y
    return (x - half, y - half, x + half, y + half)


def test_a_line_that_crosses_the_box_is_found_though_no_vertex_lies_inside(
    herten: Connection, valid_from: date
) -> None:
    line = LineString([(360_000, 5_710_000), (380_000, 5_725_000)])
    middle = reproject(line.interpolate(0.5, normalized=True), source=STORAGE_CRS, target=LON_LAT)
    store = _add(herten, geometry=line)

    found = store.numbers(Filter(bbox=_box_around(middle, 0.001)), valid_from)

    assert 99 in found


def test_an_area_around_the_box_is_found(herten: Connection, valid_from: date) -> None:
    area = shapely.box(360_000, 5_710_000, 380_000, 5_725_000)
    store = _add(herten, geometry=area)

    assert 99 in store.numbers(Filter(bbox=(7.12, 51.59, 7.13, 51.6)), valid_from)


def test_a_line_whose_own_box_meets_the_box_is_not_found_if_it_does_not_cross(
    herten: Connection, valid_from: date
) -> None:
    # An L along the western and southern edge; the box lies in its empty corner.
    bend = LineString([(370_000, 5_720_000), (370_000, 5_715_000), (375_000, 5_715_000)])
    corner = reproject(Point(374_000, 5_719_000), source=STORAGE_CRS, target=LON_LAT)
    store = _add(herten, geometry=bend)

    found = store.numbers(Filter(bbox=_box_around(corner, 0.005)), valid_from)

    assert 99 not in found


def test_a_hole_in_an_area_is_not_the_area(herten: Connection, valid_from: date) -> None:
    outer = shapely.box(370_000, 5_715_000, 376_000, 5_721_000)
    hole = shapely.box(372_000, 5_717_000, 374_000, 5_719_000)
    middle = reproject(hole.centroid, source=STORAGE_CRS, target=LON_LAT)
    store = _add(herten, geometry=outer.difference(hole))

    assert 99 not in store.numbers(Filter(bbox=_box_around(middle, 0.001)), valid_from)


@modest
@given(x=st.floats(364_000, 377_000), y=st.floats(5_711_000, 5_725_000))
def test_a_box_is_exact_to_centimetres(
    herten: Connection, valid_from: date, x: float, y: float
) -> None:
    # The R*Tree keeps 32-bit numbers, half a metre at these northings: it may only propose.
    here = reproject(Point(x, y), source=STORAGE_CRS, target=LON_LAT)
    savepoint = herten.begin_nested()
    store = _add(herten, geometry=Point(x, y))

    on_it, beside_it = (
        99 in store.numbers(Filter(bbox=_box_around(here, MICRO_DEGREE, east_by=by)), valid_from)
        for by in (0.0, 3 * MICRO_DEGREE)
    )

    savepoint.rollback()
    assert (on_it, beside_it) == (True, False)


@pytest.mark.parametrize(
    ("period", "asked", "found"),
    [
        (("2020", None), (2019, 2019), False),
        (("2020", None), (2020, 2020), True),
        (("2020", None), (2090, 2090), True),
        ((None, "2020"), (1900, 1900), True),
        ((None, "2020"), (2020, 2020), True),
        ((None, "2020"), (2021, 2021), False),
        ((None, None), (2020, 2020), False),
        ((None, None), (None, 2020), False),
        ((None, None), (2020, None), False),
        ((None, None), (None, None), True),
        (("2020-12-31", "2021-01-01"), (2020, 2020), True),
        (("2020-12-31", "2021-01-01"), (2021, 2021), True),
        (("2020-02", "2020-02"), (2021, None), False),
        (("2020-02", "2020-02"), (None, 2019), False),
        (("2010", "2030"), (2020, 2020), True),
    ],
)
def test_a_period_is_found_in_every_year_it_touches(
    herten: Connection,
    valid_from: date,
    period: tuple[str | None, str | None],
    asked: tuple[int | None, int | None],
    found: bool,
) -> None:
    store = _add(herten, period_from=period[0], period_to=period[1])

    numbers = store.numbers(Filter(year_from=asked[0], year_to=asked[1]), valid_from)

    assert (99 in numbers) == found


def test_a_project_for_the_whole_city_is_in_no_single_district(
    herten: Connection, valid_from: date
) -> None:
    store = _add(herten, citywide=True)
    filters = [Filter(districts=(one,)) for one in ("mitte", "citywide")]

    assert [99 in store.numbers(one, valid_from) for one in filters] == [False, True]


@pytest.mark.parametrize(
    ("said", "asked", "found"),
    [
        ("Fuß- und Radweg", "FUSS", True),
        ("Müllverbrennung", "müll", True),
        ("Müllverbrennung", "mull", False),
        ("Müllverbrennung", "muell", False),
        ("Rabatt 50 %", "50 %", True),
        ("Rabatt 500", "50%", False),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("Rad und Fuß", "fuß rad", True),
        ("Radweg", "rad fuß", False),
    ],
)
def test_every_word_must_occur_as_it_is_written(
    herten: Connection, valid_from: date, said: str, asked: str, found: bool
) -> None:
    store = _add(herten, name={"de": said, "en": "x"})

    assert (99 in store.numbers(Filter(text=asked), valid_from)) == found
