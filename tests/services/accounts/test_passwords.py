"""Which passwords are taken, and how they are checked."""

from __future__ import annotations

from typing import Any

import pytest

from services.accounts import passwords
from services.accounts.passwords import (
    OBVIOUS,
    TOO_LONG,
    TOO_SHORT,
    find_fault,
    hash_password,
    is_outdated,
    is_password,
)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elf Zeichen", TOO_SHORT),
        ("drei Enten im Teich", None),
        ("nurkleinbuchstaben", None),
        ("ü" * 11, TOO_SHORT),
        ("Passwort1234", OBVIOUS),
        ("Glück auf Herten", OBVIOUS),
        ("aaaaaaaaaaaaaaaa", OBVIOUS),
        ("ab" * 128, None),
        ("ab" * 129, TOO_LONG),
    ],
)
def test_a_password_is_judged_by_length_and_by_what_is_obvious(
    password: str, fault: object
) -> None:
    assert find_fault(password) == fault


def test_ones_own_address_is_no_password() -> None:
    assert find_fault("K.Beispiel@herten.de", "k.beispiel@herten.de", "Kim") == OBVIOUS


def test_the_right_password_fits_and_another_does_not() -> None:
    stored = hash_password("drei Enten im Teich")

    assert is_password(stored, "drei Enten im Teich")
    assert not is_password(stored, "vier Enten im Teich")


def test_the_same_letters_fit_however_the_keyboard_composes_them() -> None:
    assert is_password(hash_password("übergangslösung"), "u\u0308bergangslo\u0308sung")


def test_what_is_stored_is_argon2id_and_not_the_password() -> None:
    stored = hash_password("drei Enten im Teich")

    assert stored.startswith("$argon2id$")
    assert "Enten" not in stored


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    stored = hash_password("drei Enten im Teich")

    assert not is_outdated(stored)
    assert is_outdated(stored.replace("t=1", "t=9"))


class Counting:
    """Counts how often a password is checked, and does it."""

    def __init__(self, hasher: Any) -> None:
        self._hasher = hasher
        self.checked = 0

    def verify(self, *given: Any) -> bool:
        self.checked += 1
        return bool(self._hasher.verify(*given))

    def hash(self, password: str) -> str:
        return str(self._hasher.hash(password))


@pytest.mark.parametrize(
    "stored", [None, hash_password("drei Enten im Teich")], ids=["none", "stored"]
)
@pytest.mark.parametrize("password", ["", "falsch", "x" * 10_000])
def test_without_an_account_as_much_is_computed_as_with_one(
    monkeypatch: pytest.MonkeyPatch, stored: str | None, password: str
) -> None:
    counting = Counting(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", counting)

    assert not is_password(stored, password)
    assert counting.checked == 1
