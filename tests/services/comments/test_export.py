"""Exports: the same set in every form, and nothing that not everybody may read."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pyogrio
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from shapely import Point
from sqlalchemy import Connection, Engine, insert
from starlette.testclient import TestClient

from geo.crs import point_from_lon_lat
from services.app import create_app
from services.comments import export_answer
from services.comments.export import MEDIA_TYPES, PUBLIC_FIELDS, Form
from services.comments.export_answer import export_voices, one_big_at_a_time
from services.comments.listing import Listing
from services.comments.model import ExportBusyError
from services.comments.reference import shown
from services.database.engine import reading
from services.database.tables import voice_contact
from services.settings import Settings
from services.web.filter import Filter
from services.web.texts import LANGS, Lang
from tests.conftest import NOW, Databases
from tests.services.comments.rows import TODAY, add_voice, fill_crowd
from tests.services.filters import filters

CROWD: Final = 150
PIN: Final = Point(371_234.56, 5_717_345.67)
MIDDLE: Final = Point(371_250.0, 5_717_350.0)
FORMS: Final = tuple(MEDIA_TYPES)
Row = dict[str, Any]

modest = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _export(
    connection: Connection, form: Form, filter_: Filter | None = None, *, lang: Lang = "de"
) -> bytes:
    answer = export_voices(
        connection,
        filter_ or Filter(),
        form,
        on=TODAY,
        now=NOW,
        lang=lang,
        address="https://werkbank.example",
    )
    return bytes(answer.body)


def _csv(connection: Connection, filter_: Filter | None = None, *, lang: Lang = "de") -> list[Row]:
    text = _export(connection, "csv", filter_, lang=lang).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _xlsx(connection: Connection, filter_: Filter | None = None) -> list[Row]:
    book = openpyxl.load_workbook(io.BytesIO(_export(connection, "xlsx", filter_)))
    header, *rows = book["Stimmen"].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _gpkg(connection: Connection, path: Path, filter_: Filter | None = None) -> Any:
    path.write_bytes(_export(connection, "gpkg", filter_))
    return pyogrio.read_dataframe(path)


# --- one set -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowded(databases: Databases) -> Engine:
    engine = databases.herten("sqlite")
    fill_crowd(engine, CROWD)
    return engine


@pytest.fixture
def crowd(crowded: Engine) -> Iterator[Connection]:
    with reading(crowded) as connection:
        yield connection


def _listed(connection: Connection, filter_: Filter) -> list[str]:
    found = Listing(connection, TODAY).newest(filter_, limit=CROWD)
    return sorted(shown(one.reference) for one in found)


@modest
@given(filter_=filters())
def test_csv_holds_what_the_list_shows(crowd: Connection, filter_: Filter) -> None:
    assert sorted(row["Nummer"] for row in _csv(crowd, filter_)) == _listed(crowd, filter_)


@modest
@given(filter_=filters())
def test_a_workbook_holds_what_the_list_shows(crowd: Connection, filter_: Filter) -> None:
    assert sorted(row["Nummer"] for row in _xlsx(crowd, filter_)) == _listed(crowd, filter_)


@modest
@given(filter_=filters())
def test_a_geopackage_holds_what_the_list_shows(
    crowd: Connection, tmp_path: Path, filter_: Filter
) -> None:
    found = _gpkg(crowd, tmp_path / "stimmen.gpkg", filter_)

    assert sorted(found.number) == _listed(crowd, filter_)


def test_every_form_says_the_same_of_a_voice(crowd: Connection, tmp_path: Path) -> None:
    def plain(value: object) -> str:
        words = {None: "", True: "ja", False: "nein"}
        if value is None or isinstance(value, bool):
            return words[value]
        text = str(value.date()) if hasattr(value, "date") else str(value)
        return text.removesuffix(".0").replace(",", ".").replace("\r\n", "\n")

    titles = [one.column.title["de"] for one in PUBLIC_FIELDS]
    layer = _gpkg(crowd, tmp_path / "stimmen.gpkg")
    rows = layer.drop(columns="geometry").astype(object).where(layer.notna(), None)
    in_gpkg = [[plain(cell) for cell in row] for row in rows.itertuples(index=False)]
    in_csv = [[plain(row[title]) for title in titles] for row in _csv(crowd)]
    in_xlsx = [[plain(row[title]) for title in titles] for row in _xlsx(crowd)]
    assert in_csv == in_xlsx
    assert in_csv == in_gpkg


# --- what everybody may read ---------------------------------------------------------------------


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    name: Form = request.param
    return name


def _words(connection: Connection, form: Form) -> str:
    """Return everything that can be read in an export."""
    body = _export(connection, form)
    if form != "xlsx":
        return body.decode("utf-8", errors="replace")
    book = openpyxl.load_workbook(io.BytesIO(body))
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )


@pytest.mark.parametrize("status", ["received", "declined", "merged", "withdrawn"])
def test_what_is_not_published_is_not_there(herten: Connection, form: Form, status: str) -> None:
    add_voice(herten, text="Geheime Worte, noch ungeprüft.", status=status)

    assert "Geheime Worte" not in _words(herten, form)


def test_neither_contact_nor_name_nor_original_is_there(herten: Connection, form: Form) -> None:
    add_voice(
        herten,
        number=77,
        author_name="Kim Muster",
        original={"text": "Vor der Kürzung"},
        pin=PIN,
    )
    herten.execute(
        insert(voice_contact).values(
            voice_number=77, email="kim@example.org", created_at=NOW, confirmed_at=NOW
        )
    )

    words = _words(herten, form)
    assert [one for one in ("Kim Muster", "kim@example", "Vor der K") if one in words] == []


def _placed(connection: Connection, **values: Any) -> Row:
    add_voice(connection, district="mitte", **values)
    (row,) = _csv(connection)
    return row


def test_a_spot_is_there_to_the_metre(herten: Connection) -> None:
    row = _placed(herten, pin=PIN)

    assert (row["Ostwert (m, EPSG:25832)"], row["Nordwert (m, EPSG:25832)"]) == (
        "371235",
        "5717346",
    )


def test_degrees_and_metres_mean_the_same_point(herten: Connection) -> None:
    row = _placed(herten, pin=PIN)

    lon, lat = (float(row[one].replace(",", ".")) for one in ("Länge (Grad)", "Breite (Grad)"))
    assert point_from_lon_lat(lon, lat).distance(PIN) < 1.0


def test_of_a_street_only_the_middle_of_its_square_is_there(herten: Connection) -> None:
    row = _placed(herten, pin=PIN, public_pin=MIDDLE, precision="street")

    assert (row["Ostwert (m, EPSG:25832)"], row["Nordwert (m, EPSG:25832)"]) == (
        "371250",
        "5717350",
    )


def test_of_a_street_the_exact_point_is_in_no_form(
    herten: Connection, form: Form, tmp_path: Path
) -> None:
    add_voice(herten, district="mitte", pin=PIN, public_pin=MIDDLE, precision="street")

    words = _words(herten, form)
    assert [one for one in ("371234", "371235", "5717345", "5717346") if one in words] == []
    assert _gpkg(herten, tmp_path / "a.gpkg").geometry[0] == MIDDLE


@pytest.mark.parametrize("precision", ["district", "city"])
def test_a_voice_about_a_whole_district_has_no_point(
    herten: Connection, tmp_path: Path, precision: str
) -> None:
    row = _placed(herten, pin=PIN, public_pin=None, precision=precision)

    assert (row["Länge (Grad)"], row["Ostwert (m, EPSG:25832)"]) == ("", "")
    assert _gpkg(herten, tmp_path / "a.gpkg").geometry[0] is None


# --- what it says --------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_text_is_a_formula_in_csv(herten: Connection, start: str) -> None:
    add_voice(herten, title=start, text=start, place_label=start, occasion=start, office=start)

    row = _csv(herten)[0]
    texts = [row[one] for one in ("Titel", "Text", "Ort", "Anlass", "Fachbereich")]
    assert {one[0] for one in texts} == {"'"}


@pytest.mark.parametrize(("demo", "word"), [(True, "ja"), (False, "nein")])
def test_an_invented_voice_is_marked(herten: Connection, demo: bool, word: str) -> None:
    add_voice(herten, demo=demo)

    assert _csv(herten)[0]["Erfunden (Demonstration)"] == word


def test_every_form_names_licence_and_day(herten: Connection, form: Form) -> None:
    add_voice(herten)

    words = _words(herten, form)
    assert "dl-de/by-2-0" in words
    assert "2026-11-23 10:30" in words


def test_a_workbook_names_the_selection_it_answers(herten: Connection) -> None:
    body = _export(herten, "xlsx", Filter(themes=("mobility",)))
    notes = openpyxl.load_workbook(io.BytesIO(body))["Angaben"]

    assert ("Auswahl", "thema=mobility") in notes.iter_rows(values_only=True)


@pytest.mark.parametrize(
    ("lang", "kind", "district", "address"),
    [
        ("de", "Beitrag", "Herten-Mitte", "https://werkbank.example/beitrag/"),
        ("en", "Comment", "Herten-Mitte", "https://werkbank.example/en/beitrag/"),
    ],
)
def test_an_export_speaks_one_language(
    herten: Connection, lang: Lang, kind: str, district: str, address: str
) -> None:
    add_voice(herten, district="mitte")

    row = list(_csv(herten, lang=lang)[0].values())
    assert [row[1], row[5]] == [kind, district]
    assert any(one.startswith(address) for one in row)


def test_a_voice_about_the_whole_city_says_so(herten: Connection) -> None:
    add_voice(herten)

    row = _csv(herten)[0]
    assert (row["Stadtteil"], row["Stadtteil (Kennung)"]) == ("Stadtweit", "citywide")


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_columns_have_one_name(lang: Lang) -> None:
    titles = [one.column.title[lang] for one in PUBLIC_FIELDS]

    assert len(set(titles)) == len(titles)


def test_nothing_found_is_a_file_too(herten: Connection, form: Form) -> None:
    assert _export(herten, form, Filter(text="gibtesnicht"))


# --- over HTTP -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def app(crowded: Engine) -> Iterator[FastAPI]:
    url = crowded.url.render_as_string(hide_password=False)
    made = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield made
    made.state.engine.dispose()


def test_the_address_of_the_voices_answers_every_form(app: FastAPI, form: Form) -> None:
    answer = TestClient(app).get(f"/api/voices?f={form}&thema=mobility")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    assert 'rel="license"' in answer.headers["link"]


# --- one big file at a time ----------------------------------------------------------------------


def _refused_while_busy(rows: int) -> bool:
    refused = []

    def ask() -> None:
        try:
            with one_big_at_a_time(rows):
                refused.append(False)
        except ExportBusyError:
            refused.append(True)

    with one_big_at_a_time(export_answer.SMALL + 1):
        other = threading.Thread(target=ask)
        other.start()
        other.join()
    return refused[0]


def test_a_second_big_file_is_refused_while_the_first_is_made() -> None:
    assert _refused_while_busy(export_answer.SMALL + 1)


def test_a_small_file_is_made_at_once() -> None:
    assert not _refused_while_busy(export_answer.SMALL)


def test_after_a_failure_the_next_big_file_is_made() -> None:
    def fail() -> None:
        with one_big_at_a_time(export_answer.SMALL + 1):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with one_big_at_a_time(export_answer.SMALL + 1):
        pass
