"""Tiles of voices: every voice once, districts never mixed, coarse places never made exact."""

from __future__ import annotations

import gzip
from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.tilejson import VECTOR_LAYERS
from maps.tiles.index import PointIndex, PointTable
from maps.tiles.voices import (
    DISTRICT,
    GAP_PIXELS,
    SINGLE_ZOOM,
    SINGLES_MAX,
    SPOT,
    STREET,
    STREET_ZOOM,
    TILE_PIXELS,
    VoiceTiles,
)
from tests.maps.tiles.voices import (
    KINDS,
    MIDDLE,
    WORDS,
    city,
    district_shapes,
    everywhere,
    metres,
    signs,
    table,
    tiles,
)

ALL_ZOOMS = (0, 8, 10, 11, 12, 13, 14, 15, 16, 17)
FAR_ZOOMS = (11, 12, 13, 14, 15)
COMPRESSED_LIMIT = 100_000
FEW = settings(max_examples=25, deadline=None)


@st.composite
def crowds(draw: st.DrawFn) -> PointTable:
    """Return up to 40 voices within some kilometres, of three districts, kinds and precisions."""
    near = st.integers(MIDDLE - 2**20, MIDDLE + 2**20)
    rows = draw(
        st.lists(
            st.tuples(
                st.tuples(near, near), st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)
            ),
            max_size=40,
        )
    )
    return table(
        [cell for cell, _, _, _ in rows],
        zones=[zone for _, zone, _, _ in rows],
        kinds=[kind for _, _, kind, _ in rows],
        precisions=[precision for _, _, _, precision in rows],
    )


def _kinds_told(sign: dict[str, Any]) -> Counter[str]:
    told = sign["properties"]
    if told["count"] == 1:
        return Counter([told["kind"]])
    return Counter({kind: told[f"{kind}s"] for kind in KINDS if f"{kind}s" in told})


@pytest.mark.parametrize("zoom", ALL_ZOOMS)
@FEW
@given(points=crowds())
def test_every_voice_is_counted_once_for_its_district_and_kind(
    zoom: int, points: PointTable
) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for sign in everywhere(tiles(points), zoom):
        district = sign["properties"]["district"]
        told.update({(district, kind): n for kind, n in _kinds_told(sign).items()})

    zones, kinds = points.zones.tolist(), points.columns["kind"].tolist()
    assert told == Counter(
        (WORDS.districts[zone], KINDS[kind]) for zone, kind in zip(zones, kinds, strict=True)
    )


@pytest.mark.parametrize("zoom", ALL_ZOOMS)
@FEW
@given(points=crowds())
def test_votes_and_notes_share_no_sign(zoom: int, points: PointTable) -> None:
    for sign in everywhere(tiles(points), zoom):
        is_note = {KINDS.index(kind) in WORDS.notes for kind in _kinds_told(sign)}

        assert is_note == {sign["properties"]["group"] == "notes"}


@pytest.mark.parametrize("zoom", ALL_ZOOMS)
@FEW
@given(points=crowds(), data=st.data())
def test_a_filter_is_a_mask(zoom: int, points: PointTable, data: st.DataObject) -> None:
    keep = data.draw(st.lists(st.booleans(), min_size=len(points), max_size=len(points)))

    masked = everywhere(tiles(points, keep), zoom)

    alone = everywhere(tiles(points.taken(np.flatnonzero(keep))), zoom)
    assert _plain(masked) == _plain(alone)


def _plain(found: list[dict[str, Any]]) -> list[str]:
    return sorted(repr((one["id"], one["geometry"], one["properties"])) for one in found)


@pytest.mark.parametrize("zoom", FAR_ZOOMS)
@FEW
@given(points=crowds())
def test_clusters_of_one_district_keep_their_distance(zoom: int, points: PointTable) -> None:
    if zoom == FAR_ZOOMS[0]:
        return  # one of each district and group; the next test
    pixels = TILE_PIXELS * 2.0 ** (zoom - 32)
    placed = [
        (sign["properties"]["district"], sign["properties"]["group"], sign["cell"] * pixels)
        for sign in everywhere(tiles(points), zoom)
        if sign["properties"]["form"] in {"voice", "cluster"}
    ]

    for (district, group, one), (other_district, other_group, other) in combinations(placed, 2):
        if (district, group) == (other_district, other_group):
            assert np.hypot(*(one - other)) > GAP_PIXELS - 0.5


