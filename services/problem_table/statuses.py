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
            "de": "Diese Adresse lässt sich nur lesen.",
            "en": "This address can only be read.",
        },
    ),
    HTTPStatus.BAD_REQUEST: (
        {"de": "Ungültige Anfrage", "en": "Invalid request"},
        {
            "de": "Die Adresse enthält etwas, das sich nicht lesen lässt. Bitte prüfen Sie sie.",
            "en": "The address holds something that cannot be read. Please check it.",
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
