"""Layers that staff brought in, on the map: switched on, drawn, read, below the districts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.database.engine import writing
from services.settings import Settings
from tests.brought_in import bring_in, layers
from tests.browser.conftest import DESKTOP, PHONE, axe_source, open_map, served
from tests.conftest import Databases
from tests.services.staff import add_staff

pytestmark = pytest.mark.browser

NEAR = "#karte=16/51.597/7.135"


@pytest.fixture(scope="module")
def site(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """A workbench with layers, and the token of somebody of its staff."""
    folder = tmp_path_factory.mktemp("layers")
    engine = databases.herten("sqlite")
    bring_in(engine, folder, layers())
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=utc_now())
        token = Sessions(connection).add(actor.id, now=utc_now())
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_file=folder / "secret",
    )
    with served(create_app(settings)) as address:
        yield address, token


@pytest.fixture
def page(browser: Browser, site: tuple[str, str]) -> Iterator[Page]:
    """A page on which any error of a script fails the test."""
    yield from _page(browser, site[0])


@pytest.fixture
def staff_page(browser: Browser, site: tuple[str, str]) -> Iterator[Page]:
    """A page of somebody who is signed in."""
    address, token = site
    yield from _page(browser, address, token=token)


def _page(
    browser: Browser, address: str, *, token: str = "", size: ViewportSize = DESKTOP
) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport=size, locale="de-DE")
    if token:
        context.add_cookies([{"name": "werkbank", "value": token, "url": address}])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def switch(page: Page, layer: str) -> None:
    more = page.locator("#layers-more")
    if more.get_attribute("open") is None:
        more.locator("summary").click()
    page.locator(f"#layer-{layer}").check()


def test_the_way_from_its_page_leads_to_where_a_layer_lies(page: Page) -> None:
    page.goto("/ebenen/radwege")
    page.get_by_role("link", name="Auf der Karte zeigen").click()

    expect(page.locator("#layer-radwege")).to_be_checked()
    expect(page).to_have_url(re.compile(r"#karte=\d+\.\d+/51\.\d+/7\.\d+$"))


def click_middle(page: Page) -> None:
    box = page.locator(".map-view").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def settled(page: Page, path: str) -> None:
    """Open the map and wait until the tiles it needs have come."""
    page.goto(path)
    expect(page.locator(".map-label:visible")).not_to_have_count(0)
    page.wait_for_load_state("networkidle")


def test_a_layer_asks_for_tiles_only_when_it_is_switched_on(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_map(page)
    assert not [url for url in asked if "/tiles/flaechennutzung/" in url]

    with page.expect_response("**/tiles/flaechennutzung/**") as tile:
        switch(page, "flaechennutzung")

    assert tile.value.ok


def test_the_legend_stands_there_while_the_layer_is_shown(page: Page) -> None:
    open_map(page)
    legend = page.locator('[data-legend-of="flaechennutzung"]')
    expect(legend).to_be_hidden()

    switch(page, "flaechennutzung")

    expect(legend).to_contain_text("alles andere")
    expect(legend).to_be_visible()


def test_a_layer_that_should_be_newer_says_so_in_its_switch(page: Page) -> None:
    open_map(page)

    expect(page.locator("label[for=layer-radwege]")).to_contain_text("überfällig")
    expect(page.locator("label[for=layer-flaechennutzung]")).not_to_contain_text("überfällig")


def test_a_click_tells_about_the_feature_without_its_personal_columns(page: Page) -> None:
    settled(page, f"/karte?ebenen=flaechennutzung{NEAR}")

    click_middle(page)

    card = page.get_by_role("dialog")
    expect(card).to_contain_text("Flächennutzung")
    expect(card).to_contain_text("Einwohner")
    expect(card).to_contain_text("Stadtteile")
    expect(card).not_to_contain_text("Eigentümer")


def test_the_enter_key_tells_about_what_lies_in_the_middle(page: Page) -> None:
    settled(page, f"/karte?ebenen=flaechennutzung{NEAR}")
    canvas = page.locator("canvas.maplibregl-canvas")
    canvas.focus()

    canvas.press("Enter")

    card = page.get_by_role("dialog")
    expect(card).to_contain_text("Nutzung")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(canvas).to_be_focused()


def test_without_a_feature_the_enter_key_tells_about_the_district(page: Page) -> None:
    settled(page, f"/karte?ebenen=none{NEAR}")
    canvas = page.locator("canvas.maplibregl-canvas")
    canvas.focus()

    canvas.press("Enter")

    expect(page.get_by_role("dialog")).to_contain_text("Herten-Mitte")


def test_a_feature_of_another_district_is_not_there_to_click(page: Page) -> None:
    settled(page, f"/karte?stadtteil=bertlich&ebenen=flaechennutzung{NEAR}")

    click_middle(page)

    expect(page.get_by_role("dialog")).to_contain_text("Herten-Mitte")


def test_the_pointer_is_told_what_a_feature_is_called(page: Page) -> None:
    settled(page, f"/karte?ebenen=flaechennutzung{NEAR}")
    box = page.locator(".map-view").bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    expect(page.locator(".map-tip")).to_contain_text("Nummer")


def test_what_is_for_staff_only_is_neither_offered_nor_told_to_others(page: Page) -> None:
    open_map(page)

    expect(page.locator("#layer-flurstuecke")).to_have_count(0)
    style = page.request.get("/styles/werkbank.json").text()
    assert "flurstuecke" not in style


def test_staff_see_their_layers_with_all_columns(staff_page: Page) -> None:
    settled(staff_page, f"/karte?ebenen=flurstuecke{NEAR}")
    expect(staff_page.locator("label[for=layer-flurstuecke]")).to_contain_text("nur intern")

    click_middle(staff_page)

    expect(staff_page.get_by_role("dialog")).to_contain_text("Eigentümer (nur intern)")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
def test_all_nine_names_stay_above_every_layer(
    browser: Browser, site: tuple[str, str], size: ViewportSize
) -> None:
    for page in _page(browser, site[0], size=size):
        settled(page, "/karte?ebenen=flaechennutzung&ebenen=radwege&ebenen=baumkataster")

        expect(page.locator(".map-label:visible")).to_have_count(9)


def test_the_switches_and_legends_have_no_serious_barrier(page: Page) -> None:
    settled(page, "/karte?ebenen=flaechennutzung&ebenen=radwege")
    page.evaluate(axe_source())

    found: dict[str, Any] = page.evaluate("axe.run('#panel')")

    serious = [one["id"] for one in found["violations"] if one["impact"] in {"serious", "critical"}]
    assert serious == []
