"""Errors of voices."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.comments.model import (
    ActNotPossibleError,
    ExportBusyError,
    KeyReusedError,
    LegalHoldError,
    MailLinkUnknownError,
    PrivateLinkUnknownError,
    ProofNeededError,
    SupportNotPossibleError,
    VoiceChangedError,
    VoiceInvalidError,
    VoiceNotFoundError,
    VoiceOutsideError,
)
from services.problem_table.problem import Problem

PARTICIPATION: Final[dict[type[WorkbenchError], Problem]] = {
    VoiceNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Diesen Beitrag gibt es nicht", "en": "There is no such comment"},
        {
            "de": "Zu „{reference}“ finden wir keinen Beitrag. Die Nummer hat neun Ziffern, wie "
            "482-759-316. Prüfen Sie, ob eine Ziffer fehlt oder vertauscht ist.",
            "en": "We find no comment “{reference}”. The number has nine digits, such as "
            "482-759-316. Check whether one is missing or two are swapped.",
        },
    ),
    VoiceChangedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Inzwischen hat sich etwas geändert", "en": "Something has changed meanwhile"},
        {
            "de": "Jemand hat den Beitrag {reference} gerade bearbeitet. Laden Sie die Seite neu "
            "und versuchen Sie es noch einmal.",
            "en": "Somebody has just worked on comment {reference}. Reload the page and try again.",
        },
    ),
    KeyReusedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Dieser Schlüssel ist vergeben", "en": "This key is taken"},
        {
            "de": "Mit diesem Idempotency-Key kam schon der Beitrag {reference}, mit anderen "
            "Worten. Ändern Sie ihn über den privaten Link, oder senden Sie mit einem neuen "
            "Schlüssel.",
            "en": "Comment {reference} came with this idempotency key, in other words. Change it "
            "by its private link, or send with a new key.",
        },
    ),
    VoiceInvalidError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Da fehlt noch etwas", "en": "Something is missing"},
        {
            "de": "So können wir den Beitrag nicht annehmen. Bitte prüfen Sie: {fields}.",
            "en": "We cannot take the comment like this. Please check: {fields}.",
        },
    ),
    VoiceOutsideError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Der Ort liegt außerhalb", "en": "The place lies outside"},
        {
            "de": "Der Punkt liegt {distance_m} m außerhalb des Gebiets, um das es geht. Der "
            "nächste Stadtteil ist {district}. Setzen Sie den Punkt neu, oder wählen Sie den "
            "Stadtteil aus der Liste.",
            "en": "The point lies {distance_m} m outside the area in question. The nearest "
            "district is {district}. Move the point, or choose the district from the list.",
        },
    ),
    PrivateLinkUnknownError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Dieser private Link gilt nicht", "en": "This private link is not valid"},
        {
            "de": "Vielleicht fehlt ein Stück der Adresse, oder der Beitrag ist gelöscht, oder "
            "die Frist ist abgelaufen. Den Stand lesen Sie mit der Nummer unter „Beitrag "
            "nachschlagen“.",
            "en": "Perhaps part of the address is missing, or the comment was erased, or its "
            "time is over. You can look up how things stand with the number.",
        },
    ),
    MailLinkUnknownError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Dieser Link gilt nicht", "en": "This link is not valid"},
        {
            "de": "Zu diesem Link gibt es keine Mailadresse mehr. Vielleicht fehlt ein Stück der "
            "Adresse, oder sie ist inzwischen gelöscht.",
            "en": "There is no mail address for this link any more. Perhaps part of the link is "
            "missing, or the address was erased meanwhile.",
        },
    ),
    ActNotPossibleError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Das geht jetzt nicht mehr", "en": "This is no longer possible"},
        {
            "de": "So, wie der Beitrag jetzt steht, ist das nicht möglich. Laden Sie die Seite "
            "neu: Dort steht, was Sie tun können.",
            "en": "The way the comment stands now, this is not possible. Reload the page: it "
            "says what you can do.",
        },
    ),
    LegalHoldError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Löschen ist noch nicht möglich", "en": "Cannot be erased yet"},
        {
            "de": "Der Beitrag {reference} muss für ein rechtliches Verfahren aufbewahrt werden. "
            "Sie können ihn zurückziehen: Dann liest ihn niemand mehr öffentlich.",
            "en": "Comment {reference} must be kept for a legal procedure. You can withdraw "
            "it: then nobody reads it in public any more.",
        },
    ),
    SupportNotPossibleError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Unterstützen geht hier nicht", "en": "This cannot be supported"},
        {
            "de": "Unterstützen lassen sich veröffentlichte Beiträge von Bürgerinnen und Bürgern. "
            "Der Beitrag {reference} gehört zurzeit nicht dazu.",
            "en": "Published comments of citizens can be supported. Comment {reference} "
            "is none of them at present.",
        },
    ),
    ProofNeededError: Problem(
        HTTPStatus.PRECONDITION_REQUIRED,
        {"de": "Erst eine kleine Rechenaufgabe", "en": "First a small computation"},
        {
            "de": "Von diesem Anschluss kamen schon viele Beiträge. Für den nächsten muss das "
            "Gerät eine Aufgabe von {challenge} lösen; was dabei herauskommt, gilt einmal. Ohne "
            "JavaScript versuchen Sie es in einer Stunde wieder, rufen Sie an oder schreiben Sie.",
            "en": "Many comments came from this connection. For the next one the device must "
            "solve a challenge from {challenge}; each solution counts once. Without JavaScript, "
            "try again in an hour, call us or write.",
        },
    ),
    ExportBusyError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Gerade entsteht eine andere große Datei", "en": "Another big file is being made"},
        {
            "de": "Ihre Auswahl hat {rows} Zeilen. Versuchen Sie es in einer Minute wieder, oder "
            "wählen Sie weniger aus: Kleine Auswahlen gehen immer.",
            "en": "Your selection has {rows} rows. Try again in a minute, or select less: small "
            "selections always work.",
        },
    ),
}
