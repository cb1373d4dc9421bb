"""Reports of unlawful content: taken in, confirmed, decided, told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.comments.model import Voice
from services.moderation import decisions
from services.moderation.model import (
    Notice,
    NoticeDecidedError,
    NoticeDraft,
    NoticeNotFoundError,
    NoticeOutcome,
    ObjectionNeedsAnotherError,
    ProposalNeedsAnotherError,
    Redaction,
)
from services.moderation.notices import decide_notice, is_key_reused, report
from services.moderation.store import Notices
from services.web.actor import Actor
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


def _decide(
    scene: Scene,
    notice: Notice,
    outcome: NoticeOutcome,
    *,
    voice: Voice | None = None,
    four_eyes: bool = False,
    by: Actor | None = None,
) -> None:
    decide_notice(
        notice,
        outcome,
        WORDS,
        voice=None if voice is None else scene.now_is(voice),
        reason_code="unlawful",
        four_eyes=four_eyes,
        work=scene.by(by),
    )


def _withheld(scene: Scene, by: Actor) -> tuple[Voice, Notice]:
    """Return a public voice that was reported and taken out of view, and its report."""
    voice = scene.voice(reachable=True)
    decisions.publish(voice, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))
    _decide(scene, notice, "removed", voice=voice, four_eyes=True, by=by)
    return scene.now_is(voice), notice


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
    _decide(scene, notice, "kept")

    entries = scene.entries(f"notice:{notice.reference}")
    assert "Meier" not in repr(entries)
    assert "beispiel" not in repr([one.facts for one in entries])


def test_a_removed_voice_is_declined_and_its_author_told_why(scene: Scene) -> None:
    voice = scene.voice(reachable=True)
    decisions.publish(voice, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice)

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

    _decide(scene, notice, "kept", voice=voice)

    assert scene.now_is(voice).status == "published"
    kind, body = scene.letters()[-1]
    assert kind == "notice.decided"
    assert "bleibt stehen" in body


def test_a_removal_settles_a_proposal_that_was_waiting(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice)

    assert scene.case(voice).pending is None
    assert scene.now_is(voice).status == "declined"


def test_with_four_eyes_a_reported_voice_is_withheld_until_a_second_person_agrees(
    scene: Scene,
) -> None:
    first = scene.staff()
    before = scene.revision()

    voice, _ = _withheld(scene, by=first)

    assert (voice.status, scene.revision()) == ("received", before + 2)
    assert scene.letters()[-2][0] == "voice.step"
    with pytest.raises(ProposalNeedsAnotherError):
        decisions.accept_proposal(voice, work=scene.by(first))
    decisions.accept_proposal(voice, work=scene.by())
    assert scene.now_is(voice).status == "declined"


def test_a_withheld_voice_comes_back_when_the_second_person_disagrees(scene: Scene) -> None:
    voice, notice = _withheld(scene, by=scene.staff())

    decisions.reject_proposal(voice, work=scene.by())

    assert scene.now_is(voice).status == "published"
    assert scene.kinds(voice)[-2:] == ["note", "restored"]
    assert Notices(scene.connection).get(notice.reference).outcome is None
    assert scene.codes(f"notice:{notice.reference}")[-1] == "notice.reopened"


def test_who_was_not_followed_does_not_withhold_the_voice_again(scene: Scene) -> None:
    first = scene.staff()
    voice, notice = _withheld(scene, by=first)
    decisions.reject_proposal(voice, work=scene.by())
    again = Notices(scene.connection).get(notice.reference)

    with pytest.raises(ProposalNeedsAnotherError), scene.connection.begin_nested():
        _decide(scene, again, "removed", voice=voice, four_eyes=True, by=first)
    _decide(scene, again, "removed", voice=voice, four_eyes=True)
    assert scene.now_is(voice).status == "received"


def test_who_was_objected_to_does_not_agree_by_a_report(scene: Scene) -> None:
    actor = scene.staff()
    voice = scene.voice()
    shorter = Redaction(voice.title, voice.text[:40], None, "spot", True, WORDS)
    decisions.redact(voice, shorter, work=scene.by(actor))
    scene.object_to(voice, against=actor.id)
    decisions.decline(scene.now_is(voice), "insult", WORDS, four_eyes=True, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    with pytest.raises(ObjectionNeedsAnotherError):
        _decide(scene, notice, "removed", voice=voice, four_eyes=True, by=actor)


def test_a_merged_voice_that_is_removed_does_not_come_back_with_the_other(scene: Scene) -> None:
    one, other = scene.voice(), scene.voice()
    decisions.merge(one, other, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=one.number))

    _decide(scene, notice, "removed", voice=one)

    after = scene.now_is(one)
    assert (after.status, after.merged_into) == ("declined", None)


def test_a_report_with_other_words_under_an_old_key_is_told_apart(scene: Scene) -> None:
    _report(scene)

    assert not is_key_reused(DRAFT, scene.connection)
    assert is_key_reused(replace(DRAFT, words="Etwas ganz anderes."), scene.connection)


def test_a_report_does_not_decline_alone_what_nobody_has_checked(scene: Scene) -> None:
    voice = scene.voice()
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice, four_eyes=True)

    assert scene.now_is(voice).status == "received"
    assert scene.case(voice).pending is not None


def test_who_proposed_to_decline_does_not_become_the_second_person_by_a_report(
    scene: Scene,
) -> None:
    actor = scene.staff()
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by(actor))
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice, four_eyes=True, by=actor)

    assert scene.now_is(voice).status == "received"


def test_a_report_decided_by_another_agrees_to_a_proposal(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice, four_eyes=True)

    assert scene.now_is(voice).status == "declined"


def test_a_withdrawn_voice_stays_withdrawn(scene: Scene) -> None:
    voice = scene.voice()
    scene.by().change(voice, status="withdrawn")
    notice = _report(scene, replace(DRAFT, voice_number=voice.number))

    _decide(scene, notice, "removed", voice=voice)

    assert scene.now_is(voice).status == "withdrawn"
    assert Notices(scene.connection).get(notice.reference).outcome == "removed"


def test_a_report_is_decided_once(scene: Scene) -> None:
    notice = _report(scene)
    _decide(scene, notice, "kept")

    with pytest.raises(NoticeDecidedError):
        _decide(scene, notice, "removed")


def test_an_unknown_number_is_no_report(scene: Scene) -> None:
    with pytest.raises(NoticeNotFoundError):
        Notices(scene.connection).get("123456789")


def test_open_reports_come_oldest_first_and_decided_ones_newest_first(scene: Scene) -> None:
    numbers = [
        _report(scene, replace(DRAFT, idempotency_key=f"{n}" * 32)).reference for n in range(4)
    ]
    store = Notices(scene.connection)
    for one in numbers[:2]:
        _decide(scene, store.get(one), "kept")

    assert [one.reference for one in store.list(decided=False)] == numbers[2:]
    assert [one.reference for one in store.list(decided=True)] == [numbers[1], numbers[0]]
    assert store.count_open() == 2
