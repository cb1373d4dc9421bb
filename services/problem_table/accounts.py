"""Errors of accounts and mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.problem_table.problem import Problem
from services.web.actor import NotAllowedError, NotSignedInError

ACCOUNTS: Final[dict[type[WorkbenchError], Problem]] = {
    NotSignedInError: Problem(
        HTTPStatus.UNAUTHORIZED,
        {"de": "Bitte anmelden", "en": "Please sign in"},
        {
            "de": "Diese Seite ist für die Stadtverwaltung. Melden Sie sich an.",
            "en": "This page is for the town hall. Please sign in.",
        },
    ),
    NotAllowedError: Problem(
        HTTPStatus.FORBIDDEN,
        {"de": "Dafür fehlt Ihnen die Berechtigung", "en": "You may not do this"},
        {
            "de": "Dafür braucht Ihr Konto eine dieser Rollen: {needed}. Fragen Sie die "
            "Administration.",
            "en": "Your account needs one of these roles: {needed}. Ask the administrator.",
        },
    ),
}
