"""Status and words of one error."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from services.web.texts import LocalText


@dataclass(frozen=True)
class Problem:
    """Status of an error, and what to tell people: what happened, and what to do.

    ``detail`` may name the error's facts in braces.
    """

    status: HTTPStatus
    title: LocalText
    detail: LocalText
