"""Which schema a database has, and which one this program expects, without loading Alembic."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_version = Table("alembic_version", MetaData(), Column("version_num", String))


def current_revision(connection: Connection) -> str | None:
    """Return the revision the database has, or None for an empty one."""
    if not inspect(connection).has_table(_version.name):
        return None
    return connection.execute(select(_version.c.version_num)).scalar_one_or_none()


def newest_revision() -> str:
    """Return the revision this program expects: files are named ``NNNN_what.py``, in order."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))
