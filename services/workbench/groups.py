"""What stands beside the map: the projects and voices of each district, and of the whole city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection

from services.comments.layer import VoiceIndex
from services.comments.listing import Listing, PublicVoice, citizens
from services.districts.actions import Card
from services.districts.model import District
from services.projects.actions import DistrictGroup, group_by_district
from services.web.filter import Filter

VOICES_OF_EACH: Final = 3
"""Enough to see what people talk about; the list of voices has all."""


@dataclass(frozen=True)
class Group:
    """One district, None for the whole city: its projects, and the newest of its voices."""

    projects: DistrictGroup
    voices: tuple[PublicVoice, ...]
    voice_count: int

    @property
    def district(self) -> District | None:
        """The district, None for the whole city."""
        return self.projects.district

    @property
    def is_empty(self) -> bool:
        """True when the filter finds nothing here."""
        return self.projects.count == 0 and self.voice_count == 0


def groups(
    connection: Connection,
    filter_: Filter,
    on: date,
    *,
    cards: Sequence[Card],
    index: VoiceIndex,
) -> tuple[Group, ...]:
    """Return all nine districts and the whole city, also those without anything.

    ``cards`` are those of the strip under the same filter, for the counts.
    """
    found = group_by_district(connection, filter_, on)
    numbers = index.in_turns(
        connection,
        citizens(filter_) or filter_,
        on,
        each=VOICES_OF_EACH,
        limit=VOICES_OF_EACH * len(found),
    )
    voices = Listing(connection, on).of_numbers(numbers)
    counts = {_id(card.district): card.counts["voices"] for card in cards}
    return tuple(
        Group(
            projects=one,
            voices=tuple(voice for voice in voices if voice.district_id == _id(one.district)),
            voice_count=counts[_id(one.district)],
        )
        for one in found
    )


def _id(district: District | None) -> str | None:
    return None if district is None else district.id
