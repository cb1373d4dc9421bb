"""Where one goes after signing in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import URL

from services.accounts.return_path import HOME, own_path


@pytest.mark.parametrize("path", ["/", "/karte?stadtteil=mitte&q=a%20b", "/stadtteile/bertlich"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "karte",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\n/evil.example",
        "/ \x00",
        "/\u2028",
        "/einrichten/x",
        "/" + "a" * 2000,
    ],
)
def test_anything_else_leads_home(path: str) -> None:
    assert own_path(path) == HOME


@given(st.text(alphabet="/\\:.@?#[]%0aex \t\n", max_size=20))
def test_no_text_leads_to_another_host(text: str) -> None:
    found = own_path(text)

    assert found.startswith("/")
    assert not URL(found).netloc
