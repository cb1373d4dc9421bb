"""Letters to who reported something: that it arrived, and what was decided and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection

from services.comments.reference import shown
from services.mail.actions import post
from services.moderation.model import NOTICE_OUTCOMES, Notice
from services.web.texts import LocalText, say

NoticeEvent = Literal["received", "decided"]

_SUBJECTS: Final[Mapping[NoticeEvent, LocalText]] = {
    "received": {
        "de": "Ihre Meldung {number} ist eingegangen",
        "en": "Your report {number} has arrived",
    },
    "decided": {
        "de": "Entscheidung über Ihre Meldung {number}",
        "en": "Decision on your report {number}",
    },
}
_TEXTS: Final[Mapping[NoticeEvent, LocalText]] = {
    "received": {
        "de": "Guten Tag,\n\nIhre Meldung ist bei uns. Sie hat die Nummer {number}. Ein Mensch "
        "prüft sie; wir schreiben Ihnen, sobald entschieden ist. Den Stand lesen Sie hier:\n"
        "{link}\n\nHaben Sie nichts gemeldet? Dann hat jemand Ihre Adresse eingetragen. Sie "
        "müssen nichts tun.\n\nWerkbank Herten",
        "en": "Hello,\n\nyour report has reached us. Its number is {number}. A person checks it; "
        "we write to you as soon as it is decided. You can follow it here:\n{link}\n\nYou did not "
        "report anything? Then somebody entered your address. You need not do anything.\n\n"
        "Werkbank Herten",
    },
    "decided": {
        "de": "Guten Tag,\n\nüber Ihre Meldung {number} ist entschieden. Der gemeldete Inhalt: "
        "{outcome}.\n\nBegründung:\n{words}\n\nEntschieden hat ein Mensch, kein Programm. Sind Sie "
        "nicht einverstanden, antworten Sie der Stadt unter Angabe der Nummer; der Rechtsweg steht "
        "Ihnen offen.\n\n{link}\n\nWerkbank Herten",
        "en": "Hello,\n\nyour report {number} is decided. The reported content: {outcome}.\n\n"
        "Reasons:\n{words}\n\nThe decision was made by a person, not by a program. If you "
        "disagree, write to the city and give the number; you may also go to court.\n\n{link}\n\n"
        "Werkbank Herten",
    },
}


def tell_notifier(
    connection: Connection, notice: Notice, event: NoticeEvent, *, address: str, now: datetime
) -> None:
    """Put a letter into the outbox, in the language of the notice; none without an address."""
    if notice.email is None:
        return
    lang = notice.language
    number = shown(notice.reference)
    prefix = "" if lang == "de" else f"/{lang}"
    words = {
        "number": number,
        "link": f"{address}{prefix}/melden/{notice.reference}",
        "outcome": "" if notice.outcome is None else say(NOTICE_OUTCOMES[notice.outcome], lang),
        "words": notice.answer or "",
    }
    post(
        connection,
        kind=f"notice.{event}",
        recipient=notice.email,
        subject=say(_SUBJECTS[event], lang).format(**words),
        body=say(_TEXTS[event], lang).format(**words),
        now=now,
    )
