"""A disk that is full at any step: the reason is told, nothing half is left, nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import orjson
import pytest
from sqlalchemy.exc import OperationalError

from services.database.engine import make_engine
from services.imports import routes
from services.imports.model import ImportRefusedError, Message
from services.installation import initialise
from services.settings import PROJECT_ROOT
from tests.conftest import NOW, Databases
from tests.services.imports.deaths.conftest import opened
from tests.services.imports.deaths.office import BEFORE, LAYER, Office
from tests.services.jobs.test_worker import sqlite_full
from tests.services.layers.brought_in import a_draft
from tests.services.staff import signed_in
from tests.zoo.build_archives import zipped

FULL: Final = Message("IMP-002", {})
PLENTY: Final = 64 << 20
LITTLE: Final = 32_768
COUNT: Final = 4_000

POINTS: Final = zipped(
    {
        "geojson": orjson.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"name": f"Punkt {n}"},
                        "geometry": {
                            "type": "Point",
                            "coordinates": [7.1 + n % 80 / 1_000, 51.58 + n // 80 / 1_000],
                        },
                    }
                    for n in range(COUNT)
                ],
            }
        )
    },
    "punkte",
)

DECIDED: Final = {
    "revision": "0",
    "crs": "4326",
    "goal": "new",
    "kept": "name",
    "title_de": "Punkte",
    "group_name": "Fachdaten",
    "visibility": "public",
    "source": "Stadt Herten",
    "licence": "cc-zero",
    "as_of": "2026-01-01",
}


@dataclass(frozen=True)
class Disk:
    """A disk of its own in memory, of any size."""

    path: Path

    def leave(self, free_bytes: int) -> None:
        """Have room for so many bytes and no more."""
        found = os.statvfs(self.path)
        used = (found.f_blocks - found.f_bfree) * found.f_frsize
        self._resize(used + free_bytes)

    def grow(self) -> None:
        """Have plenty of room."""
        self._resize(PLENTY)

    def _resize(self, size_bytes: int) -> None:
        _mount("-o", f"remount,size={size_bytes}", str(self.path))


def _mount(*words: str) -> None:
    program = shutil.which("mount") or "mount"
    subprocess.run([program, *words], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    path = tmp_path / "disk"
    path.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={PLENTY}", "tmpfs", str(path))
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nobody but root may make a disk in memory")
    yield Disk(path)
    with suppress(subprocess.CalledProcessError):
        subprocess.run([shutil.which("umount") or "umount", "-l", str(path)], check=True)


@pytest.fixture
def office(disk: Disk) -> Iterator[Office]:
    """A workbench all of whose files lie on that disk."""
    engine = make_engine(f"sqlite:///{disk.path / 'w.sqlite'}")
    initialise(engine, data_dir=PROJECT_ROOT / "data", now=NOW)
    with opened(engine, disk.path) as office:
        yield office
    engine.dispose()


def test_an_upload_that_finds_no_room_is_refused(office: Office, disk: Disk) -> None:
    disk.leave(len(POINTS) // 2)

    with pytest.raises(ImportRefusedError) as refused:
        office.uploaded(POINTS)

    assert refused.value.code == FULL.code
    assert office.orphans() == []


def test_an_upload_that_finds_no_room_in_the_database_is_refused(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take_in(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", None, sqlite_full())

    monkeypatch.setattr(routes, "take_in", take_in)
    with opened(databases.herten("sqlite"), tmp_path) as office:
        client = signed_in(office.app, "gis")
        client.headers["Accept"] = "text/html"

        answer = client.post("/verwaltung/importe", files={"files": ("a.zip", POINTS)})

        assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
        assert "IMP-002" in answer.text
        assert office.orphans() == []


def test_a_decision_without_room_says_so_and_can_be_made_again(office: Office, disk: Disk) -> None:
    import_id = office.uploaded(POINTS)
    office.next_worker()
    client = signed_in(office.app, "gis")
    client.headers["Accept"] = "text/html"
    address = f"/verwaltung/importe/{import_id}"
    disk.leave(0)

    full = client.post(f"{address}/ebenen/0", data=DECIDED)
    seen = client.get(address)
    disk.grow()
    again = client.post(f"{address}/ebenen/0", data=DECIDED)

    assert full.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    assert "IMP-002" in full.text
    assert seen.status_code == HTTPStatus.OK
    assert again.status_code == HTTPStatus.SEE_OTHER


def test_unpacking_without_room_fails_and_says_so(office: Office, disk: Disk) -> None:
    import_id = office.uploaded(POINTS)
    disk.leave(2 * len(POINTS))

    office.next_worker()

    one = office.see(import_id)
    assert (one.state, one.message) == ("failed", FULL)
    assert not (office.settings.import_dir / import_id / "work").exists()
    assert office.orphans() == []


@pytest.mark.parametrize("free_bytes", [200_000, 900_000, 1_500_000])
def test_a_load_without_room_fails_and_says_so(office: Office, disk: Disk, free_bytes: int) -> None:
    import_id = office.confirmed(POINTS, draft=a_draft("Punkte"))
    seen = office.tiles()
    disk.leave(free_bytes)

    office.next_worker()

    layer = office.layer(import_id)
    assert (layer.state, layer.message) == ("failed", FULL)
    assert office.tiles() == seen


def test_an_export_without_room_says_so_and_leaves_nothing(office: Office, disk: Disk) -> None:
    disk.leave(LITTLE)

    answer = office.browser.get(f"/ebenen/{LAYER}/daten.gpkg")

    assert answer.status_code == HTTPStatus.INSUFFICIENT_STORAGE
    exports = office.settings.layer_dir / "exports"
    assert [path.suffix for path in exports.iterdir()] == [".lock"]


@pytest.mark.parametrize("free_bytes", [200_000, 900_000, 1_500_000])
def test_with_room_again_nothing_half_is_left_and_it_can_be_loaded(
    office: Office, disk: Disk, free_bytes: int
) -> None:
    import_id = office.confirmed(POINTS, draft=a_draft("Punkte"))
    disk.leave(free_bytes)
    office.next_worker()
    disk.grow()

    office.next_worker()
    assert office.orphans() == []
    office.decide(import_id, draft=a_draft("Punkte"))
    office.next_worker()

    assert office.layer(import_id).state == "loaded"
    assert sorted(office.versions().values()) == [BEFORE, COUNT]
