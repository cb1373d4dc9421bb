"""The drawing on two squares side by side: nodes a … f, districts West and East."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from services.districts.drawing import (
    DrawingTableError,
    DuplicateNodeError,
    Node,
    NodeDecimalsError,
    Ring,
    RingDirectionError,
    RingTooShortError,
    UnknownNodeError,
    boundary_features,
    read_nodes,
    read_rings,
    write_geojson,
)

NODES_CSV = """node,lon,lat,place
a,7.0000,51.0000,
b,7.1000,51.0000,am Bahnhof
c,7.2000,51.0000,
d,7.2000,51.1000,
e,7.1000,51.1000,
f,7.0000,51.1000,
"""
RINGS_CSV = """district,name,code,valid_from,accuracy_m,source,ring
west,West,WST,2026-01-01,200,drawn,a b e f
east,East,EST,2026-01-01,300,drawn,b c d e
"""
NODES = {
    "a": Node("a", 7.0, 51.0, ""),
    "b": Node("b", 7.1, 51.0, "am Bahnhof"),
    "c": Node("c", 7.2, 51.0, ""),
    "d": Node("d", 7.2, 51.1, ""),
    "e": Node("e", 7.1, 51.1, ""),
    "f": Node("f", 7.0, 51.1, ""),
}


def ring(*nodes: str, district_id: str = "west") -> Ring:
    return Ring(district_id, "West", "WST", date(2026, 1, 1), 200, "drawn", nodes)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def test_the_node_table_is_read_with_its_places(table: Path) -> None:
    table.write_text(NODES_CSV, encoding="utf-8")

    assert read_nodes(table) == NODES


def test_a_node_named_twice_is_refused(table: Path) -> None:
    table.write_text(NODES_CSV + "b,7.3000,51.0000,\n", encoding="utf-8")

    with pytest.raises(DuplicateNodeError) as refused:
        read_nodes(table)

    assert refused.value.node == "b"


@pytest.mark.parametrize("value", ["7.1", "7.10000", "7,1000", "seven", "", " 7.1000", "1e1.0000"])
def test_a_coordinate_without_exactly_four_decimals_is_refused(table: Path, value: str) -> None:
    table.write_text(f'node,lon,lat,place\na,"{value}",51.0000,\n', encoding="utf-8")

    with pytest.raises(NodeDecimalsError) as refused:
        read_nodes(table)

    assert (refused.value.node, refused.value.value) == ("a", value)


def test_a_missing_column_is_named(table: Path) -> None:
    table.write_text("node,lon,place\na,7.0000,\n", encoding="utf-8")

    with pytest.raises(DrawingTableError) as refused:
        read_nodes(table)

    assert (refused.value.line, refused.value.column) == (1, "lat")


def test_a_line_that_ends_too_early_is_named(table: Path) -> None:
    table.write_text("node,lon,lat,place\na,7.0000,51.0000,\nb,7.1000\n", encoding="utf-8")

    with pytest.raises(DrawingTableError) as refused:
        read_nodes(table)

    assert (refused.value.line, refused.value.column) == (3, "lat")


def test_the_ring_table_is_read_in_its_order(table: Path) -> None:
    table.write_text(RINGS_CSV, encoding="utf-8")

    assert read_rings(table) == (
        ring("a", "b", "e", "f"),
        Ring("east", "East", "EST", date(2026, 1, 1), 300, "drawn", ("b", "c", "d", "e")),
    )


@pytest.mark.parametrize(
    ("good", "bad", "column"),
    [("2026-01-01", "1.1.2026", "valid_from"), (",200,", ",about 200,", "accuracy_m")],
)
def test_an_unreadable_value_of_a_ring_is_named(
    table: Path, good: str, bad: str, column: str
) -> None:
    table.write_text(RINGS_CSV.replace(good, bad), encoding="utf-8")

    with pytest.raises(DrawingTableError) as refused:
        read_rings(table)

    assert (refused.value.line, refused.value.column) == (2, column)


def test_a_ring_becomes_a_closed_polygon_of_its_nodes() -> None:
    (feature,) = boundary_features(NODES, [ring("a", "b", "e", "f")])["features"]

    assert feature["geometry"] == {
        "type": "Polygon",
        "coordinates": [[[7.0, 51.0], [7.1, 51.0], [7.1, 51.1], [7.0, 51.1], [7.0, 51.0]]],
    }


def test_a_boundary_says_what_it_is_and_what_it_is_worth() -> None:
    (feature,) = boundary_features(NODES, [ring("a", "b", "e", "f")])["features"]

    assert (feature["id"], feature["properties"]) == (
        "west",
        {
            "id": "west",
            "name": "West",
            "code": "WST",
            "valid_from": "2026-01-01",
            "source": "drawn",
            "boundary_status": "generalised",
            "accuracy_m": 200,
        },
    )


def test_features_keep_the_order_of_the_rings() -> None:
    rings = [ring("b", "c", "d", "e", district_id="east"), ring("a", "b", "e", "f")]

    features = boundary_features(NODES, rings)["features"]

    assert [feature["id"] for feature in features] == ["east", "west"]


def test_a_ring_with_an_unknown_node_is_refused() -> None:
    with pytest.raises(UnknownNodeError) as refused:
        boundary_features(NODES, [ring("a", "b", "x", "f")])

    assert (refused.value.district_id, refused.value.node) == ("west", "x")


def test_a_ring_of_two_different_nodes_is_refused() -> None:
    with pytest.raises(RingTooShortError) as refused:
        boundary_features(NODES, [ring("a", "b", "a", "b")])

    assert (refused.value.district_id, refused.value.nodes) == ("west", 2)


def test_a_clockwise_ring_is_refused() -> None:
    with pytest.raises(RingDirectionError) as refused:
        boundary_features(NODES, [ring("f", "e", "b", "a")])

    assert refused.value.district_id == "west"


def test_the_written_file_holds_the_features(tmp_path: Path) -> None:
    collection = boundary_features(NODES, [ring("a", "b", "e", "f")])

    write_geojson(collection, tmp_path / "out.geojson")

    assert json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8")) == collection


def test_every_feature_is_written_on_a_line_of_its_own(tmp_path: Path) -> None:
    rings = [ring("a", "b", "e", "f"), ring("b", "c", "d", "e", district_id="east")]

    write_geojson(boundary_features(NODES, rings), tmp_path / "out.geojson")

    lines = (tmp_path / "out.geojson").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(","))["id"] for line in lines[1:-1]] == ["west", "east"]
