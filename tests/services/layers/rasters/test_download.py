"""Rasters taken home: the file, parts of it, and licence and passport beside."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
import rasterio

from tests.services.imports.rasters.made import SLOPE
from tests.services.layers.rasters.test_routes import Town, town

__all__ = ["town"]


def test_the_file_is_a_geotiff_with_the_values_that_came(town: Town) -> None:
    found = town.visitor.get(f"/ebenen/{town.public}/daten.tif")

    assert found.headers["content-type"].startswith("image/tiff")
    assert f'filename="{town.public}-v1-3857.tif"' in found.headers["content-disposition"]
    with rasterio.MemoryFile(BytesIO(found.content)) as memory, memory.open() as file:
        values = file.read(1, masked=True).compressed()
        assert file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
    assert set(np.unique(values)) == set(np.unique(SLOPE))


def test_headers_are_those_of_other_downloads(town: Town) -> None:
    found = town.visitor.get(f"/ebenen/{town.public}/daten.tif")

    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["link"] == '<https://www.govdata.de/dl-de/zero-2-0>; rel="license"'
    assert found.headers["cache-control"] == "no-cache"


def test_a_program_may_ask_for_a_part_and_for_nothing_new(town: Town) -> None:
    path = f"/ebenen/{town.public}/daten.tif"
    whole = town.visitor.get(path)

    part = town.visitor.get(path, headers={"Range": "bytes=100-199"})
    again = town.visitor.get(path, headers={"If-None-Match": whole.headers["etag"]})

    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert (again.status_code, again.content) == (304, b"")


def test_licence_passport_and_classes_stand_beside(town: Town) -> None:
    found = town.visitor.get(f"/ebenen/{town.classes}/daten.tif.txt")

    assert found.headers["content-type"] == "text/plain; charset=utf-8"
    for line in ("Quelle / source: Stadt Herten", "Zellen / cells: 600", "Klasse / class 7: 7"):
        assert f"{line}\r\n" in found.text
    assert "dl-de/zero-2-0" in found.text
    assert "hitze.tif" not in found.text


@pytest.mark.parametrize("name", ["daten.tif", "daten.tif.txt"])
def test_a_raster_for_staff_is_nothing_to_visitors(town: Town, name: str) -> None:
    assert town.visitor.get(f"/ebenen/{town.staff}/{name}").status_code == 404


@pytest.mark.parametrize("name", ["daten.tif", "daten.tif.txt"])
def test_staff_get_it_and_nobody_keeps_it(town: Town, name: str) -> None:
    found = town.planner.get(f"/verwaltung/ebenen/{town.staff}/{name}")

    assert (found.status_code, found.headers["cache-control"]) == (200, "no-store")


def test_the_catalogue_names_the_file(town: Town) -> None:
    listed = town.visitor.get("/api/layers").json()["layers"]

    (one,) = (each for each in listed if each["id"] == town.public)
    assert f"/ebenen/{town.public}/daten.tif" in str(one)


def test_the_page_links_to_both(town: Town) -> None:
    page = town.visitor.get(f"/ebenen/{town.public}").text

    assert f'href="/ebenen/{town.public}/daten.tif"' in page
    assert f'href="/ebenen/{town.public}/daten.tif.txt"' in page
