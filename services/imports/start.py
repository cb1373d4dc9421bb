"""What the form of a layer shows at first: what was decided before, or what is proposed."""

from __future__ import annotations

from maps.imported_looks import Look
from services.imports.answers import asked, to_agree
from services.imports.choices import Choices, proposed
from services.imports.model import CrsCandidate, LayerFound
from services.imports.offers import GROUP, INTERNAL, INTERNAL_NAME, LICENCES, NEW, OTHER, VERSION
from services.imports.records import Decision
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
        **{f"alias_{one.id}": (one.alias,) for one in choices.fields},
        "x": (choices.x or "",),
        "y": (choices.y or "",),
        "key": (choices.key or "",),
        "goal": (VERSION if decision and decision.target else NEW,),
        "target": ((decision.target or "") if decision else "",),
    }
    if decision or "crs" not in open_ones:
        fields |= _typed_place(found, choices)
    if decision or "encoding" not in open_ones:
        fields["encoding"] = (choices.encoding or "",)
    if decision:
        fields |= _typed_answers(choices, found)
    return Typed(fields | _typed_about(found, decision))


def _typed_place(found: LayerFound, choices: Choices) -> dict[str, tuple[str, ...]]:
    if choices.epsg is None:
        return {}
    value = f"{choices.epsg}{'s' if choices.swapped else ''}"
    if value in map(crs_value, found.crs):
        return {"crs": (value,)}
    return {"crs": (OTHER,), "crs_other": (str(choices.epsg),)}


def _typed_answers(choices: Choices, found: LayerFound) -> dict[str, tuple[str, ...]]:
    yes = {
        "repair": choices.repair,
        "area": choices.accept_area_change,
        "damaged": choices.skip_damaged,
    }
    told = {name: ("yes",) for name, is_so in yes.items() if is_so}
    return {**told, "decimal": (choices.decimal or "",), "seen": to_agree(found)}


def _typed_about(found: LayerFound, decision: Decision | None) -> dict[str, tuple[str, ...]]:
    draft, look = (decision.draft, decision.look) if decision else (None, Look())
    about: dict[str, tuple[str, ...]] = {
        "colour": (look.colour,),
        "label": (look.label_field or "",),
        "as_of": (decision.as_of.isoformat() if decision else "",),
        "next_due": (decision.next_due.isoformat() if decision and decision.next_due else "",),
    }
    if draft is None:
        title = found.name.replace("_", " ").strip()
        first = {"title_de": title[:1].upper() + title[1:], "group_name": GROUP}
        return (
            about | {name: (value,) for name, value in first.items()} | {"visibility": ("staff",)}
        )
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
    return about | {name: (value,) for name, value in values.items()}
