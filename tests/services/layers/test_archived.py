"""Large layers: their tiles come out of an archive, and never say more than they may."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, all_tiles
from sqlalchemy import Engine
from starlette.testclient import TestClient

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.imported_looks import Look
from maps.tilejson import TILE_ZOOM_MAX
from services.app import create_app
from services.database.engine import writing
from services.layers import archived, tile_archive
from services.layers.archived import is_large
from services.layers.archiving import archived_meanwhile
from services.layers.imported import ImportedLayer, LayerDraft, Visibility
from services.layers.loading import apply_version, load_version
from services.layers.store import ImportedLayers
from services.layers.tile_archive import ZOOM_MIN
from services.settings import Settings
from tests.conftest import DIALECTS, NOW, Databases
from tests.services.layers.brought_in import (
    FEATURES,
    WEST,
    Brought,
    a_draft,
    add_layer,
    add_version,
    write_features,
)
from tests.services.layers.tiles import tile_at
from tests.services.staff import signed_in

TELLING = Look("categorised", field="owner", label_field="name")
"""A look by a column with personal data."""
ID = "bauflaechen"


def bring(engine: Engine, folder: Path, look: Look, visibility: Visibility) -> ImportedLayer:
    """Load a layer as the job does, with an archive."""
    with writing(engine) as connection:
        layer = add_layer(connection, look=look, visibility=visibility)
        version = add_version(connection, layer).version
    with archived_meanwhile(
        engine,
        layer_number=layer.number,
        version=version,
        folder=write_features(folder),
        layer_dir=folder,
        on=date(2026, 6, 1),
    ) as archiving:
        load_version(
            engine,
            layer_number=layer.number,
            version=version,
            folder=folder,
            progress=lambda _: None,
        )
        name = archiving.finish(lambda: None)
    with writing(engine) as connection:
        layers = ImportedLayers(connection)
        layers.set_version_state(layer.number, version, "complete", tile_file=name)
        return apply_version(connection, layers.get(layer.id), version, actor=None, now=NOW)


Served = Callable[..., TestClient]


@pytest.fixture(params=DIALECTS)
def served(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Served]:
    """The app over a layer that counts as a large one; ``staff=True`` signs somebody in."""
    monkeypatch.setattr(archived, "FEATURES_FROM", len(FEATURES))
    engine = databases.herten(request.param)
    engines = [engine]

    def serve(
        *, look: Look = TELLING, visibility: Visibility = "public", staff: bool = False
    ) -> TestClient:
        bring(engine, tmp_path, look, visibility)
        url = engine.url.render_as_string(hide_password=False)
        app = create_app(Settings(database_url=url, layer_dir=tmp_path), clock=lambda: NOW)
        engines.append(app.state.engine)
        return signed_in(app, "planner") if staff else TestClient(app)

    yield serve
    for one in engines:
        one.dispose()


def tile(client: TestClient, z: int, *, staff: bool = False) -> list[dict[str, Any]]:
    """Return what the tile around the western feature says of features."""
    middle = reproject(WEST.centroid, source=STORAGE_CRS, target=LON_LAT)
    x, y = tile_at(middle.x, middle.y, z)
    root = f"/verwaltung/ebenen/{ID}/kacheln" if staff else f"/tiles/{ID}"
    answer = client.get(f"{root}/{z}/{x}/{y}.mvt")
    assert answer.status_code == HTTPStatus.OK
    decoded = mapbox_vector_tile.decode(answer.content) if answer.content else {}
    return [one["properties"] for one in decoded.get("features", {"features": []})["features"]]


def archives(folder: Path) -> list[Path]:
    return list(folder.glob("*.pmtiles"))


def change(
    client: TestClient, *, draft: LayerDraft | None = None, look: Look | None = None
) -> None:
    """Change a layer as staff does."""
    with writing(client.app.state.engine) as connection:  # type: ignore[attr-defined]
        layers = ImportedLayers(connection)
        layer = layers.get(ID)
        layers.update(
            ID,
            expected_revision=layer.revision,
            draft=draft or a_draft(),
            look=look or layer.look,
            now=NOW,
        )


@pytest.mark.parametrize("z", [ZOOM_MIN, 12, TILE_ZOOM_MAX])
def test_tiles_of_a_large_layer_say_what_those_of_a_small_one_do(served: Served, z: int) -> None:
    client = served(look=Look("graduated", field="flats", label_field="name"))

    said = {one["n"]: one for one in tile(client, z)}

    assert said[0] == {"n": 0, "districts": "mitte", "label": "Am Ährenfeld", "value": 12}


def test_they_come_out_of_the_archive(served: Served, tmp_path: Path) -> None:
    client = served()
    (path,) = archives(tmp_path)
    path.unlink()

    assert tile(client, 12) == []
    assert tile(client, TILE_ZOOM_MAX) != []  # made on the fly


def test_the_archive_of_a_public_layer_holds_nothing_personal(
    served: Served, tmp_path: Path
) -> None:
    served()
    (path,) = archives(tmp_path)

    with path.open("rb") as file:
        bodies = [gzip.decompress(body) for _, body in all_tiles(MmapSource(file))]

    told = b"".join(bodies)
    assert bodies
    assert "Am Ährenfeld".encode() in told
    assert not any(word in told for word in (b"Klara", b"Otto"))


def test_staff_sees_a_personal_look_of_a_public_layer_from_near(served: Served) -> None:
    client = served(staff=True)

    assert [one["value"] for one in tile(client, TILE_ZOOM_MAX, staff=True) if not one["n"]] == [
        "Klara"
    ]
    assert tile(client, 12, staff=True) == []


def test_the_archive_of_a_staff_layer_is_for_staff(served: Served) -> None:
    client = served(visibility="staff", staff=True)

    assert client.get(f"/tiles/{ID}.pmtiles").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"/verwaltung/ebenen/{ID}/kacheln.pmtiles").content[:7] == b"PMTiles"
    assert [one["value"] for one in tile(client, 12, staff=True)] == ["Klara"]


def test_a_staff_layer_made_public_shows_nothing_personal(served: Served) -> None:
    client = served(visibility="staff")
    change(client, draft=a_draft(visibility="public"))

    assert client.get(f"/tiles/{ID}.pmtiles").status_code == HTTPStatus.NOT_FOUND
    assert tile(client, 12) == []
    near = tile(client, TILE_ZOOM_MAX)
    assert near
    assert all("value" not in one for one in near)


def test_another_look_is_seen_at_once(served: Served) -> None:
    client = served(look=Look(label_field="name"))
    change(client, look=Look("graduated", field="flats"))

    (first,) = [one for one in tile(client, TILE_ZOOM_MAX) if one["n"] == 0]

    assert first == {"n": 0, "districts": "mitte", "value": 12}


def test_a_map_asks_the_archive_for_ranges(served: Served) -> None:
    answer = served().get(f"/tiles/{ID}.pmtiles", headers={"Range": "bytes=0-6"})

    assert (answer.status_code, answer.content) == (HTTPStatus.PARTIAL_CONTENT, b"PMTiles")
    assert answer.headers["content-range"].startswith("bytes 0-6/")
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_map_is_told_from_which_zoom_on_there_are_tiles(served: Served) -> None:
    client = served()
    document = client.get(f"/tiles/{ID}.json").json()
    source = client.get("/styles/werkbank.json").json()["sources"][f"import-{ID}"]

    expected = (ZOOM_MIN, TILE_ZOOM_MAX)
    assert (document["minzoom"], document["maxzoom"]) == expected
    assert (source["minzoom"], source["maxzoom"]) == expected


def test_the_catalogue_names_the_archive(served: Served) -> None:
    layers = served().get("/api/layers").json()["layers"]
    (own,) = [one for one in layers if one["id"] == ID]

    assert [one["url"] for one in own["downloads"] if one["name"] == "PMTiles"] == [
        f"http://testserver/tiles/{ID}.pmtiles"
    ]


def test_a_small_layer_has_no_archive(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archived, "FEATURES_FROM", len(FEATURES) + 1)
    client = served()

    assert archives(tmp_path) == []
    assert client.get(f"/tiles/{ID}.json").json()["minzoom"] == 0
    assert client.get(f"/tiles/{ID}.pmtiles").status_code == HTTPStatus.NOT_FOUND


def test_where_no_archive_can_be_made_tiles_come_on_the_fly(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_archive, "_program", lambda: None)
    client = served()

    assert tile(client, TILE_ZOOM_MAX) != []
    assert client.get(f"/tiles/{ID}.json").json()["minzoom"] == TILE_ZOOM_MAX


@pytest.mark.parametrize(("vertices", "expected"), [(1_000, False), (140_000, True)])
def test_few_features_of_many_vertices_are_a_large_layer(
    tmp_path: Path, vertices: int, expected: bool
) -> None:
    angle = np.linspace(0, 2 * np.pi, vertices)
    disc = shapely.Polygon(np.column_stack((np.cos(angle), np.sin(angle))))

    assert is_large(write_features(tmp_path, [Brought(disc, {})]), 1) is expected


def test_an_archive_that_is_not_finished_leaves_nothing(
    databases: Databases, dialect: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archived, "FEATURES_FROM", 1)
    engine, folder = databases.herten(dialect), tmp_path / "layers"
    with writing(engine) as connection:
        layer = add_layer(connection)
        version = add_version(connection, layer).version

    with (
        pytest.raises(KeyboardInterrupt),
        archived_meanwhile(
            engine,
            layer_number=layer.number,
            version=version,
            folder=write_features(tmp_path),
            layer_dir=folder,
            on=date(2026, 6, 1),
        ),
    ):
        raise KeyboardInterrupt

    assert list(folder.iterdir()) == []
    engine.dispose()
