"""Spatial indexes for migrations: a GiST index, or an R*Tree table with its triggers."""

from __future__ import annotations

from alembic import op

from services.database.geometry import rtree_name


def create_spatial_index(table: str, column: str, *, key: str) -> None:
    """Create the spatial index of a geometry column inside a migration.

    ``key`` is the table's ``INTEGER PRIMARY KEY``: the R*Tree is tied to it, since SQLite may
    renumber any other row id.
    """
    functions = ("wkb_min_x", "wkb_max_x", "wkb_min_y", "wkb_max_y")
    box = ", ".join(f"{function}(new.{column})" for function in functions)
    _create(table, column, key=key, box=box, there=f"new.{column} IS NOT NULL")


def create_box_index(table: str, column: str, *, key: str) -> None:
    """Create the spatial index of a column whose boxes stand beside it, in columns of their own.

    The columns ``west``, ``south``, ``east`` and ``north`` are null where there is no place. No
    trigger reads a shape: a million rows are written as fast as their numbers.
    """
    box = "new.west, new.east, new.south, new.north"
    _create(table, column, key=key, box=box, there="new.west IS NOT NULL")


def _create(table: str, column: str, *, key: str, box: str, there: str) -> None:
    if op.get_context().dialect.name != "sqlite":
        op.execute(f"CREATE INDEX {table}_{column}_gist ON {table} USING gist ({column})")
        return
    index = rtree_name(table, column)
    op.execute(f"CREATE VIRTUAL TABLE {index} USING rtree(fid, min_x, max_x, min_y, max_y)")
    add = f"INSERT INTO {index} SELECT new.{key}, {box} WHERE {there};"
    drop = f"DELETE FROM {index} WHERE fid = old.{key};"  # noqa: S608 - own names
    for event, body in (("INSERT", add), ("UPDATE", drop + " " + add), ("DELETE", drop)):
        op.execute(
            f"CREATE TRIGGER {index}_{event.lower()} AFTER {event} ON {table} BEGIN {body} END"
        )


def drop_spatial_index(table: str, column: str) -> None:
    """Drop what ``create_spatial_index`` made besides the table's own index and triggers."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"DROP TABLE {rtree_name(table, column)}")
