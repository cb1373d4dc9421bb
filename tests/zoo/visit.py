"""A visit to an animal: the whole way of its file, and what must never happen on it.

Each goes the whole way: copied, unpacked, told apart, opened by a child in its cage, and converted
there as if a person had agreed to all that is proposed. Whatever its outcome, it must not read the
canary, call the trap, write beside its folder, or take too long.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from services.imports.codes import CODES
from services.imports.limits import Limits
from services.imports.looking import look
from services.imports.model import REPORTS, ImportRefusedError, Report
from tests.zoo.animal import Animal, Refused, Reported, Yard
from tests.zoo.ends import assert_whole, ends, is_loaded_unasked

CANARY: Final = "Kanarienvogel 4711"
LIMITS: Final = Limits(cpu_s=6, wall_s=30)
LONGEST_S: Final = 40.0


def outcome(files: Sequence[Path], yard: Yard) -> Report | ImportRefusedError:
    """Send files the whole way; only a refusal may end it early."""
    try:
        return look(files, folder=yard.folder.parent / "job", limits=LIMITS)
    except ImportRefusedError as error:
        return error


def outside(yard: Yard) -> set[Path]:
    """Return all that lies beside the folder of the job."""
    top = yard.folder.parent
    return {path for path in top.rglob("*") if top / "job" not in (path, *path.parents)}


def words(found: Report | ImportRefusedError) -> str:
    if isinstance(found, Report):
        return REPORTS.dump_json(found).decode()
    return repr((found.code, found.facts))


def codes(report: Report) -> set[str]:
    layers = [message.code for layer in report.layers for message in layer.messages]
    return {message.code for message in report.messages} | set(layers)


def refusals(found: Report | ImportRefusedError) -> set[str]:
    """Return why nothing can be taken: the child says so in a report without layers."""
    if isinstance(found, ImportRefusedError):
        return {found.code}
    if found.layers:
        return set()
    return {code for code in codes(found) if CODES[code].severity == "error"}


def assert_reported(report: Report, meant: Reported) -> None:
    assert report.format == meant.format
    assert codes(report) >= meant.codes
    assert len(report.layers) == meant.layers
    first = report.layers[0]
    assert first.feature_count == meant.features
    if meant.epsg is not None:
        best = first.crs[0] if first.crs else None
        assert (best.epsg if best else 0) == meant.epsg
        assert (best.swapped if best else False) == meant.swapped
    if meant.encoding is not None:
        assert first.encodings[0].name == meant.encoding


def assert_loaded(report: Report, meant: Reported, job: Path) -> None:
    """Each layer is loaded as a whole or not at all."""
    for position, (layer, end) in enumerate(zip(report.layers, ends(job), strict=True)):
        if meant.refused is None:
            assert end == {"features": layer.feature_count}
            assert_whole(job, position)
        else:
            assert end == {"refused": meant.refused}


def assert_asked(report: Report) -> None:
    """What is a question is never answered by us, and nothing else keeps a layer waiting."""
    about_file = [one.code for one in report.messages]
    for layer in report.layers:
        told = [*about_file, *(one.code for one in layer.messages)]
        is_asked = any(CODES[code].severity == "question" for code in told)
        assert is_loaded_unasked(layer, report) != is_asked, told


def assert_behaves(animal: Animal, yard: Yard, trap: socket.socket) -> None:
    """The animal gets its message and its end, and nothing else."""
    files = animal.build(yard)
    before, started = outside(yard), time.monotonic()

    found = outcome(files, yard)

    assert time.monotonic() - started < LONGEST_S
    assert CANARY not in words(found)
    assert outside(yard) == before
    with pytest.raises(BlockingIOError):
        trap.accept()
    if isinstance(animal.outcome, Refused):
        assert animal.outcome.code in refusals(found), words(found)
    else:
        assert isinstance(found, Report), words(found)
        assert_reported(found, animal.outcome)
        assert_loaded(found, animal.outcome, yard.folder.parent / "job")
        assert_asked(found)
