"""Pinning on the map: by finger, by pointer and by keyboard, until the voice is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from shapely import Point
from sqlalchemy import Engine, update

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.engine import writing as writing_transaction
from services.database.tables import participation_process
from tests.browser.conftest import PHONE, Site, new_phone, writing_site
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
    step,
    tab_to,
    to_words,
    words,
    write,
)
from tests.conftest import Databases
from tests.services.voice_rows import put_voice

pytestmark = pytest.mark.browser

SPOT = (7.1440, 51.6080)
"""Somewhere in Disteln where somebody spoke already."""
QUIET = (7.1300, 51.6010)
"""Somewhere in the city where nobody did."""
GELSENKIRCHEN = (7.0500, 51.5600)
MOST_TAPS = 6


def _fill(engine: Engine) -> None:
    """Let somebody have spoken, and one process be about two districts only."""
    pin = reproject(Point(*SPOT), source=LON_LAT, target=STORAGE_CRS)
    with writing_transaction(engine) as connection:
        put_voice(
            connection,
            district="disteln",
            title="Zebrastreifen an der Schule",
            precision="spot",
            pin=pin,
            public_pin=pin,
        )
        connection.execute(
            update(participation_process)
            .where(participation_process.c.id == "herzensorte")
            .values(area_kind="districts", district_ids=["disteln", "scherlebeck"])
        )


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with writing_site(databases, tmp_path_factory.mktemp("pinning"), _fill) as found:
        yield found


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    page = new_phone(browser, site.address)
    yield page
    page.context.close()


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    page = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 800})
    yield page
    page.close()


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


def address_of(page: Page) -> tuple[float, float]:
    """Return the longitude and latitude that the page's address carries."""
    query = parse_qs(urlsplit(page.url).query)
    return float(query["lon"][0]), float(query["lat"][0])


def is_in_view(page: Page, target: Locator) -> bool:
    """Return True when nothing need be scrolled to see the whole of it."""
    box = target.bounding_box()
    size = page.viewport_size
    assert size is not None
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_a_first_visitor_sends_a_voice_in_six_taps(phone: Page, site: Site) -> None:
    taps = 0

    def tap(target: Locator) -> None:
        nonlocal taps
        target.tap()
        taps += 1

    phone.goto("/")
    tap(phone.locator(f"main a[href='{WRITING}']").first)
    expect(words(phone)).not_to_be_empty()
    tap(here(phone))
    expect(step(phone)).to_have_attribute("data-now", re.compile("near|words"))
    if step(phone).get_attribute("data-now") == "near":
        tap(phone.locator("[data-write-new]"))
    phone.keyboard.type("Eine Bank am Weg")
    phone.keyboard.press("Enter")  # "next" on a phone's keyboard
    phone.keyboard.type("Hier fehlt eine Bank, auf der man sich ausruhen kann.")
    tap(phone.locator("#thema-mobility"))
    tap(phone.locator("#voice-form .form-actions button"))
    expect_step(phone, "check")
    tap(phone.locator("#send-form .form-actions button"))
    expect(phone.locator(".receipt__number")).to_be_visible()

    assert taps <= MOST_TAPS
    assert site.voices("Eine Bank am Weg") == 1


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


def test_what_is_under_the_crosshair_is_said(phone: Page) -> None:
    open_writing(phone)

    expect(words(phone)).to_have_attribute("role", "status")
    expect(words(phone)).to_contain_text(re.compile("Herten-Mitte|Paschenberg|Disteln"))


def test_a_finger_moves_the_map_and_not_the_page(phone: Page) -> None:
    open_writing(phone)
    before = words(phone).inner_text()
    phone.locator(".map-label[data-district=bertlich]").tap()

    expect(words(phone)).not_to_have_text(before)
    expect(words(phone)).to_contain_text("Bertlich")


