"""What moderators do with one voice: publish, redact, decline, merge, ask back, restore.

Each act checks the state of the voice, changes it, adds a step to its trail, writes to the author
and appends to the audit, all in the caller's transaction. ``VoiceStateError`` where the act does
not fit the state; ``VoiceChangedError`` when somebody was faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

from shapely import Point

from services.accounts.actions import record
from services.comments.merged import release_merged
from services.comments.model import Precision, Voice
from services.comments.placing import public_pin, read_ground
from services.comments.reference import shown
from services.moderation.model import (
    CheckNeedsAnotherError,
    MergeTargetError,
    ObjectionNeedsAnotherError,
    Proposal,
    ProposalNeedsAnotherError,
    Redaction,
    VoiceStateError,
    merge_fault,
)
from services.moderation.store import Notices
from services.moderation.words import SHOWN_AGAIN, WITHHELD
from services.moderation.work import Work

COARSER: Final[Mapping[Precision, tuple[Precision, ...]]] = {
    "spot": ("spot", "street", "district"),
    "street": ("street", "district"),
    "district": ("district",),
    "city": ("city",),
}
"""Which precisions a redaction may choose: what the author kept back stays back."""


def publish(voice: Voice, *, work: Work) -> None:
    """Publish a voice as it was written."""
    _require(voice, "received")
    _require_nothing_pending(voice, work)
    work.change(voice, **_published(voice, work))
    work.publicly(voice)
    work.step(voice, "published")
    work.tell(voice, "published")
    work.record("voice.published", voice)


def redact(voice: Voice, redaction: Redaction, *, work: Work) -> None:
    """Publish a voice with parts removed, or remove them from one that is public.

    What was written stays in ``original``, for staff, until retention ends. ``redaction`` may
    only make the place coarser.
    """
    _require(voice, "received", "published")
    _require_nothing_pending(voice, work)
    _require_no_objection_against(voice, work)
    precision = _coarser(voice, redaction.precision)
    work.change(
        voice,
        **_published(voice, work),
        original=dict(voice.original) if voice.original else _as_written(voice),
        title=redaction.title,
        text=redaction.text,
        precision=precision,
        place_label=redaction.place_label if precision in {"spot", "street"} else None,
        public_pin=_public_pin(voice, precision, work),
        author_name=voice.author_name if redaction.shows_author else None,
    )
    work.publicly(voice)
    work.step(voice, "redacted", redaction.words)
    work.tell(voice, "redacted", words=redaction.words)
    work.record("voice.redacted", voice, {"fields": _redacted_fields(voice, redaction)})


def decline(voice: Voice, reason_code: str, words: str, *, four_eyes: bool, work: Work) -> None:
    """Decline a voice, or propose it where a second person must agree."""
    _require(voice, "received", "published")
    _require_nothing_pending(voice, work)
    _require_no_objection_against(voice, work)
    if not four_eyes:
        remove(voice, reason_code, words, work=work)
        return
    work.cases.propose(
        voice.number, reason_code=reason_code, words=words, account_id=work.actor.id, now=work.now
    )
    work.change(voice)  # counts up the version: whoever has the old page must look again
    work.record("voice.decline_proposed", voice, {"reason": reason_code})


def accept_proposal(voice: Voice, *, work: Work) -> None:
    """Agree as the second person that a voice is declined."""
    proposal = _pending(voice, work)
    _require(voice, "received", "published")
    _require_no_objection_against(voice, work)
    work.cases.settle(proposal.id, "accepted", account_id=work.actor.id, now=work.now)
    remove(voice, proposal.reason_code, proposal.words, work=work)


def reject_proposal(voice: Voice, *, work: Work) -> None:
    """Disagree as the second person: the voice waits for a decision again.

    One that was withheld is public again, and the notices about it wait for a decision too.
    """
    proposal = _pending(voice, work)
    work.cases.settle(proposal.id, "rejected", account_id=work.actor.id, now=work.now)
    withheld = voice.status == "received" and voice.published_at is not None
    work.change(voice, **({"status": "published"} if withheld else {}))
    if withheld:
        work.publicly(voice)
        back = work.todays("restored", SHOWN_AGAIN[voice.language])
        work.add(voice, back)
        work.tell(voice, "step", step=back)
    work.record("voice.decline_rejected", voice, {"reason": proposal.reason_code})
    for reference in Notices(work.connection).reopen(voice.number):
        record(
            work.connection,
            work.actor,
            "notice.reopened",
            subject=f"notice:{reference}",
            facts={},
            now=work.now,
        )


def withhold(voice: Voice, reason_code: str, words: str, *, work: Work) -> None:
    """Take a voice out of public view at once and propose to decline it.

    For what is reported: it must not stay while a second person is awaited. Its author is told.
    Raises ``ProposalNeedsAnotherError`` for who proposed it before and was not followed.
    """
    _require(voice, "received", "published", "merged")
    _require_no_objection_against(voice, work)
    case = work.cases.case(voice.number)
    if work.actor.id in case.disagreed_with():
        raise ProposalNeedsAnotherError(reference=voice.reference)
    if case.pending is None:
        work.cases.propose(
            voice.number,
            reason_code=reason_code,
            words=words,
            account_id=work.actor.id,
            now=work.now,
        )
    work.change(voice, status="received", merged_into=None)
    if voice.is_public:
        work.publicly(voice)
        hidden = work.todays("note", WITHHELD[voice.language])
        work.add(voice, hidden)
        work.tell(voice, "step", step=hidden)
    work.record("voice.withheld", voice, {"reason": reason_code})


def remove(voice: Voice, reason_code: str, words: str, *, work: Work) -> None:
    """Take a voice from public view, or never let it in, with the reason for its author.

    What was merged into it waits to be checked on its own: nobody has decided about that.
    """
    _require(voice, "received", "published", "merged")
    _require_no_objection_against(voice, work)
    work.change(
        voice, status="declined", reason_code=reason_code, reason_words=words, merged_into=None
    )
    release_merged(
        work.connection, voice, address=work.address, now=work.now, on=work.today, checked=False
    )
    if voice.is_public:
        work.publicly(voice)
    work.step(voice, "declined", words)
    work.tell(voice, "declined", reason=reason_code, words=words)
    work.record("voice.declined", voice, {"reason": reason_code})


def merge(voice: Voice, target: Voice, *, work: Work) -> None:
    """Merge a voice into another. Both numbers live on.

    Supports stay with the voice for which they were clicked: who supported both would count
    twice. What was merged into ``voice`` before goes along.
    """
    _require(voice, "received", "published")
    _require_nothing_pending(voice, work)
    _require_no_objection_against(voice, work)
    pending = work.cases.case(target.number).pending is not None
    fault = merge_fault(voice, target, target_pending=pending)
    if fault is not None:
        raise MergeTargetError(reference=voice.reference, target=target.reference, fault=fault)
    work.change(voice, status="merged", merged_into=target.number)
    work.cases.redirect_merged(voice.number, target.number, now=work.now)
    work.publicly(voice, target)
    work.step(voice, "merged", shown(target.reference))
    work.tell(voice, "merged", other=target.reference)
    work.record("voice.merged", voice, {"into": target.reference})


def ask_back(voice: Voice, words: str, *, work: Work) -> None:
    """Ask the author something; one question at a time. The voice waits meanwhile."""
    _require(voice, "received")
    _require_nothing_pending(voice, work)
    if voice.entered_by is not None or work.cases.case(voice.number).open_question is not None:
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    work.cases.ask(voice.number, words, account_id=work.actor.id, now=work.now)
    work.change(voice)
    work.tell(voice, "asked_back", words=words)
    work.record("voice.asked_back", voice)


def decide_objection(
    voice: Voice,
    outcome: Literal["upheld", "rejected"],
    words: str,
    *,
    publishes: bool,
    work: Work,
) -> None:
    """Decide on the author's objection, as somebody who took no part in what it is against.

    Upheld, a redacted voice says again what was written; a declined or merged one is published,
    or waits to be checked (and redacted) once more.
    """
    case = work.cases.case(voice.number)
    _require(voice, "declined", "merged", "published")
    if case.open_objection is None:
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    _require_no_objection_against(voice, work)
    work.cases.answer_objection(
        voice.number, outcome, words, account_id=work.actor.id, now=work.now
    )
    if outcome == "rejected":
        work.change(voice)
        work.step(voice, "note", words)
    elif voice.status == "published":
        _unredact(voice, words, work)
    else:
        _bring_back(voice, publishes=publishes, words=words, work=work)
    work.tell(voice, "objection_decided", outcome=outcome, words=words)
    work.record("voice.objection_decided", voice, {"outcome": outcome})


def restore(voice: Voice, words: str, *, work: Work) -> None:
    """Take back a declining or merging that was a mistake.

    What had been public is public again; everything else waits to be checked.
    """
    _require(voice, "declined", "merged")
    if work.cases.case(voice.number).open_objection is not None:
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    _bring_back(voice, publishes=voice.published_at is not None, words=words, work=work)
    work.tell(voice, "step", step=work.todays("restored", words))
    work.record("voice.restored", voice)


def mark_seen(voice: Voice, *, work: Work) -> None:
    """Note that somebody has read a voice that was published at once."""
    _require(voice, "published")
    work.change(voice, checked_by=work.actor.id)
    work.record("voice.seen", voice)


def _bring_back(voice: Voice, *, publishes: bool, words: str, work: Work) -> None:
    if not voice.text:  # erased by its author or by retention: nothing is left to be read
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    values: dict[str, Any] = {"status": "received", "published_at": None}
    if publishes:
        values = _published(voice, work)
    work.change(voice, **values, reason_code=None, reason_words=None, merged_into=None)
    work.step(voice, "restored", words)
    if publishes:
        work.step(voice, "published")
    if publishes or voice.status == "merged":
        work.publicly(voice)


def _unredact(voice: Voice, words: str, work: Work) -> None:
    written = dict(voice.original or {})
    precision = written.get("precision", voice.precision)
    work.change(voice, **written, original=None, public_pin=_public_pin(voice, precision, work))
    work.step(voice, "restored", words)
    work.publicly(voice)


def _require(voice: Voice, *statuses: str) -> None:
    if voice.status not in statuses:
        raise VoiceStateError(reference=voice.reference, status=voice.status)


def _require_nothing_pending(voice: Voice, work: Work) -> None:
    if work.cases.case(voice.number).pending is not None:
        raise VoiceStateError(reference=voice.reference, status=voice.status)


def _require_no_objection_against(voice: Voice, work: Work) -> None:
    if work.actor.id in work.cases.case(voice.number).objected_to():
        raise ObjectionNeedsAnotherError(reference=voice.reference)


def _pending(voice: Voice, work: Work) -> Proposal:
    proposal = work.cases.case(voice.number).pending
    if proposal is None:
        raise VoiceStateError(reference=voice.reference, status=voice.status)
    if proposal.proposed_by == work.actor.id:
        raise ProposalNeedsAnotherError(reference=voice.reference)
    return proposal


def _published(voice: Voice, work: Work) -> dict[str, Any]:
    """Return what a published voice has; who wrote an unchecked card down cannot publish it."""
    if voice.entered_by == work.actor.id and voice.checked_by is None:
        raise CheckNeedsAnotherError(reference=voice.reference)
    return {
        "status": "published",
        "published_at": voice.published_at or work.now,
        "checked_by": voice.checked_by or work.actor.id,
    }


def _coarser(voice: Voice, precision: str) -> Precision:
    for known in COARSER[voice.precision]:
        if known == precision:
            return known
    raise ValueError(f"a redaction cannot make {voice.precision} into {precision}")


def _as_written(voice: Voice) -> dict[str, Any]:
    return {
        "title": voice.title,
        "text": voice.text,
        "place_label": voice.place_label,
        "precision": voice.precision,
        "author_name": voice.author_name,
    }


def _public_pin(voice: Voice, precision: Precision, work: Work) -> Point | None:
    if voice.district_id is None:
        return None
    ground = read_ground(work.connection, work.today)
    return public_pin(precision, voice.pin, ground.boundary(voice.district_id))


def _redacted_fields(voice: Voice, redaction: Redaction) -> list[str]:
    names = ("title", "text", "place_label", "precision")
    changed = [name for name in names if getattr(voice, name) != getattr(redaction, name)]
    return [*changed, *([] if redaction.shows_author or not voice.author_name else ["author_name"])]
