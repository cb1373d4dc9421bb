"""Status and words of every error. The rooms know no HTTP; this joins them to it."""

from __future__ import annotations

from typing import Final

from geo.errors import WorkbenchError
from services.problem_table.accounts import ACCOUNTS
from services.problem_table.imports import IMPORTS
from services.problem_table.layer_exports import LAYER_EXPORTS
from services.problem_table.mail import MAIL
from services.problem_table.moderation import MODERATION
from services.problem_table.participation import PARTICIPATION
from services.problem_table.problem import Problem
from services.problem_table.processes import PROCESSES
from services.problem_table.rasters import RASTERS
from services.problem_table.sign_on import SIGN_ON
from services.problem_table.spine import SPINE
from services.problem_table.statuses import PROBLEM_BY_STATUS

PROBLEM_BY_ERROR: Final[dict[type[WorkbenchError], Problem]] = {
    **SPINE,
    **ACCOUNTS,
    **MAIL,
    **SIGN_ON,
    **PROCESSES,
    **PARTICIPATION,
    **MODERATION,
    **IMPORTS,
    **RASTERS,
    **LAYER_EXPORTS,
}

__all__ = ["PROBLEM_BY_ERROR", "PROBLEM_BY_STATUS", "Problem"]
