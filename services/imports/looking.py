"""From the files that arrived to a report: unpack, tell the format, look inside in a child."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson
from pydantic import TypeAdapter

from services.imports.filesets import FileSet
from services.imports.limits import Limits
from services.imports.model import REPORTS, ImportRefusedError, Message, Report
from services.imports.quarantine import receive
from services.imports.sandbox import run_child
from services.imports.sniff import is_archive, sniff
from services.imports.sniffed import SniffedSet
from services.imports.unzip import ArchiveLimits, Unpacked, group, unpack

CHILD: Final = "services.imports.child"
SETS: Final = "sets.json"
"""Beside the order: the sets of files, so that layers can be read again once a person decided."""

_SETS: Final = TypeAdapter(tuple[SniffedSet, ...])


def look(
    files: Sequence[Path],
    *,
    folder: Path,
    archive_limits: ArchiveLimits | None = None,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Return what is found in one archive, or in the loose parts of one data set.

    The files are copied into ``folder``, which is private to this look, and opened by a child
    process only. Raises ``ImportRefusedError`` with the reason where nothing can be taken, and
    ``JobCancelledError`` once ``cancelled`` says so.
    """
    bounds = archive_limits or ArchiveLimits()
    unpacked = _unpacked(files, folder, bounds)
    told, refused = _told(unpacked.sets, folder)
    (folder / SETS).write_bytes(orjson.dumps(told))
    found = run_child(
        CHILD, {"act": "inspect", "sets": told}, folder=folder, limits=limits, cancelled=cancelled
    )
    report = REPORTS.validate_python(found)
    if not (report.layers or report.rasters or report.messages):
        raise ImportRefusedError(code="IMP-021")
    return replace(
        report,
        messages=(*unpacked.messages, *refused, *report.messages),
        attachments=(*unpacked.attachments, *report.attachments),
    )


def found_sets(folder: Path) -> tuple[SniffedSet, ...]:
    """Return the sets of files that an earlier `look` found; paths are relative to ``folder``."""
    return _SETS.validate_json((folder / SETS).read_bytes())


def _unpacked(files: Sequence[Path], folder: Path, limits: ArchiveLimits) -> Unpacked:
    received: dict[str, Path] = {}
    # An empty .prj says as little as none, and what a missing part means is told later.
    filled = [one for one in files if one.stat().st_size or one.suffix.lower() == ".shp"]
    for path in filled or files:
        with path.open("rb") as stream:
            one = receive(stream, name=path.name, folder=folder, limit_bytes=limits.packed_bytes)
        if one.name in received:
            raise ImportRefusedError(code="IMP-018", facts={"one": one.name, "other": one.name})
        received[one.name] = one.path
    inside = folder / "files"
    first = next(iter(received.values()))
    try:
        if len(received) == 1 and is_archive(first):
            return unpack(first, inside, limits=limits)
        return group(received, inside)
    finally:
        for path in received.values():  # what came is kept elsewhere
            path.unlink()


def _told(
    sets: Sequence[FileSet], folder: Path
) -> tuple[Sequence[Mapping[str, Any]], Sequence[Message]]:
    """Return the sets as the child hears of them, by paths within its folder.

    What is no geodata beside what is, is told and left out; alone it is refused.
    """
    told: list[Mapping[str, Any]] = []
    refused: list[Message] = []
    for one in sets:
        try:
            format_ = sniff(one.main)
        except ImportRefusedError as error:
            if one is sets[-1] and not told:
                raise
            refused.append(Message(error.code, {**error.facts, "file": one.stem}))
            continue
        parts = dict(one.parts)
        if format_ == "shapefile" and "shp" not in parts:
            # A shapefile by its content, whatever it is called.
            parts["shp"] = one.main.rename(one.main.with_suffix(".shp"))
        told.append(
            {
                "stem": one.stem,
                "format": format_,
                "parts": {ext: str(path.relative_to(folder)) for ext, path in parts.items()},
            }
        )
    return told, refused
