"""What arrived of an upload becomes a version: still unseen at first, then shown or waiting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from services.accounts.store import Accounts
from services.database.engine import reading, wait_for_turn, writing
from services.districts.store import Districts
from services.imports.actions import end_layer, show
from services.imports.converted import Boundaries
from services.imports.converting import told
from services.imports.model import ImportRefusedError
from services.imports.records import Decision, ImportFile, ImportLayer
from services.imports.store import Imports
from services.jobs.work import Work
from services.layers.imported import Field, Kind, Statistics, VersionPassport
from services.layers.rederive import ask_for_recount
from services.layers.store import ImportedLayers
from services.web.actor import Actor


@dataclass(frozen=True)
class Arrived:
    """What is known of a layer once its file was converted; ``raster`` of one made of cells.

    ``decision`` has the look that a new layer gets.
    """

    kind: Kind
    decision: Decision
    feature_count: int
    fields: Sequence[Field]
    passport: VersionPassport
    bounds: tuple[float, float, float, float] | None
    statistics: Statistics = field(default_factory=dict)
    raster: Mapping[str, Any] | None = None


def all_boundaries(work: Work) -> tuple[Boundaries, ...]:
    """Return all boundaries there ever were, as children hear of them."""
    with reading(work.engine) as connection:
        districts = Districts(connection)
        codes = {district.id: district.code for district in districts.list()}
        sets = [districts.boundaries(version) for version in districts.versions()]
    return told(sets, codes)


def place_version(
    work: Work, one: ImportFile, before: ImportLayer, arrived: Arrived
) -> tuple[int, int]:
    """Add the version that was converted, and its layer where that is new; return both numbers."""
    decision, now = arrived.decision, work.clock()
    with writing(work.engine) as connection:
        actor = _actor(connection, work)
        layers = ImportedLayers(connection)
        if decision.target is not None:
            layer = layers.get(decision.target)
        elif decision.draft is not None:
            layer = layers.add(
                decision.draft,
                kind=arrived.kind,
                look=decision.look,
                key_field=decision.choices.key,
                actor=actor,
                now=now,
            )
        else:
            raise ImportRefusedError(code="IMP-502")
        added = layers.add_version(
            layer,
            file_name=one.name,
            file_sha256=one.sha256,
            as_of=decision.as_of,
            feature_count=arrived.feature_count,
            fields=arrived.fields,
            passport=arrived.passport,
            bounds=arrived.bounds,
            statistics=arrived.statistics,
            raster=arrived.raster,
            actor=actor,
            now=now,
        )
        Imports(connection).set_layer(one, before, layer_id=layer.id, layer_version=added.version)
    return layer.number, added.version


def finish(
    work: Work,
    one: ImportFile,
    number: int,
    version: int,
    *,
    position: int,
    tile_file: str | None = None,
) -> None:
    """Show a new layer, or have a new version of one wait: all of it or nothing."""
    now = work.clock()
    with writing(work.engine) as connection:
        wait_for_turn(connection)
        layers = ImportedLayers(connection)
        layers.set_version_state(number, version, "complete", tile_file=tile_file)
        ask_for_recount(connection, number, version, asked_by=work.job.asked_by, now=now)
        fresh = Imports(connection).get(one.id)
        layer = fresh.layer(position)
        if layer.decision is not None and layer.decision.target is None:
            show(connection, fresh, layer, actor=_actor(connection, work), now=now)
        else:
            end_layer(connection, fresh, layer, "ready", now=now)


def _actor(connection: Connection, work: Work) -> Actor | None:
    """Return who asked for the job; None for whom no account stands."""
    if work.job.asked_by is None:
        return None
    account = Accounts(connection).get(work.job.asked_by)
    return Actor(account.id, account.name, account.office, account.roles)
