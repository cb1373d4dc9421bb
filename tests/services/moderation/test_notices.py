"""Reports of unlawful content: taken in, confirmed, decided, told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.moderation import decisions
from services.moderation.model import Notice, NoticeDecidedError, NoticeDraft, NoticeNotFoundError
from services.moderation.notices import decide_notice, report
from services.moderation.store import Notices
from tests.services.moderation.scene import ADDRESS, Scene

DRAFT = NoticeDraft(
    voice_number=None,
    address="https://werkbank.example/beitrag/1",
    reason_code="insult",
    words="Dort wird jemand mit vollem Namen beleidigt.",
    name="Kim Meier",
    email="kim@beispiel.example",
    in_good_faith=True,
    language="de",
    idempotency_key="k" * 32,
)
WORDS = "Der Text nennt einen Menschen und beleidigt ihn (§ 185 StGB)."


def _report(scene: Scene, draft: NoticeDraft = DRAFT) -> Notice:
    return report(draft, connection=scene.connection, now=scene.now, address=ADDRESS)


def test_a_report_is_confirmed_by_mail_with_its_number_and_address(scene: Scene) -> None:
    notice = _report(scene)

    ((kind, body),) = scene.letters()
    assert kind == "notice.received"
    assert f"{ADDRESS}/melden/{notice.reference}" in body
    assert scene.codes(f"notice:{notice.reference}") == ["notice.received"]


def test_a_report_in_english_is_answered_in_english(scene: Scene) -> None:
    notice = _report(scene, replace(DRAFT, language="en"))

    ((_, body),) = scene.letters()
    assert body.startswith("Hello")
    assert f"{ADDRESS}/en/melden/{notice.reference}" in body


def test_a_report_without_address_gets_no_mail(scene: Scene) -> None:
    _report(scene, replace(DRAFT, email=None, name=None, reason_code="child_abuse"))

    assert scene.letters() == []


def test_a_report_sent_twice_is_there_once(scene: Scene) -> None:
    assert _report(scene).number == _report(scene).number
    assert len(scene.letters()) == 1


def test_a_report_never_tells_the_audit_who_sent_it(scene: Scene) -> None:
    notice = _report(scene)
    decide_notice(notice, "kept", WORDS, voice=None, reason_code=None, work=scene.by())

    entries = scene.entries(f"notice:{notice.reference}")
    assert "Meier" not in repr(entries)
    assert "beispiel" not in repr([one.facts for one in entries])


def test_a_removed_voice_is_declined_and_its_author_told_why(scene: Scene) -> None:
    voice = scene.voice(reachable=True)
    decisions.publish(voice, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    decide_notice(
        notice,
        "removed",
        WORDS,
        voice=scene.now_is(voice),
        reason_code="unlawful",
        work=scene.by(),
    )

    after = scene.now_is(voice)
    assert (after.status, after.reason_code) == ("declined", "unlawful")
    letters = dict(scene.letters())
    assert WORDS in letters["voice.declined"]
    assert "gemeldet" in letters["voice.declined"]
    assert "Meier" not in letters["voice.declined"]
    assert WORDS in letters["notice.decided"]


def test_a_kept_voice_stays(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    decide_notice(
        notice, "kept", WORDS, voice=scene.now_is(voice), reason_code=None, work=scene.by()
    )

    assert scene.now_is(voice).status == "published"
    kind, body = scene.letters()[-1]
    assert kind == "notice.decided"
    assert "bleibt stehen" in body


def test_a_removal_settles_a_proposal_that_was_waiting(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    decide_notice(
        notice, "removed", WORDS, voice=scene.now_is(voice), reason_code="insult", work=scene.by()
    )

    assert scene.case(voice).pending is None
    assert scene.now_is(voice).status == "declined"


def test_a_withdrawn_voice_stays_withdrawn(scene: Scene) -> None:
    voice = scene.voice()
    scene.by().change(voice, status="withdrawn")
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    decide_notice(
        notice, "removed", WORDS, voice=scene.now_is(voice), reason_code=None, work=scene.by()
    )

    assert scene.now_is(voice).status == "withdrawn"
    assert Notices(scene.connection).get(notice.reference).outcome == "removed"


def test_a_report_is_decided_once(scene: Scene) -> None:
    notice = _report(scene)
    decide_notice(notice, "kept", WORDS, voice=None, reason_code=None, work=scene.by())

    with pytest.raises(NoticeDecidedError):
        decide_notice(notice, "removed", WORDS, voice=None, reason_code=None, work=scene.by())


def test_an_unknown_number_is_no_report(scene: Scene) -> None:
    with pytest.raises(NoticeNotFoundError):
        Notices(scene.connection).get("123456789")


def test_open_reports_come_oldest_first_and_decided_ones_newest_first(scene: Scene) -> None:
    numbers = [
        _report(scene, replace(DRAFT, idempotency_key=f"{n}" * 32)).reference for n in range(4)
    ]
    store = Notices(scene.connection)
    for one in numbers[:2]:
        decide_notice(store.get(one), "kept", WORDS, voice=None, reason_code=None, work=scene.by())

    assert [one.reference for one in store.list(decided=False)] == numbers[2:]
    assert [one.reference for one in store.list(decided=True)] == [numbers[1], numbers[0]]
    assert store.count_open() == 2
