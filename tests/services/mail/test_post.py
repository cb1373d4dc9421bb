"""What may be put in the outbox, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from services.database.tables import outbox
from services.mail.actions import post
from services.mail.model import UnusableAddressError, UnusableMailTextError, is_address
from tests.conftest import NOW

LETTER: dict[str, Any] = {
    "kind": "received",
    "recipient": "anna@disteln.example",
    "subject": "Ihr Beitrag 482-759-316",
    "body": "Guten Tag,\n\nwir haben Ihren Beitrag erhalten.\n",
}


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def test_a_posted_mail_waits_and_is_due_at_once(connection: Connection) -> None:
    number = post(connection, **LETTER, now=NOW)

    row = connection.execute(select(outbox).where(outbox.c.id == number)).one()
    assert (row.status, row.attempts, row.due_at) == ("waiting", 0, NOW)


def test_umlauts_stay_what_they_are(connection: Connection) -> None:
    number = post(connection, **LETTER | {"subject": "Größe – ‚Straße‘ 🌳"}, now=NOW)

    row = connection.execute(select(outbox).where(outbox.c.id == number)).one()
    assert row.subject == "Größe – ‚Straße‘ 🌳"


@pytest.mark.parametrize(
    "subject",
    [
        "Hallo\r\nBcc: alle@example.org",
        "Hallo\nBcc: alle@example.org",
        "Hallo\rBcc: alle@example.org",
        "Hallo\x00",
        "Hallo\x1b[2J",
        "Hallo\x85Bcc: x@example.org",
        "Hallo\u2028Bcc: x@example.org",
        "Hallo \u202egro.elpmaxe",
        "Hallo \ud800",
        "",
        "   ",
        "x" * 201,
    ],
)
def test_a_hostile_subject_is_refused_and_nothing_is_stored(
    connection: Connection, subject: str
) -> None:
    with pytest.raises(UnusableMailTextError) as refused:
        post(connection, **LETTER | {"subject": subject}, now=NOW)

    assert refused.value.field == "subject"
    assert _count(connection) == 0


@pytest.mark.parametrize("body", ["", " \n", "Hallo\x00", "Hallo\x1b[2J", "\udfff", "x" * 100_001])
def test_a_hostile_body_is_refused(connection: Connection, body: str) -> None:
    with pytest.raises(UnusableMailTextError) as refused:
        post(connection, **LETTER | {"body": body}, now=NOW)

    assert refused.value.field == "body"


HOSTILE_ADDRESSES = [
    "",
    "anna",
    "anna@",
    "@disteln.example",
    "anna@localhost",
    "anna@disteln.example\r\nBcc: alle@example.org",
    "anna@disteln.example\n",
    " anna@disteln.example",
    "anna@disteln.example, bert@disteln.example",
    "anna@disteln.example;bert@disteln.example",
    "Anna <anna@disteln.example>",
    "<anna@disteln.example>",
    '"anna bert"@disteln.example',
    "anna@bert@disteln.example",
    "anna..b@disteln.example",
    ".anna@disteln.example",
    "anna@disteln..example",
    "anna@-disteln.example",
    "anna@[127.0.0.1]",
    "anna@disteln.example\x00",
    "änna@disteln.example",
    "anna@\ud800.example",
    "a" * 65 + "@disteln.example",
    "anna@" + "a" * 64 + ".example",
    "anna@" + "a." * 130 + "example",
]


@pytest.mark.parametrize("recipient", HOSTILE_ADDRESSES)
def test_a_hostile_recipient_is_refused_and_nothing_is_stored(
    connection: Connection, recipient: str
) -> None:
    with pytest.raises(UnusableAddressError):
        post(connection, **LETTER | {"recipient": recipient}, now=NOW)

    assert _count(connection) == 0


def test_the_refusal_does_not_repeat_the_address(connection: Connection) -> None:
    with pytest.raises(UnusableAddressError) as refused:
        post(connection, **LETTER | {"recipient": "anna bert@disteln"}, now=NOW)

    assert (vars(refused.value), "anna" in str(refused.value)) == ({}, False)


@pytest.mark.parametrize(
    "recipient",
    [
        "anna@disteln.example",
        "a.b+herten@sub.disteln.example",
        "o'neill@disteln.example",
        "anna@bürger.example",
        "anna@xn--brger-kva.example",
    ],
)
def test_a_plain_address_is_taken(recipient: str) -> None:
    assert is_address(recipient)
