"""Every page speaks one language, and every link on it leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import orjson
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from services.districts import model as districts_model
from services.problem_table import PROBLEM_BY_STATUS
from services.projects import model as projects_model
from services.settings import PROJECT_ROOT
from services.web.catalogue import read_catalogue, texts
from tests.services.addresses import PAGES
from tests.services.markup import Element, Page
from tests.services.projects.oracle import ROWS

EVERY_PAGE: Final = (
    *PAGES,
    "/stadtteile/paschenberg",
    "/stadtteile/mitte",
    "/projekte/allee-wandels",
    "/projekte/buergerbudget",
    "/karte?stadtteil=scherlebeck&bbox=7.0,51.5,7.3,51.7",
    "/projekte?q=gibtesnicht",
    "/gibt-es-nicht",
)
GERMAN_WORDS: Final = re.compile(
    r"\b(und|oder|der|das|den|dem|ein|eine|einen|einem|ist|sind|wird|werden|wurde|nicht|kein|keine"
    r"|für|mit|von|vom|zum|zur|auf|aus|bei|nach|über|auch|noch|seit|bis|sich|alle|hier|Stand)\b"
)
ASIDES: Final = re.compile(r"\([^)]*\)|\?\w+=")
"""What stands in parentheses may give a German name; parameters are called alike everywhere."""
_FOREIGN_BY_NATURE: Final = {"source-link", "address", "site-header__logo"}
"""Titles of sources and addresses keep their language."""


Get = Callable[[str], Page]


@pytest.fixture(scope="module")
def get(apps: Callable[[str], FastAPI]) -> Get:
    """Every page is fetched and read once."""
    client = TestClient(apps("sqlite"), raise_server_exceptions=False)

    @cache
    def fetched(path: str) -> Page:
        return Page(client.get(path, headers={"accept": "text/html"}).text)

    return fetched


def _in_language(inside: Element, lang: str) -> bool:
    """Tell whether a text stands in an element that names its language."""
    named = (one.attributes["lang"] for one in inside.outwards if "lang" in one.attributes)
    return next(named) == lang


def _said(page: Page, lang: str) -> Iterator[str]:
    """Yield what a page says in its own language, names and titles apart."""
    for text, inside in page.texts():
        classes = set().union(*(one.classes for one in inside.outwards))
        if _in_language(inside, lang) and not classes & _FOREIGN_BY_NATURE:
            yield text
    for one in page.all():
        for name in ("aria-label", "title", "placeholder", "alt"):
            if one.attributes.get(name) and one.attributes.get("lang", lang) == lang:
                yield one.attributes[name]


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every German text with its English in data."""
    if isinstance(value, dict):
        if value.keys() == {"de", "en"}:
            yield value["de"], value["en"]
        for one in value.values():
            yield from _pairs(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _pairs(one)


@pytest.fixture(scope="module")
def english_of() -> dict[str, str]:
    """The English of every German text: catalogue, tables in code, data."""
    pairs = [
        (german, english[0])
        for german, english in texts(read_catalogue()).items()
        if isinstance(german, str)
    ]
    for table in (
        projects_model.STATUSES,
        projects_model.THEMES,
        projects_model.RULES,
        districts_model.BOUNDARY_NOTE,
        districts_model.FACT_LABELS,
        districts_model.PLACE_KINDS,
        {"x": districts_model.CITYWIDE_NAME},
    ):
        pairs += _pairs({key: dict(text) for key, text in table.items()})
    pairs += _pairs([[dict(one) for one in words] for words in PROBLEM_BY_STATUS.values()])
    folder = PROJECT_ROOT / "data" / "districts" / "herten"
    for name in ("profiles.json", "city.json"):
        pairs += _pairs(orjson.loads((folder / name).read_bytes()))
    pairs += _pairs(list(ROWS))
    return {german: english for german, english in pairs if german != english}


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_german_text_is_left_on_an_english_page(
    get: Get, path: str, english_of: dict[str, str]
) -> None:
    englishes = set(english_of.values())

    left = {
        text
        for text in _said(get(f"/en{path}"), "en")
        if text in english_of and text not in englishes
    }

    assert left == set()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_english_text_has_strayed_onto_a_german_page(
    get: Get, path: str, english_of: dict[str, str]
) -> None:
    english = {text: german for german, text in english_of.items() if text not in english_of}

    left = {text for text in _said(get(path), "de") if text in english}

    assert left == set()


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_an_english_page_has_no_german_sentences(get: Get, path: str) -> None:
    wordy = {
        text
        for text in _said(get(f"/en{path}"), "en")
        if len(set(GERMAN_WORDS.findall(ASIDES.sub("", text)))) > 1
    }

    assert wordy == set()


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_has_a_title_and_one_heading(get: Get, prefix: str, path: str) -> None:
    page = get(prefix + path)

    assert page.one("h1").words
    assert page.all("title")[0].words.endswith("Werkbank Herten")


@pytest.mark.parametrize("path", EVERY_PAGE)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_shows_what_the_program_calls_things(get: Get, prefix: str, path: str) -> None:
    said = set(_said(get(prefix + path), "en" if prefix else "de"))

    leaked = {"None", "True", "False", "under_way", "citywide", "generalised", "inferred", "drawn"}
    assert said & leaked == set()


def _own_links(page: Page) -> set[str]:
    return {
        one.partition("#")[0]
        for one in page.links()
        if one.startswith("/") and not one.startswith(("//", "/static/build/")) and "{" not in one
    }


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_link_leads_somewhere(get: Get, sqlite_client: TestClient, prefix: str) -> None:
    paths = PAGES if prefix == "" else ("/", "/stadtteile/bertlich", "/projekte/glashaus")
    links = set().union(*(_own_links(get(prefix + path)) for path in paths))

    broken = {
        link: status
        for link in sorted(links)
        if (status := sqlite_client.get(link).status_code) not in {200, 204}
    }

    assert broken == {}


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_every_reference_inside_a_page_finds_its_target(get: Get, path: str) -> None:
    page = get(path)
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}
    wanted = {
        word.removeprefix("#")
        for one in page.all()
        for name in ("aria-labelledby", "aria-describedby", "for", "hx-target", "href")
        for word in one.attributes.get(name, "").split()
        if name != "href" or (word.startswith("#") and len(word) > 1)
    }

    assert wanted <= ids


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_links_to_others_tell_them_nothing(get: Get, path: str) -> None:
    careless = [
        one.attributes["href"]
        for one in get(path).all("a")
        if one.attributes.get("href", "").startswith("http")
        and not {"noopener", "noreferrer"} <= set(one.attributes.get("rel", "").split())
    ]

    assert careless == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_no_page_asks_a_foreign_host(get: Get, path: str) -> None:
    page = get(path)
    asked = [
        one.attributes[name]
        for one in page.all()
        for name in ("src", "srcset", "data-style-url", "data-districts-url", "poster")
        if name in one.attributes
    ] + [one.attributes["href"] for one in page.all("link")]

    assert [one for one in asked if "//" in one] == []
