"""What visitors and their provider do in tests of single sign-on, and what it leaves behind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
from fastapi import FastAPI
from sqlalchemy import Engine, func, select
from starlette.testclient import TestClient

from services.database.engine import reading, writing
from services.database.tables import audit, sign_on
from services.web.actor import Actor
from tests.services.accounts.provider import answer_at_provider
from tests.services.staff import add_staff

START = "/anmelden/sso"


def browser(app: FastAPI) -> TestClient:
    """Return a browser without a session; it follows no redirect."""
    return TestClient(
        app, raise_server_exceptions=False, follow_redirects=False, headers={"Accept": "text/html"}
    )


def add_person(engine: Engine, name: str, **values: Any) -> Actor:
    """Add an account for the person whom the provider knows as ``name``."""
    email = f"{name}@herten.example"
    with writing(engine) as connection:
        return add_staff(connection, "reader", now=datetime.now(UTC), email=email, **values)


def set_out(visitor: TestClient, weiter: str = "/konto", prefix: str = "") -> str:
    """Begin to sign on and return the address at the provider; ``weiter`` is where to end."""
    found = visitor.get(f"{prefix}{START}", params={"weiter": weiter})
    assert found.status_code == 303, found.text
    return str(found.headers["location"])


def come_back(visitor: TestClient, address: str, name: str, **more: Any) -> httpx2.Response:
    """Sign in at the provider as ``name``, and bring its answer back."""
    there = answer_at_provider(address, name, **more)
    return visitor.get(there)


def changed(address: str, **changes: str | None) -> str:
    """Return the address with parameters changed, or taken away where None."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | changes
    return parts._replace(
        query=urlencode({name: value for name, value in query.items() if value is not None})
    ).geturl()


def links(engine: Engine, name: str) -> int:
    """Return to how many accounts the person of the provider is linked."""
    with reading(engine) as connection:
        return connection.execute(
            select(func.count()).select_from(sign_on).where(sign_on.c.subject == name)
        ).scalar_one()


def last_audit(engine: Engine) -> tuple[str, str, Any]:
    """Return code, subject and facts of the latest line of the audit trail."""
    with reading(engine) as connection:
        row = connection.execute(select(audit).order_by(audit.c.id.desc()).limit(1)).one()
        return row.code, row.subject, row.facts


def is_signed_in(visitor: TestClient) -> bool:
    """Return True if the browser has a session that counts."""
    return visitor.get("/konto").status_code == 200
