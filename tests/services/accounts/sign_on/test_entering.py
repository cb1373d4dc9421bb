"""Who gets in by single sign-on, and into which account."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update
from starlette.testclient import TestClient

from services.accounts.actions import reset_account
from services.accounts.sign_on_entry import enter_by_sign_on
from services.accounts.sign_on_model import Person
from services.database.engine import writing
from services.database.tables import account, sign_on
from tests.services.accounts.provider import RunningProvider
from tests.services.accounts.sign_on.conftest import Workbench
from tests.services.accounts.sign_on.visits import (
    add_person,
    browser,
    come_back,
    is_signed_in,
    last_audit,
    links,
    set_out,
)


def test_who_has_an_account_gets_in_and_where_they_wanted(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    actor = add_person(engine, "anna")
    visitor = browser(workbench(engine, provider.issuer))

    found = come_back(visitor, set_out(visitor, "/verwaltung?x=1"), "anna")

    assert (found.status_code, found.headers["location"]) == (303, "/verwaltung?x=1")
    assert is_signed_in(visitor)
    assert last_audit(engine) == (
        "account.sign_on_linked",
        f"account:{actor.id}",
        {"issuer": provider.issuer},
    )


def test_the_second_time_the_person_counts_and_not_the_address(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    actor = add_person(engine, "berta")
    first = browser(workbench(engine, provider.issuer))
    come_back(first, set_out(first), "berta")
    with writing(engine) as connection:
        connection.execute(
            update(account).where(account.c.id == actor.id).values(email="neu@herten.example")
        )

    second = browser(workbench(engine, provider.issuer))
    come_back(second, set_out(second), "berta")

    assert is_signed_in(second)
    assert links(engine, "berta") == 1


def test_an_unknown_person_learns_what_to_do_and_gets_no_account(
    workbench: Workbench, engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    visitor = browser(workbench(engine, provider.issuer))

    found = come_back(visitor, set_out(visitor), "niemand")

    assert found.status_code == 403
    assert "Ihr Konto ist noch nicht freigeschaltet" in found.text
    assert (is_signed_in(visitor), links(engine, "niemand")) == (False, 0)
    assert last_audit(engine) == (
        "account.sign_on_refused",
        "sign_on:unknown",
        {"reason": "SignOnUnknownPerson"},
    )


@pytest.mark.parametrize("linked", [False, True])
def test_a_disabled_account_is_refused(engine: Engine, visitor: TestClient, linked: bool) -> None:
    name = f"ida-{linked}".lower()
    actor = add_person(engine, name)
    if linked:
        come_back(visitor, set_out(visitor), name)
        visitor.cookies.clear()
    with writing(engine) as connection:
        connection.execute(
            update(account).where(account.c.id == actor.id).values(disabled_at=datetime.now(UTC))
        )

    found = come_back(visitor, set_out(visitor), name)

    assert (found.status_code, is_signed_in(visitor)) == (403, False)
    assert last_audit(engine) == (
        "account.sign_on_refused",
        f"account:{actor.id}",
        {"reason": "SignOnDisabled"},
    )


def test_an_address_that_the_provider_does_not_confirm_opens_no_account(
    engine: Engine, visitor: TestClient
) -> None:
    add_person(engine, "unbestaetigt-jana")

    found = come_back(visitor, set_out(visitor), "unbestaetigt-jana")

    assert (found.status_code, is_signed_in(visitor)) == (403, False)
    assert "bestätigt Ihre E-Mail-Adresse nicht" in found.text


def test_who_inherits_an_address_does_not_inherit_the_account(
    engine: Engine, visitor: TestClient, provider: RunningProvider
) -> None:
    actor = add_person(engine, "karla")
    with writing(engine) as connection:
        connection.execute(
            sign_on.insert().values(issuer=provider.issuer, subject="another", account_id=actor.id)
        )

    found = come_back(visitor, set_out(visitor), "karla")

    assert (found.status_code, is_signed_in(visitor)) == (409, False)


def test_after_a_reset_the_person_is_linked_anew(
    engine: Engine, visitor: TestClient, provider: RunningProvider
) -> None:
    actor = add_person(engine, "luise")
    with writing(engine) as connection:
        connection.execute(
            sign_on.insert().values(issuer=provider.issuer, subject="former", account_id=actor.id)
        )
        reset_account(connection, actor, actor.id, now=datetime.now(UTC))

    come_back(visitor, set_out(visitor), "luise")

    assert (is_signed_in(visitor), links(engine, "former")) == (True, 0)


def test_two_first_sign_ons_at_once_make_one_link(
    engines: Callable[[str], Engine], dialect: str, provider: RunningProvider
) -> None:
    engine = engines(dialect)
    add_person(engine, "twin")
    person = Person(provider.issuer, "twin", "twin@herten.example")
    with ThreadPoolExecutor() as threads:
        entries = [
            threads.submit(enter_by_sign_on, engine, person, now=datetime.now(UTC))
            for _ in range(8)
        ]
        tokens = {entry.result(30) for entry in entries}

    assert (len(tokens), links(engine, "twin")) == (8, 1)
