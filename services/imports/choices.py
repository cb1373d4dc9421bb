"""What a person decides about a layer that was found in a file, before it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pydantic import TypeAdapter

from services.imports.codes import CODES
from services.imports.model import LayerFound, RasterFound


@dataclass(frozen=True)
class FieldChoice:
    """What becomes of a column: ``id`` and ``name`` as in ``FieldFound``, ``alias`` for people.

    One that is not ``kept`` is not loaded at all; a ``personal`` one is for staff only; numbers
    that are no ``amount`` are not added up.
    """

    id: str
    name: str
    alias: str
    kept: bool
    personal: bool
    amount: bool = True


@dataclass(frozen=True)
class Choices:
    """How a layer is to be read.

    Attributes
    ----------
    epsg : int or None
        Any code that PROJ knows, candidate or not; None only for a layer without coordinates.
    swapped : bool
        The first number is the one to the north.
    encoding : str or None
        How the bytes of texts are meant; None where the format leaves nothing to choose.
    x, y : str or None
        Ids of the columns of a table that hold coordinates; None for other formats, and for a
        table that is loaded without places.
    repair : bool
        Impossible shapes are rebuilt; otherwise a layer that holds some is refused.
    accept_area_change : bool
        Repair may change the whole area by more than 1 %.
    skip_damaged : bool
        Features whose shape cannot be read lose it and stay in the list; otherwise a layer that
        holds some is refused.
    key : str or None
        Id of the field that tells features apart from one version to the next.
    decimal : "," or "." or None
        The sign before decimals in a table; None for the one that was proposed.
    """

    epsg: int | None
    swapped: bool = False
    encoding: str | None = None
    x: str | None = None
    y: str | None = None
    fields: tuple[FieldChoice, ...] = ()
    repair: bool = False
    accept_area_change: bool = False
    skip_damaged: bool = False
    key: str | None = None
    decimal: Literal[",", "."] | None = None


CHOICES: Final = TypeAdapter(Choices)


def proposed(layer: LayerFound) -> Choices:
    """Return what the report proposes, as if a person had agreed to all of it.

    Nothing that loses data is proposed: not that repair may change much, nor that shapes which
    cannot be read are left out.
    """
    crs = layer.crs[0] if layer.crs else None
    columns = layer.coordinates[0] if layer.coordinates else None
    # What our own export put the places in was no column of the layer.
    places = {layer.shapes, *(columns or ())} if layer.is_protected else {layer.shapes}
    return Choices(
        epsg=crs.epsg if crs else None,
        swapped=crs.swapped if crs else False,
        encoding=layer.encodings[0].name if layer.encodings else None,
        x=columns[0] if columns else None,
        y=columns[1] if columns else None,
        fields=tuple(
            FieldChoice(one.id, one.name, one.alias, one.id not in places, one.personal, one.amount)
            for one in layer.fields
        ),
        repair=layer.geometry.invalid > 0,
    )


def questions(layer: LayerFound | RasterFound) -> tuple[str, ...]:
    """Return the codes of what a person must answer before the layer is loaded, each once."""
    asked = (one.code for one in layer.messages if CODES[one.code].severity == "question")
    return tuple(dict.fromkeys(asked))
