"""What everybody sees of taking part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.store import mark_changed
from services.database.engine import writing
from services.database.tables import voice
from services.processes.store import Processes
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.markup import Page
from tests.services.processes.samples import a_process
from tests.services.voice_rows import put_voice


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """The app over a database of its own."""
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


Add = Callable[..., None]


@pytest.fixture
def add(app: FastAPI) -> Iterator[Add]:
    """Add processes that go again."""
    added: list[str] = []

    def add_one(**changes: Any) -> None:
        with writing(app.state.engine) as connection:
            store = Processes(connection)
            one = a_process(**changes | {"number": store.next_number()})
            store.add(one, now=NOW)
            added.append(one.id)

    yield add_one
    with writing(app.state.engine) as connection:
        for id_ in added:
            Processes(connection).remove(id_)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


def page(client: TestClient, path: str) -> Page:
    found = client.get(path)
    assert found.status_code == 200
    return Page(found.text)


def cards(found: Page) -> list[str]:
    return [one.attributes["data-process"] for one in found.all("li", "process-card")]


def test_the_two_standing_processes_are_open_to_everybody(client: TestClient) -> None:
    assert cards(page(client, "/mitmachen")) == ["ideen", "herzensorte"]


def test_the_big_button_leads_to_the_ideas(client: TestClient) -> None:
    links = page(client, "/mitmachen").all("a", "kern-btn--primary")

    assert [one.attributes["href"] for one in links] == ["/mitmachen/ideen/neu"]


def test_the_page_leads_to_number_list_and_ledger(client: TestClient) -> None:
    links = page(client, "/mitmachen").links()

    assert {"/beitrag", "/stimmen", "/rechenschaft"} <= set(links)


def test_reading_is_offered_beside_writing(client: TestClient) -> None:
    buttons = page(client, "/mitmachen").one("p", "hero__go")

    assert buttons.words == "Beitrag schreiben Alle Beiträge lesen"


@pytest.mark.parametrize(
    ("path", "current"), [("/mitmachen", "page"), ("/stimmen", "true"), ("/beitrag", "true")]
)
def test_all_that_belongs_to_taking_part_says_so_in_the_menu(
    client: TestClient, path: str, current: str
) -> None:
    links = page(client, path).all("a")
    menu = (one for one in links if one.parent is not None and "site-nav" in one.parent.classes)
    (marked,) = (one for one in menu if "aria-current" in one.attributes)

    assert (marked.words, marked.attributes["aria-current"]) == ("Mitmachen", current)


def test_the_start_page_leads_to_taking_part(client: TestClient) -> None:
    ways = page(client, "/").all("li", "way")

    assert any("Mitmachen" in one.words for one in ways)
    assert "/mitmachen" in page(client, "/").links()


def test_a_draft_is_nowhere(client: TestClient, add: Add) -> None:
    add(published_at=None)

    assert "anger" not in cards(page(client, "/mitmachen"))
    assert client.get("/mitmachen/anger").status_code == 404


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 11, 23), "endet heute"),
        (date(2026, 11, 24), "endet morgen"),
        (date(2026, 11, 26), "endet in 3 Tagen"),
        (date(2026, 12, 24), "offen bis 24. Dezember 2026"),
        (date(2026, 11, 22), "beendet am 22. November 2026"),
    ],
)
def test_the_page_says_how_long_there_is_time(
    client: TestClient, add: Add, last: date, words: str
) -> None:
    add(starts_on=date(2026, 11, 1), ends_on=last)

    assert page(client, "/mitmachen/anger").one("span", "flag").words == words


def test_what_begins_later_takes_nothing_yet(client: TestClient, add: Add) -> None:
    add(starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 24))

    found = page(client, "/mitmachen/anger")

    assert found.one("span", "flag").words == "beginnt am 30. November 2026"
    assert "/mitmachen/anger/neu" not in found.links()


def test_what_has_ended_says_what_became_of_it(client: TestClient, add: Add) -> None:
    add(ends_on=date(2026, 11, 1), outcome={"de": "Der Anger bekommt Bäume.", "en": "Trees."})

    found = page(client, "/mitmachen/anger")

    assert "Der Anger bekommt Bäume." in found.one("main").words
    assert "/mitmachen/anger/neu" not in found.links()


def test_an_end_without_a_result_is_called_so(client: TestClient, add: Add) -> None:
    add(ends_on=date(2026, 11, 1))

    assert "Das Ergebnis steht noch aus." in page(client, "/mitmachen/anger").one("main").words


def test_information_has_no_button(client: TestClient, add: Add) -> None:
    add(grade="information", kinds=())

    assert "/mitmachen/anger/neu" not in page(client, "/mitmachen/anger").links()


def test_a_process_names_grade_area_projects_and_legal_basis(client: TestClient, add: Add) -> None:
    add(
        grade="cooperation",
        area_kind="districts",
        district_ids=("bertlich", "westerholt"),
        project_ids=("dorfanger-bertlich",),
        themes=("open_space",),
    )

    facts = page(client, "/mitmachen/anger").one("dl", "key-facts").words

    for words in (
        "Kooperation (Mitwirkung)",
        "Sie arbeiten an der Lösung mit",
        "Bertlich, Westerholt",
        "Alle am Anger",
        "Freiraum und Plätze",
        "Dorfanger Bertlich: Neugestaltung",
        "Artikel 6 Absatz 1 Buchstabe e",
    ):
        assert words in facts


def test_the_small_map_marks_an_area_of_districts(client: TestClient, add: Add) -> None:
    add(area_kind="districts", district_ids=("bertlich",))

    assert len(page(client, "/mitmachen/anger").all("path", "locator__mark")) == 1
    assert page(client, "/mitmachen/ideen").all("path", "locator__mark") == []


def test_a_process_counts_its_published_voices(app: FastAPI, client: TestClient, add: Add) -> None:
    add(id="zaehlen")
    with writing(app.state.engine) as connection:
        numbers = [
            put_voice(connection, process_id="zaehlen", status=status)
            for status in ("published", "published", "received")
        ]
        mark_changed(connection, numbers, now=NOW)

    found = page(client, "/mitmachen/zaehlen").one("main").words

    with writing(app.state.engine) as connection:
        connection.execute(delete(voice).where(voice.c.number.in_(numbers)))
        mark_changed(connection, [], now=NOW)
    assert "2 Beiträge sind veröffentlicht." in found


def test_a_process_leads_to_its_list_and_map(client: TestClient) -> None:
    links = page(client, "/mitmachen/herzensorte").links()

    assert {"/stimmen?verfahren=herzensorte", "/karte?verfahren=herzensorte"} <= set(links)


def test_english_pages_speak_english_of_the_process(client: TestClient) -> None:
    assert page(client, "/en/mitmachen/ideen").one("h1").words == "Ideas for Herten"


@pytest.mark.parametrize("path", ["/mitmachen?unsinn=1", "/mitmachen/ideen?unsinn=1"])
def test_unknown_parameters_are_refused(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 400
