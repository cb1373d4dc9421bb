"""Files that belong together, as the child hears of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.imports.filesets import FileSet
from services.imports.model import Format


@dataclass(frozen=True)
class SniffedSet:
    """Files that belong together, and the format that their content was found to be."""

    stem: str
    format: Format
    parts: Mapping[str, Path]

    @property
    def main(self) -> Path:
        """The file that holds the data."""
        return FileSet(self.stem, self.parts).main
