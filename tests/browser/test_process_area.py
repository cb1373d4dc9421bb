"""Staff draw the area of a process: by mouse and by finger, with every step undone, and mapless."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from shapely import MultiPolygon
from sqlalchemy import Engine

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.database.engine import reading, writing
from services.processes.store import Processes
from services.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, served
from tests.browser.test_accessibility import barriers
from tests.conftest import Databases
from tests.services.staff import add_staff

pytestmark = pytest.mark.browser

FORM = "/verwaltung/verfahren/neu"
TRIANGLE = ((-60, -70), (70, -40), (10, 80))
"""Corners in pixels from the middle of the map: in Herten wherever the whole city is shown."""
BOW_TIE = ((-60, -60), (60, 60), (60, -60), (-60, 60))
WITH_HOLE = {
    "type": "Polygon",
    "coordinates": [
        [[7.12, 51.58], [7.15, 51.58], [7.15, 51.60], [7.12, 51.60], [7.12, 51.58]],
        [[7.13, 51.585], [7.13, 51.59], [7.14, 51.59], [7.13, 51.585]],
    ],
}


@dataclass(frozen=True)
class Office:
    """A workbench with one planner, over a database of its own."""

    address: str
    engine: Engine
    browser: Browser

    def context(self, **options: Any) -> BrowserContext:
        """Return a browser in which the planner is signed in."""
        with writing(self.engine) as connection:
            actor = add_staff(connection, "planner", now=utc_now())
            token = Sessions(connection).add(actor.id, now=utc_now())
        context = self.browser.new_context(base_url=self.address, locale="de-DE", **options)
        context.add_cookies([{"name": "werkbank", "value": token, "url": self.address}])
        return context

    def area(self, process_id: str) -> MultiPolygon:
        with reading(self.engine) as connection:
            area = Processes(connection).get(process_id).area
        assert area is not None
        return area


@pytest.fixture(scope="module")
def office(
    browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    engine = databases.herten("sqlite")
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_file=tmp_path_factory.mktemp("office") / "secret",
    )
    with served(create_app(settings)) as address:
        yield Office(address, engine, browser)


def _page_in(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        # An answer 422 is what a form gets that must be corrected.
        lambda message: (
            wrong.append(message.text)
            if message.type == "error" and "422" not in message.text
            else None
        ),
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(office: Office) -> Iterator[Page]:
    yield from _page_in(office.context(viewport=DESKTOP))


@pytest.fixture
def phone(office: Office) -> Iterator[Page]:
    yield from _page_in(office.context(viewport=PHONE, is_mobile=True, has_touch=True))


def _open(page: Page, path: str = FORM) -> None:
    """Open a form and its map, with the whole of it on the screen."""
    page.goto(path)
    page.locator("#area_kind-polygon").check()
    expect(page.locator("#area-draw[data-ready]")).to_be_visible()
    expect(page.locator("#area-map .map-label:visible")).not_to_have_count(0)


def _fill(page: Page, name: str) -> None:
    page.locator("#title_de").fill(name)
    page.locator("#question_de").fill("Was soll hier anders werden?")
    page.locator("#target_group_de").fill("Alle, die hier wohnen")
    page.locator("#id").fill(name.lower())
    page.locator("#standing-yes").check()


def _on_screen(page: Page, right: float, down: float) -> tuple[float, float]:
    canvas = page.locator("#area-map canvas")
    canvas.evaluate("canvas => canvas.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = canvas.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down


def _press(page: Page, corners: tuple[tuple[int, int], ...]) -> None:
    for corner in corners:
        page.mouse.click(*_on_screen(page, *corner))


def _drag(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    page.mouse.move(*_on_screen(page, *start))
    page.mouse.down()
    page.mouse.move(*_on_screen(page, *end), steps=6)
    page.mouse.up()


def _said(page: Page) -> Any:
    return page.locator("#area-draw [role=status]")


def _button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def _drawn(page: Page) -> Any:
    return json.loads(page.locator("#area-text").input_value())


def test_a_triangle_is_drawn_by_mouse_and_changed_later(office: Office, page: Page) -> None:
    _open(page)
    expect(page.locator("#area-text")).to_be_hidden()
    expect(_said(page)).to_contain_text("Jeder Klick setzt eine Ecke")
    _press(page, TRIANGLE)
    expect(_said(page)).to_contain_text("3 Ecken.")
    _press(page, TRIANGLE[:1])
    expect(_said(page)).to_contain_text("1 Fläche. Ziehen Sie")
    [ring] = _drawn(page)["coordinates"]
    assert len(ring) == 4
    assert all(round(degrees, 7) == degrees for corner in ring for degrees in corner)
    _fill(page, "Dreieck")
    _button(page, "Entwurf anlegen").click()
    expect(page.get_by_text("Der Entwurf ist angelegt.")).to_be_visible()
    before = office.area("dreieck")
    assert len(before.geoms[0].exterior.coords) == 4

    _open(page, "/verwaltung/verfahren/dreieck")
    expect(_said(page)).to_contain_text("1 Fläche. Ziehen Sie")
    _button(page, "Speichern").click()
    expect(page.get_by_text("Die Änderung ist gespeichert.")).to_be_visible()
    assert office.area("dreieck").equals_exact(before)

    _open(page, "/verwaltung/verfahren/dreieck")
    _button(page, "Alles entfernen").click()
    expect(page.locator("#area-text")).to_have_value("")
    _press(page, ((-90, -90), (90, -90), (90, 90), (-90, 90)))
    _button(page, "Speichern").click()  # saving closes what is open
    expect(page.get_by_text("Die Änderung ist gespeichert.")).to_be_visible()
    assert len(office.area("dreieck").geoms[0].exterior.coords) == 5


def test_corners_are_moved_added_and_removed_and_every_step_is_undone(page: Page) -> None:
    _open(page)
    _press(page, TRIANGLE)
    _button(page, "Fertig").click()
    expect(_said(page)).to_contain_text("1 Fläche.")
    first = _drawn(page)
    _drag(page, TRIANGLE[1], (110, -60))
    expect(_said(page)).to_contain_text("Ecke gewählt")
    moved = _drawn(page)
    assert moved != first
    _drag(page, (60, 10), (90, 30))  # half way between two corners
    expect(_said(page)).to_contain_text("Ecke gewählt")
    assert len(_drawn(page)["coordinates"][0]) == 5
    _button(page, "Ecke entfernen").click()
    assert _drawn(page) == moved
    page.mouse.click(*_on_screen(page, *TRIANGLE[0]))
    _button(page, "Ecke entfernen").click()
    expect(_said(page)).to_contain_text("Drei Ecken müssen bleiben.")

    _button(page, "Fläche zeichnen").click()
    _press(page, ((-200, 100), (-120, 100), (-160, 160)))
    _button(page, "Rückgängig").click()
    expect(_said(page)).to_contain_text("2 Ecken.")
    _press(page, ((-160, 160),))
    _button(page, "Fertig").click()
    expect(_said(page)).to_contain_text("2 Flächen.")
    assert len(_drawn(page)["features"]) == 2
    _button(page, "Fläche entfernen").click()
    expect(_said(page)).to_contain_text("1 Fläche.")
    _button(page, "Rückgängig").click()
    expect(_said(page)).to_contain_text("2 Flächen.")
    for _ in range(3):  # the second area, the removed corner, the added one
        _button(page, "Rückgängig").click()
    assert _drawn(page) == moved
    _button(page, "Rückgängig").click()
    assert _drawn(page) == first
    _button(page, "Rückgängig").click()
    expect(page.locator("#area-text")).to_have_value("")
    expect(_button(page, "Rückgängig")).to_have_attribute("aria-disabled", "true")


def test_a_triangle_is_drawn_by_finger_on_a_phone(office: Office, phone: Page) -> None:
    _open(phone)
    _fill(phone, "Finger")
    for corner in TRIANGLE:
        phone.touchscreen.tap(*_on_screen(phone, *corner))
    expect(_said(phone)).to_contain_text("3 Ecken.")
    _button(phone, "Fertig").tap()
    expect(_said(phone)).to_contain_text("1 Fläche.")
    before = _drawn(phone)

    x, y = _on_screen(phone, *TRIANGLE[1])
    scrolled = phone.evaluate("scrollY")
    fingers = phone.context.new_cdp_session(phone)
    for kind, away in (("touchStart", 0), ("touchMove", 15), ("touchMove", 40), ("touchEnd", None)):
        points = [] if away is None else [{"x": x - away, "y": y - away}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(_said(phone)).to_contain_text("Ecke gewählt")
    assert _drawn(phone) != before
    assert phone.evaluate("scrollY") == scrolled
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    _button(phone, "Entwurf anlegen").tap()
    expect(phone.get_by_text("Der Entwurf ist angelegt.")).to_be_visible()
    assert len(office.area("finger").geoms[0].exterior.coords) == 4


def test_what_crosses_itself_comes_back_with_the_server_s_words(page: Page) -> None:
    _open(page)
    _fill(page, "Schleife")
    _press(page, BOW_TIE)
    _button(page, "Entwurf anlegen").click()
    expect(page.locator("#area-error")).to_contain_text("überschneidet oder berührt sich selbst")
    expect(page.locator("#area-draw[data-ready]")).to_be_visible()
    expect(_said(page)).to_contain_text("1 Fläche.")
    assert len(_drawn(page)["coordinates"][0]) == 5


def test_text_and_files_are_drawn_and_holes_are_kept(page: Page) -> None:
    _open(page)
    page.get_by_text("Als GeoJSON eingeben").click()
    page.locator("#area-text").fill(json.dumps(WITH_HOLE))
    expect(_said(page)).to_contain_text("1 Fläche. Was Löcher")
    _button(page, "Fläche zeichnen").click()
    _press(page, ((-200, 100), (-120, 100), (-160, 160)))
    _button(page, "Fertig").click()
    expect(_said(page)).to_contain_text("2 Flächen.")
    assert _drawn(page)["features"][0]["geometry"] == WITH_HOLE
    page.locator("#area-text").fill("Bertlich")
    expect(_said(page)).to_contain_text("lässt sich nicht zeichnen")
    outer = {"type": "Polygon", "coordinates": WITH_HOLE["coordinates"][:1]}
    page.locator("#area_file").set_input_files(
        {
            "name": "gebiet.geojson",
            "mimeType": "application/geo+json",
            "buffer": json.dumps(outer).encode(),
        }
    )
    expect(_said(page)).to_contain_text("„gebiet.geojson“ ist eingetragen. 1 Fläche.")
    assert _drawn(page) == outer


@pytest.mark.parametrize("path", [FORM, f"/en{FORM}"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_drawing_has_no_barriers(office: Office, path: str, viewport: Any) -> None:
    context = office.context(viewport=viewport)
    page = context.new_page()
    _open(page, path)
    _press(page, TRIANGLE)
    assert barriers(page) == []
    page.locator('[data-act="finish"]').click()
    assert barriers(page) == []
    heights = page.locator(".area-draw__tools button, #area-map .map-controls button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    context.close()

    assert min(heights) >= 44


def test_only_the_chosen_way_shows_and_the_map_comes_with_it(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(FORM)
    expect(page.locator("#area, #district_ids, #around")).to_have_count(3)
    for hidden in ("#area", "#district_ids", "#around"):
        expect(page.locator(hidden)).to_be_hidden()
    page.locator("#area_kind-districts").check()
    expect(page.locator("#district_ids")).to_be_visible()
    page.locator("#area_kind-circle").check()
    expect(page.locator("#around")).to_be_visible()
    expect(page.locator("#district_ids")).to_be_hidden()
    assert not [url for url in asked if "maplibre" in url or "area-map" in url]


def test_without_script_the_text_is_there_and_saves(office: Office) -> None:
    context = office.context(viewport=DESKTOP, java_script_enabled=False)
    page = context.new_page()
    page.goto(FORM)
    expect(page.locator("#area-map")).to_be_hidden()
    for shown in ("#district_ids", "#around", "#area-text", "#area_file"):
        expect(page.locator(shown)).to_be_visible()
    _fill(page, "Text")
    page.locator("#area_kind-polygon").check()
    page.locator("#area-text").fill(json.dumps(WITH_HOLE))
    _button(page, "Entwurf anlegen").click()
    expect(page.get_by_text("Der Entwurf ist angelegt.")).to_be_visible()
    context.close()

    assert len(office.area("text").geoms[0].interiors) == 1


def test_without_webgl_the_text_unfolds(office: Office) -> None:
    context = office.context(viewport=DESKTOP)
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(FORM)
    page.locator("#area_kind-polygon").check()
    expect(page.locator("#area-draw")).to_contain_text("Die Karte braucht WebGL")
    expect(page.locator("#area-text")).to_be_visible()
    expect(page.locator('[data-act="draw"]')).to_be_hidden()
    context.close()
