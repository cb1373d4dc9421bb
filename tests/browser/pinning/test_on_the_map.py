"""Choosing the spot on the map: by finger, by pointer and by a name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.writing import (
    address_of,
    expect_step,
    go_on_to_words,
    here,
    open_writing,
    to_words,
    words,
)

pytestmark = pytest.mark.browser


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


def test_close_by_the_map_says_that_it_shows_what_others_said(desk: Page) -> None:
    open_writing(desk)
    legend = desk.locator(".pin-others")
    expect(legend).to_be_hidden()
    desk.mouse.click(560, 580)
    for _ in range(4):
        desk.get_by_role("button", name="Vergrößern").click()

    expect(legend).to_be_visible()
