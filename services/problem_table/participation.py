"""Errors of participation processes and voices."""

from __future__ import annotations

from typing import Final

from geo.errors import WorkbenchError
from services.problem_table.problem import Problem

PARTICIPATION: Final[dict[type[WorkbenchError], Problem]] = {}
