"""Imprint, privacy, accessibility: the operator's own words, or that they are missing."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from services.app import create_app
from services.settings import Settings
from tests.services.markup import Page

OPERATOR = {
    "operator_name": "Stadt Herten",
    "operator_address": "Kurt-Schumacher-Straße 2, 45699 Herten",
    "operator_email": "werkbank@example.org",
    "operator_phone": "02366 000",
    "operator_representative": "Der Bürgermeister",
}


def site(**settings: Any) -> TestClient:
    """Return a client of a site of this operator; these pages need no database."""
    return TestClient(create_app(Settings(database_url="sqlite://", **settings)))


@pytest.mark.parametrize("words", OPERATOR.values(), ids=list(OPERATOR))
def test_the_imprint_names_the_operator(words: str) -> None:
    assert words in Page(site(**OPERATOR).get("/impressum").text).by_id("main").words


@pytest.mark.parametrize("setting", OPERATOR)
def test_the_imprint_says_what_the_operator_left_out(setting: str) -> None:
    page = Page(site().get("/impressum").text)

    assert f"WERKBANK_{setting.upper()}" in page.by_id("main").words


def test_privacy_names_the_data_protection_officer() -> None:
    client = site(data_protection_contact="datenschutz@example.org")

    assert "datenschutz@example.org" in Page(client.get("/datenschutz").text).by_id("main").words


def test_privacy_says_that_nobody_else_is_asked() -> None:
    assert "Niemand" in Page(site().get("/datenschutz").text).by_id("main").words


def test_privacy_says_that_a_base_map_shows_visitors_to_others() -> None:
    page = Page(site(base_maps=("rvr",)).get("/datenschutz").text)

    assert "Niemand" not in page.by_id("main").words
    assert "Hintergrundkarte" in page.by_id("main").words


def test_accessibility_names_contact_and_ombuds_office() -> None:
    page = Page(site(accessibility_contact="barriere@example.org").get("/barrierefreiheit").text)

    assert "barriere@example.org" in page.by_id("main").words
    assert any("ombudsstelle" in one for one in page.links())


def test_accessibility_says_when_it_was_checked() -> None:
    page = Page(site(accessibility_checked_on="2026-11-23").get("/barrierefreiheit").text)

    assert "23. November 2026" in page.by_id("main").words


def test_the_description_of_the_api_knows_every_address_of_data(
    sqlite_client: TestClient,
) -> None:
    paths = sqlite_client.get("/openapi.json").json()["paths"]

    assert paths.keys() == {
        "/api/altcha/challenge",
        "/api/districts",
        "/api/districts/{district_id}",
        "/api/layers",
        "/api/ledger",
        "/api/places",
        "/api/places/near",
        "/api/projects",
        "/api/voices",
        "/api/voices/near",
        "/api/voices/{reference}",
        "/healthz",
        "/readyz",
        "/styles/werkbank.json",
        "/tiles/{layer_id}.json",
        "/api/layers/{layer_id}/districts",
        "/api/layers/{layer_id}/features",
        "/api/layers/{layer_id}/features/{n}",
        "/api/layers/{layer_id}/value",
        "/api/layers/{layer_id}/zones",
        "/ebenen/{layer_id}/daten.tif",
        "/ebenen/{layer_id}/daten.tif.txt",
        "/ebenen/{layer_id}/daten.{form}",
        "/tiles/{layer_id}.pmtiles",
        "/tiles/{layer_id}/{z}/{x}/{y}.mvt",
        "/tiles/{layer_id}/{z}/{x}/{y}.webp",
    }


@pytest.mark.parametrize("path", ["/api/districts", "/api/projects", "/tiles/{layer_id}.json"])
def test_the_description_of_the_api_knows_the_filter(sqlite_client: TestClient, path: str) -> None:
    described = sqlite_client.get("/openapi.json").json()["paths"][path]["get"]["parameters"]

    names = {one["name"] for one in described if one["in"] == "query"}
    assert names >= {"stadtteil", "thema", "status", "von", "bis", "q", "bbox"}


def test_browsers_that_ask_for_an_icon_are_told_there_is_none(sqlite_client: TestClient) -> None:
    assert sqlite_client.get("/favicon.ico").status_code == 204
