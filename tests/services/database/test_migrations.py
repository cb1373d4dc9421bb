"""The migrations build what the program works with, can be taken back, and run again."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, select, text

from services.database import migrations
from services.database.engine import reading, writing
from services.database.migrate import downgrade, upgrade
from services.database.revision import current_revision, newest_revision
from services.database.tables import metadata, voice
from tests.conftest import Databases
from tests.services.comments.rows import ensure_process, next_number, values

# PostGIS's own type is not in SQLAlchemy's list; ``geometry_columns`` is asked instead.
pytestmark = pytest.mark.filterwarnings("ignore:Did not recognize type 'geometry'")


def _own_tables(connection: Connection) -> list[str]:
    """Return the tables that are neither PostGIS's, the R*Tree's nor Alembic's."""
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if "_rtree" not in name and name not in _TABLES_OF_OTHERS)


_TABLES_OF_OTHERS = {"alembic_version", "spatial_ref_sys"}


def _is_of_others(index: Any) -> bool:
    """Return True for the index of a constraint or of shapes, which the tables do not name."""
    using = index.get("dialect_options", {}).get("postgresql_using")
    return "duplicates_constraint" in index or using == "gist"


def _described(connection: Connection) -> dict[str, Any]:
    """Return all that the database says of its tables, in a form that can be compared."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"])
                for one in inspector.get_columns(table)
            ],
            "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": sorted(
                (
                    one["constrained_columns"],
                    one["referred_table"],
                    one["referred_columns"],
                    one["options"].get("ondelete"),
                )
                for one in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(
                one["column_names"] for one in inspector.get_unique_constraints(table)
            ),
            "indexes": sorted(
                (one["name"], one["column_names"])
                for one in inspector.get_indexes(table)
                if one["name"] is not None and not _is_of_others(one)
            ),
            "checks": sorted(one["sqltext"] for one in inspector.get_check_constraints(table)),
        }
        for table in _own_tables(connection)
    }


def _geometry_columns(connection: Connection) -> list[tuple[Any, ...]]:
    columns = "f_table_name, f_geometry_column, type, srid, coord_dimension"
    rows = connection.execute(text(f"SELECT {columns} FROM geometry_columns ORDER BY 1, 2"))
    return [tuple(row) for row in rows]


@pytest.fixture(scope="module")
def by_metadata(databases: Databases) -> Any:
    """Databases whose tables come from ``tables.py`` instead of the migrations."""

    @cache
    def made(dialect: str) -> Engine:
        engine = databases.fresh(dialect)
        with writing(engine) as connection:
            if dialect == "postgis":
                connection.execute(text("CREATE EXTENSION postgis"))
            metadata.create_all(connection)
        return engine

    return made


def test_tables_in_code_are_those_the_migrations_build(
    connection: Connection, dialect: str, by_metadata: Any
) -> None:
    with reading(by_metadata(dialect)) as other:
        assert _described(connection) == _described(other)


def test_geometry_columns_in_code_are_those_the_migrations_build(
    migrated_engines: Any, by_metadata: Any
) -> None:
    with (
        reading(migrated_engines("postgis")) as migrated,
        reading(by_metadata("postgis")) as other,
    ):
        assert _geometry_columns(migrated) == _geometry_columns(other)


def test_an_empty_database_has_no_revision(databases: Databases, dialect: str) -> None:
    with reading(databases.fresh(dialect)) as connection:
        assert current_revision(connection) is None


def test_a_migrated_database_has_the_newest_revision(connection: Connection) -> None:
    assert current_revision(connection) == newest_revision()


def test_the_newest_revision_is_the_head_alembic_knows() -> None:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_current_head() == newest_revision()


def test_taking_all_revisions_back_leaves_no_table(connection: Connection) -> None:
    downgrade(connection, "base")

    assert (_own_tables(connection), current_revision(connection)) == ([], None)


def test_taking_all_revisions_back_leaves_no_spatial_index(connection: Connection) -> None:
    downgrade(connection, "base")

    names = inspect(connection).get_table_names()
    assert [name for name in names if "_rtree" in name] == []


def test_up_down_up_builds_the_same_again(connection: Connection) -> None:
    before = _described(connection)

    downgrade(connection, "base")
    upgrade(connection)

    assert _described(connection) == before


def test_who_typed_a_card_holds_no_private_link_to_it(connection: Connection) -> None:
    downgrade(connection, "0004")
    ensure_process(connection)
    for entered_by in ("kim", None):
        row = values(next_number(connection), entered_by=entered_by, token_hash=f"of {entered_by}")
        connection.execute(insert(voice).values(**row))

    upgrade(connection)

    found = connection.execute(select(voice.c.entered_by, voice.c.token_hash)).all()
    assert {tuple(row) for row in found} == {("kim", None), (None, "of None")}


def test_migrating_twice_changes_nothing(connection: Connection) -> None:
    before = _described(connection)

    upgrade(connection)

    assert _described(connection) == before


def test_a_failing_migration_leaves_nothing_behind(databases: Databases, dialect: str) -> None:
    engine = databases.fresh(dialect)

    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        upgrade(connection)
        raise ZeroDivisionError

    with reading(engine) as connection:
        assert _own_tables(connection) == []
