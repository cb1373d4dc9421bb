"""How long things are kept, and what a run of retention forgot."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from services.web.dependencies import LOCAL_TIME

UNCONFIRMED_FOR: Final = timedelta(days=30)
"""How long a mail address waits for its confirmation."""
CLICKS_FOR: Final = timedelta(hours=24)
"""How long a click of support is known, so that it counts once."""
FINISHED_MAIL_FOR: Final = timedelta(days=30)
"""How long a line without content says that a mail was sent or given up."""
UNDECIDED_IMPORTS_FOR: Final = timedelta(days=30)
"""How long an upload of geodata waits for a decision."""
CLOSED_IMPORTS_FOR: Final = timedelta(days=90)
"""How long the report of an upload can be read after nothing more is to be decided about it."""
FINISHED_JOBS_FOR: Final = timedelta(days=90)
"""How long it is told what became of work in the background."""

_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True)
class Terms:
    """The moments that decide what is over: everything before them is.

    ``ended_process_ids`` are the processes whose period of keeping has passed; voices of the
    ``open_ended_ids``, which have no end, count from the last thing that happened to them, and
    must have happened before ``quiet_since``.
    """

    now: datetime
    quiet_since: datetime
    ended_process_ids: tuple[str, ...]
    open_ended_ids: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What one run forgot, and what it left because it must be kept. Counts only."""

    contacts: int
    unconfirmed_contacts: int
    links: int
    names: int
    places: int
    originals: int
    texts: int
    letters: int
    notices: int
    clicks: int
    proofs: int
    sessions: int
    one_time_links: int
    mails: int
    uploads: int
    reports: int
    jobs: int
    held: int
    undecided: int

    @property
    def forgotten(self) -> int:
        """How many things were forgotten."""
        return sum(self.as_facts().values()) - self.held - self.undecided

    def as_facts(self) -> Mapping[str, int]:
        """Return the counts by name."""
        return asdict(self)


REPORT_WORDS: Final[Mapping[str, str]] = {
    "contacts": "mail addresses of authors",
    "unconfirmed_contacts": "mail addresses never confirmed",
    "links": "private links",
    "names": "names and self-descriptions",
    "places": "exact places",
    "originals": "texts from before a redaction",
    "texts": "texts that are not public",
    "letters": "questions, objections and reasons in words",
    "notices": "names, addresses and words of notices",
    "clicks": "clicks of support (their count stays)",
    "proofs": "solved challenges",
    "sessions": "ended sessions of staff",
    "one_time_links": "one-time links",
    "mails": "lines of the outbox",
    "uploads": "uploads of geodata nobody decided about",
    "reports": "reports on uploads of geodata",
    "jobs": "finished jobs",
}
"""What each count of a report counts."""


def months_later(day: date, months: int) -> date:
    """Return the same day ``months`` later (earlier if negative), or the last of a short month."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def midnight(day: date) -> datetime:
    """Return the moment a day begins in Herten."""
    return datetime.combine(day, time(), tzinfo=LOCAL_TIME)
