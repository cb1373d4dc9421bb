"""The process of ``werkbank serve`` stays small: what is heavy belongs to other commands."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

import pytest

from services.settings import PROJECT_ROOT
from tests.conftest import Databases

HEAVY: Final = (
    "geopandas",
    "pandas",
    "pyogrio",
    "folium",
    "alembic",
    "matplotlib",
    "authlib",
    "joserfc",
    "httpx",
)

SERVE: Final = """
import json, sys
from starlette.testclient import TestClient
import services.cli, services.app
imported = sorted(sys.modules)
client = TestClient(services.app.create_app(services.app.Settings()))
paths = json.loads(sys.argv[1])
statuses = [client.get(path).status_code for path in paths]
print(json.dumps({"imported": imported, "served": sorted(sys.modules), "statuses": statuses}))
"""

PATHS: Final = (
    "/",
    "/en/karte",
    "/stadtteile/mitte",
    "/projekte/glashaus",
    "/daten",
    "/api/districts?f=geojson",
    "/api/projects?f=csv",
    "/api/voices?f=csv",
    "/api/voices?f=gpkg",
    "/api/voices?f=xlsx",
    "/rechenschaft",
    "/tiles/projects/10/532/340.mvt",
    "/styles/werkbank.json",
    "/readyz",
)


@pytest.fixture(scope="module")
def process(databases: Databases) -> dict[str, list[Any]]:
    """What a process of its own has loaded after importing and after serving every kind of page."""
    engine = databases.herten("sqlite")
    url = engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", SERVE, json.dumps(PATHS)],
        env={"WERKBANK_DATABASE_URL": url, "PYTHONPATH": str(PROJECT_ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("module", HEAVY)
def test_importing_the_app_loads_nothing_heavy(process: dict[str, list[Any]], module: str) -> None:
    assert module not in process["imported"]


@pytest.mark.parametrize("module", HEAVY)
def test_serving_loads_nothing_heavy(process: dict[str, list[Any]], module: str) -> None:
    assert module not in process["served"]


def test_every_kind_of_page_was_served(process: dict[str, list[Any]]) -> None:
    assert process["statuses"] == [200] * len(PATHS)
