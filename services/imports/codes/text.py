"""The words of one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.web.texts import LocalText


@dataclass(frozen=True)
class CodeText:
    """What a person reads about one thing in a file. Facts stand in braces, as in ``{name}``.

    ``question`` needs a decision before the file can be loaded, ``error`` refuses it.
    """

    severity: Literal["info", "warning", "question", "error"]
    title: LocalText
    happened: LocalText
    why: LocalText
    todo: LocalText
