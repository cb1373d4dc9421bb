"""What moderators do with one voice, and what everybody then sees, reads and finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.comments.model import Voice, VoiceChangedError
from services.moderation import decisions
from services.moderation.model import (
    CheckNeedsAnotherError,
    ProposalNeedsAnotherError,
    Redaction,
    VoiceStateError,
)
from services.moderation.work import Work
from tests.services.moderation.scene import Scene

WORDS = "Der Text greift einen Menschen an."
REDACTION = Redaction(
    title="Bank fehlt",
    text="Hier fehlt eine Bank im Schatten.",
    place_label="am Glashaus",
    precision="street",
    shows_author=False,
    words="Wir haben einen Namen entfernt.",
)


def _decline(scene: Scene, voice: Voice, work: Work | None = None) -> None:
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=work or scene.by())


def test_a_published_voice_is_public_with_step_letter_and_audit(scene: Scene) -> None:
    voice = scene.voice(reachable=True)

    decisions.publish(voice, work=scene.by())

    after = scene.now_is(voice)
    assert (after.status, after.published_at) == ("published", scene.now)
    assert scene.kinds(voice) == ["received", "published"]
    assert [kind for kind, _ in scene.letters()] == ["voice.published"]
    assert scene.codes(f"voice:{voice.reference}") == ["voice.published"]


def test_publishing_changes_the_map(scene: Scene) -> None:
    voice = scene.voice()
    before = scene.revision()

    decisions.publish(voice, work=scene.by())

    assert scene.revision() == before + 1


def test_who_publishes_is_known_as_the_one_who_read_it(scene: Scene) -> None:
    voice, actor = scene.voice(), scene.staff()

    decisions.publish(voice, work=scene.by(actor))

    assert scene.now_is(voice).checked_by == actor.id


def test_a_voice_is_not_published_twice(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())

    with pytest.raises(VoiceStateError):
        decisions.publish(scene.now_is(voice), work=scene.by())


def test_a_page_that_is_out_of_date_decides_nothing(scene: Scene) -> None:
    voice = scene.voice()
    scene.by().change(voice, theme="mobility")

    with pytest.raises(VoiceChangedError):
        decisions.publish(voice, work=scene.by())

    assert scene.now_is(voice).status == "received"


def test_a_redacted_voice_shows_the_public_form_and_keeps_what_was_written(scene: Scene) -> None:
    voice = scene.voice(author_name="Kim Meier", reachable=True)

    decisions.redact(voice, REDACTION, work=scene.by())

    after = scene.now_is(voice)
    assert (after.title, after.text, after.author_name) == (REDACTION.title, REDACTION.text, None)
    assert after.original == {
        "title": voice.title,
        "text": voice.text,
        "place_label": "am Glashaus",
        "precision": "spot",
        "author_name": "Kim Meier",
    }
    assert (after.status, scene.kinds(voice)) == ("published", ["received", "redacted"])
    assert [kind for kind, _ in scene.letters()] == ["voice.redacted"]


def test_a_coarser_place_moves_the_public_pin_and_leaves_the_pin_to_staff(scene: Scene) -> None:
    voice = scene.voice()

    decisions.redact(voice, REDACTION, work=scene.by())

    after = scene.now_is(voice)
    assert after.pin == voice.pin
    assert after.public_pin is not None
    assert (after.public_pin.x % 100, after.public_pin.y % 100) == (50.0, 50.0)


def test_what_was_removed_is_not_found_by_searching(scene: Scene) -> None:
    voice = scene.voice(text="Neben Frau Holle fehlt eine Bank im Schatten.")

    decisions.redact(voice, REDACTION, work=scene.by())

    assert "holle" not in scene.search_text(voice)


def test_redacting_twice_keeps_the_first_original(scene: Scene) -> None:
    voice = scene.voice()
    decisions.redact(voice, REDACTION, work=scene.by())

    decisions.redact(scene.now_is(voice), REDACTION, work=scene.by())

    original = scene.now_is(voice).original
    assert original is not None
    assert original["text"] == voice.text


def test_a_redaction_never_shows_the_place_more_exactly(scene: Scene) -> None:
    voice = scene.voice(precision="district")

    with pytest.raises(ValueError, match="cannot make district into street"):
        decisions.redact(voice, REDACTION, work=scene.by())


def test_a_declined_voice_tells_its_author_reason_and_words(scene: Scene) -> None:
    voice = scene.voice(reachable=True)

    _decline(scene, voice)

    after = scene.now_is(voice)
    assert (after.status, after.reason_code, after.reason_words) == ("declined", "insult", WORDS)
    ((kind, body),) = scene.letters()
    assert kind == "voice.declined"
    assert WORDS in body
    assert "Beleidigung" in body


def test_nobody_is_written_to_without_a_confirmed_address(scene: Scene) -> None:
    _decline(scene, scene.voice())

    assert scene.letters() == []


def test_a_public_voice_that_is_declined_leaves_the_map(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())
    before = scene.revision()

    _decline(scene, scene.now_is(voice))

    assert scene.now_is(voice).status == "declined"
    assert scene.revision() == before + 1


def test_with_four_eyes_declining_is_a_proposal(scene: Scene) -> None:
    voice, actor = scene.voice(reachable=True), scene.staff()

    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by(actor))

    pending = scene.case(voice).pending
    assert pending is not None
    assert (pending.proposed_by, pending.reason_code) == (actor.id, "insult")
    assert scene.now_is(voice).status == "received"
    assert scene.letters() == []


def test_the_second_person_declines(scene: Scene) -> None:
    voice = scene.voice(reachable=True)
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())

    decisions.accept_proposal(scene.now_is(voice), work=scene.by())

    after = scene.now_is(voice)
    assert (after.status, after.reason_words) == ("declined", WORDS)
    assert scene.codes(f"voice:{voice.reference}") == ["voice.decline_proposed", "voice.declined"]


def test_who_proposed_is_not_the_second_person(scene: Scene) -> None:
    voice, actor = scene.voice(), scene.staff()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by(actor))

    with pytest.raises(ProposalNeedsAnotherError):
        decisions.accept_proposal(scene.now_is(voice), work=scene.by(actor))
    with pytest.raises(ProposalNeedsAnotherError):
        decisions.reject_proposal(scene.now_is(voice), work=scene.by(actor))


def test_a_rejected_proposal_leaves_the_voice_to_be_decided(scene: Scene) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())

    decisions.reject_proposal(scene.now_is(voice), work=scene.by())
    decisions.publish(scene.now_is(voice), work=scene.by())

    assert scene.now_is(voice).status == "published"


@pytest.mark.parametrize(
    "act",
    [
        lambda voice, work: decisions.publish(voice, work=work),
        lambda voice, work: decisions.redact(voice, REDACTION, work=work),
        lambda voice, work: decisions.decline(voice, "insult", WORDS, four_eyes=True, work=work),
        lambda voice, work: decisions.ask_back(voice, WORDS, work=work),
    ],
    ids=["publish", "redact", "decline", "ask"],
)
def test_while_a_proposal_waits_nothing_else_is_decided(
    scene: Scene, act: Callable[[Voice, Work], None]
) -> None:
    voice = scene.voice()
    decisions.decline(voice, "insult", WORDS, four_eyes=True, work=scene.by())

    with pytest.raises(VoiceStateError):
        act(scene.now_is(voice), scene.by())


def test_who_wants_a_public_voice_checked_again_does_not_leave_it_half_public(
    scene: Scene,
) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())
    _decline(scene, scene.now_is(voice))
    scene.object_to(voice, against=None)
    decisions.decide_objection(
        scene.now_is(voice), "upheld", WORDS, publishes=False, work=scene.by()
    )
    decisions.decline(scene.now_is(voice), "insult", WORDS, four_eyes=True, work=scene.by())

    decisions.reject_proposal(scene.now_is(voice), work=scene.by())

    assert scene.now_is(voice).status == "received"


def test_a_question_reaches_the_author(scene: Scene) -> None:
    voice = scene.voice(reachable=True)

    decisions.ask_back(voice, "Welche Seite meinen Sie?", work=scene.by())

    assert scene.case(voice).open_question is not None
    ((kind, body),) = scene.letters()
    assert kind == "voice.asked_back"
    assert "Welche Seite meinen Sie?" in body


def test_one_question_at_a_time(scene: Scene) -> None:
    voice = scene.voice()
    decisions.ask_back(voice, "Welche Seite meinen Sie?", work=scene.by())

    with pytest.raises(VoiceStateError):
        decisions.ask_back(scene.now_is(voice), "Und welche Farbe?", work=scene.by())


def test_who_wrote_on_a_card_cannot_be_asked(scene: Scene) -> None:
    voice = scene.voice(channel="forum", entered_by=scene.staff().id)

    with pytest.raises(VoiceStateError):
        decisions.ask_back(voice, "Welche Seite meinen Sie?", work=scene.by())


def test_a_restored_voice_that_had_been_public_is_public_again(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())
    _decline(scene, scene.now_is(voice))

    decisions.restore(scene.now_is(voice), "Das war ein Versehen.", work=scene.by())

    after = scene.now_is(voice)
    assert (after.status, after.reason_code, after.reason_words) == ("published", None, None)
    assert scene.kinds(voice)[-2:] == ["restored", "published"]


def test_a_restored_voice_that_was_never_public_is_checked_again(scene: Scene) -> None:
    voice = scene.voice()
    _decline(scene, voice)

    decisions.restore(scene.now_is(voice), "Das war ein Versehen.", work=scene.by())

    assert scene.now_is(voice).status == "received"


def test_an_erased_voice_is_not_restored(scene: Scene) -> None:
    voice = scene.voice()
    decisions.publish(voice, work=scene.by())
    _decline(scene, scene.now_is(voice))
    scene.by().change(scene.now_is(voice), title="", text="", anonymised_at=scene.now)

    with pytest.raises(VoiceStateError):
        decisions.restore(scene.now_is(voice), "Das war ein Versehen.", work=scene.by())


def test_what_waits_for_a_decision_is_not_restored(scene: Scene) -> None:
    with pytest.raises(VoiceStateError):
        decisions.restore(scene.voice(), "Das war ein Versehen.", work=scene.by())


def test_who_typed_a_card_does_not_publish_it_unchecked(scene: Scene) -> None:
    actor = scene.staff()
    voice = scene.voice(channel="forum", entered_by=actor.id)

    with pytest.raises(CheckNeedsAnotherError):
        decisions.publish(voice, work=scene.by(actor))


def test_another_person_publishes_a_card_and_has_checked_it(scene: Scene) -> None:
    voice, other = scene.voice(channel="forum", entered_by=scene.staff().id), scene.staff()

    decisions.publish(voice, work=scene.by(other))

    assert scene.now_is(voice).checked_by == other.id


@pytest.mark.parametrize("status", ["declined", "merged", "withdrawn"])
def test_what_is_settled_cannot_be_published(scene: Scene, status: str) -> None:
    voice = scene.voice()
    scene.by().change(voice, status=status)

    with pytest.raises(VoiceStateError):
        decisions.publish(scene.now_is(voice), work=scene.by())


def test_no_act_leaves_words_of_the_voice_in_the_audit(scene: Scene) -> None:
    voice = scene.voice(text="Geheim: Bei Familie Rabe hinten fehlt eine Bank.")
    decisions.redact(voice, REDACTION, work=scene.by())
    _decline(scene, scene.now_is(voice))

    assert "Rabe" not in repr(scene.entries(f"voice:{voice.reference}"))
