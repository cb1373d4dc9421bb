"""Pages that are read: what is set in columns stands in columns."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LEFT_EDGES = "(cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left))"


@pytest.mark.parametrize("path", ["/stadtteile/westerholt", "/rechenschaft"])
def test_the_heads_of_a_table_stand_above_its_columns(quiet_page: Page, path: str) -> None:
    quiet_page.set_viewport_size({"width": 1280, "height": 800})
    quiet_page.goto(path)
    table = quiet_page.locator("main table").first
    heads = table.locator("thead th").evaluate_all(LEFT_EDGES)
    cells = table.locator("tbody tr").first.locator("th, td").evaluate_all(LEFT_EDGES)

    assert len(heads) > 2
    assert heads == cells


def test_each_part_of_what_somebody_said_begins_a_line(quiet_page: Page) -> None:
    quiet_page.goto("/stadtteile/westerholt")
    parts = quiet_page.locator(".place").first.locator("> *").evaluate_all(LEFT_EDGES)

    assert len(parts) > 1
    assert len(set(parts)) == 1
