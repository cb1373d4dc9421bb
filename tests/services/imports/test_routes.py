"""Imports in the browser: who may, what is told, and what two clicks do."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from fastapi import FastAPI
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError
from starlette.datastructures import UploadFile
from starlette.testclient import TestClient

from services.app import create_app
from services.imports import actions
from services.jobs.worker import work
from services.runners import RUNNERS
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.imports.test_ways import OLD_ZIP
from tests.services.jobs.test_worker import sqlite_full
from tests.services.staff import signed_in
from tests.zoo import build_documents as documents
from tests.zoo.build_archives import archive, entries
from tests.zoo.build_shapefile import shapefile

LIST = "/verwaltung/importe"
ANSWERS = {
    "revision": "0",
    "crs": "25832",
    "encoding": "CP1252",
    "goal": "new",
    "kept": ["name", "nr"],
    "title_de": "Wege",
    "group_name": "Fachdaten",
    "visibility": "public",
    "source": "Stadt Herten",
    "licence": "cc-zero",
    "as_of": "2026-01-01",
}


@pytest.fixture
def app(databases: Databases, tmp_path: Path) -> Iterator[FastAPI]:
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    settings = Settings(
        database_url=url,
        import_dir=tmp_path / "imports",
        layer_dir=tmp_path / "layers",
        import_limit_mb=2,
    )
    app = create_app(settings, clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    client = signed_in(app, "gis")
    client.headers["Accept"] = "text/html"
    return client


def do_jobs(app: FastAPI) -> None:
    work(app.state.engine, app.state.settings, RUNNERS, clock=lambda: NOW)


def upload(client: TestClient, content: bytes = OLD_ZIP, name: str = "wege.zip") -> str:
    """Return the address of an upload that was taken in."""
    found = client.post(LIST, files={"files": (name, content)})
    assert found.status_code == 303, found.text
    address: str = found.headers["location"]
    return address


def test_an_old_zip_is_explained_and_nothing_is_chosen_for_its_owner(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client)
    do_jobs(app)

    page = client.get(address).text

    assert "IMP-224" in page
    assert "Königstraße" in page
    assert "So lägen Ihre Daten" in page
    assert 'name="crs" value="25832" checked' not in page
    assert 'name="encoding" value="CP1252" checked' not in page


def test_without_answers_nothing_is_loaded_and_the_form_says_what_is_missing(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client)
    do_jobs(app)

    found = client.post(f"{address}/ebenen/0", data={"revision": "0", "goal": "new"})

    assert found.status_code == 422
    for part in ("#crs", "#encoding", "#as_of", "#source", "#licence"):
        assert f'href="{part}"' in found.text


def test_two_clicks_on_load_make_one_layer(app: FastAPI, client: TestClient) -> None:
    address = upload(client)
    do_jobs(app)

    first, second = (client.post(f"{address}/ebenen/0", data=ANSWERS) for _ in range(2))
    do_jobs(app)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "/ebenen/wege" in client.get(address).text
    assert client.get("/ebenen/wege").status_code == 200
    assert client.get("/ebenen/wege-2").status_code == 404


def test_whoever_decides_second_and_otherwise_is_told(app: FastAPI, client: TestClient) -> None:
    address = upload(client)
    do_jobs(app)
    client.post(f"{address}/ebenen/0", data=ANSWERS)

    found = client.post(f"{address}/ebenen/0", data=ANSWERS | {"title_de": "Andere Wege"})

    assert found.status_code == 409
    assert "Jemand war schneller" in found.text


def test_the_page_asks_to_be_loaded_anew_once_something_else_is_to_be_seen(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client)
    before = client.get(f"{address}/stand", params={"zeichen": "inspecting-"})
    do_jobs(app)
    after = client.get(f"{address}/stand", params={"zeichen": "inspecting-"})

    assert "hx-refresh" not in before.headers
    assert after.headers["hx-refresh"] == "true"


def test_a_file_that_is_none_is_explained(app: FastAPI, client: TestClient) -> None:
    address = upload(client, b"Sehr geehrte Damen und Herren", "brief.geojson")
    do_jobs(app)

    page = client.get(address).text

    assert "Diese Datei können wir nicht laden" in page
    assert "Was tun?" in page


def test_an_upload_that_is_too_large_is_explained(client: TestClient) -> None:
    found = client.post(LIST, files={"files": ("a.zip", b"x" * 2_100_000)})

    assert found.status_code == 422
    assert "IMP-001" in found.text


def test_an_upload_far_beyond_the_limit_is_not_read(client: TestClient) -> None:
    found = client.post(LIST, files={"files": ("a.zip", b"x" * 3_100_000)})

    assert found.status_code == 413


@pytest.mark.parametrize("role", ["reader", "moderator", "planner"])
def test_whoever_may_not_import_may_not_send_much(app: FastAPI, role: str) -> None:
    client = signed_in(app, role)  # type: ignore[arg-type]

    small = client.post(LIST, files={"files": ("a.zip", b"x")})
    large = client.post(LIST, files={"files": ("a.zip", b"x" * 1_500_000)})

    assert (small.status_code, large.status_code) == (403, 403)


def test_whoever_was_away_too_long_is_told_to_sign_in_whatever_they_send(
    app: FastAPI, client: TestClient
) -> None:
    client.cookies.clear()

    found = client.post(LIST, files={"files": ("a.zip", b"x" * 1_500_000)})

    assert found.status_code == 401
    assert "Bitte anmelden" in found.text
    assert 'href="/anmelden">Anmelden</a></li>' in found.text
    assert "Megabyte" not in found.text


def test_an_empty_form_is_answered(client: TestClient) -> None:
    nothing = (
        '--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
        "Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}

    found = client.post(LIST, content=nothing, headers=headers)

    assert found.status_code == 422
    assert "IMP-003" in found.text


def test_a_discarded_upload_leaves_no_file(
    app: FastAPI, client: TestClient, tmp_path: Path
) -> None:
    address = upload(client)
    do_jobs(app)

    client.post(f"{address}/verwerfen")

    assert list((tmp_path / "imports").iterdir()) == []
    assert "Die Dateien sind verworfen." in client.get(f"{LIST}?getan=verworfen").text


def test_every_message_can_be_read_up(client: TestClient) -> None:
    assert 'id="IMP-224"' in client.get(f"{LIST}/meldungen").text


def test_far_beyond_the_limit_the_right_limit_is_told(client: TestClient) -> None:
    found = client.post(LIST, files={"files": ("wege.zip", b"x" * 3_000_000)})

    assert found.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "höchstens 2 Megabyte" in found.text


def test_a_full_disk_is_told_while_an_upload_arrives(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def write(_: UploadFile, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(UploadFile, "write", write)

    found = client.post(LIST, files={"files": ("wege.zip", OLD_ZIP)})

    assert found.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "IMP-002" in found.text


def test_a_table_of_as_many_columns_as_may_be_can_be_decided_about(
    app: FastAPI, client: TestClient
) -> None:
    names = [f"Wert {n}" for n in range(998)]
    lines = [
        ";".join([*names, "Ost", "Nord"]),
        ";".join([*map(str, range(998)), "371234", "5717345"]),
    ]
    address = upload(client, "\n".join(lines).encode(), "werte.csv")
    do_jobs(app)
    page = client.get(address).text
    ids = re.findall(r'name="kept" value="([^"]+)"', page)

    found = client.post(
        f"{address}/ebenen/0",
        data=ANSWERS
        | {"kept": ids, "personal": ids, "x": "ost", "y": "nord", "encoding": "UTF-8"}
        | {f"alias_{one}": one for one in ids},
    )

    assert len(ids) == 1_000
    assert found.status_code == HTTPStatus.SEE_OTHER, found.text


def test_a_table_is_not_loaded_without_columns_for_its_places(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client, documents.csv([["Ort", "Zahl"], ["Feldweg", "7"]]), "orte.csv")
    do_jobs(app)

    found = client.post(f"{address}/ebenen/0", data={**ANSWERS, "encoding": "UTF-8"})

    assert found.status_code == 422
    assert 'href="#columns"' in found.text


def test_a_second_file_of_another_format_is_asked_about_as_what_it_is(
    app: FastAPI, client: TestClient
) -> None:
    both = [*entries(shapefile(), "wege"), ("orte.csv", documents.csv(documents.degree_rows()))]
    address = upload(client, archive(both), "beides.zip")
    do_jobs(app)

    assert 'id="columns"' not in client.get(f"{address}/ebenen/0").text
    assert 'id="columns"' in client.get(f"{address}/ebenen/1").text


def test_a_report_holds_no_markup_of_a_file(app: FastAPI, client: TestClient) -> None:
    evil = "<script>alert(1)</script>"
    rows = [["name", evil, "lon", "lat"], [evil, evil, "7.1", "51.6"]]
    address = upload(client, documents.csv(rows), f"{evil}.csv".replace("/", "_"))
    do_jobs(app)

    page = client.get(f"{address}/ebenen/0").text
    assert "alert(1)" in page
    assert evil not in page


def _summed(client: TestClient) -> list[str]:
    return [one["alias"] for one in client.get("/api/layers/wege/districts").json()["fields"]]


def test_a_number_that_names_is_proposed_as_no_amount_and_a_person_may_say_otherwise(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client)
    do_jobs(app)

    page = client.get(address).text
    ticked = re.findall(r'name="no_amount" value="([^"]+)"[^>]* checked', page)

    assert ticked == ["nr"]
    assert "IMP-432" in page


@pytest.mark.parametrize(("ticked", "summed"), [(["nr"], 0), ([], 1)])
def test_only_what_the_form_leaves_as_an_amount_is_added_up_by_district(
    app: FastAPI, client: TestClient, ticked: list[str], summed: int
) -> None:
    address = upload(client)
    do_jobs(app)

    client.post(f"{address}/ebenen/0", data=ANSWERS | {"no_amount": ticked})
    do_jobs(app)

    assert len(_summed(client)) == summed


@pytest.mark.parametrize(
    "full",
    [OperationalError("INSERT", None, sqlite_full()), OperationalError("", None, DiskFull())],
)
def test_a_database_without_room_is_told_and_the_decision_can_be_sent_again(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, full: Exception
) -> None:
    address = upload(client)
    do_jobs(app)

    def ask(*_: object, **__: object) -> str:
        raise full

    with monkeypatch.context() as patched:
        patched.setattr(actions, "ask", ask)
        found = client.post(f"{address}/ebenen/0", data=ANSWERS)
    again = client.post(f"{address}/ebenen/0", data=ANSWERS)

    assert found.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "IMP-002" in found.text
    assert again.status_code == HTTPStatus.SEE_OTHER


def test_data_older_than_the_workbench_can_be_loaded(app: FastAPI, client: TestClient) -> None:
    address = upload(client)
    do_jobs(app)

    found = client.post(f"{address}/ebenen/0", data=ANSWERS | {"as_of": "1998-06-01"})

    assert found.status_code == HTTPStatus.SEE_OTHER


def test_a_year_that_cannot_be_meant_is_told_as_a_year(app: FastAPI, client: TestClient) -> None:
    address = upload(client)
    do_jobs(app)

    found = client.post(f"{address}/ebenen/0", data=ANSWERS | {"as_of": "0026-06-01"})

    assert "Das Jahr muss zwischen 1800 und 2199 liegen." in found.text


def test_a_file_that_came_before_is_named_until_it_is_decided_about(
    app: FastAPI, client: TestClient
) -> None:
    first = upload(client)
    upload(client, documents.csv(documents.degree_rows()), "anderes.csv")
    second = upload(client, name="noch einmal.zip")
    do_jobs(app)
    note = f'href="{first}">wege.zip</a>'

    before = client.get(second).text
    client.post(f"{second}/ebenen/0", data=ANSWERS)

    assert "Dieselbe Datei ist schon hier" in before
    assert note in before
    assert "anderes.csv" not in before
    assert note not in client.get(second).text


def test_after_one_layer_of_several_was_loaded_the_rest_can_be_left(
    app: FastAPI, client: TestClient
) -> None:
    both = [*entries(shapefile(), "wege"), ("orte.csv", documents.csv(documents.degree_rows()))]
    address = upload(client, archive(both), "beides.zip")
    do_jobs(app)
    before = client.get(address).text
    client.post(f"{address}/ebenen/0", data=ANSWERS)
    do_jobs(app)

    after = client.get(address).text

    assert "Nichts davon laden" in before
    assert "Nichts weiter laden" in after
