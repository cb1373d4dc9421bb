"""Reads the processes and streets that a fresh installation starts with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from geo.crs import point_from_lon_lat
from services.districts.model import DistrictId
from services.processes.gazetteer import Street
from services.processes.model import DEFAULT_LEGAL_BASIS, Process


def read_processes(path: Path, *, published_at: datetime) -> tuple[Process, ...]:
    """Read the standing processes, numbered through and published from ``published_at`` on."""
    return tuple(
        _process(number, row, published_at)
        for number, row in enumerate(orjson.loads(path.read_bytes()), start=1)
    )


def _process(number: int, row: Mapping[str, Any], published_at: datetime) -> Process:
    return Process(
        number=number,
        id=row["id"],
        title=row["title"],
        question=row["question"],
        grade=row["grade"],
        area_kind="city",
        area=None,
        district_ids=(),
        target_group=row["target_group"],
        themes=tuple(row["themes"]),
        kinds=tuple(row["kinds"]),
        starts_on=None,
        ends_on=None,
        project_ids=(),
        legal_basis=DEFAULT_LEGAL_BASIS,
        moderation="check_first",
        standing=True,
        outcome=None,
        published_at=published_at,
        version=1,
    )


def read_streets(path: Path) -> tuple[Street, ...]:
    """Read ``streets.json``, numbered through; locations come in CRS84."""
    return tuple(
        Street(
            number=number,
            name=row["name"],
            district_id=DistrictId(row["district"]),
            location=None if row["lon"] is None else point_from_lon_lat(row["lon"], row["lat"]),
            accuracy_m=row["accuracy_m"],
            sources=tuple(row["sources"]),
        )
        for number, row in enumerate(orjson.loads(path.read_bytes()), start=1)
    )
