"""From the spot to the summary: near voices first, words kept on every way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pinning.conftest import SPOT
from tests.browser.writing import (
    WRITING,
    address_of,
    check,
    expect_step,
    go_on_to_words,
    here,
    open_writing,
    step,
    to_words,
    words,
    write,
)

pytestmark = pytest.mark.browser


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


def test_supporting_takes_one_click_and_stays_on_the_page(phone: Page) -> None:
    phone.goto(f"{WRITING}?weg=karte&lon={SPOT[0]}&lat={SPOT[1]}")
    expect_step(phone, "near")
    card = phone.locator(".voice-card", has_text="Zebrastreifen")
    card.get_by_role("button", name="Ich unterstütze das").tap()

    expect(card.locator(".support__told")).to_contain_text("gezählt")
    expect_step(phone, "near")


def test_what_is_missing_is_told_beside_its_field(phone: Page) -> None:
    to_words(phone)
    phone.locator("#titel").fill("Zu kurz")
    phone.locator("#text").fill("Bank")
    phone.locator("#voice-form .form-actions button").tap()

    expect(phone.locator(".form-summary")).to_be_focused()
    expect(phone.locator("#text-error")).to_contain_text("20 Zeichen")
    expect(phone.locator("#titel")).to_have_value("Zu kurz")
    expect(phone.locator(".counter")).to_contain_text("Noch 16 Zeichen mindestens")


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


def test_a_field_is_changed_from_the_summary(desk: Page) -> None:
    to_words(desk)
    write(desk, "Zu ändern")
    check(desk)
    desk.get_by_role("button", name=re.compile("Ändern.*Überschrift")).click()

    expect_step(desk, "words")
    expect(desk.locator("#titel")).to_be_focused()


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


def test_without_a_network_one_can_still_write_where_it_is(phone: Page) -> None:
    open_writing(phone)
    phone.context.set_offline(True)
    here(phone).tap()
    expect_step(phone, "words")

    expect(phone.locator(".near-unknown")).to_contain_text("Sie können trotzdem schreiben")
    phone.context.set_offline(False)
