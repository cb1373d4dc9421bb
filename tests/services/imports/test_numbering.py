"""Which numbers name things instead of counting them; none of it is more than a proposal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from services.imports.choices import proposed
from services.imports.fields import describe, messages
from services.imports.model import FieldFound
from services.imports.report_text import message_lines
from services.imports.spoken import Spoken, understand
from tests.services.imports.conversion import FROM, Done, done, finished, looked_at
from tests.zoo.build_shapefile import points, shapefile

UNEVEN = (17, 4, 23, 4, 90, 12)


def _one(name: str, *values: object) -> FieldFound:
    (found,) = describe([name], [[value] for value in values])
    return found


@pytest.mark.parametrize(
    "name",
    [
        "FLUR", "NR", "Hausnr", "lfd_nr", "GMK", "GMKNR", "flstnrzae", "OBJECTID", "OBJECTID_1",
        "fid", "gebaeudeId", "GEB_ID", "PLZ", "AGS", "Gemeindeschlüssel", "Kennziffer", "NUTZART",
        "Straßenschl", "ORTSTEIL", "ZONENTYP", "baum_no",
    ],
)  # fmt: skip
def test_a_name_says_that_whole_numbers_are_no_amount(name: str) -> None:
    assert not _one(name, *UNEVEN).amount


@pytest.mark.parametrize(
    "name",
    [
        "EINWOHNER", "WOHN", "Anzahl_Nr", "flaeche_m2", "Kosten_EUR", "COVID", "Plaetze",
        "num_trees", "Hoehe", "Note",
    ],
)  # fmt: skip
def test_other_names_leave_numbers_to_be_added_up(name: str) -> None:
    assert _one(name, *UNEVEN).amount


def test_fractions_are_amounts_whatever_the_name_says() -> None:
    assert _one("WERT_NR", 1.5, 2.25).amount


@pytest.mark.parametrize("name", ["Rechtswert", "NORDWERT", "X", "y_koord", "lon", "Easting"])
def test_coordinates_are_no_amounts(name: str) -> None:
    assert not _one(name, 371_250.5, 371_300.25).amount


@pytest.mark.parametrize("name", ["Baujahr", "JAHR", "jahr_bau", "year", "BJ"])
def test_years_are_no_amounts(name: str) -> None:
    assert not _one(name, 1974, 2001, 1974).amount


def test_visitors_of_a_year_are_amounts() -> None:
    assert _one("Besucher_Jahr", 120, 48_000).amount


@pytest.mark.parametrize(
    "values",
    [
        (1, 2, 3, 4, 5),
        ("100", "110", "120", "130", "140"),
        (50, 40, 30, 20, 10),
        (55_620_101, 55_620_333, 55_620_217, 55_620_104, 99_999_999),
    ],
)
def test_values_alone_may_show_that_they_number(values: tuple[object, ...]) -> None:
    assert not _one("wert", *values).amount


@pytest.mark.parametrize(
    "values",
    [
        (1, 2, 3),
        (7, 7, 7, 7, 7),
        (1, 2, 3, 4, 6),
        (55_620_101, 55_620_101, 55_620_217, 55_620_104, 99_999_999),
        (12_000_000, 900_000, 45_000_000, 3_000_000, 1_000),
    ],
)
def test_values_that_may_be_chance_leave_numbers_to_be_added_up(values: tuple[object, ...]) -> None:
    assert _one("wert", *values).amount


def test_leading_zeros_make_a_text_which_nobody_adds_up() -> None:
    found = _one("wert", "0012", "0013")

    assert (found.kind, found.amount) == ("text", True)


def test_a_very_long_number_is_no_number() -> None:
    assert _one("wert", "9" * 5_000).kind == "text"


def test_the_report_names_the_columns_that_are_not_added_up() -> None:
    told = messages([_one("FLUR", *UNEVEN), _one("EINWOHNER", *UNEVEN)])

    assert [one.code for one in told] == ["IMP-432"]
    assert "FLUR" in "\n".join(message_lines(told, "de"))


def _shown(result: Done) -> tuple[dict[str, bool], dict[str, float]]:
    total = result.converted.statistics[FROM]["total"]
    return {one.id: one.amount for one in result.fields}, dict(total.sums)


def test_what_names_is_kept_but_not_added_up(tmp_path: Path) -> None:
    fields, sums = _shown(done(tmp_path, shapefile(points())))

    assert fields["nr"] is False
    assert "nr" not in sums


def test_a_person_may_have_it_added_up_all_the_same(tmp_path: Path) -> None:
    found = looked_at(tmp_path, shapefile(points()))
    meant = proposed(found)
    fields = tuple(replace(one, amount=True) for one in meant.fields)

    _, sums = _shown(finished(tmp_path, found, replace(meant, fields=fields)))

    assert sums["nr"] > 0


@pytest.mark.parametrize(("said", "amount"), [((), False), (("NR",), True)])
def test_the_command_line_may_say_that_a_column_holds_amounts(
    tmp_path: Path, said: tuple[str, ...], *, amount: bool
) -> None:
    found = looked_at(tmp_path, shapefile(points()))
    spoken = Spoken(
        epsg=25832, encoding="cp1252", title="Wege", description="Wege der Stadt", source="Stadt",
        licence="internal", as_of="2026-01-01", amounts=said,
    )  # fmt: skip

    read = understand(spoken, found, (), ())

    assert read.decision is not None, read.errors
    chosen = {one.id: one.amount for one in read.decision.choices.fields}
    assert chosen["nr"] is amount