@FEW
@given(points=crowds())
def test_from_afar_a_district_has_one_sign_of_each_group(points: PointTable) -> None:
    found = everywhere(tiles(points), 11)

    told = [(one["properties"]["district"], one["properties"]["group"]) for one in found]
    assert len(told) == len(set(told))


@FEW
@given(points=crowds())
def test_from_near_only_what_shares_a_spot_shares_a_sign(points: PointTable) -> None:
    spots = points.columns["precision"] == SPOT
    groups = np.isin(points.columns["kind"], list(WORDS.notes))
    places = np.column_stack((points.cells, points.zones, groups))[spots]
    expected = Counter(map(tuple, places.tolist()))

    found = [
        one["properties"]["count"]
        for one in everywhere(tiles(points), SINGLE_ZOOM)
        if one["properties"]["form"] in {"voice", "cluster"}
    ]

    assert sorted(found) == sorted(expected.values())


@pytest.mark.parametrize(
    ("precision", "zoom", "form"),
    [
        (SPOT, 12, "voice"),
        (SPOT, 16, "voice"),
        (STREET, 10, "street"),
        (STREET, STREET_ZOOM, "street"),
        (STREET, 17, "street"),
        (DISTRICT, 10, "district"),
        (DISTRICT, 13, "district"),
        (DISTRICT, 17, "district"),
    ],
)
def test_a_single_voice_shows_how_exact_its_place_is(precision: int, zoom: int, form: str) -> None:
    (sign,) = everywhere(tiles(table([(MIDDLE, MIDDLE)], precisions=precision)), zoom)

    assert sign["properties"]["form"] == form


@pytest.mark.parametrize(
    ("zoom", "forms"),
    [
        (STREET_ZOOM - 1, ["cluster"]),
        (STREET_ZOOM, ["street", "voice"]),
        (SINGLE_ZOOM, ["street", "voice"]),
    ],
)
def test_coarse_places_leave_the_clusters_from_near(zoom: int, forms: list[str]) -> None:
    points = table([(MIDDLE, MIDDLE), (MIDDLE + 1, MIDDLE)], precisions=[SPOT, STREET])

    found = [one["properties"]["form"] for one in everywhere(tiles(points), zoom)]

    assert sorted(found) == forms


def test_voices_of_one_street_square_share_a_sign_that_counts_them() -> None:
    points = table([(MIDDLE, MIDDLE)] * 3, precisions=STREET)

    (sign,) = everywhere(tiles(points), 15)

    assert (sign["properties"]["form"], sign["properties"]["count"]) == ("street", 3)


def test_a_single_voice_tells_who_it_is() -> None:
    (sign,) = everywhere(tiles(table([(MIDDLE, MIDDLE)], first_id=12_345_678)), 16)

    assert sign["id"] == 12_345_678
    assert sign["properties"] == {
        "form": "voice",
        "group": "citizens",
        "district": "a",
        "count": 1,
        "reference": "012345678",
        "kind": "comment",
        "theme": "climate",
        "answer": "done",
        "supports": 0,
    }


def test_a_cluster_tells_its_mix() -> None:
    points = table([(MIDDLE, MIDDLE)] * 3, kinds=[0, 1, 0])

    (sign,) = everywhere(tiles(points), 12)

    assert sign["properties"] == {
        "form": "cluster",
        "group": "citizens",
        "district": "a",
        "count": 3,
        "comments": 2,
        "heart_places": 1,
    }


@pytest.fixture(scope="module")
def herten() -> VoiceTiles:
    points, words = city(3_000)
    return VoiceTiles(
        PointIndex.build(points, zones=9), words, np.ones(len(points), dtype=np.bool_)
    )


