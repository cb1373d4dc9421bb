"""Carries mail from the outbox to the server: at least once, and with patience.

The database is never held while talking to the server. A mail is taken up under a lease, sent, and
then crossed off: who is killed in between leaves a mail that somebody sends once more when the
lease is over.
"""

from __future__ import annotations

import logging
import smtplib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from services.database.engine import reading, writing
from services.mail.letter import letter
from services.mail.model import LEASE, Mail, next_try
from services.mail.server import TIMEOUT_S, Refusal, hand_over, refusal, talk
from services.mail.store import Outbox
from services.settings import Settings

logger = logging.getLogger(__name__)

ROUND_EVERY_S: Final = 10.0
_PATIENCE_AT_STOP_S: Final = 5.0


@dataclass(frozen=True)
class Delivered:
    """What a round did: mails sent, put off, and given up."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0


@dataclass
class _Desk:
    """Takes mail out of the outbox and crosses it off, each in a transaction of its own."""

    engine: Engine
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    done: Delivered = field(default_factory=Delivered)

    def take(self) -> Mail | None:
        now = self.clock()
        # Looking does not take the one lock that writers of SQLite share.
        with reading(self.engine) as connection:
            if not Outbox(connection).is_due(now):
                return None
        with writing(self.engine) as connection:
            return Outbox(connection).claim(now, until=now + LEASE)

    def settle(self, mail: Mail, refused: Refusal | None) -> None:
        now = self.clock()
        with writing(self.engine) as connection:
            outbox = Outbox(connection)
            if refused is None:
                outbox.finish(mail, "sent", trouble=None, now=now)
                self.done = replace(self.done, sent=self.done.sent + 1)
                return
            due_at = self._next_try(mail, refused, now)
            if due_at is None:
                outbox.finish(mail, "failed", trouble=refused.trouble, now=now)
                self.done = replace(self.done, failed=self.done.failed + 1)
            else:
                outbox.defer(mail, due_at=due_at, trouble=refused.trouble)
                self.done = replace(self.done, deferred=self.done.deferred + 1)
        logger.warning("mail %d (%s) not sent: %s", mail.id, mail.kind, refused.trouble)

    def _next_try(self, mail: Mail, refused: Refusal, now: datetime) -> datetime | None:
        if refused.permanent:
            return None
        return next_try(mail.attempts, created_at=mail.created_at, now=now, jitter=self.jitter())


def deliver(
    engine: Engine,
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    jitter: Callable[[], float],
    stop: Callable[[], bool] = lambda: False,
    timeout_s: float = TIMEOUT_S,
) -> Delivered:
    """Send what is due over one connection; return what became of it.

    Any number of processes may do this at once. ``jitter`` returns a number from 0 to 1 that
    spreads retries; ``stop`` is asked between two mails.
    """
    desk = _Desk(engine, clock, jitter)
    mail = desk.take()
    if mail is None:
        return desk.done
    try:
        with talk(settings, timeout_s=timeout_s) as server:
            while mail is not None:
                refused = _send(server, mail, settings)
                desk.settle(mail, refused)
                if stop() or (refused is not None and refused.server_down):
                    break
                mail = desk.take()
    except (OSError, smtplib.SMTPException) as error:
        if mail is not None:
            desk.settle(mail, refusal(error))
    return desk.done


def _send(server: smtplib.SMTP, mail: Mail, settings: Settings) -> Refusal | None:
    name = " ".join(settings.operator_name.split())
    try:
        message = letter(mail, sender=settings.mail_from, sender_name=name)
        hand_over(server, message, sender=settings.mail_from, recipient=mail.recipient)
    except (OSError, smtplib.SMTPException) as error:
        return refusal(error)
    except Exception as error:
        # A letter that cannot be written must not keep the others waiting. The type alone is
        # noted: what an error says may name an address.
        return Refusal(f"letter: {type(error).__name__}")
    return None


class Postman:
    """A thread that delivers every few seconds, beside the requests and never in their way."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        *,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        every_s: float = ROUND_EVERY_S,
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self._jitter = jitter
        self._every_s = every_s
        self._stopped = threading.Event()
        # A daemon: a server that does not answer must not keep the process from ending.
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> None:
        """Begin the rounds."""
        self._thread.start()

    def stop(self) -> None:
        """End after the mail in hand; wait a few seconds for that. Does nothing before a start."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_AT_STOP_S)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                deliver(
                    self._engine,
                    self._settings,
                    clock=self._clock,
                    jitter=self._jitter,
                    stop=self._stopped.is_set,
                )
            except Exception as error:
                # Nobody would start the rounds again. The database may come back; what was in
                # hand comes back with its lease.
                logger.warning("no mail this time: %s", type(error).__name__)
            self._stopped.wait(self._every_s)
