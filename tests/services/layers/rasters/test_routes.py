"""Pictures, values and numbers of rasters, to everybody and to staff."""

from __future__ import annotations

import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import rasterio
from fastapi import FastAPI
from rasterio.errors import NotGeoreferencedWarning
from shapely import Point
from starlette.testclient import TestClient

from geo import crs
from services.app import create_app
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.imports.rasters.made import NORTH, SLOPE, WEST
from tests.services.layers.rasters.shown import loaded
from tests.services.staff import signed_in

INSIDE = "15/17033/10891"
SPOT = "lon=7.1428&lat=51.5965"


@dataclass
class Town:
    """An app over Herten with a public raster and one for staff."""

    app: FastAPI
    public: str
    staff: str
    classes: str
    named: str

    @property
    def visitor(self) -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False)

    @property
    def planner(self) -> TestClient:
        return signed_in(self.app, "planner")


@pytest.fixture(scope="module")
def town(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    engine = databases.herten("sqlite")
    folder = tmp_path_factory.mktemp("rasters")
    public, _ = loaded(engine, folder)
    staff, _ = loaded(engine, folder, visibility="staff")
    numbers = np.repeat(np.array([[1] * 15 + [7] * 15], np.uint8), 20, axis=0)
    classes, _ = loaded(engine, folder, numbers, palette={1: (255, 0, 0), 7: (0, 0, 255)})
    named, _ = loaded(engine, folder, numbers, palette={1: (255, 0, 0), 7: (0, 0, 255)})
    url = engine.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, layer_dir=folder / "layers")
    app = create_app(settings, clock=lambda: NOW)
    yield Town(app, public, staff, classes, named)
    app.state.engine.dispose()


def tile_at(east: float, north: float, zoom: int) -> tuple[str, int, int]:
    """Return the address of the tile at a place, and the pixel in it."""
    spot = crs.reproject(Point(east, north), source=crs.STORAGE_CRS, target=crs.WEB_MERCATOR)
    half = np.pi * 6_378_137
    across, down = ((one / half + 1) / 2 * 2**zoom for one in (spot.x, -spot.y))
    pixel = [int(one % 1 * 256) for one in (across, down)]
    return f"{zoom}/{int(across)}/{int(down)}", pixel[0], pixel[1]


def pixels(content: bytes) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # a picture has no place
        with rasterio.MemoryFile(BytesIO(content)) as memory, memory.open(driver="WEBP") as file:
            found: np.ndarray = file.read()
    return found


def test_a_picture_shows_the_colour_of_the_class(town: Town) -> None:
    for column, colour in ((3, [255, 0, 0]), (26, [0, 0, 255])):
        address, x, y = tile_at(WEST + 100 * column + 50, NORTH - 950, 14)

        found = town.visitor.get(f"/tiles/{town.classes}/{address}.webp")

        assert found.headers["content-type"] == "image/webp"
        assert pixels(found.content)[:3, y, x].tolist() == colour


def test_a_picture_beside_the_raster_is_transparent(town: Town) -> None:
    found = town.visitor.get(f"/tiles/{town.public}/14/0/0.webp")

    assert found.status_code == 200
    assert not pixels(found.content)[3].any()


def test_a_picture_is_not_sent_twice(town: Town) -> None:
    address, _, _ = tile_at(WEST + 1_500, NORTH - 950, 14)
    first = town.visitor.get(f"/tiles/{town.public}/{address}.webp")

    again = town.visitor.get(
        f"/tiles/{town.public}/{address}.webp", headers={"If-None-Match": first.headers["etag"]}
    )

    assert again.status_code == 304


def test_a_bad_address_of_a_picture_is_none(town: Town) -> None:
    assert town.visitor.get(f"/tiles/{town.public}/3/8/0.webp").status_code == 404


def test_a_spot_says_its_value(town: Town) -> None:
    spot = crs.reproject(
        Point(WEST + 1_250, NORTH - 750), source=crs.STORAGE_CRS, target=crs.LON_LAT
    )

    found = town.visitor.get(f"/api/layers/{town.public}/value?lon={spot.x}&lat={spot.y}").json()

    assert [one["value"] for one in found["bands"]] == [float(SLOPE[7, 12])]


def test_a_spot_without_a_value_says_null(town: Town) -> None:
    found = town.visitor.get(f"/api/layers/{town.public}/value?lon=9&lat=51").json()

    assert [one["value"] for one in found["bands"]] == [None]


