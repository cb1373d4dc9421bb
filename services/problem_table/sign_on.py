"""Errors of single sign-on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.accounts.sign_on_model import (
    SignOnClockError,
    SignOnDeniedError,
    SignOnDisabledError,
    SignOnInterruptedError,
    SignOnMisconfiguredError,
    SignOnNotConfiguredError,
    SignOnNotTrustedError,
    SignOnTakenError,
    SignOnUnknownPersonError,
    SignOnUnreachableError,
    SignOnUnverifiedError,
)
from services.problem_table.problem import Problem

SIGN_ON: Final[dict[type[WorkbenchError], Problem]] = {
    SignOnNotConfiguredError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Keine gemeinsame Anmeldung", "en": "No single sign-on"},
        {
            "de": "Hier ist keine gemeinsame Anmeldung eingerichtet. Melden Sie sich mit E-Mail "
            "und Passwort an.",
            "en": "No single sign-on is set up here. Sign in with mail address and password.",
        },
    ),
    SignOnUnreachableError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Anmeldedienst nicht erreichbar", "en": "Sign-on service does not answer"},
        {
            "de": "Der Anmeldedienst der Stadt antwortet gerade nicht. Versuchen Sie es in ein "
            "paar Minuten noch einmal. Hat Ihr Konto ein Passwort, können Sie sich damit anmelden.",
            "en": "The city's sign-on service does not answer at present. Try again in a few "
            "minutes. If your account has a password, you can sign in with it.",
        },
    ),
    SignOnInterruptedError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Anmeldung unterbrochen", "en": "Sign-on interrupted"},
        {
            "de": "Diese Anmeldung ist abgelaufen, schon benutzt oder wurde in einem anderen "
            "Fenster begonnen. Öffnen Sie die Seite „Anmelden“ und beginnen Sie neu.",
            "en": "This sign-on is too old, was used already or began in another window. Open the "
            "page “Sign in” and start again.",
        },
    ),
    SignOnDeniedError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Anmeldung abgebrochen", "en": "Sign-on cancelled"},
        {
            "de": "Sie haben die Anmeldung abgebrochen, oder der Anmeldedienst der Stadt hat sie "
            "abgelehnt ({reason}). Beginnen Sie neu, oder fragen Sie die Administration.",
            "en": "You cancelled the sign-on, or the city's sign-on service refused it ({reason}). "
            "Start again, or ask the administrator.",
        },
    ),
    SignOnMisconfiguredError: Problem(
        HTTPStatus.BAD_GATEWAY,
        {"de": "Anmeldedienst falsch eingestellt", "en": "Sign-on service set up wrongly"},
        {
            "de": "Die Werkbank und der Anmeldedienst der Stadt passen nicht zusammen ({reason}). "
            "Bitten Sie die Administration, die Einstellungen zu prüfen.",
            "en": "The workbench and the city's sign-on service do not agree ({reason}). Ask the "
            "administrator to check the settings.",
        },
    ),
    SignOnNotTrustedError: Problem(
        HTTPStatus.BAD_GATEWAY,
        {"de": "Antwort nicht glaubwürdig", "en": "Answer not trustworthy"},
        {
            "de": "Die Antwort des Anmeldedienstes hält der Prüfung nicht stand ({reason}). Sie "
            "sind nicht angemeldet. Beginnen Sie neu; bleibt es dabei, sagen Sie es der "
            "Administration.",
            "en": "The answer of the sign-on service does not stand the test ({reason}). You are "
            "not signed in. Start again; if it stays so, tell the administrator.",
        },
    ),
    SignOnClockError: Problem(
        HTTPStatus.BAD_GATEWAY,
        {"de": "Uhren gehen auseinander", "en": "Clocks disagree"},
        {
            "de": "Die Uhren der Werkbank und des Anmeldedienstes gehen mehr als zwei Minuten "
            "auseinander. Bitten Sie die Administration, die Zeit des Servers zu stellen.",
            "en": "The clocks of the workbench and of the sign-on service are more than two "
            "minutes apart. Ask the administrator to set the server's time.",
        },
    ),
    SignOnUnverifiedError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "E-Mail-Adresse nicht bestätigt", "en": "Mail address not confirmed"},
        {
            "de": "Der Anmeldedienst bestätigt Ihre E-Mail-Adresse nicht, deshalb ist unklar, "
            "welches Konto Ihres ist. Bestätigen Sie die Adresse dort, oder fragen Sie die "
            "Administration.",
            "en": "The sign-on service does not confirm your mail address, so we do not know which "
            "account is yours. Confirm the address there, or ask the administrator.",
        },
    ),
    SignOnUnknownPersonError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Konto noch nicht freigeschaltet", "en": "No account yet"},
        {
            "de": "Ihr Konto ist noch nicht freigeschaltet. Bitten Sie die Administration der "
            "Werkbank, ein Konto mit Ihrer dienstlichen E-Mail-Adresse anzulegen, und melden Sie "
            "sich dann noch einmal an.",
            "en": "There is no account for you yet. Ask the administrator of the workbench to add "
            "one with your office mail address, then sign in again.",
        },
    ),
    SignOnDisabledError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Konto gesperrt", "en": "Account disabled"},
        {
            "de": "Ihr Konto ist gesperrt. Wenden Sie sich an die Administration der Werkbank.",
            "en": "Your account is disabled. Turn to the administrator of the workbench.",
        },
    ),
    SignOnTakenError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Konto schon verknüpft", "en": "Account linked already"},
        {
            "de": "Das Konto mit Ihrer E-Mail-Adresse gehört im Anmeldedienst zu einer anderen "
            "Person. Bitten Sie die Administration, zu prüfen, wem es gehört, und es dann "
            "zurückzusetzen.",
            "en": "The account with your mail address belongs to another person at the sign-on "
            "service. Ask the administrator to check whose it is, and then to reset it.",
        },
    ),
}
