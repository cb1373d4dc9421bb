"""Who acts, when, and where letters lead back to: what every act of moderation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from services.accounts.actions import record
from services.comments.letters import Event, tell_author
from services.comments.model import Step, StepKind, Voice
from services.comments.store import Voices, mark_changed
from services.comments.trail import add_step
from services.moderation.store import Cases
from services.web.actor import Actor
from services.web.dependencies import LOCAL_TIME


@dataclass(frozen=True)
class Work:
    """One member of staff at work inside one transaction, which the caller owns.

    ``now`` is timezone-aware UTC; ``address`` is the public address of the site.
    """

    connection: Connection
    actor: Actor
    now: datetime
    address: str

    @property
    def today(self) -> date:
        """The day in Herten."""
        return self.now.astimezone(LOCAL_TIME).date()

    @property
    def voices(self) -> Voices:
        """The voices, with the districts in force today."""
        return Voices(self.connection, self.today)

    @property
    def cases(self) -> Cases:
        """What happened around voices."""
        return Cases(self.connection)

    def held(self, reference: str) -> Voice:
        """Return a voice that nobody else can change before the transaction ends."""
        self.cases.hold(self.voices.get(reference).number)
        return self.voices.get(reference)

    def change(self, voice: Voice, **values: Any) -> None:
        """Write ``values``; raises ``VoiceChangedError`` when somebody was faster."""
        self.voices.change(voice.number, expected_version=voice.version, now=self.now, **values)

    def publicly(self, *voices: Voice) -> None:
        """Note that the public sees these voices differently from now on."""
        mark_changed(self.connection, [one.number for one in voices], now=self.now)

    def todays(self, kind: StepKind, words: str | None = None) -> Step:
        """Return a step of today, in the name of the actor's office."""
        return Step(kind, self.actor.office, self.today, words=words)

    def step(self, voice: Voice, kind: StepKind, words: str | None = None) -> None:
        """Add a step of today to the answer trail."""
        self.add(voice, self.todays(kind, words))

    def add(self, voice: Voice, step: Step) -> None:
        """Add a step to the answer trail."""
        add_step(self.connection, voice.number, step, account_id=self.actor.id, now=self.now)

    def tell(self, voice: Voice, event: Event, **facts: Any) -> None:
        """Write to the author, if there is a confirmed address, about the voice as it is now."""
        now_is = self.voices.get_by_number(voice.number)
        tell_author(self.connection, now_is, event, address=self.address, now=self.now, **facts)

    def record(self, code: str, voice: Voice, facts: Mapping[str, Any] | None = None) -> None:
        """Append to the audit what was done with a voice."""
        record(
            self.connection,
            self.actor,
            code,
            subject=f"voice:{voice.reference}",
            facts=facts or {},
            now=self.now,
        )
