"""Pages: built assets, links in the language of the page, and nothing a visitor typed as markup."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.web.pages import Assets
from tests.services.markup import Page

MANIFEST = {
    "src/page.ts": {"file": "assets/page-Bq1x.js", "css": ["assets/page-C3d.css"]},
    "src/map.ts": {"file": "assets/map-Zz9.js"},
    "src/site.css": {"file": "assets/site-Aa1.css"},
}
TYPED = '"><script>alert(1)</script>'


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    return Assets(manifest)


def test_a_script_is_found_by_its_source(assets: Assets) -> None:
    assert assets.script("src/page.ts") == "/static/build/assets/page-Bq1x.js"


def test_the_styles_of_a_script_are_found(assets: Assets) -> None:
    assert assets.styles("src/page.ts") == ["/static/build/assets/page-C3d.css"]


def test_a_script_may_bring_no_styles(assets: Assets) -> None:
    assert assets.styles("src/map.ts") == []


def test_a_stylesheet_that_is_an_entry_itself_is_found(assets: Assets) -> None:
    assert assets.styles("src/site.css") == ["/static/build/assets/site-Aa1.css"]


def test_what_was_not_built_is_left_out(assets: Assets) -> None:
    assert (assets.script("src/none.ts"), assets.styles("src/none.ts")) == (None, [])


def test_without_a_build_there_are_no_assets(tmp_path: Path) -> None:
    assets = Assets(tmp_path / "none.json")

    assert (assets.script("src/page.ts"), assets.styles("src/page.ts")) == (None, [])


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("/", "/en"),
        ("/en", "/"),
        ("/karte?status=done&stadtteil=mitte", "/en/karte?status=done&stadtteil=mitte"),
        ("/en/karte?status=done", "/karte?status=done"),
        ("/stadtteile/bertlich", "/en/stadtteile/bertlich"),
        ("/en/projekte/glashaus", "/projekte/glashaus"),
        ("/impressum", "/en/impressum"),
    ],
)
def test_a_page_leads_to_itself_in_the_other_language(
    sqlite_client: TestClient, path: str, other: str
) -> None:
    page = Page(sqlite_client.get(path).text)

    assert page.one("a", "language").attributes["href"] == other


@pytest.mark.parametrize("path", ["/karte", "/stadtteile/mitte", "/daten"])
def test_every_link_of_an_english_page_stays_in_english(
    sqlite_client: TestClient, path: str
) -> None:
    page = Page(sqlite_client.get(f"/en{path}").text)
    leaving = [
        one.attributes["href"]
        for one in page.all("a")
        if one.attributes["href"].startswith("/")
        and not one.attributes["href"].startswith(("/en", "/api/", "/tiles/", "/styles/"))
        and "language" not in one.classes
    ]

    assert leaving == []


@pytest.mark.parametrize(("path", "lang"), [("/karte", "de"), ("/en/karte", "en")])
def test_a_page_names_its_language(sqlite_client: TestClient, path: str, lang: str) -> None:
    found = sqlite_client.get(path)

    assert found.headers["content-language"] == lang
    assert Page(found.text).one("html").attributes["lang"] == lang


@pytest.mark.parametrize("path", ["/", "/karte", "/stadtteile", "/projekte"])
def test_what_was_typed_is_text_and_never_markup(sqlite_client: TestClient, path: str) -> None:
    found = sqlite_client.get(path, params={"q": TYPED})

    assert found.status_code == 200
    assert "<script>alert" not in found.text


@pytest.mark.parametrize("path", ["/karte", "/projekte"])
def test_what_was_typed_stands_in_the_search_field(sqlite_client: TestClient, path: str) -> None:
    page = Page(sqlite_client.get(path, params={"q": TYPED}).text)

    assert page.by_id("q").attributes["value"] == TYPED


@pytest.mark.parametrize(
    "address", ["/karte?stadtteil={}", "/karte?{}=1", "/projekte/{}", "/stadtteile/{}"]
)
def test_what_was_refused_is_text_and_never_markup(sqlite_client: TestClient, address: str) -> None:
    found = sqlite_client.get(address.format("<script>alert(1)"), headers={"accept": "text/html"})

    assert found.status_code in {400, 404}
    assert "<script>alert" not in found.text


@pytest.mark.parametrize("path", ["/", "/karte", "/stadtteile/mitte", "/projekte/glashaus"])
def test_no_page_brings_styles_or_handlers_that_the_policy_forbids(
    sqlite_client: TestClient, path: str
) -> None:
    page = Page(sqlite_client.get(path).text)

    assert page.all("style") == []
    assert [one for one in page.all("script") if "src" not in one.attributes] == []
    forbidden = [
        name
        for one in page.all()
        for name in one.attributes
        if name == "style" or name.startswith("on")
    ]
    assert forbidden == []


@pytest.mark.parametrize("path", ["/", "/karte", "/stadtteile", "/stadtteile/mitte", "/projekte"])
def test_no_id_stands_twice_on_a_page(sqlite_client: TestClient, path: str) -> None:
    ids = [
        one.attributes["id"]
        for one in Page(sqlite_client.get(path).text).all()
        if "id" in one.attributes
    ]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", ["/%2Fevil.example", "/%5Cevil.example", "/en//evil.example"])
def test_no_address_makes_a_link_to_another_host(sqlite_client: TestClient, path: str) -> None:
    page = sqlite_client.get(f"http://testserver{path}", headers={"Accept": "text/html"})

    assert page.status_code == 404
    assert "evil.example" in page.text
    assert not re.search(r'href="[/\\]{2}', page.text)
