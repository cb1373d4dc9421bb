"""The SQL of where features lie: shapes to place, shares and statistics to keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select, update

from services.database.tables import boundary_version, imported_layer, layer_feature, layer_version
from services.layers.bulk import Rows, write_shares
from services.layers.imported import FIELDS, STATISTICS, Field, Statistics

_PORTION: Final = 5_000

Counted = tuple[int, int, tuple[Field, ...], Statistics]
"""Number of a layer, version, columns and statistics."""


class Shares:
    """Reads and writes inside the caller's transaction; never commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def came_in(self, valid_from: date) -> datetime:
        """Return when the boundaries were brought in that hold since a day."""
        came_in: datetime = self._connection.execute(
            select(boundary_version.c.imported_at).where(
                boundary_version.c.valid_from == valid_from
            )
        ).scalar_one()
        return came_in

    def versions(self, only: tuple[int, int] | None = None) -> tuple[Counted, ...]:
        """Return number, version, columns and statistics of all layers of features.

        Every complete version: an older one may be shown again. ``only`` names one of them by
        number of its layer and version.
        """
        asked = (
            select(layer_version)
            .join(imported_layer, imported_layer.c.number == layer_version.c.layer_number)
            .where(imported_layer.c.kind == "vector", layer_version.c.state == "complete")
            .order_by(layer_version.c.layer_number, layer_version.c.version)
        )
        if only is not None:
            asked = asked.where(
                layer_version.c.layer_number == only[0], layer_version.c.version == only[1]
            )
        rows = self._connection.execute(asked)
        return tuple(
            (
                row.layer_number,
                row.version,
                FIELDS.validate_python(row.fields),
                STATISTICS.validate_python(row.statistics),
            )
            for row in rows
        )

    def portions(self, layer_number: int, version: int) -> Iterator[Sequence[Any]]:
        """Yield ``number``, ``geometry`` and ``properties`` of features, some at a time."""
        after = -1
        table = layer_feature
        while True:
            rows = self._connection.execute(
                select(table.c.n, table.c.number, table.c.geometry, table.c.properties)
                .where(table.c.layer_number == layer_number, table.c.version == version)
                .where(table.c.n > after)
                .order_by(table.c.n)
                .limit(_PORTION)
            ).all()
            if not rows:
                return
            yield rows
            after = rows[-1].n

    def write(self, shares: Rows) -> None:
        """Write number of a feature, first day of the boundaries, district and share."""
        write_shares(self._connection, shares)

    def keep(self, layer_number: int, version: int, statistics: Statistics) -> None:
        """Write the statistics of a version, in place of what stood there."""
        self._connection.execute(
            update(layer_version)
            .where(layer_version.c.layer_number == layer_number, layer_version.c.version == version)
            .values(
                statistics=STATISTICS.dump_python(
                    {day: dict(found) for day, found in statistics.items()}, mode="json"
                )
            )
        )
