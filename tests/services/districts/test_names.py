"""How files name a district."""

from __future__ import annotations

import pytest

from services.districts.files import read_districts
from services.districts.names import alike, known_names, plain
from services.settings import PROJECT_ROOT

DISTRICTS = read_districts(PROJECT_ROOT / "data" / "districts" / "herten")


@pytest.mark.parametrize(
    "name", ["Herten-Süd-West", "SUEDWEST", "suw", "Südwest", "hertensuedwest"]
)
def test_a_district_is_known_by_id_code_and_name_in_any_writing(name: str) -> None:
    assert known_names(DISTRICTS)[plain(name)] == "suedwest"


@pytest.mark.parametrize("name", ["Dystelnn", "01 Disteln", "Stadtteil Disteln (Herten)"])
def test_a_name_may_resemble_a_district(name: str) -> None:
    assert plain(name) not in known_names(DISTRICTS)
    assert alike(name, DISTRICTS) == "disteln"


@pytest.mark.parametrize("name", ["", "Recklinghausen", "4711"])
def test_what_resembles_none_is_not_guessed(name: str) -> None:
    assert alike(name, DISTRICTS) is None
