"""Small letters in SQL, of every alphabet: SQLite's own ``lower`` knows ASCII only."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class unicode_lower(GenericFunction[str]):  # noqa: N801 - as SQL calls it
    """The text in small letters; compare it with what ``str.lower`` returns."""

    type = String()
    inherit_cache = True


@compiles(unicode_lower)
def _plain_lower(element: unicode_lower, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower({compiler.process(element.clauses, **kw)})"


@compiles(unicode_lower, "sqlite")
def _own_lower(element: unicode_lower, compiler: SQLCompiler, **kw: Any) -> str:
    return f"unicode_lower({compiler.process(element.clauses, **kw)})"


def register_lowering(dbapi_connection: sqlite3.Connection) -> None:
    """Give a SQLite connection the function behind ``unicode_lower``."""
    dbapi_connection.create_function("unicode_lower", 1, _lower, deterministic=True)


def _lower(value: object) -> str:
    return "" if value is None else str(value).lower()
