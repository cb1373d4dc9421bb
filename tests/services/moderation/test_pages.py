"""What pages of moderation show, to whom, and that nothing typed by strangers runs in them."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import update

from services.comments.model import Voice
from services.comments.store import Voices
from services.database.tables import account, voice_contact
from services.moderation import decisions
from services.moderation.model import Redaction
from services.moderation.work import Work
from tests.services.markup import Page
from tests.services.moderation.scene import ADDRESS
from tests.services.moderation.town import Town, page_of, path

HOSTILE: Final = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} =1+1"
PAGES: Final = (
    "/verwaltung/stimmen",
    "/verwaltung/stellungnahme",
    "/verwaltung/schnellerfassung",
    "/verwaltung/schnellerfassung/pruefen",
    "/verwaltung/meldungen",
    "/melden",
)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_and_labels_for_its_fields(
    town: Town, prefix: str, address: str
) -> None:
    answer = town.session().get(prefix + address)

    assert answer.status_code == 200
    page = page_of(answer)
    assert page.one("h1").words
    labelled = {one.attributes.get("for") for one in page.all("label")}
    fields = [
        one
        for name in ("input", "textarea", "select")
        for one in page.all(name)
        if one.attributes.get("type") not in {"hidden", "submit"}
    ]
    bare = [
        one.attributes
        for one in fields
        if one.attributes.get("id") not in labelled
        and not any(outer.tag == "label" for outer in one.outwards)
    ]
    assert bare == []


@pytest.mark.parametrize("address", PAGES[:-1])
def test_visitors_are_asked_to_sign_in(town: Town, address: str) -> None:
    assert town.visitor().get(address).status_code in {303, 401}


def test_readers_do_not_see_the_queue(town: Town) -> None:
    assert town.session(town.hire("reader")).get("/verwaltung/stimmen").status_code == 403


def test_the_queue_shows_age_number_place_and_what_looks_private(town: Town) -> None:
    voice = town.voice(text="Rufen Sie 02366 1234567 an, dann zeige ich die Stelle.")
    town.clock.wait(days=20)

    answer = town.session().get(f"/verwaltung/stimmen?q={voice.reference}")

    page = page_of(answer)
    item = page.by_id(f"v{voice.reference}")
    assert "20 Tage" in item.words
    assert "überfällig" in item.words
    assert "Herten-Mitte" in item.words
    assert "eine Telefonnummer" in item.words
    assert page.one("mark").words == "02366 1234567"


def test_the_queue_names_every_state_with_its_count(town: Town) -> None:
    page = page_of(town.session().get("/verwaltung/stimmen"))

    states = page.one("ul", "queue-states")
    assert "Zweite Person nötig" in states.words
    assert "Überfällig" in states.words


def test_the_page_of_a_voice_shows_both_forms_side_by_side(town: Town) -> None:
    voice = town.voice(title="Bank", text="Neben Frau Adler fehlt eine Bank im Schatten.")
    redaction = Redaction("Bank", "Hier fehlt eine Bank im Schatten.", None, "street", True, "x")
    actor = town.hire()
    town.write(
        lambda one: decisions.redact(
            voice, redaction, work=Work(one, actor, town.clock.now, ADDRESS)
        )
    )

    page = page_of(town.session().get(path(voice)))

    written, public = page.all("section", "version")
    assert "Frau Adler" in written.words
    assert "Frau Adler" not in public.words
    assert "Hier fehlt eine Bank" in public.words


def test_the_page_of_a_voice_says_whether_its_author_can_be_reached_but_not_where(
    town: Town,
) -> None:
    voice = town.voice(email="geheim@beispiel.example")
    town.write(lambda one: one.execute(update(voice_contact).values(confirmed_at=town.clock.now)))

    answer = town.session().get(path(voice))

    assert "per Mail, bestätigt" in answer.text
    assert "geheim" not in answer.text


def test_the_exact_place_is_drawn_and_named_for_staff(town: Town) -> None:
    voice = town.voice()

    page = page_of(town.session().get(path(voice)))

    assert page.all("circle", "locator__spot")
    assert "371006" in page.all("section", "version")[0].words


def test_planners_may_answer_and_decide_nothing(town: Town) -> None:
    voice = _publish(town, town.voice())

    page = page_of(town.session(town.hire("planner")).get(path(voice)))

    actions = {one.attributes.get("action", "") for one in page.all("form")}
    assert path(voice, "schritt") in actions
    assert not any(one.endswith(("/ablehnen", "/kuerzen")) for one in actions)


def test_who_typed_a_card_finds_no_button_to_publish_it(town: Town) -> None:
    actor = town.hire()
    voice = town.voice(channel="forum", entered_by=actor.id)

    own = page_of(town.session(actor).get(path(voice)))
    other = page_of(town.session().get(path(voice)))

    def publishes(page: Page) -> bool:
        return path(voice, "veroeffentlichen") in {
            one.attributes.get("action") for one in page.all("form")
        }

    assert (publishes(own), publishes(other)) == (False, True)


def test_hostile_words_are_shown_as_words(town: Town) -> None:
    voice = town.voice()
    hostile = dict.fromkeys(("title", "text", "place_label", "author_name"), HOSTILE)
    town.write(
        lambda one: Voices(one, town.clock.now.date()).change(
            voice.number, expected_version=voice.version, now=town.clock.now, **hostile
        )
    )
    client = town.session()

    for address in (path(voice), f"/verwaltung/stimmen?q={voice.reference}"):
        page = page_of(client.get(address))
        assert all("src" in one.attributes for one in page.all("script"))
        assert not [one for one in page.all("img") if "onerror" in one.attributes]
        assert "{{ 7*7 }}" in page.by_id("main").words


def test_hostile_words_in_a_form_come_back_as_words(town: Town) -> None:
    voice = town.voice()
    client = town.session()

    answers = [
        client.post(
            path(voice, "ablehnen"), data={"version": str(voice.version), "worte": HOSTILE}
        ),
        client.post("/verwaltung/schnellerfassung", data={"text": HOSTILE, "anlass": HOSTILE}),
        client.post("/verwaltung/stellungnahme", data={"titel": HOSTILE, "text": HOSTILE}),
        client.post("/melden", data={"was": HOSTILE, "worte": HOSTILE, "name": HOSTILE}),
    ]

    for answer in answers:
        assert answer.status_code == 422
        page = page_of(answer)
        assert all("src" in one.attributes for one in page.all("script"))
        assert not page.all("img")


def test_a_name_of_staff_is_shown_as_words(town: Town) -> None:
    voice, actor = town.voice(), town.hire(name=HOSTILE[:60])
    town.session(actor).post(
        path(voice, "rueckfrage"),
        data={"version": str(voice.version), "worte": "Welche Seite meinen Sie?"},
    )
    town.write(lambda one: one.execute(update(account).values(office=HOSTILE)))

    page = page_of(town.session().get(path(voice)))

    assert all("src" in one.attributes for one in page.all("script"))
    town.write(lambda one: one.execute(update(account).values(office="Stadtplanung")))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/verwaltung/stimmen?unsinn=1", 400),
        ("/verwaltung/stimmen?zustand=egal", 400),
        ("/verwaltung/stimmen?nach=000000000", 404),
        ("/verwaltung/stimmen?nach=%00", 404),
        ("/verwaltung/stimmen?erledigt=1", 404),
        ("/verwaltung/stimmen/000000000", 404),
        ("/verwaltung/stimmen/unsinn", 404),
        ("/verwaltung/schnellerfassung?unsinn=1", 400),
        ("/verwaltung/schnellerfassung?fertig=1", 404),
        ("/verwaltung/schnellerfassung/pruefen?unsinn=1", 400),
        ("/verwaltung/stellungnahme?unsinn=1", 400),
        ("/verwaltung/meldungen?unsinn=1", 400),
        ("/verwaltung/meldungen?zustand=egal", 400),
        ("/verwaltung/meldungen/000000000", 404),
        ("/melden?unsinn=1", 400),
        ("/melden/unsinn", 404),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(town: Town, address: str, status: int) -> None:
    assert town.session().get(address).status_code == status


@pytest.mark.parametrize("more", ["akt=unsinn", "aehnlich=" + "x" * 201, "unsinn=1"])
def test_the_page_of_a_voice_refuses_what_it_does_not_know(town: Town, more: str) -> None:
    assert town.session().get(f"{path(town.voice())}?{more}").status_code == 400


def test_candidates_for_merging_are_found_by_words_and_place(town: Town) -> None:
    near = town.voice(title="Trinkbrunnen wünschenswert für Wanderer")
    voice = town.voice(title="Trinkbrunnen wünschenswert")

    answer = town.session().get(f"{path(voice)}?akt=zusammenfuehren")

    assert f"ziel-{near.reference}" in answer.text


def test_candidates_for_merging_are_asked_for_by_number(town: Town) -> None:
    far = town.voice(precision="city", pin=None, place_label=None, title="Busse am Abend")
    voice = town.voice()

    page = page_of(town.session().get(f"{path(voice)}?aehnlich={far.reference}"))

    offered = [
        one.attributes["value"] for one in page.all("input") if one.attributes.get("name") == "ziel"
    ]
    assert offered == [far.reference]


def test_the_town_halls_home_says_how_much_waits(town: Town) -> None:
    town.voice()
    town.clock.wait(days=15)

    home = page_of(town.session().get("/verwaltung"))

    assert "überfällig" in home.one("ul", "staff-tiles").words


def _publish(town: Town, voice: Voice) -> Voice:
    town.session().post(path(voice, "veroeffentlichen"), data={"version": str(voice.version)})
    return town.now_is(voice.reference)
