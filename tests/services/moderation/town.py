"""The pages of moderation in a browser without a window: staff who are signed in, and visitors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import httpx2
from fastapi import FastAPI
from sqlalchemy import Connection, Engine
from starlette.testclient import TestClient

from services.accounts.sessions import Sessions
from services.comments.actions import submit
from services.comments.model import Voice
from services.comments.store import Voices
from services.database.engine import reading, writing
from services.web.actor import Actor, Role
from tests.services.clock import Clock
from tests.services.markup import Page
from tests.services.moderation.scene import ADDRESS, BENCH
from tests.services.staff import add_staff, with_session, without_session

T = TypeVar("T")


@dataclass
class Town:
    """An app over a database of its own, which grows from test to test."""

    app: FastAPI
    clock: Clock

    @property
    def engine(self) -> Engine:
        engine: Engine = self.app.state.engine
        return engine

    def read(self, ask: Callable[[Connection], T]) -> T:
        with reading(self.engine) as connection:
            return ask(connection)

    def write(self, act: Callable[[Connection], T]) -> T:
        with writing(self.engine) as connection:
            return act(connection)

    def visitor(self) -> TestClient:
        return without_session(self.app)

    def hire(self, *roles: Role, **values: Any) -> Actor:
        return self.write(
            lambda one: add_staff(one, *(roles or ("moderator",)), now=self.clock.now, **values)
        )

    def session(self, actor: Actor | None = None) -> TestClient:
        """Return a browser in which somebody is signed in, a new moderator by default."""
        who = actor or self.hire()
        token = self.write(lambda one: Sessions(one).add(who.id, now=self.clock.now))
        client = with_session(self.app, token)
        client.headers["Accept"] = "text/html"
        return client

    def voice(self, *, entered_by: str | None = None, **more: Any) -> Voice:
        return self.write(
            lambda one: (
                submit(
                    replace(BENCH, **more),
                    connection=one,
                    now=self.clock.now,
                    address=ADDRESS,
                    entered_by=entered_by,
                ).voice
            )
        )

    def now_is(self, reference: str) -> Voice:
        return self.read(lambda one: Voices(one, self.clock.now.date()).get(reference))


def path(voice: Voice, act: str = "") -> str:
    """Return the address of a voice's page, or of one of its acts."""
    return f"/verwaltung/stimmen/{voice.reference}" + (f"/{act}" if act else "")


def page_of(response: httpx2.Response) -> Page:
    """Read the page of an answer."""
    return Page(response.text)
