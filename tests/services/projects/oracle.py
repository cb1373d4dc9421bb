"""What a filter should find, reckoned in plain Python from the data files, without a database."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import shapely

from services.settings import PROJECT_ROOT
from services.web.filter import Filter

ROWS: Final[Sequence[Mapping[str, Any]]] = json.loads(
    (PROJECT_ROOT / "data" / "projects" / "projects.json").read_text("utf-8")
)
NUMBERS: Final = [row["number"] for row in ROWS]


def expected_numbers(filter_: Filter, districts: Mapping[int, frozenset[str]]) -> tuple[int, ...]:
    """Return the numbers a filter should find; ``districts`` names those of every project."""
    return tuple(
        row["number"]
        for row in ROWS
        if _in_districts(row, filter_, districts[row["number"]])
        and _has_theme(row, filter_)
        and (not filter_.statuses or row["status"] in filter_.statuses)
        and _touches_years(row, filter_)
        and _says_all_words(row, filter_)
        and _meets_box(row, filter_)
    )


def _in_districts(row: Mapping[str, Any], filter_: Filter, mine: frozenset[str]) -> bool:
    wanted = set(filter_.districts)
    if not wanted:
        return True
    return bool(wanted & mine) or ("citywide" in wanted and row["citywide"])


def _has_theme(row: Mapping[str, Any], filter_: Filter) -> bool:
    return not filter_.themes or bool(set(filter_.themes) & set(row["themes"]))


def _touches_years(row: Mapping[str, Any], filter_: Filter) -> bool:
    if filter_.year_from is None and filter_.year_to is None:
        return True
    first, last = row["period_from"], row["period_to"]
    if first is None and last is None:
        return False
    # ISO texts of whole days sort like the days they name.
    begins = "0000-00-00" if first is None else _day(first, last=False)
    ends = "9999-99-99" if last is None else _day(last, last=True)
    asked_from = f"{filter_.year_from or 0:04}-01-01"
    asked_to = f"{filter_.year_to or 9999:04}-12-31"
    return begins <= asked_to and ends >= asked_from


def _day(period: str, *, last: bool) -> str:
    if len(period) == len("YYYY"):
        return period + ("-12-31" if last else "-01-01")
    if len(period) == len("YYYY-MM"):
        year, month = map(int, period.split("-"))
        return f"{period}-{calendar.monthrange(year, month)[1] if last else 1:02}"
    return period


def _says_all_words(row: Mapping[str, Any], filter_: Filter) -> bool:
    texts = [row["name"], row["place"], row["status_note"], *row["facts"]]
    said = [text[lang] for text in texts if text for lang in ("de", "en")]
    whole = " ".join([*said, row["funding_program"] or ""]).casefold()
    return all(word in whole for word in filter_.text.casefold().split())


def _meets_box(row: Mapping[str, Any], filter_: Filter) -> bool:
    if filter_.bbox is None:
        return True
    if row["geometry"] is None:
        return False
    return bool(shapely.box(*filter_.bbox).intersects(shapely.geometry.shape(row["geometry"])))
