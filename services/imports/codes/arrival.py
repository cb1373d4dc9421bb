"""IMP-0xx: how a file arrives, archives, formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

ARRIVAL: Final[Mapping[str, CodeText]] = {
    "IMP-001": CodeText(
        severity="error",
        title={"de": "Die Datei ist zu groß", "en": "The file is too large"},
        happened={
            "de": "Die Datei hat mehr als {limit_mb} MB. Sie wurde nicht angenommen.",
            "en": "The file has more than {limit_mb} MB. It was not taken.",
        },
        why={
            "de": "Sehr große Dateien machen die Werkbank für alle anderen langsam.",
            "en": "Very large files make the workbench slow for everybody else.",
        },
        todo={
            "de": "Packen Sie die Datei als ZIP oder teilen Sie sie auf. Die Verwaltung der "
            "Werkbank kann die Grenze ändern.",
            "en": "Pack the file as a ZIP or divide it. The administrators of the workbench can "
            "change the limit.",
        },
    ),
    "IMP-002": CodeText(
        severity="error",
        title={"de": "Auf dem Server ist kein Platz mehr", "en": "The server has no room left"},
        happened={
            "de": "Die Datei konnte nicht gespeichert werden. Von ihr ist nichts übrig geblieben.",
            "en": "The file could not be stored. Nothing of it was kept.",
        },
        why={
            "de": "Der Speicher des Servers ist voll.",
            "en": "The server's storage is full.",
        },
        todo={
            "de": "Sagen Sie der Verwaltung der Werkbank Bescheid und versuchen Sie es danach "
            "noch einmal.",
            "en": "Tell the administrators of the workbench and try again afterwards.",
        },
    ),
    "IMP-003": CodeText(
        severity="error",
        title={"de": "Die Datei ist leer", "en": "The file is empty"},
        happened={
            "de": "Die Datei enthält kein einziges Zeichen.",
            "en": "The file does not hold a single character.",
        },
        why={
            "de": "Meist ist ein Export oder ein Download abgebrochen.",
            "en": "Mostly an export or a download was cut off.",
        },
        todo={
            "de": "Erzeugen oder laden Sie die Datei neu und prüfen Sie ihre Größe.",
            "en": "Make or download the file again and look at its size.",
        },
    ),
    "IMP-010": CodeText(
        severity="error",
        title={"de": "Das ZIP ist beschädigt", "en": "The ZIP is damaged"},
        happened={
            "de": "Das ZIP lässt sich nicht vollständig auspacken.",
            "en": "The ZIP cannot be unpacked completely.",
        },
        why={
            "de": "Es ist unvollständig übertragen, geteilt gespeichert oder fehlerhaft gepackt.",
            "en": "It was transferred incompletely, saved in pieces, or packed with errors.",
        },
        todo={
            "de": "Packen Sie die Dateien neu in ein einzelnes ZIP und laden Sie es noch einmal "
            "hoch.",
            "en": "Pack the files into a single ZIP again and upload it once more.",
        },
    ),
    "IMP-011": CodeText(
        severity="error",
        title={"de": "Das ZIP ist verschlüsselt", "en": "The ZIP is locked"},
        happened={
            "de": "„{name}“ im ZIP ist mit einem Kennwort geschützt.",
            "en": "“{name}” in the ZIP is protected by a password.",
        },
        why={
            "de": "Die Werkbank fragt nicht nach Kennwörtern fremder Dateien.",
            "en": "The workbench does not ask for passwords of files.",
        },
        todo={
            "de": "Packen Sie die Dateien ohne Kennwort. Die Übertragung ist auch so geschützt.",
            "en": "Pack the files without a password. The transfer is protected anyway.",
        },
    ),
    "IMP-012": CodeText(
        severity="error",
        title={
            "de": "Ein Dateiname im ZIP führt nach außen",
            "en": "A file name in the ZIP leads out of it",
        },
        happened={
            "de": "„{name}“ nennt einen Ort außerhalb des ZIP. Nichts wurde ausgepackt.",
            "en": "“{name}” names a place outside the ZIP. Nothing was unpacked.",
        },
        why={
            "de": "Solche Namen können andere Dateien des Servers treffen. Manche Packprogramme "
            "erzeugen sie, wenn sie ganze Pfade speichern.",
            "en": "Such names can hit other files of the server. Some packing programs write them "
            "when they store whole paths.",
        },
        todo={
            "de": "Packen Sie nur die Dateien selbst, ohne Laufwerk und ohne übergeordnete Ordner.",
            "en": "Pack the files alone, without the drive and without the folders above.",
        },
    ),
    "IMP-013": CodeText(
        severity="error",
        title={"de": "Im ZIP ist eine Verknüpfung", "en": "There is a link in the ZIP"},
        happened={
            "de": "„{name}“ ist keine Datei, sondern ein Verweis auf eine andere Stelle.",
            "en": "“{name}” is not a file but points to another place.",
        },
        why={
            "de": "Was dort liegt, ist nicht mitgekommen.",
            "en": "What lies there did not come along.",
        },
        todo={
            "de": "Legen Sie statt der Verknüpfung die Datei selbst in das ZIP.",
            "en": "Put the file itself into the ZIP instead of the link.",
        },
    ),
    "IMP-014": CodeText(
        severity="error",
        title={"de": "Im ZIP sind zu viele Dateien", "en": "The ZIP holds too many files"},
        happened={
            "de": "Das ZIP hat mehr als {limit} Einträge.",
            "en": "The ZIP has more than {limit} entries.",
        },
        why={
            "de": "Eine Ebene braucht selten mehr als zehn Dateien. Riesige Archive können den "
            "Server blockieren.",
            "en": "A layer rarely needs more than ten files. Huge archives can block the server.",
        },
        todo={
            "de": "Packen Sie nur die Dateien der Ebenen, die Sie laden möchten.",
            "en": "Pack only the files of the layers that you want to load.",
        },
    ),
    "IMP-015": CodeText(
        severity="error",
        title={"de": "Ausgepackt ist das ZIP zu groß", "en": "Unpacked, the ZIP is too large"},
        happened={
            "de": "Ausgepackt hätten die Dateien mehr als {limit_mb} MB.",
            "en": "Unpacked, the files would have more than {limit_mb} MB.",
        },
        why={
            "de": "So viel auf einmal würde den Speicher des Servers füllen.",
            "en": "So much at once would fill the server's storage.",
        },
        todo={
            "de": "Laden Sie die Ebenen einzeln hoch oder lassen Sie weg, was Sie nicht brauchen.",
            "en": "Upload the layers one by one, or leave out what you do not need.",
        },
    ),
    "IMP-016": CodeText(
        severity="error",
        title={
            "de": "Eine Datei im ZIP ist ungewöhnlich stark gepackt",
            "en": "A file in the ZIP is packed unusually tight",
        },
        happened={
            "de": "„{name}“ wird beim Auspacken mehr als {ratio}-mal so groß. Nichts wurde "
            "ausgepackt.",
            "en": "“{name}” grows more than {ratio} times when unpacked. Nothing was unpacked.",
        },
        why={
            "de": "Echte Geodaten lassen sich kaum so stark packen; Dateien, die einen Server "
            "lahmlegen sollen, schon.",
            "en": "Real geodata hardly pack that tight; files made to paralyse a server do.",
        },
        todo={
            "de": "Prüfen Sie, ob die Datei stimmt. Wenn ja: Laden Sie sie ungepackt hoch.",
            "en": "Check that the file is right. If it is, upload it without packing it.",
        },
    ),
    "IMP-017": CodeText(
        severity="error",
        title={
            "de": "Das ZIP ist auf eine seltene Art gepackt",
            "en": "The ZIP is packed in a rare way",
        },
        happened={
            "de": "„{name}“ nutzt ein Packverfahren, das die Werkbank nicht öffnet.",
            "en": "“{name}” uses a way of packing that the workbench does not open.",
        },
        why={
            "de": "Nur das übliche Verfahren („Deflate“) lässt sich sicher begrenzen.",
            "en": "Only the usual one (“deflate”) can be limited safely.",
        },
        todo={
            "de": "Packen Sie die Dateien mit den Bordmitteln von Windows oder macOS neu.",
            "en": "Pack the files again with what Windows or macOS bring along.",
        },
    ),
    "IMP-018": CodeText(
        severity="error",
        title={"de": "Eine Datei kommt doppelt vor", "en": "A file comes twice"},
        happened={
            "de": "„{one}“ und „{other}“ heißen gleich, wenn man Groß- und Kleinschreibung nicht "
            "beachtet.",
            "en": "“{one}” and “{other}” have the same name but for capital letters.",
        },
        why={
            "de": "Es ist nicht zu erkennen, welche von beiden zu den übrigen Dateien gehört.",
            "en": "Nobody can tell which of the two belongs to the other files.",
        },
        todo={
            "de": "Entfernen Sie eine der beiden oder legen Sie sie in getrennte Ordner.",
            "en": "Remove one of them, or put them into separate folders.",
        },
    ),
    "IMP-019": CodeText(
        severity="error",
        title={"de": "Im Archiv ist nur ein Archiv", "en": "There is only an archive in it"},
        happened={
            "de": "Wo Daten sein sollten, liegt ein weiteres Archiv. Es wurde nicht geöffnet.",
            "en": "Where data should be, there is one more archive. It was not opened.",
        },
        why={
            "de": "Archive in Archiven kann die Werkbank nicht sicher begrenzen.",
            "en": "The workbench cannot limit archives in archives safely.",
        },
        todo={
            "de": "Packen Sie das innere Archiv aus und laden Sie es für sich hoch.",
            "en": "Take the inner archive out and upload it by itself.",
        },
    ),
    "IMP-020": CodeText(
        severity="warning",
        title={"de": "Ein Archiv im ZIP blieb zu", "en": "An archive in the ZIP stayed closed"},
        happened={
            "de": "Nicht geöffnet wurde: {names}.",
            "en": "Not opened: {names}.",
        },
        why={
            "de": "Archive in Archiven kann die Werkbank nicht sicher begrenzen.",
            "en": "The workbench cannot limit archives in archives safely.",
        },
        todo={
            "de": "Wenn Sie daraus etwas brauchen: Laden Sie das innere Archiv für sich hoch.",
            "en": "If you need something in it, upload the inner archive by itself.",
        },
    ),
    "IMP-021": CodeText(
        severity="error",
        title={"de": "Keine Daten gefunden", "en": "No data found"},
        happened={
            "de": "Unter den Dateien ist keine, die Daten enthalten könnte.",
            "en": "None of the files could hold data.",
        },
        why={
            "de": "Gekommen sind nur Beschreibungen, Stile oder Hilfsdateien, oder gar nichts.",
            "en": "Only descriptions, styles or helper files came, or nothing at all.",
        },
        todo={
            "de": "Legen Sie die Daten dazu: bei einem Shapefile mindestens .shp und .dbf.",
            "en": "Add the data: for a shapefile at least .shp and .dbf.",
        },
    ),
    "IMP-022": CodeText(
        severity="info",
        title={"de": "Hilfsdateien weggelassen", "en": "Helper files left out"},
        happened={
            "de": "Übergangene Dateien, die nur Programme und Betriebssysteme brauchen: {count}.",
            "en": "Files passed over that only programs and operating systems need: {count}.",
        },
        why={
            "de": "Sie enthalten keine Daten, zum Beispiel „__MACOSX“ oder Suchverzeichnisse wie "
            "„.sbn“.",
            "en": "They hold no data, such as “__MACOSX” or search indexes like “.sbn”.",
        },
        todo={"de": "Sie müssen nichts tun.", "en": "There is nothing to do."},
    ),
    "IMP-023": CodeText(
        severity="error",
        title={
            "de": "Eine Esri-Geodatenbank wird nicht gelesen",
            "en": "An Esri geodatabase is not read",
        },
        happened={
            "de": "Das Archiv enthält eine Geodatenbank (.gdb).",
            "en": "The archive holds a geodatabase (.gdb).",
        },
        why={
            "de": "Die Werkbank öffnet dieses Format nicht.",
            "en": "The workbench does not open this format.",
        },
        todo={
            "de": "Speichern Sie die Ebenen in ArcGIS oder QGIS als GeoPackage (.gpkg).",
            "en": "Save the layers in ArcGIS or QGIS as a GeoPackage (.gpkg).",
        },
    ),
    "IMP-024": CodeText(
        severity="info",
        title={
            "de": "Umlaute in Dateinamen gedeutet",
            "en": "Umlauts in file names interpreted",
        },
        happened={
            "de": "Das ZIP sagt nicht, wie Umlaute in Dateinamen gespeichert sind. Gelesen wurden "
            "sie als {encoding}.",
            "en": "The ZIP does not say how umlauts in file names are stored. They were read as "
            "{encoding}.",
        },
        why={
            "de": "Ältere Packprogramme lassen diese Angabe weg.",
            "en": "Older packing programs leave this out.",
        },
        todo={
            "de": "Nur wenn Namen falsch aussehen: Benennen Sie die Dateien ohne Umlaute um.",
            "en": "Only if names look wrong: rename the files without umlauts.",
        },
    ),
    "IMP-025": CodeText(
        severity="error",
        title={"de": "Die .shp-Datei fehlt", "en": "The .shp file is missing"},
        happened={
            "de": "Gekommen sind nur Teile eines Shapefiles ({names}), aber keine .shp-Datei.",
            "en": "Only parts of a shapefile came ({names}), but no .shp file.",
        },
        why={
            "de": "In der .shp-Datei stehen die Formen. Ohne sie ist nicht bekannt, wo die Objekte "
            "liegen.",
            "en": "The .shp file holds the shapes. Without it nobody knows where the features lie.",
        },
        todo={
            "de": "Laden Sie die .shp-Datei mit demselben Namen zusammen mit den anderen hoch. "
            "Eine Tabelle ohne Formen speichern Sie als CSV oder XLSX.",
            "en": "Upload the .shp file of the same name together with the others. Save a table "
            "without shapes as CSV or XLSX.",
        },
    ),
    "IMP-026": CodeText(
        severity="warning",
        title={"de": "Tabelle ohne Formen", "en": "Table without shapes"},
        happened={
            "de": "Zu diesen Tabellen gibt es keine .shp-Datei: {names}. Sie blieben ungelesen.",
            "en": "There is no .shp file for these tables: {names}. They were not read.",
        },
        why={
            "de": "Zusammen gehört, was im selben Ordner liegt und gleich heißt. Vielleicht wurde "
            "eine Datei umbenannt oder vergessen.",
            "en": "Files belong together that lie in one folder and share a name. Perhaps one was "
            "renamed or forgotten.",
        },
        todo={
            "de": "Wenn Sie die Tabelle brauchen: Geben Sie .shp, .shx und .dbf denselben Namen.",
            "en": "If you need the table, give .shp, .shx and .dbf the same name.",
        },
    ),
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
