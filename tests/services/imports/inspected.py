"""Files laid before the child process, as the app does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.imports.model import REPORTS, Format, LayerFound, Report
from services.imports.sandbox import run_child

CHILD = "services.imports.child"


def inspected(folder: Path, *sets: tuple[str, Format, Mapping[str, bytes]]) -> Report:
    """Return what the child reports about sets of files: stem, format, content by extension."""
    order = {"act": "inspect", "sets": [_laid(folder, n, *one) for n, one in enumerate(sets, 1)]}
    return REPORTS.validate_python(run_child(CHILD, order, folder=folder))


def only_layer(folder: Path, format: Format, parts: Mapping[str, bytes]) -> LayerFound:
    """Return the one layer of one set."""
    (layer,) = inspected(folder, ("strassen", format, parts)).layers
    return layer


def codes(found: LayerFound | Report) -> list[str]:
    """Return the codes of all messages."""
    return [message.code for message in found.messages]


def _laid(folder: Path, n: int, stem: str, format: Format, parts: Mapping[str, bytes]) -> Any:
    (folder / "files").mkdir(exist_ok=True)
    for extension, content in parts.items():
        (folder / "files" / f"{n}.{extension}").write_bytes(content)
    names = {extension: f"files/{n}.{extension}" for extension in parts}
    return {"stem": stem, "format": format, "parts": names}
