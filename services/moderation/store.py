"""The SQL of decisions, objections, questions and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Row, Table, func, insert, select, update

from services.database.tables import (
    decision,
    notice,
    objection,
    outbox,
    question,
    trail_step,
    voice,
)
from services.moderation.model import (
    Case,
    Hiding,
    Notice,
    NoticeDecidedError,
    NoticeDraft,
    NoticeNotFoundError,
    NoticeOutcome,
    Objection,
    Proposal,
    Question,
)

NOTICES_A_PAGE: Final = 50
_HIDING: Final = ("declined", "redacted", "merged")
"""Steps after which something that was written is not public."""


class Cases:
    """Reads and writes what happens around voices, in the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, voice_number: int) -> None:
        """Let nobody else change the voice before the transaction ends.

        In SQLite, transactions that write take turns anyway.
        """
        self._connection.execute(
            select(voice.c.number).where(voice.c.number == voice_number).with_for_update()
        )

    def case(self, voice_number: int) -> Case:
        """Return everything around one voice, each kind in the order it happened."""
        return self.cases([voice_number])[voice_number]

    def cases(self, voice_numbers: Sequence[int]) -> Mapping[int, Case]:
        """Return everything around some voices, by number."""

        def rows(table: Table, *order: Column[Any]) -> dict[int, list[Row[Any]]]:
            found: dict[int, list[Row[Any]]] = {one: [] for one in voice_numbers}
            for row in self._connection.execute(
                select(table).where(table.c.voice_number.in_(voice_numbers)).order_by(*order)
            ):
                found[row.voice_number].append(row)
            return found

        proposals = rows(decision, decision.c.id)
        objections = rows(objection)
        questions = rows(question, question.c.id)
        hidings = rows(trail_step, trail_step.c.id)
        return {
            one: Case(
                tuple(Proposal(**row._mapping) for row in proposals[one]),
                next((Objection(**row._mapping) for row in objections[one]), None),
                tuple(Question(**row._mapping) for row in questions[one]),
                tuple(
                    Hiding(row.account_id, row.recorded_at)
                    for row in hidings[one]
                    if row.kind in _HIDING and row.account_id is not None
                ),
            )
            for one in voice_numbers
        }

    def propose(
        self, voice_number: int, *, reason_code: str, words: str, account_id: str, now: datetime
    ) -> None:
        """Write a proposal to decline that waits for a second person."""
        self._connection.execute(
            insert(decision).values(
                voice_number=voice_number,
                reason_code=reason_code,
                words=words,
                proposed_by=account_id,
                proposed_at=now,
                outcome="pending",
            )
        )

    def settle(self, proposal_id: int, outcome: str, *, account_id: str, now: datetime) -> None:
        """Write what became of a proposal."""
        self._connection.execute(
            update(decision)
            .where(decision.c.id == proposal_id)
            .values(outcome=outcome, decided_by=account_id, decided_at=now)
        )

    def ask(self, voice_number: int, words: str, *, account_id: str, now: datetime) -> None:
        """Write a question to the author."""
        self._connection.execute(
            insert(question).values(
                voice_number=voice_number, words=words, asked_by=account_id, asked_at=now
            )
        )

    def answer_objection(
        self, voice_number: int, outcome: str, answer: str, *, account_id: str, now: datetime
    ) -> None:
        """Write the decision on an objection."""
        self._connection.execute(
            update(objection)
            .where(objection.c.voice_number == voice_number)
            .values(outcome=outcome, answer=answer, decided_by=account_id, decided_at=now)
        )

    def redirect_merged(self, voice_number: int, target_number: int, *, now: datetime) -> None:
        """Let what was merged into a voice point to where that one goes now."""
        self._connection.execute(
            update(voice)
            .where(voice.c.merged_into == voice_number)
            .values(merged_into=target_number, changed_at=now, version=voice.c.version + 1)
        )

    def arrived(self, voice_number: int, *, at: datetime, on: date) -> None:
        """Date the arrival of a voice back to when its card was written."""
        self._connection.execute(
            update(voice).where(voice.c.number == voice_number).values(received_at=at)
        )
        self._connection.execute(
            update(trail_step)
            .where(trail_step.c.voice_number == voice_number, trail_step.c.kind == "received")
            .values(happened_on=on)
        )

    def entered_by(self, account_id: str, *, limit: int) -> tuple[str, ...]:
        """Return the references of what somebody wrote down last, newest first."""
        return tuple(
            self._connection.execute(
                select(voice.c.reference)
                .where(voice.c.entered_by == account_id, voice.c.kind != "statement")
                .order_by(voice.c.number.desc())
                .limit(limit)
            ).scalars()
        )

    def reminded_since(self, moment: datetime) -> bool:
        """Return True if a reminder to staff was put into the outbox at or after a moment."""
        count = self._connection.execute(
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.kind == "reminder", outbox.c.created_at >= moment)
        ).scalar_one()
        return count > 0


