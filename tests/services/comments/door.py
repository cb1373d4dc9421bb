"""The app as a visitor meets it: pages, their forms, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.app import create_app
from services.settings import Settings
from services.web.throttle import Throttle
from tests.conftest import NOW

PAGE: Final = {"Accept": "text/html"}
_VOID_TYPES: Final = ("submit", "button")


class Door:
    """An app with its own settings and clock, and clients that ask it for pages."""

    def __init__(self, engine: Engine, *, secret_file: Path, **settings: Any) -> None:
        self.now = NOW
        url = engine.url.render_as_string(hide_password=False)
        values: dict[str, Any] = {
            "database_url": url,
            "secret_file": secret_file,
            "public_url": ADDRESS,
        }
        self.app = create_app(Settings(**(values | settings)), clock=self.clock)
        self.client = TestClient(
            self.app, raise_server_exceptions=False, follow_redirects=False, headers=PAGE
        )

    def refreshed(self) -> Door:
        """Return the door as on a new morning: the clock set back, nothing counted."""
        self.now = NOW
        self.app.state.throttle = Throttle()
        self.client.cookies.clear()
        return self

    def clock(self) -> datetime:
        """Return the moment the test has set."""
        return self.now

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def set_real_time(self) -> None:
        """Set the clock right: ALTCHA looks at the machine's own."""
        self.now = datetime.now(UTC)

    def form(self, address: str, form_id: str, **typed: str) -> dict[str, str]:
        """Return what a form of a page would send, with ``typed`` filled in."""
        found = self.client.get(address)
        assert found.status_code == 200, found.text
        return fields(found.text, form_id) | typed

    def close(self) -> None:
        """Close the connections."""
        self.app.state.engine.dispose()


ADDRESS: Final = "http://testserver"


class _Form(HTMLParser):
    """Collects the fields of one form as a browser would send them."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._form_id = form_id
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        elif self._inside:
            self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str | None]) -> None:
        name = given.get("name")
        if tag == "input" and name:
            ticked = given.get("type") not in {"radio", "checkbox"} or "checked" in given
            if ticked and given.get("type") not in _VOID_TYPES:
                self.fields[name] = given.get("value") or ""
        elif tag == "textarea" and name:
            self._area = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and self._is_chosen(given):
            self.fields[self._select] = given.get("value") or ""

    def _is_chosen(self, option: dict[str, str | None]) -> bool:
        return self._select not in self.fields or "selected" in option

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # The first line end after the tag belongs to the markup.
            self.fields[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None


def fields(page: str, form_id: str) -> dict[str, str]:
    """Return what the form of a page would send."""
    parser = _Form(form_id)
    parser.feed(page)
    assert parser.fields, f"no form {form_id!r}"
    return parser.fields


def changed(values: Mapping[str, str], **changes: str) -> dict[str, str]:
    """Return the values of a form with some of them changed."""
    return dict(values) | changes
