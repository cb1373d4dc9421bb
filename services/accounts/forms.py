"""What people type into the forms of accounts, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.accounts.model import InvalidAccountError
from services.accounts.passwords import find_fault
from services.web.texts import LocalText

Faults = dict[str, LocalText]
"""What is wrong, by the name of the field."""

ACCOUNT_FAULTS: Final[Mapping[str, LocalText]] = {
    "email": {
        "de": "Geben Sie eine E-Mail-Adresse an, zum Beispiel k.beispiel@herten.de.",
        "en": "Give a mail address, such as k.beispiel@herten.de.",
    },
    "name": {
        "de": "Geben Sie Vor- und Nachnamen an, höchstens 100 Zeichen.",
        "en": "Give first and last name, at most 100 characters.",
    },
    "office": {
        "de": "Geben Sie das Amt oder den Fachbereich an, höchstens 100 Zeichen.",
        "en": "Give the office or department, at most 100 characters.",
    },
    "roles": {
        "de": "Wählen Sie mindestens eine Rolle.",
        "en": "Choose at least one role.",
    },
}
EMAIL_TAKEN: Final[LocalText] = {
    "de": "Für diese E-Mail-Adresse gibt es schon ein Konto.",
    "en": "There already is an account with this mail address.",
}
WRONG_PASSWORD: Final[LocalText] = {
    "de": "Das ist nicht Ihr jetziges Passwort.",
    "en": "This is not your present password.",
}
WRONG_CODE: Final[LocalText] = {
    "de": "Dieser Code passt nicht. Geben Sie den Code ein, den die App jetzt zeigt.",
    "en": "This code does not match. Type the code that the app shows now.",
}
SIGN_IN_FAILED: Final[LocalText] = {
    "de": "E-Mail-Adresse, Passwort oder Code stimmt nicht. Haben Sie einen zweiten Faktor "
    "eingerichtet, gehört der Code dazu.",
    "en": "Mail address, password or code is wrong. If you set up a second factor, the code is "
    "needed too.",
}
_DIFFERENT: Final[LocalText] = {
    "de": "Die beiden Passwörter sind verschieden. Geben Sie das neue noch einmal ein.",
    "en": "The two passwords differ. Type the new one again.",
}


def password_faults(password: str, repeated: str, *known: str) -> Faults:
    """Return what is wrong with a new password that was typed twice."""
    fault = find_fault(password, *known)
    if fault is not None:
        return {"password": fault}
    return {} if password == repeated else {"repeated": _DIFFERENT}


def account_faults(error: InvalidAccountError) -> Faults:
    """Return what is wrong with the description of an account."""
    return {field: ACCOUNT_FAULTS[field] for field in error.fields}
