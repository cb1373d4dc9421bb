"""What was said on the command line about a layer of a file, as if it had been typed in the form.

So both ways ask the same, and refuse the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from services.imports.answers import answer_to, to_agree
from services.imports.choices import questions
from services.imports.encodings import CP1252, LATIN_1, named
from services.imports.form import Read, read_form
from services.imports.model import LayerFound, Message, RasterFound
from services.imports.offers import FIELD_NAMES, INTERNAL, LICENCES, OTHER, VERSION
from services.imports.start import crs_value, typed_of
from services.layers.imported import ImportedLayer
from services.processes.typed import Typed
from services.web.texts import Lang, LocalText, say

OPTIONS: Final[Mapping[str, str]] = {
    "crs": "--crs EPSG",
    "encoding": "--encoding NAME",
    "columns": "--x FIELD --y FIELD",
    "decimal": "--decimal , (.)",
    "repair": "--repair",
    "area": "--accept-area-change",
    "damaged": "--skip-damaged",
    "seen": "--agree CODE",
    "fields": "--drop FIELD",
    "key": "--key FIELD",
    "target": "--layer ID",
    "title_de": "--title TEXT",
    "description_de": "--description TEXT",
    "group_name": "--group TEXT",
    "theme": "--theme ID",
    "visibility": "--public",
    "source": "--source TEXT",
    "licence": "--licence NAME",
    "licence_name": "--licence NAME",
    "licence_url": "--licence-url URL",
    "as_of": "--as-of DAY",
    "next_due": "--next-due DAY",
    "kind": "--kind values (classes, image)",
    "band": "--band NUMBER",
    "nodata": "--nodata NUMBER (none)",
    "unit": "--unit TEXT",
}
"""By the field of the form that asks the same."""

_OF_FEATURES: Final[Mapping[str, str]] = {
    "encoding": "--encoding",
    "x": "--x",
    "y": "--y",
    "decimal": "--decimal",
    "repair": "--repair",
    "accept_area_change": "--accept-area-change",
    "skip_damaged": "--skip-damaged",
    "key": "--key",
    "dropped": "--drop",
    "personal": "--personal",
    "not_personal": "--not-personal",
    "amounts": "--amount",
    "no_amounts": "--no-amount",
}
_OF_RASTERS: Final[Mapping[str, str]] = {
    "kind": "--kind",
    "band": "--band",
    "nodata": "--nodata",
    "unit": "--unit",
}
"""Options that only features, or only rasters, know."""


@dataclass(frozen=True)
class Spoken:
    """What was said; "" and None leave what the report proposes.

    Columns are named by their id or by their name in the file.
    """

    epsg: int | None = None
    swapped: bool = False
    encoding: str = ""
    x: str = ""
    y: str = ""
    decimal: str = ""
    repair: bool = False
    accept_area_change: bool = False
    skip_damaged: bool = False
    agreed: tuple[str, ...] = ()
    key: str = ""
    dropped: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    not_personal: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    no_amounts: tuple[str, ...] = ()
    target: str = ""
    title: str = ""
    description: str = ""
    group: str = ""
    theme: str = ""
    public: bool = False
    source: str = ""
    licence: str = ""
    licence_url: str = ""
    as_of: str = ""
    next_due: str = ""
    kind: str = ""
    band: int | None = None
    nodata: str = ""
    unit: str = ""


def understand(
    spoken: Spoken,
    found: LayerFound,
    told: tuple[Message, ...],
    layers: Collection[ImportedLayer],
) -> Read:
    """Return the decision that was said, or what is missing or wrong by field of the form."""
    if wrong := not_meant(spoken, found):
        return Read(None, wrong)
    known = {one.name: one.id for one in found.fields} | {one.id: one.id for one in found.fields}
    named = (spoken.x, spoken.y, spoken.key, *spoken.dropped, *_about_columns(spoken))
    unknown = sorted({one for one in named if one} - known.keys())
    if unknown:
        names = ", ".join(unknown)
        complaint: LocalText = {
            "de": f"Diese Spalten gibt es nicht: {names}.",
            "en": f"There are no such columns: {names}.",
        }
        return Read(None, {"fields": complaint})
    return read_form(_typed(spoken, found, known), found, told, layers)


def not_meant(spoken: Spoken, found: LayerFound | RasterFound) -> Mapping[str, LocalText]:
    """Return a complaint about options that say nothing about this kind of layer."""
    others = _OF_RASTERS if isinstance(found, LayerFound) else _OF_FEATURES
    named = ", ".join(
        option
        for name, option in others.items()
        if getattr(spoken, name) not in {"", None, False, ()}
    )
    if not named:
        return {}
    if isinstance(found, LayerFound):
        return {
            "options": {
                "de": f"Nur ein Raster kennt {named}.",
                "en": f"Only a raster knows {named}.",
            }
        }
    return {
        "options": {
            "de": f"Ein Raster hat keine Objekte und keine Spalten. Lassen Sie weg: {named}.",
            "en": f"A raster has no features and no columns. Leave out: {named}.",
        }
    }


def missing_lines(
    read: Read, found: LayerFound | RasterFound, told: tuple[Message, ...], lang: Lang
) -> Iterator[str]:
    """Yield what is missing or wrong: the option, which questions it answers, what to do."""
    codes: dict[str, list[str]] = {}
    for code in (*questions(found), *to_agree(found, told)):
        asking = codes.setdefault(answer_to(code), [])
        if code not in asking:
            asking.append(code)
    for name, words in read.errors.items():
        label = say(FIELD_NAMES[name], lang) if name in FIELD_NAMES else name
        about = f" ({', '.join(codes[name])})" if name in codes else ""
        yield f"{OPTIONS.get(name, '')}  {label}{about}: {say(words, lang)}"


def _about_columns(spoken: Spoken) -> tuple[str, ...]:
    return (*spoken.personal, *spoken.not_personal, *spoken.amounts, *spoken.no_amounts)


def _typed(spoken: Spoken, found: LayerFound, known: Mapping[str, str]) -> Typed:
    first = dict(typed_of(found, None).fields)
    said = {
        **spoken_place(spoken, found),
        "encoding": _encoding(spoken, found),
        "x": known.get(spoken.x, ""),
        "y": known.get(spoken.y, ""),
        "decimal": spoken.decimal,
        "repair": "yes" if spoken.repair else "",
        "area": "yes" if spoken.accept_area_change else "",
        "damaged": "yes" if spoken.skip_damaged else "",
        "key": known.get(spoken.key, ""),
        **spoken_about(spoken),
    }
    kept = set(first["kept"]) - {known[one] for one in spoken.dropped}
    people = set(first["personal"]) | {known[one] for one in spoken.personal}
    people -= {known[one] for one in spoken.not_personal}
    naming = set(first["no_amount"]) | {known[one] for one in spoken.no_amounts}
    naming -= {known[one] for one in spoken.amounts}
    return Typed(
        first
        | {name: (value,) for name, value in said.items() if value}
        | {"kept": tuple(kept), "personal": tuple(people), "no_amount": tuple(naming)}
        | {"seen": spoken.agreed}
    )


def spoken_place(spoken: Spoken, found: LayerFound | RasterFound) -> dict[str, str]:
    """Return the fields of the form that say where the data lie."""
    if spoken.epsg is None:
        return {}
    value = f"{spoken.epsg}{'s' if spoken.swapped else ''}"
    # Swapped axes are offered where they make sense; any other system is named by its number.
    if spoken.swapped or value in map(crs_value, found.crs):
        return {"crs": value}
    return {"crs": OTHER, "crs_other": value}


def _encoding(spoken: Spoken, found: LayerFound) -> str:
    """Return the offered name of an encoding, however people write it."""
    name = named(spoken.encoding) or spoken.encoding
    offered = {one.name for one in found.encodings}
    # Where both read the same, only the wider one is offered.
    return CP1252 if name == LATIN_1 and name not in offered and CP1252 in offered else name


def spoken_about(spoken: Spoken) -> dict[str, str]:
    """Return the fields of the form about a layer as a whole."""
    offered = spoken.licence in LICENCES or spoken.licence == INTERNAL
    licence = spoken.licence if offered or not spoken.licence else OTHER
    return {
        "goal": VERSION if spoken.target else "",
        "target": spoken.target,
        "title_de": spoken.title,
        "description_de": spoken.description,
        "group_name": spoken.group,
        "theme": spoken.theme,
        "visibility": "public" if spoken.public else "",
        "source": spoken.source,
        "licence": licence,
        "licence_name": "" if offered else spoken.licence,
        "licence_url": "" if offered else spoken.licence_url,
        "as_of": spoken.as_of,
        "next_due": spoken.next_due,
    }
