"""IMP-23x, 35x, 44x: what a decision about a layer leads to when it is converted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

CONVERTING: Final[Mapping[str, CodeText]] = {
    "IMP-230": CodeText(
        "error",
        {"de": "Dieses Koordinatensystem gibt es nicht", "en": "There is no such reference system"},
        {
            "de": "Unter der Nummer EPSG {epsg} ist kein Koordinatensystem bekannt.",
            "en": "No reference system is known under the number EPSG {epsg}.",
        },
        {
            "de": "Die Nummer ist vertippt, oder sie bezeichnet etwas anderes als ein "
            "Koordinatensystem.",
            "en": "The number is mistyped, or it stands for something else than a reference "
            "system.",
        },
        {
            "de": "Prüfen Sie die Nummer. Gauß-Krüger Zone 2 ist 31466, ETRS89/UTM Zone 32 ist "
            "25832.",
            "en": "Check the number. Gauß-Krüger zone 2 is 31466, ETRS89/UTM zone 32 is 25832.",
        },
    ),
    "IMP-231": CodeText(
        "error",
        {
            "de": "Von diesem Koordinatensystem führt kein Weg",
            "en": "No way leads from this reference system",
        },
        {
            "de": "Für EPSG {epsg} ist keine Umrechnung in das amtliche System des Landes bekannt.",
            "en": "No conversion is known from EPSG {epsg} into the official system of the state.",
        },
        {
            "de": "Es gilt für eine andere Gegend, zählt nur Höhen, oder seine "
            "Vermessungsgrundlage ist nicht festgelegt. Raten würde die Daten verschieben.",
            "en": "It holds for another region, counts heights only, or its datum is not defined. "
            "Guessing would shift the data.",
        },
        {
            "de": "Wählen Sie ein anderes Koordinatensystem, oder lassen Sie die Daten im "
            "amtlichen System (ETRS89/UTM, EPSG 25832) speichern.",
            "en": "Choose another reference system, or have the data saved in the official one "
            "(ETRS89/UTM, EPSG 25832).",
        },
    ),
    "IMP-232": CodeText(
        "error",
        {"de": "Kein Koordinatensystem gewählt", "en": "No reference system chosen"},
        {
            "de": "Für die Ebene steht nicht fest, in welchem Koordinatensystem sie gespeichert "
            "ist.",
            "en": "It is not decided in which reference system the layer is saved.",
        },
        {
            "de": "Ohne Koordinatensystem sind die Zahlen in der Datei kein Ort.",
            "en": "Without a reference system the numbers in the file are no place.",
        },
        {
            "de": "Wählen Sie ein Koordinatensystem und sehen Sie in der Vorschau nach, ob die "
            "Daten richtig liegen.",
            "en": "Choose a reference system and look at the preview whether the data lie where "
            "they should.",
        },
    ),
    "IMP-233": CodeText(
        "error",
        {"de": "Zu viele Punkte haben keinen Ort", "en": "Too many points have no place"},
        {
            "de": "{share_percent} % der Punkte haben von EPSG {epsg} aus keinen Ort im amtlichen "
            "System.",
            "en": "{share_percent} % of the points have no place in the official system, coming "
            "from EPSG {epsg}.",
        },
        {
            "de": "Das gewählte Koordinatensystem ist nicht das der Datei, oder die Zahlen in der "
            "Datei sind beschädigt.",
            "en": "The reference system chosen is not that of the file, or the numbers in the file "
            "are damaged.",
        },
        {
            "de": "Wählen Sie ein anderes Koordinatensystem, dessen Vorschau stimmt.",
            "en": "Choose another reference system whose preview is right.",
        },
    ),
    "IMP-234": CodeText(
        "warning",
        {
            "de": "Objekte ohne Ort im Koordinatensystem",
            "en": "Features without a place in the reference system",
        },
        {
            "de": "Objekte, bei denen mindestens ein Punkt von EPSG {epsg} aus keinen Ort im "
            "amtlichen System hat: {count}.",
            "en": "Features of which at least one point has no place in the official system, "
            "coming from EPSG {epsg}: {count}.",
        },
        {
            "de": "Einzelne Zahlen sind unmöglich groß oder fehlen, meist durch Tippfehler oder "
            "Platzhalter.",
            "en": "Single numbers are impossibly large or missing, mostly by slips or "
            "placeholders.",
        },
        {
            "de": "Diese Objekte stehen in der Liste, nicht auf der Karte. Berichtigen Sie ihre "
            "Punkte an der Quelle.",
            "en": "These features stand in the list, not on the map. Correct their points at the "
            "source.",
        },
    ),
    "IMP-350": CodeText(
        "error",
        {"de": "Fehlerhafte Formen ohne Reparatur", "en": "Faulty shapes without repair"},
        {
            "de": "Objekte mit einer Form, die so nicht möglich ist: {count}. Eine Reparatur wurde "
            "nicht gewünscht.",
            "en": "Features with a shape that cannot be: {count}. Repair was not wished.",
        },
        {
            "de": "Mit solchen Formen wären Flächen und Zuordnungen zu Stadtteilen falsch.",
            "en": "With such shapes areas and districts would come out wrong.",
        },
        {
            "de": "Lassen Sie die Formen reparieren, oder berichtigen Sie sie an der Quelle.",
            "en": "Let the shapes be repaired, or correct them at the source.",
        },
    ),
    "IMP-351": CodeText(
        "error",
        {
            "de": "Die Reparatur ändert mehr als erlaubt",
            "en": "Repair changes more than was agreed to",
        },
        {
            "de": "Die Reparatur ändert die gesamte Fläche um {share_percent} %. Mehr als 1 % war "
            "nicht erlaubt.",
            "en": "Repair changes the whole area by {share_percent} %. More than 1 % was not "
            "agreed to.",
        },
        {
            "de": "Große Formen sind verdreht oder überdecken sich selbst. Was gemeint war, lässt "
            "sich nur vermuten.",
            "en": "Large shapes are twisted or cover themselves. What was meant can only be "
            "guessed.",
        },
        {
            "de": "Sehen Sie sich die fehlerhaften Objekte an. Stimmen Sie der Änderung zu, oder "
            "berichtigen Sie die Formen an der Quelle.",
            "en": "Look at the faulty features. Agree to the change, or correct the shapes at the "
            "source.",
        },
    ),
    "IMP-352": CodeText(
        "error",
        {"de": "Nichts für die Karte", "en": "Nothing for the map"},
        {
            "de": "Kein einziges Objekt der Ebene hat einen Ort.",
            "en": "Not a single feature of the layer has a place.",
        },
        {
            "de": "Die Ebene ist leer, ihre Formen sind unbrauchbar, oder die gewählten Spalten "
            "enthalten keine Koordinaten.",
            "en": "The layer is empty, its shapes are of no use, or the columns chosen hold no "
            "coordinates.",
        },
        {
            "de": "Prüfen Sie Koordinatensystem und Spalten. Sonst zeichnen Sie die Formen an der "
            "Quelle neu.",
            "en": "Check reference system and columns. Otherwise draw the shapes anew at the "
            "source.",
        },
    ),
    "IMP-353": CodeText(
        "warning",
        {"de": "Gemischte Formen vereinfacht", "en": "Mixed shapes reduced"},
        {
            "de": "Objekte aus Punkten, Linien und Flächen zugleich: {count}. Davon blieb nur die "
            "höchste Art: Flächen vor Linien vor Punkten.",
            "en": "Features of points, lines and areas at once: {count}. Only the highest kind of "
            "these was kept: areas before lines before points.",
        },
        {
            "de": "Für solche Sammlungen lassen sich weder Längen noch Flächen noch Stadtteile "
            "eindeutig angeben.",
            "en": "For such collections neither lengths nor areas nor districts can be told for "
            "certain.",
        },
        {
            "de": "Wenn Sie auch die anderen Teile brauchen, trennen Sie sie an der Quelle in "
            "eigene Objekte.",
            "en": "If you need the other parts too, divide them into features of their own at the "
            "source.",
        },
    ),
    "IMP-354": CodeText(
        "error",
        {"de": "Beschädigte Formen nicht ausgelassen", "en": "Damaged shapes not left out"},
        {
            "de": "Beschädigte Formen: {count}, zuerst Nummer {first}. Sie auszulassen wurde nicht "
            "gewünscht.",
            "en": "Damaged shapes: {count}, the first is number {first}. Leaving them out was not "
            "wished.",
        },
        {
            "de": "Aus den Bytes dieser Formen lässt sich keine Form mehr lesen.",
            "en": "No shape can be read from the bytes of these shapes any more.",
        },
        {
            "de": "Lassen Sie die beschädigten Formen aus: Ihre Angaben bleiben in der Liste. Oder "
            "reparieren Sie die Datei im Ausgangsprogramm.",
            "en": "Leave the damaged shapes out: their values stay in the list. Or repair the file "
            "in the program it comes from.",
        },
    ),
    "IMP-440": CodeText(
        "error",
        {
            "de": "Spalten für die Koordinaten fehlen",
            "en": "Columns for the coordinates are missing",
        },
        {
            "de": "Für die Tabelle sind nicht zwei verschiedene Spalten mit Koordinaten gewählt.",
            "en": "Two different columns with coordinates have not been chosen for the table.",
        },
        {
            "de": "Erst zwei Spalten, eine für Ost und eine für Nord, machen aus einer Zeile einen "
            "Ort.",
            "en": "Only two columns, one for east and one for north, make a place of a row.",
        },
        {
            "de": "Wählen Sie die beiden Spalten, oder ergänzen Sie Koordinaten in der Tabelle.",
            "en": "Choose the two columns, or add coordinates to the table.",
        },
    ),
    "IMP-441": CodeText(
        "error",
        {"de": "Der Schlüssel hat Lücken", "en": "The key has gaps"},
        {
            "de": "Objekte ohne Wert in der Spalte „{field}“: {count}, zuerst das Objekt {first}.",
            "en": "Features without a value in the column “{field}”: {count}, the first being "
            "feature {first}.",
        },
        {
            "de": "Am Schlüssel erkennen wir ein Objekt in der nächsten Fassung wieder. Ohne Wert "
            "geht das nicht.",
            "en": "By the key we recognise a feature in the next version. Without a value we "
            "cannot.",
        },
        {
            "de": "Ergänzen Sie die Werte an der Quelle, oder wählen Sie eine andere Spalte oder "
            "keine als Schlüssel.",
            "en": "Add the values at the source, or choose another column or none as key.",
        },
    ),
    "IMP-442": CodeText(
        "error",
        {"de": "Der Schlüssel ist nicht eindeutig", "en": "The key is not unique"},
        {
            "de": "Objekte, die in der Spalte „{field}“ denselben Wert haben wie ein früheres: "
            "{count}, zuerst das Objekt {first}.",
            "en": "Features that have the value of an earlier one in the column “{field}”: "
            "{count}, the first being feature {first}.",
        },
        {
            "de": "Am Schlüssel erkennen wir ein Objekt in der nächsten Fassung wieder. Dafür darf "
            "es jeden Wert nur einmal geben.",
            "en": "By the key we recognise a feature in the next version. For that each value may "
            "be there only once.",
        },
        {
            "de": "Berichtigen Sie die Werte an der Quelle, oder wählen Sie eine andere Spalte "
            "oder keine als Schlüssel.",
            "en": "Correct the values at the source, or choose another column or none as key.",
        },
    ),
    "IMP-443": CodeText(
        "error",
        {"de": "Die Spalte für den Schlüssel fehlt", "en": "The column for the key is missing"},
        {
            "de": "Die Spalte „{field}“ soll der Schlüssel sein, wird aber nicht geladen.",
            "en": "The column “{field}” is to be the key but is not loaded.",
        },
        {
            "de": "Es gibt sie in der Ebene nicht, oder sie wurde abgewählt.",
            "en": "The layer does not have it, or it was left out.",
        },
        {
            "de": "Laden Sie die Spalte mit, oder wählen Sie eine andere oder keine als Schlüssel.",
            "en": "Load the column too, or choose another one or none as key.",
        },
    ),
}
