"""Voices on the map and in their list: counted on labels, opened by click, tap and keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from shapely import Point
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.app import create_app
from services.database.engine import writing
from services.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, new_phone, open_map, served
from tests.browser.test_accessibility import barriers
from tests.browser.test_map import boxes, overlapping
from tests.conftest import NOW, Databases
from tests.services.comments.rows import add_voice, fill_crowd

pytestmark = pytest.mark.browser

ALONE = Point(372_800, 5_717_000)
SHARED = Point(372_800, 5_717_600)
COARSE = Point(372_000, 5_716_900)
PAIR = (Point(372_000, 5_717_300), Point(372_030, 5_717_300))
LEFT_PX = 200


def _few(connection: Connection) -> None:
    add_voice(connection, district="mitte", pin=ALONE, title="Bank am Weg", theme="mobility")
    for title in ("Erste am Platz", "Zweite am Platz"):
        add_voice(connection, district="mitte", pin=SHARED, title=title)
    add_voice(connection, district="mitte", pin=COARSE, title="Ungefähr", precision="street")
    for pin in PAIR:
        add_voice(connection, district="mitte", pin=pin, kind="heart_place", title="Herzensort")
    add_voice(connection, district="disteln", title="Zum Stadtteil")
    add_voice(connection, title="Zu ganz Herten")


@pytest.fixture(scope="module")
def few(databases: Databases) -> Iterator[str]:
    """A workbench with eight voices, far enough from each other to be pointed at."""
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        _few(connection)
    url = engine.url.render_as_string(hide_password=False)
    with served(create_app(Settings(database_url=url), clock=lambda: NOW)) as address:
        yield address


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Iterator[str]:
    """A workbench with some hundred voices."""
    engine = databases.herten("sqlite")
    fill_crowd(engine, 320)
    url = engine.url.render_as_string(hide_password=False)
    with served(create_app(Settings(database_url=url), clock=lambda: NOW)) as address:
        yield address


@pytest.fixture
def map_page(browser: Browser, few: str) -> Iterator[Page]:
    """A page on the workbench with few voices; any error of a script fails the test."""
    page = browser.new_page(base_url=few, viewport=DESKTOP)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None,
    )
    yield page
    page.close()
    assert [one for one in wrong if "GPU stall" not in one] == []


def look_at(page: Page, pin: Point, *, zoom: float = 17) -> tuple[float, float]:
    """Open the map with a place left of its middle, where a label stands; return where it is."""
    at = reproject(pin, source=STORAGE_CRS, target=LON_LAT)
    beside = round(LEFT_PX / (512 * 2**zoom) * 360, 5)
    page.goto(f"/karte#karte={zoom}/{at.y:.5f}/{at.x + beside:.5f}")
    expect(page.locator(".map-label:visible")).not_to_have_count(0)
    box = page.locator(".map-view").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2 - LEFT_PX, box["y"] + box["height"] / 2


def point_until_named(page: Page, x: float, y: float) -> str:
    """Point at a place until the map, drawn in software, can say what is there."""
    tip = page.locator(".map-tip")
    for step in range(60):
        page.mouse.move(x + step % 2, y)
        page.wait_for_timeout(250)
        if tip.is_visible():
            return tip.inner_text()
    return ""


def counts_on(page: Page, selector: str, district: str) -> str:
    return page.locator(f"{selector}.district-{district} .map-label__number").inner_text()


def test_every_label_counts_the_voices_of_its_district(map_page: Page) -> None:
    open_map(map_page)

    numbers = map_page.locator(".map-label__number").all_inner_texts()
    assert sorted(numbers) == sorted(["6", "1", *["0"] * 7])
    assert counts_on(map_page, ".map-label", "mitte") == "6"


def test_a_label_says_its_number_aloud(map_page: Page) -> None:
    open_map(map_page)

    expect(map_page.locator(".map-label.district-mitte")).to_have_accessible_name(
        re.compile(r"Herten-Mitte.*, 6 Stimmen")
    )


def test_the_labels_follow_the_filter(map_page: Page) -> None:
    open_map(map_page)
    map_page.locator("#voices-more summary").click()
    map_page.locator("#kind-heart_place").click()

    expect(map_page.locator(".map-label.district-mitte .map-label__number")).to_have_text("2")


def test_without_the_layer_labels_count_no_voices(map_page: Page) -> None:
    open_map(map_page)
    map_page.locator("#layers-more summary").click()
    map_page.locator("#layer-voices").click()

    expect(map_page.locator(".map-label__voices:visible")).to_have_count(0)


def test_a_sign_says_what_it_is_and_opens_its_card(map_page: Page) -> None:
    x, y = look_at(map_page, ALONE)

    assert point_until_named(map_page, x, y - 10) == "Beitrag · Mobilität"
    map_page.mouse.click(x, y - 10)
    expect(map_page.locator(".map-card__title")).to_have_text("Bank am Weg")
    expect(map_page.locator(".map-card a").first).to_have_attribute(
        "href", re.compile(r"/beitrag/\d{9}$")
    )


def test_voices_at_one_spot_are_listed(map_page: Page) -> None:
    x, y = look_at(map_page, SHARED)

    assert point_until_named(map_page, x, y) == "2 Stimmen in Herten-Mitte"
    map_page.mouse.click(x, y)
    expect(map_page.locator(".map-card__links a")).to_have_text(
        ["Zweite am Platz", "Erste am Platz", "alle 2 in der Liste"]
    )
    map_page.locator(".map-card__links a").last.click()
    expect(map_page.locator("#count")).to_contain_text("2 von 8")


def test_a_cluster_falls_apart_when_it_is_clicked(map_page: Page) -> None:
    x, y = look_at(map_page, PAIR[0], zoom=13.4)

    assert point_until_named(map_page, x, y) == "2 Stimmen in Herten-Mitte"
    map_page.mouse.click(x, y)
    expect(map_page).to_have_url(re.compile(r"#karte=15\.00/"))


def test_an_approximate_place_says_so(map_page: Page) -> None:
    x, y = look_at(map_page, COARSE)
    point_until_named(map_page, x, y)

    map_page.mouse.click(x, y)
    expect(map_page.locator(".map-card__facts")).to_contain_text("ungefährer Ort, auf 100 m")


def test_a_voice_of_the_list_is_shown_on_the_map_by_keyboard(map_page: Page) -> None:
    open_map(map_page)
    button = map_page.locator("[data-show-voice]").first
    button.focus()
    map_page.keyboard.press("Enter")
    expect(map_page.locator(".map-card__title")).to_be_visible()
    expect(map_page).to_have_url(re.compile(r"#karte=16\.50/"))
    map_page.keyboard.press("Escape")

    expect(map_page.locator(".map-card")).to_be_hidden()
    expect(button).to_be_focused()


def test_a_chosen_voice_is_marked_in_the_list(map_page: Page) -> None:
    open_map(map_page)
    line = map_page.locator(".voice-line:has([data-show-voice])").first
    line.locator("[data-show-voice]").click()

    expect(line).to_have_class(re.compile("is-chosen"))


def test_a_voice_about_a_district_offers_no_point(map_page: Page) -> None:
    open_map(map_page)

    expect(map_page.locator(".group.district-disteln .voice-line")).to_contain_text("ohne Punkt")


def test_a_voice_can_be_shown_by_tap(browser: Browser, few: str) -> None:
    phone = new_phone(browser, few)
    open_map(phone)
    button = phone.locator("[data-show-voice]").first
    button.scroll_into_view_if_needed()
    button.tap()

    expect(phone.locator(".map-card__title")).to_be_visible()
    phone.context.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, {"width": 320, "height": 640}], ids=str)
def test_labels_with_numbers_do_not_overlap(
    browser: Browser, crowded: str, size: ViewportSize
) -> None:
    page = browser.new_page(base_url=crowded, viewport=size)
    open_map(page)
    labels = boxes(page, ".map-label")

    assert len(labels) == 9
    assert overlapping(labels) == []
    page.close()


@pytest.mark.parametrize("path", ["/stimmen", "/stimmen?ordnung=neu", "/karte", "/en/stimmen"])
def test_pages_with_voices_have_no_serious_barrier(
    browser: Browser, crowded: str, path: str
) -> None:
    page = browser.new_page(base_url=crowded, viewport=DESKTOP)
    page.goto(path)
    if path == "/karte":
        open_map(page)

    assert barriers(page) == []
    page.close()


@pytest.mark.parametrize("path", ["/stimmen", "/karte"])
def test_no_voice_is_lost_on_a_narrow_screen(browser: Browser, crowded: str, path: str) -> None:
    page = browser.new_page(base_url=crowded, viewport={"width": 320, "height": 640})
    page.goto(path)

    wide: Any = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320
    page.close()


def test_the_list_filters_without_script(browser: Browser, crowded: str) -> None:
    context = browser.new_context(base_url=crowded, java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto("/stimmen")
    page.locator("#kind-heart_place").click()
    page.locator(".filter__submit").click()

    assert "art=heart_place" in page.url
    kinds = page.locator(".voice-item__kind").all_inner_texts()
    assert all(kind.startswith("Herzensort") for kind in kinds)
    context.close()


def test_the_list_filters_with_script_and_goes_back(browser: Browser, crowded: str) -> None:
    page = browser.new_page(base_url=crowded, viewport=DESKTOP)
    page.goto("/stimmen")
    before = page.locator("#count").inner_text()
    page.locator("#kind-heart_place").click()
    page.wait_for_url(re.compile("art=heart_place"))
    expect(page.locator("#count")).not_to_have_text(before)
    page.go_back()

    expect(page.locator("#count")).to_have_text(before)
    page.close()
