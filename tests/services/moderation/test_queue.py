"""What waits in the queue, in which order, and how much of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, update

from services.comments.model import Voice
from services.database.tables import participation_process
from services.moderation import decisions, desk
from services.moderation.actions import overdue_count, queue_at
from services.moderation.model import STATES, QueueFilter, QueueState
from services.moderation.queue import parse_queue_filter, pieces_of, queue_page
from services.moderation.queue_store import PAGE_SIZE
from services.web.filter import InvalidParameterError, UnknownParameterError
from tests.services.moderation.scene import Scene
from tests.services.statements import statements

DAYS = 14
WORDS = "Der Text greift einen Menschen an."


def _queue(scene: Scene, state: QueueState = "open", **more: Any) -> list[str]:
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)
    return list(queue.references(QueueFilter(state=state, **more)))


def _waits(scene: Scene, voice: Voice) -> set[str]:
    """Return the states in which the queue shows a voice."""
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)
    counts = queue.counts(QueueFilter(text=voice.reference))
    return {state for state, count in counts.items() if count}


def test_the_oldest_comes_first(scene: Scene) -> None:
    references = []
    for _ in range(3):
        references.append(scene.voice().reference)
        scene.wait(hours=1)

    assert _queue(scene) == references


def test_a_card_from_an_earlier_day_stands_before_what_came_online(scene: Scene) -> None:
    online, card = scene.voice(), scene.voice(channel="forum", entered_by=scene.staff().id)
    earlier = scene.now - timedelta(days=2)
    scene.by().cases.arrived(card.number, at=earlier, on=earlier.date())

    assert _queue(scene) == [card.reference, online.reference]


def test_a_received_voice_is_to_be_checked(scene: Scene) -> None:
    assert _waits(scene, scene.voice()) == {"open", "waiting", "all"}


def test_a_published_voice_waits_for_its_answer_only(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())

    assert _waits(scene, voice) == {"unanswered", "all"}


def test_a_proposal_waits_for_the_second_person(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())

    assert _waits(scene, voice) == {"open", "four_eyes", "all"}


def test_a_question_waits_for_the_author_and_then_for_us(scene: Scene) -> None:
    voice = scene.voice()
    decisions.ask_back(voice, WORDS, work=scene.by())
    assert _waits(scene, voice) == {"open", "asked", "all"}

    scene.answer_question(voice)

    assert _waits(scene, voice) == {"open", "waiting", "answered", "all"}


def test_an_objection_waits(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=scene.by())
    assert _waits(scene, voice) == {"all"}

    scene.object_to(voice, against=None)

    assert _waits(scene, voice) == {"open", "objection", "all"}


def test_an_objection_of_a_withdrawn_voice_waits_for_nobody(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=scene.by())
    scene.object_to(voice, against=None)
    scene.by().change(scene.now_is(voice), status="withdrawn")

    assert _waits(scene, voice) == {"all"}


def test_a_card_waits_for_its_checker(scene: Scene) -> None:
    voice = scene.voice(channel="forum", entered_by=scene.staff().id)
    assert _waits(scene, voice) == {"open", "waiting", "unchecked", "all"}

    desk.check(voice, work=scene.by())

    assert _waits(scene, voice) == {"open", "waiting", "all"}


def test_what_was_published_at_once_is_read_afterwards(scene: Scene) -> None:
    scene.connection.execute(
        update(participation_process)
        .where(participation_process.c.id == "ideen")
        .values(moderation="publish_first")
    )
    voice = scene.voice()
    assert _waits(scene, voice) == {"open", "unseen", "unanswered", "all"}

    decisions.mark_seen(voice, work=scene.by())

    assert _waits(scene, voice) == {"unanswered", "all"}


def test_all_states_are_counted_by_one_statement(scene: Scene) -> None:
    scene.voice(precision="city", pin=None, place_label=None)
    card = scene.voice(channel="forum", entered_by=scene.staff().id)
    decisions.decline(scene.voice(), "insult", WORDS, four_eyes=True, work=scene.by())
    decisions.ask_back(scene.voice(), WORDS, work=scene.by())
    decisions.publish(scene.voice(), work=scene.by())
    scene.wait(days=DAYS + 1)
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)

    for asked in (
        QueueFilter(),
        QueueFilter(text=card.reference),
        QueueFilter(themes=("energy",)),
        QueueFilter(districts=("mitte", "citywide")),
        QueueFilter(districts=("citywide",)),
    ):
        with statements(scene.connection) as executed:
            found = queue.counts(asked)

        assert len(executed) == 1
        assert found == {state: queue.count(asked.in_state(state)) for state in STATES}


def test_what_waits_too_long_is_overdue_checked_or_not(scene: Scene) -> None:
    received, published = scene.voice(), scene.voice()
    decisions.publish(published, work=scene.by())
    scene.wait(days=DAYS, seconds=-1)
    assert overdue_count(scene.connection, now=scene.now, days=DAYS) == 0

    scene.wait(seconds=2)

    assert _queue(scene, "overdue") == [received.reference, published.reference]
    assert overdue_count(scene.connection, now=scene.now, days=DAYS) == 2


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"districts": ("mitte",)}, ["here"]),
        ({"districts": ("citywide",)}, ["everywhere"]),
        ({"districts": ("mitte", "citywide")}, ["here", "everywhere"]),
        ({"districts": ("disteln",)}, []),
        ({"themes": ("mobility",)}, ["everywhere"]),
        ({"kinds": ("comment",)}, ["here", "everywhere"]),
        ({"kinds": ("heart_place",)}, []),
        ({"channels": ("phone",)}, ["everywhere"]),
        ({"processes": ("herzensorte",)}, []),
        ({"text": "SCHATTEN bank"}, ["here"]),
        ({"text": "100%"}, []),
    ],
)
def test_the_queue_is_narrowed(scene: Scene, more: dict[str, Any], found: list[str]) -> None:
    here = scene.voice()
    everywhere = scene.voice(
        precision="city",
        pin=None,
        place_label=None,
        theme="mobility",
        channel="phone",
        text="Der Bus fährt abends zu selten durch die Stadt.",
        title="Bus",
    )
    names = {here.reference: "here", everywhere.reference: "everywhere"}

    assert [names[one] for one in _queue(scene, **more)] == found


def test_a_voice_is_found_by_its_number_in_groups(scene: Scene) -> None:
    voice = scene.voice()
    scene.voice()
    digits = voice.reference

    assert _queue(scene, text=f"{digits[:3]}-{digits[3:6]}-{digits[6:]}") == [digits]


def test_a_page_goes_on_behind_the_last_voice(scene: Scene) -> None:
    references = [scene.voice().reference for _ in range(PAGE_SIZE + 2)]
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)
    asked = QueueFilter()

    first = queue_page(scene.connection, queue, asked, after=None, now=scene.now, days=DAYS)
    rest = queue_page(
        scene.connection, queue, asked, after=first.following, now=scene.now, days=DAYS
    )

    assert [row.voice.reference for row in (*first.rows, *rest.rows)] == references
    assert rest.following is None


def test_the_next_voice_is_the_one_behind_and_then_the_first(scene: Scene) -> None:
    one, two, three = (scene.voice().reference for _ in range(3))
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)
    asked = QueueFilter()

    assert [queue.next_after(asked, each) for each in (one, two, three)] == [two, three, one]


def test_behind_the_only_voice_comes_nothing(scene: Scene) -> None:
    queue = queue_at(scene.connection, now=scene.now, days=DAYS)

    assert queue.next_after(QueueFilter(), scene.voice().reference) is None


def test_marks_of_home_protection_are_kept_apart_from_the_text() -> None:
    text = "Anruf unter 02366 1234567 genügt."

    pieces = pieces_of(text)

    assert "".join(piece.text for piece in pieces) == text
    assert [piece.kind for piece in pieces] == [None, "phone", None]


def test_a_text_with_marks_is_the_text_that_was_written() -> None:
    text = "Herr Peter Schulze weiß das, Telefon 02366 123456, Ewaldstraße 12."

    assert "".join(piece.text for piece in pieces_of(text)) == text


def test_the_address_of_the_queue_reads_its_filter_back(herten: Connection) -> None:
    asked = QueueFilter(
        state="overdue",
        processes=("ideen",),
        districts=("mitte", "citywide"),
        themes=("mobility",),
        kinds=("comment",),
        channels=("forum",),
        text="Bank",
    )

    assert parse_queue_filter(asked.pairs(), herten) == asked


@pytest.mark.parametrize(
    "pair",
    [
        ("zustand", "egal"),
        ("verfahren", "gibt-es-nicht"),
        ("stadtteil", "atlantis"),
        ("thema", "wetter"),
        ("art", "lob"),
        ("kanal", "brieftaube"),
        ("q", "x" * 201),
        ("q", "\x00"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(herten: Connection, pair: tuple[str, str]) -> None:
    with pytest.raises(InvalidParameterError):
        parse_queue_filter([pair], herten)


def test_a_parameter_that_nobody_knows_is_refused(herten: Connection) -> None:
    with pytest.raises(UnknownParameterError):
        parse_queue_filter([("unsinn", "1")], herten)
