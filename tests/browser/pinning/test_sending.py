"""Sending: the whole path by finger and by keyboard; one voice, whatever the network does."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site, writing_site
from tests.browser.writing import (
    WRITING,
    check,
    expect_step,
    go_on_to_words,
    here,
    open_writing,
    send,
    send_and_lose_the_answer,
    step,
    tab_to,
    to_words,
    words,
    write,
)
from tests.conftest import Databases

pytestmark = pytest.mark.browser

MOST_TAPS = 6


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
    send_and_lose_the_answer(desk)
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
