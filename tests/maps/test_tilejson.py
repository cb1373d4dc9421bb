"""TileJSON 3.0 documents."""

from __future__ import annotations

from functools import partial

import pytest

from maps.tilejson import VECTOR_LAYERS, tile_json

ADDRESS = "https://herten.example/tiles/districts/{z}/{x}/{y}.mvt"


document = partial(
    tile_json,
    title="Stadtteile",
    tiles=[ADDRESS],
    vector_layers=VECTOR_LAYERS["districts"],
    attribution="© Stadt Herten",
    bounds=(7.0, 51.5, 7.2, 51.7),
)


def test_what_the_format_demands_is_there() -> None:
    assert document()["tilejson"] == "3.0.0"
    assert document()["tiles"] == [ADDRESS]
    assert [layer["id"] for layer in document()["vector_layers"]] == ["districts", "outline"]
    assert document()["vector_layers"][0]["fields"].keys() == {"id", "code", "name", "colour"}


def test_bounds_and_center_are_in_degrees() -> None:
    assert document()["bounds"] == [7.0, 51.5, 7.2, 51.7]
    assert document(zoom_min=9)["center"] == pytest.approx([7.1, 51.6, 9])


def test_zooms_hold_for_every_layer_inside() -> None:
    narrowed = document(zoom_min=9, zoom_max=13)

    for described in (narrowed, *narrowed["vector_layers"]):
        assert (described["minzoom"], described["maxzoom"]) == (9, 13)


def test_a_new_revision_is_a_new_version() -> None:
    assert document(revision=7)["version"] == "1.7.0"


def test_a_new_version_of_the_data_is_a_new_major_one() -> None:
    assert document(version=3, revision=7)["version"] == "3.7.0"


def test_every_layer_describes_its_properties() -> None:
    for layers in VECTOR_LAYERS.values():
        for layer in layers:
            assert all(layer.fields.values())


@pytest.mark.parametrize("zooms", [(9, 8), (0, 31), (-1, 14)])
def test_zooms_out_of_order_are_refused(zooms: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="zooms"):
        document(zoom_min=zooms[0], zoom_max=zooms[1])


@pytest.mark.parametrize("bounds", [(7.2, 51.5, 7.0, 51.7), (370_000.0, 5.7e6, 380_000.0, 5.8e6)])
def test_bounds_that_are_no_degrees_are_refused(bounds: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="degrees"):
        document(bounds=bounds)
