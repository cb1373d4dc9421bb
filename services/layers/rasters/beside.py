"""What a raster says of every district in one line: what stands beside the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from geo.raster import ZoneCells
from services.districts.model import District
from services.layers.rasters.shown import facts_of, zone_rows
from services.layers.registry import Shown


@dataclass(frozen=True)
class ZoneLine:
    """One district, None for the city: the mean of measurements, or the most common class.

    ``share`` of that class goes from 0 to 1. All three are None where the raster says nothing.
    """

    district: District | None
    mean: float | None = None
    class_title: str | None = None
    share: float | None = None


def zone_lines(
    layers: Sequence[Shown], districts: Sequence[District], valid_from: date
) -> Mapping[str, Sequence[ZoneLine]]:
    """Return the lines of each raster that has numbers, by the id of its layer."""
    found = {}
    for one in layers:
        facts = facts_of(one)
        rows = zone_rows(facts, districts, valid_from) if facts else []
        if rows:
            titles = {each.value: each.title for each in one.look.classes}
            found[one.layer.id] = [_line(district, cells, titles) for district, cells in rows]
    return found


def _line(
    district: District | None, cells: ZoneCells, titles: Mapping[str | None, str]
) -> ZoneLine:
    if not cells.shares:
        return ZoneLine(district, mean=cells.mean)
    number, share = max(cells.shares.items(), key=lambda one: one[1])
    return ZoneLine(district, class_title=titles.get(str(number), str(number)), share=share)
