"""IMP-03x, IMP-04x: what a file is by its content, and what we do not read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

CONTENTS: Final[Mapping[str, CodeText]] = {
    "IMP-030": CodeText(
        severity="error",
        title={"de": "Das Format ist nicht bekannt", "en": "The format is not known"},
        happened={
            "de": "Der Inhalt der Datei passt zu keinem Format, das die Werkbank liest.",
            "en": "The content of the file fits no format that the workbench reads.",
        },
        why={
            "de": "Es zählt der Inhalt und nicht die Endung des Namens.",
            "en": "The content counts, not the ending of the name.",
        },
        todo={
            "de": "Speichern Sie die Daten als GeoPackage, Shapefile (ZIP), GeoJSON oder CSV.",
            "en": "Save the data as GeoPackage, shapefile (ZIP), GeoJSON or CSV.",
        },
    ),
    "IMP-031": CodeText(
        severity="error",
        title={"de": "Die Datei verweist nur auf Daten", "en": "The file only points to data"},
        happened={
            "de": "Die Datei ist ein VRT: Sie nennt den Ort von Daten und enthält selbst keine.",
            "en": "The file is a VRT: it names where data lie and holds none itself.",
        },
        why={
            "de": "Die genannten Daten sind nicht mitgekommen, und fremde Orte öffnet die Werkbank "
            "nicht.",
            "en": "The data it names did not come along, and the workbench opens no other places.",
        },
        todo={
            "de": "Öffnen Sie die Datei in QGIS und speichern Sie die Daten als GeoPackage.",
            "en": "Open the file in QGIS and save the data as a GeoPackage.",
        },
    ),
    "IMP-032": CodeText(
        severity="error",
        title={"de": "ALKIS-NAS wird nicht gelesen", "en": "ALKIS NAS is not read"},
        happened={
            "de": "Die Datei kommt aus dem Liegenschaftskataster im Austauschformat NAS.",
            "en": "The file comes from the land register in the exchange format NAS.",
        },
        why={
            "de": "NAS verteilt ein Objekt auf viele Tabellen; die Werkbank liest fertige Ebenen.",
            "en": "NAS spreads one object over many tables; the workbench reads finished layers.",
        },
        todo={
            "de": "Nehmen Sie „ALKIS vereinfacht“ vom Land NRW, als GeoPackage oder als Download "
            "eines WFS.",
            "en": "Take “ALKIS vereinfacht” from the state of NRW, as a GeoPackage or a WFS "
            "download.",
        },
    ),
    "IMP-033": CodeText(
        severity="error",
        title={"de": "DWG-Zeichnungen werden nicht gelesen", "en": "DWG drawings are not read"},
        happened={
            "de": "Die Datei ist eine AutoCAD-Zeichnung (DWG).",
            "en": "The file is an AutoCAD drawing (DWG).",
        },
        why={
            "de": "DWG ist ein nicht offengelegtes Format.",
            "en": "DWG is a format that is not disclosed.",
        },
        todo={
            "de": "Speichern Sie die Zeichnung im CAD-Programm als DXF im Textformat (ASCII).",
            "en": "Save the drawing in the CAD program as a DXF in text form (ASCII).",
        },
    ),
    "IMP-034": CodeText(
        severity="error",
        title={
            "de": "Die XML-Datei enthält verbotene Angaben",
            "en": "The XML file holds forbidden declarations",
        },
        happened={
            "de": "Die Datei beginnt mit einer DTD (<!DOCTYPE …>). Sie wurde nicht gelesen.",
            "en": "The file begins with a DTD (<!DOCTYPE …>). It was not read.",
        },
        why={
            "de": "Eine DTD kann fremde Dateien einbinden oder den Speicher füllen. Geodaten "
            "brauchen sie nicht.",
            "en": "A DTD can pull in other files or fill the memory. Geodata do not need it.",
        },
        todo={
            "de": "Exportieren Sie die Daten ohne DTD oder speichern Sie sie als GeoPackage.",
            "en": "Export the data without a DTD, or save them as a GeoPackage.",
        },
    ),
    "IMP-035": CodeText(
        severity="error",
        title={"de": "Die XML-Datei ist fehlerhaft", "en": "The XML file has errors"},
        happened={
            "de": "Schon der Anfang der Datei ist kein gültiges XML.",
            "en": "Even the beginning of the file is not valid XML.",
        },
        why={
            "de": "Die Datei ist abgeschnitten, von Hand geändert oder falsch gespeichert.",
            "en": "The file is cut off, changed by hand, or saved the wrong way.",
        },
        todo={
            "de": "Exportieren Sie die Daten neu, am besten als GeoPackage.",
            "en": "Export the data again, best as a GeoPackage.",
        },
    ),
    "IMP-036": CodeText(
        severity="error",
        title={"de": "XML ohne Geodaten", "en": "XML without geodata"},
        happened={
            "de": "Die Datei ist XML, aber weder GML noch KML.",
            "en": "The file is XML, but neither GML nor KML.",
        },
        why={
            "de": "Es kann eine Beschreibung (Metadaten), ein Stil oder ein GPS-Weg sein.",
            "en": "It may be a description (metadata), a style or a GPS track.",
        },
        todo={
            "de": "Laden Sie die Daten selbst hoch. Einen GPS-Weg (GPX) speichern Sie vorher in "
            "QGIS als GeoPackage.",
            "en": "Upload the data themselves. Save a GPS track (GPX) as a GeoPackage first.",
        },
    ),
    "IMP-037": CodeText(
        severity="error",
        title={"de": "Beschreibung eines Dienstes", "en": "Description of a service"},
        happened={
            "de": "Die Datei beschreibt einen Kartendienst. Daten enthält sie nicht.",
            "en": "The file describes a map service. It holds no data.",
        },
        why={
            "de": "Die Werkbank ruft beim Import keine fremden Dienste auf.",
            "en": "The workbench calls no other services while importing.",
        },
        todo={
            "de": "Öffnen Sie den Dienst in QGIS und speichern Sie die Ebene als GeoPackage.",
            "en": "Open the service in QGIS and save the layer as a GeoPackage.",
        },
    ),
    "IMP-038": CodeText(
        severity="error",
        title={"de": "Fehlermeldung statt Daten", "en": "An error message instead of data"},
        happened={
            "de": "Die Datei ist die Fehlermeldung eines Dienstes.",
            "en": "The file is the error message of a service.",
        },
        why={
            "de": "Beim Herunterladen hat der Dienst die Anfrage abgelehnt.",
            "en": "The service refused the request when this was downloaded.",
        },
        todo={
            "de": "Öffnen Sie die Datei in einem Texteditor, lesen Sie den Grund und laden Sie die "
            "Daten neu herunter.",
            "en": "Open the file in a text editor, read the reason, and download the data again.",
        },
    ),
    "IMP-039": CodeText(
        severity="error",
        title={"de": "Webseite statt Daten", "en": "A web page instead of data"},
        happened={
            "de": "Die Datei ist eine Webseite (HTML).",
            "en": "The file is a web page (HTML).",
        },
        why={
            "de": "Oft verlangt eine Download-Seite eine Anmeldung und liefert stattdessen diese "
            "Seite aus.",
            "en": "Often a download asks for a sign-in and delivers that page instead.",
        },
        todo={
            "de": "Laden Sie die Daten im Browser noch einmal herunter und prüfen Sie die Datei.",
            "en": "Download the data again in the browser and check the file.",
        },
    ),
    "IMP-040": CodeText(
        severity="error",
        title={"de": "JSON, aber kein GeoJSON", "en": "JSON, but not GeoJSON"},
        happened={
            "de": "Die Datei ist JSON, aber nicht als ein GeoJSON-Dokument aufgebaut.",
            "en": "The file is JSON, but not built as one GeoJSON document.",
        },
        why={
            "de": "TopoJSON, Esri-JSON und zeilenweises GeoJSON sind anders aufgebaut.",
            "en": "TopoJSON, Esri JSON and GeoJSON line by line are built differently.",
        },
        todo={
            "de": "Speichern Sie die Daten in QGIS als GeoJSON oder GeoPackage.",
            "en": "Save the data in QGIS as GeoJSON or GeoPackage.",
        },
    ),
    "IMP-041": CodeText(
        severity="error",
        title={
            "de": "Datenbank, aber kein GeoPackage",
            "en": "A database, but not a GeoPackage",
        },
        happened={
            "de": "Die Datei ist eine SQLite-Datenbank ohne das Kennzeichen eines GeoPackage.",
            "en": "The file is an SQLite database without the mark of a GeoPackage.",
        },
        why={
            "de": "Zum Beispiel SpatiaLite oder Kartenkacheln (MBTiles) nutzen dieselbe Datenbank.",
            "en": "SpatiaLite or map tiles (MBTiles), for example, use the same database.",
        },
        todo={
            "de": "Speichern Sie die Ebenen in QGIS als GeoPackage (.gpkg).",
            "en": "Save the layers in QGIS as a GeoPackage (.gpkg).",
        },
    ),
    "IMP-042": CodeText(
        severity="error",
        title={
            "de": "Dieses Office-Format wird nicht gelesen",
            "en": "This office format is not read",
        },
        happened={
            "de": "Die Datei ist ein Office-Dokument, aber keine lesbare XLSX-Tabelle.",
            "en": "The file is an office document, but not a readable XLSX table.",
        },
        why={
            "de": "Alte Excel-Dateien (.xls), .xlsb, .ods, Textdokumente und Tabellen mit Kennwort "
            "liest die Werkbank nicht.",
            "en": "The workbench does not read old Excel files (.xls), .xlsb, .ods, text documents "
            "or tables with a password.",
        },
        todo={
            "de": "Speichern Sie die Tabelle als XLSX ohne Kennwort oder als CSV.",
            "en": "Save the table as XLSX without a password, or as CSV.",
        },
    ),
    "IMP-043": CodeText(
        severity="error",
        title={"de": "Dieses Archiv wird nicht geöffnet", "en": "This archive is not opened"},
        happened={
            "de": "Die Datei ist ein Archiv, aber kein ZIP (etwa 7z, RAR, GZ oder TAR).",
            "en": "The file is an archive, but not a ZIP (such as 7z, RAR, GZ or TAR).",
        },
        why={
            "de": "Die Werkbank öffnet nur ZIP-Archive.",
            "en": "The workbench opens ZIP archives only.",
        },
        todo={
            "de": "Packen Sie das Archiv aus und laden Sie den Inhalt als ZIP hoch.",
            "en": "Unpack the archive and upload its content as a ZIP.",
        },
    ),
    "IMP-044": CodeText(
        severity="error",
        title={"de": "Binäres DXF wird nicht gelesen", "en": "Binary DXF is not read"},
        happened={
            "de": "Die Zeichnung ist als binäres DXF gespeichert.",
            "en": "The drawing is saved as a binary DXF.",
        },
        why={
            "de": "Die Werkbank liest DXF nur im Textformat (ASCII).",
            "en": "The workbench reads DXF in text form (ASCII) only.",
        },
        todo={
            "de": "Speichern Sie die Zeichnung im CAD-Programm als DXF im Textformat (ASCII).",
            "en": "Save the drawing in the CAD program as a DXF in text form (ASCII).",
        },
    ),
}
