"""The quick desk and its second person through their forms."""

from __future__ import annotations

import secrets
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from services.comments.actions import private_token
from services.database.tables import voice as table
from tests.services.markup import Page
from tests.services.moderation.town import Town, page_of

DESK: Final = "/verwaltung/schnellerfassung"
CARD: Final = {
    "verfahren": "ideen",
    "art": "comment",
    "kanal": "forum",
    "anlass": "Bezirkskonferenz Süd",
    "datum": "2026-11-20",
    "stadtteil": "disteln",
    "thema": "open_space",
    "text": "Mehr Bänke!",
}


STATEMENT: Final = {
    "verfahren": "ideen",
    "projekt": "glashaus",
    "amt": "Grünflächenamt",
    "thema": "open_space",
    "stadtteil": "citywide",
    "titel": "Bänke am Glashaus",
    "text": "Wir haben den Platz geprüft. Zwei Bänke passen neben den Eingang.",
    "schluessel": secrets.token_urlsafe(24),
}


def _card(**more: Any) -> dict[str, Any]:
    return {**CARD, "schluessel": secrets.token_urlsafe(24), **more}


def _enter(client: TestClient, **more: Any) -> str:
    """Type a card in and return its reference."""
    answer = client.post(DESK, data=_card(**more))
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["fertig"][0]


def _value(page: Page, id_: str) -> str:
    element = page.by_id(id_)
    if element.tag != "select":
        return element.attributes.get("value", "")
    return next(
        one.attributes["value"]
        for one in page.all("option")
        if one.parent is element and "selected" in one.attributes
    )


def test_after_a_card_the_next_one_starts_with_the_same_frame(town: Town) -> None:
    client = town.session()
    answer = client.post(DESK, data=_card())

    page = page_of(client.get(answer.headers["location"]))

    frame = {name: _value(page, name) for name in CARD if name != "text"}
    assert frame == {name: value for name, value in CARD.items() if name != "text"}
    assert page.by_id("text").words == ""
    assert "autofocus" in page.by_id("text").attributes


def test_every_empty_form_has_a_key_of_its_own(town: Town) -> None:
    client = town.session()

    keys = {
        one.attributes["value"]
        for _ in range(2)
        for one in page_of(client.get(DESK)).all("input")
        if one.attributes.get("name") == "schluessel"
    }

    assert len(keys) == 2


def test_forty_cards_are_there_once_each_though_every_one_was_sent_twice(town: Town) -> None:
    client = town.session()
    before = town.read(_count)

    for number in range(40):
        card = _card(text=f"Karte {number}: mehr Bänke")
        assert client.post(DESK, data=card).status_code == 303
        assert client.post(DESK, data=card).status_code == 303

    assert town.read(_count) == before + 40


def test_the_next_card_typed_over_the_last_one_is_not_lost(town: Town) -> None:
    client = town.session()
    card = _card()
    client.post(DESK, data=card)
    before = town.read(_count)

    asked = client.post(DESK, data=card | {"text": "Und mehr Schatten auf dem Markt"})

    page = page_of(asked)
    assert (asked.status_code, page.by_id("text").words) == (422, "Und mehr Schatten auf dem Markt")
    key = next(
        one.attributes["value"]
        for one in page.all("input")
        if one.attributes.get("name") == "schluessel"
    )
    client.post(DESK, data=card | {"text": "Und mehr Schatten auf dem Markt", "schluessel": key})
    assert town.read(_count) == before + 1


def test_who_types_a_card_holds_no_private_link_of_it(town: Town) -> None:
    card = _card()
    town.session().post(DESK, data=card)

    answer = town.visitor().get(f"/mein-beitrag/{private_token(card['schluessel'])}")

    assert answer.status_code == 404


def _count(connection: Any) -> int:
    count: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return count


def test_the_last_cards_are_listed_with_number_and_words(town: Town) -> None:
    client = town.session()
    reference = _enter(client, text="Ein Zebrastreifen vor der Schule")

    listed = page_of(client.get(DESK)).one("ul", "desk-list").words

    assert f"{reference[:3]}-{reference[3:6]}-{reference[6:]}" in listed
    assert "Ein Zebrastreifen vor der Schule" in listed


def test_others_do_not_see_my_cards_in_their_list(town: Town) -> None:
    _enter(town.session(), text="Ein Zebrastreifen vor der Kirche")

    assert "Zebrastreifen vor der Kirche" not in town.session().get(DESK).text


def test_a_card_is_taken_back_from_the_list(town: Town) -> None:
    client = town.session()
    reference = _enter(client)

    answer = client.post(f"{DESK}/{reference}/zuruecknehmen", data={"anlass": "Forum"})

    assert answer.headers["location"] == (
        f"{DESK}?art=comment&kanal=forum&anlass=Forum&fertig={reference}"
    )
    assert town.now_is(reference).status == "withdrawn"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"schluessel": ""}, "text"),
        ({"thema": ""}, "thema"),
        ({"thema": "wetter"}, "thema"),
        ({"stadtteil": ""}, "stadtteil"),
        ({"stadtteil": "atlantis"}, "stadtteil"),
        ({"datum": ""}, "datum"),
        ({"datum": "2026-11-24"}, "datum"),
        ({"verfahren": ""}, "verfahren"),
        ({"verfahren": "x\x00"}, "ort"),
        ({"art": "statement"}, "art"),
        ({"kanal": "brieftaube"}, "kanal"),
        ({"anlass": "x" * 161}, "anlass"),
        ({"titel": "x" * 121}, "titel"),
        ({"stadtteil": "citywide", "ort": "hinter der Bude"}, "ort"),
    ],
)
def test_a_card_with_a_fault_comes_back_with_everything_typed(
    town: Town, more: dict[str, str], fault: str
) -> None:
    answer = town.session().post(DESK, data=_card(**more))

    assert answer.status_code == 422
    page = page_of(answer)
    assert page.by_id(f"{fault}-error").words
    if "anlass" not in more:
        assert _value(page, "anlass") == CARD["anlass"]


