"""Errors of accounts and permissions, of forged requests, and of asking too often."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.accounts.model import (
    AccountDisabledError,
    AccountNotFoundError,
    EmailTakenError,
    InvalidAccountError,
    LastAdminError,
    LinkNotUsableError,
)
from services.problem_table.problem import Problem
from services.web.actor import NotAllowedError, NotSignedInError
from services.web.csrf import ForeignOriginError, StaleFormError
from services.web.throttle import TooManyRequestsError

ACCOUNTS: Final[dict[type[WorkbenchError], Problem]] = {
    NotSignedInError: Problem(
        HTTPStatus.UNAUTHORIZED,
        {"de": "Bitte anmelden", "en": "Please sign in"},
        {
            "de": "Das ist nur für die Stadtverwaltung, und Sie sind nicht angemeldet oder waren "
            "länger als 30 Minuten nicht da. Haben Sie etwas geschrieben, gehen Sie zurück und "
            "kopieren Sie es. Melden Sie sich dann an.",
            "en": "This is for the town hall only, and you are not signed in or were away for more "
            "than 30 minutes. If you wrote something, go back and copy it. Then sign in.",
        },
    ),
    NotAllowedError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Dafür fehlt Ihnen die Berechtigung", "en": "You may not do this"},
        {
            "de": "Dafür braucht Ihr Konto eine dieser Rollen: {needed}. Fragen Sie die "
            "Administration.",
            "en": "Your account needs one of these roles: {needed}. Ask the administrator.",
        },
    ),
    TooManyRequestsError: Problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        {"de": "Zu viele Versuche", "en": "Too many attempts"},
        {
            "de": "Von hier kam in kurzer Zeit zu viel. Versuchen Sie es in {minutes} Min. wieder.",
            "en": "Too much came from here in a short time. Try again in {minutes} min.",
        },
    ),
    AccountNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Konto nicht gefunden", "en": "Account not found"},
        {
            "de": "Ein Konto „{account_id}“ gibt es nicht. Suchen Sie es in der Liste der Konten.",
            "en": "There is no account “{account_id}”. Look for it in the list of accounts.",
        },
    ),
    AccountDisabledError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Konto gesperrt", "en": "Account disabled"},
        {
            "de": "Das Konto „{account_id}“ ist gesperrt. Geben Sie es zuerst frei.",
            "en": "The account “{account_id}” is disabled. Enable it first.",
        },
    ),
    EmailTakenError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "E-Mail-Adresse vergeben", "en": "Mail address taken"},
        {
            "de": "Für diese E-Mail-Adresse gibt es schon ein Konto. Setzen Sie es zurück, wenn "
            "die Person nicht mehr hineinkommt.",
            "en": "There already is an account with this mail address. Reset it if the person "
            "cannot get in any more.",
        },
    ),
    InvalidAccountError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Angaben zum Konto unvollständig", "en": "Account not described"},
        {
            "de": "Fehlt oder ist falsch: {fields}. Nötig sind eine E-Mail-Adresse, ein Name, ein "
            "Amt und mindestens eine Rolle.",
            "en": "Missing or wrong: {fields}. A mail address, a name, an office and at least one "
            "role are needed.",
        },
    ),
    LastAdminError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Letztes Konto der Administration", "en": "Last administrator"},
        {
            "de": "Danach könnte niemand mehr Konten verwalten. Geben Sie zuerst einem anderen "
            "Konto, das sich anmelden kann, die Rolle Administration.",
            "en": "Nobody could manage accounts after that. First give the role of administration "
            "to another account that can sign in.",
        },
    ),
    LinkNotUsableError: Problem(
        HTTPStatus.GONE,
        {"de": "Link nicht mehr gültig", "en": "Link no longer valid"},
        {
            "de": "Dieser Link ist benutzt, zu alt oder unvollständig. Bitten Sie die "
            "Administration um einen neuen.",
            "en": "This link is used, too old or incomplete. Ask the administrator for a new one.",
        },
    ),
    ForeignOriginError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Anfrage von fremder Seite", "en": "Request from another site"},
        {
            "de": "Diese Anfrage kam nicht von einer unserer Seiten. Öffnen Sie die Seite neu und "
            "senden Sie von dort. Sperrt Ihr Browser die Angabe der Herkunft, erlauben Sie sie für "
            "diese Adresse.",
            "en": "This request did not come from one of our pages. Open the page anew and send "
            "from there. If your browser hides where it comes from, allow it for this address.",
        },
    ),
    StaleFormError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Formular abgelaufen", "en": "Form out of date"},
        {
            "de": "Das Formular gehört nicht zu Ihrer jetzigen Anmeldung. Gehen Sie zurück, "
            "kopieren Sie, was Sie geschrieben haben, laden Sie die Seite neu und senden Sie noch "
            "einmal.",
            "en": "The form does not belong to your present session. Go back, copy what you wrote, "
            "load the page anew and send again.",
        },
    ),
}
