"""Voices that went into another one, when its author takes that one back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from services.comments.letters import tell_author
from services.comments.model import SYSTEM_OFFICE, Step, Voice
from services.comments.store import Voices, mark_changed
from services.comments.trail import add_step
from services.web.texts import LocalText

_ALONE: Final[LocalText] = {
    "de": "Der Beitrag, in dem dieser aufging, ist nicht mehr da. Dieser steht wieder für sich.",
    "en": "The comment that this one went into is gone. This one stands on its own again.",
}


def release_merged(
    connection: Connection,
    target: Voice,
    *,
    address: str,
    now: datetime,
    on: date,
    checked: bool = True,
) -> None:
    """Let every voice that was merged into ``target`` stand on its own; tell the authors.

    Nobody's words get lost because somebody else's are gone. What had been public is public
    again, unless ``checked`` is False because something was found in ``target``; everything else
    waits to be checked.
    """
    voices = Voices(connection, on)
    shown_again = []
    for one in voices.merged_into(target.number):
        if not one.text:  # forgotten by retention: nothing is left to stand
            continue
        public = checked and one.published_at is not None
        voices.change(
            one.number,
            expected_version=one.version,
            now=now,
            status="published" if public else "received",
            published_at=one.published_at if public else None,
            merged_into=None,
        )
        step = Step("restored", SYSTEM_OFFICE, on, words=_ALONE[one.language])
        add_step(connection, one.number, step, account_id=None, now=now)
        tell_author(
            connection,
            voices.get_by_number(one.number),
            "step",
            address=address,
            now=now,
            step=step,
        )
        if public:
            shown_again.append(one.number)
    if shown_again:
        mark_changed(connection, shown_again, now=now)
