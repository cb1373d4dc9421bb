"""Names of columns where two must not be alike, or must be short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

DBF_NAME_BYTES: Final = 10


def distinct(names: Sequence[str], *, taken: Sequence[str] = ()) -> tuple[str, ...]:
    """Return ``names`` with a number behind those that differ from others by case at most."""
    known = {name.casefold() for name in taken}
    return tuple(_free(name or "feld", known) for name in names)


def short(names: Sequence[str], *, most: int = DBF_NAME_BYTES) -> tuple[str, ...]:
    """Return ``names`` cut to ``most`` bytes of UTF-8, no half letters, no two alike."""
    known: set[str] = set()
    return tuple(_free(name or "feld", known, most=most) for name in names)


def cut(text: str, most: int) -> bytes:
    """Return as many whole letters of ``text`` as fit into ``most`` bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore").encode()


def _free(name: str, known: set[str], *, most: int | None = None) -> str:
    free, number = _cut(name, most), 1
    while free.casefold() in known:
        number += 1
        ending = f"_{number}"
        free = _cut(name, None if most is None else most - len(ending)) + ending
    known.add(free.casefold())
    return free


def _cut(name: str, most: int | None) -> str:
    return name if most is None else cut(name, most).decode()
