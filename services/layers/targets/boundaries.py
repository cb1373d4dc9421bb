"""A layer as the boundaries of the districts: what it would change, and the job that does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import shapely
from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine

from geo.faults import Fault, find_faults
from geo.zones import Zone
from maps.boundary_change import BoundaryChange, boundary_change
from services.accounts.actions import record
from services.database.engine import wait_for_turn
from services.districts.actions import add_boundaries, identities
from services.districts.files import as_multipolygon
from services.districts.model import (
    BoundariesIncompleteError,
    Boundary,
    BoundarySet,
    BoundaryVersion,
    Contribution,
    District,
)
from services.districts.names import alike, known_names, plain
from services.districts.store import Districts
from services.jobs.actions import ask
from services.layers.imported import Feature
from services.layers.registry import Shown
from services.layers.store import account_id
from services.layers.targets.values import text_of
from services.projects.model import UnplacedProjectError
from services.web.actor import Actor

AS_BOUNDARIES: Final = "layers.as_boundaries"
"""The kind of job."""

FEATURES_MOST: Final = 5_000
"""A city has some hundred statistical blocks; a layer of parcels is no map of districts."""
AREAS: Final = frozenset({"Polygon", "MultiPolygon"})

BoundaryStatus = Literal["official", "generalised"]


@dataclass(frozen=True)
class BoundaryDraft:
    """What a person decided: which value of ``field`` means which district, and from when on.

    Values that mean none are left out of ``districts``. ``version`` is that of the layer.
    """

    version: int
    field: str
    districts: Mapping[str, str]
    valid_from: date
    source: str
    boundary_status: BoundaryStatus
    licence_name: str
    licence_url: str


DRAFTS: Final = TypeAdapter(BoundaryDraft)


@dataclass(frozen=True)
class Proposal:
    """The district a value names, or else the one it only resembles."""

    named: str | None
    alike: str | None


@dataclass(frozen=True)
class AreaChange:
    """A district's area, in hectares, before and after."""

    district: District
    before_ha: float
    after_ha: float


@dataclass(frozen=True)
class Preview:
    """What new boundaries would do. ``moved`` counts by room what gets other districts.

    None of it is known while there are ``faults``; ``unplaced`` is the id of a project that would
    lie in no district. ``same_share`` is what the city has in common with itself before: shared
    area over united area, 0.0 to 1.0.
    """

    faults: Sequence[Fault]
    changes: Sequence[AreaChange]
    drawing: BoundaryChange
    same_share: float
    moved: Mapping[str, int]
    unplaced: str | None = None

    @property
    def is_fine(self) -> bool:
        """True if the boundaries can be brought in."""
        return not self.faults and self.unplaced is None


def can_be_boundaries(shown: Shown) -> bool:
    """Return True for a layer of areas that is small enough."""
    return (
        shown.layer.kind == "vector"
        and bool(shown.shapes)
        and shown.shapes <= AREAS
        and shown.version.feature_count <= FEATURES_MOST
    )


def propose(values: Sequence[str], districts: Sequence[District]) -> Mapping[str, Proposal]:
    """Return which district each value names exactly, else which one it resembles."""
    known = known_names(districts)
    return {
        one: Proposal(known.get(plain(one)), None if plain(one) in known else alike(one, districts))
        for one in values
    }


def boundary_set(
    draft: BoundaryDraft, features: Sequence[Feature], districts: Sequence[District]
) -> BoundarySet:
    """Return the boundaries that a layer's features make, joined by district.

    Raises ``BoundariesIncompleteError`` where a district gets no area.
    """
    parts: dict[str, list[shapely.Geometry]] = {one.id: [] for one in districts}
    for one in features:
        district = draft.districts.get(text_of(one.properties.get(draft.field)))
        if district is not None and one.geometry is not None:
            parts[district].append(one.geometry)
    missing = [id_ for id_, found in parts.items() if not found]
    if missing:
        raise BoundariesIncompleteError(missing=missing, unknown=[])
    version = BoundaryVersion(
        draft.valid_from,
        draft.source,
        draft.boundary_status,
        draft.licence_name,
        draft.licence_url,
    )
    return BoundarySet(
        version,
        tuple(
            Boundary(one.id, as_multipolygon(shapely.union_all(parts[one.id])), None)
            for one in districts
        ),
    )


def preview(
    engine: Engine,
    boundaries: BoundarySet,
    *,
    contributions: Sequence[Contribution],
    now: datetime,
) -> Preview:
    """Say what new boundaries would change; nothing is kept.

    Opens transactions of its own: one that is rolled back finds out what would move.
    """
    with engine.connect() as connection:
        store = Districts(connection)
        districts = store.list()
        former = store.boundaries(store.versions()[-1])
    before = {one.district_id: one.boundary for one in former.boundaries}
    after = {one.district_id: one.boundary for one in boundaries.boundaries}
    faults = find_faults(Zone(one.id, one.code, after[one.id]) for one in districts)
    moved, unplaced = ({}, None) if faults else _tried(engine, boundaries, contributions, now)
    return Preview(
        faults=faults,
        changes=[
            AreaChange(one, before[one.id].area / 10_000, after[one.id].area / 10_000)
            for one in districts
        ],
        drawing=boundary_change(
            identities(districts),
            before=[before[one.id] for one in districts],
            after=[after[one.id] for one in districts],
            faults=[fault.place for fault in faults],
        ),
        same_share=_same_share(tuple(before.values()), tuple(after.values())),
        moved=moved,
        unplaced=unplaced,
    )


def _same_share(
    before: Sequence[shapely.MultiPolygon], after: Sequence[shapely.MultiPolygon]
) -> float:
    one, other = shapely.union_all(before), shapely.union_all(after)
    return float(one.intersection(other).area / one.union(other).area)


def _tried(
    engine: Engine, boundaries: BoundarySet, contributions: Sequence[Contribution], now: datetime
) -> tuple[Mapping[str, int], str | None]:
    """Bring boundaries in, count what moved, and take it all back."""
    counting = [one for one in contributions if one.moved is not None]
    counters = {one.name: one.moved for one in contributions if one.moved is not None}
    with (
        engine.connect().execution_options(writing=True) as connection,
        connection.begin() as transaction,
    ):
        wait_for_turn(connection)
        before = Districts(connection).versions()[-1].valid_from
        try:
            add_boundaries(boundaries, connection=connection, contributions=counting, now=now)
            after = boundaries.version.valid_from
            moved = {name: count(connection, before, after) for name, count in counters.items()}
        except UnplacedProjectError as error:
            return {}, error.project_id
        finally:
            transaction.rollback()
    return moved, None


def ask_for_boundaries(
    connection: Connection, shown: Shown, draft: BoundaryDraft, *, actor: Actor, now: datetime
) -> str:
    """Have a layer brought in as boundaries and return the id of the job.

    Writes; the caller owns the transaction.
    """
    record(
        connection,
        actor,
        "layer.as_boundaries",
        subject=f"layer:{shown.layer.id}",
        facts={"version": draft.version, "valid_from": draft.valid_from.isoformat()},
        now=now,
    )
    payload = {"layer_id": shown.layer.id, "draft": DRAFTS.dump_python(draft, mode="json")}
    return ask(connection, AS_BOUNDARIES, payload, asked_by=account_id(actor), now=now)
