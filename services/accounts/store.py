"""SQL of accounts, their roles and their one-time links."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from services.accounts.model import (
    Account,
    AccountNotFoundError,
    Credentials,
    Link,
    LinkNotUsableError,
    NewAccount,
    Purpose,
)
from services.accounts.sessions import new_token, token_hash
from services.database.tables.accounts import account, account_role, one_time_link, sign_on
from services.web.actor import Role

_ID_BYTES: Final = 8

_CAN_SIGN_IN: Final[ColumnElement[bool]] = account.c.disabled_at.is_(None) & or_(
    account.c.password_hash.is_not(None),
    exists().where(sign_on.c.account_id == account.c.id),
)


class Accounts:
    """Accounts inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self) -> int:
        """Return how many accounts there are, disabled ones too."""
        return int(self._connection.execute(select(func.count()).select_from(account)).scalar_one())

    def list(self) -> list[Account]:
        """Return all accounts by name."""
        roles = self._roles()
        rows = self._connection.execute(_accounts().order_by(account.c.name, account.c.id))
        return [_to_account(row, roles.get(row.id, ())) for row in rows]

    def get(self, account_id: str) -> Account:
        """Return the account or raise ``AccountNotFoundError``."""
        found = self._one(account.c.id == account_id)
        if found is None:
            raise AccountNotFoundError(account_id=account_id)
        return found

    def find_by_email(self, email: str) -> Account | None:
        """Return the account with this address (in lower case)."""
        return self._one(account.c.email == email)

    def credentials(self, email: str) -> Credentials | None:
        """Return the secrets of the account with this address, unless it is disabled."""
        return self._credentials(account.c.email == email)

    def own_credentials(self, account_id: str) -> Credentials:
        """Return the secrets of an account that is signed in."""
        found = self._credentials(account.c.id == account_id)
        if found is None:
            raise AccountNotFoundError(account_id=account_id)
        return found

    def add(self, new: NewAccount, *, now: datetime) -> Account:
        """Add an account without a password."""
        account_id = secrets.token_hex(_ID_BYTES)
        self._connection.execute(
            insert(account).values(
                id=account_id, email=new.email, name=new.name, office=new.office, created_at=now
            )
        )
        self.set_roles(account_id, new.roles)
        return self.get(account_id)

    def set_roles(self, account_id: str, roles: Iterable[Role]) -> None:
        """Replace the roles of an account."""
        self._connection.execute(
            delete(account_role).where(account_role.c.account_id == account_id)
        )
        rows = [{"account_id": account_id, "role": role} for role in sorted(roles)]
        if rows:
            self._connection.execute(insert(account_role), rows)

    def change(self, account_id: str, **values: Any) -> None:
        """Set columns of an account."""
        self._connection.execute(update(account).where(account.c.id == account_id).values(values))

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Use up the codes to ``step``; False if they were, so that a code is good once."""
        used = self._connection.execute(
            update(account)
            .where(
                account.c.id == account_id,
                or_(account.c.totp_last_step.is_(None), account.c.totp_last_step < step),
            )
            .values(totp_last_step=step)
        )
        return used.rowcount == 1

    def count_admins(self, *, but: str) -> int:
        """Return how many administrators can sign in, ``but`` the one with this id."""
        counted = (
            select(func.count())
            .select_from(account)
            .join(account_role, account_role.c.account_id == account.c.id)
            .where(account_role.c.role == "admin", account.c.id != but, _CAN_SIGN_IN)
        )
        return int(self._connection.execute(counted).scalar_one())

    def _roles(self, *where: ColumnElement[bool]) -> dict[str, set[Role]]:
        found: dict[str, set[Role]] = {}
        for row in self._connection.execute(select(account_role).where(*where)):
            found.setdefault(row.account_id, set()).add(cast("Role", row.role))
        return found

    def _one(self, where: ColumnElement[bool]) -> Account | None:
        row = self._connection.execute(_accounts().where(where)).one_or_none()
        if row is None:
            return None
        roles = self._roles(account_role.c.account_id == row.id)
        return _to_account(row, roles.get(row.id, ()))

    def _credentials(self, where: ColumnElement[bool]) -> Credentials | None:
        row = self._connection.execute(
            select(
                account.c.id,
                account.c.password_hash,
                account.c.totp_secret,
                account.c.totp_last_step,
            ).where(where, account.c.disabled_at.is_(None))
        ).one_or_none()
        return None if row is None else Credentials(*row)


def _accounts() -> Select[Any]:
    return select(
        account,
        exists().where(sign_on.c.account_id == account.c.id).label("has_sign_on"),
    )


def _to_account(row: Row[Any], roles: Iterable[Role]) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        office=row.office,
        roles=frozenset(roles),
        created_at=row.created_at,
        disabled_at=row.disabled_at,
        has_password=row.password_hash is not None,
        has_totp=row.totp_secret is not None,
        has_sign_on=bool(row.has_sign_on),
    )


class Links:
    """One-time links inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, purpose: Purpose, account_id: str | None, *, good_for: timedelta, now: datetime
    ) -> str:
        """Make a link and return its token. Former ones for the same are good no more."""
        self.withdraw(purpose, account_id)
        token = new_token()
        self._connection.execute(
            insert(one_time_link).values(
                token_hash=token_hash(token),
                purpose=purpose,
                account_id=account_id,
                created_at=now,
                expires_at=now + good_for,
            )
        )
        return token

    def withdraw(self, purpose: Purpose, account_id: str | None) -> None:
        """Delete the unused links for this."""
        self._connection.execute(
            delete(one_time_link).where(
                one_time_link.c.purpose == purpose,
                one_time_link.c.account_id.is_(None)
                if account_id is None
                else one_time_link.c.account_id == account_id,
                one_time_link.c.used_at.is_(None),
            )
        )

    def get(self, token: str, *, now: datetime) -> Link:
        """Return a link that can still be used, or raise ``LinkNotUsableError``."""
        row = self._connection.execute(
            select(one_time_link.c.purpose, one_time_link.c.account_id).where(_usable(token, now))
        ).one_or_none()
        if row is None:
            raise LinkNotUsableError
        return Link(*row)

    def use(self, token: str, *, now: datetime) -> Link:
        """Use a link up: of two who try at once one gets it, the other ``LinkNotUsableError``."""
        link = self.get(token, now=now)
        used = self._connection.execute(
            update(one_time_link).where(_usable(token, now)).values(used_at=now)
        )
        if used.rowcount != 1:
            raise LinkNotUsableError
        return link


def _usable(token: str, now: datetime) -> ColumnElement[bool]:
    return (
        (one_time_link.c.token_hash == token_hash(token))
        & one_time_link.c.used_at.is_(None)
        & (one_time_link.c.expires_at > now)
    )
