"""The SQL of retention: statements over many rows at once, which find nothing the second time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from services.accounts.sessions import has_ended
from services.comments.trail import WORDED_STEPS
from services.database.tables import (
    decision,
    import_file,
    import_layer,
    job,
    notice,
    objection,
    one_time_link,
    outbox,
    question,
    spent_proof,
    staff_session,
    support,
    trail_step,
    voice,
    voice_contact,
)
from services.retention.model import (
    CLICKS_FOR,
    CLOSED_IMPORTS_FOR,
    FINISHED_JOBS_FOR,
    FINISHED_MAIL_FOR,
    UNCONFIRMED_FOR,
    UNDECIDED_IMPORTS_FOR,
    Terms,
)

_PENDING: Final = exists().where(
    decision.c.voice_number == voice.c.number, decision.c.outcome == "pending"
)
_OBJECTED: Final = exists().where(
    objection.c.voice_number == voice.c.number, objection.c.outcome.is_(None)
)
_UNDECIDED: Final = or_(
    voice.c.status == "received",
    and_(voice.c.status != "withdrawn", or_(_PENDING, _OBJECTED)),
)
"""Somebody must still read the words of the voice to decide about it."""
_HIDDEN: Final = voice.c.status.in_(("declined", "merged", "withdrawn"))
_HELD: Final = voice.c.legal_hold.is_(True)


class Keeping:
    """What is due to be forgotten, in the caller's transaction; never commits.

    Every act returns how many rows it changed; with ``only_count`` it changes none.
    """

    def __init__(self, connection: Connection, terms: Terms, *, only_count: bool = False) -> None:
        self._connection = connection
        self._terms = terms
        self._only_count = only_count

    def forget_unconfirmed(self) -> int:
        """Erase mail addresses that nobody confirmed in time."""
        return self._delete(
            voice_contact,
            voice_contact.c.confirmed_at.is_(None),
            voice_contact.c.created_at < self._terms.now - UNCONFIRMED_FOR,
            voice_contact.c.voice_number.not_in(select(voice.c.number).where(_HELD)),
        )

    def forget_notices(self) -> int:
        """Erase who reported something, and in which words, some time after the decision."""
        known = (notice.c.name, notice.c.email, notice.c.answer, notice.c.idempotency_key)
        held = select(voice.c.number).where(_HELD, voice.c.number == notice.c.voice_number)
        return self._change(
            notice,
            notice.c.decided_at < self._terms.quiet_since,
            ~held.exists(),
            or_(
                notice.c.words != "",
                notice.c.address != "",
                *(one.is_not(None) for one in known),
            ),
            address="",
            name=None,
            email=None,
            words="",
            answer=None,
            idempotency_key=None,
        )

    def forget_clicks(self) -> int:
        """Erase by which a repeated click of support is known."""
        return self._delete(support, support.c.at < self._terms.now - CLICKS_FOR)

    def forget_proofs(self) -> int:
        """Erase solved challenges that nobody could use again anyway."""
        return self._delete(spent_proof, spent_proof.c.expires_at < self._terms.now)

    def forget_sessions(self) -> int:
        """Erase sessions of staff that have ended."""
        return self._delete(staff_session, has_ended(self._terms.now))

    def forget_one_time_links(self) -> int:
        """Erase links that were used or are over."""
        used = one_time_link.c.used_at.is_not(None)
        return self._delete(one_time_link, or_(used, one_time_link.c.expires_at < self._terms.now))

    def forget_mails(self) -> int:
        """Erase lines of mail long finished, and mail that no server ever took."""
        finished = outbox.c.finished_at < self._terms.now - FINISHED_MAIL_FOR
        stuck = and_(outbox.c.status == "waiting", outbox.c.created_at < self._terms.quiet_since)
        return self._delete(outbox, or_(finished, stuck))

    def close_uploads(self) -> int:
        """Close uploads that nobody decided about; a version that waits for somebody stays."""
        under_way = select(job.c.id).where(job.c.state.in_(("queued", "running")))
        kept = (
            select(import_layer.c.import_number)
            .outerjoin(job, job.c.id == import_layer.c.job_id)
            .where(or_(import_layer.c.state == "ready", job.c.state.in_(("queued", "running"))))
        )
        return self._change(
            import_file,
            import_file.c.state != "closed",
            import_file.c.changed_at < self._terms.now - UNDECIDED_IMPORTS_FOR,
            or_(import_file.c.job_id.is_(None), import_file.c.job_id.not_in(under_way)),
            import_file.c.number.not_in(kept),
            state="closed",
            changed_at=self._terms.now,
        )

    def forget_reports(self) -> int:
        """Erase what was found in uploads, with examples of their values; layers stay."""
        return self._delete(
            import_file,
            import_file.c.state == "closed",
            import_file.c.changed_at < self._terms.now - CLOSED_IMPORTS_FOR,
        )

    def forget_jobs(self) -> int:
        """Erase jobs long over; one that still says how an upload ended stays with it."""
        told = [
            select(table.c.job_id).where(table.c.job_id.is_not(None))
            for table in (import_file, import_layer)
        ]
        return self._delete(
            job,
            job.c.finished_at < self._terms.now - FINISHED_JOBS_FOR,
            *(job.c.id.not_in(one) for one in told),
        )

    def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(table).where(*where)
        return self._connection.execute(counted).scalar_one()

    def _change(self, table: Table, *where: ColumnElement[bool], **values: Any) -> int:
        if self._only_count:
            return self._count(table, *where)
        return self._connection.execute(update(table).where(*where).values(**values)).rowcount

    def _delete(self, table: Table, *where: ColumnElement[bool]) -> int:
        if self._only_count:
            return self._count(table, *where)
        return self._connection.execute(delete(table).where(*where)).rowcount


class KeepingVoices(Keeping):
    """The same for some voices.

    Asks again whether each is due: a step or a legal hold may have come since they were found.
    """

    def __init__(
        self,
        connection: Connection,
        terms: Terms,
        numbers: Sequence[int],
        *,
        only_count: bool = False,
    ) -> None:
        super().__init__(connection, terms, only_count=only_count)
        self._due = and_(voice.c.number.in_(numbers), _is_over(terms), ~_HELD)

    def about_to_lose_a_name(self) -> Sequence[int]:
        """Return the published voices whose name everybody sees, and will not any more."""
        rows = self._connection.execute(
            select(voice.c.number).where(self._due, voice.c.status == "published", _named())
        )
        return list(rows.scalars())

    def forget_contacts(self) -> int:
        """Erase the mail addresses left with voices."""
        return self._delete(voice_contact, self._belongs_to_due(voice_contact))

    def forget_links(self) -> int:
        """Let the private links of voices lead nowhere."""
        known = or_(voice.c.token_hash.is_not(None), voice.c.idempotency_key.is_not(None))
        return self._change(voice, self._due, known, token_hash=None, idempotency_key=None)

    def forget_names(self) -> int:
        """Erase the names of authors, and what they say of themselves."""
        return self._change(voice, self._due, _named(), author_name=None, expertise=None)

    def forget_places(self) -> int:
        """Leave of an exact place what everybody sees, and nothing where nobody sees it."""
        coarser = and_(
            voice.c.anonymised_at.is_(None), voice.c.pin.is_not(None), voice.c.precision != "spot"
        )
        left = (voice.c.pin, voice.c.public_pin, voice.c.place_label)
        hidden = and_(_HIDDEN, or_(*(one.is_not(None) for one in left)))
        return self._change(
            voice,
            self._due,
            ~_UNDECIDED,
            or_(coarser, hidden),
            pin=case((_HIDDEN, null()), else_=voice.c.public_pin),
            public_pin=case((_HIDDEN, null()), else_=voice.c.public_pin),
            place_label=case((_HIDDEN, null()), else_=voice.c.place_label),
        )

    def forget_originals(self) -> int:
        """Erase what was written before a redaction."""
        return self._change(
            voice, self._due, ~_UNDECIDED, voice.c.original.is_not(None), original=null()
        )

    def forget_texts(self) -> int:
        """Erase title and text of voices that nobody may read."""
        return self._change(
            voice,
            self._due,
            ~_UNDECIDED,
            _HIDDEN,
            or_(voice.c.title != "", voice.c.text != "", voice.c.search_text != ""),
            title="",
            text="",
            search_text="",
        )

    def forget_letters(self) -> int:
        """Erase what town hall and author wrote to each other; that they did stays."""
        wrote = [
            self._change(
                table, self._belongs_to_due(table, ~_UNDECIDED), or_(*words), **dict(nothing)
            )
            for table, words, nothing in (
                (decision, (decision.c.words != "",), {"words": ""}),
                (
                    objection,
                    (objection.c.words != "", objection.c.answer.is_not(None)),
                    {"words": "", "answer": None},
                ),
                (
                    question,
                    (question.c.words != "", question.c.answer.is_not(None)),
                    {"words": "", "answer": None},
                ),
            )
        ]
        of_steps = self._change(
            trail_step,
            self._belongs_to_due(trail_step, ~_UNDECIDED, _HIDDEN),
            trail_step.c.kind.in_(WORDED_STEPS),
            trail_step.c.words.is_not(None),
            words=None,
        )
        reasons = self._change(
            voice, self._due, ~_UNDECIDED, voice.c.reason_words.is_not(None), reason_words=None
        )
        return sum(wrote) + of_steps + reasons

    def mark_anonymised(self) -> int:
        """Note when a voice was anonymised; whoever has an old page of it must look again."""
        return self._change(
            voice,
            self._due,
            ~_UNDECIDED,
            voice.c.anonymised_at.is_(None),
            anonymised_at=self._terms.now,
            version=voice.c.version + 1,
        )

    def _belongs_to_due(self, table: Table, *more: ColumnElement[bool]) -> ColumnElement[bool]:
        numbers = select(voice.c.number).where(self._due, *more)
        condition: ColumnElement[bool] = table.c.voice_number.in_(numbers)
        return condition


def find_due(connection: Connection, terms: Terms) -> Sequence[int]:
    """Return the voices of which something may be left to forget."""
    untouched = or_(voice.c.anonymised_at.is_(None), voice.c.changed_at >= voice.c.anonymised_at)
    rows = connection.execute(
        select(voice.c.number).where(_is_over(terms), ~_HELD, untouched).order_by(voice.c.number)
    )
    return list(rows.scalars())


def count_held(connection: Connection, terms: Terms) -> int:
    """Return how many voices are kept only because of a legal hold."""
    return _count_over(connection, terms, _HELD)


def count_undecided(connection: Connection, terms: Terms) -> int:
    """Return how many voices keep their words because nobody has decided about them."""
    return _count_over(connection, terms, ~_HELD, _UNDECIDED)


def _count_over(connection: Connection, terms: Terms, *where: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(voice).where(*where, _is_over(terms))
    return connection.execute(counted).scalar_one()


def _named() -> ColumnElement[bool]:
    return or_(voice.c.author_name.is_not(None), voice.c.expertise.is_not(None))


def _is_over(terms: Terms) -> ColumnElement[bool]:
    """Return the condition that the time of a voice is over, whether it is held or not.

    Without an end of its process, a voice that nobody has decided about is never over: the town
    hall still owes an answer.
    """
    happened = (voice.c.received_at, voice.c.published_at, voice.c.answered_at)
    stepped = exists().where(
        trail_step.c.voice_number == voice.c.number,
        trail_step.c.recorded_at >= terms.quiet_since,
    )
    quiet = and_(
        voice.c.process_id.in_(terms.open_ended_ids),
        *(or_(one.is_(None), one < terms.quiet_since) for one in happened),
        ~stepped,
        ~_UNDECIDED,
    )
    return or_(voice.c.process_id.in_(terms.ended_process_ids), quiet)
