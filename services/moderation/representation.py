"""Representation: voices per 1,000 inhabitants, and whether a district was heard more or less.

A voice belongs to the district it is about, whoever wrote it: where people live is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from geo.rates import Comparison, Verdict, compare_with_whole, poisson_interval
from services.comments.model import Status
from services.districts.model import District, DistrictId, Fact, Municipality
from services.web.texts import LocalText

HEARD: Final[tuple[Status, ...]] = ("received", "published", "merged")
"""Statuses that count as heard. Merged ones too: behind each stands somebody of their own."""

PER: Final = 1_000
CONFIDENCE: Final = 0.95

VERDICTS: Final[Mapping[Verdict, LocalText]] = {
    "more": {"de": "mehr", "en": "more"},
    "as_expected": {"de": "wie erwartet", "en": "as expected"},
    "fewer": {"de": "weniger", "en": "fewer"},
    "too_few": {"de": "zu wenige für eine Aussage", "en": "too few to say"},
}

_POPULATION: Final = "population"


@dataclass(frozen=True)
class Population:
    """How many people live somewhere, on which day, and who says so."""

    count: int
    as_of: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """One district beside the city. Rates and limits are voices per 1,000 inhabitants.

    ``low`` and ``high`` bound the interval the verdict rests on, which holds for all districts
    together; ``low_95`` and ``high_95`` bound that of this district alone.
    """

    voices: int
    population: Population | None
    expected: float | None
    rate: float | None
    low: float | None
    high: float | None
    low_95: float | None
    high_95: float | None
    verdict: Verdict | None


@dataclass(frozen=True)
class Representation:
    """All districts beside the city. ``population`` is the city's, None where none fits."""

    shares: Mapping[DistrictId, Share]
    voices: int
    population: Population | None
    rate: float | None
    compared: int


def representation(
    voices: Mapping[DistrictId, int],
    districts: Sequence[District],
    municipality: Municipality | None,
) -> Representation:
    """Compare the voices of each district with those of the city.

    Parameters
    ----------
    voices : mapping
        Voices by district; one that is missing has none. Voices about the whole city belong to
        no district and are left out.
    districts : sequence of District
        All of them, with the facts of their profiles.
    municipality : Municipality or None
        The city with its facts, where it is known.
    """
    people = {one.id: newest_population(one.profile.facts) for one in districts}
    whole = _whole_population(list(people.values()), municipality)
    counts = [voices.get(one.id, 0) for one in districts]
    compared = compare_with_whole(
        counts,
        [_count(people[one.id]) for one in districts],
        whole_exposure=_count(whole),
    )
    return Representation(
        shares={
            one.id: _share(found, people[one.id])
            for one, found in zip(districts, compared, strict=True)
        },
        voices=sum(counts),
        population=whole,
        rate=None if whole is None else PER * sum(counts) / whole.count,
        compared=sum(one.verdict is not None for one in compared),
    )


def newest_population(facts: Sequence[Fact]) -> Population | None:
    """Return the newest known population among facts, None where none is known."""
    known = [
        Population(one.value, one.as_of, one.sources)
        for one in facts
        if one.key == _POPULATION and isinstance(one.value, int) and one.value > 0
    ]
    return max(known, key=lambda one: one.as_of or "", default=None)


def _whole_population(
    parts: Sequence[Population | None], municipality: Municipality | None
) -> Population | None:
    """Return the population that the districts are part of; None where no figure fits them.

    The districts' own sum where all are known; else the city's figure of the same day, or its
    newest. A figure below what the known districts have already comes from another count.
    """
    known = [one for one in parts if one is not None]
    total = sum(one.count for one in known)
    if known and len(known) == len(parts):
        days = {one.as_of for one in known}
        sources = dict.fromkeys(key for one in known for key in one.sources)
        return Population(total, days.pop() if len(days) == 1 else None, tuple(sources))
    facts = municipality.facts if municipality is not None else ()
    same_day = [one for one in facts if one.as_of in {part.as_of for part in known}]
    whole = newest_population(same_day) or newest_population(facts)
    return whole if whole is not None and whole.count > total else None


def _count(population: Population | None) -> float | None:
    return None if population is None else float(population.count)


def _share(found: Comparison, population: Population | None) -> Share:
    low, high = poisson_interval(found.count, confidence=CONFIDENCE)
    exposure = found.exposure
    return Share(
        voices=found.count,
        population=population,
        expected=found.expected,
        rate=_per(found.rate),
        low=_per(found.low),
        high=_per(found.high),
        low_95=None if exposure is None else _per(low / exposure),
        high_95=None if exposure is None else _per(high / exposure),
        verdict=found.verdict,
    )


def _per(rate: float | None) -> float | None:
    return None if rate is None else rate * PER
