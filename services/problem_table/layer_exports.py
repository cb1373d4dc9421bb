"""Errors of files with layers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.errors import WorkbenchError
from services.layers.archived import NoTileArchiveError
from services.layers.exports.model import (
    LayerExportBusyError,
    LayerExportFailedError,
    LayerExportNoSpaceError,
    LayerExportUnfitError,
)
from services.problem_table.problem import Problem

LAYER_EXPORTS: Final[dict[type[WorkbenchError], Problem]] = {
    LayerExportBusyError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Gerade werden andere Dateien erstellt", "en": "Other files are being made"},
        {
            "de": "Die Ebene „{layer_id}“ muss kurz warten. Versuchen Sie es in einer Minute noch "
            "einmal.",
            "en": "The layer “{layer_id}” has to wait a little. Try again in a minute.",
        },
    ),
    LayerExportUnfitError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Diese Form passt nicht", "en": "This form does not fit"},
        {
            "de": "Die Ebene „{layer_id}“ passt nicht in die Form {form}. Ein Shapefile fasst "
            "höchstens zwei Gigabyte und 255 Spalten: Nehmen Sie dann GeoPackage. Ein Raster hat "
            "keine Objekte, die sich so speichern lassen.",
            "en": "The layer “{layer_id}” does not fit into the form {form}. A shapefile holds two "
            "gigabytes and 255 columns at most: take GeoPackage then. A raster has no features "
            "that could be kept this way.",
        },
    ),
    LayerExportNoSpaceError: Problem(
        HTTPStatus.INSUFFICIENT_STORAGE,
        {"de": "Auf dem Server fehlt Platz", "en": "The server lacks room"},
        {
            "de": "Für eine Datei mit der Ebene „{layer_id}“ reicht der Platz nicht. Die "
            "Betreiberin muss Platz schaffen; an den Daten hat sich nichts geändert.",
            "en": "There is not enough room for a file with the layer “{layer_id}”. The operator "
            "has to make some; the data are unchanged.",
        },
    ),
    NoTileArchiveError: Problem(
        HTTPStatus.NOT_FOUND,
        {
            "de": "Diese Ebene hat kein Kachelarchiv",
            "en": "This layer has no archive of tiles",
        },
        {
            "de": "Die Kacheln der Ebene „{layer_id}“ werden einzeln gezeichnet. Ein Archiv gibt "
            "es nur von großen Ebenen.",
            "en": "The tiles of the layer “{layer_id}” are drawn one by one. Only large layers "
            "have an archive.",
        },
    ),
    LayerExportFailedError: Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        {"de": "Die Datei wurde nicht fertig", "en": "The file was not finished"},
        {
            "de": "Die Datei mit der Ebene „{layer_id}“ ließ sich nicht erstellen. Halbe Dateien "
            "geben wir nicht heraus. Versuchen Sie es noch einmal; bleibt es dabei, nehmen Sie "
            "eine andere Form und melden Sie es.",
            "en": "The file with the layer “{layer_id}” could not be made. We hand out no half "
            "files. Try again; if it stays that way, take another form and tell us.",
        },
    ),
}
"""Status and words of what goes wrong when a layer is taken home."""
