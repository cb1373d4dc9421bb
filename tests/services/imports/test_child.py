"""The child opens what it was told to open, with the one driver for it, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.imports.limits import Limits
from services.imports.model import DRIVERS, ImportRefusedError
from services.imports.sandbox import run_child
from tests.services.imports.inspected import CHILD, codes, inspected
from tests.zoo import build_documents as documents
from tests.zoo.build_shapefile import shapefile


def test_gdal_has_the_drivers_of_our_formats_and_no_other() -> None:
    asked = (
        "import services.imports.child, pyogrio, json; print(json.dumps(pyogrio.list_drivers()))"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    rasters_and_memory = {"GTiff", "MEM"}
    assert set(json.loads(said.stdout)) - rasters_and_memory == (
        set(DRIVERS.values()) - rasters_and_memory
    )


def test_a_virtual_file_under_another_name_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("name\ngeheim\n")

    report = inspected(tmp_path, ("wege", "geojson", {"geojson": documents.vrt(str(secret))}))

    assert (report.layers, codes(report)) == ((), ["IMP-321"])


def test_what_another_driver_of_ours_opened_is_refused(tmp_path: Path) -> None:
    report = inspected(tmp_path, ("wege", "geojson", {"geojson": documents.kml()}))

    assert (report.layers, codes(report)) == ((), ["IMP-320"])


def test_a_broken_file_does_not_hide_the_sound_one(tmp_path: Path) -> None:
    broken = b"SQLite format 3\0" + bytes(500)

    report = inspected(
        tmp_path, ("kaputt", "geopackage", {"gpkg": broken}), ("ganz", "shapefile", shapefile())
    )

    assert [layer.name for layer in report.layers] == ["ganz"]
    assert codes(report) == ["IMP-321"]


def test_an_order_for_nothing_that_we_know_ends_the_child(tmp_path: Path) -> None:
    order = {"act": "inspect", "sets": [{"stem": "a", "format": "vrt", "parts": {}}]}

    with pytest.raises(ImportRefusedError) as refused:
        run_child(CHILD, order, folder=tmp_path)

    assert refused.value.code == "IMP-502"


def test_a_child_without_room_to_import_is_told_by_its_code(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        run_child(
            CHILD,
            {"act": "inspect", "sets": []},
            folder=tmp_path,
            limits=Limits(memory_bytes=60 << 20),
        )

    assert refused.value.code in {"IMP-501", "IMP-502"}
