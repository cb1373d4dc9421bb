"""Accounts of staff, one-time links and the lines of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from geo.errors import WorkbenchError
from services.web.actor import Actor, Role
from services.web.texts import LocalText

Purpose = Literal["setup", "password"]
"""What a one-time link is for: the first administrator, or the password of an account."""

INVITED_FOR: Final = timedelta(days=7)
RESET_FOR: Final = timedelta(hours=24)
SETUP_FOR: Final = timedelta(hours=24)

ROLE_NAMES: Final[Mapping[Role, LocalText]] = {
    "admin": {"de": "Administration", "en": "Administration"},
    "planner": {"de": "Planung", "en": "Planning"},
    "gis": {"de": "Geodaten", "en": "Geodata"},
    "moderator": {"de": "Moderation", "en": "Moderation"},
    "statistics": {"de": "Statistik", "en": "Statistics"},
    "reader": {"de": "Lesen", "en": "Reading"},
}
ROLE_TASKS: Final[Mapping[Role, LocalText]] = {
    "admin": {
        "de": "legt Konten an, vergibt Rollen; darf auch planen und moderieren",
        "en": "adds accounts, gives roles; may plan and moderate too",
    },
    "planner": {
        "de": "führt Beteiligungsverfahren, beantwortet Stimmen",
        "en": "runs participation processes, answers voices",
    },
    "gis": {"de": "pflegt Grenzen und Kartenebenen", "en": "keeps boundaries and map layers"},
    "moderator": {
        "de": "prüft und beantwortet Stimmen, erfasst Karten aus Foren",
        "en": "checks and answers voices, takes down cards from forums",
    },
    "statistics": {"de": "exportiert und wertet aus", "en": "exports and evaluates"},
    "reader": {"de": "liest mit, ändert nichts", "en": "reads along, changes nothing"},
}


@dataclass(frozen=True)
class Account:
    """A member of staff as administrators see them: no secrets."""

    id: str
    email: str
    name: str
    office: str
    roles: frozenset[Role]
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    has_totp: bool
    has_sign_on: bool

    @property
    def is_disabled(self) -> bool:
        """True when the account may not sign in."""
        return self.disabled_at is not None

    @property
    def actor(self) -> Actor:
        """The account as the one who acts."""
        return Actor(self.id, self.name, self.office, self.roles)


@dataclass(frozen=True)
class NewAccount:
    """Who is to get an account. ``email`` is in lower case."""

    email: str
    name: str
    office: str
    roles: frozenset[Role]


@dataclass(frozen=True, repr=False)
class Credentials:
    """The secrets of an account, for checking them and nothing else."""

    account_id: str
    password_hash: str | None
    totp_secret: str | None
    totp_last_step: int | None


@dataclass(frozen=True)
class Link:
    """A one-time link that can still be used; ``account_id`` is None for the first admin."""

    purpose: Purpose
    account_id: str | None


@dataclass(frozen=True)
class Entry:
    """One line of the audit trail."""

    id: int
    at: datetime
    actor_id: str | None
    actor_name: str
    code: str
    subject: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class EntryFilter:
    """Which lines of the audit trail are asked for. Days are days in Herten."""

    person: str = ""
    code: str = ""
    subject: str = ""
    from_on: date | None = None
    to_on: date | None = None


class AccountNotFoundError(WorkbenchError):
    """There is no such account."""

    def __init__(self, *, account_id: str) -> None:
        super().__init__(f"no account {account_id!r}")
        self.account_id = account_id


class AccountDisabledError(WorkbenchError):
    """The account is disabled; it gets no session and no link."""

    def __init__(self, *, account_id: str) -> None:
        super().__init__(f"account {account_id!r} is disabled")
        self.account_id = account_id


class EmailTakenError(WorkbenchError):
    """Another account has this mail address."""

    def __init__(self) -> None:
        super().__init__("another account has this mail address")


class InvalidAccountError(WorkbenchError):
    """What was said about a new account cannot be: ``fields`` names where."""

    def __init__(self, *, fields: tuple[str, ...]) -> None:
        super().__init__(f"wrong: {', '.join(fields)}")
        self.fields = list(fields)


class LastAdminError(WorkbenchError):
    """Nobody would be left who can manage accounts."""

    def __init__(self) -> None:
        super().__init__("this is the last administrator who can sign in")


class LinkNotUsableError(WorkbenchError):
    """A one-time link is unknown, used or too old: which one is nobody's business."""

    def __init__(self) -> None:
        super().__init__("the link is unknown, used or too old")
