"""Errors of geometry, districts, projects, layers and addresses."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from geo.crs import NotReprojectableError
from geo.errors import WorkbenchError
from geo.faults import PartitionFaultsError
from geo.operations import NoTransformationError, UnknownCRSError
from geo.overlay import LengthMismatchError
from geo.partition import GeometryKindError, InvalidGeometryError, ZoneNotFoundError
from maps.tiles.bounds import TileOutsideError
from services.districts.drawing import (
    DrawingTableError,
    DuplicateNodeError,
    NodeDecimalsError,
    RingDirectionError,
    RingTooShortError,
    UnknownNodeError,
)
from services.districts.model import (
    BoundariesIncompleteError,
    BoundariesMissingError,
    BoundariesWithoutCrsError,
    BoundaryVersionTakenError,
    DistrictNotFoundError,
    NameFieldMissingError,
    UnreadableBoundariesError,
)
from services.layers.imported import LayerChangedError, VersionNotFoundError
from services.layers.keeping import LayerBusyError
from services.layers.model import FeatureNotFoundError, LayerNotFoundError
from services.problem_table.problem import Problem
from services.projects.model import ProjectNotFoundError, UnplacedProjectError
from services.web.filter import InvalidParameterError, UnknownParameterError
from services.web.pages import ClientNotBuiltError

SPINE: Final[dict[type[WorkbenchError], Problem]] = {
    UnknownParameterError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Unbekannter Parameter", "en": "Unknown parameter"},
        {
            "de": "Diese Adresse kennt „{parameter}“ nicht. Entfernen Sie den Parameter aus der "
            "Adresse oder prüfen Sie die Schreibweise.",
            "en": "This address does not know “{parameter}”. Remove it or check the spelling.",
        },
    ),
    InvalidParameterError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Ungültiger Wert", "en": "Invalid value"},
        {
            "de": "Der Wert „{value}“ passt nicht zu „{parameter}“. Ändern Sie den Wert oder "
            "lassen Sie den Filter weg.",
            "en": "The value “{value}” does not fit “{parameter}”. Change it or drop the filter.",
        },
    ),
    DistrictNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Stadtteil nicht gefunden", "en": "District not found"},
        {
            "de": "Einen Stadtteil „{district_id}“ gibt es hier nicht. Alle neun finden Sie unter "
            "„Stadtteile“.",
            "en": "There is no district “{district_id}”. Find all nine under “Districts”.",
        },
    ),
    ProjectNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Projekt nicht gefunden", "en": "Project not found"},
        {
            "de": "Ein Projekt „{project_id}“ gibt es hier nicht. Alle finden Sie unter "
            "„Projekte“.",
            "en": "There is no project “{project_id}”. Find all of them under “Projects”.",
        },
    ),
    LayerNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Ebene nicht gefunden", "en": "Layer not found"},
        {
            "de": "Eine Ebene „{layer_id}“ gibt es hier nicht. Alle finden Sie unter „Daten“.",
            "en": "There is no layer “{layer_id}”. Find all of them under “Data”.",
        },
    ),
    FeatureNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Objekt nicht gefunden", "en": "Object not found"},
        {
            "de": "Ein Objekt mit der Nummer {n} hat diese Ebene nicht. Vielleicht wurde sie "
            "inzwischen neu eingelesen; öffnen Sie ihre Seite neu.",
            "en": "This layer has no object number {n}. Perhaps it was imported anew meanwhile; "
            "open its page again.",
        },
    ),
    VersionNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Fassung nicht gefunden", "en": "Version not found"},
        {
            "de": "Die Ebene „{layer_id}“ hat keine vollständig geladene Fassung {version}.",
            "en": "The layer “{layer_id}” has no completely loaded version {version}.",
        },
    ),
    LayerChangedError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Jemand war schneller", "en": "Somebody was faster"},
        {
            "de": "Die Ebene „{layer_id}“ wurde inzwischen geändert. Öffnen Sie sie neu und "
            "wiederholen Sie Ihre Änderung.",
            "en": "The layer “{layer_id}” was changed meanwhile. Open it again and repeat your "
            "change.",
        },
    ),
    LayerBusyError: Problem(
        HTTPStatus.CONFLICT,
        {"de": "Ein neuer Stand wartet", "en": "A new version waits"},
        {
            "de": "Für die Ebene „{layer_id}“ wartet ein neuer Stand oder wird gerade geladen. "
            "Entscheiden Sie zuerst darüber; die Seite der Ebene führt hin.",
            "en": "A new version of the layer “{layer_id}” waits or is being loaded. Decide about "
            "it first; the page of the layer leads there.",
        },
    ),
    TileOutsideError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Kachel nicht gefunden", "en": "Tile not found"},
        {
            "de": "Diese Kachel liegt außerhalb des Kachelgitters.",
            "en": "This tile lies outside the tile grid.",
        },
    ),
    BoundariesMissingError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Noch keine Stadtteilgrenzen", "en": "No district boundaries yet"},
        {
            "de": "Für den {on} sind keine Stadtteilgrenzen gespeichert. Die Betreiberin füllt die "
            "Datenbank mit „werkbank init“.",
            "en": "There are no district boundaries for {on}. The operator fills the database "
            "with “werkbank init”.",
        },
    ),
    BoundaryVersionTakenError: Problem(
        HTTPStatus.CONFLICT,
        {
            "de": "Grenzen nicht neuer als die gespeicherten",
            "en": "Boundaries not newer than those stored",
        },
        {
            "de": "Die neuen Grenzen gelten ab {valid_from}, gespeichert sind schon Grenzen ab "
            "{newest}. Wählen Sie einen späteren Tag.",
            "en": "The new boundaries hold from {valid_from}; there are boundaries from {newest} "
            "already. Choose a later day.",
        },
    ),
    BoundariesIncompleteError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Stadtteile unvollständig", "en": "Districts incomplete"},
        {
            "de": "Es fehlen: {missing}. Unbekannt sind: {unknown}. Ordnen Sie jedem der neun "
            "Stadtteile genau eine Fläche zu.",
            "en": "Missing: {missing}. Unknown: {unknown}. Give each of the nine districts "
            "exactly one area.",
        },
    ),
    UnplacedProjectError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Projekt ohne Stadtteil", "en": "Project without district"},
        {
            "de": "Das Projekt „{project_id}“ liegt in keinem Stadtteil und ist nicht als "
            "stadtweit gekennzeichnet. Geben Sie einen Stadtteil an oder kennzeichnen Sie es als "
            "stadtweit.",
            "en": "The project “{project_id}” lies in no district and is not marked city-wide. "
            "Name a district or mark it as city-wide.",
        },
    ),
    # What only the command line can meet.
    UnreadableBoundariesError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Datei nicht lesbar", "en": "File not readable"},
        {
            "de": "„{file}“ lässt sich nicht lesen. Erwartet wird ein Shapefile, GeoPackage oder "
            "GeoJSON.",
            "en": "“{file}” cannot be read. A Shapefile, GeoPackage or GeoJSON is expected.",
        },
    ),
    BoundariesWithoutCrsError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Koordinatensystem fehlt", "en": "Reference system missing"},
        {
            "de": "„{file}“ nennt kein Koordinatensystem. Legen Sie die .prj-Datei daneben.",
            "en": "“{file}” names no reference system. Put the .prj file beside it.",
        },
    ),
    NameFieldMissingError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Feld fehlt", "en": "Field missing"},
        {
            "de": "Die Datei hat kein Feld „{field}“. Es gibt: {known}.",
            "en": "The file has no field “{field}”. There are: {known}.",
        },
    ),
    PartitionFaultsError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Lücken oder Überlappungen", "en": "Gaps or overlaps"},
        {
            "de": "Die Stadtteile lassen Lücken oder überlappen sich. Zu berichtigende Stellen: "
            "{faults}.",
            "en": "The districts leave gaps or overlap. Places to correct: {faults}.",
        },
    ),
    ClientNotBuiltError: Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"de": "Client nicht gebaut", "en": "Client not built"},
        {
            "de": "Skripte und Stile fehlen. Rufen Sie „{command}“ auf.",
            "en": "Scripts and styles are missing. Call “{command}”.",
        },
    ),
    DrawingTableError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Tabelle nicht lesbar", "en": "Table not readable"},
        {
            "de": "{table}, Zeile {line}: Die Spalte „{column}“ fehlt oder ist nicht lesbar.",
            "en": "{table}, line {line}: column “{column}” is missing or not readable.",
        },
    ),
    NodeDecimalsError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Koordinate in falscher Form", "en": "Coordinate in the wrong form"},
        {
            "de": "Knoten „{node}“: „{value}“ ist keine Zahl mit genau vier Nachkommastellen.",
            "en": "Node “{node}”: “{value}” is not a number with exactly four decimals.",
        },
    ),
    DuplicateNodeError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Knoten doppelt", "en": "Node twice"},
        {
            "de": "Der Knoten „{node}“ steht zweimal in der Tabelle. Benennen Sie einen um.",
            "en": "The node “{node}” stands in the table twice. Rename one.",
        },
    ),
    UnknownNodeError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Knoten fehlt", "en": "Node missing"},
        {
            "de": "Der Ring von „{district_id}“ nennt den Knoten „{node}“, den es nicht gibt.",
            "en": "The ring of “{district_id}” names a node “{node}” that does not exist.",
        },
    ),
    RingTooShortError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Ring zu kurz", "en": "Ring too short"},
        {
            "de": "Der Ring von „{district_id}“ hat nur {nodes} Knoten, nötig sind drei.",
            "en": "The ring of “{district_id}” has only {nodes} nodes; three are needed.",
        },
    ),
    RingDirectionError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Ring verkehrt herum", "en": "Ring the wrong way round"},
        {
            "de": "Der Ring von „{district_id}“ läuft im Uhrzeigersinn. Kehren Sie ihn um.",
            "en": "The ring of “{district_id}” runs clockwise. Turn it round.",
        },
    ),
    UnknownCRSError: Problem(
        HTTPStatus.BAD_REQUEST,
        {"de": "Koordinatensystem unbekannt", "en": "Reference system unknown"},
        {
            "de": "„{crs}“ ist kein bekanntes Koordinatensystem. Erwartet wird etwa EPSG:25832.",
            "en": "“{crs}” is no known reference system. EPSG:25832, for example, is one.",
        },
    ),
    NoTransformationError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Keine Umrechnung bekannt", "en": "No transformation known"},
        {
            "de": "Von {source} nach {target} ist keine Umrechnung bekannt.",
            "en": "No transformation from {source} to {target} is known.",
        },
    ),
    NotReprojectableError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Koordinaten nicht umrechenbar", "en": "Coordinates out of range"},
        {
            "de": "Nicht jeder Punkt hat einen Ort in {target} (ohne Ort: {points}). Prüfen Sie, "
            "ob die Daten wirklich in {source} vorliegen.",
            "en": "Not every point has a place in {target} (without: {points}). Check whether the "
            "data really are in {source}.",
        },
    ),
    InvalidGeometryError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Geometrie ungültig", "en": "Geometry invalid"},
        {
            "de": "Eine Fläche oder Linie ist ungültig: {reason}. Reparieren Sie die Geometrie in "
            "Ihrem GIS.",
            "en": "A shape is invalid: {reason}. Repair it in your GIS.",
        },
    ),
    GeometryKindError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Falsche Geometrieart", "en": "Wrong kind of geometry"},
        {
            "de": "Erwartet wird {expected}, vorhanden ist {found}.",
            "en": "Expected {expected}, found {found}.",
        },
    ),
    ZoneNotFoundError: Problem(
        HTTPStatus.NOT_FOUND,
        {"de": "Fläche nicht gefunden", "en": "Zone not found"},
        {
            "de": "Eine Fläche „{zone_id}“ gibt es nicht.",
            "en": "There is no zone “{zone_id}”.",
        },
    ),
    LengthMismatchError: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        {"de": "Werte und Objekte passen nicht zusammen", "en": "Values do not match features"},
        {
            "de": "Zu {geometries} Objekten gehören ebenso viele Werte, nicht {values}.",
            "en": "{geometries} features need as many values, not {values}.",
        },
    ),
}
