"""A real SMTP server on this machine that does what a test tells it to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "geheim-4711"


@dataclass
class Behaviour:
    """What the server answers, and what it was given.

    ``to_recipient`` and ``to_text`` are answers; ``silent`` keeps the answer to a text back until
    ``answer`` is set; ``drop`` hangs up in its place.
    """

    to_sender: str = "250 OK"
    to_recipient: str = "250 OK"
    to_text: str = "250 OK"
    silent: bool = False
    drop: bool = False
    got: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    greeted_as: list[str] = field(default_factory=list)
    asked: Event = field(default_factory=Event)
    answer: Event = field(default_factory=Event)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, session: Session, __: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.greeted_as.append(hostname)
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        self.asked.set()
        if self.silent:
            await asyncio.get_running_loop().run_in_executor(None, self.answer.wait)
        if self.drop:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return "421 gone"
        if self.to_text.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.envelopes.append((str(envelope.mail_from), list(envelope.rcpt_tos)))
            self.got.append(message_from_bytes(envelope.content, policy=default))
        return self.to_text


def _check(_: SMTP, __: Session, ___: Envelope, ____: str, login: Any) -> AuthResult:
    right = isinstance(login, LoginPassword) and login.password == PASSWORD.encode()
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    behaviour: Behaviour,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: bool = False,
) -> Iterator[int]:
    """Serve on a free port of ``localhost``; yield the port."""
    port = free_port()
    controller = Controller(
        behaviour,
        hostname="localhost",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        authenticator=_check if login else None,
        auth_required=login,
    )
    controller.start()
    try:
        yield port
    finally:
        behaviour.answer.set()
        controller.stop()
