"""IMP-2xx: reference systems and places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.codes.text import CodeText
from services.web.texts import LocalText

_NUMBERS_NEED_A_SYSTEM: Final[LocalText] = {
    "de": "Zahlen allein sagen nicht, wo etwas liegt. Es muss bekannt sein, von wo aus gezählt "
    "wird; das heißt Koordinatensystem.",
    "en": "Numbers alone do not say where something lies. It must be known from where they are "
    "counted; that is called the coordinate system.",
}
_COMPARE_AND_CONFIRM: Final[LocalText] = {
    "de": "Sehen Sie in der Vorschau nach, ob die Daten dort liegen, wo sie hingehören, und "
    "bestätigen Sie das Koordinatensystem.",
    "en": "Check in the preview whether the data lie where they belong, and confirm the "
    "coordinate system.",
}
_CHOOSE: Final[LocalText] = {
    "de": "Vergleichen Sie die Vorschläge in der Vorschau und wählen Sie den, bei dem die Daten "
    "richtig liegen. Im Zweifel fragen Sie, woher die Datei kommt.",
    "en": "Compare the proposals in the preview and choose the one that puts the data in the "
    "right place. If in doubt, ask where the file comes from.",
}
_NOTHING_TO_DO: Final[LocalText] = {
    "de": "Sie müssen nichts tun.",
    "en": "You need not do anything.",
}
_NAMES_ONE_LIES_IN_THE_OTHER: Final[LocalText] = {
    "de": "Die Datei nennt „{name}“ (EPSG {epsg}). Damit lägen {share} % der Punkte in der Stadt "
    "und 5 km um sie herum, mit „{other}“ (EPSG {other_epsg}) dagegen {other_share} %.",
    "en": "The file names “{name}” (EPSG {epsg}). That would put {share} % of the points inside "
    "the city and 5 km around it, but “{other}” (EPSG {other_epsg}) puts {other_share} % there.",
}

SYSTEMS: Final[Mapping[str, CodeText]] = {
    "IMP-201": CodeText(
        "info",
        {"de": "Lage erkannt", "en": "Place recognised"},
        {
            "de": "Die Datei nennt ihr Koordinatensystem: „{name}“ (EPSG {epsg}).",
            "en": "The file names its coordinate system: “{name}” (EPSG {epsg}).",
        },
        _NUMBERS_NEED_A_SYSTEM,
        {
            "de": "Sehen Sie in der Vorschau nach, ob die Daten richtig liegen.",
            "en": "Check in the preview whether the data lie in the right place.",
        },
    ),
    "IMP-202": CodeText(
        "question",
        {"de": "Lage an den Kennzahlen erkannt", "en": "Place recognised by its figures"},
        {
            "de": "Die Datei beschreibt ihr Koordinatensystem nur mit Kennzahlen. Sie passen zu "
            "„{name}“ (EPSG {epsg}); damit lägen {share} % der Punkte in der Stadt und 5 km um "
            "sie herum.",
            "en": "The file describes its coordinate system by figures only. They match “{name}” "
            "(EPSG {epsg}), which puts {share} % of the points inside the city and 5 km around it.",
        },
        {
            "de": "Manche Programme schreiben den Namen des Koordinatensystems nicht in die Datei "
            "oder schreiben eigene Werte dazu. Wir verwenden die amtliche Festlegung, nicht die "
            "aus der Datei.",
            "en": "Some programs leave the name of the coordinate system out of the file or add "
            "values of their own. We use the official definition, not the one in the file.",
        },
        _COMPARE_AND_CONFIRM,
    ),
    "IMP-203": CodeText(
        "question",
        {
            "de": "Die Datei verschweigt ihre Vermessungsgrundlage",
            "en": "The file leaves out its survey",
        },
        {
            "de": "Die Datei nennt Kennzahlen, aber nicht, auf welcher Landesvermessung sie "
            "beruhen. Die Kennzahlen passen zu „{name}“ (EPSG {epsg}); damit lägen {share} % der "
            "Punkte in der Stadt und 5 km um sie herum.",
            "en": "The file gives figures, but not the survey they are based on. The figures "
            "match “{name}” (EPSG {epsg}), which puts {share} % of the points inside the city and "
            "5 km around it.",
        },
        {
            "de": "Alte und heutige Landesvermessung unterscheiden sich hier um rund 160 Meter. "
            "Ohne diese Angabe lägen die Daten um so viel falsch, und man sähe es kaum.",
            "en": "The old survey and the one of today differ by some 160 metres here. Without "
            "this the data would be off by that much, and hardly anybody would notice.",
        },
        {
            "de": "Vergleichen Sie in der Vorschau mit Straßen oder Grenzen, und bestätigen Sie "
            "das Koordinatensystem erst dann.",
            "en": "Compare with streets or borders in the preview, and only then confirm the "
            "coordinate system.",
        },
    ),
    "IMP-204": CodeText(
        "info",
        {"de": "GPS-System wird amtliches System", "en": "GPS system taken as the official one"},
        {
            "de": "Die Datei nennt das weltweite System der Satellitenortung (WGS 84). Wir "
            "verwenden stattdessen das gleiche Netz im amtlichen System: „{name}“ (EPSG {epsg}).",
            "en": "The file names the worldwide system of satellite positioning (WGS 84). We use "
            "the same grid in the official system instead: “{name}” (EPSG {epsg}).",
        },
        {
            "de": "Viele Programme verwechseln die beiden, und in Deutschland unterscheiden sie "
            "sich um weniger als einen Meter.",
            "en": "Many programs mix the two up, and in Germany they differ by less than a metre.",
        },
        {
            "de": "Sie müssen nichts tun, außer die Daten sind auf weniger als einen Meter genau "
            "mit GPS gemessen: Dann fragen Sie, wer sie gemessen hat.",
            "en": "You need not do anything, unless the data were measured by GPS to better than "
            "a metre: then ask whoever measured them.",
        },
    ),
    "IMP-205": CodeText(
        "info",
        {"de": "Umrechnungswerte der Datei ersetzt", "en": "Conversion values replaced"},
        {
            "de": "Die Datei bringt eigene Werte mit, um alte in heutige Koordinaten umzurechnen. "
            "Wir rechnen stattdessen nach der amtlichen Festlegung von „{name}“ (EPSG {epsg}).",
            "en": "The file brings values of its own to turn old coordinates into those of today. "
            "We follow the official definition of “{name}” (EPSG {epsg}) instead.",
        },
        {
            "de": "Die üblichen Werte in solchen Dateien (TOWGS84) verschieben die Daten hier um "
            "gut anderthalb Meter.",
            "en": "The usual values in such files (TOWGS84) shift the data by a good metre and a "
            "half here.",
        },
        _NOTHING_TO_DO,
    ),
    "IMP-206": CodeText(
        "warning",
        {"de": "Genaue Umrechnung fehlt", "en": "Exact conversion is missing"},
        {
            "de": "Auf diesem Rechner fehlt die Datei, mit der „{name}“ (EPSG {epsg}) genau "
            "umgerechnet wird. Die Daten liegen deshalb etwa einen halben Meter "
            "daneben.",
            "en": "The file for converting “{name}” (EPSG {epsg}) exactly is missing on this "
            "computer. The data are therefore off by about half a metre.",
        },
        {
            "de": "Das alte Netz ist in sich verzogen. Nur eine Tabelle der Abweichungen "
            "(„BeTA2007“) gleicht das aus.",
            "en": "The old network is distorted in itself. Only a table of its deviations "
            "(“BeTA2007”) evens that out.",
        },
        {
            "de": "Für Übersichten reicht es so. Sonst bitten Sie die Administration, das "
            "„BeTA2007“-Gitter einzurichten, und laden Sie die Datei danach.",
            "en": "For overviews this will do. Otherwise ask the administrators to install the "
            "“BeTA2007” grid, and load the file afterwards.",
        },
    ),
    "IMP-207": CodeText(
        "info",
        {"de": "Lage durch das Format bestimmt", "en": "Place given by the format"},
        {
            "de": "In {format} stehen Längen- und Breitengrade: „{name}“ (EPSG {epsg}). Die Zahlen "
            "passen dazu.",
            "en": "{format} holds longitudes and latitudes: “{name}” (EPSG {epsg}). The numbers "
            "agree.",
        },
        _NUMBERS_NEED_A_SYSTEM,
        {
            "de": "Sehen Sie in der Vorschau nach, ob die Daten richtig liegen.",
            "en": "Check in the preview whether the data lie in the right place.",
        },
    ),
    "IMP-208": CodeText(
        "warning",
        {"de": "Genaue Umrechnung fehlt", "en": "Exact conversion is missing"},
        {
            "de": "Auf diesem Rechner fehlt die Datei „{grid}“, mit der „{name}“ (EPSG {epsg}) "
            "genau umgerechnet wird. Es wird auf einem weniger genauen Weg umgerechnet.",
            "en": "The file “{grid}” for converting “{name}” (EPSG {epsg}) exactly is missing on "
            "this computer. A less exact way is taken instead.",
        },
        {
            "de": "Alte Vermessungsnetze sind in sich verzogen. Nur eine Tabelle der Abweichungen "
            "gleicht das aus.",
            "en": "Old survey networks are distorted in themselves. Only a table of their "
            "deviations evens that out.",
        },
        {
            "de": "Für Übersichten reicht es so. Sonst lassen Sie die Daten dort, wo sie "
            "herkommen, im amtlichen System (ETRS89/UTM, EPSG 25832) speichern.",
            "en": "For overviews this will do. Otherwise have the data saved in the official "
            "system (ETRS89/UTM, EPSG 25832) where they come from.",
        },
    ),
    "IMP-210": CodeText(
        "question",
        {"de": "Die beiden Achsen sind vertauscht", "en": "The two axes are swapped"},
        {
            "de": "So wie die Zahlen dastehen, lägen {share} % der Punkte in der Stadt und 5 km "
            "um sie herum. Liest man die erste Zahl als Nord- und die zweite als Ostwert in "
            "„{other}“ (EPSG {other_epsg}), sind es {other_share} %.",
            "en": "As the numbers stand, {share} % of the points would lie inside the city and "
            "5 km around it. Reading the first number as north and the second as east in "
            "“{other}” (EPSG {other_epsg}), {other_share} % do.",
        },
        {
            "de": "Die einen schreiben Ost vor Nord, die anderen Nord vor Ost, und Programme "
            "halten sich nicht immer an die Regel.",
            "en": "Some write east before north, others north before east, and programs do not "
            "always keep to the rule.",
        },
        {
            "de": "Sehen Sie in der Vorschau nach, und bestätigen Sie, dass die Achsen getauscht "
            "werden.",
            "en": "Check in the preview, and confirm that the axes are to be swapped.",
        },
    ),
    "IMP-211": CodeText(
        "question",
        {"de": "Meter statt Grad", "en": "Metres instead of degrees"},
        {
            "de": "Die Datei müsste Längen- und Breitengrade enthalten („{name}“, EPSG {epsg}). "
            "Ihre Zahlen sind dafür zu groß. Mit „{other}“ (EPSG {other_epsg}) lägen "
            "{other_share} % der Punkte in der Stadt und 5 km um sie herum.",
            "en": "The file should hold longitudes and latitudes (“{name}”, EPSG {epsg}). Its "
            "numbers are too large for that. “{other}” (EPSG {other_epsg}) puts {other_share} % "
            "of the points inside the city and 5 km around it.",
        },
        {
            "de": "Beim Speichern wurde vergessen, die Koordinaten umzurechnen oder das richtige "
            "Koordinatensystem zu nennen.",
            "en": "When the file was saved, somebody forgot to convert the coordinates or to name "
            "the right coordinate system.",
        },
        _COMPARE_AND_CONFIRM,
    ),
    "IMP-212": CodeText(
        "question",
        {"de": "Die 32 vor dem Ostwert", "en": "The 32 before the easting"},
        _NAMES_ONE_LIES_IN_THE_OTHER,
        {
            "de": "In Nordrhein-Westfalen schreiben manche die Nummer der Zone, 32, vor den "
            "Ostwert, andere nicht. Hier sagt die Datei das eine und enthält das andere.",
            "en": "In North Rhine-Westphalia some write the number of the zone, 32, before the "
            "easting, others do not. This file says the one and holds the other.",
        },
        _COMPARE_AND_CONFIRM,
    ),
    "IMP-213": CodeText(
        "question",
        {"de": "Falsche Zone", "en": "Wrong zone"},
        _NAMES_ONE_LIES_IN_THE_OTHER,
        {
            "de": "Das Land ist in Streifen eingeteilt, die Zonen, und in jedem wird von einer "
            "eigenen Linie aus gezählt. Die Datei nennt einen anderen Streifen als den, zu dem "
            "ihre Zahlen passen.",
            "en": "The country is divided into strips, the zones, and each is counted from a line "
            "of its own. The file names another strip than the one its numbers fit.",
        },
        _COMPARE_AND_CONFIRM,
    ),
    "IMP-214": CodeText(
        "question",
        {
            "de": "Angabe und Zahlen passen nicht zusammen",
            "en": "What the file says and its numbers disagree",
        },
        _NAMES_ONE_LIES_IN_THE_OTHER,
        {
            "de": "Vermutlich wurde die Angabe aus einer anderen Datei übernommen.",
            "en": "Probably the statement was taken over from another file.",
        },
        _CHOOSE,
    ),
    "IMP-215": CodeText(
        "question",
        {"de": "Die Daten liegen nicht in der Stadt", "en": "The data do not lie in the city"},
        {
            "de": "Nach dem Koordinatensystem „{name}“ (EPSG {epsg}) liegt keiner der angesehenen "
            "Punkte in der Stadt oder bis 5 km um sie herum.",
            "en": "By the coordinate system “{name}” (EPSG {epsg}) none of the points looked at "
            "lies inside the city or up to 5 km around it.",
        },
        {
            "de": "Entweder gehören die Daten zu einer anderen Gegend, oder das Koordinatensystem "
            "ist falsch angegeben.",
            "en": "Either the data belong to another region, or the coordinate system is wrong.",
        },
        {
            "de": "Sehen Sie in der Vorschau nach. Liegen die Daten dort richtig, bestätigen Sie "
            "es; sonst geben Sie ein anderes Koordinatensystem an.",
            "en": "Check in the preview. If the data are right there, confirm it; otherwise name "
            "another coordinate system.",
        },
    ),
    "IMP-220": CodeText(
        "warning",
        {
            "de": "Die Datei nennt kein Koordinatensystem",
            "en": "The file names no coordinate system",
        },
        {
            "de": "In der Datei steht nicht, von wo aus ihre Koordinaten gezählt sind. Tabellen "
            "und Zeichnungen sagen das nie; bei einem Shapefile fehlt der Teil mit der Endung "
            ".prj, oder er ist leer.",
            "en": "The file does not say from where its coordinates are counted. Tables and "
            "drawings never do; in a shapefile the part ending in .prj is missing or empty.",
        },
        _NUMBERS_NEED_A_SYSTEM,
        {
            "de": "Wir haben die Zahlen selbst befragt; das Ergebnis steht in einer eigenen "
            "Meldung. Sicherer ist es, zu fragen, woher die Datei kommt. Gibt es zu einem "
            "Shapefile den Teil .prj, laden Sie alle Teile zusammen noch einmal hoch.",
            "en": "We asked the numbers themselves; a message of its own tells the result. It is "
            "safer to ask where the file comes from. If there is a .prj part for a shapefile, "
            "upload all parts together once more.",
        },
    ),
    "IMP-221": CodeText(
        "warning",
        {
            "de": "Das Koordinatensystem ist nicht lesbar",
            "en": "The coordinate system cannot be read",
        },
        {
            "de": "Die Datei nennt als Koordinatensystem „{name}“. Damit ist kein Ort auf der "
            "Erde festgelegt.",
            "en": "The file names “{name}” as its coordinate system. That fixes no place on earth.",
        },
        {
            "de": "Pläne aus Zeichenprogrammen haben oft ein eigenes Koordinatensystem, und "
            "manche Angaben sind beschädigt oder sehr alt.",
            "en": "Plans from drawing programs often have a coordinate system of their own, and "
            "some statements are damaged or very old.",
        },
        {
            "de": "Wir haben die Zahlen selbst befragt; das Ergebnis steht in einer eigenen "
            "Meldung.",
            "en": "We asked the numbers themselves; a message of its own tells the result.",
        },
    ),
    "IMP-222": CodeText(
        "warning",
        {
            "de": "Das Koordinatensystem lässt sich nicht umrechnen",
            "en": "The coordinate system cannot be converted",
        },
        {
            "de": "Die Datei nennt „{name}“ (EPSG {epsg}). Von dort ist kein Weg in das amtliche "
            "System des Landes bekannt.",
            "en": "The file names “{name}” (EPSG {epsg}). No way is known from there to the "
            "official system of the state.",
        },
        {
            "de": "Für manche fernen oder veralteten Systeme gibt es keine veröffentlichte "
            "Umrechnung. Zu raten würde die Daten unbemerkt verschieben.",
            "en": "For some distant or outdated systems no conversion was published. Guessing "
            "would shift the data without anybody noticing.",
        },
        {
            "de": "Prüfen Sie, ob die Angabe stimmt. Wenn ja, lassen Sie die Daten im amtlichen "
            "System (ETRS89/UTM, EPSG 25832) speichern.",
            "en": "Check whether the statement is right. If so, have the data saved in the "
            "official system (ETRS89/UTM, EPSG 25832).",
        },
    ),
    "IMP-223": CodeText(
        "question",
        {"de": "Kein Koordinatensystem passt", "en": "No coordinate system fits"},
        {
            "de": "Wir haben alle hier üblichen Koordinatensysteme durchprobiert. Mit keinem "
            "liegen die Daten in der Stadt oder bis 5 km um sie herum.",
            "en": "We tried all coordinate systems in use here. None puts the data inside the "
            "city or up to 5 km around it.",
        },
        {
            "de": "Die Daten gehören zu einer anderen Gegend, oder sie sind in einem eigenen "
            "System gezeichnet, wie es bei Plänen von Gebäuden vorkommt.",
            "en": "The data belong to another region, or they were drawn in a system of their "
            "own, as happens with plans of buildings.",
        },
        {
            "de": "Fragen Sie, woher die Datei kommt und in welchem Koordinatensystem sie "
            "gespeichert ist, und geben Sie es an.",
            "en": "Ask where the file comes from and in which coordinate system it was saved, and "
            "name it.",
        },
    ),
    "IMP-224": CodeText(
        "question",
        {"de": "Ein Koordinatensystem passt", "en": "One coordinate system fits"},
        {
            "de": "Mit „{name}“ (EPSG {epsg}) liegen {share} % der Punkte in der Stadt und 5 km "
            "um sie herum. Kein anderes hier übliches Koordinatensystem passt.",
            "en": "“{name}” (EPSG {epsg}) puts {share} % of the points inside the city and 5 km "
            "around it. No other coordinate system in use here fits.",
        },
        {
            "de": "Das haben wir nur an den Zahlen erkannt. Ob es stimmt, wissen Sie besser.",
            "en": "We only tell this from the numbers. You know better whether it is right.",
        },
        _COMPARE_AND_CONFIRM,
    ),
    "IMP-225": CodeText(
        "question",
        {"de": "Mehrere Koordinatensysteme passen", "en": "Several coordinate systems fit"},
        {
            "de": "{count} Koordinatensysteme legen die Daten in die Stadt oder bis 5 km um sie "
            "herum. Am besten passt „{name}“ (EPSG {epsg}) mit {share} % der Punkte.",
            "en": "{count} coordinate systems put the data inside the city or up to 5 km around "
            "it. The best is “{name}” (EPSG {epsg}) with {share} % of the points.",
        },
        {
            "de": "Die Zahlen allein entscheiden es nicht: Die Lagen unterscheiden sich um rund "
            "hundert Meter oder mehr, und alle sind möglich.",
            "en": "The numbers alone do not decide it: the places differ by some hundred metres "
            "or more, and all are possible.",
        },
        _CHOOSE,
    ),
    "IMP-226": CodeText(
        "question",
        {"de": "Ein Koordinatensystem passt verkehrt herum", "en": "One system fits, turned round"},
        {
            "de": "Liest man die erste Zahl als Nord- und die zweite als Ostwert in „{name}“ "
            "(EPSG {epsg}), liegen {share} % der Punkte in der Stadt und 5 km um sie herum. So "
            "wie die Zahlen dastehen, passt kein hier übliches Koordinatensystem.",
            "en": "Reading the first number as north and the second as east in “{name}” "
            "(EPSG {epsg}) puts {share} % of the points inside the city and 5 km around it. As "
            "the numbers stand, no coordinate system in use here fits.",
        },
        {
            "de": "Die einen schreiben Ost vor Nord, die anderen Nord vor Ost, und die Datei sagt "
            "nicht, was gilt.",
            "en": "Some write east before north, others north before east, and the file does not "
            "say which.",
        },
        {
            "de": "Sehen Sie in der Vorschau nach, und bestätigen Sie, dass die Achsen getauscht "
            "werden.",
            "en": "Check in the preview, and confirm that the axes are to be swapped.",
        },
    ),
}
