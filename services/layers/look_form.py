"""The form of a layer's look: what was chosen, and the classes that follow from it.

Classes are made of the data when somebody chooses a column, a method, how many, or a scheme. As
long as these stay, the classes stay too, with the titles and colors that a person gave them, also
when newer data come.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

from maps.classes import CLASSES_MAX, CLASSES_MIN, categories, class_breaks, graduated_classes
from maps.imported_looks import Look, LookClass, LookKind
from maps.schemes import SCHEMES, scheme_colours
from services.layers.imported import NUMBERS, Field
from services.processes.typed import Reader, Typed, clean
from services.web.texts import LocalText

CLASS_TITLE_LIMIT: Final = 80
KINDS: Final[Mapping[str, LocalText]] = {
    "simple": {"de": "Alles in einer Farbe", "en": "Everything in one color"},
    "categorised": {"de": "Eine Farbe je Wert", "en": "A color for each value"},
    "graduated": {"de": "Abgestuft nach einer Zahl", "en": "Graduated by a number"},
}
METHODS: Final[Mapping[str, LocalText]] = {
    "quantile": {"de": "gleich viele Objekte je Klasse", "en": "as many features in each class"},
    "equal": {"de": "gleich breite Klassen", "en": "classes equally wide"},
    "pretty": {"de": "runde Schritte", "en": "round steps"},
}
LOOK_NAMES: Final[Mapping[str, LocalText]] = {
    "kind": {"de": "Darstellung", "en": "Look"},
    "field": {"de": "Spalte", "en": "Column"},
    "method": {"de": "Einteilung", "en": "Division"},
    "count": {"de": "Zahl der Klassen", "en": "Number of classes"},
    "scheme": {"de": "Farbreihe", "en": "Scheme"},
    "colour": {"de": "Farbe", "en": "Color"},
    "label": {"de": "Beschriftung", "en": "Label"},
    "classes": {"de": "Klassen", "en": "Classes"},
}
CHOICES: Final = ("kind", "field", "method", "count")
"""What classes follow from."""
CLASS_FIELDS: Final = ("class_value", "class_lower", "class_upper", "class_title", "class_colour")
MADE_FOR: Final = "made_for"
RENEW: Final = "renew"
FIELDS: Final = (*CHOICES, "scheme", "colour", "label", MADE_FOR, RENEW, *CLASS_FIELDS)

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_COUNT: Final = 5
_SCHEME: Final = "blues"
ORDERED_SCHEMES: Final = {id_: one for id_, one in SCHEMES.items() if one.kind != "qualitative"}
"""Those for numbers; categories have one of their own."""

Values = Callable[[Field], Iterable[str | None]]
"""Reads all values of a column, as texts."""


@dataclass(frozen=True)
class ReadLook:
    """A look as it was typed; ``errors`` by field, and ``typed`` with classes made by now."""

    look: Look
    typed: Typed
    errors: Mapping[str, LocalText]


def typed_look(look: Look) -> Typed:
    """Return what the form shows of a look."""
    chosen = {
        "kind": look.kind,
        "field": look.field or "",
        "method": "quantile",
        "count": str(
            min(max(len(look.classes), CLASSES_MIN), CLASSES_MAX) if look.classes else _COUNT
        ),
        "scheme": _scheme_of(look),
        "colour": look.colour,
        "label": look.label_field or "",
    }
    fields = {name: (value,) for name, value in chosen.items()}
    return _with_classes(Typed(fields), look.classes)


def _scheme_of(look: Look) -> str:
    """Return the scheme whose colors the classes of numbers have, or else one to begin with."""
    colours = [one.colour for one in look.classes]
    if look.kind == "graduated" and colours:
        for name in ORDERED_SCHEMES:
            if list(scheme_colours(name, len(colours))) == colours:
                return name
    return _SCHEME


def _with_classes(typed: Typed, classes: Sequence[LookClass]) -> Typed:
    rows = {
        "class_value": tuple(one.value or "" for one in classes),
        "class_lower": tuple("" if one.lower is None else repr(one.lower) for one in classes),
        "class_upper": tuple("" if one.upper is None else repr(one.upper) for one in classes),
        "class_title": tuple(one.title for one in classes),
        "class_colour": tuple(one.colour for one in classes),
    }
    made_for = (_signature(typed), typed.one("scheme"))
    return Typed({**typed.fields, **rows, MADE_FOR: made_for, RENEW: ()})


def _signature(typed: Typed) -> str:
    return "|".join(typed.one(name) for name in CHOICES)


def read_look(typed: Typed, fields: Sequence[Field], values: Values) -> ReadLook:
    """Return the look that was typed, with classes made of ``values`` where choices changed."""
    reader = Reader(typed)
    kind = _kind(reader)
    known = {one.id: one for one in fields}
    label = typed.one("label")
    if label not in {"", *known}:
        reader.choice("label", known)
    look = Look(
        kind=kind, colour=_colour(reader, typed.one("colour"), "colour"), label_field=label or None
    )
    field = None if kind == "simple" else known.get(reader.choice("field", known))
    if field is not None and kind == "graduated" and field.kind not in NUMBERS:
        reader.complain(
            "field",
            "Für Abstufungen braucht es eine Spalte mit Zahlen.",
            "Graduated classes need a column of numbers.",
        )
    classes = _classes(reader, kind, field, values) if field and not reader.errors else ()
    if field is not None and not classes:
        reader.complain(
            "field", "In dieser Spalte steht nichts.", "There is nothing in this column."
        )
    look = replace(look, field=None if field is None else field.id, classes=tuple(classes))
    return ReadLook(look, _with_classes(typed, look.classes), reader.errors)


def read_raster_look(typed: Typed, look: Look) -> ReadLook:
    """Return the look of a raster with other titles and colors; its classes follow from cells."""
    reader = Reader(typed)
    titles, colours = typed.many("class_title"), typed.many("class_colour")
    if not len(titles) == len(colours) == len(look.classes):
        reader.complain(
            "classes",
            "Ihre Eingabe passt nicht zu den Klassen. Laden Sie die Seite neu.",
            "What you entered does not fit the classes. Load the page again.",
        )
        return ReadLook(look, _with_classes(typed, look.classes), reader.errors)
    changed = [
        replace(
            own,
            title=clean(title)[:CLASS_TITLE_LIMIT] or own.value or "",
            colour=_colour(reader, colour, "classes"),
        )
        for own, title, colour in zip(look.classes, titles, colours, strict=True)
    ]
    look = replace(look, classes=tuple(_recoloured(reader, look.kind, changed)))
    return ReadLook(look, _with_classes(typed, look.classes), reader.errors)


def _kind(reader: Reader) -> LookKind:
    chosen = reader.choice("kind", KINDS)
    kinds: tuple[LookKind, ...] = get_args(LookKind)
    return next((one for one in kinds if one == chosen), "simple")


def _colour(reader: Reader, value: str, name: str) -> str:
    if _COLOUR.fullmatch(value):
        return value.lower()
    reader.complain(name, "Das ist keine Farbe.", "This is no color.")
    return Look().colour


def _classes(reader: Reader, kind: LookKind, field: Field, values: Values) -> Sequence[LookClass]:
    typed = reader.typed
    rows = _rows(typed)
    if rows and typed.many(MADE_FOR)[:1] == (_signature(typed),) and not typed.one(RENEW):
        return _recoloured(reader, kind, [_typed_class(reader, kind, row) for row in rows])
    if kind == "categorised":
        return categories(None if one is None else category(field, one) for one in values(field))
    scheme = reader.choice("scheme", ORDERED_SCHEMES)
    method = reader.choice("method", METHODS)
    count = reader.whole("count", least=CLASSES_MIN, most=CLASSES_MAX)
    if count is None or reader.errors:
        return ()
    numbers = (None if one is None else float(one) for one in values(field))
    breaks = class_breaks(numbers, method=method, count=count)  # type: ignore[arg-type]
    return graduated_classes(breaks, scheme=scheme)


def _recoloured(
    reader: Reader, kind: LookKind, classes: Sequence[LookClass]
) -> Sequence[LookClass]:
    """Return classes with the colors of another scheme, where a person chose one."""
    if kind != "graduated" or reader.typed.one("scheme") == reader.typed.one(MADE_FOR):
        return classes
    scheme = reader.choice("scheme", ORDERED_SCHEMES)
    if reader.errors or not classes:
        return classes
    colours = scheme_colours(scheme, len(classes))
    return [replace(one, colour=colour) for one, colour in zip(classes, colours, strict=True)]


def category(field: Field, value: str) -> str:
    """Return a value as the map compares it: numbers without needless decimals, yes as true."""
    if field.kind == "boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    if field.kind == "number":
        return repr(float(value)).removesuffix(".0")
    return value


def _rows(typed: Typed) -> Sequence[Sequence[str]]:
    """Return what was typed of each class; nothing where it cannot be told which belongs where."""
    columns = [typed.many(name) for name in CLASS_FIELDS]
    if len({len(column) for column in columns}) > 1:
        return ()
    return list(zip(*columns, strict=True))[:CLASSES_MAX]


def _typed_class(reader: Reader, kind: LookKind, row: Sequence[str]) -> LookClass:
    value, lower, upper, title, colour = row
    said = clean(title)[:CLASS_TITLE_LIMIT]
    drawn = _colour(reader, colour, "classes")
    if kind == "categorised":
        return LookClass(drawn, said or value, value=value)
    low, high = _number(lower), _number(upper)
    if low is None or high is None or low > high:
        reader.complain(
            "classes",
            "Die Grenzen einer Klasse stimmen nicht.",
            "The bounds of a class are not right.",
        )
    return LookClass(drawn, said, lower=low, upper=high)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
