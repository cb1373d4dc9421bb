"""Taking in a voice: what it becomes, where it belongs, and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from shapely import Point

from services.comments.model import (
    CHANNELS,
    EMAIL_LIMIT,
    EXPERTISE_LIMIT,
    KINDS,
    LABEL_LIMIT,
    NAME_LIMIT,
    TEXT_MAX,
    TEXT_MIN,
    TITLE_LIMIT,
    Draft,
    Placement,
    Precision,
)
from services.comments.placing import Ground, public_pin
from services.comments.wording import (
    clean_line,
    clean_text,
    has_markup,
    is_readable,
    optional_line,
)
from services.districts.model import DistrictId
from services.mail.model import is_address
from services.processes.actions import area_of, distance_outside_m
from services.processes.model import Process
from services.projects.model import THEMES

_LINES: Final[Mapping[str, int]] = {
    "title": TITLE_LIMIT,
    "place_label": LABEL_LIMIT,
    "author_name": NAME_LIMIT,
    "expertise": EXPERTISE_LIMIT,
    "occasion": LABEL_LIMIT,
    "office": LABEL_LIMIT,
    "email": EMAIL_LIMIT,
}
"""Fields of one line, with the most characters each may have."""
_COARSE: Final[tuple[Precision, ...]] = ("district", "city")
_SHARED_M2: Final = 1.0
"""A district that shares less ground with an area only touches it."""


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one field: a code that pages put into words, and facts for them."""

    field: str
    code: str
    facts: Mapping[str, Any]

    def as_problem(self) -> dict[str, Any]:
        """Return the flaw as JSON tells it."""
        return {"field": self.field, "code": self.code, **self.facts}


@dataclass(frozen=True)
class Examined:
    """A draft made fit, where it belongs (None while that is wrong), and its flaws."""

    draft: Draft
    placement: Placement | None
    flaws: tuple[Flaw, ...]


def examine(
    draft: Draft, *, process: Process, ground: Ground, project_exists: bool = True
) -> Examined:
    """Return what ``draft`` becomes and everything that is wrong with it, all at once.

    ``project_exists`` answers for the project that the draft names. Reads nothing and raises
    nothing: a form shows every flaw beside its field.
    """
    unreadable = tuple(_unreadable(draft))
    if unreadable:
        return Examined(draft, None, unreadable)
    cleaned = tidy(draft)
    flaws = [*_words(cleaned), *_choices(cleaned, process), *_extras(cleaned)]
    if cleaned.project_id is not None and not project_exists:
        flaws.append(_flaw("project_id", "project_unknown"))
    misplaced = tuple(_misplaced(cleaned, process, ground))
    placement = None if misplaced else place(cleaned, ground)
    return Examined(cleaned, placement, (*flaws, *misplaced))


def tidy(draft: Draft) -> Draft:
    """Return the draft with its texts made fit, and nothing that its precision does not need.

    About a whole district or the whole city, a pin and a label would tell more than was meant.
    """
    return replace(
        draft,
        title=clean_line(draft.title),
        text=clean_text(draft.text),
        place_label=None if draft.precision in _COARSE else optional_line(draft.place_label),
        author_name=optional_line(draft.author_name),
        expertise=optional_line(draft.expertise),
        occasion=optional_line(draft.occasion),
        office=optional_line(draft.office),
        email=optional_line(draft.email),
    )


def place(draft: Draft, ground: Ground) -> Placement:
    """Return where a draft belongs that has passed ``examine``."""
    chosen = draft.district_id
    if draft.pin is not None and draft.precision != "city":
        districts = ground.districts_of_pin(draft.pin)
        chosen = districts[ground.in_force.version.valid_from]
    elif chosen is not None and draft.precision != "city":
        districts = ground.same_everywhere(chosen)
    else:
        districts = {}
    kept = None if draft.precision in _COARSE else draft.pin
    boundary = None if chosen is None else ground.boundary(chosen)
    return Placement(
        pin=kept,
        public_pin=public_pin(draft.precision, kept, boundary),
        place_label=draft.place_label,
        districts=districts,
    )


