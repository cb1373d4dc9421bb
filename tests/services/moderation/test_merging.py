"""Two voices about the same thing become one, and nothing that was said gets lost by it."""

from __future__ import annotations

import pytest

from services.comments.model import Voice
from services.moderation import decisions
from services.moderation.model import MergeTargetError
from tests.services.moderation.scene import Scene

WORDS = "Der Text greift einen Menschen an."


def _decline(scene: Scene, voice: Voice) -> None:
    decisions.decline(voice, "insult", WORDS, four_eyes=False, work=scene.by())


def test_a_merged_voice_points_to_the_other_and_both_numbers_live_on(scene: Scene) -> None:
    one, other = scene.voice(reachable=True), scene.voice()

    decisions.merge(one, other, work=scene.by())

    after = scene.now_is(one)
    assert (after.status, after.merged_into) == ("merged", other.number)
    assert scene.now_is(other).status == "received"
    assert [kind for kind, _ in scene.letters()] == ["voice.merged"]


def test_supports_stay_with_the_voice_for_which_they_were_clicked(scene: Scene) -> None:
    one, other = scene.voice(), scene.voice()
    scene.by().change(one, supports=3)

    decisions.merge(scene.now_is(one), other, work=scene.by())

    assert (scene.now_is(one).supports, scene.now_is(other).supports) == (3, 0)


def test_what_was_merged_before_goes_along(scene: Scene) -> None:
    first, second, third = scene.voice(), scene.voice(), scene.voice()
    decisions.merge(first, second, work=scene.by())

    decisions.merge(scene.now_is(second), third, work=scene.by())

    assert scene.now_is(first).merged_into == third.number


def test_a_voice_is_not_merged_into_itself(scene: Scene) -> None:
    voice = scene.voice()

    with pytest.raises(MergeTargetError):
        decisions.merge(voice, voice, work=scene.by())


def test_voices_of_different_kind_stay_apart(scene: Scene) -> None:
    one = scene.voice()
    note = scene.voice(kind="expert_note", expertise="Ich fahre hier Bus", consents=True)

    with pytest.raises(MergeTargetError) as refused:
        decisions.merge(one, note, work=scene.by())

    assert refused.value.fault == "kind"


def test_a_voice_is_not_merged_into_a_declined_one(scene: Scene) -> None:
    one, declined = scene.voice(), scene.voice()
    _decline(scene, declined)

    with pytest.raises(MergeTargetError) as refused:
        decisions.merge(one, scene.now_is(declined), work=scene.by())

    assert refused.value.fault == "status"


def test_what_everybody_can_read_is_not_merged_away_into_what_nobody_can(scene: Scene) -> None:
    public, waiting = scene.voice(), scene.voice()
    decisions.publish(public, work=scene.by())

    with pytest.raises(MergeTargetError) as refused:
        decisions.merge(scene.now_is(public), waiting, work=scene.by())

    assert refused.value.fault == "hides"


def test_a_voice_is_not_merged_into_one_that_is_about_to_be_declined(scene: Scene) -> None:
    one, doubtful = scene.voice(), scene.voice()
    decisions.decline(doubtful, "insult", WORDS, four_eyes=True, work=scene.by())

    with pytest.raises(MergeTargetError) as refused:
        decisions.merge(one, scene.now_is(doubtful), work=scene.by())

    assert refused.value.fault == "status"


def test_what_was_merged_into_a_declined_voice_is_checked_on_its_own(scene: Scene) -> None:
    one, other = scene.voice(), scene.voice()
    for voice in (other, one):
        decisions.publish(voice, work=scene.by())
    decisions.merge(scene.now_is(one), scene.now_is(other), work=scene.by())

    _decline(scene, scene.now_is(other))

    after = scene.now_is(one)
    assert (after.status, after.merged_into, after.published_at) == ("received", None, None)
    assert scene.now_is(other).status == "declined"


def test_a_merged_voice_comes_back_on_its_own(scene: Scene) -> None:
    one, other = scene.voice(), scene.voice()
    decisions.merge(one, other, work=scene.by())

    decisions.restore(scene.now_is(one), "Das war ein Versehen.", work=scene.by())

    after = scene.now_is(one)
    assert (after.status, after.merged_into) == ("received", None)
