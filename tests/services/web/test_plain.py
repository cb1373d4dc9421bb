"""Texts with HTML in them, and texts that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.plain import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Feld</b>weg", "Feldweg"),
        ("<p>eins</p><p>zwei &amp; drei</p>", "eins\nzwei & drei"),
        ("<table><tr><td>Art</td><td>Eiche</td></tr></table>", "Art Eiche"),
        ("nah<br/>am Bach", "nah\nam Bach"),
        ('<a href="javascript:alert(1)">Plan</a>', "Plan"),
        ("x <img src=x onerror=alert(1)> y", "x y"),
        ("vor<script>alert(1)</script>her", "vorher"),
        ("vor<STYLE>p { }</STYLE>her", "vorher"),
        ("<!-- von Google Earth -->Halde", "Halde"),
        ("Halde <script>nie zu Ende", "Halde"),
    ],
)
def test_html_goes_and_its_words_stay(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    "text", ["a < b", "1<2 und 3>2", "<unbekannt>", "Höhe <k. A.>", "&lt;b&gt;", "A & B", " x ", ""]
)
def test_what_is_no_html_stays_as_it_is(text: str) -> None:
    assert plain_text(text) == text


@given(st.text(alphabet="<>/!-&; ab\"'=scriptimgx", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert "<script>" not in plain_text(f"{text}<b></b>")


def test_a_text_meant_to_take_long_is_cut() -> None:
    assert plain_text("<b>" + "x" * 50_000) == "x" * (10_000 - len("<b>"))
