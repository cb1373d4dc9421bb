"""The job that brings a layer in as the boundaries of the districts.

It joins all rooms, for all of them have something that gets its districts anew.
"""

from __future__ import annotations

from sqlalchemy import Connection

from geo.errors import WorkbenchError
from services.database.engine import reading
from services.districts.model import BoundarySet
from services.districts.store import Districts
from services.jobs.model import JobFailedError
from services.jobs.work import Work
from services.layers.features import Features
from services.layers.store import ImportedLayers
from services.layers.targets.boundaries import DRAFTS, boundary_set

CHANGED = "changed"
"""Why the job fails: what was decided no longer goes with what is there."""


def bring_as_boundaries(work: Work) -> None:
    """Take a layer's areas as boundaries and re-derive everything: all of it or nothing."""
    # It joins all rooms: every worker would load the whole app, for this one job.
    from services.installation import bring_boundaries  # noqa: PLC0415

    work.tell("rederive")
    try:
        with reading(work.engine) as connection:
            boundaries = _boundaries(connection, work)
            done = boundaries.version in Districts(connection).versions()
        if not done:  # else an attempt before died after its last act
            bring_boundaries(work.engine, boundaries, now=work.clock())
    except WorkbenchError as error:
        raise JobFailedError(CHANGED, {"error": type(error).__name__}) from error


def _boundaries(connection: Connection, work: Work) -> BoundarySet:
    draft = DRAFTS.validate_python(work.job.payload["draft"])
    layers = ImportedLayers(connection)
    version = layers.get_version(layers.get(str(work.job.payload["layer_id"])), draft.version)
    features = tuple(Features(connection, version, draft.valid_from).each())
    return boundary_set(draft, features, Districts(connection).list())
