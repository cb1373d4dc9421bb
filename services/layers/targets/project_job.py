"""The job that takes a layer over as projects: all of them or none, in one transaction."""

from __future__ import annotations

from geo.errors import WorkbenchError
from services.database.engine import wait_for_turn, writing
from services.jobs.model import JobFailedError
from services.jobs.work import Work
from services.layers.features import Features
from services.layers.store import ImportedLayers
from services.layers.targets.projects import DRAFTS, candidates, take_over
from services.web.dependencies import LOCAL_TIME


def take_as_projects(work: Work) -> None:
    """Write the projects that a person decided about. Begun again, it does nothing twice."""
    work.tell("projects")
    draft = DRAFTS.validate_python(work.job.payload["draft"])
    now = work.clock()
    today = now.astimezone(LOCAL_TIME).date()
    try:
        with writing(work.engine) as connection:
            wait_for_turn(connection)
            layers = ImportedLayers(connection)
            layer = layers.get(str(work.job.payload["layer_id"]))
            version = layers.get_version(layer, draft.version)
            features = tuple(Features(connection, version, today).each())
            found = candidates(connection, draft, features, on=today)
            take_over(connection, layer, draft, found, as_of=version.as_of, on=today, now=now)
    except WorkbenchError as error:
        raise JobFailedError("changed", {"error": type(error).__name__}) from error
