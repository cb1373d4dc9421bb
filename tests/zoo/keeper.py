"""The child that looks at an animal and at once converts it, as if a person had agreed to all.

Started by ``sandbox.run_child`` in place of the child of the app, in the same cage and by the
same order. Both acts in one process: what takes time is the start of it, not an animal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

# First of all: it tells GDAL what to leave alone.
from services.imports import child  # isort: split

import orjson
import shapely
from pydantic import TypeAdapter

from services.imports.choices import proposed
from services.imports.convert import convert
from services.imports.converted import ORDERS, Boundaries, ConvertOrder, DistrictShape
from services.imports.model import REPORTS, ImportRefusedError, LayerFound
from services.imports.sniffed import SniffedSet
from tests.zoo.build_shapefile import EAST, NORTH
from tests.zoo.kept import CONVERTED, features_folder

VALID_FROM: Final = "2025-01-01"
REACH_M: Final = 5_000

_SETS: Final = TypeAdapter(tuple[SniffedSet, ...])


def boundaries() -> tuple[Boundaries, ...]:
    """Return one district around the place of the zoo."""
    around = shapely.box(EAST - REACH_M, NORTH - REACH_M, EAST + REACH_M, NORTH + REACH_M)
    return (Boundaries(VALID_FROM, (DistrictShape("zoo", "Z", shapely.to_wkb(around, hex=True)),)),)


def main() -> None:
    """Write the report as the app's child does, then what became of each of its layers."""
    order_path = Path(sys.argv[1])
    sets = _SETS.validate_python(orjson.loads(order_path.read_bytes())["sets"])
    child.main()
    found = orjson.loads(order_path.with_name("result.json").read_bytes())
    layers = () if "refused" in found else REPORTS.validate_python(found).layers
    ends = [_end(_set_of(layer, sets), layer, n) for n, layer in enumerate(layers)]
    order_path.with_name(CONVERTED).write_bytes(orjson.dumps(ends))


def _set_of(layer: LayerFound, sets: tuple[SniffedSet, ...]) -> SniffedSet:
    return next(one for one in sets if str(one.main) == layer.file)


def _end(own: SniffedSet, layer: LayerFound, position: int) -> Mapping[str, Any]:
    order = ConvertOrder(own, layer, proposed(layer), boundaries(), features_folder(position))
    heard = ORDERS.validate_json(ORDERS.dump_json(order))
    try:
        return {"features": convert(heard).feature_count}
    except ImportRefusedError as refused:
        return {"refused": refused.code}


if __name__ == "__main__":
    main()
