"""My position: asked on request only, as exact as the device knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, new_phone
from tests.browser.writing import go_on_to_words, here, open_writing, words

pytestmark = pytest.mark.browser

QUIET = (7.1300, 51.6010)
"""Somewhere in the city where nobody did."""
GELSENKIRCHEN = (7.0500, 51.5600)


@pytest.fixture
def located(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Phones that know, or do not say, where they are."""
    made: list[Page] = []

    def phone_at(place: tuple[float, float] | None, accuracy: float = 12) -> Page:
        options: dict[str, object] = {}
        if place is not None:
            position = {"longitude": place[0], "latitude": place[1], "accuracy": accuracy}
            options = {"geolocation": position, "permissions": ["geolocation"]}
        page = new_phone(browser, site.address, **options)
        made.append(page)
        open_writing(page)
        return page

    yield phone_at
    for page in made:
        page.context.close()


def test_my_position_is_asked_on_request_only(located: Callable[..., Page]) -> None:
    page = located(QUIET)
    asked = page.evaluate(
        "navigator.permissions.query({name: 'geolocation'}).then(one => one.state)"
    )
    before = words(page).inner_text()

    assert asked == "granted"
    expect(page.locator(".pick__note")).to_be_empty()
    page.locator("[data-locate]").tap()
    expect(page.locator(".pick__note")).to_contain_text("auf 10 m genau")
    expect(words(page)).not_to_have_text(before)


def test_an_unsure_device_suggests_about_here(located: Callable[..., Page]) -> None:
    page = located(QUIET, accuracy=800)
    page.locator("[data-locate]").tap()
    expect(page.locator(".pick__note")).to_contain_text("nur auf 800 m genau")
    here(page).tap()
    go_on_to_words(page)

    expect(page.locator("#genau-street")).to_be_checked()


def test_a_position_outside_is_told_and_changes_nothing(located: Callable[..., Page]) -> None:
    page = located(GELSENKIRCHEN)
    before = words(page).inner_text()
    page.locator("[data-locate]").tap()

    expect(page.locator(".pick__note")).to_contain_text("außerhalb")
    expect(words(page)).to_have_text(before)


def test_a_refused_position_is_no_dead_end(located: Callable[..., Page]) -> None:
    page = located(None)
    page.locator("[data-locate]").tap()

    expect(page.locator(".pick__note")).to_contain_text("Das macht nichts")
