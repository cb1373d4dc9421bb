"""The registry: which layers that staff brought in there are to see, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import shapely
from sqlalchemy import Connection

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.imported_looks import Look
from services.database.revisions import Revision, revisions
from services.districts.store import Districts
from services.layers.exports.store import Source
from services.layers.features import Features
from services.layers.imported import (
    DistrictStatistic,
    Field,
    ImportedLayer,
    LayerVersion,
)
from services.layers.model import Bounds, LayerNotFoundError
from services.layers.store import ImportedLayers
from services.web.caching import Memo

_REMEMBERED: Final = 64
_AROUND_M: Final = 1.0
NOTHING: Final = DistrictStatistic(0, 0.0, 0.0)


@dataclass(frozen=True)
class Shown:
    """A layer with the version that is shown, for staff or for everybody.

    ``shapes`` names the kinds of its geometries as shapely does (``MultiPolygon`` …).
    """

    layer: ImportedLayer
    version: LayerVersion
    shapes: frozenset[str]
    for_staff: bool

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns that may be shown: personal ones to staff only."""
        return tuple(one for one in self.version.fields if self.for_staff or not one.personal)

    @property
    def look(self) -> Look:
        """How it is drawn; for everybody without what only personal columns would tell."""
        look = self.layer.look
        if look.field is not None and self.value_field is None:
            look = replace(look, kind="simple", field=None, classes=())
        return look if self.label_field is not None else replace(look, label_field=None)

    @property
    def label_field(self) -> Field | None:
        """The column whose text names a feature, if it may be shown."""
        return self._field(self.layer.look.label_field)

    @property
    def value_field(self) -> Field | None:
        """The column that decides about colors, if it may be shown."""
        return self._field(self.layer.look.field)

    @property
    def path(self) -> str:
        """The address of its page, without language prefix."""
        return f"/verwaltung/ebenen/{self.layer.id}" if self.for_staff else self.public_path

    @property
    def public_path(self) -> str:
        """The address of the page that everybody sees."""
        return f"/ebenen/{self.layer.id}"

    @property
    def degrees(self) -> Bounds | None:
        """Its box: west, south, east, north in degrees; None where nothing has a place."""
        if self.version.bounds is None:
            return None
        # A single point has no width, and no map asks for tiles of an empty box.
        box = shapely.buffer(shapely.box(*self.version.bounds), _AROUND_M)
        west, south, east, north = reproject(box, source=STORAGE_CRS, target=LON_LAT).bounds
        return (west, south, east, north)

    def features(self, connection: Connection, on: date) -> Features:
        """Return its features, with shares of the districts in force on a day."""
        return Features(connection, self.version, self.valid_from(connection, on))

    def valid_from(self, connection: Connection, on: date) -> date:
        """Return since when the boundaries in force on a day hold."""
        return Districts(connection).version_in_force(on).valid_from

    def statistics(self, connection: Connection, on: date) -> Mapping[str, DistrictStatistic]:
        """Return what lies in each of the districts in force, ``outside`` of them, in ``total``.

        Empty for boundaries under which the layer was never counted.
        """
        return self.version.statistics.get(self.valid_from(connection, on).isoformat(), {})

    def _field(self, field_id: str | None) -> Field | None:
        return next((one for one in self.fields if one.id == field_id), None)


@dataclass(frozen=True)
class Registry:
    """Finds layers to show. Remembers versions by revision, so nothing goes stale."""

    _versions: Memo[tuple[LayerVersion, frozenset[str]]] = field(
        default_factory=lambda: Memo(_REMEMBERED)
    )

    def get(self, connection: Connection, layer_id: str, *, for_staff: bool) -> Shown:
        """Return a layer as it is shown or raise ``LayerNotFoundError``; so for one of staff."""
        layer = ImportedLayers(connection).find(layer_id)
        if (
            layer is None
            or layer.current_version is None
            or not (for_staff or layer.visibility == "public")
        ):
            raise LayerNotFoundError(layer_id=layer_id)
        return self._shown(
            connection, layer, revision=_revision(connection, layer), staff=for_staff
        )

    def list(self, connection: Connection, *, for_staff: bool) -> tuple[Shown, ...]:
        """Return all layers as they are shown, by group and title."""
        layers = ImportedLayers(connection).list(public_only=not for_staff, shown_only=True)
        if not layers:
            return ()
        known = revisions(connection)
        return tuple(
            self._shown(connection, one, revision=_number(known, one), staff=for_staff)
            for one in layers
        )

    def _shown(
        self, connection: Connection, layer: ImportedLayer, *, revision: int, staff: bool
    ) -> Shown:
        number = layer.current_version
        if number is None:
            raise LayerNotFoundError(layer_id=layer.id)

        def read() -> tuple[LayerVersion, frozenset[str]]:
            version = ImportedLayers(connection).get_version(layer, number)
            return version, Source(connection, layer.number, number).kinds()

        version, shapes = self._versions.get((layer.id, layer.number, number, revision), read)
        return Shown(layer, version, shapes, staff)


def _revision(connection: Connection, layer: ImportedLayer) -> int:
    return _number(revisions(connection), layer)


def _number(known: Mapping[str, Revision], layer: ImportedLayer) -> int:
    found = known.get(layer.revision_id)
    return 0 if found is None else found.number
