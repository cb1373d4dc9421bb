"""Debian's Chromium against a workbench that this process serves; WebGL is drawn in software."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import Engine, func, select

from services.app import create_app, utc_now
from services.database.engine import reading
from services.database.tables import voice
from services.settings import PROJECT_ROOT, Settings
from services.web.pages import BUILD_DIR
from tests.conftest import NOW, Databases, missing

LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = PROJECT_ROOT / "maps" / "client" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 30_000
"""How long a page may take to come to what is expected: maps are drawn in software, and tests
share small machines. What is right passes at once."""

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        missing("Chromium", "apt install chromium")
    if not (BUILD_DIR / ".vite" / "manifest.json").is_file():
        missing("the built client", "make client")
    return {"executable_path": chromium, "args": list(LAUNCH_ARGUMENTS)}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of this machine; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(timeout=10)
        app.state.engine.dispose()


@pytest.fixture(scope="session")
def address(herten_engines: Callable[[str], Engine]) -> Iterator[str]:
    """Serve the workbench over Herten on a free port of this machine."""
    url = herten_engines("sqlite").url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    with served(app) as found:
        yield found


@dataclass(frozen=True)
class Site:
    """A workbench that takes voices."""

    address: str
    engine: Engine

    def voices(self, title: str) -> int:
        """Return how many voices were taken in with this title."""
        query = select(func.count()).select_from(voice).where(voice.c.title == title)
        with reading(self.engine) as connection:
            return int(connection.execute(query).scalar_one())


@contextmanager
def writing_site(
    databases: Databases,
    folder: Path,
    fill: Callable[[Engine], None] | None = None,
    **settings: Any,
) -> Iterator[Site]:
    """Serve a workbench of its own, in which no form is filled in too fast.

    Every look at its clock is five seconds after the one before: no test needs to wait.
    """
    engine = databases.herten("sqlite")
    if fill is not None:
        fill(engine)
    ticks = count()

    def clock() -> datetime:
        return utc_now() + timedelta(seconds=5 * next(ticks))

    made = Settings(
        database_url=engine.url.render_as_string(hide_password=False),
        secret_file=folder / "secret",
        **{"proof_of_work_after": 1_000, "voices_per_hour": 1_000} | settings,
    )
    with served(create_app(made, clock=clock)) as found:
        yield Site(found, engine)


@pytest.fixture(scope="session")
def browser_context_args(address: str) -> dict[str, Any]:
    return {"base_url": address, "viewport": DESKTOP, "locale": "de-DE"}


@pytest.fixture
def quiet_page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any error of a script or refused request fails the test."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    yield page
    assert wrong == []


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A page on a phone: small, touched, with a fine screen."""
    page = new_phone(browser, address)
    yield page
    page.context.close()


def new_phone(browser: Browser, address: str, **options: Any) -> Page:
    """Return a page on a phone; closing its context is the caller's."""
    context = browser.new_context(
        base_url=address,
        viewport=PHONE,
        is_mobile=True,
        has_touch=True,
        locale="de-DE",
        **options,
    )
    return context.new_page()


def open_map(page: Page, path: str = "/karte") -> None:
    """Open the map page and wait until all nine labels and the markers are placed."""
    page.goto(path)
    expect(page.locator(".map-label:visible")).to_have_count(9)
    expect(page.locator(".map-marker:visible, .map-badge:visible")).not_to_have_count(0)


def axe_source() -> str:
    """Return axe-core's script; missing where the client's packages are not installed."""
    if not Path(AXE).is_file():
        missing("axe-core", "make check installs it")
    return AXE.read_text("utf-8")
