"""What was said on the command line about a raster of a file, as if it had been typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from services.imports.form import Read
from services.imports.model import Message, RasterFound
from services.imports.offers import OTHER
from services.imports.rasters.form import NONE, read_raster, typed_of_raster
from services.imports.spoken import Spoken, not_meant, spoken_about, spoken_place
from services.layers.imported import ImportedLayer
from services.layers.rasters.model import RasterKind
from services.processes.typed import Typed


def understand_raster(
    spoken: Spoken,
    found: RasterFound,
    told: tuple[Message, ...],
    layers: Mapping[RasterKind, Collection[ImportedLayer]],
) -> Read:
    """Return the decision that was said, or what is missing or wrong by field of the form."""
    if wrong := not_meant(spoken, found):
        return Read(None, wrong)
    return read_raster(_typed(spoken, found), found, told, layers)


def _typed(spoken: Spoken, found: RasterFound) -> Typed:
    said = {
        **spoken_place(spoken, found),
        "kind": spoken.kind,
        "band": "" if spoken.band is None else str(spoken.band),
        "unit": spoken.unit,
        **_nodata(spoken.nodata.strip()),
        **spoken_about(spoken),
    }
    first = typed_of_raster(found, None).fields
    return Typed(
        {**first, **{name: (value,) for name, value in said.items() if value}}
        | {"seen": spoken.agreed}
    )


def _nodata(said: str) -> dict[str, str]:
    """Return the fields of the form; any number goes, whether the report asked about it or not."""
    if said in {"", NONE}:
        return {"nodata": said}
    return {"nodata": OTHER, "nodata_other": said}
