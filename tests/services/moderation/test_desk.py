"""Cards typed in at the quick desk, and checked by a second person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.comments.model import Voice
from services.moderation import desk
from services.moderation.model import (
    Card,
    CardOfAnotherError,
    CheckNeedsAnotherError,
    VoiceStateError,
)
from services.processes.store import Processes
from services.web.dependencies import LOCAL_TIME
from tests.conftest import NOW
from tests.services.moderation.scene import Scene

TODAY = NOW.date()
CARD = Card(
    process_id="ideen",
    kind="comment",
    channel="forum",
    occasion="Bezirkskonferenz Süd",
    said_on=TODAY,
    district_id=None,
    theme="open_space",
    title="",
    text="Mehr Bänke!",
    place="",
    idempotency_key="k" * 32,
)


def _enter(scene: Scene, *, by: Any = None, **more: Any) -> Voice:
    card = replace(CARD, idempotency_key=f"{len(more)}{scene.revision()}" * 9, **more)
    return desk.enter(card, work=scene.by(by))


def _codes(scene: Scene, **more: Any) -> list[str]:
    found = desk.flaws_of(replace(CARD, **more), scene.connection, on=TODAY)
    return [one.code for one in found]


def test_three_words_from_a_card_are_enough(scene: Scene) -> None:
    assert _codes(scene) == []

    voice = _enter(scene)

    assert (voice.text, voice.title, voice.channel) == ("Mehr Bänke!", "Mehr Bänke!", "forum")


def test_a_card_waits_for_a_second_person(scene: Scene) -> None:
    actor = scene.staff()

    voice = _enter(scene, by=actor)

    assert (voice.status, voice.entered_by, voice.checked_by) == ("received", actor.id, None)
    assert scene.codes(f"voice:{voice.reference}") == ["voice.entered"]


def test_a_card_of_a_process_that_publishes_at_once_waits_all_the_same(scene: Scene) -> None:
    process = Processes(scene.connection).get("ideen")
    Processes(scene.connection).change(
        "ideen", expected_version=process.version, now=NOW, moderation="publish_first"
    )

    assert _enter(scene).status == "received"


def test_sent_twice_a_card_is_there_once(scene: Scene) -> None:
    work = scene.by()

    assert desk.enter(CARD, work=work).number == desk.enter(CARD, work=work).number


def test_a_card_from_last_week_came_in_last_week(scene: Scene) -> None:
    day = TODAY - timedelta(days=7)

    voice = _enter(scene, said_on=day)

    after = scene.now_is(voice)
    assert after.received_at.astimezone(LOCAL_TIME).date() == day
    assert scene.steps(voice)[0].happened_on == day


def test_the_district_of_a_card_is_the_chosen_one(scene: Scene) -> None:
    voice = _enter(scene, district_id="disteln")

    assert (voice.district_id, voice.precision) == ("disteln", "district")


def test_a_known_place_gives_a_card_its_point(scene: Scene) -> None:
    voice = _enter(scene, place="Glashaus")

    assert voice.pin is not None
    assert (voice.district_id, voice.precision) == ("mitte", "spot")


def test_a_place_that_nobody_knows_stays_as_words_in_its_district(scene: Scene) -> None:
    voice = _enter(scene, place="hinter der Bude", district_id="disteln")

    assert (voice.place_label, voice.precision, voice.pin) == ("hinter der Bude", "street", None)


def test_a_place_that_nobody_knows_needs_its_district(scene: Scene) -> None:
    assert _codes(scene, place="hinter der Bude") == ["place_needs_district"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Mehr Bänke!", "Mehr Bänke!"),
        ("Kurz\nund zweite Zeile", "Kurz und zweite Zeile"),
        (
            "Am Glashaus fehlt eine Bank, auf der man im Schatten warten kann.",
            "Am Glashaus fehlt eine Bank, auf der man im Schatten…",
        ),
        ("x" * 90, "x" * 59 + "…"),
    ],
)
def test_a_title_is_made_of_the_first_words(text: str, title: str) -> None:
    assert desk.title_from(text) == title


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"text": ""}, ["text_short"]),
        ({"theme": ""}, ["theme_missing"]),
        ({"process_id": "gibt-es-nicht"}, ["process_unknown"]),
        ({"said_on": TODAY + timedelta(days=1)}, ["day_to_come"]),
        ({"district_id": "atlantis"}, ["district_unknown"]),
        ({"kind": "heart_place"}, ["kind_not_asked"]),
    ],
)
def test_what_is_wrong_with_a_card_is_said_by_field(
    scene: Scene, more: dict[str, Any], codes: list[str]
) -> None:
    assert _codes(scene, **more) == codes


def test_the_period_is_checked_against_the_day_of_the_card(scene: Scene) -> None:
    store = Processes(scene.connection)
    version = store.get("ideen").version
    ended = TODAY - timedelta(days=2)
    store.change("ideen", expected_version=version, now=NOW, ends_on=ended)

    assert _codes(scene, said_on=ended) == []
    assert _codes(scene, said_on=TODAY) == ["process_ended"]


def test_a_mistyped_card_is_taken_back(scene: Scene) -> None:
    actor = scene.staff()
    voice = _enter(scene, by=actor)

    desk.take_back(voice, work=scene.by(actor))

    assert scene.now_is(voice).status == "withdrawn"
    assert scene.kinds(voice)[-1] == "withdrawn"


def test_nobody_takes_the_cards_of_others_back(scene: Scene) -> None:
    voice = _enter(scene)

    with pytest.raises(CardOfAnotherError):
        desk.take_back(voice, work=scene.by())


def test_a_checked_card_is_not_taken_back(scene: Scene) -> None:
    voice = _enter(scene)
    desk.check(voice, work=scene.by())

    with pytest.raises(VoiceStateError):
        desk.take_back(scene.now_is(voice), work=scene.by())


def test_another_person_checks_a_card(scene: Scene) -> None:
    voice, other = _enter(scene), scene.staff()

    desk.check(voice, work=scene.by(other))

    assert scene.now_is(voice).checked_by == other.id


def test_who_typed_a_card_does_not_check_it(scene: Scene) -> None:
    actor = scene.staff()
    voice = _enter(scene, by=actor)

    with pytest.raises(CheckNeedsAnotherError):
        desk.check(voice, work=scene.by(actor))
    with pytest.raises(CheckNeedsAnotherError):
        desk.correct(voice, "", "Mehr Bäume!", "open_space", work=scene.by(actor))


def test_the_checker_puts_a_card_right(scene: Scene) -> None:
    voice = _enter(scene)

    desk.correct(voice, "", "Mehr Bäume!", "climate", work=scene.by())

    after = scene.now_is(voice)
    assert (after.title, after.text, after.theme) == ("Mehr Bäume!", "Mehr Bäume!", "climate")
    assert after.checked_by is not None
    (entry,) = (
        one
        for one in scene.entries(f"voice:{voice.reference}")
        if one.code == "voice.transcript_corrected"
    )
    assert entry.facts == {"fields": ["title", "text", "theme"]}


def test_an_online_voice_is_no_transcript(scene: Scene) -> None:
    with pytest.raises(VoiceStateError):
        desk.check(scene.voice(), work=scene.by())
