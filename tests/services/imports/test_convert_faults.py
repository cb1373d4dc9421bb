"""What becomes of shapes with faults: repaired where a person agreed, refused where not."""

from __future__ import annotations

import base64
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

from services.imports.choices import proposed, questions
from services.imports.model import ImportRefusedError
from tests.services.imports.conversion import Done, done, finished, looked_at
from tests.zoo import build_documents as documents
from tests.zoo.build_shapefile import (
    EAST,
    NORTH,
    Shape,
    point,
    polygon,
    record,
    shapefile,
    square,
    squares,
)

LARGE = polygon(square(EAST + 200, NORTH, 400))
TWISTED = polygon(
    (
        (EAST, NORTH),
        (EAST + 10, NORTH + 10),
        (EAST + 10, NORTH),
        (EAST, NORTH + 10),
        (EAST, NORTH),
    )
)
FLAT = polygon(((EAST, NORTH), (EAST + 10, NORTH + 10), (EAST, NORTH)))


def refusal(folder: Path, shapes: tuple[Shape, ...], **decided: object) -> ImportRefusedError:
    with pytest.raises(ImportRefusedError) as refused:
        done(folder, shapefile(shapes), **decided)
    return refused.value


def test_a_repaired_shape_keeps_what_stood_in_the_file(tmp_path: Path) -> None:
    result = done(tmp_path, shapefile((TWISTED, LARGE)))

    assert isinstance(result.shapes[0], shapely.MultiPolygon)
    assert result.shapes[0].area == pytest.approx(50)
    original = shapely.from_wkb(base64.b64decode(result.lines[0]["o"]))
    assert shapely.get_coordinates(original).tolist() == [list(xy) for xy in TWISTED.vertices]
    assert result.lines[1]["o"] is None
    assert result.converted.passport.repaired == 1


def test_a_shape_that_needs_repair_is_refused_without_it(tmp_path: Path) -> None:
    refused = refusal(tmp_path, (TWISTED, LARGE), repair=False)

    assert (refused.code, refused.facts) == ("IMP-350", {"count": 1})


def test_repair_that_changes_much_needs_consent(tmp_path: Path) -> None:
    assert refusal(tmp_path, (TWISTED, *squares(count=1))).code == "IMP-351"


def test_repair_that_changes_much_is_done_with_consent(tmp_path: Path) -> None:
    parts = shapefile((TWISTED, *squares(count=1)))

    result = done(tmp_path, parts, accept_area_change=True)

    assert result.converted.passport.area_change_share == pytest.approx(50 / 1_650)


def test_a_shape_of_which_nothing_is_left_stays_in_the_list(tmp_path: Path) -> None:
    result = done(tmp_path, shapefile((FLAT, LARGE)))

    assert result.shapes[0] is None
    assert result.lines[0]["b"] is None
    assert result.converted.passport.without_geometry == 1
    assert result.converted.feature_count == 2


def test_collections_keep_their_parts_of_the_highest_kind(tmp_path: Path) -> None:
    at = documents.place(4326)
    collection = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": list(at)},
            {"type": "Polygon", "coordinates": [documents.ring()]},
        ],
    }
    content = documents.geojson(features=[documents.feature(collection, name="a")])

    result = done(tmp_path, {"geojson": content})

    assert isinstance(result.shapes[0], shapely.Polygon)
    assert result.codes == ["IMP-353"]
    assert result.lines[0]["o"] is not None


def _with_infinite(count: int, of: int) -> dict[str, bytes]:
    good = [point(EAST + 10 * n, NORTH) for n in range(of - count)]
    return shapefile((*good, *[point(1e300, NORTH)] * count))


def test_single_points_without_a_place_stay_in_the_list(tmp_path: Path) -> None:
    result = done(tmp_path, _with_infinite(1, 10), epsg=25833)

    assert result.shapes[-1] is None
    assert result.codes == ["IMP-234"]


def test_many_points_without_a_place_refuse_the_layer(tmp_path: Path) -> None:
    found = looked_at(tmp_path, _with_infinite(3, 10))

    with pytest.raises(ImportRefusedError) as refused:
        finished(tmp_path, found, replace(proposed(found), epsg=25833))

    assert refused.value.code == "IMP-233"


def _damaged(how: str) -> dict[str, bytes]:
    """Return a shapefile of three squares; the second one's record states what is not there."""
    parts = shapefile(squares(count=3))
    start = 100 + (8 + len(record(squares(count=1)[0]))) + 8
    content = bytearray(parts["shp"])
    at, value = {"points": (40, 9_000), "parts": (36, 700), "start": (44, 77)}[how]
    struct.pack_into("<I", content, start + at, value)
    return {**parts, "shp": bytes(content)}


@pytest.mark.parametrize("how", ["points", "parts", "start"])
def test_a_damaged_shape_is_asked_about_and_does_not_hide_the_others(
    tmp_path: Path, how: str
) -> None:
    found = looked_at(tmp_path, _damaged(how))

    assert "IMP-107" in questions(found)
    assert found.feature_count == 3


def test_a_damaged_shape_is_left_out_on_request(tmp_path: Path) -> None:
    result: Done = done(tmp_path, _damaged("start"), skip_damaged=True)

    assert [shape is None for shape in result.shapes] == [False, True, False]
    assert result.values("nr") == [1, 2, 3]


def test_a_damaged_shape_refuses_the_layer_unasked(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        done(tmp_path, _damaged("points"))

    assert (refused.value.code, refused.value.facts["first"]) == ("IMP-354", 2)
