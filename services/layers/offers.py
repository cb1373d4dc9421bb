"""What forms about layers offer: licences, names of their fields, how long texts may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.web.texts import LocalText

OTHER: Final = "other"
TITLE_LIMIT: Final = 120
WORDS_LIMIT: Final = 2_000
LINE_LIMIT: Final = 300

LICENCES: Final[Mapping[str, tuple[str, str]]] = {
    "dl-de-by": (
        "Datenlizenz Deutschland – Namensnennung 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de-zero": ("Datenlizenz Deutschland – Zero 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    "cc-by": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.de"),
    "cc-zero": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/deed.de"),
    "odbl": ("ODbL 1.0 (OpenStreetMap)", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
INTERNAL: Final = "internal"
INTERNAL_NAME: Final = "Nur für den Dienstgebrauch"

FACT_NAMES: Final[Mapping[str, LocalText]] = {
    "title_de": {"de": "Titel", "en": "Title"},
    "title_en": {"de": "Titel, englisch", "en": "Title, English"},
    "description_de": {"de": "Beschreibung", "en": "Description"},
    "description_en": {"de": "Beschreibung, englisch", "en": "Description, English"},
    "group_name": {"de": "Gruppe", "en": "Group"},
    "theme": {"de": "Thema", "en": "Theme"},
    "visibility": {"de": "Wer sie sieht", "en": "Who sees it"},
    "source": {"de": "Herkunft", "en": "Source"},
    "licence": {"de": "Lizenz", "en": "Licence"},
    "licence_name": {"de": "Name der Lizenz", "en": "Name of the licence"},
    "licence_url": {"de": "Adresse der Lizenz", "en": "Address of the licence"},
    "as_of": {"de": "Stand der Daten", "en": "Data as of"},
    "next_due": {"de": "Nächster Stand", "en": "Next due"},
}