def test_the_whole_path_goes_by_keyboard_alone(desk: Page, site: Site) -> None:
    open_writing(desk)
    canvas = desk.locator(".maplibregl-canvas")
    tab_to(desk, canvas)
    desk.keyboard.press("ArrowRight")  # the pin appears in the middle
    expect(words(desk)).to_contain_text("Herten-Mitte")
    desk.keyboard.press("+")
    desk.keyboard.press("Shift+ArrowUp")
    expect(words(desk)).not_to_contain_text("Herten-Mitte")
    desk.keyboard.press("Enter")
    expect(step(desk)).to_have_attribute("data-now", re.compile("near|words"))
    desk.keyboard.type("Mit Tasten gesetzt")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Hier fehlt eine Bank, auf der man sich ausruhen kann.")
    tab_to(desk, desk.locator("[name=thema]").first)
    desk.keyboard.press("Space")
    tab_to(desk, desk.locator("#voice-form .form-actions button"))
    desk.keyboard.press("Enter")
    expect_step(desk, "check")
    expect(desk.locator("#check-title")).to_be_focused()
    tab_to(desk, desk.locator("#send-form .form-actions button"))
    desk.keyboard.press("Enter")
    expect(desk.locator(".receipt__number")).to_be_visible()

    assert site.voices("Mit Tasten gesetzt") == 1


def test_a_click_sets_the_pin_and_dragging_moves_it(desk: Page) -> None:
    open_writing(desk)
    expect(words(desk)).to_contain_text("Klicken Sie in die Karte")
    desk.mouse.click(560, 580)
    pin = desk.locator(".pin-mark")
    expect(pin).to_be_visible()
    expect(words(desk)).not_to_contain_text("Klicken Sie")
    before = pin.bounding_box()
    assert before is not None
    middle = before["x"] + before["width"] / 2
    desk.mouse.move(middle, before["y"] + 20)
    desk.mouse.down()
    desk.mouse.move(middle + 40, before["y"] - 60, steps=4)
    desk.mouse.up()
    after = pin.bounding_box()

    assert after is not None
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"])) == (40, -80)


def test_a_pin_outside_is_told_on_the_spot_with_distance_and_cure(desk: Page) -> None:
    open_writing(desk)
    desk.mouse.click(80, 600)

    expect(words(desk)).to_contain_text(re.compile(r"[\d,]+ k?m außerhalb von Herten"))
    expect(desk.locator(".pick__trouble")).to_contain_text("Setzen Sie den Punkt hinein")
    here(desk).click(force=True)
    expect_step(desk, "place")


def test_a_process_about_some_districts_begins_there_and_takes_no_pin_elsewhere(
    phone: Page,
) -> None:
    phone.goto("/mitmachen/herzensorte/neu")
    expect(words(phone)).to_contain_text(re.compile("Disteln|Scherlebeck"))
    expect(here(phone)).to_be_enabled()
    phone.locator(".map-label[data-district=mitte]").tap()

    expect(words(phone)).to_contain_text("außerhalb des Gebiets, um das es hier geht")
    expect(here(phone)).to_be_disabled()


def test_the_pin_moves_on_while_one_writes_and_a_typed_label_stays(desk: Page) -> None:
    to_words(desk)
    pin = desk.locator(".pin-mark")
    expect(pin).to_be_visible()
    desk.locator("#ort").fill("Spielplatz am Bach")
    before = desk.locator("#lon").input_value()
    pin.focus()
    desk.keyboard.press("Shift+ArrowLeft")

    expect(desk.locator("#lon")).not_to_have_value(before)
    expect(desk.locator("#ort")).to_have_value("Spielplatz am Bach")
    assert f"{address_of(desk)[0]:.6f}" == desk.locator("#lon").input_value()


def test_a_place_that_was_searched_by_keyboard_names_itself(desk: Page) -> None:
    open_writing(desk)
    desk.locator("#q").focus()
    desk.keyboard.type("Goethesch")
    expect(desk.locator("[role=option]").first).to_contain_text("Goetheschule")
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("#q")).to_have_attribute("aria-activedescendant", "q-options-0")
    desk.keyboard.press("Enter")
    expect(words(desk)).to_contain_text("Disteln, nahe Goetheschule")
    here(desk).click()
    go_on_to_words(desk)

    expect(desk.locator("#ort")).to_have_value("Goetheschule")
    expect(desk.locator("#place-said")).to_contain_text("Disteln")


