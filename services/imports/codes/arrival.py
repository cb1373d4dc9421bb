"""IMP-00x to IMP-02x: how a file arrives, and archives."""

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
            "de": "Für die Daten reichte der Platz nicht. Was von ihnen schon geschrieben war, ist "
            "wieder entfernt.",
            "en": "There was not enough room for the data. What was already written of them is "
            "removed again.",
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
}
