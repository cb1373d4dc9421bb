"""Two at once: whoever comes second sees what the first one did, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Final

import httpx2
from sqlalchemy import func, select

from services.comments.model import Voice
from services.database.tables import decision, trail_step
from services.database.tables import voice as table
from tests.services.moderation.test_desk_routes import DESK, _card
from tests.services.moderation.town import Town, path

WORDS: Final = "Der Text greift einen Menschen an."


def _at_once(*acts: Callable[[], httpx2.Response]) -> Sequence[int]:
    """Let all acts begin at one moment and return the statuses of their answers, sorted."""
    start = Barrier(len(acts))

    def run(act: Callable[[], httpx2.Response]) -> int:
        start.wait()
        return act().status_code

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def _posts(town: Town, address: str, data: dict[str, str]) -> Callable[[], httpx2.Response]:
    client = town.session()
    return lambda: client.post(address, data=data)


def _steps(town: Town, voice: Voice, kind: str) -> int:
    return town.read(
        lambda one: one.execute(
            select(func.count())
            .select_from(trail_step)
            .where(trail_step.c.voice_number == voice.number, trail_step.c.kind == kind)
        ).scalar_one()
    )


def test_of_two_who_publish_one_is_told_that_it_is_done(town: Town) -> None:
    voice = town.voice()
    form = {"version": str(voice.version)}

    statuses = _at_once(*(_posts(town, path(voice, "veroeffentlichen"), form) for _ in range(2)))

    assert statuses == [303, 409]
    assert _steps(town, voice, "published") == 1


def test_publishing_and_declining_at_once_do_not_both_happen(town: Town) -> None:
    voice = town.voice()
    version = {"version": str(voice.version)}

    statuses = _at_once(
        _posts(town, path(voice, "veroeffentlichen"), version),
        _posts(town, path(voice, "ablehnen"), version | {"grund": "insult", "worte": WORDS}),
    )

    proposals = town.read(
        lambda one: one.execute(
            select(func.count())
            .select_from(decision)
            .where(decision.c.voice_number == voice.number)
        ).scalar_one()
    )
    assert statuses == [303, 409]
    assert (town.now_is(voice.reference).status == "published") == (proposals == 0)


def test_two_voices_are_not_merged_into_each_other(town: Town) -> None:
    one, other = town.voice(), town.voice()

    statuses = _at_once(
        _posts(
            town,
            path(one, "zusammenfuehren"),
            {"version": str(one.version), "nummer": other.reference},
        ),
        _posts(
            town,
            path(other, "zusammenfuehren"),
            {"version": str(other.version), "nummer": one.reference},
        ),
    )

    assert statuses[0] == 303
    assert statuses[1] in {409, 422}
    after = {town.now_is(each.reference).status for each in (one, other)}
    assert after == {"merged", "received"}


def test_a_card_sent_by_an_impatient_finger_is_there_once(town: Town) -> None:
    client = town.session()
    card = _card(text="Ein sehr ungeduldiger Finger")

    statuses = _at_once(*(lambda: client.post(DESK, data=card) for _ in range(4)))

    count = town.read(
        lambda one: one.execute(
            select(func.count()).select_from(table).where(table.c.text == card["text"])
        ).scalar_one()
    )
    assert statuses == [303] * 4
    assert count == 1
