"""Values of columns become what their kind says, and none gets lost on the way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imports.convert_values import converted
from services.imports.coordinates import Decimal
from services.imports.fields import describe
from services.layers.imported import ValueKind

PIECES = st.sampled_from(
    ["1", "12", "123", "1234", "0", "00", ".", ",", "e", "E", "+", "-", "9" * 18, "400", " ", "ja"]
)


@given(text=st.lists(PIECES, max_size=7).map("".join), decimal=st.sampled_from([None, ",", "."]))
def test_what_is_filled_stays_filled(text: str, decimal: Decimal | None) -> None:
    (field,) = describe(["wert"], [[text]])

    (value,) = converted([text], field.kind, decimal)

    assert (value is not None) == (field.filled_share == 1)


@pytest.mark.parametrize(
    ("value", "kind", "plain"),
    [
        ("1.234,5", "number", 1234.5),
        (" 12 ", "integer", 12),
        ("01.05.2026", "date", "2026-05-01"),
        ("2026/05/01", "date", "2026-05-01"),
        (date(2026, 5, 1), "date", "2026-05-01"),
        ("Nein", "boolean", False),
        ("WAHR", "boolean", True),
        (7.0, "text", "7"),
        ("a\0b", "text", "ab"),
        ("  ", "text", None),
        ("", "number", None),
        ("", "integer", None),
        ("", "date", None),
        ("", "boolean", None),
    ],
)
def test_a_value_becomes_what_its_kind_says(
    value: str | float | date, kind: ValueKind, plain: object
) -> None:
    assert converted([value], kind, ",") == [plain]
