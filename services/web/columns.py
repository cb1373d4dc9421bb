"""Columns of a table that leaves the house: the same in every form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from services.web.texts import LocalText

ColumnKind = Literal["text", "integer", "real", "date", "yes"]

Cells: TypeAlias = Sequence[object]
"""Values of one row: str, int, float, date or bool as the columns say, None for nothing."""

YES: Final[LocalText] = {"de": "ja", "en": "yes"}
NO: Final[LocalText] = {"de": "nein", "en": "no"}


@dataclass(frozen=True)
class Column:
    """One column: its name for programs, its title for people, and what its cells hold."""

    name: str
    title: LocalText
    kind: ColumnKind = "text"
    width: int = 14
    """In characters, where a form has widths."""


@dataclass(frozen=True)
class About:
    """What goes with a table: its name, and lines of what it is and where it comes from."""

    name: str
    title: str
    lines: Sequence[tuple[str, str]]
    licence_url: str
