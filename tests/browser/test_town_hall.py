"""The town hall by keyboard alone: the queue, the quick desk and its second person; no barriers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, func, select

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.comments.actions import submit
from services.comments.model import Voice
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.database.tables import voice
from services.settings import Settings
from services.web.actor import Actor
from tests.browser.conftest import DESKTOP, PHONE, served
from tests.browser.test_accessibility import barriers
from tests.conftest import Databases
from tests.services.moderation.scene import ADDRESS, BENCH
from tests.services.staff import add_staff

pytestmark = pytest.mark.browser

PAGES = (
    "/verwaltung",
    "/verwaltung/stimmen",
    "/verwaltung/stimmen?zustand=all&q=Bank",
    "/verwaltung/schnellerfassung",
    "/verwaltung/schnellerfassung/pruefen",
    "/verwaltung/meldungen",
    "/verwaltung/stellungnahme",
    "/melden",
)


@dataclass(frozen=True)
class Hall:
    """A workbench with its staff, over a database of its own."""

    address: str
    engine: Engine
    browser: Browser

    def hire(self) -> Actor:
        with writing(self.engine) as connection:
            return add_staff(connection, "moderator", now=utc_now())

    def context(self, actor: Actor | None = None, **options: object) -> BrowserContext:
        """Return a browser in which somebody is signed in."""
        who = actor or self.hire()
        with writing(self.engine) as connection:
            token = Sessions(connection).add(who.id, now=utc_now())
        shape: dict[str, Any] = {"viewport": DESKTOP, **options}
        context = self.browser.new_context(base_url=self.address, locale="de-DE", **shape)
        context.add_cookies([{"name": "werkbank", "value": token, "url": self.address}])
        return context

    def voice(self, title: str, theme: str, *, entered_by: str | None = None) -> Voice:
        draft = replace(BENCH, title=title, theme=theme)
        with writing(self.engine) as connection:
            return submit(
                draft,
                connection=connection,
                now=utc_now(),
                address=ADDRESS,
                entered_by=entered_by,
            ).voice

    def status(self, one: Voice) -> str:
        with reading(self.engine) as connection:
            return Voices(connection, utc_now().date()).get(one.reference).status


@pytest.fixture(scope="module")
def hall(
    browser: Browser, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    engine = databases.herten("sqlite")
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_file=tmp_path_factory.mktemp("hall") / "secret",
    )
    with served(create_app(settings)) as address:
        made = Hall(address, engine, browser)
        made.voice("Bank mit Telefon 02366 1234567", "open_space")
        yield made


@pytest.fixture
def desk(hall: Hall) -> Iterator[Page]:
    """A page of a moderator on which any error of a script fails the test."""
    context = hall.context()
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def _open(page: Page, path: str) -> None:
    """Open a page of the queue and wait until it listens to keys."""
    page.goto(path)
    expect(page.locator("#keys-on")).to_be_visible()


def _keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_three_voices_are_decided_without_a_mouse(hall: Hall, desk: Page) -> None:
    first, second, third = (hall.voice(f"Voice {n}", "tourism") for n in range(3))
    _open(desk, "/verwaltung/stimmen?thema=tourism")

    _keys(desk, "j", "p", "p")
    expect(desk.locator(f"#v{second.reference} [data-act=open]")).to_be_focused()
    expect(desk.locator("#keys-on")).to_be_visible()
    _keys(desk, "a")
    expect(desk.locator("#ablehnen-grund-insult")).to_be_focused()
    _keys(desk, "Space")
    desk.locator("#ablehnen-worte").focus()
    desk.keyboard.type("Der Text greift einen Menschen an.")
    _keys(desk, "Tab", "Enter")
    expect(desk).to_have_url(
        f"{hall.address}/verwaltung/stimmen/{third.reference}"
        f"?thema=tourism&erledigt={second.reference}"
    )
    expect(desk.locator("#voice-title")).to_be_focused()
    expect(desk.locator("#keys-on")).to_be_visible()
    _keys(desk, "p", "p")
    expect(desk.get_by_role("status").filter(has_text="veröffentlicht")).to_be_visible()

    assert [hall.status(one) for one in (first, second, third)] == [
        "published",
        "received",
        "published",
    ]


def test_keys_that_are_switched_off_stay_off_on_the_next_page(hall: Hall, desk: Page) -> None:
    one = hall.voice("Voice", "economy")
    _open(desk, "/verwaltung/stimmen?thema=economy")
    desk.locator("#keys-on").uncheck()
    desk.locator("body").press("j")
    expect(desk.locator(f"#v{one.reference} [data-act=open]")).not_to_be_focused()

    desk.reload()

    expect(desk.locator("#keys-on")).not_to_be_checked()


def test_a_question_mark_says_which_keys_there_are(desk: Page) -> None:
    _open(desk, "/verwaltung/stimmen")

    desk.locator("body").press("?")
    expect(desk.get_by_role("dialog", name="Tastenkürzel")).to_be_visible()
    _keys(desk, "Enter")

    expect(desk.get_by_role("dialog", name="Tastenkürzel")).to_be_hidden()


def _cards(engine: Engine) -> int:
    with reading(engine) as connection:
        query = select(func.count()).select_from(voice).where(voice.c.channel == "forum")
        return int(connection.execute(query).scalar_one())


def test_cards_are_typed_one_after_the_other_without_a_mouse(hall: Hall, desk: Page) -> None:
    before = _cards(hall.engine)
    desk.goto("/verwaltung/schnellerfassung")
    for number in range(5):
        expect(desk.locator("#text")).to_be_focused()
        expect(desk.locator("#text")).to_have_value("")
        desk.keyboard.type(f"Karte {number}: mehr Bänke")
        if number == 0:
            _keys(desk, "Tab", "Tab", "Tab")
            desk.keyboard.type("DIS")
            _keys(desk, "Tab")
            desk.keyboard.type("Frei")
        _keys(desk, "Control+Enter")
        expect(desk.locator(".desk-list li").first).to_contain_text(f"Karte {number}")

    assert _cards(hall.engine) == before + 5
    expect(desk.locator("#stadtteil")).to_have_value("disteln")
    expect(desk.locator("#thema")).to_have_value("open_space")


def test_everything_works_without_a_script(hall: Hall) -> None:
    one = hall.voice("Voice without script", "heritage")
    context = hall.context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/verwaltung/stimmen/{one.reference}")
    page.locator("#ablehnen > summary").click()
    page.get_by_label("Werbung", exact=True).check()
    page.get_by_label("In Ihren Worten").fill("Der Text wirbt für einen Laden.")
    page.get_by_role("button", name="Vorschlagen").click()

    page.goto(f"/verwaltung/stimmen/{one.reference}")

    expect(page.get_by_text("Sie haben das vorgeschlagen")).to_be_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_town_hall_has_no_serious_barrier(desk: Page, path: str) -> None:
    desk.goto(path)
    expect(desk.get_by_text("Angemeldet")).to_be_visible()

    assert barriers(desk) == []


def test_the_page_of_a_voice_has_no_serious_barrier_with_all_its_forms_open(
    hall: Hall, desk: Page
) -> None:
    one = hall.voice("Voice", "mobility")
    desk.goto(f"/verwaltung/stimmen/{one.reference}")
    desk.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert barriers(desk) == []


@pytest.mark.parametrize("width", [PHONE["width"], 320])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_town_hall_fits_a_phone(hall: Hall, path: str, width: int) -> None:
    context = hall.context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(path)
    expect(page.get_by_text("Angemeldet")).to_be_visible()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
