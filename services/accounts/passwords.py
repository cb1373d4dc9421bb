"""Passwords: which are taken, how they are kept, how they are checked."""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.web.composed import composed
from services.web.texts import LocalText

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256

_HASHER: Final = PasswordHasher()
"""argon2id as RFC 9106 recommends for machines with little memory: 64 MiB, three passes."""

_AT_ONCE: Final = BoundedSemaphore(2)
"""A crowd that signs in at once waits, instead of taking all memory and both processors."""

_OBVIOUS: Final = frozenset(
    {
        "111111111111",
        "112233445566",
        "123123123123",
        "123412341234",
        "123456123456",
        "12345678910",
        "123456789012",
        "1234567890123",
        "12345678901234",
        "1234567890qwertz",
        "1q2w3e4r5t6z",
        "abc123abc123",
        "abcdefghijkl",
        "adminadminadmin",
        "administrator",
        "begegnungshaus",
        "beteiligung2026",
        "geheimgeheim",
        "gluckaufherten",
        "glueckaufherten",
        "glückaufherten",
        "hallohallo123",
        "hertenherten",
        "hertenmitte123",
        "ichliebedich",
        "kennwort1234",
        "passwort1234",
        "passwort12345",
        "passwort123456",
        "passwortpasswort",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "qwertz123456",
        "qwertzuiopü",
        "qwertzuiopas",
        "qwerty123456",
        "qwertyuiopas",
        "rathausherten",
        "sommer202620",
        "stadtherten1",
        "stadtverwaltung",
        "stadtverwaltung1",
        "testtesttest",
        "werkbankherten",
        "werkbankwerkbank",
        "willkommen123",
        "willkommen1234",
    }
)
"""The first that anyone would try here. A short list of our own: length is what protects."""

TOO_SHORT: Final[LocalText] = {
    "de": f"Das Passwort hat weniger als {MIN_LENGTH} Zeichen. Nehmen Sie zum Beispiel mehrere "
    "Wörter hintereinander.",
    "en": f"The password has fewer than {MIN_LENGTH} characters. Several words in a row are fine.",
}
TOO_LONG: Final[LocalText] = {
    "de": f"Das Passwort hat mehr als {MAX_LENGTH} Zeichen. Kürzen Sie es.",
    "en": f"The password has more than {MAX_LENGTH} characters. Shorten it.",
}
OBVIOUS: Final[LocalText] = {
    "de": "Dieses Passwort würden andere als Erstes versuchen. Nehmen Sie ein anderes.",
    "en": "This password is among the first that others would try. Take another.",
}


def find_fault(password: str, *known: str) -> LocalText | None:
    """Return what is wrong with a new password; None if it is taken.

    ``known`` is what others know of the person, such as name and mail address: not a password.
    """
    text = _normal(password)
    if len(text) < MIN_LENGTH:
        return TOO_SHORT
    if len(text) > MAX_LENGTH:
        return TOO_LONG
    plain = "".join(text.casefold().split())
    taken = {"".join(one.casefold().split()) for one in known}
    if plain in _OBVIOUS or plain in taken or len(set(plain)) <= 1:
        return OBVIOUS
    return None


def hash_password(password: str) -> str:
    """Return what is stored of a password. Takes a moment on purpose: not inside a transaction."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def is_password(stored: str | None, password: str) -> bool:
    """Return True if ``password`` is the stored one; takes as long when nothing is stored.

    Takes a moment on purpose: call it outside of any transaction.
    """
    decoy = _decoy()
    text = _normal(password)
    if len(text) > MAX_LENGTH:
        stored, text = None, ""
    try:
        with _AT_ONCE:
            _HASHER.verify(stored or decoy, text)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Return True if the stored password was made by weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(stored)


@cache
def _decoy() -> str:
    # What is compared when there is no such account, so that the answer takes as long.
    return _HASHER.hash(secrets.token_urlsafe())


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may come in other code points.
    return composed(password, "NFKC")
