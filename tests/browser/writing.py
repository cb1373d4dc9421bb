"""What tests of the writing page do on it again and again."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Route, expect

TEXT: Final = "Hier fehlt eine Bank, auf der man sich unterwegs ausruhen kann."
"""Long enough to be sent."""
WRITING: Final = "/mitmachen/ideen/neu"
PRIVATE: Final = re.compile(r"/mein-beitrag/")


def step(page: Page) -> Locator:
    """Return the page's root; its ``data-now`` names the step."""
    return page.locator("#writing")


def expect_step(page: Page, name: str) -> None:
    """Wait until the page shows a step."""
    expect(step(page)).to_have_attribute("data-now", name)


def open_writing(page: Page, path: str = WRITING) -> None:
    """Open the page and wait until the map says what is under its mark, or how to set one."""
    page.goto(path)
    expect(page.locator(".map-label:visible")).to_have_count(9)
    expect(page.locator(".pick__words")).not_to_be_empty()


def address_of(page: Page) -> tuple[float, float]:
    """Return the longitude and latitude that the page's address carries."""
    query = parse_qs(urlsplit(page.url).query)
    return float(query["lon"][0]), float(query["lat"][0])


def words(page: Page) -> Locator:
    """Return the line that says what is under the mark."""
    return page.locator(".pick__words")


def here(page: Page) -> Locator:
    """Return the button that says "here"."""
    return page.locator(".pick__here")


def write(page: Page, title: str, text: str = TEXT) -> None:
    """Fill in what must be filled in."""
    page.locator("#titel").fill(title)
    page.locator("#text").fill(text)
    page.locator("#thema-mobility").check()


def go_on_to_words(page: Page) -> None:
    """Go from the place to the words, past what others said close by."""
    expect(step(page)).to_have_attribute("data-now", re.compile("near|words"))
    if step(page).get_attribute("data-now") == "near":
        page.locator("[data-write-new]").click()
    expect_step(page, "words")


def to_words(page: Page, path: str = f"{WRITING}?weg=karte&lon=7.1440&lat=51.6080") -> None:
    """Open the page where the place is known already, at the words."""
    page.goto(path)
    go_on_to_words(page)


def check(page: Page) -> None:
    """Go on to the summary."""
    page.locator("#voice-form .form-actions button").click()
    expect_step(page, "check")


def send(page: Page) -> None:
    """Send what the summary shows, and wait for the private page."""
    page.locator("#send-form .form-actions button").click()
    page.wait_for_url(PRIVATE)


def send_and_lose_the_answer(page: Page) -> None:
    """Send; the voice arrives, but the page never hears of it and says so."""

    def deliver_and_lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/senden", deliver_and_lose, times=1)
    page.locator("#send-form .form-actions button").click()
    expect(page.locator(".send-told")).to_contain_text("Keine Verbindung")


def tab_to(page: Page, target: Locator) -> None:
    """Walk with the Tab key until the target has the focus."""
    for _ in range(60):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not lead there")
