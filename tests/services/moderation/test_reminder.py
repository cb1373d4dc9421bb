"""The daily reminder: numbers and links for every moderator, once a day."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.database.tables import account, outbox
from services.moderation.actions import NUMBERS_IN_A_REMINDER, Reminded, remind
from services.moderation.model import NoticeDraft
from services.moderation.notices import report
from tests.services.moderation.scene import ADDRESS, Scene

DAYS = 14
REPORT = NoticeDraft(
    voice_number=None,
    address="https://werkbank.example/impressum",
    reason_code="child_abuse",
    words="Dort wird jemand mit vollem Namen beleidigt.",
    name=None,
    email=None,
    in_good_faith=True,
    language="de",
    idempotency_key=None,
)


def _remind(scene: Scene) -> int:
    return remind(scene.connection, now=scene.now, days=DAYS, address=ADDRESS).told


def test_every_moderator_is_reminded_and_nobody_else(scene: Scene) -> None:
    scene.staff("moderator")
    scene.staff("moderator", "admin")
    scene.staff("planner")
    scene.voice()
    scene.wait(days=DAYS + 1)

    assert _remind(scene) == 2
    assert [kind for kind, _ in scene.letters()] == ["reminder", "reminder"]


def test_a_reminder_holds_numbers_and_a_link_and_no_words(scene: Scene) -> None:
    scene.staff()
    voice = scene.voice()
    scene.wait(days=DAYS + 1)

    _remind(scene)

    ((_, body),) = scene.letters()
    digits = voice.reference
    assert f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" in body
    assert f"{ADDRESS}/verwaltung/stimmen?zustand=overdue" in body
    assert "Bank" not in body


def test_a_long_list_is_cut(scene: Scene) -> None:
    scene.staff()
    for _ in range(NUMBERS_IN_A_REMINDER + 3):
        scene.voice()
    scene.wait(days=DAYS + 1)

    _remind(scene)

    assert "und 3 weitere" in scene.letters()[0][1]


def test_staff_are_reminded_once_a_day(scene: Scene) -> None:
    scene.staff()
    scene.voice()
    scene.wait(days=DAYS + 1)

    assert [_remind(scene), _remind(scene)] == [1, 0]
    scene.wait(days=1)
    assert _remind(scene) == 1


def test_where_nothing_waits_too_long_nobody_is_reminded(scene: Scene) -> None:
    scene.staff()
    scene.voice()

    assert _remind(scene) == 0
    assert scene.connection.execute(select(outbox)).all() == []


def test_who_is_locked_out_is_not_reminded(scene: Scene) -> None:
    scene.staff()
    scene.connection.execute(account.update().values(disabled_at=scene.now))
    scene.voice()
    scene.wait(days=DAYS + 1)

    assert _remind(scene) == 0


def test_who_cannot_be_written_to_keeps_nobody_else_from_being_reminded(scene: Scene) -> None:
    scene.staff()
    lost = scene.staff()
    of_lost = account.c.id == lost.id
    scene.connection.execute(account.update().where(of_lost).values(email="müller@herten.example"))
    scene.voice()
    scene.wait(days=DAYS + 1)

    reminded = remind(scene.connection, now=scene.now, days=DAYS, address=ADDRESS)

    assert reminded == Reminded(told=1, unreachable=(lost.id,))


@pytest.mark.parametrize(
    ("voices", "notices", "subject"),
    [
        (1, 0, "Werkbank Herten: 1 Beitrag überfällig"),
        (2, 1, "Werkbank Herten: 2 Beiträge überfällig, 1 Meldung ohne Entscheidung"),
        (0, 2, "Werkbank Herten: 2 Meldungen ohne Entscheidung"),
    ],
)
def test_the_subject_says_what_waits(scene: Scene, voices: int, notices: int, subject: str) -> None:
    scene.staff()
    for _ in range(voices):
        scene.voice()
    for _ in range(notices):
        report(REPORT, connection=scene.connection, now=scene.now, address=ADDRESS)
    scene.wait(days=DAYS + 1)

    _remind(scene)

    found = select(outbox.c.subject).where(outbox.c.kind == "reminder")
    assert scene.connection.execute(found).scalars().all() == [subject]
