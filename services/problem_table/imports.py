"""Errors of imports."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.imports.model import ImportRefusedError
from services.imports.records import ImportChangedError, ImportNotFoundError
from services.problem_table.problem import Problem

IMPORTS: Final[dict[type[WorkbenchError], Problem]] = {
    ImportNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Diesen Import gibt es nicht", "en": "No such import"},
        {
            "de": "Unter „{import_id}“ ist nichts hochgeladen. Unter „Importe“ stehen alle.",
            "en": "Nothing was uploaded under “{import_id}”. “Imports” lists them all.",
        },
    ),
    ImportChangedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Jemand war schneller", "en": "Somebody was faster"},
        {
            "de": "Über diesen Import wurde inzwischen entschieden, oder er wird gerade geladen. "
            "Öffnen Sie ihn unter „Importe“ neu.",
            "en": "This import was decided about meanwhile, or is being loaded. Open it again "
            "under “Imports”.",
        },
    ),
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
