"""Drafts stay on the device: offered, deletable, never sent by themselves, nothing personal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Site, writing_site
from tests.browser.writing import (
    WRITING,
    check,
    expect_step,
    open_writing,
    send,
    send_and_lose_the_answer,
    to_words,
    write,
)
from tests.conftest import Databases

pytestmark = pytest.mark.browser

STORED = "localStorage.getItem('werkbank:drafts')"


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with writing_site(databases, tmp_path_factory.mktemp("drafts")) as found:
        yield found


@pytest.fixture
def device(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser whose windows share their drafts; each window is opened anew."""
    context = browser.new_context(
        base_url=site.address, viewport={"width": 1280, "height": 800}, locale="de-DE"
    )
    yield context
    context.close()


def begin(device: BrowserContext, title: str) -> None:
    """Write a draft in a window and close it."""
    page = device.new_page()
    to_words(page)
    write(page, title)
    expect(page.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    page.close()


def come_back(device: BrowserContext) -> Page:
    """Open the page in a new window."""
    page = device.new_page()
    open_writing(page)
    return page


def test_a_draft_is_offered_to_who_comes_back_with_place_and_words(
    device: BrowserContext,
) -> None:
    begin(device, "Eine Bank am Weg")
    page = come_back(device)
    page.get_by_role("button", name="1 Entwurf auf diesem Gerät").click()
    expect(page.locator(".drafts__one")).to_contain_text("Ideen für Herten · ")
    page.get_by_role("button", name="Weiterschreiben").click()
    expect_step(page, "words")

    expect(page.locator("#titel")).to_have_value("Eine Bank am Weg")
    expect(page.locator("#thema-mobility")).to_be_checked()
    expect(page.locator("#lon")).to_have_value("7.1440")
    expect(page.locator(".draft-line")).to_contain_text("wieder da")


def test_several_drafts_are_offered(device: BrowserContext) -> None:
    begin(device, "Eine Bank")
    begin(device, "Ein Baum")
    page = come_back(device)
    page.get_by_role("button", name="2 Entwürfe auf diesem Gerät").click()

    expect(page.locator(".drafts__name")).to_have_text(["Ein Baum", "Eine Bank"])


def test_who_comes_back_is_asked_and_nothing_is_filled_in(device: BrowserContext) -> None:
    begin(device, "Von gestern")
    page = device.new_page()
    to_words(page)

    expect(page.locator("#titel")).to_have_value("")


def test_who_comes_from_another_page_is_asked_in_the_same_window_too(
    device: BrowserContext,
) -> None:
    page = device.new_page()
    to_words(page)
    write(page, "Von eben")
    expect(page.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    page.goto("/")
    page.locator(f"main a[href='{WRITING}']").first.click()
    expect(page.get_by_role("button", name="1 Entwurf auf diesem Gerät")).to_be_visible()

    expect(page.locator("#titel")).to_have_value("")


def test_the_other_language_keeps_place_and_words(device: BrowserContext) -> None:
    page = device.new_page()
    to_words(page)
    write(page, "Zweisprachig")
    expect(page.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    page.locator("a.language").click()
    expect(page.locator(".draft-line")).to_contain_text("Your draft is back")

    expect(page.locator("#titel")).to_have_value("Zweisprachig")
    expect(page.locator("#lon")).to_have_value("7.1440")


def test_a_draft_is_never_sent_by_itself(device: BrowserContext, site: Site) -> None:
    begin(device, "Nicht von allein")
    page = device.new_page()
    posted: list[str] = []
    page.on(
        "request", lambda request: posted.append(request.url) if request.method == "POST" else None
    )
    open_writing(page)
    page.wait_for_load_state("networkidle")

    assert posted == []
    assert site.voices("Nicht von allein") == 0


def test_one_draft_is_deleted_and_the_other_stays(device: BrowserContext) -> None:
    begin(device, "Eine Bank")
    begin(device, "Ein Baum")
    page = come_back(device)
    page.get_by_role("button", name="2 Entwürfe").click()
    page.get_by_role("button", name="Entwurf „Eine Bank“ löschen").click()

    expect(page.locator(".drafts__name")).to_have_text(["Ein Baum"])
    assert "Eine Bank" not in page.evaluate(STORED)


def test_all_drafts_are_deleted_at_once(device: BrowserContext) -> None:
    begin(device, "Eine Bank")
    begin(device, "Ein Baum")
    page = come_back(device)
    page.get_by_role("button", name="2 Entwürfe").click()
    expect(page.locator(".drafts")).to_contain_text("Teilen Sie das Gerät mit anderen")
    page.get_by_role("button", name="Alle löschen").click()
    expect(page.locator(".drafts__told")).to_contain_text("kein Entwurf mehr")

    assert page.evaluate(STORED) is None


def test_the_list_of_drafts_goes_by_keyboard(device: BrowserContext) -> None:
    begin(device, "Eine Bank")
    page = come_back(device)
    opener = page.get_by_role("button", name="1 Entwurf")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.drafts")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("dialog.drafts")).to_be_hidden()
    expect(opener).to_be_focused()


def test_what_was_sent_is_no_draft_any_more(device: BrowserContext) -> None:
    page = device.new_page()
    to_words(page)
    write(page, "Geht hinaus")
    expect(page.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    check(page)
    send(page)

    assert page.evaluate(STORED) is None


def test_a_draft_whose_answer_was_lost_is_sent_once(device: BrowserContext, site: Site) -> None:
    page = device.new_page()
    to_words(page)
    write(page, "Antwort verloren")
    check(page)
    send_and_lose_the_answer(page)
    page.close()
    back = come_back(device)
    back.get_by_role("button", name="1 Entwurf").click()
    back.get_by_role("button", name="Weiterschreiben").click()
    expect_step(back, "words")
    check(back)
    send(back)

    assert site.voices("Antwort verloren") == 1


def test_nothing_about_the_person_is_kept(device: BrowserContext) -> None:
    page = device.new_page()
    to_words(page)
    write(page, "Mit Adresse")
    page.locator("details.more summary").click()
    page.locator("#mail").fill("erika@example.org")
    page.locator("#name").fill("Erika Muster")
    expect(page.locator(".draft-line")).to_contain_text("Entwurf gespeichert")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    kept = page.evaluate(STORED)

    assert "Mit Adresse" in kept
    assert "erika" not in kept.lower()


def test_a_browser_that_keeps_nothing_says_so_and_sends(device: BrowserContext, site: Site) -> None:
    page = device.new_page()
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') };"
    )
    to_words(page)
    write(page, "Ohne Speicher")
    expect(page.locator(".draft-line")).to_contain_text("hebt keinen Entwurf auf")
    check(page)
    send(page)

    assert site.voices("Ohne Speicher") == 1


def test_the_offer_leaves_the_map_in_view_on_a_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, viewport=PHONE, is_mobile=True, has_touch=True, locale="de-DE"
    )
    begin(context, "Unterwegs")
    page = come_back(context)
    expect(page.get_by_role("button", name="1 Entwurf auf diesem Gerät")).to_be_visible()
    box = page.locator(".pick__here").bounding_box()

    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]
    context.close()


def test_no_draft_of_another_question_is_put_into_the_form(device: BrowserContext) -> None:
    begin(device, "Eine Idee")
    page = device.new_page()
    page.goto("/mitmachen/herzensorte/neu?weg=karte&lon=7.1440&lat=51.6080")

    expect(page.locator("#titel")).to_have_value("")


def test_the_page_says_what_it_keeps_in_english_too(device: BrowserContext) -> None:
    page = device.new_page()
    to_words(page, f"/en{WRITING}?weg=karte&lon=7.1440&lat=51.6080")
    write(page, "A bench")

    expect(page.locator(".draft-line")).to_contain_text("Draft saved, on this device only")
