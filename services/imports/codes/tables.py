"""IMP-4xx: tables and their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

TABLES: Final[Mapping[str, CodeText]] = {
    "IMP-401": CodeText(
        severity="error",
        title={"de": "Die Tabelle ist leer", "en": "The table is empty"},
        happened={
            "de": "In der Datei stehen keine Zeilen, oder nur Überschriften.",
            "en": "There are no rows in the file, or headings only.",
        },
        why={
            "de": "Der Export war leer, oder die Daten stehen in einer anderen Datei.",
            "en": "The export was empty, or the data are in another file.",
        },
        todo={
            "de": "Öffnen Sie die Datei und prüfen Sie, ob Zeilen darin stehen.",
            "en": "Open the file and check whether there are rows in it.",
        },
    ),
    "IMP-402": CodeText(
        severity="error",
        title={"de": "Die Tabelle ist nicht lesbar", "en": "The table cannot be read"},
        happened={
            "de": "Ab Zeile {line} lässt sich der Text nicht in Spalten teilen.",
            "en": "From line {line} on, the text cannot be split into columns.",
        },
        why={
            "de": "Meist fehlt ein schließendes Anführungszeichen, oder die Datei ist kein Text.",
            "en": "Mostly a closing quotation mark is missing, or the file is no text.",
        },
        todo={
            "de": "Öffnen Sie die Datei in einem Tabellenprogramm, prüfen Sie diese Zeile und"
            " speichern Sie noch einmal als CSV (UTF-8).",
            "en": "Open the file in a spreadsheet program, check this line and save once more as"
            " CSV (UTF-8).",
        },
    ),
    "IMP-403": CodeText(
        severity="error",
        title={"de": "Zu lange Zeile", "en": "Line too long"},
        happened={
            "de": "Eine Zeile ist länger als {most} Zeichen.",
            "en": "One line is longer than {most} characters.",
        },
        why={
            "de": "Die Zeilenumbrüche fehlen, oder die Datei ist keine Tabelle.",
            "en": "The line breaks are missing, or the file is no table.",
        },
        todo={
            "de": "Speichern Sie die Daten im Tabellenprogramm noch einmal als CSV oder XLSX.",
            "en": "Save the data once more as CSV or XLSX in a spreadsheet program.",
        },
    ),
    "IMP-404": CodeText(
        severity="question",
        title={"de": "Was trennt die Spalten?", "en": "What separates the columns?"},
        happened={
            "de": "Die Zeilen lassen sich mit „{first}“ und mit „{second}“ in Spalten teilen.",
            "en": "The lines can be split into columns by “{first}” and by “{second}”.",
        },
        why={
            "de": "Eine CSV-Datei sagt nicht, welches Zeichen ihre Spalten trennt.",
            "en": "A CSV file does not say which sign separates its columns.",
        },
        todo={
            "de": "Vergleichen Sie die Spalten und bestätigen Sie „{first}“ oder wählen Sie"
            " „{second}“.",
            "en": "Compare the columns and confirm “{first}” or choose “{second}”.",
        },
    ),
    "IMP-405": CodeText(
        severity="error",
        title={"de": "Nur eine Spalte", "en": "Only one column"},
        happened={
            "de": "Wir finden kein Zeichen, das die Zeilen in Spalten teilt.",
            "en": "We find no sign that splits the lines into columns.",
        },
        why={
            "de": "Für einen Ort braucht es mindestens zwei Spalten. Üblich sind Semikolon,"
            " Tabulator, senkrechter Strich oder Komma als Trennzeichen.",
            "en": "A place needs two columns at least. Usual separators are semicolon, tabulator,"
            " vertical bar or comma.",
        },
        todo={
            "de": "Speichern Sie die Tabelle als CSV mit Semikolon oder als XLSX.",
            "en": "Save the table as CSV with semicolons or as XLSX.",
        },
    ),
    "IMP-406": CodeText(
        severity="question",
        title={"de": "Keine Überschriften", "en": "No headings"},
        happened={
            "de": "Schon die erste Zeile enthält Werte: {first}.",
            "en": "The very first row holds values: {first}.",
        },
        why={
            "de": "Ohne Überschriften wissen wir nicht, was in den Spalten steht. Wir nennen sie"
            " „Spalte 1“, „Spalte 2“ und so weiter.",
            "en": "Without headings we do not know what stands in the columns. We call them"
            " “Spalte 1”, “Spalte 2” and so on.",
        },
        todo={
            "de": "Geben Sie den Spalten Namen, oder ergänzen Sie die Überschriften in der Datei.",
            "en": "Name the columns, or add headings to the file.",
        },
    ),
    "IMP-407": CodeText(
        severity="info",
        title={"de": "Zeilen über der Tabelle", "en": "Lines above the table"},
        happened={
            "de": "Zeilen über den Überschriften, die ausbleiben: {count}. Die erste: {first}.",
            "en": "Lines above the headings that are left out: {count}. The first: {first}.",
        },
        why={
            "de": "Sie haben weniger Spalten als die Tabelle, etwa ein Titel.",
            "en": "They have fewer columns than the table, a title for instance.",
        },
        todo={
            "de": "Prüfen Sie, ob die Überschriften stimmen.",
            "en": "Check whether the headings are right.",
        },
    ),
    "IMP-408": CodeText(
        severity="question",
        title={"de": "Zeilen mit zu vielen Spalten", "en": "Rows with too many columns"},
        happened={
            "de": "Zeilen mit mehr Werten als Überschriften: {count}, zuerst Datenzeile {first}.",
            "en": "Rows with more values than headings: {count}, the first is data row {first}.",
        },
        why={
            "de": "Vermutlich steht das Trennzeichen auch in einem Text. Dann sind die Werte"
            " dahinter verschoben.",
            "en": "The separator probably also stands in a text. Then the values after it are"
            " shifted.",
        },
        todo={
            "de": "Setzen Sie solche Texte in Anführungszeichen, oder nehmen Sie XLSX.",
            "en": "Put such texts into quotation marks, or use XLSX.",
        },
    ),
    "IMP-409": CodeText(
        severity="question",
        title={"de": "Komma oder Punkt?", "en": "Comma or point?"},
        happened={
            "de": "Zahlen in der Tabelle lassen sich auf zwei Arten lesen. Wir schlagen „{sign}“"
            " als Zeichen vor den Nachkommastellen vor.",
            "en": "Numbers in the table can be read in two ways. We propose “{sign}” as the sign"
            " before the decimals.",
        },
        why={
            "de": "„370.819“ kann dreihundertsiebzigtausend heißen oder dreihundertsiebzig.",
            "en": "“370.819” may mean three hundred and seventy thousand, or just three hundred"
            " and seventy.",
        },
        todo={
            "de": "Sehen Sie auf der Vorschau nach, ob die Orte stimmen.",
            "en": "See in the preview whether the places are right.",
        },
    ),
    "IMP-410": CodeText(
        severity="info",
        title={"de": "Spalten mit Koordinaten", "en": "Columns with coordinates"},
        happened={
            "de": "Die Orte stehen wohl in den Spalten „{x}“ und „{y}“.",
            "en": "The places probably stand in the columns “{x}” and “{y}”.",
        },
        why={
            "de": "Namen und Werte der Spalten passen dazu.",
            "en": "Names and values of these columns fit.",
        },
        todo={
            "de": "Bestätigen Sie die Spalten, wenn die Vorschau stimmt.",
            "en": "Confirm the columns if the preview is right.",
        },
    ),
    "IMP-411": CodeText(
        severity="question",
        title={"de": "Welche Koordinaten gelten?", "en": "Which coordinates count?"},
        happened={
            "de": "Mehrere Spaltenpaare sehen nach Koordinaten aus: {pairs}.",
            "en": "Several pairs of columns look like coordinates: {pairs}.",
        },
        why={
            "de": "Manche Tabellen nennen einen Ort in zwei Bezugssystemen, oder zwei Orte.",
            "en": "Some tables give a place in two reference systems, or two places.",
        },
        todo={
            "de": "Wählen Sie das Paar, dessen Vorschau stimmt.",
            "en": "Choose the pair whose preview is right.",
        },
    ),
    "IMP-412": CodeText(
        severity="question",
        title={"de": "Spalten wohl vertauscht", "en": "Columns probably swapped"},
        happened={
            "de": "In „{x}“ stehen Werte für Nord, in „{y}“ Werte für Ost.",
            "en": "“{x}” holds values for north, “{y}” values for east.",
        },
        why={
            "de": "In der Vermessung heißt die Richtung nach Norden X, im GIS nach Osten.",
            "en": "In surveying, X points north; in a GIS it points east.",
        },
        todo={
            "de": "Sehen Sie auf der Vorschau nach, ob die Orte getauscht richtig liegen.",
            "en": "See in the preview whether the places are right when swapped.",
        },
    ),
    "IMP-413": CodeText(
        severity="question",
        title={"de": "Keine Koordinaten gefunden", "en": "No coordinates found"},
        happened={
            "de": "Keine zwei Spalten sehen nach Koordinaten in Deutschland aus.",
            "en": "No two columns look like coordinates in Germany.",
        },
        why={
            "de": "Wir suchen Spalten wie Rechtswert/Hochwert, Ost/Nord, X/Y oder Länge/Breite"
            " mit passenden Werten. Adressen können wir nicht in Orte umwandeln.",
            "en": "We look for columns such as Rechtswert/Hochwert, east/north, X/Y or"
            " longitude/latitude with fitting values. We cannot turn addresses into places.",
        },
        todo={
            "de": "Wählen Sie die Spalten selbst, oder ergänzen Sie Koordinaten in der Tabelle.",
            "en": "Choose the columns yourself, or add coordinates to the table.",
        },
    ),
    "IMP-414": CodeText(
        severity="question",
        title={"de": "Zeilen ohne Ort", "en": "Rows without a place"},
        happened={
            "de": "Zeilen mit leeren oder nicht lesbaren Koordinaten: {count}, zuerst Datenzeile"
            " {first}.",
            "en": "Rows with coordinates that are empty or cannot be read: {count}, the first is"
            " data row {first}.",
        },
        why={
            "de": "Dort steht nichts, ein Text, oder eine Zahl in anderer Schreibweise.",
            "en": "There is nothing, a text, or a number written in another way.",
        },
        todo={
            "de": "Ergänzen Sie die Werte in der Datei, oder laden Sie diese Zeilen ohne Ort.",
            "en": "Add the values in the file, or load these rows without a place.",
        },
    ),
    "IMP-415": CodeText(
        severity="warning",
        title={"de": "Zahlen mit Zehnerpotenz", "en": "Numbers with powers of ten"},
        happened={
            "de": "Zahlen, die wie „5,72E+06“ geschrieben sind: {count}.",
            "en": "Numbers written like “5,72E+06”: {count}.",
        },
        why={
            "de": "Excel kürzt breite Zahlen so. Die weggelassenen Stellen sind verloren, Orte"
            " können um Kilometer danebenliegen.",
            "en": "Excel shortens wide numbers in this way. The digits left out are lost; places"
            " may be off by kilometres.",
        },
        todo={
            "de": "Stellen Sie die Spalten in Excel auf „Zahl“ und speichern Sie noch einmal.",
            "en": "Set these columns to “Number” in Excel and save once more.",
        },
    ),
    "IMP-416": CodeText(
        severity="info",
        title={"de": "Mehrere Tabellenblätter", "en": "Several sheets"},
        happened={
            "de": "In {count} Blättern der Mappe stehen Daten.",
            "en": "There are data in {count} sheets of the workbook.",
        },
        why={
            "de": "Aus jedem Blatt wird eine eigene Ebene, höchstens aus den ersten {most}.",
            "en": "Each sheet becomes a layer of its own, the first {most} at most.",
        },
        todo={
            "de": "Laden Sie die Blätter, die auf die Karte sollen, und lassen Sie die anderen"
            " aus.",
            "en": "Load the sheets that belong on the map and leave out the others.",
        },
    ),
    "IMP-417": CodeText(
        severity="question",
        title={"de": "Sind das die Koordinaten?", "en": "Are these the coordinates?"},
        happened={
            "de": "Die Spalten „{x}“ und „{y}“ heißen nicht so, ihre Werte sehen aber nach"
            " Koordinaten aus.",
            "en": "The columns “{x}” and “{y}” are not called so, but their values look like"
            " coordinates.",
        },
        why={
            "de": "Wir haben nur die Werte verglichen. Das kann Zufall sein.",
            "en": "We only compared the values. It may be chance.",
        },
        todo={
            "de": "Bestätigen Sie die Spalten nur, wenn die Vorschau stimmt.",
            "en": "Confirm the columns only if the preview is right.",
        },
    ),
    "IMP-418": CodeText(
        severity="error",
        title={"de": "Zu viele Spalten", "en": "Too many columns"},
        happened={
            "de": "Eine Zeile hat mehr als {most} Spalten.",
            "en": "One row has more than {most} columns.",
        },
        why={
            "de": "So viele Spalten kann eine Ebene nicht aufnehmen.",
            "en": "One layer cannot take that many columns.",
        },
        todo={
            "de": "Löschen Sie Spalten, die Sie nicht brauchen.",
            "en": "Delete columns that you do not need.",
        },
    ),
    "IMP-419": CodeText(
        severity="error",
        title={"de": "Die Arbeitsmappe ist zu groß", "en": "The workbook is too large"},
        happened={
            "de": "Entpackt hätte die XLSX-Datei {unpacked_bytes} Bytes.",
            "en": "Unpacked, the XLSX file would have {unpacked_bytes} bytes.",
        },
        why={
            "de": "Damit könnte sie den Server überlasten.",
            "en": "This could overload the server.",
        },
        todo={
            "de": "Teilen Sie die Tabelle, oder speichern Sie sie als CSV.",
            "en": "Split the table, or save it as CSV.",
        },
    ),
    "IMP-420": CodeText(
        severity="error",
        title={"de": "Nicht erlaubter Inhalt", "en": "Content that is not allowed"},
        happened={
            "de": "Der Teil „{part}“ der XLSX-Datei enthält eigene Definitionen (DTD).",
            "en": "The part “{part}” of the XLSX file holds definitions of its own (DTD).",
        },
        why={
            "de": "Tabellenprogramme schreiben so etwas nicht. Es dient oft Angriffen.",
            "en": "Spreadsheet programs do not write this. It often serves attacks.",
        },
        todo={
            "de": "Öffnen Sie die Datei in einem Tabellenprogramm und speichern Sie sie neu.",
            "en": "Open the file in a spreadsheet program and save it anew.",
        },
    ),
    "IMP-421": CodeText(
        severity="error",
        title={"de": "Arbeitsmappe nicht lesbar", "en": "Workbook cannot be read"},
        happened={
            "de": "Die XLSX-Datei lässt sich nicht als Arbeitsmappe lesen.",
            "en": "The XLSX file cannot be read as a workbook.",
        },
        why={
            "de": "Sie ist beschädigt, mit einem Kennwort geschützt oder etwas anderes.",
            "en": "It is damaged, protected by a password or something else.",
        },
        todo={
            "de": "Speichern Sie sie ohne Kennwort neu, oder als CSV (UTF-8).",
            "en": "Save it anew without a password, or as CSV (UTF-8).",
        },
    ),
    "IMP-422": CodeText(
        severity="info",
        title={"de": "Formen als Text", "en": "Shapes as text"},
        happened={
            "de": "Die Spalte „{column}“ enthält ganze Formen, etwa „{example}“.",
            "en": "The column “{column}” holds whole shapes such as “{example}”.",
        },
        why={
            "de": "Diese Schreibweise heißt WKT. Geoprogramme und Datenbanken schreiben so Punkte,"
            " Linien und Flächen in Tabellen.",
            "en": "This way of writing is called WKT. Map programs and databases write points,"
            " lines and areas into tables like that.",
        },
        todo={
            "de": "Nichts. Der Ort jeder Zeile kommt aus dieser Spalte.",
            "en": "Nothing. The place of each row comes from this column.",
        },
    ),
    "IMP-430": CodeText(
        severity="info",
        title={"de": "Gekürzte Spaltennamen", "en": "Shortened column names"},
        happened={
            "de": "Diese Namen sind wohl abgeschnitten: {fields}.",
            "en": "These names are probably cut off: {fields}.",
        },
        why={
            "de": "In einem Shapefile hat ein Spaltenname höchstens 10 Bytes. Ein Umlaut kann"
            " zwei davon brauchen.",
            "en": "In a shapefile a column name has 10 bytes at most. An umlaut may take two of"
            " them.",
        },
        todo={
            "de": "Prüfen Sie die Anzeigenamen und ergänzen Sie sie.",
            "en": "Check the names shown and complete them.",
        },
    ),
    "IMP-431": CodeText(
        severity="question",
        title={"de": "Angaben über Personen?", "en": "Does it say something about people?"},
        happened={
            "de": "Diese Spalten enthalten wohl Angaben über Personen: {fields}.",
            "en": "These columns probably say something about people: {fields}.",
        },
        why={
            "de": "Namen oder Werte sehen danach aus. Solche Spalten sieht nur die Verwaltung.",
            "en": "Names or values look like it. Such columns are seen by staff only.",
        },
        todo={
            "de": "Lassen Sie die Spalten weg, wenn Sie sie nicht brauchen, oder bestätigen Sie"
            " die Einstufung.",
            "en": "Leave the columns out if you do not need them, or confirm what we propose.",
        },
    ),
    "IMP-432": CodeText(
        severity="info",
        title={"de": "Nummern, keine Beträge", "en": "Numbers that name, not amounts"},
        happened={
            "de": "Die Zahlen dieser Spalten benennen wohl etwas: {fields}. Wir schlagen vor, sie"
            " nicht je Stadtteil zusammenzuzählen.",
            "en": "The numbers of these columns probably name something: {fields}. We propose not"
            " to add them up by district.",
        },
        why={
            "de": "Namen oder Werte sehen nach Schlüsseln, laufenden Nummern, Jahren oder"
            " Koordinaten aus. Ihre Summe sagt nichts.",
            "en": "Names or values look like keys, serial numbers, years or coordinates. Their sum"
            " says nothing.",
        },
        todo={
            "de": "Prüfen Sie die Spalte „Kein Betrag“ und ändern Sie, was nicht stimmt.",
            "en": "Check the column “No amount” and change what is wrong.",
        },
    ),
}
