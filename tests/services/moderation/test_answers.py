"""The answer trail as staff write it, and statements of departments."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.comments.model import Draft, Step, StepKind, Voice
from services.moderation import decisions
from services.moderation.answers import add_answer, publish_statement, statement_flaws
from services.moderation.model import VoiceStateError
from tests.conftest import NOW
from tests.services.moderation.scene import Scene

TODAY = NOW.date()
STATEMENT = Draft(
    process_id="ideen",
    kind="statement",
    title="Bänke am Glashaus",
    text="Wir haben den Platz geprüft. Zwei Bänke passen neben den Eingang.",
    theme="open_space",
    precision="city",
    office="Grünflächenamt",
    project_id="glashaus",
    idempotency_key="k" * 43,
)


def _published(scene: Scene, *, reachable: bool = False) -> Voice:
    voice = scene.voice(reachable=reachable)
    decisions.publish(voice, work=scene.by())
    return scene.now_is(voice)


def _answer(
    scene: Scene, voice: Voice, kind: StepKind, *, days_ago: int = 0, words: str | None = None
) -> None:
    step = Step(kind, "Tiefbauamt", TODAY - timedelta(days=days_ago), words=words)
    add_answer(scene.now_is(voice), step, work=scene.by())


@pytest.mark.parametrize("kind", ["taken_up", "decided", "measure", "done", "refused"])
def test_a_step_is_the_state_of_the_answer(scene: Scene, kind: StepKind) -> None:
    voice = _published(scene)

    _answer(scene, voice, kind)

    after = scene.now_is(voice)
    assert (after.answer, after.answered_at) == (kind, scene.now)
    assert scene.kinds(voice)[-1] == kind


def test_a_note_leaves_the_answer_open(scene: Scene) -> None:
    voice = _published(scene)

    _answer(scene, voice, "note", words="Wir fragen beim Landesbetrieb nach.")

    after = scene.now_is(voice)
    assert (after.answer, after.answered_at) == ("open", None)


def test_what_is_entered_late_changes_nothing_that_came_after_it(scene: Scene) -> None:
    voice = _published(scene)
    _answer(scene, voice, "decided", days_ago=1)

    _answer(scene, voice, "taken_up", days_ago=9)

    assert scene.now_is(voice).answer == "decided"
    assert scene.kinds(voice).index("taken_up") < scene.kinds(voice).index("decided")


def test_the_first_answer_ends_the_waiting(scene: Scene) -> None:
    voice = _published(scene)
    _answer(scene, voice, "taken_up")
    first = scene.now
    scene.wait(days=3)

    _answer(scene, voice, "done")

    assert scene.now_is(voice).answered_at == first


def test_a_step_names_its_office_words_and_paper(scene: Scene) -> None:
    voice = _published(scene, reachable=True)
    step = Step("decided", "Rat der Stadt", TODAY, words="Einstimmig.", paper="26/114")

    add_answer(voice, step, work=scene.by())

    assert scene.steps(voice)[-1] == step
    kind, body = scene.letters()[-1]
    assert kind == "voice.step"
    assert "Rat der Stadt" in body
    assert "26/114" in body


def test_who_was_merged_into_a_voice_reads_its_answer_too(scene: Scene) -> None:
    voice, merged = _published(scene), scene.voice(reachable=True)
    decisions.merge(merged, voice, work=scene.by())

    _answer(scene, voice, "done")

    kind, body = scene.letters()[-1]
    assert kind == "voice.step"
    assert merged.reference[:3] in body


def test_an_answer_changes_what_the_public_sees(scene: Scene) -> None:
    voice = _published(scene)
    before = scene.revision()

    _answer(scene, voice, "done")

    assert scene.revision() == before + 1


def test_what_is_not_public_gets_no_answer(scene: Scene) -> None:
    with pytest.raises(VoiceStateError):
        _answer(scene, scene.voice(), "done")


def test_a_statement_is_public_at_once_under_the_name_of_its_office(scene: Scene) -> None:
    voice = publish_statement(STATEMENT, work=scene.by())

    assert (voice.kind, voice.office) == ("statement", "Grünflächenamt")
    assert scene.now_is(voice).status == "published"
    assert scene.steps(voice)[-1].office == "Grünflächenamt"
    assert scene.codes(f"voice:{voice.reference}") == ["voice.statement_published"]


def test_a_statement_sent_twice_is_there_once(scene: Scene) -> None:
    first = publish_statement(STATEMENT, work=scene.by())

    assert publish_statement(STATEMENT, work=scene.by()).reference == first.reference


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"process_id": "gibt-es-nicht"}, "process_unknown"),
        ({"project_id": "gibt-es-nicht"}, "project_unknown"),
        ({"office": ""}, "office_missing"),
        ({"text": "Zu kurz."}, "text_short"),
        ({"title": ""}, "title_missing"),
    ],
)
def test_a_statement_that_lacks_something_is_not_published(
    scene: Scene, change: dict[str, Any], code: str
) -> None:
    draft = replace(STATEMENT, **change)

    assert [one.code for one in statement_flaws(draft, scene.connection, on=TODAY)] == [code]
