"""The terms under which the data of the tests may be used: any will do."""

from __future__ import annotations

from typing import Final

LICENCE: Final = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
TERMS: Final = (LICENCE["name"], LICENCE["url"])
"""Name and address."""
