"""The key of this installation: signs what a browser carries for us and brings back.

All app processes of one installation share the file; whoever replaces it makes forms that are
open at the moment ask once more.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path
from threading import Lock
from typing import Final

_KEY_BYTES: Final = 32
_OURS_ONLY: Final = 0o600


class SigningKey:
    """A key kept in a file, made at its first use. Safe between threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._key: bytes | None = None

    def sign(self, text: str) -> str:
        """Return the signature of a text, in hexadecimal."""
        return hmac.new(self.get(), text.encode(), "sha256").hexdigest()

    def is_signed(self, text: str, signature: str) -> bool:
        """Return True if ``signature`` was made of ``text`` with this key."""
        return hmac.compare_digest(self.sign(text).encode(), signature.encode())

    def get(self) -> bytes:
        """Return the key; ``ValueError`` when the file holds too little to be one."""
        with self._lock:
            if self._key is None:
                self._key = read_or_make_key(self._path)
            return self._key


def read_or_make_key(path: Path) -> bytes:
    """Return the key in a file; make the file, readable by us only, if it is missing.

    Raises ``ValueError`` when the file holds too little to be a key.
    """
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) < _KEY_BYTES:
        raise ValueError(f"{path} holds no key: delete it, and a new one is made")
    return key


def _make(path: Path) -> None:
    """Write a key under another name first: two processes that start at once share one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # another process was faster: its key holds
    finally:
        draft.unlink()
