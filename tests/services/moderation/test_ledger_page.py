"""The ledger as people, spreadsheets and programs get it: the same numbers, all nine districts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.reasons import REASONS
from services.database.engine import writing
from services.moderation.ledger_table import ledger_header
from services.settings import Settings
from services.web.texts import LANGS, Lang
from tests.conftest import NOW, Databases
from tests.maps.nine import NINE
from tests.services.markup import Page
from tests.services.voice_rows import put_voice

NINE_IDS: Final = [one.id for one in NINE]
LINES: Final = [*NINE_IDS, "citywide", "total"]
TABLES: Final = ("outcomes", "declined", "cases")


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """Herten with some voices."""
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        for district, count in (("bertlich", 45), ("mitte", 40), ("scherlebeck", 30)):
            for _ in range(count):
                put_voice(connection, district=district, days_ago=3)
        put_voice(connection, district="disteln", status="declined", reason_code="insult")
        put_voice(connection, district="disteln", days_ago=0.2)
        put_voice(connection, district=None, status="received", days_ago=400)
        put_voice(connection, kind="expert_note")
    url = engine.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield made
    made.state.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def _page(client: TestClient, path: str = "/rechenschaft") -> Page:
    answer = client.get(path)
    assert answer.status_code == 200
    return Page(answer.text)


def _rows(page: Page, section: str) -> dict[str, list[str]]:
    """Return the cells of a section's table by district."""
    inside = [
        one
        for one in page.all("tr")
        if any(around.attributes.get("aria-labelledby") == section for around in one.outwards)
    ]
    return {
        row.attributes["data-district"]: [
            cell.words for cell in page.all("td") if cell.parent is row
        ]
        for row in inside
        if "data-district" in row.attributes
    }


@pytest.mark.parametrize("section", TABLES)
def test_every_table_has_all_nine_the_city_and_the_total(client: TestClient, section: str) -> None:
    assert list(_rows(_page(client), section)) == LINES


def test_representation_has_all_nine(client: TestClient) -> None:
    assert list(_rows(_page(client), "representation")) == NINE_IDS


def test_a_line_says_what_became_of_a_districts_voices(client: TestClient) -> None:
    assert _rows(_page(client), "outcomes")["disteln"] == [
        *("2", "1", "1", "0", "0", "0", "1"),
        "unter 1 Tag",
    ]


def test_where_nothing_waits_a_word_says_so(client: TestClient) -> None:
    assert _rows(_page(client), "outcomes")["suedost"][-1] == "– nichts wartet"


def test_reasons_stand_by_district(client: TestClient) -> None:
    assert _rows(_page(client), "declined")["disteln"] == ["1", *["0"] * (len(REASONS) - 1)]


@pytest.mark.parametrize(
    ("path", "district", "words"),
    [
        ("/rechenschaft", "bertlich", "mehr"),
        ("/rechenschaft", "mitte", "mehr"),
        ("/rechenschaft", "westerholt", "weniger"),
        ("/rechenschaft", "disteln", "keine Angabe"),
        ("/en/rechenschaft", "bertlich", "more"),
    ],
)
def test_representation_is_said_in_words(
    client: TestClient, path: str, district: str, words: str
) -> None:
    assert _rows(_page(client, path), "representation")[district][-1] == words


def test_notes_stand_apart(client: TestClient) -> None:
    assert client.get("/api/ledger").json()["apart"][0] == {
        "kind": "expert_note",
        "received": 1,
        "published": 1,
        "declined": 0,
        "waiting": 0,
    }


@pytest.mark.parametrize(
    ("query", "received"), [("", 118), ("?von=2026", 117), ("?bis=2025", 1), ("?von=2027", 0)]
)
def test_page_and_data_answer_the_same_period(
    client: TestClient, query: str, received: int
) -> None:
    data = client.get(f"/api/ledger{query}").json()

    assert data["total"]["received"] == received
    assert _rows(_page(client, f"/rechenschaft{query}"), "outcomes")["total"][0] == str(received)


def _csv(client: TestClient, path: str = "/rechenschaft?f=csv") -> list[dict[str, str]]:
    text = client.get(path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_csv_has_the_lines_of_the_page(client: TestClient) -> None:
    rows = _csv(client)

    assert [row["Kennung"] for row in rows] == LINES
    assert rows[-1]["Eingegangen"] == "118"


def test_csv_has_both_intervals(client: TestClient) -> None:
    (row,) = (row for row in _csv(client) if row["Kennung"] == "mitte")

    one = float(row["95-Prozent-Intervall bis"].replace(",", "."))
    together = float(row["Spanne bis (alle gemeinsam)"].replace(",", "."))
    assert one < together


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_columns_have_one_name(lang: Lang) -> None:
    assert len(set(ledger_header(lang))) == len(ledger_header(lang))


def test_data_and_csv_hold_the_same_numbers(client: TestClient) -> None:
    data = client.get("/api/ledger").json()

    in_csv = {row["Kennung"]: row for row in _csv(client)}
    for one in data["districts"]:
        row = in_csv[one["id"]]
        assert [row["Eingegangen"], row["Ohne Antwort"]] == [
            str(one["received"]),
            str(one["unanswered"]),
        ]


@pytest.mark.parametrize("path", ["/rechenschaft?stadtteil=mitte", "/api/ledger?f=csv"])
def test_what_the_ledger_does_not_know_is_refused(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 400


def test_a_year_that_nobody_can_mean_is_refused(client: TestClient) -> None:
    assert client.get("/api/ledger?von=-1").status_code == 400


def test_cells_of_narrow_screens_name_their_column(client: TestClient) -> None:
    page = _page(client)

    assert [one.words for one in page.all("td") if not one.attributes.get("data-label")] == []