def test_a_search_without_result_says_what_to_do(phone: Page) -> None:
    open_writing(phone)
    phone.locator("#q").fill("Xyzzy")

    expect(phone.locator("[data-search-told]")).to_contain_text("Probieren Sie einen Teil")


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


def test_what_others_said_close_by_comes_first(desk: Page) -> None:
    desk.goto(f"{WRITING}?weg=karte&lon={SPOT[0]}&lat={SPOT[1]}")
    expect_step(desk, "near")

    expect(desk.locator(".voice-card").first).to_contain_text("Zebrastreifen an der Schule")
    expect(desk.get_by_role("button", name="Ich unterstütze das").first).to_be_visible()
    expect(desk.get_by_role("link", name="Etwas Neues schreiben")).to_be_visible()
    expect(desk.locator("#voice-form")).to_be_hidden()


def test_the_place_can_be_changed_from_what_others_said(phone: Page) -> None:
    phone.goto(f"{WRITING}?weg=karte&lon={SPOT[0]}&lat={SPOT[1]}")
    expect_step(phone, "near")
    phone.get_by_role("link", name="Ort ändern").tap()

    expect_step(phone, "place")
    expect(words(phone)).to_contain_text("Disteln")


def test_a_coarser_place_is_one_tap_away_where_a_text_tells_of_people(phone: Page) -> None:
    to_words(phone)
    write(phone, "Zu genau", "Rufen Sie 02366 123456 an, dann reden wir über die Bank am Weg.")
    check(phone)
    expect(phone.locator(".check__warning")).to_contain_text("02366 123456")
    phone.get_by_role("button", name="ungefähr hier, etwa die Straße").tap()
    expect(phone.locator(".check__list").first).to_contain_text("Feldes von 100 Metern")
    phone.go_back()
    expect_step(phone, "words")

    expect(phone.locator("#genau-street")).to_be_checked()


def test_supporting_takes_one_click_and_stays_on_the_page(phone: Page) -> None:
    phone.goto(f"{WRITING}?weg=karte&lon={SPOT[0]}&lat={SPOT[1]}")
    expect_step(phone, "near")
    card = phone.locator(".voice-card", has_text="Zebrastreifen")
    card.get_by_role("button", name="Ich unterstütze das").tap()

    expect(card.locator(".support__told")).to_contain_text("gezählt")
    expect_step(phone, "near")


def test_back_goes_one_step_back_and_keeps_the_words(phone: Page) -> None:
    open_writing(phone)
    here(phone).tap()
    go_on_to_words(phone)
    write(phone, "Bleibt stehen")
    check(phone)
    phone.go_back()
    expect_step(phone, "words")
    expect(phone.locator("#titel")).to_have_value("Bleibt stehen")
    while step(phone).get_attribute("data-now") != "place":
        phone.go_back()
    expect(here(phone)).to_be_visible()
    here(phone).tap()
    go_on_to_words(phone)

    expect(phone.locator("#titel")).to_have_value("Bleibt stehen")


