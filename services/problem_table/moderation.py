"""Errors of moderation."""

from __future__ import annotations

from typing import Final

from geo.errors import WorkbenchError
from services.problem_table.problem import Problem

MODERATION: Final[dict[type[WorkbenchError], Problem]] = {}
