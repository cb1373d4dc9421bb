"""Tells whether something failed for want of room, on the disk of files or of the database."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError

_FILES: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_POSTGRESQL: Final = "53100"


def says_full(error: BaseException | None) -> bool:
    """Return True if a disk is full: that of files, of SQLite, or of PostgreSQL."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (
        (isinstance(cause, OSError) and cause.errno in _FILES)
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(cause, "sqlstate", None) == _POSTGRESQL
    )
