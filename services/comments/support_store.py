"""The SQL of supports: how many clicks a voice got, each counted once."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from services.database.tables import support, voice


class Supports:
    """Writes supports inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, voice_number: int, click: str, *, now: datetime) -> bool:
        """Count one click on a voice; False when this click was counted before.

        The sum is kept with the voice: counting rows is for nobody who reads a list.
        """
        click_hash = sha256(f"{voice_number} {click}".encode()).hexdigest()
        try:
            with self._connection.begin_nested():
                self._connection.execute(
                    insert(support).values(voice_number=voice_number, click_hash=click_hash, at=now)
                )
        except IntegrityError:
            return False
        self._connection.execute(
            update(voice)
            .where(voice.c.number == voice_number)
            .values(supports=voice.c.supports + 1)
        )
        return True
