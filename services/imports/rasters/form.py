"""The form of a raster: from what was typed to a decision, and back."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from typing import Final

from services.imports.answers import asked
from services.imports.choices import Choices
from services.imports.form import Read, check_agreed, read_about, read_place, read_target
from services.imports.model import Message, RasterFound
from services.imports.offers import OTHER
from services.imports.raster_choices import RasterChoices, proposed
from services.imports.records import Decision
from services.imports.start import typed_about, typed_place
from services.layers.imported import ImportedLayer
from services.layers.rasters.model import RasterKind
from services.processes.typed import Reader, Typed, clean

NONE: Final = "none"
UNIT_LIMIT: Final = 20
IMAGE_BANDS: Final = 3
KINDS: Final[tuple[RasterKind, ...]] = ("values", "classes", "image")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,18}(?:[.,][0-9]{1,12})?(?:[eE][+-]?[0-9]{1,3})?")


def suspicious(found: RasterFound) -> float | None:
    """Return the number that may mean "no value", if one looks like it."""
    for one in found.messages:
        if one.code == "IMP-333":
            return float(one.facts["value"])
    return None


def read_raster(
    typed: Typed,
    found: RasterFound,
    told: tuple[Message, ...],
    layers: Mapping[RasterKind, Collection[ImportedLayer]],
) -> Read:
    """Return the decision that was typed; ``layers`` are those that can get a new version."""
    reader = Reader(typed)
    target = read_target(reader, [one for some in layers.values() for one in some])
    choices = _choices(reader, found)
    check_agreed(reader, found, told)
    about = read_about(reader)
    if target is not None and target not in layers.get(choices.kind, ()):
        reader.complain(
            "target",
            "Diese Ebene zeigt eine andere Art von Werten. Legen Sie eine neue an.",
            "This layer shows another kind of values. Make a new one.",
        )
    if about is None or reader.errors:
        return Read(None, reader.errors)
    return Read(
        Decision(
            choices=Choices(epsg=choices.epsg),
            as_of=about.as_of,
            next_due=about.next_due,
            target=None if target is None else target.id,
            draft=about.draft,
            raster=choices,
        ),
        {},
    )


def _choices(reader: Reader, found: RasterFound) -> RasterChoices:
    epsg, _ = read_place(reader, found)
    kind = _kind(reader, found)
    return RasterChoices(
        epsg=epsg or 0,
        kind=kind,
        band=1 if kind == "image" else reader.whole("band", least=1, most=len(found.bands)) or 1,
        nodata=None if kind == "image" else _nodata(reader, found),
        unit=_unit(reader) if kind == "values" else "",
    )


def _kind(reader: Reader, found: RasterFound) -> RasterKind:
    chosen = reader.choice("kind", KINDS)
    if chosen == "image" and len(found.bands) < IMAGE_BANDS:
        reader.complain(
            "kind",
            "Ein Farbbild braucht drei Kanäle: Rot, Grün und Blau.",
            "A color image needs three bands: red, green and blue.",
        )
    return next((one for one in KINDS if one == chosen), found.proposed)


def _nodata(reader: Reader, found: RasterFound) -> float | None:
    chosen, odd = reader.typed.one("nodata"), suspicious(found)
    if chosen == NONE:
        return None
    if odd is not None and chosen == repr(odd):
        return odd
    if chosen != OTHER:
        reader.complain("nodata", "Bitte auswählen.", "Please choose.")
        return None
    text = reader.typed.one("nodata_other").strip().replace("−", "-")
    number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else math.nan
    if math.isfinite(number):
        return number
    reader.complain(
        "nodata", "Das ist keine Zahl. Schreiben Sie sie wie -9999.", "This is no number."
    )
    return None


def _unit(reader: Reader) -> str:
    unit = " ".join(clean(reader.typed.one("unit")).split())
    if len(unit) > UNIT_LIMIT:
        reader.complain(
            "unit", f"Höchstens {UNIT_LIMIT} Zeichen.", f"{UNIT_LIMIT} characters at most."
        )
    return unit


def typed_of_raster(found: RasterFound, decision: Decision | None) -> Typed:
    """Return what the form shows at first: what was decided before, or what is proposed.

    What is a question is not answered by us.
    """
    open_ones = asked(found)
    decided = decision.raster if decision else None
    choices = decided or proposed(found)
    fields: dict[str, tuple[str, ...]] = {
        "kind": (choices.kind if choices else found.proposed,),
        "band": (str(choices.band if choices else 1),),
        "unit": (choices.unit if choices else "",),
    }
    if choices is not None and (decided or "crs" not in open_ones):
        fields |= typed_place(found, choices.epsg)
    if decided or "nodata" not in open_ones:
        fields |= _typed_nodata(found, decided)
    return Typed(fields | typed_about(found, decision))


def _typed_nodata(
    found: RasterFound, decided: RasterChoices | None
) -> Mapping[str, tuple[str, ...]]:
    number = decided.nodata if decided else None
    if number is None:
        return {"nodata": (NONE,)}
    if number == suspicious(found):
        return {"nodata": (repr(number),)}
    return {"nodata": (OTHER,), "nodata_other": (f"{number:.15g}",)}
