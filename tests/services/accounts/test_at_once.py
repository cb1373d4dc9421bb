"""What two people do at the same moment, in both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine

from geo.errors import WorkbenchError
from services.accounts import actions
from services.accounts.store import Accounts
from services.database.engine import reading, writing
from services.web.actor import Actor
from tests.conftest import NOW, Databases
from tests.services.staff import add_staff

HASH = "$argon2id$stored"


@pytest.fixture
def engine(dialect: str, databases: Databases) -> Iterator[Engine]:
    made = databases.migrated(dialect)
    yield made
    made.dispose()


def _admin(engine: Engine) -> Actor:
    with writing(engine) as connection:
        return add_staff(connection, "admin", now=NOW, password_hash=HASH)


def _at_once(engine: Engine, *acts: Callable[[Connection], object]) -> list[str]:
    """Return how each act ended: "done", or the name of the error."""
    start = Barrier(len(acts))

    def run(act: Callable[[Connection], object]) -> str:
        start.wait()
        try:
            with writing(engine) as connection:
                act(connection)
        except WorkbenchError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_administrators_cannot_remove_each_other(engine: Engine) -> None:
    one, other = _admin(engine), _admin(engine)

    ended = _at_once(
        engine,
        lambda connection: actions.disable_account(connection, one, other.id, now=NOW),
        lambda connection: actions.disable_account(connection, other, one.id, now=NOW),
    )

    assert ended == ["LastAdminError", "done"]


def test_a_link_is_used_by_one_of_two(engine: Engine) -> None:
    admin = _admin(engine)
    with writing(engine) as connection:
        token = actions.reset_account(connection, admin, admin.id, now=NOW, even_last_admin=True)

    ended = _at_once(
        engine,
        *[lambda connection: actions.set_password_by_link(connection, token, HASH, now=NOW)] * 2,
    )

    assert ended == ["LinkNotUsableError", "done"]


def test_the_first_link_makes_one_administrator_of_two(engine: Engine) -> None:
    with writing(engine) as connection:
        token = actions.offer_setup(connection, now=NOW) or ""

    def set_up(email: str) -> Callable[[Connection], object]:
        new = actions.new_account(email=email, name="A", office="Amt", roles=["admin"])
        return lambda connection: actions.set_up_first_admin(connection, token, new, HASH, now=NOW)

    ended = _at_once(engine, set_up("a@herten.example"), set_up("b@herten.example"))

    with reading(engine) as connection:
        assert (ended, Accounts(connection).count()) == (["LinkNotUsableError", "done"], 1)
