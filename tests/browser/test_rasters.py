"""A GeoTIFF, from the upload to the value at a click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.database.engine import writing
from services.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, axe_source, open_map, served
from tests.conftest import Databases
from tests.services.staff import add_staff
from tests.zoo.build_rasters import geotiff

pytestmark = pytest.mark.browser

WARM = np.full((120, 120), 31.5, np.float32)
WARM[:3, :3] = -9999
WARM[0, 10:13] = (30, 32, 33)
CARD = ".map-card"


@pytest.fixture(scope="module")
def site(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[str]:
    """A workbench into which somebody has brought a raster, by its pages."""
    folder = tmp_path_factory.mktemp("rasters")
    path = folder / "hitze.tif"
    path.write_bytes(geotiff(WARM, west=364_000, north=5_724_000, cell=100))
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=utc_now())
        token = Sessions(connection).add(actor.id, now=utc_now())
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        import_dir=folder / "imports",
        layer_dir=folder / "layers",
    )
    with served(create_app(settings)) as address:
        _bring_in(browser, address, token, path)
        yield address


def _bring_in(browser: Browser, address: str, token: str, path: Path) -> None:
    context = browser.new_context(base_url=address, viewport=DESKTOP, locale="de-DE")
    context.add_cookies([{"name": "werkbank", "value": token, "url": address}])
    page = context.new_page()
    page.goto("/verwaltung/importe")
    page.set_input_files("#files", path)
    page.get_by_role("button", name="Hochladen und prüfen").click()
    page.get_by_label("heißt „kein Wert“").first.check()
    page.fill("#unit", "°C")
    page.fill("#as_of", "2026-01-01")
    page.fill("#source", "Stadt Herten, Umwelt")
    page.select_option("#licence", "cc-zero")
    page.check("#visibility-public")
    page.get_by_role("button", name="So laden").click()
    page.get_by_role("link", name="Zur Seite der Ebene").click()
    expect(page).to_have_url(f"{address}/ebenen/hitze")
    context.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    yield from _page(browser, site, DESKTOP)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    yield from _page(browser, site, PHONE)


def _page(browser: Browser, address: str, size: ViewportSize) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport=size, locale="de-DE")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def click_beside_names(page: Page) -> None:
    """Click south-west of the city, where no name of a district lies."""
    view = page.locator(".map-view")
    view.scroll_into_view_if_needed()
    box = view.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.75)


def switch_on(page: Page) -> None:
    open_map(page)
    more = page.locator("#layers-more")
    if more.get_attribute("open") is None:
        more.locator("summary").first.click()
    with page.expect_response(re.compile(r"/tiles/hitze/.*\.webp")):
        page.locator("#layer-hitze").check()


def test_a_click_on_the_map_tells_the_value_there(page: Page) -> None:
    switch_on(page)

    click_beside_names(page)

    expect(page.locator(CARD)).to_contain_text("Wert hier: 31,5 °C")
    expect(page.locator(CARD)).to_contain_text("Hitze")


def test_on_a_phone_a_tap_tells_the_value_there(phone: Page) -> None:
    switch_on(phone)

    click_beside_names(phone)

    expect(phone.locator(CARD)).to_contain_text("Wert hier: 31,5 °C")


def test_the_enter_key_tells_the_value_in_the_middle(page: Page) -> None:
    switch_on(page)

    page.locator(".map-view canvas").focus()
    page.keyboard.press("Enter")

    expect(page.locator(CARD)).to_contain_text("Wert hier: 31,5 °C")
    expect(page.locator(CARD).get_by_role("link", name="Stadtteilseite")).to_be_visible()


def test_a_raster_that_is_switched_off_leaves_clicks_to_the_districts(page: Page) -> None:
    switch_on(page)
    page.locator("#layer-hitze").uncheck()

    page.locator(".map-view canvas").focus()
    page.keyboard.press("Enter")

    expect(page.locator(CARD)).to_be_visible()
    expect(page.locator(CARD)).not_to_contain_text("Wert hier")


def test_the_legend_stands_there_while_the_raster_is_shown(page: Page) -> None:
    legend = page.locator('[data-legend-of="hitze"]')
    switch_on(page)
    expect(legend).to_contain_text("Hitze (°C)")
    legend.get_by_text("Werte je Stadtteil").click()
    expect(legend.get_by_text("31,5 °C")).to_have_count(10)

    page.locator("#layer-hitze").uncheck()

    expect(legend).to_be_hidden()


@pytest.mark.parametrize("path", ["/ebenen/hitze", "/stadtteile/bertlich"])
def test_nobody_is_shut_out_of_the_numbers(page: Page, path: str) -> None:
    page.goto(path)

    page.evaluate(axe_source())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    grave = {"serious", "critical"}

    assert [one["id"] for one in found["violations"] if one["impact"] in grave] == []
