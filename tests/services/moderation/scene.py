"""A desk of moderators over a database with Herten: voices to decide on, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from shapely import Point
from sqlalchemy import Connection, select, update

from services.accounts.audit import Audit
from services.accounts.model import Entry, EntryFilter
from services.comments.actions import submit
from services.comments.model import Draft, Step, Voice
from services.comments.store import Voices
from services.comments.trail import steps
from services.database.revisions import revisions
from services.database.tables import objection, outbox, question, voice_contact
from services.database.tables import voice as table
from services.moderation.model import Case
from services.moderation.store import Cases
from services.moderation.work import Work
from services.web.actor import Actor, Role
from services.web.dependencies import LOCAL_TIME
from tests.conftest import NOW
from tests.services.staff import add_staff

ADDRESS: Final = "https://werkbank.example"
GLASHAUS: Final = Point(371_006.0, 5_717_626.0)
"""A point of EPSG:25832 in Herten-Mitte."""
BENCH: Final = Draft(
    process_id="ideen",
    kind="comment",
    title="Bank am Glashaus fehlt",
    text="Am Glashaus fehlt eine Bank, auf der man im Schatten warten kann.",
    theme="open_space",
    precision="spot",
    pin=GLASHAUS,
    place_label="am Glashaus",
)


@dataclass
class Scene:
    """Moderators at work inside one transaction, at a moment that can be moved."""

    connection: Connection
    now: datetime = NOW

    def staff(self, *roles: Role, name: str = "Kim Beispiel") -> Actor:
        return add_staff(self.connection, *(roles or ("moderator",)), now=self.now, name=name)

    def by(self, actor: Actor | None = None) -> Work:
        return Work(self.connection, actor or self.staff(), self.now, ADDRESS)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def voice(
        self, *, entered_by: str | None = None, reachable: bool = False, **more: Any
    ) -> Voice:
        """Send a voice in; ``reachable`` leaves a mail address that is confirmed."""
        draft = replace(BENCH, email="kim@beispiel.example" if reachable else None, **more)
        sent = submit(
            draft,
            connection=self.connection,
            now=self.now,
            address=ADDRESS,
            entered_by=entered_by,
        )
        if reachable:
            self.connection.execute(update(voice_contact).values(confirmed_at=self.now))
        return sent.voice

    def now_is(self, voice: Voice) -> Voice:
        on = self.now.astimezone(LOCAL_TIME).date()
        return Voices(self.connection, on).get(voice.reference)

    def case(self, voice: Voice) -> Case:
        return Cases(self.connection).case(voice.number)

    def steps(self, voice: Voice) -> Sequence[Step]:
        return steps(self.connection, voice.number)

    def kinds(self, voice: Voice) -> list[str]:
        return [one.kind for one in self.steps(voice)]

    def letters(self) -> list[tuple[str, str]]:
        """What was written to people, but the question whether an address is theirs."""
        rows = self.connection.execute(select(outbox).order_by(outbox.c.id))
        return [(row.kind, row.body) for row in rows if row.kind != "voice.confirm"]

    def entries(self, subject: str) -> list[Entry]:
        """What stands in the audit about a subject, oldest first."""
        asked = EntryFilter(subject=subject)
        return Audit(self.connection).list(asked, zone=LOCAL_TIME, limit=None)[::-1]

    def codes(self, subject: str) -> list[str]:
        return [one.code for one in self.entries(subject)]

    def search_text(self, voice: Voice) -> str:
        """Return the words by which a voice is found."""
        column = table.c.search_text
        found: str = self.connection.execute(
            select(column).where(table.c.number == voice.number)
        ).scalar_one()
        return found

    def revision(self) -> int:
        found = revisions(self.connection).get("voices")
        return 0 if found is None else found.number

    def object_to(self, voice: Voice, *, against: str | None) -> None:
        """Let the author say that a decision was wrong."""
        self.connection.execute(
            objection.insert().values(
                voice_number=voice.number,
                words="Das war keine Beleidigung.",
                against=against,
                made_at=self.now,
            )
        )

    def answer_question(self, voice: Voice) -> None:
        self.connection.execute(
            update(question)
            .where(question.c.voice_number == voice.number)
            .values(answer="Ich meine die Nordseite.", answered_at=self.now)
        )
