"""The writing page is within reach of everybody: small screens, thumbs, barriers, motion."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Site, new_phone
from tests.browser.pinning.conftest import SPOT
from tests.browser.test_accessibility import barriers
from tests.browser.test_map import Box, boxes
from tests.browser.writing import (
    WRITING,
    check,
    expect_step,
    go_on_to_words,
    here,
    open_writing,
    send,
    write,
)

pytestmark = pytest.mark.browser


def is_in_view(page: Page, target: Locator) -> bool:
    """Return True when nothing need be scrolled to see the whole of it."""
    box = target.bounding_box()
    size = page.viewport_size
    assert size is not None
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_all_ways_are_seen_at_once_on_a_phone(phone: Page) -> None:
    open_writing(phone)
    ways = [
        phone.locator("#q"),
        phone.locator("[data-locate]"),
        phone.get_by_role("link", name="Ich kann die Karte nicht benutzen"),
        phone.locator(".pin-cross"),
        here(phone),
    ]

    assert [is_in_view(phone, way) for way in ways] == [True] * len(ways)


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 640}], ids=str)
def test_targets_are_large_enough_for_a_thumb(
    browser: Browser, site: Site, size: dict[str, int]
) -> None:
    page = new_phone(browser, site.address)
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    open_writing(page)
    targets = boxes(
        page, ".where input, .where button, .where a, .pick__here, .map-controls button"
    )
    small = [
        one["name"]
        for one in targets
        if min(one["right"] - one["left"], one["bottom"] - one["top"]) < 44
    ]

    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.context.close()


def test_the_names_of_all_districts_keep_clear_of_the_crosshair(phone: Page) -> None:
    open_writing(phone)
    (cross,) = boxes(phone, ".pin-cross")
    labels = boxes(phone, ".map-label")

    def meet(one: Box, other: Box) -> bool:
        across = min(one["right"], other["right"]) - max(one["left"], other["left"])
        down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
        return across > 1 and down > 1

    assert len(labels) == 9
    assert not any(meet(cross, label) for label in labels)
    assert not any(meet(one, other) for one, other in combinations(labels, 2))


def test_no_step_has_a_serious_barrier(phone: Page) -> None:
    found: dict[str, list[str]] = {}
    open_writing(phone)
    found["place"] = barriers(phone)
    phone.goto(f"{WRITING}?weg=karte&lon={SPOT[0]}&lat={SPOT[1]}")
    expect_step(phone, "near")
    found["near"] = barriers(phone)
    go_on_to_words(phone)
    phone.locator("#titel").fill("Ohne Barriere")
    phone.locator("#voice-form .form-actions button").tap()
    expect(phone.locator(".form-summary")).to_be_focused()
    found["words with flaws"] = barriers(phone)
    write(phone, "Ohne Barriere", "Rufen Sie 02366 123456 an, dann reden wir über die Bank am Weg.")
    check(phone)
    found["check"] = barriers(phone)
    phone.evaluate("localStorage.setItem('kept', localStorage.getItem('werkbank:drafts'))")
    send(phone)
    found["private"] = barriers(phone)
    phone.evaluate("localStorage.setItem('werkbank:drafts', localStorage.getItem('kept'))")
    number = phone.locator(".receipt__number").inner_text()
    phone.goto(f"/beitrag/{number}")
    found["status"] = barriers(phone)
    open_writing(phone)
    phone.get_by_role("button", name="1 Entwurf").tap()
    found["drafts"] = barriers(phone)

    assert {name: one for name, one in found.items() if one} == {}


def test_less_motion_is_respected(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.address, reduced_motion="reduce")
    open_writing(page)
    duration = page.locator(".where__way").first.evaluate(
        "e => getComputedStyle(e.querySelector('svg') ?? e).animationName"
    )

    assert duration == "none"
    page.close()
