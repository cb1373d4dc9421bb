"""How a raster is drawn before anybody decided: classes of its numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from maps.classes import class_breaks, graduated_classes
from maps.imported_looks import Look, LookClass
from maps.schemes import SCHEMES
from services.layers.imported import Field, ValueKind
from services.layers.rasters.model import RasterFacts

VALUE: Final = "value"
"""The one column of a raster: what its cells say."""
_SCHEME: Final = "oranges"
_CATEGORIES: Final = "distinct"


def raster_fields(facts: RasterFacts) -> tuple[Field, ...]:
    """Return the columns of a raster's version: the drawn band, none of an image."""
    if facts.kind == "image":
        return ()
    name = facts.bands[facts.band - 1].name
    kind: ValueKind = "integer" if facts.kind == "classes" else "number"
    return (Field(VALUE, name, facts.unit or name, kind, personal=False),)


def proposed_look(facts: RasterFacts) -> Look:
    """Return classes of about equally many cells, the classes of the file, or none for an image."""
    if facts.kind == "image":
        return Look()
    if facts.kind == "classes":
        return Look("categorised", field=VALUE, classes=_categories(facts))
    breaks = class_breaks(facts.bands[facts.band - 1].quantiles, method="quantile")
    classes = graduated_classes(breaks, scheme=_SCHEME)
    return Look("graduated", field=VALUE, classes=classes)


def with_new_classes(look: Look, facts: RasterFacts) -> Look:
    """Return a look with the classes besides that a newer raster has and it does not name."""
    if facts.kind != "classes" or look.kind != "categorised":
        return look
    known = {one.value for one in look.classes}
    new = tuple(one for one in _categories(facts) if one.value not in known)
    return replace(look, classes=(*look.classes, *new))


def _categories(facts: RasterFacts) -> tuple[LookClass, ...]:
    """Return every class in its own color, those of the scheme in turn where the file has none."""
    stops = SCHEMES[_CATEGORIES].stops
    return tuple(
        LookClass(colour or stops[at % len(stops)], str(number), value=str(number))
        for at, (number, colour) in enumerate(sorted(facts.classes.items()))
    )
