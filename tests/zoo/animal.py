"""What an animal of the zoo is: how it is built, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.imports.model import Format


@dataclass(frozen=True)
class Yard:
    """Where an animal is built, a file of the server that it may not read, and a trap for calls."""

    folder: Path
    canary: Path
    url: str

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


@dataclass(frozen=True)
class Refused:
    """The file is not taken; ``code`` says why."""

    code: str


@dataclass(frozen=True)
class Reported:
    """A report comes out.

    ``codes`` are among its messages. ``epsg`` and ``swapped`` are those of the first candidate of
    the first layer, 0 where it must have none; ``encoding`` is the name of its first one.

    ``refused`` is the code with which each layer ends though a person agreed to all that is
    proposed. Without one all its features are loaded.
    """

    format: Format
    codes: frozenset[str] = frozenset()
    epsg: int | None = None
    swapped: bool = False
    encoding: str | None = None
    layers: int = 1
    features: int = 5
    refused: str | None = None


Outcome = Refused | Reported
Build = Callable[[Yard], Sequence[Path]]


@dataclass(frozen=True)
class Animal:
    """One file, or several that arrive together, and its outcome."""

    name: str
    build: Build
    outcome: Outcome


def file(name: str, content: Callable[[], bytes]) -> Build:
    """Build one file, when its turn comes: some are large."""
    return lambda yard: [yard.put(name, content())]


def loose(parts: Callable[[], Mapping[str, bytes]], stem: str = "strassen") -> Build:
    """Build several files that arrive together."""
    return lambda yard: [
        yard.put(f"{stem}.{extension}", content) for extension, content in parts().items()
    ]


def trap(name: str, content: Callable[[Yard], bytes]) -> Build:
    """Build a file that names the canary or the trap."""
    return lambda yard: [yard.put(name, content(yard))]
