"""Signs of voices: shapes and symbols that are told apart without color."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from maps.identity import contrast
from maps.legend import LegendEntry
from maps.palette import CASING, VOICE, VOICE_NOTE
from maps.style import workbench_style
from maps.voice_signs import (
    KIND_SHAPES,
    NOTE_KINDS,
    SHAPE_BOX,
    SYMBOL_SIZE,
    THEME_SYMBOLS,
    sign_facts,
    voice_legend,
    voice_mark,
)
from services.comments import listing
from services.comments.model import KINDS
from services.projects.model import THEMES

ENTRIES = voice_legend(KINDS, THEMES)
every_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: f"{one.group}-{one.id}")


def test_every_theme_has_a_symbol_and_every_kind_a_shape() -> None:
    assert THEME_SYMBOLS.keys() == THEMES.keys()
    assert KIND_SHAPES.keys() == KINDS.keys()


def test_shapes_and_symbols_differ() -> None:
    assert len(set(THEME_SYMBOLS.values())) == len(THEME_SYMBOLS)
    assert len({shape.path for shape in KIND_SHAPES.values()}) == len(KIND_SHAPES)


def test_the_kinds_that_are_no_votes_are_those_of_the_list() -> None:
    assert set(NOTE_KINDS) == set(listing.NOTE_KINDS)


@pytest.mark.parametrize("colour", [VOICE, VOICE_NOTE])
def test_symbols_and_numbers_can_be_read_on_their_shape(colour: str) -> None:
    assert contrast(colour, CASING) >= 7


@pytest.mark.parametrize("kind", KIND_SHAPES)
def test_a_symbol_lies_inside_the_box_of_its_shape(kind: str) -> None:
    for middle in KIND_SHAPES[kind].middle:
        assert SYMBOL_SIZE / 2 <= middle <= SHAPE_BOX - SYMBOL_SIZE / 2


@pytest.mark.parametrize("theme", [None, *THEME_SYMBOLS])
@pytest.mark.parametrize("kind", KIND_SHAPES)
def test_every_mark_is_sound_svg(kind: str, theme: str | None) -> None:
    root = ElementTree.fromstring(f"<svg>{voice_mark(kind, theme)}</svg>")  # noqa: S314 - ours

    assert len(root) == (1 if theme is None else 2)


@every_entry
def test_every_entry_of_the_legend_is_drawn_and_speaks_both_languages(entry: LegendEntry) -> None:
    root = ElementTree.fromstring(f"<svg>{entry.mark}</svg>")  # noqa: S314 - ours

    assert len(root) > 0
    assert entry.title["de"]
    assert entry.title["en"]


def test_the_legend_names_every_kind_and_every_theme() -> None:
    told = {entry.id for entry in ENTRIES}

    assert told >= {*KINDS, *THEMES, "label", "cluster", "notes", "street", "district"}


def test_the_client_gets_the_signs_with_the_style_and_other_programs_do_not() -> None:
    documents = [
        workbench_style(districts=(), tiles={}, attributions={}, interactive=interactive)
        for interactive in (True, False)
    ]

    assert [one["metadata"].get("werkbank:voice-signs") for one in documents] == [
        sign_facts(),
        None,
    ]
