"""What the form of a layer shows at first: what was decided before, or what is proposed."""

from __future__ import annotations

from maps.imported_looks import Look
from services.imports.answers import asked, to_agree
from services.imports.choices import Choices, proposed
from services.imports.model import CrsCandidate, LayerFound, RasterFound
from services.imports.offers import GROUP, NEW, OTHER, VERSION
from services.imports.records import Decision
from services.layers.draft_form import typed_draft
from services.processes.typed import Typed


def crs_value(one: CrsCandidate) -> str:
    """Return how the form names a candidate: its code, ``s`` for swapped axes."""
    return f"{one.epsg}{'s' if one.swapped else ''}"


def typed_of(found: LayerFound, decision: Decision | None) -> Typed:
    """Return what the form shows at first: what was decided before, or what is proposed.

    What is a question is not answered by us.
    """
    open_ones = asked(found)
    choices = decision.choices if decision else proposed(found)
    fields: dict[str, tuple[str, ...]] = {
        "kept": tuple(one.id for one in choices.fields if one.kept),
        "personal": tuple(one.id for one in choices.fields if one.personal),
        "no_amount": tuple(one.id for one in choices.fields if not one.amount),
        **{f"alias_{one.id}": (one.alias,) for one in choices.fields},
        "key": (choices.key or "",),
    }
    if decision or "columns" not in open_ones:
        fields |= {"x": (choices.x or "",), "y": (choices.y or "",)}
    if decision or "crs" not in open_ones:
        fields |= typed_place(found, choices.epsg, is_swapped=choices.swapped)
    if decision or "encoding" not in open_ones:
        fields["encoding"] = (choices.encoding or "",)
    if decision:
        fields |= _typed_answers(choices, found)
    return Typed(fields | typed_about(found, decision))


def typed_place(
    found: LayerFound | RasterFound, epsg: int | None, *, is_swapped: bool = False
) -> dict[str, tuple[str, ...]]:
    """Return the fields that say which reference system is chosen."""
    if epsg is None:
        return {}
    value = f"{epsg}{'s' if is_swapped else ''}"
    if value in map(crs_value, found.crs):
        return {"crs": (value,)}
    return {"crs": (OTHER,), "crs_other": (str(epsg),)}


def _typed_answers(choices: Choices, found: LayerFound) -> dict[str, tuple[str, ...]]:
    yes = {
        "repair": choices.repair,
        "area": choices.accept_area_change,
        "damaged": choices.skip_damaged,
    }
    told = {name: ("yes",) for name, is_so in yes.items() if is_so}
    return {**told, "decimal": (choices.decimal or "",), "seen": to_agree(found)}


def typed_about(
    found: LayerFound | RasterFound, decision: Decision | None
) -> dict[str, tuple[str, ...]]:
    """Return the fields about a layer as a whole: what it is called, who sees it, and so on."""
    draft, look = (decision.draft, decision.look) if decision else (None, Look())
    about: dict[str, tuple[str, ...]] = {
        "colour": (look.colour,),
        "label": (look.label_field or "",),
        "as_of": (decision.as_of.isoformat() if decision else "",),
        "next_due": (decision.next_due.isoformat() if decision and decision.next_due else "",),
        "goal": (VERSION if decision and decision.target else NEW,),
        "target": ((decision.target or "") if decision else "",),
    }
    if draft is None:
        title = found.name.replace("_", " ").strip()
        first = {"title_de": title[:1].upper() + title[1:], "group_name": GROUP}
        return (
            about | {name: (value,) for name, value in first.items()} | {"visibility": ("staff",)}
        )
    return about | typed_draft(draft)
