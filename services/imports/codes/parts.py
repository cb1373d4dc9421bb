"""IMP-1xx: parts of a shapefile, encodings of texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

PARTS: Final[Mapping[str, CodeText]] = {
    "IMP-101": CodeText(
        severity="error",
        title={"de": "Das ist kein Shapefile", "en": "This is no shapefile"},
        happened={
            "de": "Die .shp-Datei beginnt nicht so, wie ein Shapefile beginnt"
            " ({size_bytes} Bytes groß).",
            "en": "The .shp file does not begin as a shapefile does ({size_bytes} bytes long).",
        },
        why={
            "de": "Die Datei ist beschädigt, leer oder nur umbenannt.",
            "en": "The file is damaged, empty or was only renamed.",
        },
        todo={
            "de": "Speichern Sie die Daten im Ausgangsprogramm noch einmal als Shapefile.",
            "en": "Save the data once more as a shapefile in the program they come from.",
        },
    ),
    "IMP-102": CodeText(
        severity="error",
        title={"de": "3-D-Körper (MultiPatch)", "en": "3-D bodies (MultiPatch)"},
        happened={
            "de": "Das Shapefile enthält dreidimensionale Körper (MultiPatch).",
            "en": "The shapefile holds three-dimensional bodies (MultiPatch).",
        },
        why={
            "de": "Die Werkbank zeigt Punkte, Linien und Flächen. Aus Körpern lassen sich keine"
            " eindeutigen Flächen machen.",
            "en": "The workbench shows points, lines and areas. Bodies cannot be turned into"
            " areas without doubt.",
        },
        todo={
            "de": "Leiten Sie im GIS die Grundrisse ab (in ArcGIS: „Multipatch-Footprint“) und"
            " laden Sie diese hoch.",
            "en": "Derive the footprints in your GIS (ArcGIS: “Multipatch Footprint”) and upload"
            " those.",
        },
    ),
    "IMP-103": CodeText(
        severity="error",
        title={"de": "Unbekannte Art von Formen", "en": "Unknown kind of shapes"},
        happened={
            "de": "Das Shapefile nennt die Formart {shape_type}. Die gibt es nicht.",
            "en": "The shapefile states shape type {shape_type}. There is no such type.",
        },
        why={
            "de": "Der Kopf der .shp-Datei ist beschädigt.",
            "en": "The head of the .shp file is damaged.",
        },
        todo={
            "de": "Speichern Sie die Daten im Ausgangsprogramm noch einmal als Shapefile.",
            "en": "Save the data once more as a shapefile in the program they come from.",
        },
    ),
    "IMP-104": CodeText(
        severity="info",
        title={"de": "Verzeichnis (.shx) ergänzt", "en": "Index (.shx) added"},
        happened={
            "de": "Die .shx-Datei fehlt. Wir haben sie aus der .shp-Datei neu aufgebaut.",
            "en": "The .shx file is missing. We rebuilt it from the .shp file.",
        },
        why={
            "de": "Die .shx-Datei sagt, wo jede Form in der .shp-Datei steht. Beim Kopieren geht"
            " sie leicht verloren.",
            "en": "The .shx file says where each shape stands in the .shp file. It easily gets"
            " lost in copying.",
        },
        todo={
            "de": "Sie müssen nichts tun. Ihre eigene Datei bleibt unverändert.",
            "en": "You need not do anything. Your own file stays as it is.",
        },
    ),
    "IMP-105": CodeText(
        severity="warning",
        title={"de": "Verzeichnis (.shx) passt nicht", "en": "Index (.shx) does not fit"},
        happened={
            "de": "Die .shx-Datei passt nicht zur .shp-Datei. Wir haben sie neu aufgebaut.",
            "en": "The .shx file does not fit the .shp file. We rebuilt it.",
        },
        why={
            "de": "Vermutlich stammen die Teile aus verschiedenen Ständen, oder eine Datei ist"
            " beschädigt.",
            "en": "The parts probably come from different times, or one file is damaged.",
        },
        todo={
            "de": "Prüfen Sie, ob die Anzahl der Objekte stimmt.",
            "en": "Check whether the number of features is right.",
        },
    ),
    "IMP-106": CodeText(
        severity="question",
        title={"de": "Die .shp-Datei ist unvollständig", "en": "The .shp file is incomplete"},
        happened={
            "de": "{whole} Formen sind vollständig. Danach fehlen oder stören {missing_bytes}"
            " Bytes.",
            "en": "{whole} shapes are complete. After them {missing_bytes} bytes are missing or"
            " out of place.",
        },
        why={
            "de": "Die Datei wurde beim Speichern, Kopieren oder Herunterladen abgeschnitten.",
            "en": "The file was cut off while it was saved, copied or downloaded.",
        },
        todo={
            "de": "Besorgen Sie die Datei noch einmal. Laden Sie sie nur, wenn Ihnen die"
            " vollständigen Formen reichen.",
            "en": "Get the file once more. Load it only if the complete shapes are enough for you.",
        },
    ),
    "IMP-107": CodeText(
        severity="question",
        title={"de": "Beschädigte Formen", "en": "Damaged shapes"},
        happened={
            "de": "Beschädigte Formen: {count}, zuerst Nummer {first}.",
            "en": "Damaged shapes: {count}, the first is number {first}.",
        },
        why={
            "de": "Was dort steht, ergibt keine Form: Die Art ist eine andere, Längen oder Zahlen"
            " stimmen nicht.",
            "en": "What is there makes no shape: its kind is another one, lengths or numbers are"
            " wrong.",
        },
        todo={
            "de": "Reparieren Sie die Datei im Ausgangsprogramm, oder laden Sie sie ohne diese"
            " Formen.",
            "en": "Repair the file in the program it comes from, or load it without these shapes.",
        },
    ),
    "IMP-108": CodeText(
        severity="warning",
        title={"de": "Tabelle (.dbf) fehlt", "en": "Table (.dbf) is missing"},
        happened={
            "de": "Es gibt nur die Formen, keine Angaben dazu.",
            "en": "There are only the shapes, nothing is said about them.",
        },
        why={
            "de": "Namen, Nummern und Texte eines Shapefiles stehen in der .dbf-Datei. Sie war"
            " nicht dabei.",
            "en": "Names, numbers and texts of a shapefile stand in the .dbf file. It was not"
            " among the files.",
        },
        todo={
            "de": "Laden Sie die .dbf-Datei mit hoch, wenn Sie mehr als die Formen brauchen.",
            "en": "Upload the .dbf file too if you need more than the shapes.",
        },
    ),
    "IMP-109": CodeText(
        severity="question",
        title={"de": "Tabelle (.dbf) nicht lesbar", "en": "Table (.dbf) cannot be read"},
        happened={
            "de": "Die .dbf-Datei ist keine lesbare Tabelle. Es bleiben nur die Formen.",
            "en": "The .dbf file is no table that can be read. Only the shapes are left.",
        },
        why={
            "de": "Die Datei ist leer, beschädigt oder etwas anderes.",
            "en": "The file is empty, damaged or something else.",
        },
        todo={
            "de": "Besorgen Sie die .dbf-Datei noch einmal, oder laden Sie nur die Formen.",
            "en": "Get the .dbf file once more, or load the shapes alone.",
        },
    ),
    "IMP-110": CodeText(
        severity="question",
        title={
            "de": "Formen und Zeilen gehen nicht auf",
            "en": "Shapes and rows do not match",
        },
        happened={
            "de": "Die .shp-Datei hat {shapes} Formen, die Tabelle hat {rows} Zeilen.",
            "en": "The .shp file has {shapes} shapes, the table has {rows} rows.",
        },
        why={
            "de": "Zu jeder Form gehört genau eine Zeile, in derselben Reihenfolge. Eine Datei"
            " stammt wohl aus einem anderen Stand.",
            "en": "Each shape has exactly one row, in the same order. One file probably comes"
            " from another time.",
        },
        todo={
            "de": "Prüfen Sie, ob die Angaben zu den richtigen Formen gehören, bevor Sie laden.",
            "en": "Check whether what is said belongs to the right shapes before you load.",
        },
    ),
    "IMP-111": CodeText(
        severity="info",
        title={"de": "Gelöschte Zeilen", "en": "Deleted rows"},
        happened={
            "de": "Zeilen der Tabelle, die als gelöscht gekennzeichnet sind und ausgelassen"
            " werden: {count}.",
            "en": "Rows of the table that are marked as deleted and left out: {count}.",
        },
        why={
            "de": "In einer .dbf-Datei bleiben gelöschte Zeilen stehen, bis sie aufgeräumt wird.",
            "en": "In a .dbf file deleted rows stay until it is tidied up.",
        },
        todo={
            "de": "Sie müssen nichts tun.",
            "en": "You need not do anything.",
        },
    ),
    "IMP-112": CodeText(
        severity="info",
        title={"de": "Zeilen ohne Form", "en": "Rows without a shape"},
        happened={
            "de": "Objekte mit Angaben, aber ohne Form: {count}.",
            "en": "Features with values, but without a shape: {count}.",
        },
        why={
            "de": "Ein Shapefile darf das. Auf der Karte können wir solche Objekte nicht zeigen.",
            "en": "A shapefile may do that. Such features cannot be shown on the map.",
        },
        todo={
            "de": "Sie stehen in der Liste. Ergänzen Sie die Formen, wenn Sie sie brauchen.",
            "en": "They stand in the list. Add the shapes if you need them.",
        },
    ),
    "IMP-114": CodeText(
        severity="question",
        title={"de": "Tabelle (.dbf) ist abgeschnitten", "en": "Table (.dbf) is cut off"},
        happened={
            "de": "Die Tabelle nennt {stated} Zeilen, enthält aber nur {held}.",
            "en": "The table states {stated} rows but holds only {held}.",
        },
        why={
            "de": "Die Datei wurde beim Speichern, Kopieren oder Herunterladen abgeschnitten.",
            "en": "The file was cut off while it was saved, copied or downloaded.",
        },
        todo={
            "de": "Besorgen Sie die Datei noch einmal. Sonst fehlen Angaben.",
            "en": "Get the file once more. Otherwise values are missing.",
        },
    ),
    "IMP-115": CodeText(
        severity="warning",
        title={"de": "Zu große Zahlen", "en": "Numbers too large"},
        happened={
            "de": "In diesen Spalten passen Zahlen nicht in den vorgesehenen Platz: {fields}.",
            "en": "In these columns numbers do not fit the space they have: {fields}.",
        },
        why={
            "de": "Ein Shapefile begrenzt die Stellen einer Zahl. Was nicht passte, wurde beim"
            " Speichern gerundet oder durch Sterne ersetzt.",
            "en": "A shapefile limits the digits of a number. What did not fit was rounded or"
            " replaced by asterisks when it was saved.",
        },
        todo={
            "de": "Nehmen Sie die Daten als GeoPackage, wenn Sie die genauen Zahlen brauchen.",
            "en": "Take the data as a GeoPackage if you need the exact numbers.",
        },
    ),
    "IMP-116": CodeText(
        severity="info",
        title={"de": "Texte wohl abgeschnitten", "en": "Texts probably cut off"},
        happened={
            "de": "In diesen Spalten füllen Texte den Platz bis zum letzten Zeichen: {fields}.",
            "en": "In these columns texts fill their space to the last letter: {fields}.",
        },
        why={
            "de": "Ein Shapefile fasst höchstens 254 Bytes Text. Der Rest ging beim Speichern"
            " verloren.",
            "en": "A shapefile holds at most 254 bytes of text. The rest got lost when it was"
            " saved.",
        },
        todo={
            "de": "Nehmen Sie die Daten als GeoPackage, wenn Sie die ganzen Texte brauchen.",
            "en": "Take the data as a GeoPackage if you need the whole texts.",
        },
    ),
    "IMP-118": CodeText(
        severity="error",
        title={"de": "Keine Objekte", "en": "No features"},
        happened={
            "de": "Das Shapefile enthält keine einzige vollständige Form.",
            "en": "The shapefile holds not a single complete shape.",
        },
        why={
            "de": "Der Export war leer, etwa weil nichts ausgewählt war.",
            "en": "The export was empty, perhaps because nothing was selected.",
        },
        todo={
            "de": "Prüfen Sie Auswahl und Filter im GIS und exportieren Sie noch einmal.",
            "en": "Check selection and filters in your GIS and export once more.",
        },
    ),
    "IMP-119": CodeText(
        severity="error",
        title={"de": "Zu viele Formen", "en": "Too many shapes"},
        happened={
            "de": "Das Shapefile hat mehr als {most} Formen.",
            "en": "The shapefile has more than {most} shapes.",
        },
        why={
            "de": "So viele Formen kann eine Ebene nicht aufnehmen.",
            "en": "One layer cannot take that many shapes.",
        },
        todo={
            "de": "Teilen Sie die Daten im GIS, oder beschränken Sie sie auf das Stadtgebiet.",
            "en": "Split the data in your GIS, or limit them to the city.",
        },
    ),
    "IMP-120": CodeText(
        severity="question",
        title={"de": "Wie sind die Umlaute gemeint?", "en": "How are the umlauts meant?"},
        happened={
            "de": "Die Datei sagt nicht, wie Umlaute gespeichert sind. Am besten passt {detected}.",
            "en": "The file does not say how umlauts are stored. {detected} fits best.",
        },
        why={
            "de": "Ältere Programme schreiben diese Angabe nicht. Falsch gelesen wird aus"
            " „Königstraße“ etwa „KÃ¶nigstraÃŸe“.",
            "en": "Older programs do not write it. Read wrongly, “Königstraße” becomes"
            " “KÃ¶nigstraÃŸe”, for instance.",
        },
        todo={
            "de": "Vergleichen Sie die Beispiele und wählen Sie die Zeile, die richtig aussieht.",
            "en": "Compare the samples and choose the line that looks right.",
        },
    ),
    "IMP-121": CodeText(
        severity="question",
        title={
            "de": "Die Angabe zu den Umlauten ist falsch",
            "en": "What is said about umlauts is wrong",
        },
        happened={
            "de": "Die Datei nennt {declared}, die Texte sind aber anders gespeichert. Am besten"
            " passt {detected}.",
            "en": "The file states {declared}, but the texts are stored otherwise. {detected}"
            " fits best.",
        },
        why={
            "de": "Die Angabe wurde von Hand oder von einem anderen Programm gesetzt.",
            "en": "It was set by hand or by another program.",
        },
        todo={
            "de": "Vergleichen Sie die Beispiele und wählen Sie die Zeile, die richtig aussieht.",
            "en": "Compare the samples and choose the line that looks right.",
        },
    ),
    "IMP-122": CodeText(
        severity="question",
        title={
            "de": "Die Angabe zu den Umlauten ist zweifelhaft",
            "en": "What is said about umlauts is doubtful",
        },
        happened={
            "de": "Die Datei nennt {declared}. Die Texte sehen eher nach {detected} aus.",
            "en": "The file states {declared}. The texts look more like {detected}.",
        },
        why={
            "de": "Manche Programme schreiben immer dieselbe Angabe, gleich wie die Texte"
            " gespeichert sind.",
            "en": "Some programs always write the same statement, however the texts are stored.",
        },
        todo={
            "de": "Vergleichen Sie die Beispiele und wählen Sie die Zeile, die richtig aussieht.",
            "en": "Compare the samples and choose the line that looks right.",
        },
    ),
    "IMP-123": CodeText(
        severity="info",
        title={"de": "Angabe in der .cpg-Datei", "en": "What the .cpg file says"},
        happened={
            "de": "Die .cpg-Datei nennt „{declared}“. Das legt nicht fest, wie Umlaute"
            " gespeichert sind.",
            "en": "The .cpg file says “{declared}”. This does not settle how umlauts are stored.",
        },
        why={
            "de": "Gemeint ist eine Einstellung des Rechners, auf dem die Datei entstand, oder"
            " ein Zeichensatz, den wir nicht kennen.",
            "en": "It means a setting of the computer on which the file was made, or a character"
            " set that we do not know.",
        },
        todo={
            "de": "Sie müssen nichts tun. Wir richten uns nach den Texten selbst.",
            "en": "You need not do anything. We go by the texts themselves.",
        },
    ),
}
