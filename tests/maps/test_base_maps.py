"""Base maps an operator can switch on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from maps.base_maps import BASE_MAPS, BaseMap

every_base_map = pytest.mark.parametrize("base_map", BASE_MAPS.values(), ids=BASE_MAPS.keys())


def test_base_maps_are_found_by_their_id() -> None:
    assert {key: base_map.id for key, base_map in BASE_MAPS.items()} == {
        "basemap_de": "basemap_de",
        "rvr": "rvr",
        "nrw": "nrw",
    }


@every_base_map
def test_the_browser_may_ask_the_host_of_the_address(base_map: BaseMap) -> None:
    address = urlsplit(base_map.url)

    assert f"{address.scheme}://{address.netloc}" in base_map.hosts
    assert address.scheme == "https"


@every_base_map
def test_every_base_map_has_titles_and_a_credit(base_map: BaseMap) -> None:
    assert base_map.title["de"]
    assert base_map.title["en"]
    assert "{" not in base_map.dated(2026).attribution
    assert base_map.attribution


@pytest.mark.parametrize(("base_map_id", "layer"), [("rvr", "spw2_light"), ("nrw", "nw_dtk_col")])
def test_a_map_service_is_asked_for_a_picture_of_the_tile(base_map_id: str, layer: str) -> None:
    query = parse_qs(urlsplit(BASE_MAPS[base_map_id].url).query)

    assert query["layers"] == [layer]
    assert query["crs"] == ["EPSG:3857"]
    assert query["bbox"] == ["{bbox-epsg-3857}"]


def test_the_credit_carries_the_year_it_is_shown_in() -> None:
    dated = BASE_MAPS["basemap_de"].dated(2031)

    assert dated.attribution.startswith("© 2031 basemap.de / BKG")
