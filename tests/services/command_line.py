"""Runs ``werkbank`` as a terminal does, without a new process each time."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.cli import main


@dataclass(frozen=True)
class Outcome:
    """How a call ended and what it said."""

    code: int
    out: str
    err: str


@dataclass
class Terminal:
    """A terminal in a folder of its own, with a database there."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __post_init__(self) -> None:
        self.set("WERKBANK_DATABASE_URL", f"sqlite:///{self.folder / 'werkbank.sqlite'}")
        self.set("LANG", "C.UTF-8")
        self.set("TERM", "dumb")
        self.set("COLUMNS", "200")

    def set(self, name: str, value: str) -> None:
        """Set an environment variable."""
        self.monkeypatch.setenv(name, value)

    def run(self, *words: object) -> Outcome:
        """Call ``werkbank`` with these words."""
        self.monkeypatch.setattr(sys, "argv", ["werkbank", *map(str, words)])
        self.capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        said = self.capsys.readouterr()
        return Outcome(code if isinstance(code, int) else 0 if code is None else 1, *said)
