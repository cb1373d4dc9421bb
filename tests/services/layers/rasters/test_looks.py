"""How a raster is drawn before anybody decided."""

from __future__ import annotations

from maps.imported_looks import Look
from services.layers.rasters.looks import VALUE, proposed_look, raster_fields
from services.layers.rasters.model import BandFacts, RasterFacts, RasterKind

QUANTILES = tuple(float(one) for one in range(21))


def raster(kind: RasterKind, **more: object) -> RasterFacts:
    facts = {
        "band": 1,
        "unit": "°C",
        "bands": (BandFacts("Hitze", QUANTILES),),
        "epsg": 25832,
        "cell_width": 10.0,
        "cell_height": 10.0,
        "columns": 5,
        "rows": 5,
        "zoom": 15,
        "box": (7.0, 51.0, 7.1, 51.1),
    }
    return RasterFacts(kind=kind, **(facts | more))  # type: ignore[arg-type]


def test_numbers_are_drawn_in_five_classes_of_their_own_column() -> None:
    look = proposed_look(raster("values"))

    assert (look.kind, look.field, len(look.classes)) == ("graduated", VALUE, 5)
    assert [one.id for one in raster_fields(raster("values"))] == [VALUE]


def test_classes_keep_the_colours_of_the_file_and_get_others_where_it_has_none() -> None:
    look = proposed_look(raster("classes", classes={7: "#0000ff", 2: ""}))

    assert [(one.value, one.title) for one in look.classes] == [("2", "2"), ("7", "7")]
    assert look.classes[1].colour == "#0000ff"
    assert look.classes[0].colour.startswith("#")


def test_an_image_needs_no_classes() -> None:
    assert proposed_look(raster("image")) == Look()
    assert raster_fields(raster("image")) == ()


def test_a_raster_without_values_has_no_classes() -> None:
    assert proposed_look(raster("values", bands=(BandFacts("leer"),))).classes == ()
