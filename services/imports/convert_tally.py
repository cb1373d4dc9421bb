"""What of a layer lies in which district: the boundaries that a child was told. In it only."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import MultiPolygon

from geo.partition import Partition
from geo.zones import Zone
from services.imports.converted import Boundaries
from services.layers.tally import Tally


def tally(boundaries: Boundaries, fields: Sequence[str]) -> Tally:
    """Return where a layer is added up under one set of boundaries; ``fields`` are its numbers."""
    partition = Partition(
        Zone(one.id, one.code, MultiPolygon(shapely.get_parts(shapely.from_wkb(one.wkb)).tolist()))
        for one in boundaries.districts
    )
    return Tally(boundaries.valid_from, partition, fields)
