"""What forms about layers offer: licences, and how long texts may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
