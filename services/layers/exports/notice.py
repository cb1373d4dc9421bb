"""The text that travels beside data which have no place for their licence themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from services.layers.exports.model import Order
from services.layers.exports.names import short
from services.web.tables import SIGN

_WITHOUT_NULL: Final = frozenset({"shp", "csv"})


def licence_text(order: Order, *, shortened: int = 0) -> str:
    """Return title, licence, passport and columns of a layer, as Windows likes its lines."""
    said = [order.about.title, "=" * len(order.about.title), ""]
    said += [f"{name}: {value}" for name, value in order.about.lines]
    said += ["", "Spalten / columns", "-----------------"]
    said += _columns(order)
    if shortened:
        said += [
            "",
            f"Gekürzt / shortened: {shortened}",
            "Texte mit mehr als 254 Byte haben in einem Shapefile keinen Platz. Das GeoPackage "
            "enthält sie ganz.",
            "Texts of more than 254 bytes do not fit into a shapefile. The GeoPackage holds all.",
        ]
    if order.form in _WITHOUT_NULL:
        said += [
            "",
            "Eine leere Zelle heißt: keine Angabe. Einen leeren Text kennt die Werkbank nicht; "
            "diese Form könnte ihn auch nicht davon unterscheiden.",
            "An empty cell means: not stated. The workbench has no empty texts; this form could "
            "not tell them apart either.",
        ]
    if order.form == "csv":
        said += [
            "",
            "Beginnt ein Text mit = + - @ oder ', steht ein ' davor: So führt keine "
            f"Tabellenkalkulation ihn als Formel aus. Solange die Datei „{SIGN}.csv“ im Namen "
            "trägt, nimmt die Werkbank das Zeichen beim Import wieder weg.",
            "A text that begins with = + - @ or ' has a ' before it, so that no spreadsheet runs "
            f"it as a formula. As long as the name of the file ends in “{SIGN}.csv”, the workbench "
            "takes it off again on import.",
        ]
    return "\ufeff" + "\r\n".join(said) + "\r\n"


def _columns(order: Order) -> Iterator[str]:
    names = [one.name for one in order.fields]
    held = short(names) if order.form == "shp" else names
    for field, name in zip(order.fields, held, strict=True):
        full = "" if name == field.name else f" = {field.name}"
        alias = "" if field.alias in {"", name, field.name} else f" ({field.alias})"
        yield f"{name}{full}{alias}"
