"""Texts about reference systems: every dialect met in the wild, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from geo.prj import describe
from tests.geo import prj_texts as texts

NAMED = {
    "Esri's name of zone 2": (texts.ESRI_ZONE_2, 31466),
    "Esri's other name of zone 2": (texts.GERMANY_ZONE_2, 31466),
    "no name, but a datum": (texts.NAMELESS_ZONE_2, 31466),
    "UTM 32": (texts.UTM_32, 25832),
    "UTM 33": (texts.UTM_33, 25833),
    "UTM 32 with a shift of nothing": (texts.UTM_32_NO_SHIFT, 25832),
    "UTM 32 with heights": (texts.UTM_32_WITH_HEIGHTS, 25832),
    "zone before the easting": (texts.UTM_32_PREFIXED, 4647),
    "self-named, axes left open": (texts.UTM_32_EIGHT_DIGITS, 4647),
    "Web Mercator": (texts.WEB_MERCATOR, 3857),
    "equal area": (texts.LAEA, 3035),
    "DHDN in degrees": (texts.DHDN, 4314),
    "ETRS89 in degrees": (texts.ETRS89, 4258),
    "WGS 84 in degrees": (texts.WGS84, 4326),
    "AdV's name of UTM": ("urn:adv:crs:ETRS89_UTM32", 25832),
    "AdV's name of zone 2": ("urn:adv:crs:DE_DHDN_3GK2", 31466),
    "AdV's name of zone 2 in the state": ("urn:adv:crs:DE_DHDN_3GK2_NW101", 31466),
    "AdV's name of zone 3": ("urn:adv:crs:DE_DHDN_3GK3", 31467),
    "OGC's URN": ("urn:ogc:def:crs:EPSG::25832", 25832),
    "OGC's URL": ("http://www.opengis.net/def/crs/EPSG/0/25832", 25832),
    "URL of GML 2": ("http://www.opengis.net/gml/srs/epsg.xml#25832", 25832),
    "longitude first": ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
    "code of old map programs": ("EPSG:900913", 3857),
    "byte order mark and blanks": (f"\ufeff {texts.UTM_32}\r\n", 25832),
}


@pytest.mark.parametrize(("text", "epsg"), NAMED.values(), ids=NAMED.keys())
def test_a_named_system_is_found_in_every_dialect(text: str, epsg: int) -> None:
    described = describe(text)
    assert (described.epsg, described.how, described.notice) == (epsg, "code", None)
    assert not described.ignores_towgs84
    assert described.name == CRS.from_epsg(epsg).name


@pytest.mark.parametrize("epsg", [4647, 5652, 5676, 5677, 5678, 31466, 31467, 25832, 3035, 3857])
@pytest.mark.parametrize("dialect", ["WKT1_ESRI", "WKT2_2019"])
def test_twins_that_differ_in_axis_order_keep_their_names(epsg: int, dialect: str) -> None:
    assert describe(CRS.from_epsg(epsg).to_wkt(dialect)).epsg == epsg


def test_a_text_without_axis_order_means_east_first() -> None:
    assert describe(CRS.from_epsg(5652).to_wkt("WKT1_GDAL")).epsg == 4647
    assert describe(CRS.from_epsg(31466).to_wkt("WKT1_GDAL")).epsg == 31466


@pytest.mark.parametrize("text", [texts.TOWGS84_ZONE_2, texts.PROJ_ZONE_2], ids=["WKT", "PROJ"])
def test_shift_parameters_give_way_to_the_registry(text: str) -> None:
    described = describe(text)
    assert (described.epsg, described.how) == (31466, "parameters")
    assert described.ignores_towgs84
    assert described.notice is None


@pytest.mark.parametrize(
    ("text", "epsg"),
    [
        (texts.GRASS_ZONE_2, 31466),
        (texts.BESSEL_WITHOUT_DATUM, 4314),
        (texts.UTM_32.replace("D_ETRS_1989", "unknown").replace("ETRS_1989", ""), 25832),
        (texts.UTM_32_PREFIXED.replace("D_ETRS_1989", "unknown"), 4647),
        ("+proj=utm +zone=32 +ellps=GRS80 +units=m", 25832),
    ],
)
def test_a_missing_datum_is_taken_from_the_ellipsoid_and_told(text: str, epsg: int) -> None:
    described = describe(text)
    assert (described.epsg, described.how) == (epsg, "parameters")
    assert described.notice == "datum_unknown"


def test_utm_on_wgs84_becomes_the_official_system_and_tells() -> None:
    described = describe(texts.UTM_32_WGS84)
    assert (described.epsg, described.how) == (25832, "code")
    assert described.notice == "wgs84_as_etrs89"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", ""),
        (" \r\n", ""),
        ("Gauß-Krüger, Streifen 2", ""),
        ("PROJCS[", ""),
        ('PROJCS["' * 5_000, ""),
        (texts.LOCAL, "Bauplan"),
        (CRS.from_epsg(4978).to_wkt(), "WGS 84"),
        (CRS.from_epsg(5783).to_wkt(), "DHHN92 height"),
        (texts.UTM_32_KILOMETRES, "UTM in Kilometern"),
        (texts.zone_2("", texts.BESSEL_WITHOUT_DATUM).replace("Easting", "Northing"), ""),
    ],
    ids=[
        "empty",
        "blank",
        "prose",
        "cut off",
        "endless",
        "drawing",
        "from the earth's centre",
        "heights only",
        "kilometres",
        "other parameters",
    ],
)
def test_what_fixes_no_place_stays_unknown(text: str, name: str) -> None:
    described = describe(text)
    assert (described.epsg, described.how) == (None, "unknown")
    assert described.name == name


@given(st.text() | st.text(alphabet='PROJCSGE[]",0.9:+= \x00'))
def test_no_text_breaks_it(text: str) -> None:
    assert describe(text).how in {"code", "parameters", "unknown"}
