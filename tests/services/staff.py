"""Members of staff for tests: an account, a session, and a client that shows both."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Connection, insert
from starlette.testclient import TestClient

from services.accounts.sessions import Sessions
from services.database.engine import writing
from services.database.tables.accounts import account, account_role
from services.web.actor import Actor, Role
from services.web.csrf import make_token

ORIGIN = "http://testserver"
COOKIE_DOMAIN = "testserver.local"
"""Under this name the cookie jar of Python keeps what a host without a dot sets."""


def add_staff(
    connection: Connection, *roles: Role, now: datetime, name: str = "Kim Beispiel", **values: Any
) -> Actor:
    """Put an account with ``roles`` into the database, without a password."""
    account_id = secrets.token_hex(8)
    row = {
        "id": account_id,
        "email": f"{account_id}@herten.example",
        "name": name,
        "office": "Stadtplanung",
        "created_at": now,
    }
    connection.execute(insert(account).values(row | values))
    if roles:
        connection.execute(
            insert(account_role), [{"account_id": account_id, "role": role} for role in roles]
        )
    return Actor(account_id, name, str((row | values)["office"]), frozenset(roles))


def signed_in(app: FastAPI, *roles: Role, now: datetime | None = None, **values: Any) -> TestClient:
    """Return a client that is signed in with a new account: cookie, Origin and CSRF token.

    It writes the account into the database of ``app``, which must not be one that others share.
    """
    moment = now or app.state.clock()
    with writing(app.state.engine) as connection:
        actor = add_staff(connection, *roles, now=moment, **values)
        token = Sessions(connection).add(actor.id, now=moment)
    return with_session(app, token)


def without_session(app: FastAPI, *, host: str = "testclient") -> TestClient:
    """Return a browser in which nobody is signed in; it follows no redirect."""
    client = TestClient(
        app, raise_server_exceptions=False, follow_redirects=False, client=(host, 50_000)
    )
    client.headers |= {"Origin": ORIGIN, "Accept": "text/html"}
    return client


def with_session(app: FastAPI, token: str) -> TestClient:
    """Return a client that shows the session of ``token`` and sends what our forms send."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    client.cookies.set("werkbank", token, domain=COOKIE_DOMAIN)
    client.headers |= {"Origin": ORIGIN, "X-CSRF-Token": make_token(token)}
    return client
