"""How layers that staff brought in are drawn."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from maps.imported_layers import LABEL_ZOOM, imported_layers, look_colour, look_layers
from maps.imported_looks import SOURCE_LAYER, GeometryKind, Look, LookClass
from tests.maps.imported import ALL, DENSITY, HEAT, LAND_USE, PATHS, TREES


def types_of(layers: list[dict[str, Any]]) -> list[str]:
    return [layer["type"] for layer in layers]


@pytest.mark.parametrize(
    ("kinds", "drawn"),
    [
        (("area",), {"fill", "outline", "hover-area"}),
        (("line",), {"casing", "line", "hover-line"}),
        (("point",), {"circle"}),
        (("point", "area"), {"fill", "outline", "hover-area", "circle"}),
        ((), set()),
    ],
)
def test_only_the_kinds_of_geometry_that_there_are_get_layers(
    kinds: tuple[GeometryKind, ...], drawn: set[str]
) -> None:
    layers = look_layers("bäume", Look(), kinds)

    assert {layer["id"].removeprefix("import-bäume-") for layer in layers} == drawn


def test_areas_lie_below_lines_and_lines_below_points() -> None:
    layers = look_layers("x", Look(), ("point", "line", "area"), interactive=False)

    assert types_of(layers) == ["fill", "line", "line", "line", "circle"]


def test_everything_is_drawn_out_of_the_one_layer_of_its_tiles() -> None:
    for layer in imported_layers(LAND_USE):
        assert (layer["source"], layer["source-layer"]) == ("import-nutzung", SOURCE_LAYER)


def test_a_layer_draws_its_kind_of_geometry_only() -> None:
    fill = imported_layers(LAND_USE)[0]

    assert fill["filter"] == [
        "any",
        ["==", ["geometry-type"], "Polygon"],
        ["==", ["geometry-type"], "MultiPolygon"],
    ]


def test_a_simple_look_has_one_color() -> None:
    assert look_colour(Look(colour="#117733")) == "#117733"


def test_a_category_has_its_color_and_all_others_that_of_the_rest() -> None:
    assert look_colour(LAND_USE.look) == [
        "match",
        ["to-string", ["get", "value"]],
        ["wald"],
        "#117733",
        ["wohnen"],
        "#e69f00",
        "#999999",
    ]


def test_a_class_ends_before_its_upper_bound_but_the_last_one() -> None:
    cases = look_colour(DENSITY.look)
    number = ["to-number", ["get", "value"]]

    assert cases[:3] == ["case", ["!", ["has", "value"]], "#999999"]
    assert cases[3:5] == [["all", [">=", number, 0], ["<", number, 12.5]], "#d6e6f4"]
    assert cases[-3:] == [
        ["all", [">=", number, 1000], ["<=", number, 25_000]],
        "#0b3a6e",
        "#999999",
    ]


def test_a_category_that_stands_twice_is_drawn_once() -> None:
    twice = (*LAND_USE.look.classes, LookClass("#000000", "Wald", value="wald"))

    assert look_colour(replace(LAND_USE.look, classes=twice)) == look_colour(LAND_USE.look)


@pytest.mark.parametrize(
    "look",
    [
        replace(LAND_USE.look, field=None),
        replace(LAND_USE.look, classes=()),
        replace(DENSITY.look, classes=(LookClass("#d6e6f4", "offen", lower=0),)),
    ],
)
def test_a_look_without_what_divides_it_has_one_color(look: Look) -> None:
    assert look_colour(look) == "#999999"


def test_features_are_named_from_near_only() -> None:
    names = [layer for layer in imported_layers(TREES) if layer["type"] == "symbol"]

    assert [layer["minzoom"] for layer in names] == [LABEL_ZOOM]
    assert names[0]["layout"]["text-field"] == ["to-string", ["get", "label"]]


def test_lines_are_named_along_themselves() -> None:
    names = [layer for layer in imported_layers(PATHS) if layer["type"] == "symbol"]

    assert names[0]["layout"]["symbol-placement"] == "line"


def test_without_a_column_for_names_there_are_none() -> None:
    assert "symbol" not in types_of(imported_layers(LAND_USE))


def test_a_raster_is_drawn_as_pictures() -> None:
    assert types_of(imported_layers(HEAT)) == ["raster"]


@pytest.mark.parametrize("source", ALL, ids=lambda one: one.id)
def test_without_interaction_nothing_waits_for_a_pointer(source: Any) -> None:
    plain = imported_layers(source, interactive=False)

    assert "feature-state" not in json.dumps(plain)
    assert not [layer["id"] for layer in plain if "hover" in layer["id"]]
