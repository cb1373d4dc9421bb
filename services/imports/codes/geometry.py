"""IMP-3xx: geometries and what repair does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText
from services.web.texts import LocalText

GEOMETRY: Final[Mapping[str, CodeText]] = {
    "IMP-301": CodeText(
        "warning",
        {"de": "Objekte ohne Form", "en": "Features without a shape"},
        {
            "de": "Objekte mit Angaben, aber ohne Punkt, Linie und Fläche: {count}.",
            "en": "Features with values, but without point, line and area: {count}.",
        },
        {
            "de": "Sie stehen in der Tabelle, wurden aber nie gezeichnet, oder ihre Form wurde "
            "gelöscht.",
            "en": "They stand in the table but were never drawn, or their shape was deleted.",
        },
        {
            "de": "Sie können so bleiben: Sie erscheinen in der Liste, nicht auf der Karte.",
            "en": "They may stay so: they appear in the list, not on the map.",
        },
    ),
    "IMP-302": CodeText(
        "warning",
        {"de": "Leere Formen", "en": "Empty shapes"},
        {
            "de": "Objekte mit einer Form, in der kein einziger Punkt steht: {count}.",
            "en": "Features with a shape that has no single point in it: {count}.",
        },
        {
            "de": "So etwas bleibt übrig, wenn Formen verschnitten oder verkleinert werden.",
            "en": "That is left when shapes are cut or simplified.",
        },
        {
            "de": "Sie können so bleiben: Sie erscheinen in der Liste, nicht auf der Karte.",
            "en": "They may stay so: they appear in the list, not on the map.",
        },
    ),
    "IMP-303": CodeText(
        "question",
        {"de": "Fehlerhafte Formen", "en": "Faulty shapes"},
        {
            "de": "Objekte mit einer Form, die so nicht möglich ist: {count}. Zum Beispiel kreuzt "
            "der Rand einer Fläche sich selbst.",
            "en": "Features with a shape that cannot be: {count}. The edge of an area crosses "
            "itself, for example.",
        },
        {
            "de": "Bei solchen Formen ist nicht klar, was innen und was außen ist. Flächen und "
            "Zuordnungen zu Stadtteilen wären falsch.",
            "en": "For such shapes it is not clear what is inside and what is outside. Areas and "
            "districts would come out wrong.",
        },
        {
            "de": "Lassen Sie uns die Formen reparieren: Die Fläche ändert sich dabei um "
            "{share_percent} %. Wir heben die ursprüngliche Form auf.",
            "en": "Let us repair the shapes: their area changes by {share_percent} %. We keep the "
            "original shape.",
        },
    ),
    "IMP-304": CodeText(
        "question",
        {"de": "Reparieren ändert viel", "en": "Repair changes a lot"},
        {
            "de": "Die Reparatur ändert die gesamte Fläche um {share_percent} %. Mehr als 1 % "
            "übernehmen wir nicht ungefragt.",
            "en": "Repair changes the whole area by {share_percent} %. We do not take over more "
            "than 1 % unasked.",
        },
        {
            "de": "Große Formen sind verdreht oder überdecken sich selbst. Was gemeint war, lässt "
            "sich nur vermuten.",
            "en": "Large shapes are twisted or cover themselves. What was meant can only "
            "be guessed.",
        },
        {
            "de": "Sehen Sie sich die genannten Objekte an. Stimmen Sie der Änderung zu, oder "
            "berichtigen Sie die Formen an der Quelle.",
            "en": "Look at the features named. Agree to the change, or correct the shapes at the "
            "source.",
        },
    ),
    "IMP-305": CodeText(
        "warning",
        {"de": "Formen ohne Ausdehnung", "en": "Shapes without extent"},
        {
            "de": "Fehlerhafte Formen, von denen nach der Reparatur nichts übrig bleibt: {count}.",
            "en": "Faulty shapes of which nothing is left after repair: {count}.",
        },
        {
            "de": "Ihre Ecken liegen alle auf einer Linie oder auf einem Punkt, oder sie nennen "
            "keinen möglichen Ort.",
            "en": "Their corners all lie on one line or point, or they name no possible place.",
        },
        {
            "de": "Die Angaben bleiben in der Liste. Zeichnen Sie die Formen an der Quelle neu, "
            "wenn Sie sie brauchen.",
            "en": "The values stay in the list. Draw the shapes anew at the source if you need "
            "them.",
        },
    ),
    "IMP-306": CodeText(
        "warning",
        {"de": "Doppelte Formen", "en": "Repeated shapes"},
        {
            "de": "Objekte mit genau derselben Form wie ein früheres: {count}.",
            "en": "Features with exactly the shape of an earlier one: {count}.",
        },
        {
            "de": "Das kann richtig sein (zwei Angaben zu einem Ort) oder ein Versehen beim "
            "Kopieren. Zählungen zählen beide.",
            "en": "That may be right (two records of one place) or a slip in copying. Counts count "
            "both.",
        },
        {
            "de": "Prüfen Sie die genannten Objekte. Wir entfernen nichts.",
            "en": "Check the features named. We remove nothing.",
        },
    ),
    "IMP-307": CodeText(
        "warning",
        {"de": "Sehr kleine Flächen", "en": "Very small areas"},
        {
            "de": "Flächen, die kleiner als 1 m² sind: {count}.",
            "en": "Areas smaller than 1 m²: {count}.",
        },
        {
            "de": "Meist sind das Splitter, die beim Verschneiden von Flächen entstehen.",
            "en": "Mostly these are slivers that appear when areas are cut with each other.",
        },
        {
            "de": "Prüfen Sie die genannten Objekte. Wir entfernen nichts.",
            "en": "Check the features named. We remove nothing.",
        },
    ),
    "IMP-308": CodeText(
        "info",
        {"de": "Höhen und Messwerte an Punkten", "en": "Heights and measures at points"},
        {
            "de": "Die Punkte der Formen tragen neben dem Ort noch eine Höhe oder einen Messwert.",
            "en": "The points of the shapes carry a height or a measure besides the place.",
        },
        {
            "de": "Die Werkbank zeigt eine flache Karte.",
            "en": "The workbench shows a flat map.",
        },
        {
            "de": "Nichts. Beim Laden lassen wir Höhen und Messwerte weg.",
            "en": "Nothing. Heights and measures are left out when the data are loaded.",
        },
    ),
    "IMP-309": CodeText(
        "info",
        {"de": "Punkte, Linien und Flächen gemischt", "en": "Points, lines and areas mixed"},
        {
            "de": "Die Ebene enthält {points} Punkte, {lines} Linien und {areas} Flächen.",
            "en": "The layer holds {points} points, {lines} lines and {areas} areas.",
        },
        {
            "de": "Das ist erlaubt. Längen und Flächen zählen dann nur für einen Teil der Objekte.",
            "en": "That is allowed. Lengths and areas then count for some of the features only.",
        },
        {
            "de": "Nichts, wenn es so gemeint ist. Sonst teilen Sie die Ebene an der Quelle.",
            "en": "Nothing if it is meant so. Otherwise divide the layer at the source.",
        },
    ),
    "IMP-310": CodeText(
        "info",
        {"de": "Ränder laufen andersherum", "en": "Edges run the other way round"},
        {
            "de": "Flächen, deren Rand andersherum aufgeschrieben ist, als es in diesem "
            "Dateiformat üblich ist: {count}.",
            "en": "Areas whose edge is written the other way round than is usual in this file "
            "format: {count}.",
        },
        {
            "de": "Programme halten sich nicht alle an die Regel. Die Form ist dieselbe.",
            "en": "Not all programs keep the rule. The shape is the same.",
        },
        {
            "de": "Nichts. Wir drehen die Ränder beim Laden.",
            "en": "Nothing. We turn the edges when the data are loaded.",
        },
    ),
    "IMP-311": CodeText(
        "error",
        {"de": "Leere Ebene", "en": "Empty layer"},
        {
            "de": "Die Ebene „{layer}“ enthält kein einziges Objekt.",
            "en": "The layer “{layer}” holds not a single feature.",
        },
        {
            "de": "Vielleicht wurde beim Speichern nur eine leere Auswahl geschrieben.",
            "en": "Perhaps only an empty selection was written when it was saved.",
        },
        {
            "de": "Speichern Sie die Daten an der Quelle neu, ohne eine Auswahl.",
            "en": "Save the data anew at the source, without a selection.",
        },
    ),
    "IMP-312": CodeText(
        "info",
        {"de": "Tabelle ohne Karte", "en": "Table without a map"},
        {
            "de": "Die Ebene „{layer}“ ist eine reine Tabelle: Ihre Zeilen haben keinen Ort.",
            "en": "The layer “{layer}” is a mere table: its rows have no place.",
        },
        {
            "de": "GeoPackages und andere Sammlungen enthalten oft auch solche Tabellen.",
            "en": "GeoPackages and other collections often hold such tables too.",
        },
        {
            "de": "Wählen Sie eine andere Ebene der Datei, wenn Sie etwas auf der Karte zeigen "
            "wollen.",
            "en": "Choose another layer of the file if you want to show something on the map.",
        },
    ),
    "IMP-313": CodeText(
        "error",
        {"de": "Zu viele Objekte", "en": "Too many features"},
        {
            "de": "Die Ebene „{layer}“ hat {count} Objekte. Wir nehmen höchstens {most}.",
            "en": "The layer “{layer}” has {count} features. We take at most {most}.",
        },
        {
            "de": "Mit so vielen Objekten wären Karte und Listen für alle langsam.",
            "en": "With so many features the map and the lists would be slow for everybody.",
        },
        {
            "de": "Schneiden Sie die Daten auf das Stadtgebiet zu, oder teilen Sie sie nach "
            "Themen.",
            "en": "Cut the data to the area of the city, or divide them by subject.",
        },
    ),
    "IMP-314": CodeText(
        "error",
        {"de": "Zu viele Punkte in den Formen", "en": "Too many points in the shapes"},
        {
            "de": "Die Formen der Ebene „{layer}“ haben zusammen mehr als {most} Punkte.",
            "en": "The shapes of the layer “{layer}” have more than {most} points together.",
        },
        {
            "de": "Die Linien sind feiner gezeichnet, als eine Karte sie zeigen kann.",
            "en": "The lines are drawn finer than a map can show.",
        },
        {
            "de": "Vereinfachen Sie die Linien an der Quelle, zum Beispiel auf 0,1 m.",
            "en": "Simplify the lines at the source, to 0.1 m for instance.",
        },
    ),
    "IMP-320": CodeText(
        "error",
        {"de": "Der Inhalt passt nicht zum Format", "en": "The content does not fit the format"},
        {
            "de": "„{name}“ gibt sich als {format} aus, ist aber etwas anderes.",
            "en": "“{name}” poses as {format} but is something else.",
        },
        {
            "de": "Solche Dateien könnten andere Dateien öffnen, ohne dass man es sieht. Darum "
            "lesen wir sie nicht.",
            "en": "Such files could open other files without anybody seeing it. So we do not read "
            "them.",
        },
        {
            "de": "Speichern Sie die Daten in QGIS oder ArcGIS neu, am besten als GeoPackage.",
            "en": "Save the data anew in QGIS or ArcGIS, best as a GeoPackage.",
        },
    ),
    "IMP-321": CodeText(
        "error",
        {"de": "Die Datei ist beschädigt", "en": "The file is damaged"},
        {
            "de": "„{name}“ sieht nach {format} aus, lässt sich aber nicht lesen.",
            "en": "“{name}” looks like {format} but cannot be read.",
        },
        {
            "de": "Wahrscheinlich ist sie unvollständig, zum Beispiel nach einer abgebrochenen "
            "Übertragung. Nur den beschädigten Teil auszulassen geht nicht: Wo er beginnt und "
            "endet, ist nicht sicher.",
            "en": "It is probably incomplete, after a broken transfer for instance. The damaged "
            "part alone cannot be left out: where it begins and ends is not certain.",
        },
        {
            "de": "Öffnen Sie die Datei an der Quelle, prüfen Sie sie dort, und speichern Sie sie "
            "neu.",
            "en": "Open the file at the source, check it there, and save it anew.",
        },
    ),
}

FAULT_REASONS: Final[Mapping[str, LocalText]] = {
    "Self-intersection": {
        "de": "Der Rand kreuzt sich selbst.",
        "en": "The edge crosses itself.",
    },
    "Ring Self-intersection": {
        "de": "Der Rand berührt sich selbst.",
        "en": "The edge touches itself.",
    },
    "Hole lies outside shell": {
        "de": "Ein Loch liegt außerhalb der Fläche.",
        "en": "A hole lies outside the area.",
    },
    "Holes are nested": {
        "de": "Ein Loch liegt in einem anderen Loch.",
        "en": "A hole lies in another hole.",
    },
    "Interior is disconnected": {
        "de": "Löcher teilen die Fläche in getrennte Stücke.",
        "en": "Holes divide the area into separate pieces.",
    },
    "Nested shells": {
        "de": "Ein Teil der Fläche liegt in einem anderen.",
        "en": "One part of the area lies within another.",
    },
    "Too few points in geometry component": {
        "de": "Die Form hat zu wenige verschiedene Punkte.",
        "en": "The shape has too few different points.",
    },
    "Invalid Coordinate": {
        "de": "Eine Koordinate ist keine Zahl.",
        "en": "A coordinate is no number.",
    },
    "Ring is not closed": {
        "de": "Der Rand einer Fläche ist nicht geschlossen.",
        "en": "The edge of an area is not closed.",
    },
}
"""What is wrong with a shape, by the reason of a ``GeometryFault``."""
