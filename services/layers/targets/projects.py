"""A layer as projects: what each feature would become, what it lacks, and how it is undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from geo.overlay import district_shares
from geo.partition import Partition
from services.accounts.actions import record
from services.districts.actions import partition_of
from services.districts.model import DistrictId, Source
from services.districts.store import Districts
from services.jobs.actions import ask
from services.layers.imported import Feature, ImportedLayer
from services.layers.registry import Shown
from services.layers.slugs import free_slug
from services.layers.store import account_id
from services.layers.targets.cells import UnreadableCellError, euros, period
from services.layers.targets.values import text_of
from services.processes.store import Processes
from services.projects.actions import add_projects, remove_projects
from services.projects.model import Details, Project
from services.projects.store import Projects
from services.web.actor import Actor
from services.web.texts import LocalText

AS_PROJECTS: Final = "layers.as_projects"
"""The kind of job."""

PROJECTS_MOST: Final = 500
"""More things than this are no projects of a city of sixty thousand."""
NAME_LIMIT: Final = 200

COLUMNS: Final = (
    "name",
    "status",
    "theme",
    "cost_eur",
    "funding_eur",
    "funding_program",
    "period_from",
    "period_to",
    "place",
    "fact",
)
"""What a column of a layer can tell of a project."""

NEEDED: Final = frozenset({"name", "status", "theme", "district"})
"""Without these there is no project; whatever else cannot be read is left empty."""


@dataclass(frozen=True)
class ProjectDraft:
    """What a person decided.

    ``columns`` names the field of a layer by what it tells. ``statuses`` and ``themes`` say what
    each value means; without a column for them every feature has the value ``""``.
    """

    version: int
    columns: Mapping[str, str]
    statuses: Mapping[str, str]
    themes: Mapping[str, str]
    source: str
    accuracy_m: int
    skip_incomplete: bool


DRAFTS: Final = TypeAdapter(ProjectDraft)


@dataclass(frozen=True)
class Candidate:
    """What one feature would become. ``lacks`` names what is missing or cannot be read.

    ``district`` among them: it lies in none.
    """

    feature: Feature
    values: Mapping[str, str | int | None]
    districts: tuple[DistrictId, ...]
    lacks: frozenset[str]

    @property
    def is_complete(self) -> bool:
        """True if it can become a project."""
        return not self.lacks & NEEDED


@dataclass(frozen=True)
class Taken:
    """Projects that came from one version of a layer."""

    version: int
    projects: tuple[Project, ...]


def can_be_projects(shown: Shown) -> bool:
    """Return True for a layer of features that is small enough."""
    return shown.layer.kind == "vector" and 0 < shown.version.feature_count <= PROJECTS_MOST


def candidates(
    connection: Connection, draft: ProjectDraft, features: Sequence[Feature], *, on: date
) -> tuple[Candidate, ...]:
    """Return what each feature would become, with its districts under the boundaries in force."""
    partitions = _partitions(connection, on)
    return tuple(_candidate(draft, one, partitions) for one in features)


def _partitions(connection: Connection, on: date) -> Sequence[Partition]:
    """Return the districts in force and all that are known to follow, the present ones first."""
    store = Districts(connection)
    districts = {one.id: one for one in store.list()}
    first = store.version_in_force(on).valid_from
    return [
        partition_of(store.boundaries(version), districts)
        for version in store.versions()
        if version.valid_from >= first
    ]


def _candidate(draft: ProjectDraft, feature: Feature, partitions: Sequence[Partition]) -> Candidate:
    texts = {
        one: text_of(feature.properties.get(draft.columns.get(one, "")))
        for one in ("name", "status", "theme", "funding_program", "place", "fact")
    }
    values: dict[str, str | int | None] = {
        **texts,
        "name": texts["name"][:NAME_LIMIT],
        "status": draft.statuses.get(texts["status"]),
        "theme": draft.themes.get(texts["theme"]),
    }
    lacks = {one for one in ("name", "status", "theme") if not values[one]}
    for column, read in (
        ("cost_eur", euros),
        ("funding_eur", euros),
        ("period_from", period),
        ("period_to", period),
    ):
        try:
            values[column] = read(feature.properties.get(draft.columns.get(column, "")))
        except UnreadableCellError:
            values[column] = None
            lacks.add(column)
    lacks |= _turned(values)
    found = [_districts(feature, partition) for partition in partitions]
    if not all(found):
        lacks.add("district")
    return Candidate(feature, values, found[0], frozenset(lacks))


def _turned(values: dict[str, str | int | None]) -> set[str]:
    """Empty a period that ends before it begins, and say so."""
    begins, ends = str(values["period_from"] or ""), str(values["period_to"] or "")
    if begins and ends and ends[: len(begins)] < begins[: len(ends)]:
        values["period_from"] = values["period_to"] = None
        return {"period_from", "period_to"}
    return set()


def _districts(feature: Feature, partition: Partition) -> tuple[DistrictId, ...]:
    if feature.geometry is None:
        return ()
    shares = district_shares(partition, feature.geometry)
    return tuple(DistrictId(one) for one in sorted(shares, key=lambda one: -shares[one]))


def source_key(layer: ImportedLayer, version: int) -> str:
    """Return the key of the source that projects of a version name, and no others do."""
    return f"ebene:{layer.id}:{version}"


def taken_from(connection: Connection, layer: ImportedLayer) -> tuple[Taken, ...]:
    """Return the projects that came from each version of a layer, the newest first."""
    start = source_key(layer, 0).removesuffix("0")
    keys = [key for key in Districts(connection).sources() if key.startswith(start)]
    found = [
        Taken(int(key.removeprefix(start)), Projects(connection).of_source(key)) for key in keys
    ]
    return tuple(sorted(found, key=lambda one: -one.version))


def ask_for_projects(
    connection: Connection, shown: Shown, draft: ProjectDraft, *, actor: Actor, now: datetime
) -> str:
    """Have a layer taken over as projects and return the id of the job.

    Writes; the caller owns the transaction.
    """
    record(
        connection,
        actor,
        "layer.as_projects",
        subject=f"layer:{shown.layer.id}",
        facts={"version": draft.version},
        now=now,
    )
    payload = {"layer_id": shown.layer.id, "draft": DRAFTS.dump_python(draft, mode="json")}
    return ask(connection, AS_PROJECTS, payload, asked_by=account_id(actor), now=now)


def take_over(
    connection: Connection,
    layer: ImportedLayer,
    draft: ProjectDraft,
    found: Sequence[Candidate],
    *,
    as_of: date,
    on: date,
    now: datetime,
) -> int:
    """Write the projects of a layer's complete features and return how many.

    Writes; the caller owns the transaction. Done once for a version: 0 if its projects are there.
    """
    key = source_key(layer, draft.version)
    store = Districts(connection)
    if key in store.sources():
        return 0
    store.add_source(Source(key, draft.source, None, as_of.isoformat()))
    taken, highest = Projects(connection).taken()
    ids = set(taken)
    projects = []
    for number, one in enumerate((one for one in found if one.is_complete), start=highest + 1):
        projects.append(_project(one, draft, number=number, key=key, ids=ids))
        ids.add(projects[-1].id)
    add_projects(connection, projects, on=on, now=now)
    return len(projects)


def _project(
    one: Candidate, draft: ProjectDraft, *, number: int, key: str, ids: Collection[str]
) -> Project:
    name = str(one.values["name"])
    place, fact = _said(one, "place"), _said(one, "fact")
    amounts = {
        column: None if one.values[column] is None else int(str(one.values[column]))
        for column in ("cost_eur", "funding_eur")
    }
    return Project(
        number=number,
        id=free_slug(name, ids),
        name={"de": name, "en": name},
        status=str(one.values["status"]),
        themes=(str(one.values["theme"]),),
        citywide=False,
        declared_districts=(),
        period_from=_text(one, "period_from"),
        period_to=_text(one, "period_to"),
        cost_eur=amounts["cost_eur"],
        funding_eur=amounts["funding_eur"],
        funding_program=_text(one, "funding_program"),
        geometry=one.feature.geometry,
        accuracy_m=float(draft.accuracy_m),
        coordinate_kind="source",
        details=Details(
            status_note=None,
            period_note=None,
            cost_note=None,
            place=place,
            facts=() if fact is None else (fact,),
            caveat=None,
            geometry_note=None,
            sources=(key,),
        ),
    )


def _text(one: Candidate, column: str) -> str | None:
    value = one.values[column]
    return None if value in {None, ""} else str(value)


def _said(one: Candidate, column: str) -> LocalText | None:
    text = _text(one, column)
    return None if text is None else {"de": text, "en": text}


def undo(
    connection: Connection, layer: ImportedLayer, version: int, *, actor: Actor, now: datetime
) -> int:
    """Remove the projects that came from a version of a layer; return how many had to stay.

    Those stay that comments, answers or participation refer to. Writes; the caller owns the
    transaction.
    """
    key = source_key(layer, version)
    projects = Projects(connection).of_source(key)
    asked_about = {id_ for one in Processes(connection).all() for id_ in one.project_ids}
    gone = remove_projects(
        connection, [one for one in projects if one.id not in asked_about], now=now
    )
    if gone == len(projects):
        Districts(connection).remove_source(key)
    record(
        connection,
        actor,
        "layer.projects_removed",
        subject=f"layer:{layer.id}",
        facts={"version": version, "removed": gone, "kept": len(projects) - gone},
        now=now,
    )
    return len(projects) - gone
