"""Who comes back from the provider gets a session, if an account is meant for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine

from geo.errors import WorkbenchError
from services.accounts.actions import open_session, record
from services.accounts.model import Account
from services.accounts.sign_on_model import (
    Person,
    SignOnDisabledError,
    SignOnTakenError,
    SignOnUnknownPersonError,
    SignOnUnverifiedError,
)
from services.accounts.sign_on_store import SignOns
from services.accounts.store import Accounts
from services.database.engine import wait_for_turn, writing


def enter_by_sign_on(engine: Engine, person: Person, *, now: datetime) -> str:
    """Return the token of a new session for the person.

    An account is never made here: at the first sign-on the person is linked to the account with
    the mail address that the provider confirms, afterwards only who they are at the provider
    counts. What is refused is recorded, too, so it is raised after the transaction.

    Raises ``SignOnDisabledError``, ``SignOnUnverifiedError``, ``SignOnUnknownPersonError`` and
    ``SignOnTakenError``.
    """
    with writing(engine) as connection:
        wait_for_turn(connection)  # two first sign-ons at once must not both make the link
        outcome = _enter(connection, person, now=now)
    if isinstance(outcome, WorkbenchError):
        raise outcome
    return outcome


def _enter(connection: Connection, person: Person, *, now: datetime) -> str | WorkbenchError:
    found = _account_of(connection, person, now=now)
    if isinstance(found, WorkbenchError):
        reason = type(found).__name__.removesuffix("Error")
        _refused(connection, "sign_on:unknown", reason, now=now)
        return found
    if found.is_disabled:
        _refused(connection, f"account:{found.id}", "SignOnDisabled", now=now)
        return SignOnDisabledError()
    return open_session(connection, found.id, now=now)


def _account_of(
    connection: Connection, person: Person, *, now: datetime
) -> Account | WorkbenchError:
    """Return the account of the person, linked now if it was not yet."""
    accounts, links = Accounts(connection), SignOns(connection)
    known = links.find_account(person.issuer, person.subject)
    if known is not None:
        return accounts.get(known)
    if person.email is None:
        return SignOnUnverifiedError()
    found = accounts.find_by_email(person.email)
    if found is None:
        return SignOnUnknownPersonError()
    if found.is_disabled:
        return found
    if links.is_taken(person.issuer, found.id):
        return SignOnTakenError()
    links.link(person.issuer, person.subject, found.id)
    record(
        connection,
        found.actor,
        "account.sign_on_linked",
        subject=f"account:{found.id}",
        facts={"issuer": person.issuer},
        now=now,
    )
    return found


def _refused(connection: Connection, subject: str, reason: str, *, now: datetime) -> None:
    facts = {"reason": reason}
    record(connection, None, "account.sign_on_refused", subject=subject, facts=facts, now=now)
