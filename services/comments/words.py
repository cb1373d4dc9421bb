"""What the pages for citizens say about what was typed: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.comments.intake import Flaw
from services.web.texts import Lang, LocalText, say

FLAWS: Final[Mapping[str, LocalText]] = {
    "hidden_characters": {
        "de": "Hier standen unsichtbare oder unlesbare Zeichen. Wir haben sie entfernt; bitte "
        "prüfen Sie den Text und senden Sie ihn noch einmal.",
        "en": "This held characters that are invisible or cannot be read. We have removed them; "
        "please check the text and send it again.",
    },
    "markup": {
        "de": "Hier stehen Befehle für Webseiten (wie <script>). Schreiben Sie bitte nur Text.",
        "en": "This holds commands for web pages (such as <script>). Please write text only.",
    },
    "title_missing": {
        "de": "Geben Sie eine Überschrift an, ein paar Worte genügen.",
        "en": "Give a title; a few words will do.",
    },
    "too_long": {
        "de": "Das sind {length} Zeichen, höchstens {limit} sind möglich. Bitte kürzen Sie.",
        "en": "These are {length} characters, {limit} are possible at most. Please shorten.",
    },
    "text_short": {
        "de": "Schreiben Sie mindestens {least} Zeichen; bis jetzt sind es {length}.",
        "en": "Write at least {least} characters; so far there are {length}.",
    },
    "kind_unknown": {"de": "Wählen Sie, was Sie schreiben.", "en": "Choose what you write."},
    "theme_missing": {"de": "Wählen Sie ein Thema.", "en": "Choose a theme."},
    "theme_unknown": {
        "de": "Dieses Thema gehört nicht hierher. Wählen Sie eines aus der Liste.",
        "en": "This theme does not belong here. Choose one from the list.",
    },
    "precision_unknown": {
        "de": "Wählen Sie, wie genau der Ort gezeigt wird.",
        "en": "Choose how exactly the place is shown.",
    },
    "city_not_asked": {
        "de": "Hier geht es nicht um ganz Herten. Wählen Sie einen Ort oder einen Stadtteil.",
        "en": "This is not about all of Herten. Choose a place or a district.",
    },
    "place_missing": {
        "de": "Es fehlt noch, wo das ist. Zeigen Sie den Ort auf der Karte, suchen Sie ihn, oder "
        "wählen Sie den Stadtteil.",
        "en": "We still need to know where this is. Show the place on the map, search for it, or "
        "choose the district.",
    },
    "place_far": {
        "de": "Dieser Punkt liegt weit weg von Herten. Setzen Sie ihn neu, oder wählen Sie den "
        "Stadtteil aus der Liste.",
        "en": "This point lies far away from Herten. Set it anew, or choose the district from the "
        "list.",
    },
    "place_outside": {
        "de": "Der Punkt liegt {distance_m} m außerhalb des Gebiets, um das es geht. Der nächste "
        "Stadtteil ist {district}. Setzen Sie den Punkt neu, oder schreiben Sie zum ganzen "
        "Stadtteil.",
        "en": "The point lies {distance_m} m outside the area in question. The nearest district is "
        "{district}. Set the point anew, or write about the whole district.",
    },
    "district_missing": {"de": "Wählen Sie einen Stadtteil.", "en": "Choose a district."},
    "district_unknown": {
        "de": "Diesen Stadtteil gibt es nicht. Wählen Sie einen aus der Liste.",
        "en": "There is no such district. Choose one from the list.",
    },
    "district_not_asked": {
        "de": "Um diesen Stadtteil geht es hier nicht. Wählen Sie einen aus der Liste, oder "
        "schreiben Sie zu „Ideen für Herten“.",
        "en": "This is not about that district. Choose one from the list, or write to “Ideas for "
        "Herten”.",
    },
    "project_unknown": {
        "de": "Dieses Projekt gibt es nicht. Wählen Sie eines aus der Liste oder keines.",
        "en": "There is no such project. Choose one from the list, or none.",
    },
    "email_invalid": {
        "de": "An diese Adresse lässt sich keine Mail senden. Prüfen Sie sie, etwa "
        "name@beispiel.de, oder lassen Sie das Feld leer.",
        "en": "No mail can be sent to this address. Check it, such as name@example.org, or leave "
        "the field empty.",
    },
    "expertise_missing": {
        "de": "Sagen Sie in einem Satz, woher Sie sich auskennen, etwa: „fahre hier täglich Rad“.",
        "en": "Say in a sentence how you know, such as “I cycle here every day”.",
    },
    "consent_missing": {
        "de": "Ein Hinweis von Kennern erscheint gesondert mit Ihrer Erfahrung. Dafür brauchen wir "
        "Ihr Ja.",
        "en": "A note from experience is shown apart, with your experience. For that we need your "
        "yes.",
    },
    "words_missing": {
        "de": "Schreiben Sie ein paar Worte.",
        "en": "Write a few words.",
    },
}

NOTICES: Final[Mapping[str, LocalText]] = {
    "arrived": {
        "de": "Ihr Beitrag ist schon bei uns, mit den Worten von vorhin. Ändern Sie ihn, oder "
        "senden Sie das hier als weiteren Beitrag.",
        "en": "Your comment has reached us already, in the words from before. Change that one, or "
        "send this as another comment.",
    },
    "again": {
        "de": "Bitte senden Sie noch einmal. Das ging sehr schnell, oder die Seite war lange "
        "offen; Ihre Worte sind noch da.",
        "en": "Please send once more. That was very fast, or the page was open for long; your "
        "words are still here.",
    },
    "trap": {
        "de": "Ein Feld, das leer bleiben muss, war ausgefüllt, vielleicht von einem "
        "Hilfsprogramm. Wir haben es geleert. Bitte senden Sie noch einmal.",
        "en": "A field that must stay empty was filled in, perhaps by an assistant program. We "
        "have emptied it. Please send once more.",
    },
    "too_many": {
        "de": "Von diesem Anschluss kamen in der letzten Stunde sehr viele Beiträge. In {minutes} "
        "Minuten können Sie senden; lassen Sie die Seite so lange offen. Oder rufen Sie uns an, "
        "oder schreiben Sie uns: Die Wege stehen im Impressum.",
        "en": "Very many comments came from this connection in the last hour. You can send in "
        "{minutes} minutes; leave the page open until then. Or call us, or write to us: the "
        "imprint says how.",
    },
    "mail_busy": {
        "de": "An diese Adresse haben wir heute schon mehrere Mails geschickt. Lassen Sie das Feld "
        "Mailadresse leer, oder versuchen Sie es morgen.",
        "en": "We have sent several mails to this address today. Leave the mail address empty, or "
        "try again tomorrow.",
    },
    "proof_missing": {
        "de": "Von diesem Anschluss kamen schon viele Beiträge. Bevor Sie senden, muss Ihr Gerät "
        "eine kleine Rechenaufgabe lösen. Das geht nur mit JavaScript. Ohne warten Sie bitte eine "
        "Stunde, rufen Sie uns an, oder schreiben Sie uns: Die Wege stehen im Impressum.",
        "en": "Many comments came from this connection. Before you send, your device must "
        "solve a small computation. That needs JavaScript. Without it, please wait an hour, call "
        "us or write to us: the imprint says how.",
    },
    "proof_wrong": {
        "de": "Die Rechenaufgabe ist noch nicht gelöst, oder ihre Lösung ist abgelaufen. Bitte "
        "senden Sie noch einmal.",
        "en": "The computation is not solved yet, or its solution has expired. Please send once "
        "more.",
    },
}
"""Why a voice was not taken although nothing about it is wrong."""


def flaw_words(flaw: Flaw, lang: Lang) -> str:
    """Return what is wrong with a field, and what to do."""
    facts: dict[str, Any] = dict(flaw.facts)
    return say(FLAWS[flaw.code], lang).format(**facts)