def test_the_second_person_finds_the_card_and_says_it_is_right(town: Town) -> None:
    reference = _enter(town.session(), datum="2026-01-02")
    client = town.session(town.hire("planner"))
    assert f"k{reference}" in client.get(f"{DESK}/pruefen").text

    answer = client.post(
        f"{DESK}/{reference}/pruefen",
        data={"version": str(town.now_is(reference).version), "urteil": "stimmt"},
    )

    assert answer.status_code == 303
    after = town.now_is(reference)
    assert (after.status, after.checked_by is not None) == ("received", True)


def test_a_moderator_checks_and_publishes_at_once(town: Town) -> None:
    reference = _enter(town.session())

    town.session().post(
        f"{DESK}/{reference}/pruefen",
        data={"version": str(town.now_is(reference).version), "urteil": "stimmt-oeffentlich"},
    )

    assert town.now_is(reference).status == "published"


def test_a_planner_checks_but_does_not_publish(town: Town) -> None:
    reference = _enter(town.session())

    answer = town.session(town.hire("planner")).post(
        f"{DESK}/{reference}/pruefen",
        data={"version": str(town.now_is(reference).version), "urteil": "stimmt-oeffentlich"},
    )

    assert answer.status_code == 403
    assert town.now_is(reference).checked_by is None


def test_who_typed_a_card_does_not_check_it(town: Town) -> None:
    actor = town.hire()
    client = town.session(actor)
    reference = _enter(client)

    answer = client.post(
        f"{DESK}/{reference}/pruefen",
        data={"version": str(town.now_is(reference).version), "urteil": "stimmt"},
    )

    assert answer.status_code == 403


def test_the_second_person_puts_a_card_right_and_publishes_it(town: Town) -> None:
    reference = _enter(town.session(), text="Mer Bänke")

    town.session().post(
        f"{DESK}/{reference}/pruefen",
        data={
            "version": str(town.now_is(reference).version),
            "urteil": "berichtigt-oeffentlich",
            "text": "Mehr Bänke",
            "titel": "",
            "thema": "open_space",
        },
    )

    after = town.now_is(reference)
    assert (after.text, after.title, after.status) == ("Mehr Bänke", "Mehr Bänke", "published")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"titel": "x" * 121}, "titel"),
        ({"thema": "wetter"}, "thema"),
    ],
)
def test_a_faulty_correction_comes_back(town: Town, more: dict[str, str], fault: str) -> None:
    reference = _enter(town.session())
    data = {"urteil": "berichtigt", "text": "Mehr Bänke", "titel": "", "thema": "open_space"}

    answer = town.session().post(
        f"{DESK}/{reference}/pruefen",
        data={"version": str(town.now_is(reference).version), **data, **more},
    )

    assert answer.status_code == 422
    assert page_of(answer).by_id(f"k{reference}-{fault}-error").words


def test_who_checks_too_late_keeps_the_words(town: Town) -> None:
    reference = _enter(town.session())
    version = str(town.now_is(reference).version)
    town.session().post(
        f"{DESK}/{reference}/pruefen", data={"version": version, "urteil": "stimmt"}
    )

    answer = town.session().post(
        f"{DESK}/{reference}/pruefen",
        data={"version": version, "urteil": "berichtigt", "text": "Anders", "thema": "climate"},
    )

    assert answer.status_code == 409
    assert "Anders" not in town.now_is(reference).text


def test_statements_are_published_by_their_form(town: Town) -> None:
    form = STATEMENT | {"schluessel": secrets.token_urlsafe(24)}

    answer = town.session(town.hire("planner")).post("/verwaltung/stellungnahme", data=form)

    reference = answer.headers["location"].rpartition("/")[2]
    after = town.now_is(reference)
    assert (after.kind, after.status, after.office) == ("statement", "published", "Grünflächenamt")


def test_another_statement_by_an_old_form_is_not_lost(town: Town) -> None:
    client = town.session(town.hire("planner"))
    client.post("/verwaltung/stellungnahme", data=STATEMENT)

    text = "Wir haben noch einmal geprüft: Eine Bank wird nicht gebaut."
    asked = client.post("/verwaltung/stellungnahme", data=STATEMENT | {"text": text})

    assert (asked.status_code, page_of(asked).by_id("text").words) == (422, text)


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"verfahren": ""}, "verfahren"),
        ({"verfahren": "x\x00"}, "verfahren"),
        ({"projekt": "gibt-es-nicht"}, "projekt"),
        ({"amt": ""}, "amt"),
        ({"thema": ""}, "thema"),
        ({"stadtteil": ""}, "stadtteil"),
        ({"titel": ""}, "titel"),
        ({"text": "kurz"}, "text"),
    ],
)
def test_a_faulty_statement_comes_back(town: Town, more: dict[str, str], fault: str) -> None:
    form = {
        "verfahren": "ideen",
        "amt": "Grünflächenamt",
        "thema": "open_space",
        "stadtteil": "citywide",
        "titel": "Bänke",
        "text": "Wir haben den Platz geprüft. Zwei Bänke passen.",
        "schluessel": secrets.token_urlsafe(24),
    }

    answer = town.session().post("/verwaltung/stellungnahme", data={**form, **more})

    assert answer.status_code == 422
    assert page_of(answer).by_id(f"{fault}-error").words
