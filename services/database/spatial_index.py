"""Spatial indexes for migrations: a GiST index, or an R*Tree table with its triggers."""

from __future__ import annotations

from alembic import op

from services.database.geometry import rtree_name


def create_spatial_index(table: str, column: str, *, key: str) -> None:
    """Create the spatial index of a geometry column inside a migration.

    ``key`` is the table's ``INTEGER PRIMARY KEY``: the R*Tree is tied to it, since SQLite may
    renumber any other row id.
    """
    if op.get_context().dialect.name != "sqlite":
        op.execute(f"CREATE INDEX {table}_{column}_gist ON {table} USING gist ({column})")
        return
    index = rtree_name(table, column)
    op.execute(f"CREATE VIRTUAL TABLE {index} USING rtree(fid, min_x, max_x, min_y, max_y)")
    row = f"new.{key}, " + ", ".join(
        f"{function}(new.{column})"
        for function in ("wkb_min_x", "wkb_max_x", "wkb_min_y", "wkb_max_y")
    )
    add = f"INSERT INTO {index} SELECT {row} WHERE new.{column} IS NOT NULL;"
    drop = f"DELETE FROM {index} WHERE fid = old.{key};"  # noqa: S608 - own names
    for event, body in (("INSERT", add), ("UPDATE", drop + " " + add), ("DELETE", drop)):
        op.execute(
            f"CREATE TRIGGER {index}_{event.lower()} AFTER {event} ON {table} BEGIN {body} END"
        )


def drop_spatial_index(table: str, column: str) -> None:
    """Drop what ``create_spatial_index`` made besides the table's own index and triggers."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {rtree_name(table, column)}")
