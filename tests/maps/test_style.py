"""The style of the workbench, by its structure. The client's tests ask the official validator."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest

from maps import palette
from maps.base_maps import BASE_MAPS
from maps.imported_looks import SOURCE_LAYER
from maps.style import SWITCHES, workbench_style
from maps.tilejson import VECTOR_LAYERS, VectorLayer
from tests.maps.imported import ALL, HEAT, LAND_USE, PATHS, TREES
from tests.maps.nine import NINE
from tests.maps.snapshot import reviewed

TILES = {
    layer: f"https://herten.example/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt"
    for layer in ("districts", "projects", "voices", "places")
}
CREDITS = {layer: f"© Stadt Herten, {layer}" for layer in TILES}
BOUNDS = (7.05, 51.55, 7.2, 51.65)
RVR = BASE_MAPS["rvr"].dated(2026)
BASEMAP_DE = BASE_MAPS["basemap_de"].dated(2026)


style = partial(workbench_style, districts=NINE, tiles=TILES, attributions=CREDITS, bounds=BOUNDS)

VARIANTS = {
    "style.json": style(),
    "style-base-map.json": style(base_map=RVR),
    "style-plain.json": style(interactive=False),
    "style-imported.json": style(imported=ALL),
}
BUILT_IN = [one for name, one in VARIANTS.items() if name != "style-imported.json"]
every_variant = pytest.mark.parametrize("document", VARIANTS.values(), ids=VARIANTS.keys())


def held_by(source: str) -> tuple[VectorLayer, ...]:
    fields = dict.fromkeys(("n", "districts", "label", "value"), "")
    return VECTOR_LAYERS.get(source, (VectorLayer(SOURCE_LAYER, fields),))


@pytest.mark.parametrize("name", VARIANTS)
def test_the_style_is_the_reviewed_one(name: str) -> None:
    assert reviewed(name, VARIANTS[name]) == VARIANTS[name]


@every_variant
def test_layers_have_names_of_their_own(document: dict[str, Any]) -> None:
    ids = [layer["id"] for layer in document["layers"]]

    assert len(set(ids)) == len(ids)


@every_variant
def test_every_layer_draws_from_a_source_that_is_there(document: dict[str, Any]) -> None:
    used = {layer["source"] for layer in document["layers"] if layer["type"] != "background"}

    assert used == document["sources"].keys()


@every_variant
def test_every_layer_draws_a_layer_that_the_tiles_hold(document: dict[str, Any]) -> None:
    for layer in document["layers"]:
        if "source-layer" in layer:
            held = {each.id for each in held_by(layer["source"])}
            assert layer["source-layer"] in held


@every_variant
def test_every_boundary_lies_above_every_fill(document: dict[str, Any]) -> None:
    layers = document["layers"]
    fills = [at for at, layer in enumerate(layers) if layer["type"] in {"fill", "raster"}]
    boundaries = [
        at
        for at, layer in enumerate(layers)
        if layer["type"] == "line" and layer["source"] == "districts"
    ]

    assert max(fills) < min(boundaries)


@every_variant
def test_no_layer_needs_pictures_or_fonts_of_somebody_elses(document: dict[str, Any]) -> None:
    assert "glyphs" not in document
    assert "sprite" not in document


@pytest.mark.parametrize("document", BUILT_IN)
def test_what_the_workbench_knows_itself_is_named_by_its_pages(document: dict[str, Any]) -> None:
    assert "symbol" not in {layer["type"] for layer in document["layers"]}


@every_variant
def test_properties_in_use_are_those_of_the_tiles(document: dict[str, Any]) -> None:
    for layer in document["layers"]:
        if "source-layer" not in layer:
            continue
        fields = {
            name
            for held in held_by(layer["source"])
            if held.id == layer["source-layer"]
            for name in held.fields
        }
        assert set(re.findall(r'\["get", "(\w+)"\]', json.dumps(layer))) <= fields


@every_variant
def test_colors_are_hex_from_the_palette_or_the_districts(document: dict[str, Any]) -> None:
    known = {value for value in vars(palette).values() if isinstance(value, str)}
    known |= {district.colour for district in NINE}
    known |= {source.look.colour for source in ALL}
    known |= {one.colour for source in ALL for one in source.look.classes}
    colors = [
        text
        for layer in document["layers"]
        for name, value in layer.get("paint", {}).items()
        if name.endswith("-color")
        for text in re.findall(r'"(#\w+|rgb.*?|hsl.*?)"', json.dumps(value))
    ]

    assert colors
    assert set(colors) <= known
    assert all(re.fullmatch("#[0-9a-fA-F]{6}", color) for color in colors)


def test_every_district_has_its_color() -> None:
    fill = next(layer for layer in style()["layers"] if layer["id"] == "districts-fill")

    match = fill["paint"]["fill-color"]
    assert match[:2] == ["match", ["get", "id"]]
    assert {
        label: colour for (label,), colour in zip(match[2:-1:2], match[3:-1:2], strict=True)
    } == {district.id: district.colour for district in NINE}


def test_a_style_of_no_districts_still_fills() -> None:
    fill = next(each for each in style(districts=())["layers"] if each["id"] == "districts-fill")

    assert fill["paint"]["fill-color"] == palette.CITYWIDE


def test_the_city_is_bordered_more_strongly_than_its_districts() -> None:
    width = {
        layer["id"]: layer["paint"]["line-width"]
        for layer in style()["layers"]
        if layer["type"] == "line"
    }

    assert width["city-line"] > width["districts-line"]
    assert width["districts-casing"] > width["districts-line"]


def test_switches_name_layers_of_the_style() -> None:
    ids = {layer["id"] for layer in style()["layers"]}

    assert {layer for layers in SWITCHES.values() for layer in layers} <= ids
    assert style()["metadata"]["werkbank:switches"] == {
        name: list(layers) for name, layers in SWITCHES.items()
    }


def test_without_interaction_nothing_waits_for_a_pointer() -> None:
    plain = style(interactive=False)

    assert "feature-state" not in json.dumps(plain)
    assert not [layer["id"] for layer in plain["layers"] if "hover" in layer["id"]]
    assert "feature-state" in json.dumps(style())


def test_a_layer_without_tiles_is_not_drawn() -> None:
    document = style(tiles={"districts": TILES["districts"]})

    assert document["sources"].keys() == {"districts"}
    assert {layer.get("source") for layer in document["layers"]} == {None, "districts"}


def test_tiles_the_style_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match="comments"):
        style(tiles={"comments": "https://herten.example/{z}/{x}/{y}.mvt"})


def test_there_is_no_base_map_unless_asked_for() -> None:
    hosts = re.findall(r"https?://([^/\"]+)", json.dumps(style()))

    assert set(hosts) == {"herten.example"}
    assert style()["metadata"]["werkbank:base-map"] is None


def test_a_base_map_of_pictures_lies_at_the_bottom_and_starts_hidden() -> None:
    document = style(base_map=RVR)

    layer = document["layers"][1]
    assert (layer["id"], layer["type"]) == ("base-map", "raster")
    assert layer["layout"]["visibility"] == "none"
    assert document["sources"]["base-map"]["tiles"] == [RVR.url]
    assert document["sources"]["base-map"]["attribution"] == RVR.attribution
    assert document["metadata"]["werkbank:switches"]["rvr"] == ["base-map"]


def test_a_base_map_of_its_own_style_is_left_to_the_client() -> None:
    document = style(base_map=BASEMAP_DE)

    assert "base-map" not in document["sources"]
    assert document["metadata"]["werkbank:base-map"] == {
        "id": "basemap_de",
        "kind": "style",
        "title": dict(BASEMAP_DE.title),
        "url": BASEMAP_DE.url,
        "attribution": "© 2026 basemap.de / BKG | Datenquellen: © GeoBasis-DE",
    }


def test_a_credit_without_its_year_is_refused() -> None:
    with pytest.raises(ValueError, match="year"):
        style(base_map=BASE_MAPS["basemap_de"])


def test_tiles_are_asked_for_within_the_bounds_only() -> None:
    document = style()

    assert all(source["bounds"] == list(BOUNDS) for source in document["sources"].values())
    assert document["center"] == pytest.approx([7.125, 51.6])


def test_what_staff_brought_in_lies_above_district_colors_and_below_boundaries() -> None:
    order = [layer["id"] for layer in style(imported=ALL)["layers"]]
    imported = [at for at, one in enumerate(order) if one.startswith("import-")]

    assert order.index("districts-fill") < min(imported)
    assert max(imported) < order.index("districts-casing")
    assert max(imported) < order.index("projects-area")


def test_of_what_staff_brought_in_the_finer_lies_above_the_larger() -> None:
    order = [
        layer["id"]
        for layer in style(imported=(TREES, PATHS, LAND_USE, HEAT), interactive=False)["layers"]
        if layer["id"].startswith("import-")
    ]

    assert order == [
        "import-hitze-raster",
        "import-nutzung-fill",
        "import-nutzung-outline",
        "import-radwege-casing",
        "import-radwege-line",
        "import-baumkataster-circle",
        "import-baumkataster-label-point",
        "import-radwege-label-line",
    ]


def test_every_imported_layer_has_a_switch_and_starts_hidden() -> None:
    document = style(imported=ALL)

    for source in ALL:
        drawn = [one for one in document["layers"] if one.get("source") == source.source_id]
        assert document["metadata"]["werkbank:switches"][source.id] == [one["id"] for one in drawn]
        assert {one["layout"]["visibility"] for one in drawn} == {"none"}


def test_an_imported_layer_is_asked_for_within_its_own_bounds_and_zooms() -> None:
    source = style(imported=(TREES,))["sources"]["import-baumkataster"]

    assert source["bounds"] == [7.05, 51.55, 7.2, 51.65]
    assert source["maxzoom"] == 16
    assert source["attribution"] == "Stadt Herten (dl-de/by-2-0)"


def test_the_page_is_told_where_features_are_described() -> None:
    facts = style(imported=(TREES,))["metadata"]["werkbank:imported"]["baumkataster"]

    assert facts["feature"] == "/api/layers/baumkataster/features/{n}"
    assert facts["source"] == "import-baumkataster"
