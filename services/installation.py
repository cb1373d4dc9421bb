"""A fresh installation: migrate, fill what is empty; and new boundaries for one that runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from services.app import contributions
from services.comments.layer import fill_voices_layer
from services.database.engine import wait_for_turn, writing
from services.database.migrate import upgrade
from services.demo import load_demo
from services.districts.actions import add_boundaries, fill_districts
from services.districts.model import BoundarySet
from services.districts.store import Districts
from services.layers.rasters.recount import ask_for_counts
from services.layers.renewing import ask_for_all_archives
from services.processes.actions import fill_processes, fill_streets
from services.projects.actions import fill_projects


@dataclass(frozen=True)
class Installed:
    """What ``initialise`` found or did."""

    filled: bool
    districts: int
    projects: int
    demo_voices: int = 0


def initialise(engine: Engine, *, data_dir: Path, now: datetime, demo: bool = False) -> Installed:
    """Migrate the database and fill it from ``data_dir`` if it is empty. Idempotent.

    What an installation from before has not yet, standing processes and streets, is added. With
    ``demo`` a database that was empty gets the invented voices too.
    Two transactions: schema, then data. A failure in the second leaves an empty, migrated
    database that the next call fills. Processes that start at once take turns.
    """
    with writing(engine) as connection:
        wait_for_turn(connection)
        upgrade(connection)
    with writing(engine) as connection:
        wait_for_turn(connection)
        already = Districts(connection).count()
        if already:
            _fill_participation(connection, data_dir=data_dir, now=now)
            return Installed(filled=False, districts=already, projects=0)
        boundaries = fill_districts(connection, data_dir=data_dir, now=now)
        projects = fill_projects(connection, boundaries, data_dir=data_dir, now=now)
        _fill_participation(connection, data_dir=data_dir, now=now)
        return Installed(
            filled=True,
            districts=Districts(connection).count(),
            projects=projects,
            demo_voices=load_demo(connection, data_dir=data_dir, now=now) if demo else 0,
        )


def _fill_participation(connection: Connection, *, data_dir: Path, now: datetime) -> None:
    fill_streets(connection, data_dir=data_dir)
    fill_processes(connection, data_dir=data_dir, now=now)
    fill_voices_layer(connection, data_dir=data_dir, now=now)


def bring_boundaries(
    engine: Engine, boundaries: BoundarySet, *, now: datetime, dry_run: bool = False
) -> None:
    """Take in a new boundary version and re-derive everything, in one transaction.

    With ``dry_run`` everything is done and then rolled back.
    """
    with (
        engine.connect().execution_options(writing=True) as connection,
        connection.begin() as transaction,
    ):
        wait_for_turn(connection)
        add_boundaries(boundaries, connection=connection, contributions=contributions(), now=now)
        ask_for_all_archives(connection, now=now)
        ask_for_counts(connection, now=now)
        if dry_run:
            transaction.rollback()
