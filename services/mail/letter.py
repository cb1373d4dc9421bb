"""A waiting mail as it goes over the wire (RFC 5322): plain text, UTF-8."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from services.mail.model import Mail, UnusableAddressError, mail_domain


def ascii_address(address: str) -> str:
    """Return the address with its domain in ASCII; raise ``UnusableAddressError``."""
    domain = mail_domain(address)
    if domain is None:
        raise UnusableAddressError
    return f"{address.rpartition('@')[0]}@{domain}"


def letter(mail: Mail, *, sender: str, sender_name: str) -> EmailMessage:
    """Return the message of a mail.

    The same mail always makes the same message: one that was sent twice, because an answer of the
    server was lost, bears one Message-ID, and readers may show it once.
    """
    own_address = ascii_address(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender_name, addr_spec=own_address)
    message["To"] = Address(addr_spec=ascii_address(mail.recipient))
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = _message_id(mail, domain=own_address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, cte="quoted-printable")
    return message


def _message_id(mail: Mail, *, domain: str) -> str:
    what = f"{mail.id} {mail.created_at.isoformat()} {mail.recipient}"
    return f"<{sha256(what.encode()).hexdigest()[:32]}@{domain}>"
