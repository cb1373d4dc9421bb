"""``werkbank user`` and the link of the first start."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from services.accounts.actions import open_link
from services.accounts.audit import Audit
from services.accounts.model import EntryFilter
from services.accounts.passwords import hash_password
from services.accounts.store import Accounts
from services.database.engine import make_engine, reading, writing
from services.web.dependencies import LOCAL_TIME
from tests.services.command_line import Outcome, Terminal

LINK = re.compile(r"(http://\S+)/einrichten/([\w-]{43})")
ADD = ("--name", "Jo Muster", "--office", "Ratsbüro")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory, databases: Any) -> Path:
    """A database with all tables, to be copied."""
    engine = databases.migrated("sqlite")
    engine.dispose()  # what stands in the write-ahead log goes into the file
    return Path(shutil.copy(engine.url.database, tmp_path_factory.mktemp("accounts") / "empty"))


@pytest.fixture
def terminal(
    tmp_path: Path,
    migrated: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    shutil.copy(migrated, tmp_path / "werkbank.sqlite")
    return Terminal(tmp_path, monkeypatch, capsys)


def _database(terminal: Terminal) -> Any:
    return make_engine(f"sqlite:///{terminal.folder / 'werkbank.sqlite'}")


def _add(terminal: Terminal, email: str = "jo@herten.example", *roles: str) -> Outcome:
    words = [word for role in roles or ("admin",) for word in ("--role", role)]
    return terminal.run("user", "add", email, *ADD, *words)


def _set_password(terminal: Terminal, email: str) -> None:
    engine = _database(terminal)
    with writing(engine) as connection:
        account = Accounts(connection).find_by_email(email)
        assert account is not None
        Accounts(connection).change(account.id, password_hash=hash_password("drei Enten"))
    engine.dispose()


def _link_leads_to(terminal: Terminal, said: str) -> str | None:
    found = LINK.search(said)
    assert found is not None
    engine = _database(terminal)
    with reading(engine) as connection:
        _, account = open_link(connection, found[2], now=datetime.now(UTC))
    engine.dispose()
    return None if account is None else account.email


def test_an_account_is_added_with_a_link(terminal: Terminal) -> None:
    done = _add(terminal, "Jo@Herten.Example", "moderator", "gis")

    assert done.code == 0
    assert "added: jo@herten.example (gis, moderator)" in done.out
    assert "168 hours: http://127.0.0.1:8000/einrichten/" in done.out
    assert _link_leads_to(terminal, done.out) == "jo@herten.example"


def test_links_lead_to_the_public_address(terminal: Terminal) -> None:
    terminal.set("WERKBANK_PUBLIC_URL", "https://werkbank.example/")

    assert "https://werkbank.example/einrichten/" in _add(terminal).out


def test_who_did_it_stands_in_the_trail(terminal: Terminal) -> None:
    terminal.set("LOGNAME", "gertrud")
    _add(terminal)

    engine = _database(terminal)
    with reading(engine) as connection:
        (entry,) = Audit(connection).list(EntryFilter(), zone=LOCAL_TIME, limit=None)
    engine.dispose()
    assert (entry.code, entry.actor_id, entry.actor_name) == (
        "account.added",
        None,
        "gertrud (werkbank)",
    )


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [("jo", "admin", "email"), ("jo@herten.example", "mayor", "roles")],
)
def test_what_cannot_be_an_account_is_refused(
    terminal: Terminal, email: str, role: str, said: str
) -> None:
    done = _add(terminal, email, role)

    assert (done.code, said in done.err) == (1, True)


def test_an_address_has_one_account(terminal: Terminal) -> None:
    _add(terminal)

    assert _add(terminal).code == 1


def test_accounts_are_listed_with_roles_and_state(terminal: Terminal) -> None:
    _add(terminal, "a@herten.example", "admin")
    _add(terminal, "b@herten.example", "gis", "reader")
    _set_password(terminal, "a@herten.example")
    terminal.run("user", "disable", "b@herten.example")

    done = terminal.run("user", "list")

    assert done.out.splitlines() == [
        "a@herten.example\tJo Muster\tadmin\tactive",
        "b@herten.example\tJo Muster\tgis,reader\tdisabled",
    ] or done.out.splitlines() == [
        "b@herten.example\tJo Muster\tgis,reader\tdisabled",
        "a@herten.example\tJo Muster\tadmin\tactive",
    ]


def test_a_disabled_account_is_enabled_again(terminal: Terminal) -> None:
    _add(terminal, "b@herten.example", "reader")
    terminal.run("user", "disable", "b@herten.example")

    done = terminal.run("user", "enable", "b@herten.example")

    assert (done.code, done.out) == (0, "enabled: b@herten.example\n")
    assert "no password yet" in terminal.run("user", "list").out


def test_the_last_admin_cannot_be_disabled(terminal: Terminal) -> None:
    _add(terminal)
    _set_password(terminal, "jo@herten.example")

    done = terminal.run("user", "disable", "jo@herten.example")

    assert done.code == 1
    assert "Nobody could manage accounts" in done.err


def test_the_last_admin_can_be_reset(terminal: Terminal) -> None:
    _add(terminal)
    _set_password(terminal, "jo@herten.example")

    done = terminal.run("user", "reset", "jo@herten.example")

    assert "24 hours" in done.out
    assert _link_leads_to(terminal, done.out) == "jo@herten.example"


def test_roles_are_replaced(terminal: Terminal) -> None:
    _add(terminal, "b@herten.example", "reader")

    done = terminal.run("user", "roles", "b@herten.example", "--role", "gis", "--role", "planner")

    assert (done.code, done.out) == (0, "roles of b@herten.example: gis, planner\n")


def test_an_unknown_role_is_wrong_usage(terminal: Terminal) -> None:
    _add(terminal, "b@herten.example", "reader")

    assert terminal.run("user", "roles", "b@herten.example", "--role", "mayor").code == 2


@pytest.mark.parametrize("command", ["disable", "enable", "reset"])
def test_an_unknown_account_is_said_to_be_unknown(terminal: Terminal, command: str) -> None:
    done = terminal.run("user", command, "nobody@herten.example")

    assert done.code == 1
    assert "nobody@herten.example" in done.err


@pytest.fixture
def served(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in which ``werkbank serve`` ends where it would listen."""
    monkeypatch.setattr(uvicorn, "run", lambda *_, **__: None)
    return terminal


def test_the_first_start_prints_a_link_for_an_administrator(served: Terminal) -> None:
    done = served.run("serve", "--host", "0.0.0.0", "--port", "8123")  # noqa: S104 - not listening

    assert "http://127.0.0.1:8123/einrichten/" in done.out
    assert _link_leads_to(served, done.out) is None


def test_a_start_with_accounts_prints_no_link(served: Terminal) -> None:
    _add(served)

    assert "einrichten" not in served.run("serve").out


def test_a_start_without_tables_goes_on(served: Terminal) -> None:
    served.set("WERKBANK_DATABASE_URL", f"sqlite:///{served.folder / 'other.sqlite'}")

    done = served.run("serve")

    assert (done.code, "einrichten" in done.out) == (0, False)


def test_a_start_without_a_database_goes_on(served: Terminal) -> None:
    served.set("WERKBANK_DATABASE_URL", "postgresql+psycopg://x@127.0.0.1:1/x?connect_timeout=1")

    assert served.run("serve").code == 0
