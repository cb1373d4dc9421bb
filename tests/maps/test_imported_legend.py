"""The legend of a layer says what each of its colors means."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from maps.imported_legend import look_legend, source_legend
from maps.imported_looks import ImportedSource, Look, LookClass
from tests.maps.imported import ALL, DENSITY, HEAT, LAND_USE, TREES


def test_a_simple_look_says_what_kind_of_thing_is_drawn() -> None:
    (entry,) = source_legend(TREES)

    assert entry.title == {"de": "Punkt", "en": "Point"}
    assert "#117733" in entry.mark
    assert "circle" in entry.mark


def test_every_kind_of_geometry_of_a_simple_look_has_an_entry() -> None:
    assert [one.id for one in look_legend(Look(), ("point", "area"))] == ["area", "point"]


def test_every_category_has_its_title_and_the_rest_comes_last() -> None:
    entries = source_legend(LAND_USE)

    assert [one.title["de"] for one in entries] == ["Wald und Grün", "Wohnen", "alles andere"]


def _colours(source: ImportedSource) -> list[str]:
    return [*(one.colour for one in source.look.classes), source.look.colour]


@pytest.mark.parametrize("source", [LAND_USE, DENSITY], ids=lambda one: one.id)
def test_every_color_on_the_map_stands_in_the_legend(source: ImportedSource) -> None:
    for entry, colour in zip(source_legend(source), _colours(source), strict=True):
        assert colour in entry.mark


def test_numbers_are_written_as_people_write_them() -> None:
    titles = [one.title for one in source_legend(DENSITY)]

    assert [one["de"] for one in titles[:3]] == ["0 bis 12,5", "12,5 bis 1000", "1000 bis 25.000"]
    assert [one["en"] for one in titles[:3]] == ["0 to 12.5", "12.5 to 1000", "1000 to 25,000"]
    assert titles[3]["de"] == "ohne Wert oder außerhalb der Klassen"


def test_a_class_of_one_number_and_numbers_below_zero_read_well() -> None:
    look = Look(
        "graduated",
        field="x",
        classes=(
            LookClass("#d6e6f4", "", lower=-0.5, upper=-0.0),
            LookClass("#5b9bc8", "", lower=3, upper=3),
        ),
    )

    titles = [one.title["de"] for one in look_legend(look, ("line",))]

    assert titles[:2] == ["−0,5 bis 0", "3"]


def test_a_raster_shows_its_classes_and_no_rest() -> None:
    assert [one.title["de"] for one in source_legend(HEAT)] == ["warm"]


@pytest.mark.parametrize("source", ALL, ids=lambda one: one.id)
def test_every_mark_is_sound_svg(source: ImportedSource) -> None:
    for entry in source_legend(source):
        assert len(ElementTree.fromstring(f"<svg>{entry.mark}</svg>")) > 0  # noqa: S314 - ours
