"""District sheets: one file that needs nothing but itself."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from shapely.geometry import LineString, Point

from maps.legend import BOUNDARY_NOTES
from maps.sheet_content import SHEET_TEXTS
from maps.sheets import (
    DistrictSheet,
    SheetFact,
    SheetLink,
    SheetNeighbour,
    SheetProject,
    district_sheet,
)
from tests.maps.nine import NINE
from tests.maps.page import Page

HOSTILE = (
    "</script><script>alert(1)</script><!-- `${alert(2)}` \\ \" ' <img src=x onerror=alert(3)>"
)
LEAFLET_JS = """/* https://leafletjs.com */
var L = { link: '<a href="https://leafletjs.com">', svg: "http://www.w3.org/2000/svg" };
//# sourceMappingURL=leaflet.js.map"""
LEAFLET_CSS = ".leaflet-container { color: #333333; } .a { background: url(images/layers.png); }"
LEAFLET = Path(__file__).parents[2] / "maps/client/node_modules/leaflet/dist"

SHEET = DistrictSheet(
    lang="de",
    identity=NINE[0],
    geometry=shapely.box(7.05, 51.60, 7.10, 51.63),
    summary="Felder, Höfe und eine Siedlung.",
    made_on="2. März 2027",
    credit="Daten: Werkbank Herten",
    boundary_note=BOUNDARY_NOTES["generalised"],
    facts=[
        SheetFact("Fläche", "4,0 km²", sources=[SheetLink("Stadt", "https://herten.example/a")]),
        SheetFact("Einwohner", None, note="nicht veröffentlicht"),
    ],
    projects=[
        SheetProject("Platz", "planned", "Freiraum", "2026–2027", Point(7.07, 51.61)),
        SheetProject(
            "Trasse", "under_way", "Mobilität", "2025", LineString([(7.0, 51.6), (7.3, 51.63)])
        ),
        SheetProject("Quartier", "idea", "Wohnen", "offen", shapely.box(7.06, 51.61, 7.07, 51.62)),
        SheetProject("Beratung", "done", "Klima", "2024"),
    ],
    neighbours=[SheetNeighbour(NINE[1], shapely.box(7.10, 51.59, 7.15, 51.63))],
)


def rendered(sheet: DistrictSheet = SHEET) -> str:
    return district_sheet(sheet, leaflet_js=LEAFLET_JS, leaflet_css=LEAFLET_CSS)


def test_nothing_is_fetched_from_anywhere() -> None:
    page = Page(rendered())

    assert page.fetched == []
    assert {tag for tag, _ in page.elements} & {"link", "iframe", "object", "img"} == set()


def test_addresses_in_scripts_are_namespaces_and_links() -> None:
    scripts = " ".join(Page(rendered()).texts["script"])

    assert set(re.findall(r"https?://[^\"'\s)]+", scripts)) == {
        "http://www.w3.org/2000/svg",
        "https://leafletjs.com",
    }
    assert "sourceMappingURL" not in scripts


