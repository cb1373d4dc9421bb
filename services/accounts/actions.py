"""What is done with accounts: each act inside the caller's transaction, each one recorded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from services.accounts.audit import Audit
from services.accounts.model import (
    INVITED_FOR,
    RESET_FOR,
    SETUP_FOR,
    Account,
    AccountDisabledError,
    EmailTakenError,
    InvalidAccountError,
    LastAdminError,
    Link,
    LinkNotUsableError,
    NewAccount,
)
from services.accounts.sessions import Sessions
from services.accounts.sign_on_store import SignOns
from services.accounts.store import Accounts, Links
from services.database.engine import wait_for_turn
from services.mail.model import is_address
from services.web.actor import ROLES, Actor, Role

SYSTEM: Final = "system"
"""Who acted when nobody did: the program itself."""

_NAME_LIMIT: Final = 100


def record(
    connection: Connection,
    actor: Actor | None,
    code: str,
    *,
    subject: str,
    facts: Mapping[str, Any],
    now: datetime,
    name: str = SYSTEM,
) -> None:
    """Write into the audit trail what somebody did; ``name`` says who, where there is no account.

    ``code`` is stable and dotted (``voice.published``), ``subject`` names what was changed
    (``voice:482759316``). Facts are JSON without personal data: a line can never be changed.
    """
    # Who works on the command line acts under a name, without an account.
    who = (None, name) if actor is None else (actor.id or None, actor.name)
    Audit(connection).append(who, code, subject=subject, facts=facts, now=now)


def command_line_actor(user: str) -> Actor:
    """Return who acts by ``werkbank …``: a user of the machine, not an account."""
    return Actor(id="", name=f"{user} (werkbank)", office="", roles=frozenset())


def _record_account(
    connection: Connection,
    actor: Actor | None,
    code: str,
    account_id: str,
    *,
    now: datetime,
    **facts: object,
) -> None:
    record(connection, actor, code, subject=f"account:{account_id}", facts=facts, now=now)


def open_session(connection: Connection, account_id: str, *, now: datetime) -> str:
    """Open a session for an account and return its token for the cookie.

    Raises ``AccountNotFoundError`` and ``AccountDisabledError``.
    """
    _usable(connection, account_id)
    return Sessions(connection).add(account_id, now=now)


def end_session(connection: Connection, token: str) -> None:
    """End the session of ``token``, if there is one."""
    Sessions(connection).end(token)


def end_other_sessions(connection: Connection, actor: Actor, *, token: str, now: datetime) -> int:
    """End all sessions of who acts but the present one; return how many."""
    ended = Sessions(connection).end_all(actor.id, but=token)
    if ended:
        _record_account(
            connection, actor, "account.sessions_ended", actor.id, now=now, sessions=ended
        )
    return ended


def _usable(connection: Connection, account_id: str) -> Account:
    found = Accounts(connection).get(account_id)
    if found.is_disabled:
        raise AccountDisabledError(account_id=account_id)
    return found


def checked_roles(roles: Iterable[str]) -> frozenset[Role]:
    """Return the roles among ``roles``; none at all if there is anything else among them."""
    known: dict[str, Role] = {role: role for role in ROLES}
    asked = set(roles)
    return frozenset(known[role] for role in asked) if asked <= known.keys() else frozenset()


def new_account(*, email: str, name: str, office: str, roles: Iterable[str]) -> NewAccount:
    """Return who is to get an account, in one spelling. Raises ``InvalidAccountError``."""
    new = NewAccount(email.strip().lower(), name.strip(), office.strip(), checked_roles(roles))
    wrong = {
        "email": not is_address(new.email),
        "name": not _fits(new.name, _NAME_LIMIT),
        "office": not _fits(new.office, _NAME_LIMIT),
        "roles": not new.roles,
    }
    if any(wrong.values()):
        raise InvalidAccountError(fields=tuple(field for field, is_so in wrong.items() if is_so))
    return new


def _fits(text: str, limit: int) -> bool:
    return 0 < len(text) <= limit and not any(unicodedata.category(one)[0] == "C" for one in text)


def add_account(
    connection: Connection, actor: Actor, new: NewAccount, *, now: datetime
) -> tuple[Account, str]:
    """Add an account; return it and the token of the link by which the person sets a password.

    Raises ``EmailTakenError``.
    """
    account = _add(connection, new, now=now)
    _record_account(
        connection, actor, "account.added", account.id, now=now, roles=sorted(account.roles)
    )
    return account, Links(connection).add("password", account.id, good_for=INVITED_FOR, now=now)


def _add(connection: Connection, new: NewAccount, *, now: datetime) -> Account:
    wait_for_turn(connection)
    if Accounts(connection).find_by_email(new.email) is not None:
        raise EmailTakenError
    return Accounts(connection).add(new, now=now)


def disable_account(
    connection: Connection, actor: Actor, account_id: str, *, now: datetime
) -> None:
    """Lock an account out: sessions end, links are withdrawn. Raises ``LastAdminError``."""
    account = _keeping_an_admin(connection, account_id)
    if account.is_disabled:
        return
    Accounts(connection).change(account_id, disabled_at=now)
    Links(connection).withdraw("password", account_id)
    Sessions(connection).end_all(account_id)
    _record_account(connection, actor, "account.disabled", account_id, now=now)


def enable_account(connection: Connection, actor: Actor, account_id: str, *, now: datetime) -> None:
    """Let a disabled account sign in again."""
    if not Accounts(connection).get(account_id).is_disabled:
        return
    Accounts(connection).change(account_id, disabled_at=None)
    _record_account(connection, actor, "account.enabled", account_id, now=now)


def set_roles(
    connection: Connection,
    actor: Actor,
    account_id: str,
    roles: frozenset[Role],
    *,
    now: datetime,
) -> None:
    """Replace the roles of an account; its sessions end. Raises ``LastAdminError``."""
    if "admin" in roles:
        account = Accounts(connection).get(account_id)
    else:
        account = _keeping_an_admin(connection, account_id)
    if account.roles == roles:
        return
    Accounts(connection).set_roles(account_id, roles)
    Sessions(connection).end_all(account_id)
    _record_account(
        connection,
        actor,
        "account.roles_changed",
        account_id,
        now=now,
        before=sorted(account.roles),
        after=sorted(roles),
    )


def _keeping_an_admin(connection: Connection, account_id: str) -> Account:
    """Return the account, unless nobody else could manage accounts without it."""
    wait_for_turn(connection)  # two administrators must not remove each other at once
    account = Accounts(connection).get(account_id)
    is_admin = "admin" in account.roles and not account.is_disabled
    if is_admin and Accounts(connection).count_admins(but=account_id) == 0:
        raise LastAdminError
    return account


def reset_account(
    connection: Connection,
    actor: Actor,
    account_id: str,
    *,
    now: datetime,
    even_last_admin: bool = False,
) -> str:
    """Take password and second factor away, end all sessions; return the token of a new link.

    Until the link is used nobody signs in with a password. The link to single sign-on is forgotten
    too: whom the provider vouches for under this mail address next is linked anew. Raises
    ``AccountDisabledError`` and, unless ``even_last_admin``, ``LastAdminError``.
    """
    if not even_last_admin:
        _keeping_an_admin(connection, account_id)
    _usable(connection, account_id)
    Accounts(connection).change(
        account_id, password_hash=None, totp_secret=None, totp_last_step=None
    )
    SignOns(connection).unlink(account_id)
    Sessions(connection).end_all(account_id)
    _record_account(connection, actor, "account.reset", account_id, now=now)
    return Links(connection).add("password", account_id, good_for=RESET_FOR, now=now)


def offer_setup(connection: Connection, *, now: datetime) -> str | None:
    """Return the token of a link for the first administrator; None once there is an account."""
    if Accounts(connection).count():
        return None
    return Links(connection).add("setup", None, good_for=SETUP_FOR, now=now)


def open_link(connection: Connection, token: str, *, now: datetime) -> tuple[Link, Account | None]:
    """Return a link that can be used, and whose it is (None: the first administrator's).

    Raises ``LinkNotUsableError``, also for a link of an account that is disabled, or for a first
    administrator when there is an account by now.
    """
    link = Links(connection).get(token, now=now)
    if link.account_id is None:
        if Accounts(connection).count():
            raise LinkNotUsableError
        return link, None
    account = Accounts(connection).get(link.account_id)
    if account.is_disabled:
        raise LinkNotUsableError
    return link, account


def set_password_by_link(
    connection: Connection, token: str, password_hash: str, *, now: datetime
) -> str:
    """Use a link to set the password of its account; return the token of a session."""
    _, account = open_link(connection, token, now=now)
    if account is None:
        raise LinkNotUsableError
    return _use_link(connection, token, account, password_hash, now=now)


def set_up_first_admin(
    connection: Connection, token: str, new: NewAccount, password_hash: str, *, now: datetime
) -> str:
    """Use the set-up link: add the first administrator; return the token of a session."""
    wait_for_turn(connection)
    _, account = open_link(connection, token, now=now)
    if account is not None:
        raise LinkNotUsableError
    account = _add(connection, new, now=now)
    _record_account(
        connection, account.actor, "account.added", account.id, now=now, roles=sorted(new.roles)
    )
    return _use_link(connection, token, account, password_hash, now=now)


def _use_link(
    connection: Connection, token: str, account: Account, password_hash: str, *, now: datetime
) -> str:
    Links(connection).use(token, now=now)
    Accounts(connection).change(account.id, password_hash=password_hash)
    Sessions(connection).end_all(account.id)
    _record_account(connection, account.actor, "account.password_set", account.id, now=now)
    return open_session(connection, account.id, now=now)


def change_password(
    connection: Connection, actor: Actor, password_hash: str, *, now: datetime
) -> str:
    """Set one's own password; all sessions end, and a new one is opened, whose token returns."""
    Accounts(connection).change(actor.id, password_hash=password_hash)
    Sessions(connection).end_all(actor.id)
    _record_account(connection, actor, "account.password_changed", actor.id, now=now)
    return open_session(connection, actor.id, now=now)


def switch_totp(
    connection: Connection, actor: Actor, secret: str | None, *, step: int | None, now: datetime
) -> None:
    """Switch one's own second factor on (with the ``step`` that proved the secret), or off."""
    Accounts(connection).change(actor.id, totp_secret=secret, totp_last_step=step)
    code = "account.totp_off" if secret is None else "account.totp_on"
    _record_account(connection, actor, code, actor.id, now=now)
