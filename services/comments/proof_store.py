"""The SQL of solved challenges."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import IntegrityError

from services.database.tables import spent_proof


class Proofs:
    """Writes down which challenges were used; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spend(self, proof_hash: str, *, expires_at: datetime, now: datetime) -> bool:
        """Use a challenge up; False when it was before. Forgets what nobody can use any more."""
        self._connection.execute(delete(spent_proof).where(spent_proof.c.expires_at < now))
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    insert(spent_proof).values(proof_hash=proof_hash, expires_at=expires_at)
                )
        except IntegrityError:
            return False
        return True
