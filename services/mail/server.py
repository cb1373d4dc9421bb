"""The mail server: one talk with it, and what its answers mean for a mail."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final
from urllib.parse import urlsplit

from services.mail.letter import ascii_address
from services.settings import Settings

TIMEOUT_S: Final = 30.0
"""How long to wait for a single answer."""
_PERMANENT: Final = 500
_CLOSING: Final = 421
_ENHANCED_CODE: Final = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Refusal:
    """Why a mail did not leave: ``trouble`` in a few words without anything personal.

    ``permanent``: the server will not take this mail tomorrow either.
    ``server_down``: it would not take any other mail now.
    """

    trouble: str
    permanent: bool = False
    server_down: bool = False


@contextmanager
def talk(settings: Settings, *, timeout_s: float = TIMEOUT_S) -> Iterator[smtplib.SMTP]:
    """Connect to the server of the settings, encrypted and signed in as they say, and hang up.

    Raises ``OSError`` or ``smtplib.SMTPException``; ``refusal`` says what they mean.
    """
    context = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    me = _own_host(settings)
    server = (
        smtplib.SMTP_SSL(host, port, local_hostname=me, timeout=timeout_s, context=context)
        if settings.smtp_security == "tls"
        else smtplib.SMTP(host, port, local_hostname=me, timeout=timeout_s)
    )
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        yield server
        with suppress(OSError, smtplib.SMTPException):  # everything was said; no need for manners
            server.quit()
    finally:
        server.close()


def refusal(error: OSError | smtplib.SMTPException) -> Refusal:
    """Return what went wrong in a talk, without the addresses that servers repeat in answers."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            # Each of our mails has one recipient.
            return _refused("recipient", *next(iter(error.recipients.values())))
        case smtplib.SMTPDataError():
            return _refused("text", error.smtp_code, error.smtp_error)
        case _:
            # A wrong password, sender or certificate is the operator's to set right: mail is kept.
            return Refusal(_server_trouble(error), server_down=True)


def _server_trouble(error: OSError | smtplib.SMTPException) -> str:
    match error:
        case smtplib.SMTPAuthenticationError():
            return _answer("sign-in", error.smtp_code, error.smtp_error)
        case smtplib.SMTPSenderRefused():
            return _answer("sender", error.smtp_code, error.smtp_error)
        case smtplib.SMTPResponseException():
            return _answer("server", error.smtp_code, error.smtp_error)
        case ssl.SSLCertVerificationError():
            return "server: its certificate is not trusted"
        case _ if isinstance(error.__context__, TimeoutError) or isinstance(error, TimeoutError):
            return "server: no answer in time"  # smtplib calls some of these a lost connection
        case _:
            return f"server: {type(error).__name__}"


def hand_over(server: smtplib.SMTP, message: EmailMessage, *, sender: str, recipient: str) -> None:
    """Give the server one message."""
    server.sendmail(ascii_address(sender), [ascii_address(recipient)], message.as_bytes())


def _refused(what: str, code: int, said: bytes | str) -> Refusal:
    return Refusal(
        _answer(what, code, said), permanent=code >= _PERMANENT, server_down=code == _CLOSING
    )


def _answer(what: str, code: int, said: bytes | str) -> str:
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = _ENHANCED_CODE.search(text)
    return f"{what}: {code}" + (f" {enhanced.group()}" if enhanced else "")


def _own_host(settings: Settings) -> str:
    """Return the name we greet with: a look-up of this machine's own may take long."""
    return urlsplit(settings.public_url).hostname or settings.mail_from.rpartition("@")[2]
