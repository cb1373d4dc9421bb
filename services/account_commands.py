"""``werkbank user``: accounts from the command line, and the link of the first start."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from services.accounts.actions import (
    add_account,
    checked_roles,
    command_line_actor,
    disable_account,
    enable_account,
    new_account,
    offer_setup,
    reset_account,
    set_roles,
)
from services.accounts.model import (
    INVITED_FOR,
    RESET_FOR,
    SETUP_FOR,
    Account,
    AccountNotFoundError,
)
from services.accounts.store import Accounts
from services.database.engine import make_engine, reading, writing
from services.settings import Settings
from services.web.actor import ROLES, Actor

user_app = typer.Typer(no_args_is_help=True, help="Accounts of staff.")

EmailArgument = Annotated[str, typer.Argument(help="Mail address of the account.")]
RoleOption = Annotated[
    list[str], typer.Option(help=f"May be given several times: {', '.join(ROLES)}.")
]


def _engine() -> Engine:
    return make_engine(Settings().database_url)


def who_acts() -> Actor:
    """Return the user of this machine, who works without an account."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        user = str(os.getuid())
    return command_line_actor(user)


def _find(connection: Connection, email: str) -> Account:
    found = Accounts(connection).find_by_email(email.strip().lower())
    if found is None:
        raise AccountNotFoundError(account_id=email)
    return found


def site_address(host: str | None = None, port: int | None = None) -> str:
    """Return where the workbench is reached, without a slash at the end."""
    settings = Settings()
    if settings.public_url:
        return settings.public_url.rstrip("/")
    listening = host or settings.host
    reached = "127.0.0.1" if listening in ("0.0.0.0", "::") else listening  # noqa: S104 - compares
    return f"http://{reached}:{settings.port if port is None else port}"


def _say_link(token: str, good_for: timedelta) -> None:
    typer.echo(
        f"link, good once and for {_hours(good_for)} hours: {site_address()}/einrichten/{token}"
    )


def _hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


@user_app.command("add")
def add(
    email: EmailArgument,
    name: Annotated[str, typer.Option(help="First and last name.")],
    office: Annotated[str, typer.Option(help="Office under whose name answers are given.")],
    role: RoleOption,
) -> None:
    """Add an account; prints a link by which the person sets a password."""
    new = new_account(email=email, name=name, office=office, roles=role)
    with writing(_engine()) as connection:
        account, token = add_account(connection, who_acts(), new, now=datetime.now(UTC))
    typer.echo(f"added: {account.email} ({', '.join(sorted(account.roles))})")
    _say_link(token, INVITED_FOR)


@user_app.command("list")
def list_accounts() -> None:
    """List all accounts with roles and state."""
    with reading(_engine()) as connection:
        accounts = Accounts(connection).list()
    for one in accounts:
        typer.echo(f"{one.email}\t{one.name}\t{','.join(sorted(one.roles))}\t{_state(one)}")
    typer.echo(f"{len(accounts)} accounts", err=True)


def _state(account: Account) -> str:
    if account.is_disabled:
        return "disabled"
    return "active" if account.has_password or account.has_sign_on else "no password yet"


@user_app.command("disable")
def disable(email: EmailArgument) -> None:
    """Lock an account out at once: its sessions end."""
    with writing(_engine()) as connection:
        account = _find(connection, email)
        disable_account(connection, who_acts(), account.id, now=datetime.now(UTC))
    typer.echo(f"disabled: {account.email}")


@user_app.command("enable")
def enable(email: EmailArgument) -> None:
    """Let a disabled account sign in again."""
    with writing(_engine()) as connection:
        account = _find(connection, email)
        enable_account(connection, who_acts(), account.id, now=datetime.now(UTC))
    typer.echo(f"enabled: {account.email}")


@user_app.command("reset")
def reset(email: EmailArgument) -> None:
    """Take password and second factor away; prints a link to a new password."""
    with writing(_engine()) as connection:
        account = _find(connection, email)
        token = reset_account(
            connection, who_acts(), account.id, now=datetime.now(UTC), even_last_admin=True
        )
    typer.echo(f"reset: {account.email}")
    _say_link(token, RESET_FOR)


@user_app.command("roles")
def roles(email: EmailArgument, role: RoleOption) -> None:
    """Replace the roles of an account; its sessions end."""
    asked = checked_roles(role)
    if not asked:
        raise typer.BadParameter(f"one of {', '.join(ROLES)}", param_hint="--role")
    with writing(_engine()) as connection:
        account = _find(connection, email)
        set_roles(connection, who_acts(), account.id, asked, now=datetime.now(UTC))
    typer.echo(f"roles of {account.email}: {', '.join(sorted(asked))}")


def print_setup_link(*, host: str | None, port: int | None) -> None:
    """Print a link for the first administrator while there is no account at all.

    A database that does not answer or has no tables yet is said elsewhere; serving goes on.
    """
    engine = _engine()
    try:
        if not inspect(engine).has_table("account"):
            return
        with writing(engine) as connection:
            token = offer_setup(connection, now=datetime.now(UTC))
    except SQLAlchemyError:
        return
    finally:
        engine.dispose()
    if token is not None:
        usable = f"good once, for {_hours(SETUP_FOR)} hours"
        typer.echo(f"no account yet. Set up the first administrator ({usable}):")
        typer.echo(f"  {site_address(host, port)}/einrichten/{token}")
