"""IMP-5xx: limits, running, loading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

RUNNING: Final[Mapping[str, CodeText]] = {
    "IMP-500": CodeText(
        "error",
        {"de": "Die Datei braucht zu lange", "en": "The file takes too long"},
        {
            "de": "Nach {minutes} Minuten war die Datei noch nicht gelesen. Wir haben abgebrochen.",
            "en": "After {minutes} minutes the file was not read yet. We stopped.",
        },
        {
            "de": "Sie ist sehr groß, oder ihr Aufbau ist so beschädigt, dass Programme sich darin "
            "verlaufen.",
            "en": "It is very large, or damaged so that programs get lost in it.",
        },
        {
            "de": "Teilen Sie die Daten in kleinere Dateien, oder speichern Sie sie als GeoPackage "
            "neu.",
            "en": "Divide the data into smaller files, or save them anew as a GeoPackage.",
        },
    ),
    "IMP-501": CodeText(
        "error",
        {"de": "Die Datei braucht zu viel Speicher", "en": "The file needs too much memory"},
        {
            "de": "Beim Lesen wurde mehr Speicher gebraucht, als wir einer Datei geben.",
            "en": "Reading it needed more memory than we give to one file.",
        },
        {
            "de": "Einzelne Objekte sind riesig, oder die Datei nennt Größen, die nicht stimmen.",
            "en": "Single objects are huge, or the file claims sizes that are not true.",
        },
        {
            "de": "Teilen Sie die Daten in kleinere Dateien, oder vereinfachen Sie die Linien.",
            "en": "Divide the data into smaller files, or simplify the lines.",
        },
    ),
    "IMP-502": CodeText(
        "error",
        {"de": "Beim Lesen ging etwas schief", "en": "Something went wrong while reading"},
        {
            "de": "Das Programm, das die Datei liest, ist an ihr gescheitert. Sonst ist nichts "
            "geschehen.",
            "en": "The program that reads the file failed on it. Nothing else happened.",
        },
        {
            "de": "Die Datei ist so beschädigt, dass wir nicht sagen können, woran es liegt.",
            "en": "The file is damaged so that we cannot say what is wrong.",
        },
        {
            "de": "Öffnen Sie die Datei in QGIS und speichern Sie sie neu, am besten als "
            "GeoPackage.",
            "en": "Open the file in QGIS and save it anew, best as a GeoPackage.",
        },
    ),
    "IMP-503": CodeText(
        "error",
        {"de": "Die Datei hat zu viele Teile", "en": "The file has too many parts"},
        {
            "de": "Allein die Liste dessen, was in der Datei steht, ist zu lang.",
            "en": "The mere list of what the file holds is too long.",
        },
        {
            "de": "Sie hat ungewöhnlich viele Ebenen oder Spalten.",
            "en": "It has unusually many layers or columns.",
        },
        {
            "de": "Speichern Sie nur die Ebenen und Spalten, die Sie brauchen.",
            "en": "Save only the layers and columns that you need.",
        },
    ),
    "IMP-504": CodeText(
        "error",
        {"de": "Die Arbeit brach immer wieder ab", "en": "The work broke off again and again"},
        {
            "de": "Wir haben {attempts}-mal begonnen, und jedes Mal wurde das Programm mittendrin "
            "beendet. Nichts wurde übernommen.",
            "en": "We began {attempts} times, and each time the program was ended in the middle. "
            "Nothing was taken over.",
        },
        {
            "de": "Die Datei braucht mehr Speicher, als der Server hat, oder der Server ist "
            "mehrmals ausgefallen.",
            "en": "The file needs more memory than the server has, or the server broke down "
            "several times.",
        },
        {
            "de": "Versuchen Sie es noch einmal. Bricht es wieder ab, teilen Sie die Daten in "
            "kleinere Dateien, oder fragen Sie die Menschen, die den Server betreiben.",
            "en": "Try once more. If it breaks off again, divide the data into smaller files, or "
            "ask the people who run the server.",
        },
    ),
    "IMP-505": CodeText(
        "error",
        {"de": "Etwas Unerwartetes ging schief", "en": "Something unexpected went wrong"},
        {
            "de": "Das Programm ist auf etwas gestoßen, womit es nicht rechnet. Nichts wurde "
            "übernommen.",
            "en": "The program met something that it does not reckon with. Nothing was taken over.",
        },
        {
            "de": "Das Programm hat einen Fehler, oder dem Server fehlt etwas: Platz auf der "
            "Platte oder die Verbindung zur Datenbank.",
            "en": "The program has a fault, or the server lacks something: space on its disk or "
            "the connection to the database.",
        },
        {
            "de": "Versuchen Sie es noch einmal. Hilft das nicht, fragen Sie die Menschen, die den "
            "Server betreiben: In seinem Protokoll steht die Art des Fehlers.",
            "en": "Try once more. If that does not help, ask the people who run the server: its "
            "log holds the kind of the fault.",
        },
    ),
    "IMP-506": CodeText(
        "error",
        {"de": "Das Lesen wurde beendet", "en": "Reading was ended"},
        {
            "de": "Der Server hat das Programm, das die Datei liest, mittendrin beendet. Nichts "
            "wurde übernommen.",
            "en": "The server ended the program that reads the file in the middle. Nothing was "
            "taken over.",
        },
        {
            "de": "Meist reichte sein Arbeitsspeicher nicht für alles, was gerade lief. An der "
            "Datei muss es nicht liegen.",
            "en": "Mostly its memory did not suffice for all that was running. The file need not "
            "be the cause.",
        },
        {
            "de": "Versuchen Sie es noch einmal. Bricht es wieder ab, teilen Sie die Daten in "
            "kleinere Dateien, oder fragen Sie die Menschen, die den Server betreiben.",
            "en": "Try once more. If it breaks off again, divide the data into smaller files, or "
            "ask the people who run the server.",
        },
    ),
}
