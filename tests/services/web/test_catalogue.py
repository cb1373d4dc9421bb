"""The English catalogue says all that the German texts say, and no more."""

from __future__ import annotations

import re
from gettext import NullTranslations
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from services.settings import Settings
from services.web import i18n
from services.web.catalogue import MessageId, extract, read_catalogue, renew, texts, untranslated
from services.web.i18n import Speech
from services.web.pages import Assets, Pages
from services.web.texts import Lang

CURE = (
    "call `python -m services.web.catalogue` and write the English into services/web/locale/en.po"
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
GERMAN_QUOTED = re.compile(r"„[^„“”\"]*“")
ENGLISH_QUOTED = re.compile(r"“[^„“”\"]*”")
ANY_QUOTE = re.compile(r"[\"„“”«»]")
UMLAUT_SPELT_OUT = re.compile(r"ae|oe|(?<![aeq])ue(?!ll|rst)", re.IGNORECASE)
"""``neue``, ``Dauer``, ``Quelle``, ``aktuell`` and ``zuerst`` are spelt so; ``fuer`` is not."""


@pytest.fixture(scope="module")
def said() -> dict[MessageId, tuple[str, ...]]:
    """What templates and code say in German."""
    return texts(extract())


@pytest.fixture(scope="module")
def english() -> dict[MessageId, tuple[str, ...]]:
    """The stored catalogue: German text and its English."""
    return texts(read_catalogue())


@pytest.fixture(scope="module")
def all_texts(english: dict[MessageId, tuple[str, ...]]) -> list[str]:
    """Every text of the catalogue, German and English."""
    return [text for message, forms in english.items() for text in (*_forms(message), *forms)]


class _Lookups(NullTranslations):
    """Remembers what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[MessageId] = set()

    def gettext(self, message: str) -> str:
        self.found.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.found.add((msgid1, msgid2))
        return msgid1 if n == 1 else msgid2


@pytest.fixture
def lookups(monkeypatch: pytest.MonkeyPatch) -> _Lookups:
    """Every message that is looked up while the test runs."""
    recorder = _Lookups()

    def translations(_: Lang) -> NullTranslations:
        return recorder

    monkeypatch.setattr(i18n, "translations", translations)
    return recorder


def _forms(message: MessageId) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


def test_every_message_is_in_the_catalogue(
    said: dict[MessageId, tuple[str, ...]], english: dict[MessageId, tuple[str, ...]]
) -> None:
    assert said.keys() - english.keys() == set(), CURE


def test_every_message_has_its_english() -> None:
    assert untranslated(read_catalogue()) == [], CURE


def test_the_catalogue_holds_no_message_that_nobody_says(
    said: dict[MessageId, tuple[str, ...]], english: dict[MessageId, tuple[str, ...]]
) -> None:
    assert english.keys() - said.keys() == set(), CURE


def test_no_english_is_marked_as_a_guess() -> None:
    assert [one.id for one in read_catalogue() if one.fuzzy] == []


def test_german_and_english_have_the_same_placeholders(
    english: dict[MessageId, tuple[str, ...]],
) -> None:
    wrong = [
        message
        for message, forms in english.items()
        for german, other in zip(_forms(message), forms, strict=True)
        if sorted(PLACEHOLDER.findall(german)) != sorted(PLACEHOLDER.findall(other))
    ]

    assert wrong == []


def test_a_percent_sign_is_a_placeholder_or_written_twice(all_texts: list[str]) -> None:
    assert [one for one in all_texts if "%" in PLACEHOLDER.sub("", one).replace("%%", "")] == []


def test_no_text_has_spaces_to_spare(all_texts: list[str]) -> None:
    assert [one for one in all_texts if one != " ".join(one.split())] == []


def test_no_text_brings_markup(all_texts: list[str]) -> None:
    # A page takes these texts as they are: unlike values, they are not escaped.
    assert [one for one in all_texts if re.search("[<>&]", one)] == []


def test_german_is_quoted_in_german(said: dict[MessageId, tuple[str, ...]]) -> None:
    german = [text for message in said for text in _forms(message)]

    assert [one for one in german if ANY_QUOTE.search(GERMAN_QUOTED.sub("", one))] == []


def test_english_is_quoted_in_english(english: dict[MessageId, tuple[str, ...]]) -> None:
    other = [text for forms in english.values() for text in forms]

    assert [one for one in other if ANY_QUOTE.search(ENGLISH_QUOTED.sub("", one))] == []


def test_german_is_written_with_umlauts(said: dict[MessageId, tuple[str, ...]]) -> None:
    german = [text for message in said for text in _forms(message)]

    assert [one for one in german if UMLAUT_SPELT_OUT.search(one)] == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 projects"), (1, "1 project"), (2, "2 projects")]
)
def test_english_chooses_the_form_by_the_number(count: int, words: str) -> None:
    form = Speech("en").ngettext("%(count)s Projekt", "%(count)s Projekte", count)

    assert form % {"count": count} == words


def test_what_is_extracted_is_what_a_page_looks_up(tmp_path: Path, lookups: _Lookups) -> None:
    template = """
      {% trans n=2 %}
        {{ n }} Baum
          am Weg
      {% pluralize %}
        {{ n }} Bäume
          am Weg
      {% endtrans %}
      {% trans %}100 % Wald{% endtrans %}
      {% if true %}{{ _("Ein %(what)s", what="Haus") }}{% endif %}
    """
    (tmp_path / "page.html").write_text(template, "utf-8")
    pages = Pages([tmp_path], settings=Settings(), assets=Assets(), shared={})

    pages.render(
        Request({"type": "http", "path": "/", "query_string": b"", "headers": [], "lang": "en"}),
        "page.html",
        {},
    )

    assert texts(extract([tmp_path])).keys() == lookups.found


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/karte?bbox=7,51,8,52",
        "/stadtteile",
        "/stadtteile/bertlich",
        "/stadtteile/paschenberg",
        "/projekte",
        "/projekte?q=gibt-es-nicht",
        "/projekte/glashaus",
        "/projekte/buergerbudget",
        "/daten",
        "/impressum",
        "/datenschutz",
        "/barrierefreiheit",
        "/api/docs",
        "/gibt-es-nicht",
    ],
)
def test_a_page_looks_up_nothing_that_the_catalogue_lacks(
    path: str,
    sqlite_client: TestClient,
    lookups: _Lookups,
    english: dict[MessageId, tuple[str, ...]],
) -> None:
    sqlite_client.get(f"/en{path}", headers={"accept": "text/html"})

    assert lookups.found
    assert lookups.found - english.keys() == set()


def test_renewing_keeps_the_english_of_what_is_still_said(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{{ _("Haus") }} {{ _("Hof") }}', "utf-8")
    po_file = tmp_path / "en.po"
    po_file.write_text('msgid "Haus"\nmsgstr "House"\n\nmsgid "Weg"\nmsgstr "Way"\n', "utf-8")

    renew(po_file, folders=[tmp_path])

    assert texts(read_catalogue(po_file)) == {"Haus": ("House",), "Hof": ("",)}


def test_renewing_twice_changes_nothing(tmp_path: Path) -> None:
    po_file = tmp_path / "en.po"
    po_file.write_text("", "utf-8")
    renew(po_file)
    first = po_file.read_bytes()

    renew(po_file)

    assert po_file.read_bytes() == first


def test_texts_in_modules_are_extracted(tmp_path: Path) -> None:
    (tmp_path / "messages.py").write_text(
        'speech.gettext("Ganze " "Stadt")\nspeech.ngettext("%(n)s Ort", "%(n)s Orte", n)\n', "utf-8"
    )

    assert texts(extract([tmp_path])).keys() == {"Ganze Stadt", ("%(n)s Ort", "%(n)s Orte")}
