"""Who does the jobs of each kind, and who tidies up before.

Only the worker reads this, so what runners import never weighs on the app.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.boundary_job import bring_as_boundaries
from services.imports.leftovers import remove_leftovers
from services.imports.records import INSPECT, LOAD, REMOVE
from services.imports.running import inspect_upload, load_layer, remove_refused
from services.jobs.work import Runner
from services.layers.rasters.recount import RECOUNT, recount
from services.layers.rederive import RECOUNT_VERSION
from services.layers.renewing import REMOVE as REMOVE_LAYER
from services.layers.renewing import RENEW
from services.layers.running import recount_version, remove_left, renew_archive
from services.layers.targets.boundaries import AS_BOUNDARIES
from services.layers.targets.project_job import take_as_projects
from services.layers.targets.projects import AS_PROJECTS

__all__ = ["RUNNERS", "remove_leftovers"]

RUNNERS: Final[Mapping[str, Runner]] = {
    INSPECT: inspect_upload,
    LOAD: load_layer,
    REMOVE: remove_refused,
    REMOVE_LAYER: remove_left,
    RENEW: renew_archive,
    RECOUNT_VERSION: recount_version,
    RECOUNT: recount,
    AS_BOUNDARIES: bring_as_boundaries,
    AS_PROJECTS: take_as_projects,
}
