"""No page has a barrier that axe-core calls serious or critical; none needs sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, axe_source, open_map

PAGES = (
    "/",
    "/karte",
    "/karte?status=planned",
    "/stadtteile",
    "/stadtteile/bertlich",
    "/stadtteile/suedost",
    "/projekte",
    "/projekte?thema=mobility&von=2015",
    "/projekte/allee-wandels",
    "/projekte/buergerbudget",
    "/mitmachen",
    "/mitmachen/ideen",
    "/mitmachen/ideen/neu",
    "/mitmachen/ideen/neu?weg=liste",
    "/mitmachen/ideen/neu?weg=liste&stadtteil=disteln",
    "/mitmachen/ideen/neu?weg=suche&q=schule",
    "/mitmachen/herzensorte/neu?weg=karte&lon=7.1440&lat=51.6080",
    "/stimmen",
    "/beitrag",
    "/beitrag?nummer=123",
    "/rechenschaft",
    "/melden",
    "/daten",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
    "/api/docs",
    "/gibt-es-nicht",
)

MAPS_TO_PIN_ON = {
    "/mitmachen/ideen/neu",
    "/mitmachen/herzensorte/neu?weg=karte&lon=7.1440&lat=51.6080",
}
"""Pages that are whole only when their map has come."""

pytestmark = pytest.mark.browser


def barriers(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical on the page as it stands."""
    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_serious_barrier(page: Page, path: str, prefix: str) -> None:
    page.goto(prefix + path)
    if path.startswith("/karte"):
        open_map(page, prefix + path)
    if path in MAPS_TO_PIN_ON:
        expect(page.locator(".pick__words")).not_to_be_empty()

    assert barriers(page) == []


@pytest.mark.parametrize("path", ["/karte", "/stadtteile/mitte", "/projekte"])
def test_page_on_a_phone_has_no_serious_barrier(phone: Page, path: str) -> None:
    phone.goto(path)
    if path == "/karte":
        open_map(phone)

    assert barriers(phone) == []


@pytest.mark.parametrize("width", [320, PHONE["width"], 640])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_lost_on_a_narrow_screen(
    browser: Browser, address: str, path: str, width: int
) -> None:
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 640})
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_skip_link_is_the_first_stop_and_leads_to_the_content(page: Page) -> None:
    page.goto("/stadtteile")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_map_can_be_skipped_by_keyboard(page: Page) -> None:
    open_map(page)
    page.locator(".skip-link--map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('#panel') !== null")


def test_every_control_is_reached_by_tab_and_shows_it(page: Page) -> None:
    page.goto("/projekte")
    seen: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        state = page.evaluate(
            "(e => [e.id || e.getAttribute('href') || e.tagName, getComputedStyle(e).outlineStyle,"
            " e.nextElementSibling ? getComputedStyle(e.nextElementSibling).outlineStyle : 'none'])"
            "(document.activeElement)"
        )
        assert state[1] != "none" or state[2] != "none", state
        seen.add(state[0])

    assert {"card-bertlich", "card-citywide", "q", "status-done"} <= seen
