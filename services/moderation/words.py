"""What forms of the town hall say about what was typed, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from services.comments.intake import Flaw
from services.comments.model import TEXT_MIN
from services.comments.words import FLAWS
from services.moderation.model import WORDS_MIN
from services.web.texts import LocalText

Faults = dict[str, LocalText]
"""What is wrong, by the name of the field."""

CHOOSE_REASON: Final[LocalText] = {
    "de": "Wählen Sie einen Grund.",
    "en": "Choose a reason.",
}
WORDS_MISSING: Final[LocalText] = {
    "de": f"Schreiben Sie mindestens {WORDS_MIN} Zeichen: Die Worte liest der Mensch, der den "
    "Beitrag geschrieben hat.",
    "en": f"Write at least {WORDS_MIN} characters: the person who wrote the comment reads "
    "these words.",
}
TITLE_MISSING: Final = FLAWS["title_missing"]
TEXT_MISSING: Final[LocalText] = {
    "de": "Von dem Text bleibt nichts übrig. Lehnen Sie den Beitrag ab, statt ihn zu leeren.",
    "en": "Nothing is left of the text. Decline the comment instead of emptying it.",
}
OTHER_WORDS: Final[LocalText] = {
    "de": "Hier stehen Wörter, die so nicht geschrieben wurden. Lassen Sie nur weg. Was Sie selbst "
    "sagen, setzen Sie in eckige Klammern: [Name entfernt].",
    "en": "This holds words that were not written. Only leave out. Put what you say yourself into "
    "square brackets: [name removed].",
}
TOO_LITTLE_LEFT: Final[LocalText] = {
    "de": f"Von dem Text bleiben weniger als {TEXT_MIN} Zeichen. Lehnen Sie den Beitrag ab, statt "
    "ihn zu leeren.",
    "en": f"Fewer than {TEXT_MIN} characters are left of the text. Decline the comment instead of "
    "emptying it.",
}
HIDDEN: Final[LocalText] = {
    "de": "Der Text enthält unsichtbare Steuerzeichen. Tippen Sie ihn neu oder fügen Sie ihn ohne "
    "Formatierung ein.",
    "en": "The text holds invisible control characters. Type it anew or paste it without format.",
}
CHOOSE_OUTCOME: Final[LocalText] = {
    "de": "Wählen Sie, wie Sie entscheiden.",
    "en": "Choose how you decide.",
}
CHOOSE_DISTRICT: Final[LocalText] = {
    "de": "Wählen Sie einen Stadtteil, oder „ganz Herten“.",
    "en": "Choose a district, or “all of Herten”.",
}
CHOOSE_KIND: Final[LocalText] = {"de": "Wählen Sie die Art.", "en": "Choose the kind."}
CHOOSE_CHANNEL: Final[LocalText] = {"de": "Wählen Sie den Weg.", "en": "Choose the channel."}
CHOOSE_THEME: Final = FLAWS["theme_missing"]
FORM_BROKEN: Final[LocalText] = {
    "de": "Das Formular ist unvollständig angekommen. Senden Sie es noch einmal.",
    "en": "The form arrived incomplete. Send it again.",
}
WHAT_MISSING: Final[LocalText] = {
    "de": "Nennen Sie die Nummer des Beitrags oder die Adresse der Seite.",
    "en": "Give the number of the comment or the address of the page.",
}
EXPLAIN: Final[LocalText] = {
    "de": "Beschreiben Sie, was daran unzulässig ist, in 20 bis 2.000 Zeichen.",
    "en": "Describe what is wrong with it, in 20 to 2,000 characters.",
}
NAME_MISSING: Final[LocalText] = {
    "de": "Nennen Sie Ihren Namen. Das verlangt das Gesetz für Meldungen.",
    "en": "Give your name. The law asks for it in reports.",
}
MAIL_MISSING: Final[LocalText] = {
    "de": "Nennen Sie Ihre Mailadresse: An sie schreiben wir die Entscheidung.",
    "en": "Give your mail address: we write the decision to it.",
}
MAIL_WRONG: Final[LocalText] = {
    "de": "Diese Mailadresse ist unvollständig. Sie sieht etwa so aus: k.beispiel@web.de",
    "en": "This mail address is incomplete. It looks like this: k.beispiel@web.de",
}
MAIL_BUSY: Final[LocalText] = {
    "de": "An diese Mailadresse gingen heute schon viele Mails. Versuchen Sie es morgen wieder.",
    "en": "Many mails went to this address today. Try again tomorrow.",
}
GOOD_FAITH: Final[LocalText] = {
    "de": "Bestätigen Sie, dass Ihre Angaben nach bestem Wissen richtig sind.",
    "en": "Confirm that to the best of your knowledge what you say is right.",
}
NUMBER_UNKNOWN: Final[LocalText] = {
    "de": "Einen Beitrag mit dieser Nummer gibt es nicht. Prüfen Sie die neun Ziffern.",
    "en": "There is no comment with this number. Check the nine digits.",
}
CHOOSE_STEP: Final[LocalText] = {
    "de": "Wählen Sie, was geschehen ist.",
    "en": "Choose what happened.",
}
OFFICE_MISSING: Final[LocalText] = {
    "de": "Nennen Sie das Amt, das antwortet.",
    "en": "Name the office that answers.",
}
DAY_WRONG: Final[LocalText] = {
    "de": "Geben Sie einen Tag an, der nicht in der Zukunft liegt, etwa 12.03.2026.",
    "en": "Give a day that is not in the future, such as 12.03.2026.",
}
PROJECT_UNKNOWN: Final = FLAWS["project_unknown"]
TAKEN_WHERE: Final[LocalText] = {
    "de": "Nennen Sie Thema, Projekt oder Veranstaltung, wohin der Beitrag geht.",
    "en": "Name the theme, project or event to which the comment goes.",
}
PAPER_MISSING: Final[LocalText] = {
    "de": "Nennen Sie die Nummer der Ratsvorlage, etwa 26/114.",
    "en": "Give the number of the council paper, such as 26/114.",
}
REFUSED_WORDS: Final[LocalText] = {
    "de": "„Nein“ braucht ein „weil“: Schreiben Sie den Grund.",
    "en": "A “no” needs a “because”: write the reason.",
}
PRECISION_FINER: Final[LocalText] = {
    "de": "Genauer als der Mensch es wollte darf der Ort nicht werden.",
    "en": "The place must not get more exact than the person wanted.",
}
UNCHANGED: Final[LocalText] = {
    "de": "Sie haben nichts geändert. Veröffentlichen Sie den Beitrag ohne Kürzung.",
    "en": "You changed nothing. Publish the comment as it is.",
}

SENT_BEFORE: Final[LocalText] = {
    "de": "Dieses Formular kam schon einmal an, mit anderen Worten. Soll auch das hier "
    "gespeichert werden, senden Sie es noch einmal.",
    "en": "This form arrived before, in other words. If this is to be stored as well, send it "
    "once more.",
}
WITHHELD: Final[LocalText] = {
    "de": "Jemand hat den Beitrag gemeldet. Er ist vorläufig nicht zu sehen, bis eine zweite "
    "Person entschieden hat.",
    "en": "Somebody reported the comment. For now it is not to be seen, until a second person "
    "has decided.",
}
SHOWN_AGAIN: Final[LocalText] = {
    "de": "Eine zweite Person hat geprüft und nichts gefunden, was gegen den Beitrag spricht. Er "
    "ist wieder zu sehen.",
    "en": "A second person has checked and found nothing against the comment. It is to be seen "
    "again.",
}

_FLAWS: Final[Mapping[str, LocalText]] = {
    **FLAWS,
    "hidden_characters": HIDDEN,
    "channel_unknown": CHOOSE_CHANNEL,
    "office_missing": OFFICE_MISSING,
    "district_missing": CHOOSE_DISTRICT,
    "district_unknown": CHOOSE_DISTRICT,
    "place_outside": {
        "de": "Der Ort liegt {distance_m} m außerhalb des Gebiets (am nächsten: {district}). "
        "Lassen Sie den Ort weg oder wählen Sie ein anderes Verfahren.",
        "en": "The place lies {distance_m} m outside the area (nearest: {district}). Leave the "
        "place out or choose another process.",
    },
    "place_needs_district": {
        "de": "Diesen Ort kennen wir nicht. Wählen Sie dazu den Stadtteil, in dem er liegt.",
        "en": "We do not know this place. Choose the district it lies in as well.",
    },
    "day_to_come": DAY_WRONG,
    "process_unknown": {
        "de": "Wählen Sie ein veröffentlichtes Verfahren.",
        "en": "Choose a published process.",
    },
    "process_informs": {
        "de": "Dieses Verfahren nimmt keine Beiträge an. Wählen Sie ein anderes.",
        "en": "This process takes no comments. Choose another one.",
    },
    "process_not_open": {
        "de": "An diesem Tag war das Verfahren noch nicht offen (ab {starts_on}).",
        "en": "The process was not open yet on that day (from {starts_on}).",
    },
    "process_ended": {
        "de": "An diesem Tag war das Verfahren schon zu Ende (bis {ends_on}).",
        "en": "The process had ended on that day (until {ends_on}).",
    },
    "kind_not_asked": {
        "de": "Das Verfahren fragt nicht danach. Wählen Sie eine andere Art.",
        "en": "The process does not ask for this. Choose another kind.",
    },
    "theme_not_asked": {
        "de": "Dieses Thema gehört nicht zum Verfahren. Wählen Sie ein anderes.",
        "en": "This theme is not part of the process. Choose another one.",
    },
}
_ELSE: Final[LocalText] = {
    "de": "Diese Angabe passt nicht. Prüfen Sie sie.",
    "en": "This does not fit. Please check it.",
}


def flaw_words(flaw: Flaw) -> LocalText:
    """Return what is wrong and what to do, with the facts of the flaw."""
    return _filled(_FLAWS.get(flaw.code, _ELSE), flaw.facts)


def length_fault(text: str, limit: int) -> LocalText | None:
    """Return that a text has more than ``limit`` characters, and how many; None if it has not."""
    if len(text) <= limit:
        return None
    return _filled(FLAWS["too_long"], {"length": len(text), "limit": limit})


def _filled(text: LocalText, facts: Mapping[str, Any]) -> LocalText:
    return {"de": text["de"].format(**facts), "en": text["en"].format(**facts)}


def as_faults(flaws: tuple[Flaw, ...], names: Mapping[str, str]) -> Faults:
    """Return flaws by the name of their field in a form, the first of each field."""
    faults: Faults = {}
    for flaw in flaws:
        faults.setdefault(names.get(flaw.field, flaw.field), flaw_words(flaw))
    return faults
