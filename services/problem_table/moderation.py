"""Errors of moderation."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.moderation.model import (
    CardOfAnotherError,
    CheckNeedsAnotherError,
    MergeTargetError,
    NoticeDecidedError,
    NoticeNotFoundError,
    ObjectionNeedsAnotherError,
    ProposalNeedsAnotherError,
    VoiceStateError,
)
from services.problem_table.problem import Problem

MODERATION: Final[dict[type[WorkbenchError], Problem]] = {
    VoiceStateError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Das passt nicht mehr zum Beitrag", "en": "This no longer fits the comment"},
        {
            "de": "Der Beitrag {reference} ist in einem Zustand, in dem das nicht geht. Öffnen Sie "
            "ihn und sehen Sie, was inzwischen geschah.",
            "en": "Comment {reference} is in a state that does not allow this. Open it to see "
            "what happened meanwhile.",
        },
    ),
    ProposalNeedsAnotherError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Hier braucht es eine zweite Person", "en": "This needs a second person"},
        {
            "de": "Sie haben selbst vorgeschlagen, den Beitrag {reference} abzulehnen. Über den "
            "Vorschlag entscheidet jemand anderes.",
            "en": "You proposed to decline comment {reference} yourself. Somebody else "
            "decides on the proposal.",
        },
    ),
    ObjectionNeedsAnotherError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Hier braucht es eine andere Person", "en": "This needs another person"},
        {
            "de": "Wer den Beitrag {reference} geschrieben hat, hat einer Entscheidung "
            "widersprochen, an der Sie beteiligt waren. Hier handelt jemand anderes.",
            "en": "The author of comment {reference} objected to a decision you took part in. "
            "Somebody else acts here.",
        },
    ),
    CheckNeedsAnotherError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Hier braucht es eine andere Person", "en": "This needs another person"},
        {
            "de": "Sie haben den Beitrag {reference} selbst abgeschrieben. Die Abschrift prüft "
            "jemand anderes.",
            "en": "You wrote comment {reference} down yourself. Somebody else checks it.",
        },
    ),
    CardOfAnotherError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Diese Karte hat jemand anderes erfasst", "en": "Somebody else entered this card"},
        {
            "de": "Den Beitrag {reference} nimmt nur zurück, wer ihn abgeschrieben hat. Bitten Sie "
            "diese Person, oder lassen Sie ihn von der Moderation ablehnen.",
            "en": "Only the person who wrote comment {reference} down takes it back. Ask them, or "
            "have it declined by the moderators.",
        },
    ),
    MergeTargetError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Zusammenführen geht so nicht", "en": "These cannot be merged"},
        {
            "de": "Der Beitrag {reference} lässt sich nicht mit {target} zusammenführen: Beide "
            "müssen verschieden, von gleicher Art und der andere veröffentlicht oder in Prüfung "
            "sein.",
            "en": "Comment {reference} cannot be merged into {target}: they must be two, of "
            "one kind, and the other one published or being checked.",
        },
    ),
    NoticeNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Meldung nicht gefunden", "en": "Report not found"},
        {
            "de": "Eine Meldung mit der Nummer „{reference}“ gibt es nicht. Prüfen Sie die neun "
            "Ziffern.",
            "en": "There is no report with the number “{reference}”. Check the nine digits.",
        },
    ),
    NoticeDecidedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Über die Meldung ist entschieden", "en": "The report is decided"},
        {
            "de": "Jemand war schneller: Über die Meldung {reference} ist schon entschieden. "
            "Öffnen Sie sie, um die Entscheidung zu lesen.",
            "en": "Somebody was faster: report {reference} is decided already. Open it to read "
            "the decision.",
        },
    ),
}
"""Status and words of what goes wrong at the town hall's side of voices."""
