"""The SQL of what the town hall and an author say to each other about a voice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from services.comments.model import Objection, Question
from services.database.tables import decision, objection, question


class Dialogue:
    """Questions and the objection of one voice, in the caller's transaction; never commits."""

    def __init__(self, connection: Connection, voice_number: int) -> None:
        self._connection = connection
        self._number = voice_number

    def questions(self) -> tuple[Question, ...]:
        """Return what the town hall asked, oldest first."""
        rows = self._connection.execute(
            select(question).where(question.c.voice_number == self._number).order_by(question.c.id)
        )
        return tuple(
            Question(row.id, row.words, row.asked_at, row.answer, row.answered_at) for row in rows
        )

    def answer(self, question_id: int, words: str, *, now: datetime) -> bool:
        """Write the answer to a question; False when it has one or is about another voice."""
        changed = self._connection.execute(
            update(question)
            .where(
                question.c.id == question_id,
                question.c.voice_number == self._number,
                question.c.answer.is_(None),
            )
            .values(answer=words, answered_at=now)
        )
        return changed.rowcount > 0

    def objection(self) -> Objection | None:
        """Return what the author said against a decision, None if nothing was."""
        row = self._connection.execute(
            select(objection).where(objection.c.voice_number == self._number)
        ).one_or_none()
        if row is None:
            return None
        return Objection(row.words, row.made_at, row.outcome, row.answer, row.decided_at)

    def object(self, words: str, *, against: str | None, now: datetime) -> None:
        """Write what the author says against a decision of the account ``against``."""
        self._connection.execute(
            insert(objection).values(
                voice_number=self._number, words=words, against=against, made_at=now
            )
        )

    def drop_proposal(self, *, now: datetime) -> bool:
        """Reject a proposal to decline that waits for a second person; False if none does."""
        dropped = self._connection.execute(
            update(decision)
            .where(decision.c.voice_number == self._number, decision.c.outcome == "pending")
            .values(outcome="rejected", decided_at=now)
        )
        return dropped.rowcount > 0

    def forget_words(self) -> None:
        """Erase what author and town hall wrote here; that it was written stays.

        An objection that nobody has decided on goes: nothing is left to decide about.
        """
        mine = objection.c.voice_number == self._number
        self._connection.execute(delete(objection).where(mine, objection.c.outcome.is_(None)))
        asked, answered = question.c.voice_number == self._number, question.c.answer.is_not(None)
        self._connection.execute(update(question).where(asked).values(words=""))
        self._connection.execute(update(question).where(asked, answered).values(answer=""))
        self._connection.execute(update(objection).where(mine).values(words="", answer=None))
        self._connection.execute(
            update(decision).where(decision.c.voice_number == self._number).values(words="")
        )
