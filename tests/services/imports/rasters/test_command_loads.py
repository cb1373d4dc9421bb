"""``werkbank import`` of a GeoTIFF: the same words and exit codes as for features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from services.database.engine import reading
from services.layers.imported import ImportedLayer
from services.layers.rasters.model import RASTERS, RasterFacts
from services.layers.store import ImportedLayers
from tests.services.imports.rasters.made import CELL, NORTH, SLOPE, WEST
from tests.services.imports.test_command_loads import ABOUT, Office, office
from tests.zoo.build_rasters import geotiff

__all__ = ["office"]

HOLED = np.where(SLOPE == 3, -9999, SLOPE).astype(np.float32)


def laid(folder: Path, values: np.ndarray = SLOPE, name: str = "hitze.tif") -> Path:
    path = folder / name
    path.write_bytes(geotiff(values, west=WEST, north=NORTH, cell=CELL))
    return path


def facts_of(office: Office, layer: ImportedLayer | None) -> RasterFacts:
    assert layer is not None
    assert layer.current_version is not None
    with reading(office.engine) as connection:
        version = ImportedLayers(connection).get_version(layer, layer.current_version)
    return RASTERS.validate_python(version.raster)


def test_a_raster_is_loaded_and_shown(office: Office) -> None:
    done = office.bring(laid(office.folder), *ABOUT, "--unit", "°C", "--public")

    assert (done.code, done.err) == (0, "")
    assert "Geladen: „Hitze“, Stand 1, Zellen: 600." in done.out
    layer = office.layer("hitze")
    facts = facts_of(office, layer)
    assert layer is not None
    assert (layer.visibility, facts.kind, facts.unit) == ("public", "values", "°C")
    assert (office.states(), office.has_files()) == (["closed"], False)


def test_an_open_question_about_a_value_is_listed_by_its_option(office: Office) -> None:
    done = office.bring(laid(office.folder, HOLED), *ABOUT)

    assert done.code == 1
    assert "--nodata NUMBER (none)  Kein Wert (IMP-333)" in done.err
    assert (office.layer("hitze"), office.has_files()) == (None, False)


@pytest.mark.parametrize(("said", "least"), [("-9999", 0.0), ("none", -9999.0)])
def test_the_answer_decides_what_is_a_value(office: Office, said: str, least: float) -> None:
    done = office.bring(laid(office.folder, HOLED), *ABOUT, "--nodata", said)

    assert (done.code, done.err) == (0, "")
    assert facts_of(office, office.layer("hitze")).bands[0].quantiles[0] == least


def test_numbers_can_be_meant_as_classes(office: Office) -> None:
    done = office.bring(laid(office.folder, SLOPE.astype(np.int16)), *ABOUT, "--kind", "classes")

    assert (done.code, done.err) == (0, "")
    assert facts_of(office, office.layer("hitze")).kind == "classes"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "fotos"), "--kind values (classes, image)  Was die Zahlen bedeuten"),
        (("--kind", "image"), "Ein Farbbild braucht drei Kanäle"),
        (("--band", 7), "--band NUMBER  Kanal"),
        (("--nodata", "viel"), "Das ist keine Zahl"),
        (("--repair", "--drop", "NAME"), "Lassen Sie weg: --repair, --drop."),
        (("--layer", "wege"), "keine Ebene „wege“"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_stays(
    office: Office, words: tuple[object, ...], said: str
) -> None:
    done = office.bring(laid(office.folder), *ABOUT, *words)

    assert done.code == 1
    assert said in done.err
    assert (office.layer("hitze"), office.has_files()) == (None, False)


def test_a_new_version_waits_unless_it_is_to_be_applied(office: Office) -> None:
    path = laid(office.folder)
    office.bring(path, *ABOUT)

    waiting = office.bring(path, "--layer", "hitze", "--as-of", "2026-02-01")
    applied = office.bring(path, "--layer", "hitze", "--as-of", "2026-03-01", "--apply")

    assert (waiting.code, applied.code) == (0, 0)
    assert "sobald ihn jemand übernimmt" in waiting.out
    layer = office.layer("hitze")
    assert layer is not None
    assert (layer.current_version, str(layer.as_of)) == (3, "2026-03-01")


def test_a_new_version_must_show_the_same_kind_of_values(office: Office) -> None:
    path = laid(office.folder, SLOPE.astype(np.int16))
    office.bring(path, *ABOUT)

    refused = office.bring(
        path, "--layer", "hitze", "--kind", "classes", "--as-of", "2026-02-01", "--apply"
    )

    assert refused.code == 1
    assert "andere Art von Werten" in refused.err


def test_a_look_alone_says_what_is_missing_and_loads_nothing(office: Office) -> None:
    done = office.bring(laid(office.folder, HOLED), "--dry-run")

    assert done.code == 0
    assert "--nodata NUMBER (none)" in done.out
    assert office.states() == []


def test_options_of_rasters_are_none_of_features(office: Office) -> None:
    path = office.folder / "orte.csv"
    path.write_text("Name;Rechtswert;Hochwert\nA;371234,5;5717345,5\n")

    done = office.bring(path, *ABOUT, "--nodata", "-9999", "--unit", "°C")

    assert done.code == 1
    assert "Nur ein Raster kennt --nodata, --unit." in done.err
