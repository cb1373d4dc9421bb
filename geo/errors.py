"""Errors of the workbench: facts a caller can act on, no words of HTTP, no words for people."""

from __future__ import annotations


class WorkbenchError(Exception):
    """Base of every error the workbench raises on purpose.

    The attributes of an instance are its public facts: JSON-able, without personal data.
    ``services.problem_table`` holds the status and the texts of each.
    """
