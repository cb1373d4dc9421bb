"""Nothing that stands in a stranger's file becomes markup of our pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from maps.imported_looks import Look, LookClass
from services.app import create_app
from services.database.engine import writing
from services.database.tables import imported_layer
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.layers.brought_in import FEATURES, bring_in
from tests.services.staff import signed_in

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
NAMED = f"<b>Halde</b> Ewald{EVIL}"
BY_EVIL = Look(
    "categorised", field="name", classes=(LookClass("#d12771", EVIL, EVIL),), label_field="name"
)


@pytest.fixture(scope="module")
def app(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The app over a layer all of whose texts want to be markup."""
    engine, folder = databases.herten("sqlite"), tmp_path_factory.mktemp("markup")
    features = [replace(one, properties={**one.properties, "name": NAMED}) for one in FEATURES]
    layer = bring_in(engine, folder, look=BY_EVIL, features=features)
    with writing(engine) as connection:
        texts = {"de": EVIL, "en": EVIL}
        connection.execute(
            update(imported_layer)
            .where(imported_layer.c.number == layer.number)
            .values(title=texts, description=texts, group_name=EVIL, source=EVIL, licence_name=EVIL)
        )
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, layer_dir=folder), clock=lambda: NOW)
    yield app
    app.state.engine.dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/ebenen/bauflaechen",
        "/karte?ebenen=bauflaechen",
        "/daten",
        "/verwaltung/ebenen/bauflaechen",
        "/verwaltung/ebenen",
    ],
)
def test_no_page_holds_markup_of_a_file(app: FastAPI, path: str) -> None:
    answer = signed_in(app, "gis").get(path)

    assert answer.status_code == 200
    assert "alert(1)</script>" not in answer.text
    assert "<img src=x" not in answer.text


def test_the_list_shows_words_without_their_html(app: FastAPI) -> None:
    page = TestClient(app).get("/ebenen/bauflaechen").text

    assert "Halde Ewald" in page
    assert "&lt;b&gt;Halde" not in page


def test_the_card_shows_words_without_their_html_and_the_data_keep_it(app: FastAPI) -> None:
    told = TestClient(app).get("/api/layers/bauflaechen/features/0").json()

    assert (told["title"], told["fields"][0]["value"]) == ("Halde Ewald", "Halde Ewald")
    assert told["properties"]["name"] == NAMED


@pytest.mark.parametrize("path", ["/styles/werkbank.json", "/tiles/bauflaechen.json"])
def test_credits_are_escaped_where_maps_read_them_as_html(app: FastAPI, path: str) -> None:
    document = TestClient(app).get(path).json()

    sources = [document, *document.get("sources", {}).values()]
    credits = " ".join(one.get("attribution", "") for one in sources)
    assert "&lt;script&gt;alert(1)" in credits
    assert "<img" not in credits
