"""Every animal of the zoo gets its message, and none gets anything else.

Each goes the whole way: copied, unpacked, told apart, opened by a child in its cage. Whatever its
outcome, it must not read the canary, call the trap, write beside its folder, or take too long.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from services.imports.codes import CODES
from services.imports.limits import Limits
from services.imports.looking import look
from services.imports.model import REPORTS, ImportRefusedError, Report
from tests.zoo.animal import Animal, Refused, Reported, Yard
from tests.zoo.animals import ANIMALS

CANARY: Final = "Kanarienvogel 4711"
LIMITS: Final = Limits(cpu_s=6, wall_s=30)
LONGEST_S: Final = 40.0


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """A port of this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture
def yard(tmp_path: Path, trap: socket.socket) -> Yard:
    arrival, server = tmp_path / "arrival", tmp_path / "server"
    for folder in (arrival, server, tmp_path / "job"):
        folder.mkdir()
    canary = server / "canary.csv"
    canary.write_text(f"name;lon;lat\n{CANARY};7.135;51.595\n", encoding="utf-8")
    return Yard(arrival, canary, f"http://127.0.0.1:{trap.getsockname()[1]}/")


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


@pytest.mark.parametrize("animal", ANIMALS, ids=lambda animal: animal.name)
def test_an_animal_gets_its_message_and_nothing_else(
    animal: Animal, yard: Yard, trap: socket.socket
) -> None:
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


def test_each_animal_has_a_name_of_its_own() -> None:
    names = [animal.name for animal in ANIMALS]
    assert len(names) == len(set(names)) >= 60


def test_each_message_of_the_zoo_has_words() -> None:
    meant: set[str] = set()
    for animal in ANIMALS:
        what = animal.outcome
        meant |= {what.code} if isinstance(what, Refused) else what.codes
    assert meant <= CODES.keys()
