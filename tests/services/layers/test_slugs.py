"""Ids of layers."""

from __future__ import annotations

import pytest

from services.layers.slugs import free_slug, slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bauflächen (Übersicht)", "bauflaechen-uebersicht"),
        ("Straßen & Wege", "strassen-wege"),
        ("Cafés", "cafes"),
        ("  2026 ", "2026"),
        ("…", "ebene"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_title_becomes_an_address(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_title_that_others_have_gets_a_number() -> None:
    assert free_slug("Bäume", {"baeume", "baeume-2"}) == "baeume-3"


def test_ids_that_mean_something_else_are_never_given() -> None:
    assert free_slug("None", ()) == "none-2"
