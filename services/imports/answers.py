"""Which part of the form answers a question of the report, and which of them are still open."""

from __future__ import annotations

from typing import Final, Literal

from services.imports.choices import questions
from services.imports.codes import CODES
from services.imports.model import LayerFound, Message, RasterFound

Answer = Literal[
    "crs", "encoding", "repair", "area", "damaged", "columns", "decimal", "nodata", "seen"
]

_BY_CODE: Final[dict[str, Answer]] = {
    "IMP-107": "damaged",
    "IMP-303": "repair",
    "IMP-304": "area",
    "IMP-333": "nodata",
    "IMP-409": "decimal",
    "IMP-411": "columns",
    "IMP-412": "columns",
    "IMP-413": "columns",
    "IMP-417": "columns",
}
_PLACE: Final = "IMP-2"
_TEXTS: Final = "IMP-12"


def answer_to(code: str) -> Answer:
    """Return the part of the form that answers a question; ``seen`` where agreeing is all."""
    if code.startswith(_PLACE):
        return "crs"
    if code.startswith(_TEXTS):
        return "encoding"
    return _BY_CODE.get(code, "seen")


def asked(found: LayerFound | RasterFound) -> frozenset[Answer]:
    """Return the parts of the form that a person must answer about a layer."""
    return frozenset(answer_to(code) for code in questions(found))


def to_agree(found: LayerFound | RasterFound, told: tuple[Message, ...] = ()) -> tuple[str, ...]:
    """Return the codes that a person must say to have read; ``told`` is about the whole file."""
    about_file = (one.code for one in told if CODES[one.code].severity == "question")
    every = dict.fromkeys((*about_file, *questions(found)))
    return tuple(code for code in every if answer_to(code) == "seen")