def asked_districts(process: Process, ground: Ground) -> tuple[DistrictId, ...]:
    """Return the districts that a process asks about, in their order."""
    if process.area_kind == "city":
        return tuple(ground.districts)
    if process.area_kind == "districts":
        return tuple(one for one in ground.districts if one in process.district_ids)
    area = area_of(process, ground.in_force)
    return tuple(
        one for one in ground.districts if ground.boundary(one).intersection(area).area > _SHARED_M2
    )


def _flaw(field: str, code: str, **facts: Any) -> Flaw:
    return Flaw(field, code, facts)


def _unreadable(draft: Draft) -> Iterator[Flaw]:
    for name in ("text", *_LINES):
        value = getattr(draft, name)
        if value is not None and not is_readable(value):
            yield _flaw(name, "hidden_characters")
        elif value is not None and has_markup(value):
            yield _flaw(name, "markup")


def _words(draft: Draft) -> Iterator[Flaw]:
    if not draft.title:
        yield _flaw("title", "title_missing")
    for name, limit in _LINES.items():
        length = len(getattr(draft, name) or "")
        if length > limit:
            yield _flaw(name, "too_long", length=length, limit=limit)
    least = TEXT_MIN if draft.channel == "online" else 1
    length = len(draft.text)
    if length < least:
        yield _flaw("text", "text_short", length=length, least=least)
    if length > TEXT_MAX:
        yield _flaw("text", "too_long", length=length, limit=TEXT_MAX)


def _choices(draft: Draft, process: Process) -> Iterator[Flaw]:
    if draft.kind not in KINDS:
        yield _flaw("kind", "kind_unknown")
    if draft.channel not in CHANNELS:
        yield _flaw("channel", "channel_unknown")
    if not draft.theme:
        yield _flaw("theme", "theme_missing")
    elif draft.theme not in (process.themes or THEMES):
        yield _flaw("theme", "theme_unknown")


def _extras(draft: Draft) -> Iterator[Flaw]:
    if draft.email is not None and not is_address(draft.email):
        yield _flaw("email", "email_invalid")
    if draft.kind == "expert_note":
        if draft.expertise is None:
            yield _flaw("expertise", "expertise_missing")
        if not draft.consents:
            yield _flaw("consents", "consent_missing")
    if draft.kind == "statement" and draft.office is None:
        yield _flaw("office", "office_missing")


def _misplaced(draft: Draft, process: Process, ground: Ground) -> Iterator[Flaw]:
    if draft.precision not in get_args(Precision):
        yield _flaw("precision", "precision_unknown")
    elif draft.district_id is not None and draft.district_id not in ground.districts:
        yield _flaw("district_id", "district_unknown")
    elif draft.precision == "city":
        if process.area_kind != "city":
            yield _flaw("precision", "city_not_asked")
    elif draft.pin is not None:
        yield from _outside(draft.pin, process, ground)
    else:
        yield from _unnamed(draft, asked_districts(process, ground))


def _unnamed(draft: Draft, asked: Sequence[DistrictId]) -> Iterator[Flaw]:
    """Tell what misses of a place without a pin."""
    if draft.precision == "spot" or (draft.precision == "street" and draft.place_label is None):
        yield _flaw("place", "place_missing")
    elif draft.district_id is None:
        yield _flaw("district_id", "district_missing")
    elif draft.district_id not in asked:
        yield _flaw("district_id", "district_not_asked")


def _outside(pin: Point, process: Process, ground: Ground) -> Iterator[Flaw]:
    if not (math.isfinite(pin.x) and math.isfinite(pin.y)):
        yield _flaw("place", "place_missing")
        return
    nearest, city_m = ground.nearest(pin)
    process_m = distance_outside_m(process, pin, ground.in_force)
    if city_m > 0 or process_m > 0:
        yield _flaw(
            "place",
            "place_outside",
            distance_m=math.ceil(max(city_m, process_m)),
            district_id=nearest,
            district=ground.districts[nearest].name,
            process_id=process.id if city_m == 0 else None,
        )
