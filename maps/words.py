"""Texts in the languages of the workbench."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["de", "en"]

LocalText: TypeAlias = Mapping[Lang, str]
"""One text in both languages: ``{"de": …, "en": …}``."""
