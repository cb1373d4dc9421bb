"""The page of a layer that staff brought in: what stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from maps.imported_legend import source_legend
from services.districts.model import District
from services.districts.store import Districts
from services.layers.answers import summed_fields
from services.layers.features import Asked
from services.layers.imported import OUTSIDE, TOTAL, DistrictStatistic, Feature, Field
from services.layers.imported_sources import imported_sources
from services.layers.rasters.shown import facts_of, zone_rows
from services.layers.registry import NOTHING, Shown
from services.web.filter import Filter

ROWS: Final = 50
COLUMNS: Final = 12
"""More stand in the downloads and on the card of a feature."""
SUMS: Final = 3


@dataclass(frozen=True)
class Row:
    """A line of the table of districts: one district, or what lies outside, or all together."""

    kind: str
    district: District | None
    found: DistrictStatistic


@dataclass(frozen=True)
class DistrictTable:
    """What lies where. ``is_counted`` is False for boundaries newer than the last count."""

    rows: tuple[Row, ...]
    fields: tuple[Field, ...]
    has_lengths: bool
    has_areas: bool
    is_counted: bool


def asked_of(shown: Shown, filter_: Filter) -> Asked:
    """Return what a filter asks of a layer: districts, words in what may be shown, a box."""
    return Asked(
        districts=filter_.districts,
        words=tuple(filter_.text.split()),
        fields=tuple(one.id for one in shown.fields),
        bbox=filter_.bbox,
    )


def page_context(
    connection: Connection, shown: Shown, filter_: Filter, *, after: int, on: date
) -> Mapping[str, Any]:
    """Return what the template of the page needs."""
    districts = Districts(connection).list()
    features = shown.features(connection, on)
    asked = asked_of(shown, filter_)
    found = features.page(asked, after=after, limit=ROWS + 1)
    facts = facts_of(shown)
    return {
        "shown": shown,
        "layer": shown.layer,
        "version": shown.version,
        "filter": filter_,
        "after": after,
        "total": shown.version.feature_count,
        "matching": features.count(asked) if filter_.narrows else shown.version.feature_count,
        "features": found[:ROWS],
        "next": _next(found),
        "columns": _columns(shown),
        "districts": {one.id: one for one in districts},
        "table": district_table(shown, shown.statistics(connection, on), districts),
        "legend": source_legend(imported_sources([shown], on=on)[0]),
        "class_titles": {one.value: one.title for one in shown.look.classes},
        "facts": facts,
        "zones": zone_rows(facts, districts, shown.valid_from(connection, on)) if facts else (),
        "is_overdue": shown.layer.is_overdue(on),
    }


def district_table(
    shown: Shown, statistics: Mapping[str, DistrictStatistic], districts: Sequence[District]
) -> DistrictTable:
    """Return all districts in their order, then what lies outside (if anything), then all."""
    total = statistics.get(TOTAL, NOTHING)
    rows = [Row("district", one, statistics.get(one.id, NOTHING)) for one in districts]
    if statistics.get(OUTSIDE, NOTHING).count > 0:
        rows.append(Row(OUTSIDE, None, statistics[OUTSIDE]))
    rows.append(Row(TOTAL, None, total))
    return DistrictTable(
        rows=tuple(rows),
        fields=tuple(one for one in summed_fields(shown) if one.id in total.sums)[:SUMS],
        has_lengths=total.length_m > 0,
        has_areas=total.area_m2 > 0,
        is_counted=bool(statistics),
    )


def _columns(shown: Shown) -> tuple[Field, ...]:
    named = shown.label_field
    first = () if named is None else (named,)
    return (*first, *(one for one in shown.fields if one != named))[:COLUMNS]


def _next(found: Sequence[Feature]) -> int | None:
    return found[ROWS - 1].n if len(found) > ROWS else None
