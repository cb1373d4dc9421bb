"""The map page: nine labels always, map and list one set, the URL the state."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Literal, TypedDict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, open_map

pytestmark = pytest.mark.browser


class Box(TypedDict):
    """A rectangle on the screen, in CSS pixels."""

    name: str
    left: float
    top: float
    right: float
    bottom: float


def boxes(page: Page, selector: str) -> list[Box]:
    """Return the rectangles of visible elements on the map, in CSS pixels."""
    found: list[Box] = page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
             .filter(e => !e.hidden && e.getClientRects().length > 0)
             .map(e => { const r = e.getBoundingClientRect();
                         return {name: e.textContent.trim(), left: r.left, top: r.top,
                                 right: r.right, bottom: r.bottom}; })""",
        selector,
    )
    return found


def overlapping(found: list[Box]) -> list[tuple[str, str]]:
    """Return pairs of boxes that lie on each other by more than a pixel."""
    return [
        (one["name"], other["name"])
        for one, other in combinations(found, 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]


@pytest.mark.parametrize(
    "size",
    [DESKTOP, PHONE, {"width": 320, "height": 640}, {"width": 844, "height": 390}],
    ids=str,
)
def test_all_nine_districts_are_named_without_overlap(
    browser: Browser, address: str, size: ViewportSize
) -> None:
    page = browser.new_page(base_url=address, viewport=size)
    open_map(page)
    labels = boxes(page, ".map-label")

    assert len(labels) == 9
    assert overlapping(labels) == []
    page.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
def test_labels_stay_inside_the_map(browser: Browser, address: str, size: ViewportSize) -> None:
    page = browser.new_page(base_url=address, viewport=size)
    open_map(page)
    (frame,) = boxes(page, "#map")

    assert all(
        frame["left"] <= one["left"]
        and one["right"] <= frame["right"]
        and frame["top"] <= one["top"]
        and one["bottom"] <= frame["bottom"]
        for one in boxes(page, ".map-label")
    )
    page.close()


def test_turning_a_phone_shows_the_whole_city_again(phone: Page) -> None:
    open_map(phone)
    phone.set_viewport_size({"width": 844, "height": 390})

    expect(phone.locator(".map-label:visible")).to_have_count(9)
    assert "#karte=" not in phone.url


def test_projects_are_told_apart(page: Page) -> None:
    open_map(page)
    marks = boxes(page, ".map-marker") + boxes(page, ".map-badge")

    assert len(marks) >= 25
    assert overlapping(marks) == []


def test_labels_stay_apart_and_in_view_while_zooming(page: Page) -> None:
    open_map(page)
    for _ in range(3):
        page.locator(".map-controls__button").first.click()
        page.wait_for_timeout(600)  # the camera's own movement, which says no end to the page
        labels = boxes(page, ".map-label")

        assert labels
        assert overlapping(labels) == []


def test_choosing_a_district_updates_list_count_url_and_map(page: Page) -> None:
    open_map(page)
    page.locator("#card-paschenberg").click()
    expect(page.locator("#count")).to_contain_text("2 von 36")

    assert "stadtteil=paschenberg" in page.url
    expect(page.locator("#card-paschenberg")).to_have_attribute("aria-current", "true")
    listed = page.locator(".project-item").evaluate_all("all => all.map(e => e.dataset.number)")
    also = page.locator(".group__also a").evaluate_all("all => all.map(e => e.dataset.project)")
    expect(page.locator(".map-marker")).to_have_count(2)
    assert listed or also


def test_the_link_to_the_other_language_keeps_the_filter(page: Page) -> None:
    open_map(page)
    page.locator("#card-bertlich").click()

    expect(page.locator("a.language")).to_have_attribute(
        "href", re.compile(r"/en/karte\?.*stadtteil=bertlich")
    )


def test_back_button_restores_filter_list_and_form(page: Page) -> None:
    open_map(page)
    page.locator("#status-done").click()
    page.wait_for_url(re.compile("status=done"))
    page.go_back()
    expect(page.locator("#count")).to_contain_text("36 von 36")

    expect(page.locator("#status-done")).not_to_be_checked()
    for part in ("header.site-header", "main", "#panel"):
        expect(page.locator(part)).to_have_count(1)


def test_a_shared_link_shows_the_same_set(page: Page) -> None:
    page.goto("/karte?status=planned&thema=mobility")
    numbers = page.locator(".project-item").evaluate_all("all => all.map(e => +e.dataset.number)")
    answer = page.request.get("/api/projects?status=planned&thema=mobility").json()

    assert sorted(numbers) == [one["properties"]["number"] for one in answer["features"]]


def test_the_form_works_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto("/karte")
    page.locator("#status-planned").click()
    page.locator("#q").fill("S-Bahn")
    page.locator(".filter__submit").click()

    assert "status=planned" in page.url
    expect(page.locator("#count")).to_contain_text("von 36")
    expect(page.locator("noscript svg, .locator__map").first).to_be_visible()
    context.close()


def test_only_extent_keeps_what_the_map_shows(page: Page) -> None:
    open_map(page)
    page.locator(".map-controls__button").first.click()
    page.locator("#only-extent").click()
    page.wait_for_url(re.compile("bbox="))
    shown = page.locator("#count strong")

    expect(shown).not_to_have_text("36")


def test_hovering_a_card_highlights_its_district_and_mutes_the_others(page: Page) -> None:
    open_map(page)
    page.locator("#card-disteln").hover()

    expect(page.locator(".map-label.district-disteln")).to_have_class(re.compile("is-highlighted"))
    expect(page.locator(".map-label.district-mitte")).to_have_class(re.compile("is-muted"))


def test_a_marker_opens_its_card_and_escape_returns_the_focus(page: Page) -> None:
    open_map(page, "/karte?thema=sport_leisure")
    marker = page.locator(".map-marker").first
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-card")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".map-card")).to_be_hidden()

    assert page.evaluate("document.activeElement.classList.contains('map-marker')")


def test_a_tap_opens_the_card_on_a_phone(phone: Page) -> None:
    open_map(phone, "/karte?thema=sport_leisure")
    phone.locator(".map-marker").first.tap()

    expect(phone.locator(".map-card")).to_be_visible()
    expect(phone.locator(".map-card a").first).to_have_attribute("href", re.compile("/projekte/"))


def test_no_request_leaves_the_host(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page)
    for path in ("/", "/stadtteile/bertlich", "/projekte/ewald", "/en/daten", "/api/docs"):
        page.goto(path, wait_until="networkidle")

    assert {urlsplit(url).netloc for url in asked if not url.startswith(("blob:", "data:"))} == {
        urlsplit(address).netloc
    }


def test_scripts_report_no_error(quiet_page: Page) -> None:
    open_map(quiet_page)
    quiet_page.locator("#card-bertlich").click()
    quiet_page.wait_for_url(re.compile("bertlich"))
    quiet_page.go_back()
    expect(quiet_page.locator("#count")).to_contain_text("36 von 36")


def test_the_list_stays_when_the_map_cannot_be_drawn(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    page.goto("/karte")
    expect(page.locator(".map-absent")).to_be_visible()

    assert page.locator(".project-item").count() > 30
    page.close()


FOLLOW_LABEL = """() => {
  const label = document.querySelector(".map-label.district-mitte");
  window.seen = new Set();
  const look = () => {
    window.seen.add(Math.round(label.getBoundingClientRect().left));
    requestAnimationFrame(look);
  };
  look();
}"""


def places_while_zooming(browser: Browser, address: str, motion: Literal["reduce"] | None) -> int:
    """Return at how many places a label was seen while the map zoomed in once."""
    page = browser.new_page(base_url=address, viewport=DESKTOP, reduced_motion=motion)
    open_map(page)
    page.evaluate(FOLLOW_LABEL)
    page.locator(".map-controls__button").first.click()
    expect(page).to_have_url(re.compile("#karte="))
    seen: int = page.evaluate("window.seen.size")
    page.close()
    return seen


def test_reduced_motion_moves_the_map_without_flight(browser: Browser, address: str) -> None:
    before_and_after = 2

    assert places_while_zooming(browser, address, "reduce") <= before_and_after
