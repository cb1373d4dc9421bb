"""A workbench on which somebody has spoken, and pages on it: on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from shapely import Point
from sqlalchemy import Engine, update

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.engine import writing as writing_transaction
from services.database.tables import participation_process
from tests.browser.conftest import Site, new_phone, writing_site
from tests.conftest import Databases
from tests.services.voice_rows import put_voice

SPOT = (7.1440, 51.6080)
"""Somewhere in Disteln where somebody spoke already."""


def _fill(engine: Engine) -> None:
    """Let somebody have spoken, and one process be about two districts only."""
    pin = reproject(Point(*SPOT), source=LON_LAT, target=STORAGE_CRS)
    with writing_transaction(engine) as connection:
        put_voice(
            connection,
            district="disteln",
            title="Zebrastreifen an der Schule",
            precision="spot",
            pin=pin,
            public_pin=pin,
        )
        connection.execute(
            update(participation_process)
            .where(participation_process.c.id == "herzensorte")
            .values(area_kind="districts", district_ids=["disteln", "scherlebeck"])
        )


@pytest.fixture(scope="package")
def site(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with writing_site(databases, tmp_path_factory.mktemp("pinning"), _fill) as found:
        yield found


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    page = new_phone(browser, site.address)
    yield page
    page.context.close()


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    page = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 800})
    yield page
    page.close()
