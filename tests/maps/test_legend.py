"""The legend says what the style draws."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from maps.legend import (
    BOUNDARY_NOTES,
    STATUS_MARKS,
    STATUS_TITLES,
    LegendEntry,
    legend,
)
from maps.style import workbench_style
from tests.maps.nine import NINE

NOTE = BOUNDARY_NOTES["generalised"]
ENTRIES = legend(NINE, boundary_note=NOTE)
every_entry = pytest.mark.parametrize(
    "entry", ENTRIES, ids=[f"{entry.group}-{entry.id}" for entry in ENTRIES]
)


def group(name: str) -> list[LegendEntry]:
    return [entry for entry in ENTRIES if entry.group == name]


def test_the_legend_names_all_nine_districts_and_the_whole_city() -> None:
    assert [entry.id for entry in group("districts")] == [
        *(district.id for district in NINE),
        "citywide",
    ]


def test_a_district_shows_its_color() -> None:
    for district, entry in zip(NINE, group("districts"), strict=False):
        assert district.colour in entry.mark


def test_every_status_has_a_mark_and_titles() -> None:
    assert [entry.id for entry in group("status")] == [
        "idea",
        "planned",
        "under_way",
        "done",
        "dropped",
    ]
    assert STATUS_MARKS.keys() == STATUS_TITLES.keys()


def test_marks_of_status_differ_by_shape_and_take_any_color() -> None:
    assert len(set(STATUS_MARKS.values())) == len(STATUS_MARKS)
    assert not [mark for mark in STATUS_MARKS.values() if "#" in mark]


def test_boundaries_are_said_to_be_generalized() -> None:
    assert all(entry.note == NOTE for entry in group("boundaries"))
    assert NOTE["de"] == "Grenzen generalisiert, nicht amtlich"


@every_entry
def test_every_mark_is_sound_svg(entry: LegendEntry) -> None:
    root = ElementTree.fromstring(f"<svg>{entry.mark}</svg>")  # noqa: S314 - ours

    assert len(root) > 0
    assert "style" not in {name for element in root.iter() for name in element.attrib}


@every_entry
def test_every_entry_speaks_both_languages(entry: LegendEntry) -> None:
    assert entry.title["de"]
    assert entry.title["en"]


def test_lines_and_areas_have_the_colors_of_the_style() -> None:
    tiles = {
        name: f"{name}/{{z}}/{{x}}/{{y}}" for name in ("districts", "projects", "voices", "places")
    }
    style = workbench_style(districts=NINE, tiles=tiles, attributions=dict.fromkeys(tiles, ""))
    drawn = set(re.findall("#[0-9a-fA-F]{6}", json.dumps(style["layers"])))

    shown = {color for entry in ENTRIES for color in re.findall("#[0-9a-fA-F]{6}", entry.mark)}

    assert shown <= drawn
