"""The form of one layer of an upload: from what was typed to a decision, and back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from geo import crs
from maps.imported_looks import Look
from services.imports.answers import asked, to_agree
from services.imports.choices import Choices, FieldChoice
from services.imports.model import LayerFound, Message, RasterFound
from services.imports.offers import (
    NEW,
    OTHER,
    TITLE_LIMIT,
    VERSION,
)
from services.imports.records import Decision
from services.imports.start import crs_value
from services.layers.draft_form import read_days, read_draft
from services.layers.imported import ImportedLayer, LayerDraft
from services.processes.typed import Reader, Typed, clean
from services.web.texts import LocalText

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Read:
    """What a form says: a decision, or what is wrong by field."""

    decision: Decision | None
    errors: Mapping[str, LocalText]


def read_form(
    typed: Typed, found: LayerFound, told: tuple[Message, ...], layers: Collection[ImportedLayer]
) -> Read:
    """Return the decision that was typed; ``told`` are messages about the whole file."""
    reader = Reader(typed)
    target = read_target(reader, layers)
    choices = _choices(reader, found, told, target)
    about = read_about(reader)
    look = _look(reader, choices)
    if about is None or reader.errors:
        return Read(None, reader.errors)
    return Read(
        Decision(
            choices=choices,
            as_of=about.as_of,
            next_due=about.next_due,
            target=None if target is None else target.id,
            draft=about.draft,
            look=look,
        ),
        {},
    )


@dataclass(frozen=True)
class About:
    """When data are from and when newer ones are due; ``draft`` of a new layer."""

    as_of: date
    next_due: date | None
    draft: LayerDraft | None


def read_about(reader: Reader) -> About | None:
    """Return what was typed about a layer as a whole; None where that makes no sense."""
    as_of, next_due = read_days(reader)
    is_new = reader.typed.one("goal") != VERSION
    draft = read_draft(reader, as_of or date.min, next_due) if is_new else None
    return None if as_of is None else About(as_of, next_due, draft)


def read_target(reader: Reader, layers: Collection[ImportedLayer]) -> ImportedLayer | None:
    """Return the layer that gets a new version; None for a new layer."""
    if reader.choice("goal", (NEW, VERSION)) != VERSION:
        return None
    chosen = reader.choice("target", [one.id for one in layers])
    return next((one for one in layers if one.id == chosen), None)


def _choices(
    reader: Reader, found: LayerFound, told: tuple[Message, ...], target: ImportedLayer | None
) -> Choices:
    epsg, swapped = read_place(reader, found)
    fields = _fields(reader, found)
    x, y = _columns(reader, found)
    check_agreed(reader, found, told)
    return Choices(
        epsg=epsg,
        swapped=swapped,
        encoding=_encoding(reader, found),
        x=x,
        y=y,
        fields=fields,
        repair=_agreed(reader, found, "repair"),
        accept_area_change=_agreed(reader, found, "area"),
        skip_damaged=_agreed(reader, found, "damaged"),
        key=_key(reader, fields, target),
        decimal=_decimal(reader, found),
    )


def read_place(reader: Reader, found: LayerFound | RasterFound) -> tuple[int | None, bool]:
    """Return the chosen reference system, and whether its axes are swapped."""
    value = reader.typed.one("crs")
    for one in found.crs:
        if value == crs_value(one):
            return one.epsg, one.swapped
    if value == OTHER:
        return _other_place(reader), False
    reader.complain(
        "crs",
        "Wählen Sie, wo die Daten richtig liegen.",
        "Choose where the data are in the right place.",
    )
    return None, False


def _other_place(reader: Reader) -> int | None:
    number = reader.typed.one("crs_other").strip().upper().removeprefix("EPSG:").strip()
    epsg = int(number) if re.fullmatch(r"[0-9]{4,6}", number) else 0
    if epsg and leads_here(epsg):
        return epsg
    reader.complain(
        "crs",
        "Diese Nummer kennen wir nicht. Sie hat vier bis sechs Ziffern, etwa 25832.",
        "We do not know this number. It has four to six digits, such as 25832.",
    )
    return None


def leads_here(epsg: int) -> bool:
    """Return True if a known way leads from a reference system to the one of the workbench."""
    try:
        crs.operation(f"EPSG:{epsg}", crs.STORAGE_CRS)
    except (crs.UnknownCRSError, crs.NoTransformationError):
        return False
    return True


def _encoding(reader: Reader, found: LayerFound) -> str | None:
    if not found.encodings:
        return None
    value = reader.typed.one("encoding")
    if value not in {one.name for one in found.encodings}:
        reader.complain(
            "encoding",
            "Wählen Sie die Zeile, die richtig aussieht.",
            "Choose the line that looks right.",
        )
        return None
    return value


def _columns(reader: Reader, found: LayerFound) -> tuple[str | None, str | None]:
    ids = {one.id for one in found.fields}
    x, y = reader.typed.one("x") or None, reader.typed.one("y") or None
    is_table = found.format in {"csv", "xlsx"} and found.shapes is None
    if is_table and (not {x, y} <= ids or x == y):
        reader.complain(
            "columns",
            "Wählen Sie zwei verschiedene Spalten. Ohne sie haben die Zeilen keinen Ort.",
            "Choose two different columns. Without them the rows have no place.",
        )
        return None, None
    return x, y


def _decimal(reader: Reader, found: LayerFound) -> Literal[",", "."] | None:
    value = reader.typed.one("decimal")
    if value == ",":
        return ","
    if value == ".":
        return "."
    if "decimal" in asked(found):
        reader.complain("decimal", "Bitte auswählen.", "Please choose.")
    return None


def _agreed(reader: Reader, found: LayerFound, name: str) -> bool:
    if reader.typed.one(name) == "yes":
        return True
    if name in asked(found):
        reader.complain(
            name,
            "Ohne Ihre Zustimmung wird die Ebene nicht geladen.",
            "Without your consent the layer is not loaded.",
        )
    return False


def check_agreed(
    reader: Reader, found: LayerFound | RasterFound, told: tuple[Message, ...]
) -> None:
    """Complain where a question that needs nothing but consent has none."""
    missing = set(to_agree(found, told)) - set(reader.typed.many("seen"))
    if missing:
        codes = ", ".join(sorted(missing))
        reader.complain(
            "seen",
            f"Lesen Sie {codes} und bestätigen Sie, dass so geladen werden soll.",
            f"Read {codes} and confirm that the layer is to be loaded like that.",
        )


def _fields(reader: Reader, found: LayerFound) -> tuple[FieldChoice, ...]:
    kept, personal = set(reader.typed.many("kept")), set(reader.typed.many("personal"))
    no_amount = set(reader.typed.many("no_amount"))
    return tuple(
        FieldChoice(
            id=one.id,
            name=one.name,
            alias=clean(reader.typed.one(f"alias_{one.id}"))[:TITLE_LIMIT] or one.alias,
            kept=one.id in kept,
            personal=one.id in personal,
            amount=one.id not in no_amount,
        )
        for one in found.fields
    )


def _key(
    reader: Reader, fields: tuple[FieldChoice, ...], target: ImportedLayer | None
) -> str | None:
    kept = {one.id for one in fields if one.kept}
    if target is not None and target.key_field is not None:
        if target.key_field not in kept:
            reader.complain(
                "fields",
                f"Die Ebene erkennt Objekte an der Spalte „{target.key_field}“. Sie fehlt.",
                f"The layer tells objects by the column “{target.key_field}”. It is missing.",
            )
        return target.key_field
    value = reader.typed.one("key")
    if not value:
        return None
    return reader.choice("key", kept)


def _look(reader: Reader, choices: Choices) -> Look:
    colour, label = reader.typed.one("colour"), reader.typed.one("label")
    kept = {one.id for one in choices.fields if one.kept}
    values: dict[str, Any] = {"colour": colour} if _COLOUR.fullmatch(colour) else {}
    return Look(label_field=label if label in kept else None, **values)
