"""Layers that staff brought in, on the map page as the server sends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.database.engine import writing
from services.settings import Settings
from tests.brought_in import bring_in, layers
from tests.conftest import Databases
from tests.services.markup import Page
from tests.services.staff import add_staff


@dataclass(frozen=True)
class Site:
    """The map for everybody and for staff."""

    public: TestClient
    staff: TestClient


@pytest.fixture(scope="module")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("layers")
    engine = databases.herten("sqlite")
    bring_in(engine, folder, layers())
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=utc_now())
        token = Sessions(connection).add(actor.id, now=utc_now())
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, secret_file=folder / "secret"))
    public = TestClient(app)
    staff = TestClient(app, cookies={"werkbank": token})
    yield Site(public, staff)
    app.state.engine.dispose()


def _map(client: TestClient, query: str = "", prefix: str = "") -> Page:
    found = client.get(f"{prefix}/karte?{query}")
    assert found.status_code == 200
    return Page(found.text)


def _offered(page: Page) -> set[str]:
    return {
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == "ebenen"
    }


def _legends(page: Page) -> set[str]:
    return {
        one.attributes["data-legend-of"]
        for one in page.all("div", "legend-of")
        if "hidden" not in one.attributes
    }


def test_public_layers_have_switches_and_start_switched_off(site: Site) -> None:
    page = _map(site.public)

    assert {"flaechennutzung", "radwege", "baumkataster"} <= _offered(page)
    assert "checked" not in page.by_id("layer-radwege").attributes
    assert _legends(page) == set()


def test_a_layer_of_the_address_is_shown_with_its_legend(site: Site) -> None:
    page = _map(site.public, "ebenen=radwege&ebenen=projects")

    assert "checked" in page.by_id("layer-radwege").attributes
    assert _legends(page) == {"radwege"}
    assert "open" in page.by_id("layers-more").attributes


def test_layers_of_staff_are_offered_to_staff_only(site: Site) -> None:
    assert "flurstuecke" not in _offered(_map(site.public))
    assert "flurstuecke" in _offered(_map(site.staff))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_staff_get_a_style_that_draws_their_layers(site: Site, prefix: str) -> None:
    address = _map(site.staff, prefix=prefix).by_id("map").attributes["data-style-url"]

    style = site.staff.get(address)

    assert style.status_code == 200
    assert "import-flurstuecke" in style.json()["sources"]


def test_the_style_for_everybody_knows_no_layer_of_staff(site: Site) -> None:
    style = site.public.get("/styles/werkbank.json").json()

    assert "import-flaechennutzung" in style["sources"]
    assert "import-flurstuecke" not in style["sources"]


@pytest.mark.parametrize(("prefix", "text"), [("", "überfällig"), ("/en", "overdue")])
def test_a_layer_that_should_be_newer_says_so(site: Site, prefix: str, text: str) -> None:
    badges = _map(site.public, prefix=prefix).all("span", "badge--overdue")

    assert [one.words for one in badges] == [text]
