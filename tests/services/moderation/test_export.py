"""Files for staff: what the queue shows, and no more of a person than somebody needs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyogrio
import pytest
from fastapi import FastAPI
from shapely import Point
from sqlalchemy import insert
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import reading, writing
from services.database.tables import voice_contact
from services.moderation.actions import queue_at
from services.moderation.model import STATES, QueueFilter
from services.settings import Settings
from services.web.actor import Role
from tests.conftest import NOW, Databases
from tests.services.comments.rows import fill_crowd
from tests.services.staff import signed_in
from tests.services.voice_rows import put_voice

PATH: Final = "/verwaltung/stimmen/export"
PIN: Final = Point(371_234.56, 5_717_345.67)
MIDDLE: Final = Point(371_250.0, 5_717_350.0)
FORMS: Final = ("csv", "xlsx", "gpkg", "geojson")


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """Herten with a crowd of voices, and two that say something private."""
    engine = databases.herten("sqlite")
    fill_crowd(engine, 200)
    with writing(engine) as connection:
        for status in ("received", "published"):
            number = put_voice(
                connection,
                status=status,
                channel="letter",
                title=f"Titel {status}",
                text=f"Geheime Worte {status}",
                author_name="Kim Muster",
                original={"text": "Vor der Kürzung"},
                precision="street",
                pin=PIN,
                public_pin=MIDDLE,
                place_label=f"Feldstraße {status}",
                occasion="Merkmal",
            )
            connection.execute(
                insert(voice_contact).values(
                    voice_number=number, email="kim@example.org", created_at=NOW
                )
            )
    url = engine.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield made
    made.state.engine.dispose()


@pytest.fixture(scope="module")
def clients(app: FastAPI) -> dict[Role, TestClient]:
    roles: tuple[Role, ...] = ("moderator", "planner", "statistics", "reader", "gis", "admin")
    return {role: signed_in(app, role) for role in roles}


def _csv(client: TestClient, query: str = "zustand=all") -> list[dict[str, str]]:
    answer = client.get(f"{PATH}?f=csv&{query}")
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _marked(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row["Zustand"]: row for row in rows if row["Anlass"] == "Merkmal"}


# --- one set -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("query", ["", "&thema=mobility", "&stadtteil=mitte&kanal=online"])
def test_a_file_holds_what_the_queue_shows(
    app: FastAPI, clients: dict[Role, TestClient], state: Any, query: str
) -> None:
    asked = QueueFilter(state=state)
    if query == "&thema=mobility":
        asked = QueueFilter(state=state, themes=("mobility",))
    elif query:
        asked = QueueFilter(state=state, districts=("mitte",), channels=("online",))
    with reading(app.state.engine) as connection:
        shown = queue_at(connection, now=NOW, days=14).references(asked, limit=1_000)

    rows = _csv(clients["moderator"], f"zustand={state}{query}")
    assert [row["Nummer"].replace("-", "") for row in rows] == list(shown)


def test_every_form_holds_the_same_voices(clients: dict[Role, TestClient], tmp_path: Path) -> None:
    def body(form: str) -> bytes:
        answer = clients["moderator"].get(f"{PATH}?f={form}&zustand=all")
        assert answer.status_code == 200
        return answer.content

    expected = [row["Nummer"] for row in _csv(clients["moderator"])]
    sheet = openpyxl.load_workbook(io.BytesIO(body("xlsx")))["Stimmen"]
    (tmp_path / "a.gpkg").write_bytes(body("gpkg"))
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == expected
    assert list(pyogrio.read_dataframe(tmp_path / "a.gpkg").number) == expected
    assert [one["id"] for one in json.loads(body("geojson"))["features"]] == expected


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_two_columns_have_one_name(clients: dict[Role, TestClient], prefix: str) -> None:
    text = clients["moderator"].get(f"{prefix}{PATH}?f=csv").content.decode("utf-8-sig")

    header = text.splitlines()[0].split(";")
    assert len(set(header)) == len(header)


# --- who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["moderator", "planner", "admin"])
def test_who_decides_and_plans_reads_what_is_not_public(
    clients: dict[Role, TestClient], role: Role
) -> None:
    row = _marked(_csv(clients[role]))["wird geprüft"]

    assert (row["Text"], row["Ort"]) == ("Geheime Worte received", "Feldstraße received")


def test_they_see_the_pin_as_it_was_set(clients: dict[Role, TestClient], tmp_path: Path) -> None:
    answer = clients["planner"].get(f"{PATH}?f=gpkg&zustand=all&kanal=letter")
    (tmp_path / "a.gpkg").write_bytes(answer.content)

    found = pyogrio.read_dataframe(tmp_path / "a.gpkg")
    assert list(found[found.occasion == "Merkmal"].geometry) == [PIN, PIN]


def test_statistics_counts_what_is_not_public_without_words_and_place(
    clients: dict[Role, TestClient],
) -> None:
    row = _marked(_csv(clients["statistics"]))["wird geprüft"]

    hidden = ("Titel", "Text", "Ort", "Ostwert (m, EPSG:25832)", "Länge (Grad)")
    assert [row[one] for one in hidden] == [""] * len(hidden)
    assert (row["Stadtteil (Kennung)"], row["Weg"]) == ("mitte", "per Brief")


def test_statistics_sees_of_public_voices_what_everybody_sees(
    clients: dict[Role, TestClient],
) -> None:
    row = _marked(_csv(clients["statistics"]))["veröffentlicht"]

    assert (row["Text"], row["Ostwert (m, EPSG:25832)"]) == ("Geheime Worte published", "371250")


def test_statistics_cannot_find_out_by_trying_which_words_are_written(
    clients: dict[Role, TestClient],
) -> None:
    assert clients["statistics"].get(f"{PATH}?f=csv&zustand=all&q=geheim").status_code == 400


@pytest.mark.parametrize("role", ["moderator", "planner", "statistics", "admin"])
@pytest.mark.parametrize("form", FORMS)
def test_nobody_gets_addresses_names_or_originals(
    clients: dict[Role, TestClient], role: Role, form: str
) -> None:
    body = clients[role].get(f"{PATH}?f={form}&zustand=all").content
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body))
        cells = [cell for row in book["Stimmen"].iter_rows(values_only=True) for cell in row]
        body = "\n".join(map(str, cells)).encode()

    private = ("kim@example.org", "Kim Muster", "Vor der K")
    assert [one for one in private if one.encode() in body] == []


@pytest.mark.parametrize("role", ["reader", "gis"])
def test_others_are_refused(clients: dict[Role, TestClient], role: Role) -> None:
    assert clients[role].get(f"{PATH}?f=csv").status_code == 403


def test_visitors_are_asked_to_sign_in(app: FastAPI) -> None:
    assert TestClient(app).get(f"{PATH}?f=csv").status_code == 401


def test_no_cache_keeps_a_file(clients: dict[Role, TestClient]) -> None:
    answer = clients["moderator"].get(f"{PATH}?f=csv")

    assert "no-store" in answer.headers["cache-control"]


# --- the page ------------------------------------------------------------------------------------


def test_without_a_form_a_page_offers_them(clients: dict[Role, TestClient]) -> None:
    text = clients["planner"].get(f"{PATH}?zustand=all&thema=mobility").text

    for form in FORMS:
        assert f"{PATH}?zustand=all&amp;thema=mobility&amp;f={form}" in text


@pytest.mark.parametrize("query", ["f=pdf", "unsinn=1", "zustand=kaputt", "thema=kaputt"])
def test_what_is_not_known_is_refused(clients: dict[Role, TestClient], query: str) -> None:
    assert clients["moderator"].get(f"{PATH}?{query}").status_code == 400
