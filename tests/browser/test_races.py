"""URL, list and map stay one set: quick steps, refusals, a lost network, a silent server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, open_map

pytestmark = pytest.mark.browser


@contextmanager
def held_back(page: Page, address: str) -> Iterator[None]:
    """Hold back the answer to the panel's first request for ``address`` until the block ends."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.fallback()
        else:
            held.append(route)

    page.route(re.compile(address), hold)
    yield
    for route in held:
        route.fallback()
    page.unroute(re.compile(address), hold)


def listed_districts(page: Page) -> list[str]:
    """Return the districts whose cards are chosen, in the order of the cards."""
    chosen: list[str] = page.locator("#strip [aria-current=true]").evaluate_all(
        "all => all.map(e => e.dataset.district)"
    )
    return chosen


def test_two_quick_cards_choose_both_districts(page: Page) -> None:
    open_map(page)
    with held_back(page, r"/karte\?stadtteil=paschenberg$"):
        page.locator("#card-paschenberg").click()
        page.locator("#card-mitte").click()
        page.wait_for_url(re.compile("stadtteil=mitte"))

    expect(page.locator("#card-mitte")).to_have_attribute("aria-current", "true")
    assert listed_districts(page) == ["paschenberg", "mitte"]
    assert page.url.endswith("/karte?stadtteil=paschenberg&stadtteil=mitte")


def test_an_overtaken_answer_changes_neither_list_nor_url(page: Page) -> None:
    open_map(page)
    with held_back(page, r"/karte\?stadtteil=paschenberg$"):
        page.locator("#card-paschenberg").click()
        page.locator("#status-under_way").click()
        page.wait_for_url(re.compile("status=under_way"))
    page.wait_for_load_state("networkidle")

    asked = page.url.split("?")[1]
    counted = page.request.get(f"/api/projects?{asked}").json()["counts"]["total"]
    expect(page.locator("#count strong")).to_have_text(str(counted))
    assert "stadtteil=paschenberg" in asked
    assert listed_districts(page) == ["paschenberg"]
    expect(page.locator("#status-under_way")).to_be_checked()


def test_resetting_overtakes_a_card(page: Page) -> None:
    open_map(page, "/karte?status=done")
    with held_back(page, "stadtteil=paschenberg"):
        page.locator("#card-paschenberg").click()
        page.get_by_role("link", name="Filter zurücksetzen").click()
        expect(page.locator("#count strong")).to_have_text("36")
    page.wait_for_load_state("networkidle")

    assert page.url.endswith("/karte")
    assert listed_districts(page) == []


def test_a_step_back_overtakes_a_card(page: Page) -> None:
    open_map(page)
    page.locator("#card-mitte").click()
    page.wait_for_url(re.compile("stadtteil=mitte"))
    with held_back(page, "stadtteil=paschenberg"):
        page.locator("#card-paschenberg").click()
        page.go_back()
        expect(page.locator("#count strong")).to_have_text("36")
    page.wait_for_load_state("networkidle")

    assert page.url.endswith("/karte")
    assert listed_districts(page) == []


def test_a_refused_question_says_why_and_keeps_what_was_typed(page: Page) -> None:
    open_map(page)
    page.locator("#filter-more summary").click()
    page.locator("#von").fill("2025")
    page.locator("#von").blur()
    page.wait_for_url(re.compile("von=2025"))
    page.locator("#bis").fill("2020")
    page.locator("#bis").blur()
    expect(page.locator("#panel [role=alert]")).to_be_visible()

    expect(page.locator("#panel [role=alert]")).to_be_in_viewport()
    expect(page.locator("#bis")).to_be_in_viewport()
    expect(page.locator("#bis")).to_have_value("2020")
    assert "bis=" not in page.url


def test_the_next_answer_takes_the_refusal_away(page: Page) -> None:
    open_map(page, "/karte?von=2025")
    page.locator("#bis").fill("2020")
    page.locator("#bis").blur()
    expect(page.locator("#panel [role=alert]")).to_be_visible()
    page.locator("#bis").fill("2026")
    page.locator("#bis").blur()
    page.wait_for_url(re.compile("bis=2026"))

    expect(page.locator("#panel [role=alert]")).to_have_count(0)


def test_a_year_that_its_field_forbids_is_told_and_not_asked_for(page: Page) -> None:
    open_map(page)
    page.locator("#filter-more summary").click()
    page.locator("#von").fill("20")
    page.locator("#von").press("Enter")
    expect(page.locator("#panel [role=alert]")).to_have_text(re.compile("^von Jahr: .+"))
    expect(page.locator("#von")).to_be_focused()

    assert page.url.endswith("/karte")


def test_without_network_the_list_says_that_it_is_old(page: Page) -> None:
    open_map(page)
    page.context.set_offline(True)
    page.locator("#card-mitte").click()

    expect(page.locator("#panel [role=alert]")).to_have_text(re.compile("Keine Verbindung"))
    page.context.set_offline(False)
    page.locator("#card-mitte").click()
    page.wait_for_url(re.compile("stadtteil=mitte"))
    expect(page.locator("#panel [role=alert]")).to_have_count(0)


def test_a_map_without_projects_says_so_and_shows_none_of_before(page: Page) -> None:
    open_map(page)
    page.route("**/api/projects?*", lambda route: route.fulfill(status=503, body="{}"))
    page.locator("#card-mitte").click()

    expect(page.locator(".map-notice")).to_have_text(re.compile("Die Karte zeigt darum keine"))
    expect(page.locator(".map-marker, .map-badge")).to_have_count(0)
    expect(page.locator(".map-label.district-mitte")).not_to_contain_text("Projekt")
    page.unroute("**/api/projects?*")
    page.locator("#card-mitte").click()
    expect(page.locator(".map-marker:visible").first).to_be_visible()
    expect(page.locator(".map-notice")).to_be_hidden()


def test_a_failed_extent_does_not_swallow_the_next_step(page: Page) -> None:
    open_map(page)
    page.locator("#only-extent").click()
    page.wait_for_url(re.compile("bbox="))
    page.route(re.compile(r"/karte\?.*bbox="), lambda route: route.abort())
    page.locator(".map-controls__button").first.click()
    expect(page.locator("#panel [role=alert]")).to_be_visible()
    page.unroute(re.compile(r"/karte\?.*bbox="))
    before = page.evaluate("history.length")
    page.locator("#status-done").click()
    page.wait_for_url(re.compile("status=done"))

    assert page.evaluate("history.length") == before + 1


def test_panning_is_no_step_to_go_back_to(page: Page) -> None:
    open_map(page)
    page.locator("#only-extent").click()
    page.wait_for_url(re.compile("bbox="))
    first = page.url
    before = page.evaluate("history.length")
    page.locator(".map-controls__button").first.click()
    page.wait_for_url(lambda url: "bbox=" in url and url.split("#")[0] != first.split("#")[0])

    assert page.evaluate("history.length") == before


def test_buttons_for_the_map_are_there_only_with_a_map(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto("/karte")

    assert page.locator("[data-show-on-map]").count() > 0
    expect(page.locator("[data-show-on-map]:visible")).to_have_count(0)
    context.close()


def test_buttons_for_the_map_stay_after_a_swap(page: Page) -> None:
    open_map(page)
    page.locator("#card-mitte").click()
    page.wait_for_url(re.compile("stadtteil=mitte"))

    expect(page.locator("[data-show-on-map]:visible").first).to_be_visible()
