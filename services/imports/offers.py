"""What the form of a layer offers, and how its fields are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.layers.offers import (
    FACT_NAMES,
    INTERNAL,
    INTERNAL_NAME,
    LICENCES,
    LINE_LIMIT,
    OTHER,
    TITLE_LIMIT,
    WORDS_LIMIT,
)
from services.web.texts import LocalText

__all__ = [
    "FIELD_NAMES",
    "GROUP",
    "INTERNAL",
    "INTERNAL_NAME",
    "LICENCES",
    "LINE_LIMIT",
    "NEW",
    "OTHER",
    "TITLE_LIMIT",
    "VERSION",
    "WORDS_LIMIT",
]

NEW, VERSION = "new", "version"
GROUP: Final = "Fachdaten"

FIELD_NAMES: Final[Mapping[str, LocalText]] = {
    "crs": {"de": "Wo die Daten liegen", "en": "Where the data lie"},
    "encoding": {"de": "Wie die Texte gemeint sind", "en": "How the texts are meant"},
    "columns": {"de": "Spalten mit den Koordinaten", "en": "Columns with coordinates"},
    "decimal": {"de": "Komma oder Punkt", "en": "Comma or point"},
    "repair": {"de": "Reparieren", "en": "Repair"},
    "area": {"de": "Änderung der Fläche", "en": "Change of area"},
    "damaged": {"de": "Beschädigte Formen", "en": "Damaged shapes"},
    "seen": {"de": "Rückfragen", "en": "Questions"},
    "fields": {"de": "Spalten", "en": "Columns"},
    "key": {"de": "Schlüssel", "en": "Key"},
    "target": {"de": "Vorhandene Ebene", "en": "Existing layer"},
    **FACT_NAMES,
    "kind": {"de": "Was die Zahlen bedeuten", "en": "What the numbers mean"},
    "band": {"de": "Kanal", "en": "Band"},
    "nodata": {"de": "Kein Wert", "en": "No value"},
    "unit": {"de": "Einheit", "en": "Unit"},
    "options": {"de": "Angaben", "en": "Options"},
    "colour": {"de": "Farbe", "en": "Colour"},
    "label": {"de": "Beschriftung", "en": "Label"},
    "goal": {"de": "Neu oder neuer Stand", "en": "New or new version"},
}