def test_the_page_forbids_itself_to_ask_anybody() -> None:
    policies = [
        attrs["content"]
        for tag, attrs in Page(rendered()).elements
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policies
    assert "default-src 'none'" in str(policies[0])


def test_leaflet_is_inside() -> None:
    page = Page(rendered())

    assert any(text.startswith("/* https://leafletjs.com */") for text in page.texts["script"])
    assert any(".leaflet-container" in text for text in page.texts["style"])


def test_there_is_no_base_map() -> None:
    assert "tileLayer" not in rendered()


def test_the_map_holds_the_district() -> None:
    script = " ".join(Page(rendered()).texts["script"])

    for corner in shapely.get_coordinates(SHEET.geometry).tolist():
        assert f"[{corner[0]}, {corner[1]}]" in script
    assert NINE[0].colour in script


def test_every_project_has_its_row() -> None:
    visible = Page(rendered()).visible

    for project in SHEET.projects:
        assert project.name in visible
        assert project.theme in visible
        assert project.period in visible
    assert "In Umsetzung" in visible


def test_projects_with_a_place_are_numbered_on_the_map_as_in_the_list() -> None:
    pins = re.findall(r"aria-hidden=\\\\?\"true\\\\?\"\\u003e(\d+)", rendered())

    assert pins == ["1", "2", "3"]


def test_a_project_without_a_place_says_so() -> None:
    assert rendered().count("ohne Ort auf der Karte") == 1


def test_a_project_across_the_border_is_marked_within_the_district() -> None:
    marker = re.search(r"var marker_pin2 = L.marker\(\s*\[([\d.]+), ([\d.]+)\]", rendered())

    assert marker is not None
    assert SHEET.geometry.covers(Point(float(marker[2]), float(marker[1])))


def test_facts_are_shown_with_their_source() -> None:
    page = Page(rendered())

    assert "4,0 km²" in page.visible
    assert ("a", {"href": "https://herten.example/a", "rel": "noreferrer"}) in page.elements


def test_a_missing_fact_is_shown_as_missing_with_its_reason() -> None:
    visible = Page(rendered()).visible

    assert "keine Angabe" in visible
    assert "nicht veröffentlicht" in visible


def test_boundaries_are_said_to_be_generalized() -> None:
    assert "Grenzen generalisiert, nicht amtlich" in Page(rendered()).visible


def test_a_district_without_facts_and_projects_says_so() -> None:
    visible = Page(rendered(replace(SHEET, facts=[], projects=[]))).visible

    assert SHEET_TEXTS["de"]["no_facts"] in visible
    assert SHEET_TEXTS["de"]["no_projects"] in visible


def test_the_sheet_speaks_english() -> None:
    page = Page(rendered(replace(SHEET, lang="en")))

    assert ("html", {"lang": "en"}) in page.elements
    assert "Boundaries generalised, not official" in page.visible
    assert "Under way" in page.visible
    assert "keine Angabe" not in page.visible


def test_both_languages_have_the_same_texts() -> None:
    assert SHEET_TEXTS["de"].keys() == SHEET_TEXTS["en"].keys()


def test_the_same_sheet_gives_the_same_document() -> None:
    assert rendered() == rendered()


def test_hostile_text_stays_text() -> None:
    hostile_identity = replace(NINE[0], name=HOSTILE)
    sheet = replace(
        SHEET,
        identity=hostile_identity,
        summary=HOSTILE,
        credit=HOSTILE,
        made_on=HOSTILE,
        facts=[SheetFact(HOSTILE, HOSTILE, HOSTILE, [SheetLink(HOSTILE, "https://a.example")])],
        projects=[SheetProject(HOSTILE, "idea", HOSTILE, HOSTILE, Point(7.07, 51.61), HOSTILE)],
        neighbours=[replace(SHEET.neighbours[0], identity=hostile_identity)],
    )

    honest, attacked = (
        Page(rendered(replace(SHEET, projects=SHEET.projects[:1]))),
        Page(rendered(sheet)),
    )

    scripts = [tag for tag, _ in attacked.elements].count("script")
    assert scripts == [tag for tag, _ in honest.elements].count("script")
    assert "img" not in {tag for tag, _ in attacked.elements}
    assert "${alert" not in " ".join(attacked.texts["script"])
    assert attacked.visible.count("onerror=alert(3)") == 12


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_an_address_no_browser_should_follow_is_text(url: str) -> None:
    fact = SheetFact("Fläche", "4", sources=[SheetLink("Quelle im Text", url)])

    page = Page(rendered(replace(SHEET, facts=[fact])))

    assert "Quelle im Text" in page.visible
    assert [attrs for tag, attrs in page.elements if tag == "a"] == []


def test_a_script_that_would_end_its_element_early_does_not() -> None:
    page = Page(
        district_sheet(SHEET, leaflet_js="var a = '</SCRIPT><b>';", leaflet_css="a{} </style><i>")
    )

    assert {tag for tag, _ in page.elements} & {"b", "i"} == set()


@pytest.mark.skipif(not LEAFLET.exists(), reason="Leaflet is not installed: run make first")
def test_nothing_is_fetched_with_the_real_leaflet() -> None:
    html = district_sheet(
        SHEET,
        leaflet_js=(LEAFLET / "leaflet.js").read_text(encoding="utf-8"),
        leaflet_css=(LEAFLET / "leaflet.css").read_text(encoding="utf-8"),
    )

    assert Page(html).fetched == []
    assert "leaflet.js.map" not in html
