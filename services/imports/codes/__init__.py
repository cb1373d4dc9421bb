"""Every message of an import, by its code: what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.arrival import ARRIVAL
from services.imports.codes.converting import CONVERTING
from services.imports.codes.formats import CONTENTS
from services.imports.codes.geometry import GEOMETRY
from services.imports.codes.parts import PARTS
from services.imports.codes.rasters import RASTERS
from services.imports.codes.running import RUNNING
from services.imports.codes.systems import SYSTEMS
from services.imports.codes.tables import TABLES
from services.imports.codes.text import CodeText

CODES: Final[Mapping[str, CodeText]] = {
    **ARRIVAL,
    **CONTENTS,
    **PARTS,
    **SYSTEMS,
    **GEOMETRY,
    **CONVERTING,
    **RASTERS,
    **TABLES,
    **RUNNING,
}
