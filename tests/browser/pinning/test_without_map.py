"""The path without the map: of the same rank, by keyboard, without script, without WebGL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, writing_site
from tests.browser.writing import TEXT, WRITING, check, expect_step, send, tab_to, write
from tests.conftest import Databases

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with writing_site(databases, tmp_path_factory.mktemp("without")) as found:
        yield found


@pytest.fixture
def bare(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, viewport=PHONE, locale="de-DE"
    )
    yield context.new_page()
    context.close()


def choose_with_keys(page: Page, wanted: str) -> None:
    """Choose an option of the focused list by typing, as keyboards do."""
    page.keyboard.type(wanted)


def test_the_whole_path_without_a_map_goes_by_keyboard_alone(desk: Page, site: Site) -> None:
    desk.goto(WRITING)
    tab_to(desk, desk.get_by_role("link", name="Ich kann die Karte nicht benutzen"))
    desk.keyboard.press("Enter")
    expect(desk.locator("#place-list")).to_be_visible()
    expect(desk.locator("#pin-map")).to_be_hidden()
    tab_to(desk, desk.locator("#list-district"))
    choose_with_keys(desk, "Disteln")
    tab_to(desk, desk.locator("#place-list button"))
    desk.keyboard.press("Enter")
    expect(desk.locator("#list-place")).to_be_focused()
    choose_with_keys(desk, "Goetheschule")
    tab_to(desk, desk.locator("#place-list button"))
    desk.keyboard.press("Enter")
    expect_step(desk, "words")
    expect(desk.locator("#place-said")).to_have_text("Goetheschule, Disteln")
    tab_to(desk, desk.locator("#titel"))
    desk.keyboard.type("Ohne Karte gesagt")
    tab_to(desk, desk.locator("#text"))
    desk.keyboard.type(TEXT)
    tab_to(desk, desk.locator("[name=thema]").first)
    desk.keyboard.press("Space")
    tab_to(desk, desk.locator("#voice-form .form-actions button"))
    desk.keyboard.press("Enter")
    expect_step(desk, "check")
    tab_to(desk, desk.locator("#send-form .form-actions button"))
    desk.keyboard.press("Enter")
    expect(desk.locator(".receipt__number")).to_be_visible()

    assert site.voices("Ohne Karte gesagt") == 1


def test_a_voice_can_be_about_a_whole_district(desk: Page, site: Site) -> None:
    desk.goto(f"{WRITING}?weg=liste&stadtteil=bertlich")
    desk.locator("#place-list button").click()
    expect_step(desk, "words")
    expect(desk.locator("#place-said")).to_have_text("Stadtteil Bertlich")
    write(desk, "Ganz Bertlich")
    check(desk)
    send(desk)

    assert site.voices("Ganz Bertlich") == 1


def test_a_voice_can_be_about_all_of_herten(desk: Page, site: Site) -> None:
    desk.goto(f"{WRITING}?weg=liste")
    desk.locator("#list-district").select_option("citywide")
    desk.locator("#place-list button").click()
    expect_step(desk, "words")
    write(desk, "Ganz Herten")
    check(desk)
    send(desk)

    assert site.voices("Ganz Herten") == 1


def test_the_whole_path_works_without_script(bare: Page, site: Site) -> None:
    bare.goto(WRITING)
    bare.locator("#q").fill("Goetheschule")
    bare.get_by_role("button", name="Suchen").click()
    bare.get_by_role("button", name="Goetheschule").click()
    expect(bare.locator("#place-said")).to_contain_text("Goetheschule, Disteln")
    write(bare, "Ohne Skript gesagt")
    bare.locator("#voice-form .form-actions button").click()
    expect(bare.locator("#check-title")).to_be_visible()
    bare.locator("#send-form .form-actions button").click()
    expect(bare.locator(".receipt__number")).to_be_visible()

    assert site.voices("Ohne Skript gesagt") == 1


def test_without_script_the_way_back_keeps_the_words(bare: Page) -> None:
    bare.goto(f"{WRITING}?weg=liste&stadtteil=disteln&schritt=worte")
    write(bare, "Bleibt auch so")
    bare.get_by_role("button", name="Ort ändern").click()
    bare.locator("#q").fill("Goetheschule")
    bare.get_by_role("button", name="Suchen").click()
    bare.get_by_role("button", name="Goetheschule").click()

    expect(bare.locator("#titel")).to_have_value("Bleibt auch so")


def test_enter_in_a_field_goes_on_and_does_not_go_back_to_the_place(bare: Page) -> None:
    bare.goto(f"{WRITING}?weg=liste&stadtteil=disteln&schritt=worte")
    write(bare, "Mit der Eingabetaste")
    bare.locator("#titel").press("Enter")

    expect(bare.locator("#check-title")).to_be_visible()


def test_without_script_what_is_missing_is_told_on_top_and_beside(bare: Page) -> None:
    bare.goto(f"{WRITING}?weg=liste&stadtteil=disteln&schritt=worte")
    bare.locator("#titel").fill("Nur eine Überschrift")
    bare.locator("#voice-form .form-actions button").click()

    expect(bare.locator(".form-summary a[href='#text']")).to_be_visible()
    expect(bare.locator("#text")).to_have_attribute("aria-invalid", "true")
    expect(bare.locator("#titel")).to_have_value("Nur eine Überschrift")


def test_where_the_map_cannot_be_drawn_the_search_leads_on(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=site.address)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null;")
    page.goto(WRITING)
    expect(page.locator(".map-absent")).to_contain_text("Suchen Sie den Ort")
    page.locator("#q").fill("Goetheschule")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("button", name="Goetheschule").click()

    expect_step(page, "words")
    page.close()


def test_one_can_change_from_the_list_to_the_map(desk: Page) -> None:
    desk.goto(f"{WRITING}?weg=liste")
    desk.get_by_role("link", name="Doch auf der Karte zeigen").click()

    expect(desk.locator(".map-label:visible")).to_have_count(9)


@pytest.mark.parametrize("way", ["", "?weg=liste", "?weg=liste&stadtteil=disteln&schritt=worte"])
@pytest.mark.parametrize("width", [320, 640])
def test_nothing_needs_sideways_scrolling(
    browser: Browser, site: Site, way: str, width: int
) -> None:
    page = browser.new_page(base_url=site.address, viewport={"width": width, "height": 640})
    page.goto(WRITING + way)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
