"""The thread that delivers while the workbench serves, and the commands of the outbox."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import make_engine, reading, writing
from services.doctor import Finding, examine
from services.mail.actions import post, standing
from services.mail.postman import Postman
from services.settings import Settings
from tests.conftest import NOW
from tests.services.command_line import Terminal
from tests.services.mail.conftest import smtp_settings
from tests.services.mail.smtp import Behaviour, free_port, serving


def _post(engine: Engine) -> None:
    with writing(engine) as connection:
        post(connection, kind="x", recipient="anna@b.example", subject="x", body="x", now=NOW)


def _threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "postman"]


@pytest.fixture
def app_settings(engine: Engine, settings: Settings) -> Settings:
    """A mail server and a database for the app."""
    url = engine.url.render_as_string(hide_password=False)
    return settings.model_copy(update={"database_url": url})


def test_while_the_app_serves_mail_leaves_by_itself(
    engine: Engine, app_settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    with TestClient(create_app(app_settings, clock=lambda: NOW)):
        assert server.asked.wait(10)


def test_the_postman_stops_with_the_app(app_settings: Settings) -> None:
    with TestClient(create_app(app_settings, clock=lambda: NOW)):
        assert _threads() == ["postman"]

    assert _threads() == []


def test_without_a_server_there_is_no_postman(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))):
        assert _threads() == []


def test_requests_are_answered_while_the_mail_server_keeps_silent(
    engine: Engine, app_settings: Settings, server: Behaviour
) -> None:
    _post(engine)
    server.silent = True
    with TestClient(create_app(app_settings, clock=lambda: NOW)) as client:
        assert server.asked.wait(10)

        assert client.get("/healthz").status_code == 200
        server.answer.set()


def test_a_database_that_is_away_does_not_end_the_postman(tmp_path: Path) -> None:
    asked = threading.Semaphore(0)

    def clock() -> Any:
        asked.release()
        return NOW

    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    postman = Postman(
        empty, smtp_settings(free_port()), clock=clock, jitter=lambda: 0.0, every_s=0.0
    )
    postman.start()
    try:
        assert all(asked.acquire(timeout=10) for _ in range(3))
    finally:
        postman.stop()
        empty.dispose()


def test_no_error_ends_the_postman(tmp_path: Path) -> None:
    asked = threading.Semaphore(0)

    def clock() -> Any:
        asked.release()
        raise KeyError("anna@b.example")

    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    postman = Postman(
        empty, smtp_settings(free_port()), clock=clock, jitter=lambda: 0.0, every_s=0.0
    )
    postman.start()
    try:
        assert all(asked.acquire(timeout=10) for _ in range(3))
    finally:
        postman.stop()
        empty.dispose()


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    terminal = Terminal(tmp_path, monkeypatch, capsys)
    assert terminal.run("init").code == 0
    return terminal


def _use(terminal: Terminal, port: int) -> None:
    terminal.set("WERKBANK_PUBLIC_URL", "https://werkbank.herten.example")
    terminal.set("WERKBANK_SMTP_HOST", "localhost")
    terminal.set("WERKBANK_SMTP_PORT", str(port))
    terminal.set("WERKBANK_SMTP_SECURITY", "none")
    terminal.set("WERKBANK_MAIL_FROM", "beteiligung@herten.example")


def _post_in(terminal: Terminal) -> None:
    engine = make_engine(f"sqlite:///{terminal.folder / 'werkbank.sqlite'}")
    _post(engine)
    engine.dispose()


def test_send_sends_what_waits(terminal: Terminal) -> None:
    _post_in(terminal)
    server = Behaviour()
    with serving(server) as port:
        _use(terminal, port)
        said = terminal.run("mail", "send")

    assert (said.code, said.out) == (0, "1 sent, 0 put off, 0 given up\n")
    assert len(server.got) == 1


def test_send_ends_with_1_if_something_stays(terminal: Terminal) -> None:
    _post_in(terminal)
    _use(terminal, free_port())

    assert terminal.run("mail", "send").code == 1


def test_send_without_a_server_says_what_to_set(terminal: Terminal) -> None:
    said = terminal.run("mail", "send")

    assert said.code == 1
    assert "WERKBANK_SMTP_HOST" in said.err


def test_status_says_what_the_server_answered_and_to_nobody_whom_it_was_for(
    terminal: Terminal,
) -> None:
    _post_in(terminal)
    with serving(Behaviour(to_recipient="550 5.1.1 <anna@b.example> unknown")) as port:
        _use(terminal, port)
        terminal.run("mail", "send")
    _post_in(terminal)

    said = terminal.run("mail", "status")

    assert said.out.splitlines() == [
        f"1 waiting, oldest from {NOW:%Y-%m-%d %H:%M} UTC",
        "0 sent",
        "1 given up",
        "  1 × recipient: 550 5.1.1",
    ]


SITE = "https://werkbank.example"


def _mail_line(engine: Engine, settings: Settings) -> Finding:
    (found,) = (one for one in examine(settings, engine) if one.what.startswith("Mail"))
    return found


def test_the_doctor_notes_that_no_server_is_set(engine: Engine) -> None:
    found = _mail_line(engine, Settings())

    assert (found.what, found.ok, found.warning) == (
        "Mail without a server: 0 waiting, 0 given up",
        False,
        True,
    )


def test_the_doctor_is_content_with_an_empty_outbox(engine: Engine) -> None:
    assert _mail_line(engine, smtp_settings(25, public_url=SITE)).ok


@pytest.mark.parametrize(
    ("waited", "ok"), [(timedelta(minutes=30), True), (timedelta(hours=2), False)]
)
def test_the_doctor_notes_mail_that_waits_too_long(
    engine: Engine, waited: timedelta, ok: bool
) -> None:
    with writing(engine) as connection:
        post(
            connection,
            kind="x",
            recipient="a@b.example",
            subject="x",
            body="x",
            now=datetime.now(UTC) - waited,
        )

    assert _mail_line(engine, smtp_settings(25, public_url=SITE)).ok is ok


def test_a_standing_of_nothing(engine: Engine) -> None:
    with reading(engine) as connection:
        assert standing(connection).oldest_at is None
