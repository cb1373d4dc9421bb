"""One run of retention: forget what is over, count it, and write that into the audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import datetime
from typing import Final, TypeAlias

from sqlalchemy import Connection

from services.accounts.actions import record
from services.comments.store import mark_changed
from services.processes.store import Processes
from services.retention.model import Report, Terms, midnight, months_later
from services.retention.store import (
    Keeping,
    KeepingVoices,
    count_held,
    count_undecided,
    find_due,
)
from services.web.dependencies import LOCAL_TIME

Transaction: TypeAlias = Callable[[], AbstractContextManager[Connection]]

VOICES_AT_ONCE: Final = 250
"""Voices in one transaction: whoever sends a voice meanwhile waits that long at most."""


def run(
    transaction: Transaction,
    *,
    contact_months: int,
    now: datetime,
    name: str,
    dry_run: bool = False,
    rest: Callable[[], None] = lambda: None,
) -> Report:
    """Forget everything whose time is over; return the counts. Safe to repeat, or to interrupt.

    Parameters
    ----------
    transaction : callable
        Opens a transaction that commits at its end; a reading one will do for ``dry_run``.
    contact_months : int
        How many months after the end of its process a voice keeps contact data. A process without
        an end counts from the last step, publication or decline of each voice.
    now : datetime
        Timezone-aware UTC.
    name : str
        Who runs it, for the audit.
    dry_run : bool
        Only count what would be forgotten.
    rest : callable
        Called between transactions, to let others write.
    """
    with transaction() as connection:
        terms = read_terms(connection, contact_months=contact_months, now=now)
        due = find_due(connection, terms)
        found = Counter(
            held=count_held(connection, terms), undecided=count_undecided(connection, terms)
        )
    for start in range(0, len(due), VOICES_AT_ONCE):
        rest()
        with transaction() as connection:
            some = due[start : start + VOICES_AT_ONCE]
            found.update(_forget_voices(connection, terms, some, dry_run=dry_run))
    with transaction() as connection:
        found.update(_forget_the_rest(Keeping(connection, terms, only_count=dry_run)))
        report = Report(**{one.name: found[one.name] for one in fields(Report)})
        if not dry_run:
            record(
                connection,
                None,
                "retention.run",
                subject="retention",
                facts=report.as_facts(),
                now=now,
                name=name,
            )
    return report


def read_terms(connection: Connection, *, contact_months: int, now: datetime) -> Terms:
    """Return which processes and moments are over."""
    today = now.astimezone(LOCAL_TIME).date()
    ends = {one.id: None if one.standing else one.ends_on for one in Processes(connection).all()}
    return Terms(
        now=now,
        quiet_since=midnight(months_later(today, -contact_months)),
        ended_process_ids=tuple(
            id_
            for id_, end in ends.items()
            if end is not None and months_later(end, contact_months) < today
        ),
        open_ended_ids=tuple(id_ for id_, end in ends.items() if end is None),
    )


def _forget_voices(
    connection: Connection, terms: Terms, numbers: Sequence[int], *, dry_run: bool
) -> dict[str, int]:
    keeping = KeepingVoices(connection, terms, numbers, only_count=dry_run)
    losing_a_name = keeping.about_to_lose_a_name()
    found = {
        "contacts": keeping.forget_contacts(),
        "links": keeping.forget_links(),
        "names": keeping.forget_names(),
        "letters": keeping.forget_letters(),
        "originals": keeping.forget_originals(),
        "texts": keeping.forget_texts(),
        "places": keeping.forget_places(),
    }
    if not dry_run:
        keeping.mark_anonymised()
        if losing_a_name:
            mark_changed(connection, losing_a_name, now=terms.now)
    return found


def _forget_the_rest(keeping: Keeping) -> dict[str, int]:
    return {
        "unconfirmed_contacts": keeping.forget_unconfirmed(),
        "notices": keeping.forget_notices(),
        "clicks": keeping.forget_clicks(),
        "proofs": keeping.forget_proofs(),
        "sessions": keeping.forget_sessions(),
        "one_time_links": keeping.forget_one_time_links(),
        "mails": keeping.forget_mails(),
        "uploads": keeping.close_uploads(),
        "reports": keeping.forget_reports(),
        "jobs": keeping.forget_jobs(),
    }
