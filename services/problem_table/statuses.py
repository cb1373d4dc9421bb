"""What to say of an HTTP status that no error of ours explains."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from services.web.texts import LocalText

PROBLEM_BY_STATUS: Final[dict[int, tuple[LocalText, LocalText]]] = {
    HTTPStatus.NOT_FOUND: (
        {"de": "Seite nicht gefunden", "en": "Page not found"},
        {
            "de": "Unter dieser Adresse gibt es nichts. Vielleicht hilft die Startseite weiter.",
            "en": "There is nothing at this address. The start page may help.",
        },
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        {"de": "So nicht erlaubt", "en": "Not allowed this way"},
        {
            "de": "Auf diesem Weg lässt sich die Adresse nicht benutzen. Gehen Sie eine Seite "
            "zurück.",
            "en": "The address cannot be used this way. Please go back one page.",
        },
    ),
    HTTPStatus.BAD_REQUEST: (
        {"de": "Ungültige Anfrage", "en": "Invalid request"},
        {
            "de": "Die Adresse oder das Gesendete enthält etwas, das sich nicht lesen lässt. Bitte "
            "prüfen Sie beides.",
            "en": "The address, or what was sent, holds something that cannot be read. Please "
            "check both.",
        },
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        {"de": "Das ist zu viel auf einmal", "en": "That is too much at once"},
        {
            "de": "Wir nehmen hier höchstens {limit_mb} Megabyte auf einmal an. Kürzen Sie, was "
            "Sie senden, oder teilen Sie es auf.",
            "en": "We take {limit_mb} megabytes at once here at most. Shorten what you send, or "
            "divide it.",
        },
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: (
        {"de": "Auf dem Server ist kein Platz mehr", "en": "No room is left on the server"},
        {
            "de": "Was Sie gesendet haben, konnte nicht gespeichert werden. Nichts davon ist "
            "übrig geblieben. Sagen Sie der Verwaltung der Werkbank Bescheid und versuchen Sie es "
            "danach noch einmal (IMP-002).",
            "en": "What you sent could not be stored. Nothing of it is left. Tell whoever runs the "
            "workbench, and try again after that (IMP-002).",
        },
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        {"de": "Das hat nicht geklappt", "en": "That did not work"},
        {
            "de": "Auf dem Server ist ein Fehler aufgetreten. Er ist vermerkt. Versuchen Sie es "
            "in ein paar Minuten noch einmal.",
            "en": "An error occurred on the server. It has been noted. Try again in a few minutes.",
        },
    ),
}
"""What to say of an HTTP status that no error of ours explains."""