def _to_notice(row: Row[Any]) -> Notice:
    return Notice(**{key: value for key, value in row._mapping.items() if key != "idempotency_key"})


class Notices:
    """Reads and writes reports of unlawful content; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, draft: NoticeDraft, *, reference: str, now: datetime) -> Notice:
        """Write a new notice and return it."""
        self._connection.execute(
            insert(notice).values(**asdict(draft), reference=reference, received_at=now)
        )
        return self.get(reference)

    def find_by_key(self, idempotency_key: str) -> Notice | None:
        """Return the notice that was sent with this key, None for none."""
        row = self._connection.execute(
            select(notice).where(notice.c.idempotency_key == idempotency_key)
        ).one_or_none()
        return None if row is None else _to_notice(row)

    def is_taken(self, reference: str) -> bool:
        """Return True if a notice has this reference."""
        return self._find(reference) is not None

    def get(self, reference: str) -> Notice:
        """Return one notice or raise ``NoticeNotFoundError``."""
        row = self._find(reference)
        if row is None:
            raise NoticeNotFoundError(reference=reference)
        return _to_notice(row)

    def _find(self, reference: str) -> Row[Any] | None:
        return self._connection.execute(
            select(notice).where(notice.c.reference == reference)
        ).one_or_none()

    def list(self, *, decided: bool, before: int | None = None) -> Sequence[Notice]:
        """Return a page of notices: open ones oldest first, decided ones newest first.

        ``before`` is the number of the last one on the page before.
        """
        query = select(notice).where(
            notice.c.outcome.is_not(None) if decided else notice.c.outcome.is_(None)
        )
        if before is not None:
            query = query.where(notice.c.number < before if decided else notice.c.number > before)
        order = notice.c.number.desc() if decided else notice.c.number
        rows = self._connection.execute(query.order_by(order).limit(NOTICES_A_PAGE))
        return [_to_notice(row) for row in rows]

    def count_open(self) -> int:
        """Return how many notices wait for a decision."""
        return self._connection.execute(
            select(func.count()).select_from(notice).where(notice.c.outcome.is_(None))
        ).scalar_one()

    def about(self, voice_number: int) -> Sequence[Notice]:
        """Return the notices about a voice in the order of arrival."""
        rows = self._connection.execute(
            select(notice).where(notice.c.voice_number == voice_number).order_by(notice.c.number)
        )
        return [_to_notice(row) for row in rows]

    def reopen(self, voice_number: int) -> Sequence[str]:
        """Let notices that had a voice removed wait for a decision again; return their references.

        For a voice whose removal a second person did not agree to.
        """
        return tuple(
            self._connection.execute(
                update(notice)
                .where(notice.c.voice_number == voice_number, notice.c.outcome == "removed")
                .values(outcome=None, answer=None, decided_by=None, decided_at=None)
                .returning(notice.c.reference)
            ).scalars()
        )

    def decide(
        self,
        reference: str,
        outcome: NoticeOutcome,
        answer: str,
        *,
        account_id: str,
        now: datetime,
    ) -> None:
        """Write the decision or raise ``NoticeDecidedError`` when somebody was faster."""
        changed = self._connection.execute(
            update(notice)
            .where(notice.c.reference == reference, notice.c.outcome.is_(None))
            .values(outcome=outcome, answer=answer, decided_by=account_id, decided_at=now)
        )
        if changed.rowcount == 0:
            raise NoticeDecidedError(reference=reference)
