"""Errors of imports."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.imports.model import ImportRefusedError
from services.problem_table.problem import Problem

IMPORTS: Final[dict[type[WorkbenchError], Problem]] = {
    ImportRefusedError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Die Datei lässt sich nicht übernehmen", "en": "The file cannot be taken"},
        {
            "de": "Was ihr fehlt, sagt {code}: „werkbank import --dry-run“ erklärt es.",
            "en": "What is wrong with it says {code}: “werkbank import --dry-run” explains it.",
        },
    ),
}
"""Status and words of what goes wrong when a file is imported."""
