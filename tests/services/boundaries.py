"""Boundaries that nobody could mistake for the former ones, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.districts.model import BoundarySet


def swapped(found: BoundarySet, one: str, other: str, *, valid_from: date) -> BoundarySet:
    """Return boundaries in which two districts have changed places."""
    shapes = {str(each.district_id): each.boundary for each in found.boundaries}
    places = shapes | {one: shapes[other], other: shapes[one]}
    return BoundarySet(
        replace(found.version, valid_from=valid_from),
        tuple(replace(each, boundary=places[str(each.district_id)]) for each in found.boundaries),
    )
