"""The scene of moderation, rolled back after each test, and a town whose pages are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from services.app import create_app
from services.settings import Settings
from services.web.throttle import Throttle
from tests.conftest import NOW, Databases
from tests.services.clock import Clock
from tests.services.moderation.scene import Scene
from tests.services.moderation.town import Town

Towns = Callable[[str], Town]


@pytest.fixture
def scene(herten: Connection) -> Scene:
    """Moderators over a database with Herten."""
    return Scene(herten)


@pytest.fixture(scope="session")
def towns(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Towns]:
    """A town per dialect, over a database of its own that grows from test to test."""
    made: dict[str, Town] = {}
    secret = tmp_path_factory.mktemp("moderation") / "secret"

    def town(dialect: str) -> Town:
        if dialect not in made:
            url = databases.herten(dialect).url.render_as_string(hide_password=False)
            clock = Clock()
            settings = Settings(database_url=url, secret_file=secret)
            made[dialect] = Town(create_app(settings, clock=clock), clock)
        return made[dialect]

    yield town
    for one in made.values():
        one.engine.dispose()


@pytest.fixture
def town(dialect: str, towns: Towns) -> Town:
    """The town in both databases, at the same moment in every test."""
    found = towns(dialect)
    found.clock.now = NOW
    found.app.state.throttle = Throttle()
    return found
