"""SQL of single sign-on: which account a person at the provider is."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from services.database.tables.accounts import sign_on


class SignOns:
    """Links between accounts and persons at the provider, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find_account(self, issuer: str, subject: str) -> str | None:
        """Return the id of the account that the person is linked to."""
        found: str | None = self._connection.execute(
            select(sign_on.c.account_id).where(
                sign_on.c.issuer == issuer, sign_on.c.subject == subject
            )
        ).scalar_one_or_none()
        return found

    def is_taken(self, issuer: str, account_id: str) -> bool:
        """Return True if the account is linked to somebody of this issuer."""
        found = self._connection.execute(
            select(sign_on.c.subject).where(
                sign_on.c.issuer == issuer, sign_on.c.account_id == account_id
            )
        )
        return found.first() is not None

    def link(self, issuer: str, subject: str, account_id: str) -> None:
        """Link the person to the account."""
        self._connection.execute(
            insert(sign_on).values(issuer=issuer, subject=subject, account_id=account_id)
        )

    def unlink(self, account_id: str) -> None:
        """Forget who the account is at the provider."""
        self._connection.execute(delete(sign_on).where(sign_on.c.account_id == account_id))
