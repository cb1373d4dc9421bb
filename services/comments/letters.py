"""Letters to authors: plain text, in the language in which the voice was written.

Only to an address that its owner has confirmed, and never with the private link: of that only a
hash is kept, and a mail box is no safe. The letter that asks for the confirmation holds no words
of the voice, since anybody could have typed the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from babel.dates import format_date
from sqlalchemy import Connection

from services.comments.model import STEPS, Step, Voice
from services.comments.reasons import REASONS
from services.comments.reference import shown
from services.comments.store import Voices
from services.comments.trail import office_name
from services.mail.actions import post
from services.web.texts import Lang, LocalText, say

Event = Literal[
    "confirm",
    "received",
    "published",
    "redacted",
    "declined",
    "merged",
    "asked_back",
    "objection_decided",
    "step",
    "withdrawn",
]

_SUBJECTS: Final[Mapping[Event, LocalText]] = {
    "confirm": {
        "de": "Bitte bestätigen: Nachrichten zu Ihrem Beitrag {number}",
        "en": "Please confirm: news about your comment {number}",
    },
    "received": {
        "de": "Ihr Beitrag {number} ist eingegangen",
        "en": "Your comment {number} has arrived",
    },
    "published": {
        "de": "Ihr Beitrag {number} ist veröffentlicht",
        "en": "Your comment {number} is published",
    },
    "redacted": {
        "de": "Ihr Beitrag {number} ist gekürzt veröffentlicht",
        "en": "Your comment {number} is published with parts removed",
    },
    "declined": {
        "de": "Ihr Beitrag {number} wird nicht veröffentlicht",
        "en": "Your comment {number} will not be published",
    },
    "merged": {
        "de": "Ihr Beitrag {number} ist mit einem anderen zusammengeführt",
        "en": "Your comment {number} was merged with another one",
    },
    "asked_back": {
        "de": "Eine Rückfrage zu Ihrem Beitrag {number}",
        "en": "A question about your comment {number}",
    },
    "objection_decided": {
        "de": "Über Ihren Widerspruch zu {number} ist entschieden",
        "en": "Your objection about {number} has been decided",
    },
    "step": {
        "de": "Neues zu Ihrem Beitrag {number}",
        "en": "News about your comment {number}",
    },
    "withdrawn": {
        "de": "Ihr Beitrag {number} ist zurückgezogen",
        "en": "Your comment {number} is withdrawn",
    },
}

_TEXTS: Final[Mapping[Event, LocalText]] = {
    "confirm": {
        "de": "jemand hat diese Adresse angegeben, um Nachrichten zu einem Beitrag auf der "
        "Werkbank Herten zu bekommen. Waren Sie das? Dann bestätigen Sie bitte auf dieser "
        "Seite:\n\n{confirm_link}\n\nWaren Sie es nicht, brauchen Sie nichts zu tun: Ohne "
        "Bestätigung schicken wir Ihnen keine weitere Mail.",
        "en": "Somebody gave this address to get news about a comment to the Werkbank "
        "Herten. Was it you? Then please confirm on this page:\n\n{confirm_link}\n\nIf it was "
        "not you, there is nothing to do: without a confirmation we will not write again.",
    },
    "received": {
        "de": "Ihre Adresse ist bestätigt. Wir haben Ihren Beitrag „{title}“ und schreiben "
        "Ihnen, sobald sich etwas tut.",
        "en": "Your address is confirmed. We have your comment “{title}” and will write "
        "to you as soon as anything happens.",
    },
    "published": {
        "de": "Ihr Beitrag „{title}“ ist geprüft und für alle zu lesen.",
        "en": "Your comment “{title}” has been checked and everybody can read it.",
    },
    "redacted": {
        "de": "Ihr Beitrag ist für alle zu lesen. Einige Stellen haben wir vorher entfernt. Ihr "
        "Wortlaut bleibt für die Verwaltung erhalten.\n\n{words}\n\nSind Sie damit nicht "
        "einverstanden? Über Ihren privaten Link können Sie einmal widersprechen.",
        "en": "Everybody can read your comment. We removed some parts first. Your own words "
        "are kept for the town hall.\n\n{words}\n\nYou do not agree? You can object once, through "
        "your private link.",
    },
    "declined": {
        "de": "wir veröffentlichen Ihren Beitrag nicht.\n\nGrund: {reason}\n\n{words}\n\nSind Sie "
        "damit nicht einverstanden? Über Ihren privaten Link können Sie einmal widersprechen; dann "
        "entscheidet eine andere Person.",
        "en": "We will not publish your comment.\n\nReason: {reason}\n\n{words}\n\nYou do not "
        "agree? You can object once, through your private link; then another person decides.",
    },
    "merged": {
        "de": "ein anderer Beitrag sagt dasselbe wie Ihrer. Wir führen beide zusammen, damit sie "
        "gemeinsam beantwortet werden: {other}. Ihre Nummer gilt weiter.\n\n{words}",
        "en": "Another comment says the same as yours. We merged the two so that they are "
        "answered together: {other}. Your number stays valid.\n\n{words}",
    },
    "asked_back": {
        "de": "zu Ihrem Beitrag haben wir eine Frage:\n\n{words}\n\nAntworten können Sie über "
        "Ihren privaten Link, den Sie nach dem Absenden bekommen haben.",
        "en": "We have a question about your comment:\n\n{words}\n\nYou can answer through "
        "the private link that you got after sending.",
    },
    "objection_decided": {
        "de": "eine andere Person hat über Ihren Widerspruch entschieden: {outcome}\n\n{words}",
        "en": "Another person has decided about your objection: {outcome}\n\n{words}",
    },
    "step": {
        "de": "es gibt einen neuen Schritt: {step} ({office}, {day}).\n\n{words}",
        "en": "There is a new step: {step} ({office}, {day}).\n\n{words}",
    },
    "withdrawn": {
        "de": "Sie haben Ihren Beitrag zurückgezogen. Niemand kann ihn mehr öffentlich lesen.",
        "en": "You have withdrawn your comment. Nobody can read it in public any more.",
    },
}

_FRAME: Final[LocalText] = {
    "de": "Guten Tag,\n\n{text}\n\n{status}Werkbank Herten\n",
    "en": "Hello,\n\n{text}\n\n{status}Werkbank Herten\n",
}
_STATUS: Final[LocalText] = {
    "de": "Den Stand lesen Sie jederzeit hier:\n{link}\n\n",
    "en": "You can read how things stand at any time:\n{link}\n\n",
}
_OUTCOMES: Final[Mapping[str, LocalText]] = {
    "upheld": {"de": "Sie haben recht bekommen.", "en": "You were right."},
    "rejected": {
        "de": "Es bleibt bei der ersten Entscheidung.",
        "en": "The first decision stands.",
    },
}


def tell_author(
    connection: Connection, voice: Voice, event: Event, *, address: str, now: datetime, **facts: Any
) -> bool:
    """Put a letter to the author in the outbox, in the caller's transaction; True if one was.

    Parameters
    ----------
    address : str
        Public address of the site, such as ``https://werkbank.herten.de``.
    facts
        What the event needs: ``token`` for ``confirm``; ``reason`` (a code) and ``words`` for
        ``declined``; ``other`` (a reference number) for ``merged``; ``words`` for ``redacted`` and
        ``asked_back``; ``outcome`` and ``words`` for ``objection_decided``; ``step`` (a ``Step``)
        for ``step``. Words may be None.
    """
    contact = Voices(connection, now.date()).contact(voice.number)
    if contact is None or (contact.confirmed_at is None and event != "confirm"):
        return False
    subject, body = letter(voice, event, address=address, **facts)
    post(
        connection,
        kind=f"voice.{event}",
        recipient=contact.email,
        subject=subject,
        body=body,
        now=now,
    )
    return True


def letter(voice: Voice, event: Event, *, address: str, **facts: Any) -> tuple[str, str]:
    """Return subject and body of a letter about a voice."""
    lang = voice.language
    site = address.rstrip("/") + ("" if lang == "de" else f"/{lang}")
    number = shown(voice.reference)
    values = {
        "number": number,
        "title": voice.title,
        "confirm_link": f"{site}/mail/{facts.get('token')}",
        **_values(lang, facts),
    }
    text = say(_TEXTS[event], lang).format(**values)
    status = (
        "" if event == "confirm" else say(_STATUS, lang).format(link=f"{site}/beitrag/{number}")
    )
    body = say(_FRAME, lang).format(text=text, status=status)
    return say(_SUBJECTS[event], lang).format(number=number), _without_gaps(body)


def _values(lang: Lang, facts: Mapping[str, Any]) -> dict[str, str]:
    words = facts.get("words") or ""
    values = {"words": words, "reason": "", "other": "", "outcome": ""}
    if "reason" in facts:
        values["reason"] = say(REASONS.get(facts["reason"]), lang) or str(facts["reason"])
    if "other" in facts:
        values["other"] = shown(facts["other"])
    if "outcome" in facts:
        values["outcome"] = say(_OUTCOMES[facts["outcome"]], lang)
    step = facts.get("step")
    if isinstance(step, Step):
        values |= _step_values(lang, step)
    return values


def _step_values(lang: Lang, step: Step) -> dict[str, str]:
    parts = [step.words, step.forum, step.paper]
    return {
        "step": say(STEPS[step.kind], lang),
        "office": office_name(step.office, lang),
        "day": _day(step.happened_on, lang),
        "words": "\n".join(part for part in parts if part),
    }


def _day(value: date, lang: Lang) -> str:
    return str(format_date(value, "long", locale={"de": "de_DE", "en": "en_GB"}[lang]))


def _without_gaps(text: str) -> str:
    """Leave one empty line where optional words left several."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text
