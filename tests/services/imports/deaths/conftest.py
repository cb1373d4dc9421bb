"""A workbench that serves a layer while a new version of it is on its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.app import create_app
from services.database.engine import writing
from services.layers.loading import FEATURES_FILE
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.imports.deaths.office import Office
from tests.services.layers.brought_in import bring_in
from tests.services.staff import add_staff


@pytest.fixture
def dialect() -> str:
    """What files and processes do is the same for both databases."""
    return "sqlite"


@pytest.fixture
def office(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[Office]:
    with opened(databases.herten(dialect), tmp_path) as office:
        yield office


@contextmanager
def opened(engine: Engine, home: Path) -> Iterator[Office]:
    """Open a workbench that keeps its files in ``home``."""
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        import_dir=home / "imports",
        layer_dir=home / "layers",
    )
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=NOW)
    bring_in(engine, home)
    (home / FEATURES_FILE).unlink()
    app = create_app(settings, clock=lambda: NOW)
    yield Office(engine, settings, actor, app)
    app.state.engine.dispose()
