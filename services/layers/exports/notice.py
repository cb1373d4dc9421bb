"""The text that travels beside data which have no place for their licence themselves."""

from __future__ import annotations

from collections.abc import Iterator

from services.layers.exports.model import Order
from services.layers.exports.names import short


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
    if order.form == "csv":
        said += [
            "",
            "Beginnt eine Zelle mit = + - oder @, steht ein ' davor: So führt keine "
            "Tabellenkalkulation sie als Formel aus.",
            "A cell that begins with = + - or @ has a ' before it, so that no spreadsheet runs "
            "it as a formula.",
        ]
    return "\ufeff" + "\r\n".join(said) + "\r\n"


def _columns(order: Order) -> Iterator[str]:
    names = [one.name for one in order.fields]
    held = short(names) if order.form == "shp" else names
    for field, name in zip(order.fields, held, strict=True):
        full = "" if name == field.name else f" = {field.name}"
        alias = "" if field.alias in {"", name, field.name} else f" ({field.alias})"
        yield f"{name}{full}{alias}"
