"""Errors of rasters."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from geo.raster import EmptyGridError
from services.layers.rasters.model import NoRasterError, RasterFileMissingError
from services.problem_table.problem import Problem

RASTERS: Final[dict[type[WorkbenchError], Problem]] = {
    EmptyGridError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Das Raster hat keine Zellen", "en": "The raster has no cells"},
        {
            "de": "Das Raster hat {columns} × {rows} Zellen. Prüfen Sie die Datei.",
            "en": "The raster has {columns} × {rows} cells. Check the file.",
        },
    ),
    NoRasterError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Diese Ebene ist kein Raster", "en": "This layer is no raster"},
        {
            "de": "Die Ebene „{layer_id}“ besteht aus Objekten. Bilder und Werte an einem Ort gibt "
            "es nur von Rastern.",
            "en": "The layer “{layer_id}” is made of features. Only rasters have pictures and "
            "values at a spot.",
        },
    ),
    RasterFileMissingError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Die Datei der Ebene fehlt", "en": "The file of the layer is missing"},
        {
            "de": "Von der Ebene „{layer_id}“ fehlen die Bilder. Sagen Sie der Verwaltung der "
            "Werkbank Bescheid.",
            "en": "The pictures of the layer “{layer_id}” are missing. Tell the administrators of "
            "the workbench.",
        },
    ),
}
"""Status and words of what goes wrong with layers of cells."""