@pytest.mark.parametrize("zoom", [11, 12, 13, 14, 15, 16])
def test_a_sign_is_drawn_at_one_of_its_members(herten: VoiceTiles, zoom: int) -> None:
    places = {
        (zone, x >> 18 - zoom + 2, y >> 18 - zoom + 2)
        for zone, (x, y) in zip(
            herten.index.table.zones.tolist(), herten.index.table.cells.tolist(), strict=True
        )
    }
    for sign in everywhere(herten, zoom):
        zone = int(sign["properties"]["district"].removeprefix("district-"))
        x, y = (int(number) for number in sign["cell"])

        assert (zone, x >> 18 - zoom + 2, y >> 18 - zoom + 2) in places


@pytest.mark.parametrize("zoom", [10, 11, 12, 13, 14, 15])
def test_a_sign_lies_in_its_district(herten: VoiceTiles, zoom: int) -> None:
    shapes = district_shapes()
    step_m = 40_075_017 / 2.0**zoom / 4096

    for sign in everywhere(herten, zoom):
        zone = int(sign["properties"]["district"].removeprefix("district-"))
        place = shapely.Point(metres(sign["cell"]))
        assert shapely.distance(shapes[zone], place) < 2 * step_m


def test_the_same_voices_give_the_same_bytes() -> None:
    points, words = city(500)
    keep = np.ones(len(points), dtype=np.bool_)
    first, second = (
        VoiceTiles(PointIndex.build(points.taken(order), zones=9), words, keep)
        for order in (np.arange(500), np.arange(500)[::-1])
    )

    assert [first.tile(z=z, x=x, y=y) for z, x, y in _over_herten(first)] == [
        second.tile(z=z, x=x, y=y) for z, x, y in _over_herten(first)
    ]


def _over_herten(made: VoiceTiles) -> list[tuple[int, int, int]]:
    return [
        (z, x, y)
        for z in (11, 13, 15, 16)
        for x, y in np.unique(made.index.table.cells >> np.uint32(32 - z), axis=0).tolist()
    ]


def test_the_layer_s_description_names_every_property(herten: VoiceTiles) -> None:
    (described,) = VECTOR_LAYERS["voices"]

    used = {name for z in (11, 16) for one in everywhere(herten, z) for name in one["properties"]}

    assert used == described.fields.keys()


def test_a_tile_with_too_many_single_voices_is_clustered() -> None:
    rng = np.random.default_rng(seed=1)
    inside = MIDDLE + rng.integers(0, 2**16, size=(3 * SINGLES_MAX, 2))
    made = tiles(table([(x, y) for x, y in inside.tolist()]))
    corner = MIDDLE >> 16

    found = signs(made.tile(z=16, x=corner, y=corner))

    assert len(found) <= 32 * 32
    assert sum(one["properties"]["count"] for one in found) == 3 * SINGLES_MAX


@pytest.fixture(scope="module")
def many() -> VoiceTiles:
    points, words = city(100_000)
    return VoiceTiles(
        PointIndex.build(points, zones=9), words, np.ones(len(points), dtype=np.bool_)
    )


FILTERS: dict[str, dict[str, list[int]]] = {
    "none": {},
    "comments": {"kind": [0]},
    "notes": {"kind": [2, 3]},
    "a theme": {"theme": [4]},
    "open": {"answer": [0]},
}


@pytest.mark.parametrize("zoom", range(10, 17))
@pytest.mark.parametrize("narrowed", FILTERS)
def test_no_tile_of_100_000_voices_is_heavy(many: VoiceTiles, zoom: int, narrowed: str) -> None:
    columns = many.index.table.columns
    keep = np.ones(len(many.index), dtype=np.bool_)
    for name, values in FILTERS[narrowed].items():
        keep &= np.isin(columns[name], values)
    made = VoiceTiles(many.index, many.words, keep)
    addresses, counts = np.unique(
        many.index.table.cells >> np.uint32(32 - zoom), axis=0, return_counts=True
    )

    for x, y in addresses[np.argsort(-counts)][:12].tolist():
        tile = made.tile(z=zoom, x=x, y=y)
        assert len(gzip.compress(tile, 1)) <= COMPRESSED_LIMIT
