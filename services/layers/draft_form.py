"""What a form says about a layer as a whole: title, source, licence, who sees it."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlsplit

from services.layers.imported import LayerDraft
from services.layers.offers import (
    INTERNAL,
    INTERNAL_NAME,
    LICENCES,
    LINE_LIMIT,
    OTHER,
    TITLE_LIMIT,
    WORDS_LIMIT,
)
from services.processes.typed import Reader, clean
from services.projects.model import THEMES

_OLDEST: Final = date(1800, 1, 1)
"""Old plans are data too."""


def read_days(reader: Reader) -> tuple[date | None, date | None]:
    """Return when data are from, and when newer ones are due; the first must be there."""
    as_of, next_due = reader.day("as_of", first=_OLDEST), reader.day("next_due")
    if as_of is None:
        reader.complain("as_of", "Von wann sind die Daten?", "When are the data from?")
    elif next_due is not None and next_due <= as_of:
        reader.complain(
            "next_due",
            "Er liegt nicht nach dem Stand der Daten.",
            "It is not after the present one.",
        )
    return as_of, next_due


def read_draft(reader: Reader, as_of: date, next_due: date | None) -> LayerDraft:
    """Return what was typed; ``reader`` holds what is wrong with it."""
    visibility = reader.choice("visibility", ("staff", "public"))
    name, url = _licence(reader, is_public=visibility == "public")
    return LayerDraft(
        title=reader.text("title", most=TITLE_LIMIT),
        description=reader.optional_text("description", most=WORDS_LIMIT) or {"de": ""},
        group_name=reader.line("group_name", most=LINE_LIMIT),
        theme=reader.choice("theme", THEMES) if reader.typed.one("theme") else None,
        visibility="public" if visibility == "public" else "staff",
        source=reader.line("source", most=LINE_LIMIT),
        licence_name=name,
        licence_url=url,
        as_of=as_of,
        next_due=next_due,
    )


def typed_draft(draft: LayerDraft) -> dict[str, tuple[str, ...]]:
    """Return the fields of the form as ``read_draft`` reads them, but for the days."""
    licence = next(
        (key for key, (name, _) in LICENCES.items() if name == draft.licence_name), OTHER
    )
    values = {
        "title_de": draft.title["de"],
        "title_en": draft.title.get("en", ""),
        "description_de": draft.description["de"],
        "description_en": draft.description.get("en", ""),
        "group_name": draft.group_name,
        "theme": draft.theme or "",
        "visibility": draft.visibility,
        "source": draft.source,
        "licence": INTERNAL if draft.licence_name == INTERNAL_NAME else licence,
        "licence_name": draft.licence_name if licence == OTHER else "",
        "licence_url": draft.licence_url if licence == OTHER else "",
    }
    return {name: (value,) for name, value in values.items()}


def _licence(reader: Reader, *, is_public: bool) -> tuple[str, str]:
    chosen = reader.choice("licence", (*LICENCES, INTERNAL, OTHER))
    if chosen in LICENCES:
        return LICENCES[chosen]
    if chosen == INTERNAL:
        if is_public:
            reader.complain(
                "licence",
                "Was alle sehen, braucht eine Lizenz.",
                "What everybody sees needs a licence.",
            )
        return INTERNAL_NAME, ""
    if chosen != OTHER:
        return "", ""
    url = clean(reader.typed.one("licence_url"))
    if url and not (_is_address(url) and len(url) <= LINE_LIMIT):
        reader.complain(
            "licence_url", "Eine Adresse beginnt mit https://.", "An address begins with https://."
        )
    return reader.line("licence_name", most=LINE_LIMIT), url


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in url
