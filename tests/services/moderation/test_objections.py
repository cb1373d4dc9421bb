"""An author objects once, and somebody else decides."""

from __future__ import annotations

from typing import Literal

import pytest

from services.comments.model import Voice
from services.moderation import decisions
from services.moderation.model import ObjectionNeedsAnotherError, Redaction, VoiceStateError
from services.web.actor import Actor
from tests.services.moderation.scene import Scene

WORDS = "Wir haben den Text noch einmal gelesen."


def _declined(scene: Scene, by: Actor | None = None) -> Voice:
    """Return a voice that was declined, with the author's objection."""
    actor = by or scene.staff()
    voice = scene.voice(reachable=True)
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=scene.by(actor))
    scene.object_to(voice, against=actor.id)
    return scene.now_is(voice)


def _decide(
    scene: Scene,
    voice: Voice,
    outcome: Literal["upheld", "rejected"],
    *,
    publishes: bool = True,
    by: Actor | None = None,
) -> None:
    decisions.decide_objection(voice, outcome, WORDS, publishes=publishes, work=scene.by(by))


def test_an_objection_that_is_upheld_publishes_the_voice(scene: Scene) -> None:
    voice = _declined(scene)

    _decide(scene, voice, "upheld")

    after = scene.now_is(voice)
    assert (after.status, after.reason_code) == ("published", None)
    assert scene.kinds(voice)[-2:] == ["restored", "published"]


def test_an_objection_that_is_upheld_may_lead_to_another_check(scene: Scene) -> None:
    voice = _declined(scene)

    _decide(scene, voice, "upheld", publishes=False)

    assert scene.now_is(voice).status == "received"


def test_an_objection_that_is_rejected_leaves_the_decision(scene: Scene) -> None:
    voice = _declined(scene)

    _decide(scene, voice, "rejected")

    assert scene.now_is(voice).status == "declined"
    objection = scene.case(voice).objection
    assert objection is not None
    assert (objection.outcome, objection.answer) == ("rejected", WORDS)


def test_the_author_reads_how_the_objection_was_decided(scene: Scene) -> None:
    voice = _declined(scene)

    _decide(scene, voice, "rejected")

    kind, body = scene.letters()[-1]
    assert kind == "voice.objection_decided"
    assert WORDS in body


@pytest.mark.parametrize("act", ["decline", "redact", "merge"])
def test_who_was_objected_to_does_not_hide_the_voice_again(scene: Scene, act: str) -> None:
    actor = scene.staff()
    other = scene.voice()
    voice = _declined(scene, by=actor)
    _decide(scene, voice, "upheld")
    after, work = scene.now_is(voice), scene.by(actor)

    with pytest.raises(ObjectionNeedsAnotherError):
        if act == "decline":
            decisions.decline(after, "insult", WORDS, four_eyes=True, work=work)
        elif act == "redact":
            shorter = Redaction(
                after.title, "Eine Bank fehlt am Glashaus.", None, "spot", True, WORDS
            )
            decisions.redact(after, shorter, work=work)
        else:
            decisions.merge(after, other, work=work)
    decisions.decline(after, "insult", WORDS, four_eyes=True, work=scene.by())


def test_everyone_who_redacted_a_voice_leaves_the_objection_to_others(scene: Scene) -> None:
    first, second = scene.staff(), scene.staff()
    voice = scene.voice()
    for actor, text in (
        (first, "Eine Bank fehlt am Glashaus."),
        (second, "Dort fehlt eine Bank, ja."),
    ):
        shorter = Redaction(voice.title, text, None, "spot", True, WORDS)
        decisions.redact(scene.now_is(voice), shorter, work=scene.by(actor))
    scene.object_to(voice, against=second.id)

    with pytest.raises(ObjectionNeedsAnotherError):
        _decide(scene, scene.now_is(voice), "upheld", by=first)
    _decide(scene, scene.now_is(voice), "upheld")


def test_who_redacts_after_an_objection_may_go_on(scene: Scene) -> None:
    voice = _declined(scene)
    _decide(scene, voice, "upheld", publishes=False)
    scene.wait(minutes=1)
    work = scene.by()
    for text in ("Eine Bank fehlt am Glashaus.", "Eine Bank fehlt dort sehr."):
        shorter = Redaction(voice.title, text, None, "spot", True, WORDS)
        decisions.redact(scene.now_is(voice), shorter, work=work)

    assert scene.now_is(voice).text == "Eine Bank fehlt dort sehr."


def test_who_declined_does_not_decide_the_objection(scene: Scene) -> None:
    actor = scene.staff()
    voice = _declined(scene, by=actor)

    with pytest.raises(ObjectionNeedsAnotherError):
        _decide(scene, voice, "rejected", by=actor)

    assert scene.case(voice).open_objection is not None


def test_neither_of_the_two_who_declined_decides_the_objection(scene: Scene) -> None:
    first, second = scene.staff(), scene.staff()
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by(first))
    decisions.accept_proposal(scene.now_is(voice), work=scene.by(second))
    scene.object_to(voice, against=second.id)

    for actor in (first, second):
        with pytest.raises(ObjectionNeedsAnotherError):
            _decide(scene, scene.now_is(voice), "rejected", by=actor)
    _decide(scene, scene.now_is(voice), "upheld")

    assert scene.now_is(voice).status == "published"


def test_an_objection_is_decided_once(scene: Scene) -> None:
    voice = _declined(scene)
    _decide(scene, voice, "rejected")

    with pytest.raises(VoiceStateError):
        _decide(scene, scene.now_is(voice), "upheld")


def test_a_voice_without_objection_has_none_to_decide(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=scene.by())

    with pytest.raises(VoiceStateError):
        _decide(scene, scene.now_is(voice), "upheld")


def test_a_waiting_objection_comes_before_taking_the_decision_back(scene: Scene) -> None:
    voice = _declined(scene)

    with pytest.raises(VoiceStateError):
        decisions.restore(voice, WORDS, work=scene.by())


def test_an_objection_against_a_redaction_brings_the_written_words_back(scene: Scene) -> None:
    voice = scene.voice(author_name="Kim Meier")
    shorter = Redaction("Bank", "Eine Bank fehlt.", None, "district", False, WORDS)
    decisions.redact(voice, shorter, work=scene.by())
    scene.object_to(voice, against=None)

    _decide(scene, scene.now_is(voice), "upheld")

    after = scene.now_is(voice)
    assert (after.title, after.text, after.author_name) == (voice.title, voice.text, "Kim Meier")
    assert (after.precision, after.public_pin) == ("spot", voice.pin)
    assert (after.status, after.original) == ("published", None)


def test_a_withdrawn_voice_needs_no_decision_any_more(scene: Scene) -> None:
    voice = _declined(scene)
    scene.by().change(voice, status="withdrawn")

    with pytest.raises(VoiceStateError):
        _decide(scene, scene.now_is(voice), "upheld")


def test_an_objection_brings_no_erased_voice_back(scene: Scene) -> None:
    voice = _declined(scene)
    scene.by().change(voice, title="", text="", anonymised_at=scene.now)

    with pytest.raises(VoiceStateError):
        _decide(scene, scene.now_is(voice), "upheld")
