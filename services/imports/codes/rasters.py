"""IMP-322 and IMP-33x: rasters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText

RASTERS: Final[Mapping[str, CodeText]] = {
    "IMP-322": CodeText(
        "info",
        {
            "de": "Raster gefunden",
            "en": "Raster found",
        },
        {
            "de": "Die Datei ist ein Raster aus {columns} × {rows} Zellen mit {bands} Kanälen.",
            "en": "The file is a raster of {columns} × {rows} cells with {bands} bands.",
        },
        {
            "de": "Ein Raster besteht aus Bildpunkten, nicht aus Objekten: zum Beispiel "
            "Hitze, Höhen oder ein Luftbild.",
            "en": "A raster is made of pixels, not of features: heat, heights or an "
            "aerial photo for instance.",
        },
        {
            "de": "Nichts. Die Werkbank zeigt es als Bild und rechnet Werte je Stadtteil aus.",
            "en": "Nothing. The workbench shows it as a picture and counts values by district.",
        },
    ),
    "IMP-330": CodeText(
        "error",
        {
            "de": "Das Bild hat keinen Ort",
            "en": "The image has no place",
        },
        {
            "de": "„{name}“ sagt nicht, wo auf der Erde es liegt.",
            "en": "“{name}” does not say where on earth it lies.",
        },
        {
            "de": "Das ist ein gewöhnliches Bild, oder die Datei mit der Lage (.tfw) fehlt.",
            "en": "This is an ordinary image, or the file with its place (.tfw) is missing.",
        },
        {
            "de": "Legen Sie die .tfw-Datei dazu, oder speichern Sie das Bild in QGIS "
            "als GeoTIFF mit Lage.",
            "en": "Add the .tfw file, or save the image in QGIS as a GeoTIFF with its place.",
        },
    ),
    "IMP-331": CodeText(
        "error",
        {
            "de": "Das Raster ist zu groß",
            "en": "The raster is too large",
        },
        {
            "de": "„{name}“ hat im Umkreis der Stadt {columns} × {rows} Zellen in "
            "{bands} Kanälen, oder Blöcke, die zu groß sind.",
            "en": "“{name}” has {columns} × {rows} cells in {bands} bands around the "
            "city, or blocks that are too large.",
        },
        {
            "de": "So viele Zellen brauchen mehr Speicher und Zeit, als wir einer Datei geben.",
            "en": "So many cells need more memory and time than we give to one file.",
        },
        {
            "de": "Schneiden Sie das Raster auf die Stadt zu, nehmen Sie gröbere "
            "Zellen, oder lassen Sie Kanäle weg.",
            "en": "Cut the raster to the city, take coarser cells, or leave out bands.",
        },
    ),
    "IMP-332": CodeText(
        "error",
        {
            "de": "Das Raster liegt schräg",
            "en": "The raster stands askew",
        },
        {
            "de": "Die Zeilen von „{name}“ laufen nicht von Westen nach Osten.",
            "en": "The rows of “{name}” do not run from west to east.",
        },
        {
            "de": "Gedrehte und gespiegelte Raster können wir nicht zeigen, ohne ihre "
            "Werte zu verändern.",
            "en": "We cannot show turned or mirrored rasters without changing their values.",
        },
        {
            "de": "Richten Sie es in QGIS aus: „Raster“, „Projektionen“, "
            "„Transformieren (Reprojizieren)“.",
            "en": "Straighten it in QGIS: “Raster”, “Projections”, “Warp (Reproject)”.",
        },
    ),
    "IMP-333": CodeText(
        "question",
        {
            "de": "Heißt diese Zahl „kein Wert“?",
            "en": "Does this number mean “no value”?",
        },
        {
            "de": "Die Zahl {value} liegt weit ab von allen anderen. Die Datei nennt "
            "keine Zahl für „kein Wert“.",
            "en": "The number {value} lies far off all others. The file names no number "
            "for “no value”.",
        },
        {
            "de": "Programme schreiben oft -9999 oder Ähnliches, wo nichts gemessen "
            "wurde. Das verfälscht jeden Mittelwert.",
            "en": "Programs often write -9999 or the like where nothing was measured. "
            "It spoils every mean.",
        },
        {
            "de": "Sagen Sie, ob {value} „kein Wert“ heißt.",
            "en": "Say whether {value} means “no value”.",
        },
    ),
    "IMP-334": CodeText(
        "info",
        {
            "de": "Mehrere Kanäle",
            "en": "Several bands",
        },
        {
            "de": "Das Raster hat {bands} Kanäle, der erste heißt „{name}“.",
            "en": "The raster has {bands} bands, the first is called “{name}”.",
        },
        {
            "de": "Die Karte und die Werte je Stadtteil zeigen einen davon. Ein Klick "
            "nennt die Werte aller Kanäle.",
            "en": "The map and the values by district show one of them. A click tells "
            "the values of all bands.",
        },
        {
            "de": "Wählen Sie, welcher Kanal gezeigt wird.",
            "en": "Choose which band is shown.",
        },
    ),
    "IMP-335": CodeText(
        "error",
        {
            "de": "Zahlen, mit denen niemand rechnet",
            "en": "Numbers that nobody counts with",
        },
        {
            "de": "„{name}“ enthält Zahlen einer Art, die wir nicht lesen, zum Beispiel komplexe.",
            "en": "“{name}” holds numbers of a kind that we do not read, complex ones "
            "for instance.",
        },
        {
            "de": "Sie stammen meist aus Radar-Rohdaten und sagen auf einer Karte nichts.",
            "en": "They mostly come from raw radar data and say nothing on a map.",
        },
        {
            "de": "Rechnen Sie sie an der Quelle in gewöhnliche Zahlen um.",
            "en": "Turn them into ordinary numbers at the source.",
        },
    ),
    "IMP-336": CodeText(
        "error",
        {
            "de": "Das Raster liegt nicht in der Stadt",
            "en": "The raster does not lie in the city",
        },
        {
            "de": "Mit EPSG:{epsg} hat „{name}“ keine einzige Zelle in der Stadt und 5 km um sie.",
            "en": "With EPSG:{epsg} “{name}” has no cell within the city and 5 km around it.",
        },
        {
            "de": "Das Koordinatensystem stimmt nicht, oder die Datei zeigt einen anderen Ort.",
            "en": "The reference system is wrong, or the file shows another place.",
        },
        {
            "de": "Wählen Sie ein anderes Koordinatensystem, oder prüfen Sie die Datei.",
            "en": "Choose another reference system, or check the file.",
        },
    ),
    "IMP-337": CodeText(
        "warning",
        {
            "de": "Auf die Umgebung der Stadt zugeschnitten",
            "en": "Cut to the surroundings of the city",
        },
        {
            "de": "Übernommen sind {columns} × {rows} Zellen: die Stadt und 5 km um "
            "sie. Der Rest blieb weg.",
            "en": "Taken were {columns} × {rows} cells: the city and 5 km around it. "
            "The rest stayed behind.",
        },
        {
            "de": "Das Raster reicht weit über die Stadt hinaus.",
            "en": "The raster reaches far beyond the city.",
        },
        {
            "de": "Nichts, wenn Sie nur die Stadt brauchen.",
            "en": "Nothing, if the city is all you need.",
        },
    ),
    "IMP-338": CodeText(
        "error",
        {
            "de": "Diesen Kanal gibt es nicht",
            "en": "There is no such band",
        },
        {
            "de": "„{name}“ hat {bands} Kanäle. Gebraucht wird Kanal {asked}.",
            "en": "“{name}” has {bands} bands. Band {asked} is needed.",
        },
        {
            "de": "Ein Farbbild braucht drei Kanäle: Rot, Grün und Blau.",
            "en": "A color image needs three bands: red, green and blue.",
        },
        {
            "de": "Wählen Sie einen anderen Kanal oder eine andere Art von Raster.",
            "en": "Choose another band or another kind of raster.",
        },
    ),
    "IMP-339": CodeText(
        "error",
        {
            "de": "Zu viele Klassen",
            "en": "Too many classes",
        },
        {
            "de": "„{name}“ enthält {count} verschiedene Zahlen. Als Klassen zeigen wir "
            "höchstens {most}.",
            "en": "“{name}” holds {count} different numbers. As classes we show at most {most}.",
        },
        {
            "de": "Vermutlich sind es Messwerte und keine Klassen.",
            "en": "They are probably measurements and no classes.",
        },
        {
            "de": "Wählen Sie „Messwerte“ statt „Klassen“.",
            "en": "Choose “measurements” instead of “classes”.",
        },
    ),
}
