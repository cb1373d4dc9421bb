"""Counts what a piece of work asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event


@contextmanager
def statements(connection: Connection) -> Iterator[list[str]]:
    """Yield the statements that are executed meanwhile."""
    asked: list[str] = []

    def note(*about: Any) -> None:
        asked.append(about[2])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(connection, "before_cursor_execute", note)
