"""Why a voice may be declined: what breaks the rules, and never what somebody thinks.

The city is bound by the freedom of opinion: no reason here judges a view.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.web.texts import LocalText

REASONS: Final[Mapping[str, LocalText]] = {
    "insult": {
        "de": "Beleidigung oder Herabsetzung von Menschen",
        "en": "Insults or demeans people",
    },
    "personal_data": {
        "de": "Angaben über andere Personen",
        "en": "Tells personal details of other people",
    },
    "advertising": {"de": "Werbung", "en": "Advertising"},
    "unlawful": {"de": "Inhalt verstößt gegen ein Gesetz", "en": "Content breaks the law"},
    "off_topic": {
        "de": "Thema gehört nicht zu diesem Verfahren",
        "en": "Topic is not part of this process",
    },
    "duplicate": {
        "de": "Massenhaft oder mehrfach gesendet",
        "en": "Sent many times over",
    },
    "not_understandable": {"de": "Nicht verständlich", "en": "Cannot be understood"},
}
"""Reason codes with what everybody reads: author, ledger, export."""

REASON_WORDS: Final[Mapping[str, LocalText]] = {
    "insult": {
        "de": "Der Text greift Menschen an, statt eine Sache zu kritisieren. Scharfe Kritik an "
        "Plänen, Politik und Verwaltung ist erlaubt.",
        "en": "The text attacks people instead of criticising a matter. Sharp criticism of plans, "
        "politics and the town hall is welcome.",
    },
    "personal_data": {
        "de": "Der Text nennt Namen, Adressen, Telefonnummern oder anderes über Dritte und lässt "
        "sich nicht so kürzen, dass er verständlich bleibt.",
        "en": "The text gives names, addresses, phone numbers or the like of others and cannot be "
        "shortened so that it still makes sense.",
    },
    "advertising": {
        "de": "Der Text wirbt für ein Angebot und sagt nichts zur Frage des Verfahrens.",
        "en": "The text advertises something and says nothing about the question of the process.",
    },
    "unlawful": {
        "de": "Der Inhalt ist strafbar oder verletzt Rechte anderer. Nennen Sie die Vorschrift.",
        "en": "The content is an offence or infringes rights of others. Name the provision.",
    },
    "off_topic": {
        "de": "Der Text betrifft etwas, worüber hier nicht gesprochen wird. Nennen Sie, wohin er "
        "gehört.",
        "en": "The text is about something not discussed here. Say where it belongs.",
    },
    "duplicate": {
        "de": "Derselbe Text kam mehrfach von derselben Stelle. Ähnliche Texte verschiedener "
        "Menschen führen Sie stattdessen zusammen.",
        "en": "The same text came several times from one source. Similar texts of different "
        "people are merged instead.",
    },
    "not_understandable": {
        "de": "Auch nach einer Rückfrage ist nicht zu erkennen, was gemeint ist.",
        "en": "Even after asking back it is not clear what is meant.",
    },
}
"""What each code covers, for those who decide and those who want to know the rules."""
