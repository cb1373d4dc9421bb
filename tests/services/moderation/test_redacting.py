"""Redacting only leaves out."""

from __future__ import annotations

import pytest

from services.moderation.redacting import is_part_of, without_remarks

WRITTEN = "Herr Müller aus der Ewaldstraße 5 sagt: Am Glashaus fehlt eine Bank im Schatten."


@pytest.mark.parametrize(
    "shorter",
    [
        WRITTEN,
        "Am Glashaus fehlt eine Bank im Schatten.",
        "am Glashaus fehlt eine Bank",
        "[Name] aus der [Straße entfernt] sagt: Am Glashaus fehlt eine Bank.",
        "Herr … sagt: Am Glashaus fehlt eine Bank im Schatten!",
        "",
    ],
)
def test_what_leaves_words_out_is_a_part(shorter: str) -> None:
    assert is_part_of(shorter, WRITTEN)


@pytest.mark.parametrize(
    "other",
    [
        "Am Glashaus fehlt keine Bank im Schatten.",
        "Eine Bank fehlt am Glashaus im Schatten.",
        "Das Parkhaus ist wunderbar.",
        "Bank Bank",
        f"[{'Das Parkhaus ist wunderbar, danke liebe Verwaltung. ' * 3}]",
    ],
)
def test_other_words_and_another_order_are_none(other: str) -> None:
    assert not is_part_of(other, WRITTEN)


def test_a_remark_in_a_remark_ends_at_the_first_bracket() -> None:
    assert without_remarks("Hier [a [b] c] ist es") == "Hier [a  c] ist es"