def test_a_spot_names_its_class(town: Town) -> None:
    spot = crs.reproject(
        Point(WEST + 2_950, NORTH - 750), source=crs.STORAGE_CRS, target=crs.LON_LAT
    )

    found = town.visitor.get(f"/api/layers/{town.classes}/value?lon={spot.x}&lat={spot.y}").json()

    assert found["bands"][0]["class"] == "7"


def test_a_spot_off_the_earth_is_refused(town: Town) -> None:
    for query in ("lon=200&lat=51", "lon=7", "lon=7&lat=51&z=3", "lon=nan&lat=51"):
        found = town.visitor.get(f"/api/layers/{town.public}/value?{query}")

        assert found.status_code == 400


def test_numbers_name_all_nine_districts(town: Town) -> None:
    found = town.visitor.get(f"/api/layers/{town.public}/zones").json()

    assert len(found["districts"]) == 9
    assert {one["cells"] for one in found["districts"]} > {0.0}
    cells = sum(one["cells"] for one in found["districts"])
    assert cells == pytest.approx(found["total"]["cells"], rel=1e-5)


def test_classes_have_shares_by_district(town: Town) -> None:
    total = town.visitor.get(f"/api/layers/{town.classes}/zones").json()["total"]

    assert [one["class"] for one in total["shares"]] == [1, 7]
    assert sum(one["share"] for one in total["shares"]) == pytest.approx(1)


@pytest.mark.parametrize("path", ["/tiles/{}/14/0/0.webp", "/api/layers/{}/value?" + SPOT])
def test_a_raster_for_staff_is_nothing_to_visitors(town: Town, path: str) -> None:
    assert town.visitor.get(path.format(town.staff)).status_code == 404


@pytest.mark.parametrize("path", ["kacheln/14/0/0.webp", "wert?" + SPOT])
def test_staff_see_it_and_nobody_keeps_it(town: Town, path: str) -> None:
    found = town.planner.get(f"/verwaltung/ebenen/{town.staff}/{path}")

    assert (found.status_code, found.headers["cache-control"]) == (200, "no-store")


def test_without_its_file_a_raster_says_so(town: Town) -> None:
    lost: Path = town.app.state.settings.layer_dir
    away = lost.rename(lost.with_name("away"))
    try:
        found = town.planner.get(
            f"/verwaltung/ebenen/{town.staff}/kacheln/14/0/0.webp",
            headers={"Accept": "application/json"},
        )
    finally:
        away.rename(lost)

    assert (found.status_code, found.json()["type"]) == (503, "/probleme/raster-file-missing")


def test_the_map_has_the_raster_as_a_source(town: Town) -> None:
    style = town.visitor.get("/styles/werkbank.json").json()

    source = style["sources"][f"import-{town.public}"]
    assert source["type"] == "raster"
    assert source["tiles"] == [f"/tiles/{town.public}/{{z}}/{{x}}/{{y}}.webp"]


def test_the_app_at_rest_has_loaded_no_raster_library() -> None:
    asked = (
        "import sys, services.app; "
        "print([m for m in ('rasterio', 'rio_tiler', 'exactextract') if m in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


def _classes_of(page: str) -> dict[str, list[str]]:
    """Return what the form of a look would send of its classes."""
    return {
        name: re.findall(rf'name="{name}" value="([^"]*)"', page)
        for name in ("class_title", "class_colour", "made_for", "revision")
    }


def test_classes_get_names_and_colors_that_everybody_sees(town: Town) -> None:
    gis = signed_in(town.app, "gis")
    path = f"/verwaltung/ebenen/{town.named}"
    form = _classes_of(gis.get(f"{path}/bearbeiten").text)
    form["class_title"], form["class_colour"] = ["Wald", "Wasser"], ["#117733", "#0000ff"]
    form["revision"] = form["revision"][:1]

    answer = gis.post(f"{path}/aussehen", data=form)

    assert answer.status_code == 303
    page = town.visitor.get(f"/ebenen/{town.named}").text
    assert "Wald" in page
    assert "#117733" in page


def test_a_form_for_other_classes_changes_nothing(town: Town) -> None:
    gis = signed_in(town.app, "gis")
    path = f"/verwaltung/ebenen/{town.named}"
    form = _classes_of(gis.get(f"{path}/bearbeiten").text)
    sent = form | {"revision": form["revision"][:1], "class_title": ["Nur eine"]}

    answer = gis.post(f"{path}/aussehen", data=sent)

    assert answer.status_code == 422
    assert "passt nicht zu den Klassen" in answer.text
    assert "Nur eine" not in town.visitor.get(f"/ebenen/{town.named}").text
