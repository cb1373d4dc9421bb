"""Rasters in the browser: what is asked about them, and what becomes of the answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.services.imports.rasters.made import SLOPE
from tests.services.imports.rasters.test_ways import CLASSES, raster_bytes
from tests.services.imports.test_routes import app, client, do_jobs, upload

__all__ = ["app", "client"]

ODD = np.where(SLOPE > 40, -9999, SLOPE).astype(np.float32)
PHOTO = np.stack([CLASSES] * 3, axis=-1).astype(np.uint8)
ANSWERS = {
    "revision": "0",
    "crs": "25832",
    "kind": "values",
    "band": "1",
    "nodata": "none",
    "unit": "°C",
    "goal": "new",
    "title_de": "Hitze",
    "group_name": "Klima",
    "visibility": "public",
    "source": "Stadt Herten",
    "licence": "cc-zero",
    "as_of": "2026-01-01",
}


@pytest.fixture
def sent(app: FastAPI, client: TestClient) -> Any:
    """Upload a raster, look at it and answer; return the address and what was answered."""

    def send(content: bytes | None = None, **answers: str) -> tuple[str, Any]:
        address = upload(client, content or raster_bytes(), "hitze.tif")
        do_jobs(app)
        answered = client.post(f"{address}/ebenen/0", data=ANSWERS | answers)
        do_jobs(app)
        return address, answered

    return send


def test_the_report_shows_bands_and_where_the_raster_lies(app: FastAPI, client: TestClient) -> None:
    address = upload(client, raster_bytes(), "hitze.tif")
    do_jobs(app)

    page = client.get(address).text

    assert "30 × 20 Zellen" in page
    assert "So lägen Ihre Daten" in page
    assert 'name="crs" value="25832" checked' in page
    assert "float32" in page


def test_an_odd_number_is_a_question_that_nobody_answers_for_its_owner(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client, raster_bytes(ODD), "hitze.tif")
    do_jobs(app)

    page = client.get(address).text

    assert "IMP-333" in page
    assert 'name="nodata" value="-9999.0"' in page
    assert 'name="nodata" value="-9999.0" checked' not in page
    assert 'name="nodata" value="none" checked' not in page


def test_a_number_that_means_no_value_is_counted_nowhere(client: TestClient, sent: Any) -> None:
    sent(raster_bytes(ODD), nodata="-9999.0")

    total = client.get("/api/layers/hitze/zones").json()["total"]

    assert total["min"] >= 0


@pytest.mark.parametrize("typed", ["7", "7,0", "+7.0e0"])
def test_another_number_may_mean_no_value(client: TestClient, sent: Any, typed: str) -> None:
    sent(raster_bytes(np.where(SLOPE > 25, 7, SLOPE / 10)), nodata="other", nodata_other=typed)

    total = client.get("/api/layers/hitze/zones").json()["total"]

    assert total["max"] == 2.5


@pytest.mark.parametrize("typed", ["", "viel", "nan", "inf", "1e999", "7;8"])
def test_what_is_no_number_is_asked_for_again(sent: Any, typed: str) -> None:
    _, answered = sent(nodata="other", nodata_other=typed)

    assert answered.status_code == 422
    assert "Das ist keine Zahl" in answered.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"crs": ""}, "Wählen Sie, wo die Daten richtig liegen"),
        ({"kind": "video"}, "Bitte auswählen"),
        ({"kind": "image"}, "Ein Farbbild braucht drei Kanäle"),
        ({"band": "2"}, "Schreiben Sie eine ganze Zahl von 1 bis 1"),
        ({"unit": "x" * 21}, "Höchstens 20 Zeichen"),
        ({"nodata": ""}, "Bitte auswählen"),
        ({"as_of": ""}, "Von wann sind die Daten?"),
    ],
)
def test_a_wrong_answer_is_explained_and_nothing_is_loaded(
    client: TestClient, sent: Any, wrong: dict[str, str], words: str
) -> None:
    _, answered = sent(**wrong)

    assert answered.status_code == 422
    assert words in answered.text
    assert client.get("/ebenen/hitze").status_code == 404


def test_the_layer_tells_the_numbers_of_all_nine_districts_in_its_unit(
    client: TestClient, sent: Any
) -> None:
    sent()

    page = client.get("/ebenen/hitze").text

    assert page.count('data-district="') == 9
    assert "Mittel (°C)" in page
    assert "600 von 600 Zellen übernommen" in page


def test_the_page_of_a_district_tells_what_the_raster_says_there(
    client: TestClient, sent: Any
) -> None:
    sent()

    page = client.get("/stadtteile/mitte").text

    assert "Was die Ebenen hier zeigen" in page
    assert 'data-layer="hitze"' in page
    assert "°C" in page


def test_a_picture_has_no_numbers_and_says_nothing_of_districts(
    client: TestClient, sent: Any
) -> None:
    sent(raster_bytes(PHOTO, is_image=True), kind="image", title_de="Luftbild")

    assert "Ein Farbbild wird nur gezeigt" in client.get("/ebenen/luftbild").text
    assert "Was die Ebenen hier zeigen" not in client.get("/stadtteile/mitte").text
    source = client.get("/styles/werkbank.json").json()["metadata"]["werkbank:imported"]
    assert source["luftbild"]["feature"] == ""


def test_a_layer_of_other_values_takes_no_new_version(
    app: FastAPI, client: TestClient, sent: Any
) -> None:
    sent()

    _, answered = sent(raster_bytes(CLASSES), kind="classes", goal="version", target="hitze")

    assert answered.status_code == 422
    assert "Diese Ebene zeigt eine andere Art von Werten" in answered.text


def test_what_was_decided_stands_in_the_form_after_a_failure(
    app: FastAPI, client: TestClient
) -> None:
    address = upload(client, raster_bytes(ODD), "hitze.tif")
    do_jobs(app)
    answers = ANSWERS | {"crs": "other", "crs_other": "31466", "nodata": "-9999.0"}
    client.post(f"{address}/ebenen/0", data=answers)
    do_jobs(app)

    page = client.get(address).text

    assert "Das Laden ist fehlgeschlagen" in page
    assert 'name="nodata" value="-9999.0" checked' in page
    assert 'id="crs_other" value="31466"' in page
    assert 'id="unit" name="unit" value="°C"' in page


def test_beside_the_map_stands_a_line_for_every_district(client: TestClient, sent: Any) -> None:
    sent()

    page = client.get("/karte?ebenen=hitze").text
    lines = page[page.index('class="zone-lines"') : page.index("Zur Ebene: Hitze")]

    assert lines.count("<li") == 10
    assert "Hitze (°C)" in page


def test_the_numbers_of_a_district_stand_in_its_answer_for_programs(
    client: TestClient, sent: Any
) -> None:
    sent()

    (row,) = client.get("/api/districts/mitte").json()["layers"]

    assert (row["id"], row["unit"]) == ("hitze", "°C")
    assert row["min"] <= row["mean"] <= row["max"]
