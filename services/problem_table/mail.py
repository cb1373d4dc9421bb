"""Errors of mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.mail.model import (
    MailNotConfiguredError,
    UnusableAddressError,
    UnusableMailTextError,
)
from services.problem_table.problem import Problem

MAIL: Final[dict[type[WorkbenchError], Problem]] = {
    UnusableAddressError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "E-Mail-Adresse nicht verwendbar", "en": "Email address cannot be used"},
        {
            "de": "An diese E-Mail-Adresse lässt sich nichts senden. Prüfen Sie die Schreibweise, "
            "zum Beispiel name@example.org.",
            "en": "Nothing can be sent to this email address. Check its spelling, for example "
            "name@example.org.",
        },
    ),
    UnusableMailTextError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Text nicht verwendbar", "en": "Text cannot be used"},
        {
            "de": "Die E-Mail wurde nicht geschrieben: Das Feld {field} ist leer, zu lang oder "
            "enthält Steuerzeichen. Schreiben Sie den Text neu, statt ihn einzufügen.",
            "en": "The mail was not written: the field {field} is empty, too long or holds control "
            "characters. Type the text anew instead of pasting it.",
        },
    ),
    MailNotConfiguredError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Kein Mailserver eingestellt", "en": "No mail server is set"},
        {
            "de": "Es ist kein Mailserver eingestellt. Setzen Sie WERKBANK_SMTP_HOST und "
            "WERKBANK_MAIL_FROM. Bis dahin wartet die Post im Postausgang.",
            "en": "No mail server is set. Set WERKBANK_SMTP_HOST and WERKBANK_MAIL_FROM. Until "
            "then mail waits in the outbox.",
        },
    ),
}
