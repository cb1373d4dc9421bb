"""Processes small enough to take in at a glance, over the nine squares."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.processes.model import DEFAULT_LEGAL_BASIS, Process

PUBLISHED = datetime(2026, 11, 1, tzinfo=UTC)


def a_process(**changes: Any) -> Process:
    """Return a standing process about the whole city; ``changes`` change that."""
    plain = Process(
        number=7,
        id="anger",
        title={"de": "Der Anger", "en": "The green"},
        question={"de": "Was fehlt dem Anger?", "en": "What does the green lack?"},
        grade="consultation",
        area_kind="city",
        area=None,
        district_ids=(),
        target_group={"de": "Alle am Anger", "en": "Everybody at the green"},
        themes=(),
        kinds=("comment",),
        starts_on=None,
        ends_on=None,
        project_ids=(),
        legal_basis=DEFAULT_LEGAL_BASIS,
        moderation="check_first",
        standing=True,
        outcome=None,
        published_at=PUBLISHED,
        version=1,
    )
    return replace(plain, **changes)
