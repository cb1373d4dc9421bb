"""The answer trail, as staff write it: steps by a named office, and statements of departments."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, get_args

from sqlalchemy import Connection

from services.comments.actions import look_at, submit
from services.comments.intake import Flaw
from services.comments.model import Answer, Draft, Step, Voice
from services.comments.trail import steps
from services.moderation.model import VoiceStateError
from services.moderation.work import Work
from services.processes.store import Processes

_ANSWERS: Final = get_args(Answer)


def add_answer(voice: Voice, step: Step, *, work: Work) -> None:
    """Add a step to the trail of a published voice; tell its author, and those merged into it.

    The state of the answer is that of the latest day: what is entered late changes nothing that
    came after it. A note changes no state.
    """
    if voice.status != "published":
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    work.add(voice, step)
    answer = _answer_now(voice, work)
    values: dict[str, Any] = {"answer": answer}
    if answer != "open" and voice.answered_at is None:
        values["answered_at"] = work.now
    work.change(voice, **values)
    work.publicly(voice)
    for one in (voice, *work.voices.merged_into(voice.number)):
        work.tell(one, "step", step=step)
    work.record("voice.step", voice, {"kind": step.kind})


def statement_flaws(draft: Draft, connection: Connection, *, on: date) -> tuple[Flaw, ...]:
    """Return what is wrong with a department's statement; nothing is written."""
    process = Processes(connection).find(draft.process_id)
    if process is None or process.published_at is None:
        return (Flaw("process_id", "process_unknown", {}),)
    return look_at(draft, process=process, connection=connection, on=on).flaws


def publish_statement(draft: Draft, *, work: Work) -> Voice:
    """Publish a department's statement beside a process or project, at once.

    ``draft`` passed ``statement_flaws``; sent twice with one key, it is there once.
    """
    submitted = submit(
        draft,
        connection=work.connection,
        now=work.now,
        address=work.address,
        entered_by=work.actor.id,
    )
    voice = submitted.voice
    if not submitted.is_new:
        return voice
    work.change(voice, status="published", published_at=work.now, checked_by=work.actor.id)
    work.publicly(voice)
    work.add(voice, Step("published", draft.office or work.actor.office, work.today))
    work.record("voice.statement_published", voice)
    return voice


def _answer_now(voice: Voice, work: Work) -> Answer:
    found = [one.kind for one in steps(work.connection, voice.number) if one.kind in _ANSWERS]
    latest = found[-1] if found else "open"
    return next(known for known in _ANSWERS if known == latest)
