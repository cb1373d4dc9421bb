"""A colleague's old zip, from the upload to the page of its layer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from services.accounts.sessions import Sessions
from services.app import create_app, utc_now
from services.database.engine import writing
from services.settings import Settings
from tests.browser.conftest import DESKTOP, served
from tests.conftest import Databases
from tests.services.staff import add_staff
from tests.zoo.build_archives import zipped
from tests.zoo.build_shapefile import shapefile, streets

pytestmark = pytest.mark.browser


def test_an_old_zip_becomes_a_layer(databases: Databases, tmp_path: Path, browser: Browser) -> None:
    parts = shapefile(prj=None, cpg=None, table=streets(encoding="cp1252"))
    (tmp_path / "wege.zip").write_bytes(zipped(parts, "Daten 2009/wege"))
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        actor = add_staff(connection, "gis", now=utc_now())
        token = Sessions(connection).add(actor.id, now=utc_now())
    settings = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        import_dir=tmp_path / "imports",
        layer_dir=tmp_path / "layers",
    )
    with served(create_app(settings)) as address:
        context = browser.new_context(base_url=address, viewport=DESKTOP, locale="de-DE")
        context.add_cookies([{"name": "werkbank", "value": token, "url": address}])
        page = context.new_page()
        page.goto("/verwaltung/importe")
        page.set_input_files("#files", tmp_path / "wege.zip")
        page.get_by_role("button", name="Hochladen und prüfen").click()

        page.locator("input[name=crs]").first.check()
        page.get_by_label("Königstraße").check()
        page.fill("#as_of", "2026-01-01")
        page.fill("#source", "Stadt Herten, Tiefbauamt")
        page.select_option("#licence", "cc-zero")
        page.check("#visibility-public")
        page.get_by_role("button", name="So laden").click()
        page.get_by_role("link", name="Zur Seite der Ebene").click()

        expect(page).to_have_url(f"{address}/ebenen/wege")
        expect(page.get_by_text("Königstraße").first).to_be_visible()
        context.close()