def test_a_reload_keeps_place_and_words(desk: Page) -> None:
    to_words(desk)
    write(desk, "Überlebt das Neuladen")
    expect(desk.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    desk.reload()
    expect_step(desk, "words")

    expect(desk.locator("#titel")).to_have_value("Überlebt das Neuladen")
    assert address_of(desk) == pytest.approx(SPOT, abs=1e-4)


def test_what_is_missing_is_told_beside_its_field(phone: Page) -> None:
    to_words(phone)
    phone.locator("#titel").fill("Zu kurz")
    phone.locator("#text").fill("Bank")
    phone.locator("#voice-form .form-actions button").tap()

    expect(phone.locator(".form-summary")).to_be_focused()
    expect(phone.locator("#text-error")).to_contain_text("20 Zeichen")
    expect(phone.locator("#titel")).to_have_value("Zu kurz")
    expect(phone.locator(".counter")).to_contain_text("Noch 16 Zeichen mindestens")


def test_a_field_is_changed_from_the_summary(desk: Page) -> None:
    to_words(desk)
    write(desk, "Zu ändern")
    check(desk)
    desk.get_by_role("button", name=re.compile("Ändern.*Überschrift")).click()

    expect_step(desk, "words")
    expect(desk.locator("#titel")).to_be_focused()


def test_an_impatient_finger_sends_one_voice(desk: Page, site: Site) -> None:
    to_words(desk)
    write(desk, "Doppelt getippt")
    check(desk)
    desk.evaluate(
        "() => { const b = document.querySelector('#send-form .form-actions button');"
        " b.click(); b.click(); b.click(); }"
    )
    expect(desk.locator(".receipt__number")).to_be_visible()

    assert site.voices("Doppelt getippt") == 1


def test_a_lost_answer_and_another_try_make_one_voice(desk: Page, site: Site) -> None:
    to_words(desk)
    write(desk, "Zweimal gesendet")
    check(desk)

    def deliver_and_lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    desk.route("**/senden", deliver_and_lose, times=1)
    desk.locator("#send-form .form-actions button").click()
    expect(desk.locator(".send-told")).to_contain_text("Keine Verbindung")
    assert site.voices("Zweimal gesendet") == 1
    send(desk)

    assert site.voices("Zweimal gesendet") == 1


def test_without_a_network_nothing_is_lost(desk: Page, site: Site) -> None:
    to_words(desk)
    write(desk, "Im Funkloch")
    desk.context.set_offline(True)
    desk.locator("#voice-form .form-actions button").click()
    expect(desk.locator(".send-told")).to_contain_text("Ihre Worte sind noch da")
    expect(desk.locator("#titel")).to_have_value("Im Funkloch")
    desk.context.set_offline(False)
    check(desk)
    send(desk)

    assert site.voices("Im Funkloch") == 1


def test_without_a_network_one_can_still_write_where_it_is(phone: Page) -> None:
    open_writing(phone)
    phone.context.set_offline(True)
    here(phone).tap()
    expect_step(phone, "words")

    expect(phone.locator(".near-unknown")).to_contain_text("Sie können trotzdem schreiben")
    phone.context.set_offline(False)


def test_number_and_private_link_can_be_copied(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    to_words(page)
    write(page, "Zum Merken")
    check(page)
    send(page)
    page.get_by_role("button", name="Link kopieren").click()
    expect(page.locator("[data-copied]").last).to_have_text("Kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert copied == page.locator(".receipt__link code").inner_text()
    context.close()


def test_the_device_proves_itself_where_much_was_sent(
    browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with writing_site(
        databases, tmp_path_factory.mktemp("proof"), proof_of_work_after=0
    ) as guarded:
        page = browser.new_page(base_url=guarded.address)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: wrong.append(message.text) if message.type == "error" else None,
        )
        to_words(page)
        write(page, "Mit Rechenaufgabe")
        check(page)
        expect(page.locator(".proof__said")).to_contain_text("Sie können senden")
        send(page)

        assert guarded.voices("Mit Rechenaufgabe") == 1
        assert wrong == []
        page.close()


def test_no_request_leaves_the_host_while_writing(desk: Page, site: Site) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    open_writing(desk)
    desk.mouse.click(560, 580)
    here(desk).click()
    go_on_to_words(desk)
    write(desk, "Bleibt im Haus")
    check(desk)
    send(desk)
    desk.wait_for_load_state("networkidle")

    assert {urlsplit(url).netloc for url in asked if not url.startswith(("blob:", "data:"))} == {
        urlsplit(site.address).netloc
    }


def test_scripts_of_the_writing_page_report_no_error(desk: Page) -> None:
    wrong: list[str] = []
    desk.on("pageerror", lambda error: wrong.append(str(error)))
    desk.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    open_writing(desk, f"/en{WRITING}")
    desk.mouse.click(560, 580)
    here(desk).click()
    go_on_to_words(desk)
    write(desk, "In English")
    check(desk)
    send(desk)

    assert wrong == []
    assert "/en/mein-beitrag/" in desk.url


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
