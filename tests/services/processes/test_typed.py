"""What was typed is read field by field."""

from __future__ import annotations

import pytest

from services.processes.typed import Reader, Typed


def test_a_line_is_one_line_whatever_was_typed() -> None:
    reader = Reader(Typed({"source": (" Stadt \r\n Herten ",)}))

    assert (reader.line("source", most=12), reader.errors) == ("Stadt Herten", {})


@pytest.mark.parametrize("typed", ["", "  ", "Stadt Herten!"])
def test_a_line_that_is_missing_or_too_long_is_complained_about(typed: str) -> None:
    reader = Reader(Typed({"source": (typed,)}))

    reader.line("source", most=12)

    assert set(reader.errors) == {"source"}


@pytest.mark.parametrize(
    ("typed", "revision"),
    [("0", 0), ("17", 17), ("", -1), ("-1", -1), ("²", -1), ("1" * 10, -1)],
)
def test_a_revision_is_a_small_whole_number_or_none_at_all(typed: str, revision: int) -> None:
    assert Typed({"revision": (typed,)}).revision == revision
