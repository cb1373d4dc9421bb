"""Where a file lies: what it says and what its numbers say, and what is asked."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from geo import crs
from geo.crs import GAUSS_KRUEGER_2, LON_LAT, STORAGE_CRS, operation, transformer
from services.imports.codes.systems import SYSTEMS
from services.imports.model import CrsCandidate, Format, Message
from services.imports.systems import candidates
from tests.geo import prj_texts as texts

HERE: Final = np.array([[366_000.0, 5_711_000.0], [370_819.7, 5_717_642.3], [379_000.0, 5_725_000]])
ELSEWHERE: Final = HERE + np.array([200_000.0, 0.0])
NOTHING: Final = np.empty((0, 2))
DRAWING: Final = np.array([[0.0, 0.0], [120.5, 80.25]])


def written_in(epsg: int, points: NDArray[np.float64] = HERE) -> NDArray[np.float64]:
    """Return points of ``STORAGE_CRS`` as a file in another system holds them."""
    project = transformer(STORAGE_CRS, f"EPSG:{epsg}").transform
    return np.column_stack(project(points[:, 0], points[:, 1]))


def turned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return points[:, ::-1]


def look(
    declared: str | None, sample: NDArray[np.float64], format_: Format = "shapefile"
) -> tuple[tuple[CrsCandidate, ...], list[str]]:
    """Return candidates and codes, after the words of every message were filled."""
    found, messages = candidates(declared=declared, format=format_, sample=sample)
    for message in messages:
        words_of(message)
    return found, [message.code for message in messages if message.code != "IMP-206"]


def words_of(message: Message) -> str:
    text = SYSTEMS[message.code]
    parts = [text.title, text.happened, text.why, text.todo]
    needed = {name for part in parts for _, name, _, _ in Formatter().parse(part["de"]) if name}
    assert needed <= message.facts.keys()
    return " ".join(part["de"].format(**message.facts) for part in parts)


def places(found: tuple[CrsCandidate, ...]) -> list[tuple[int, bool, str]]:
    return [(one.epsg, one.swapped, one.how) for one in found]


@pytest.mark.parametrize(
    ("declared", "epsg"),
    [
        (texts.ESRI_ZONE_2, 31466),
        (texts.GERMANY_ZONE_2, 31466),
        (texts.NAMELESS_ZONE_2, 31466),
        (texts.UTM_32, 25832),
        (texts.UTM_32_PREFIXED, 4647),
        (texts.UTM_32_EIGHT_DIGITS, 4647),
        (texts.WEB_MERCATOR, 3857),
        (texts.LAEA, 3035),
        (texts.ETRS89, 4258),
        (texts.WGS84, 4326),
        ("EPSG:5652", 5652),
        ("EPSG:5676", 5676),
        ("urn:adv:crs:DE_DHDN_3GK2_NW101", 31466),
        ("urn:adv:crs:ETRS89_UTM32", 25832),
    ],
)
def test_what_the_file_says_is_taken_where_its_numbers_agree(declared: str, epsg: int) -> None:
    found, codes = look(declared, written_in(epsg))
    assert places(found) == [(epsg, False, "declared")]
    assert found[0].share_inside == 1.0
    assert codes == ["IMP-201"]


def test_a_candidate_tells_the_way_and_where_the_data_would_lie() -> None:
    (found,), _ = look(texts.ESRI_ZONE_2, written_in(31466))
    way = operation(GAUSS_KRUEGER_2, STORAGE_CRS)
    assert (found.operation, found.accuracy_m) == (way.name, way.accuracy_m)
    assert found.grid_missing == way.grid_missing
    assert found.name == "DHDN / 3-degree Gauss-Kruger zone 2"
    there = np.column_stack(transformer(STORAGE_CRS, LON_LAT).transform(*HERE.T))
    assert np.array(found.preview) == pytest.approx(there, abs=2e-6)


def test_shift_values_of_a_file_do_not_keep_the_grid_from_counting() -> None:
    (found,), codes = look(texts.TOWGS84_ZONE_2, written_in(31466))
    assert places((found,)) == [(31466, False, "parameters")]
    assert found.operation == operation(GAUSS_KRUEGER_2, STORAGE_CRS).name
    assert codes == ["IMP-202", "IMP-205"]
    assert SYSTEMS["IMP-202"].severity == "question"


def test_a_missing_datum_is_asked_for() -> None:
    found, codes = look(texts.GRASS_ZONE_2, written_in(31466))
    assert places(found) == [(31466, False, "parameters")]
    assert codes == ["IMP-203"]


def test_degrees_on_an_unnamed_datum_offer_both() -> None:
    found, codes = look(texts.BESSEL_WITHOUT_DATUM, written_in(4314))
    assert [one.epsg for one in found] == [4314, 4326]
    assert codes == ["IMP-203"]


def test_the_gps_system_becomes_the_official_one_after_a_notice() -> None:
    found, codes = look(texts.UTM_32_WGS84, HERE)
    assert places(found) == [(25832, False, "declared")]
    assert codes == ["IMP-201", "IMP-204"]


@pytest.mark.parametrize("declared", [None, "", " \n", texts.LOCAL, "\x00\x01 kaputt", "PROJCS["])
@pytest.mark.parametrize("epsg", [25832, 4647, 31466, 31467, 25831, 25833, 3857, 3035])
def test_bare_metres_are_recognised_and_asked_about(declared: str | None, epsg: int) -> None:
    found, codes = look(declared, written_in(epsg))
    assert places(found) == [(epsg, False, "coordinates")]
    said = "IMP-221" if declared and declared.strip() else "IMP-220"
    assert codes == [said, "IMP-224"]


def test_bare_degrees_are_ambiguous_and_ranked() -> None:
    found, codes = look(None, written_in(4326))
    assert places(found) == [(4326, False, "coordinates"), (4314, False, "coordinates")]
    assert codes == ["IMP-220", "IMP-225"]


def test_bare_degrees_with_latitude_first_are_offered_turned() -> None:
    found, codes = look(None, turned(written_in(4326)), "csv")
    assert places(found) == [(4326, True, "coordinates"), (4314, True, "coordinates")]
    assert codes == ["IMP-220", "IMP-225"]
    assert found[0].preview[0] == pytest.approx((7.0705, 51.5345), abs=0.01)


@pytest.mark.parametrize("epsg", [25832, 4647, 31466])
def test_bare_metres_with_north_first_are_offered_turned(epsg: int) -> None:
    found, codes = look(None, turned(written_in(epsg)), "csv")
    assert places(found) == [(epsg, True, "coordinates")]
    assert codes == ["IMP-220", "IMP-226"]


def test_bare_numbers_that_fit_nowhere_are_asked_about() -> None:
    found, codes = look(None, DRAWING, "dxf")
    assert found == ()
    assert codes == ["IMP-220", "IMP-223"]


@pytest.mark.parametrize("format_", ["geojson", "kml"])
@pytest.mark.parametrize("declared", [None, "EPSG:4326", "OGC:CRS84"])
def test_formats_of_longitude_and_latitude_need_no_word(
    declared: str | None, format_: Format
) -> None:
    found, codes = look(declared, written_in(4326), format_)
    assert places(found) == [(4326, False, "format")]
    assert codes == ["IMP-207"]


def test_a_declared_system_in_geojson_is_honoured() -> None:
    found, codes = look("EPSG:25832", HERE, "geojson")
    assert places(found) == [(25832, False, "declared")]
    assert codes == ["IMP-201"]


CONTRADICTIONS: Final = {
    "UTM numbers in GeoJSON": (None, "geojson", HERE, (25832, False), "IMP-211"),
    "old numbers in GeoJSON": (
        "EPSG:4326",
        "geojson",
        written_in(31466),
        (31466, False),
        "IMP-211",
    ),
    "latitude first in GeoJSON": (
        None,
        "geojson",
        turned(written_in(4326)),
        (4326, True),
        "IMP-210",
    ),
    "latitude first in GML": (
        "EPSG:4258",
        "gml",
        turned(written_in(4258)),
        (4326, True),
        "IMP-210",
    ),
    "north first": (texts.UTM_32, "shapefile", turned(HERE), (25832, True), "IMP-210"),
    "N-zE as it is written": (
        "EPSG:5652",
        "gml",
        turned(written_in(4647)),
        (4647, True),
        "IMP-210",
    ),
    "high value first": (
        texts.ESRI_ZONE_2,
        "csv",
        turned(written_in(31466)),
        (31466, True),
        "IMP-210",
    ),
    "32 too many": (texts.UTM_32, "shapefile", written_in(4647), (4647, False), "IMP-212"),
    "32 too few": (texts.UTM_32_PREFIXED, "shapefile", HERE, (25832, False), "IMP-212"),
    "AdV with zone": (
        "urn:adv:crs:ETRS89_UTM32",
        "gml",
        written_in(4647),
        (4647, False),
        "IMP-212",
    ),
    "label of zone 33": (texts.UTM_33, "shapefile", HERE, (25832, False), "IMP-213"),
    "numbers of zone 33": (texts.UTM_32, "shapefile", written_in(25833), (25833, False), "IMP-213"),
    "numbers of zone 31": (texts.UTM_32, "shapefile", written_in(25831), (25831, False), "IMP-213"),
    "label of zone 4": ("EPSG:5678", "shapefile", written_in(31466), (31466, False), "IMP-213"),
    "label of zone 3": ("EPSG:5677", "shapefile", written_in(31466), (31466, False), "IMP-213"),
    "old numbers, new label": (
        texts.UTM_32,
        "shapefile",
        written_in(31466),
        (31466, False),
        "IMP-214",
    ),
    "degrees, metric label": (
        texts.UTM_32,
        "shapefile",
        written_in(4326),
        (4326, False),
        "IMP-214",
    ),
}


@pytest.mark.parametrize(
    ("declared", "format_", "sample", "best", "code"),
    CONTRADICTIONS.values(),
    ids=CONTRADICTIONS.keys(),
)
def test_numbers_that_speak_against_the_file_are_asked_about(
    declared: str | None,
    format_: Format,
    sample: NDArray[np.float64],
    best: tuple[int, bool],
    code: str,
) -> None:
    found, codes = look(declared, sample, format_)
    assert (found[0].epsg, found[0].swapped, found[0].how) == (*best, "coordinates")
    assert found[-1].how in {"declared", "format"}
    assert codes == [code]
    assert SYSTEMS[code].severity == "question"


def test_data_of_another_region_are_asked_about_but_kept_in_their_system() -> None:
    found, codes = look(texts.UTM_32, ELSEWHERE)
    assert places(found) == [(25832, False, "declared")]
    assert found[0].share_inside == 0.0
    assert len(found[0].preview) == 3
    assert codes == ["IMP-215"]


def test_a_layer_that_reaches_far_beyond_the_city_keeps_its_system() -> None:
    found, codes = look(texts.UTM_32, np.vstack([HERE[:1], *[ELSEWHERE] * 30]))
    assert places(found) == [(25832, False, "declared")]
    assert codes == ["IMP-201"]


def test_a_system_without_a_way_here_is_told_and_the_numbers_are_asked() -> None:
    found, codes = look("EPSG:2036", HERE)
    assert places(found) == [(25832, False, "coordinates")]
    assert codes == ["IMP-222", "IMP-224"]


def test_without_coordinates_nothing_is_asked() -> None:
    assert look(None, NOTHING) == ((), [])
    assert look(texts.LOCAL, NOTHING) == ((), ["IMP-221"])
    found, codes = look(texts.UTM_32, np.array([[np.nan, np.inf]]))
    assert (places(found), codes) == ([(25832, False, "declared")], ["IMP-201"])
    assert found[0].preview == ()


def test_a_preview_holds_at_most_two_hundred_points_of_the_whole_sample() -> None:
    many = np.linspace(HERE[0], HERE[2], 1_999)
    (found,), _ = look(texts.UTM_32, many)
    assert 180 <= len(found.preview) <= 200
    assert found.preview[-1][0] - found.preview[0][0] > 0.17


@pytest.mark.parametrize(
    ("grid", "code", "words"),
    [
        ("BETA2007.gsb", "IMP-206", "halben Meter"),
        ("nl_nsgi_rdtrans2018.tif", "IMP-208", "nl_nsgi_rdtrans2018.tif"),
    ],
)
def test_a_missing_grid_is_told(
    monkeypatch: pytest.MonkeyPatch, grid: str, code: str, words: str
) -> None:
    way = replace(operation(GAUSS_KRUEGER_2, STORAGE_CRS), grid_missing=True, grid=grid)
    monkeypatch.setattr(crs, "operation", lambda *_: way)
    _, messages = candidates(
        declared=texts.ESRI_ZONE_2, format="shapefile", sample=written_in(31466)
    )
    assert messages[-1].code == code
    assert words in words_of(messages[-1])


def test_a_tiny_share_is_not_told_as_none() -> None:
    _, messages = candidates(
        declared=texts.TOWGS84_ZONE_2,
        format="shapefile",
        sample=written_in(31466, np.vstack([HERE[:1], *[ELSEWHERE] * 100])),
    )
    assert messages[0].facts["share"] == 1


def test_a_foreign_text_is_quoted_short_and_harmless() -> None:
    _, messages = candidates(declared="\x1b[31mPlan\x00" * 99, format="dxf", sample=DRAWING)
    quoted = messages[0].facts["name"]
    assert quoted.startswith("[31mPlan")
    assert quoted.isprintable()
    assert len(quoted) <= 60
