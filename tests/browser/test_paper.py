"""What leaves the screen: prints, the district sheet, and the picture of the README."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine

from services.settings import PROJECT_ROOT
from tests.browser.conftest import open_map

pytestmark = pytest.mark.browser

PICTURE = PROJECT_ROOT / "docs" / "images" / "karte.png"


@pytest.mark.parametrize("path", ["/karte", "/projekte", "/stadtteile/mitte"])
def test_print_leaves_out_controls_and_keeps_the_content(page: Page, path: str) -> None:
    page.goto(path)
    page.emulate_media(media="print")

    for control in page.locator("#filter, .site-nav, .language, .skip-link").all():
        expect(control).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_printed_list_shows_every_project_and_all_nine_districts(page: Page) -> None:
    page.goto("/karte")
    page.emulate_media(media="print")

    assert page.locator(".group__title:visible").count() == 10
    assert page.locator(".project-item:visible").count() == 36


def test_printed_district_page_fits_the_paper(page: Page, tmp_path: Path) -> None:
    page.goto("/stadtteile/westerholt")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less margins at 96 dpi

    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    expect(page.locator(".locator__map").first).to_be_visible()


def test_sheet_opens_from_disk_without_network(
    browser: Browser, herten_engines: Callable[[str], Engine], tmp_path: Path
) -> None:
    target = tmp_path / "bertlich.html"
    url = herten_engines("sqlite").url.render_as_string(hide_password=False)
    subprocess.run(
        [sys.executable, "-m", "services.cli", "sheet", "bertlich", str(target)],
        check=True,
        env=os.environ | {"WERKBANK_DATABASE_URL": url},
    )
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(target.as_uri())
    expect(page.locator(".leaflet-container")).to_be_visible()
    expect(page.locator("body")).to_contain_text("Bertlich")
    expect(page.locator("body")).to_contain_text("Grenzen generalisiert, nicht amtlich")

    assert page.locator(".leaflet-interactive, .leaflet-overlay-pane path").count() >= 1
    assert [one for one in asked if not one.startswith(("file:", "data:"))] == []
    context.close()


def test_picture_of_the_readme_shows_the_map(page: Page) -> None:
    """With WERKBANK_BLESS the picture is written; without, it must be there."""
    open_map(page)
    page.wait_for_timeout(1500)  # tiles fade in
    picture = page.screenshot()
    if os.environ.get("WERKBANK_BLESS"):
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_bytes(picture)

    assert len(picture) > 50_000  # a blank map compresses to a fraction of it
    assert PICTURE.is_file()
