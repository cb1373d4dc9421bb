"""From what a person decided about a layer to its features, ready to be loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import orjson
import shapely

from services.districts.model import BoundarySet, DistrictId
from services.imports.choices import Choices
from services.imports.converted import (
    CONVERTED,
    ORDERS,
    Boundaries,
    Converted,
    ConvertOrder,
    DistrictShape,
)
from services.imports.limits import Limits
from services.imports.looking import CHILD, found_sets
from services.imports.model import LayerFound
from services.imports.sandbox import run_child

LIMITS: Final = Limits(cpu_s=900, wall_s=1_800, file_bytes=8 << 30)
"""Writing takes longer than looking, and what is written is larger than what was read."""


def convert(
    layer: LayerFound,
    choices: Choices,
    *,
    boundaries: Sequence[Boundaries],
    folder: Path,
    into: str,
    limits: Limits = LIMITS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Converted:
    """Read a layer as a person decided and write its features into ``folder / into``.

    Parameters
    ----------
    layer : LayerFound
        As the report of ``looking.look`` has it.
    choices : Choices
        What was decided about it.
    boundaries : sequence of Boundaries
        One for each set of boundaries that features are to be assigned to (``told``).
    folder : Path
        In which ``looking.look`` worked. Features are written below, by the child.
    into : str
        Relative to ``folder``, such as ``features/0``.

    Raises
    ------
    ImportRefusedError
        The layer cannot be loaded like that; the code says why and what to do.
    JobCancelledError
        ``cancelled`` said so.
    """
    (own,) = (one for one in found_sets(folder) if str(one.main) == layer.file)
    order = ConvertOrder(own, layer, choices, tuple(boundaries), into)
    words = orjson.loads(ORDERS.dump_json(order))
    return CONVERTED.validate_python(
        run_child(
            CHILD, {"act": "convert", **words}, folder=folder, limits=limits, cancelled=cancelled
        )
    )


def told(sets: Sequence[BoundarySet], codes: Mapping[DistrictId, str]) -> tuple[Boundaries, ...]:
    """Return boundaries as the child hears of them; ``codes`` by district id."""
    return tuple(
        Boundaries(
            valid_from=one.version.valid_from.isoformat(),
            districts=tuple(
                DistrictShape(
                    id=boundary.district_id,
                    code=codes[boundary.district_id],
                    wkb=shapely.to_wkb(boundary.boundary, hex=True),
                )
                for boundary in one.boundaries
            ),
        )
        for one in sets
    )
