"""``werkbank import --dry-run``: a colleague reads what is in a file, in plain words."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import app
from services.imports.model import Message
from services.imports.report_text import message_lines
from tests.zoo.build_archives import zipped
from tests.zoo.build_shapefile import shapefile, streets


@pytest.fixture
def old_zip(tmp_path: Path) -> Path:
    """A zip from an old project: no .prj, no .cpg, umlauts of Windows, files in a folder."""
    path = tmp_path / "wege.zip"
    parts = shapefile(prj=None, cpg=None, table=streets(encoding="cp1252"))
    path.write_bytes(zipped(parts, "Daten 2009/wege"))
    return path


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de_DE.UTF-8", ["Ebene „wege“: 5 Objekte", "EPSG:25832", "Frage an Sie", "Königstraße"]),
        ("C.UTF-8", ["Layer “wege”: 5 objects", "EPSG:25832", "A question to you", "Königstraße"]),
    ],
)
def test_an_old_zip_is_explained_in_both_languages(
    old_zip: Path, lang: str, words: list[str]
) -> None:
    found = CliRunner().invoke(app, ["import", str(old_zip), "--dry-run"], env={"LANG": lang})

    assert found.exit_code == 0
    for word in words:
        assert word in found.stdout


def test_loose_parts_are_one_data_set(tmp_path: Path) -> None:
    paths = []
    for ext, content in shapefile().items():
        paths.append(tmp_path / f"wege.{ext}")
        paths[-1].write_bytes(content)

    found = CliRunner().invoke(app, ["import", *map(str, paths), "--dry-run"])

    assert found.exit_code == 0
    assert found.stdout.count("Layer “") == 1


def test_an_empty_part_says_as_little_as_none(tmp_path: Path) -> None:
    paths = []
    for ext, content in (shapefile() | {"prj": b""}).items():
        paths.append(tmp_path / f"wege.{ext}")
        paths[-1].write_bytes(content)

    found = CliRunner().invoke(app, ["import", *map(str, paths), "--dry-run"])

    assert found.exit_code == 0
    assert "IMP-220" in found.stdout


def test_two_loose_files_of_one_name_are_not_mixed_up(tmp_path: Path) -> None:
    paths = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "wege.geojson")
        paths[-1].write_text('{"type": "FeatureCollection", "features": []}')

    found = CliRunner().invoke(app, ["import", *map(str, paths), "--dry-run"])

    assert found.exit_code == 1
    assert "IMP-018" in found.stderr


def test_what_is_no_geodata_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "brief.geojson"
    path.write_text("Sehr geehrte Damen und Herren")

    found = CliRunner().invoke(app, ["import", str(path), "--dry-run"], env={"LANG": "de_DE"})

    assert found.exit_code == 1
    assert "Fehler IMP-0" in found.stderr


def test_what_is_no_geodata_is_left_out_beside_what_is(tmp_path: Path) -> None:
    data = tmp_path / "wege.zip"
    data.write_bytes(zipped({**shapefile(), "json": b'{"about": "meta"}'}, "wege"))

    found = CliRunner().invoke(app, ["import", str(data), "--dry-run"])

    assert found.exit_code == 0
    assert "Layer “wege" in found.stdout
    assert "(wege.json)" in found.stdout


def test_nothing_is_left_behind(
    old_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))

    found = CliRunner().invoke(app, ["import", str(old_zip), "--dry-run"])

    assert found.exit_code == 0
    assert list(place.iterdir()) == []


def test_what_is_missing_to_load_it_is_told_with_the_option(old_zip: Path) -> None:
    found = CliRunner().invoke(app, ["import", str(old_zip), "--dry-run"], env={"LANG": "de_DE"})

    assert "--crs EPSG  Wo die Daten liegen (IMP-224)" in found.stdout
    assert found.stdout.endswith("Nichts wurde geladen.\n")


def test_nothing_is_missing_once_all_is_said(old_zip: Path) -> None:
    answers = ["--crs", "25832", "--encoding", "windows-1252"]
    about = ["--source", "Stadt Herten", "--licence", "dl-de-zero", "--as-of", "2009-06-01"]

    found = CliRunner().invoke(
        app, ["import", str(old_zip), "--dry-run", *answers, *about], env={"LANG": "de_DE"}
    )

    assert found.exit_code == 0
    assert "Zum Laden fehlt" not in found.stdout


def test_faulty_shapes_are_named_with_what_is_wrong_and_where(tmp_path: Path) -> None:
    path = tmp_path / "flaeche.geojson"
    bow = "[[[7.13, 51.59], [7.14, 51.6], [7.14, 51.59], [7.13, 51.6], [7.13, 51.59]]]"
    features = ", ".join(
        f'{{"type": "Feature", "properties": {{}}, "geometry": {shape}}}'
        for shape in (f'{{"type": "Polygon", "coordinates": {bow}}}', "null")
    )
    path.write_text(f'{{"type": "FeatureCollection", "features": [{features}]}}')

    found = CliRunner().invoke(app, ["import", str(path), "--dry-run"], env={"LANG": "de_DE"})

    assert found.exit_code == 0
    assert "1: Der Rand kreuzt sich selbst. (51.59" in found.stdout
    assert "2: Es hat keine Form." in found.stdout


def test_counts_are_grouped_and_codes_of_systems_are_not() -> None:
    nearly = Message("IMP-313", {"layer": "wege", "count": 1_234_567, "most": 500_000})
    system = Message("IMP-201", {"name": "UTM", "epsg": 25832, "share": 100})

    said = "\n".join(message_lines([nearly, system], "de"))

    assert "1.234.567" in said
    assert "500.000" in said
    assert "25832" in said
