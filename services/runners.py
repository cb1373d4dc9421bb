"""Who does the jobs of each kind.

Only the worker reads this, so what runners import never weighs on the app.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.imports.records import INSPECT, LOAD, REMOVE
from services.imports.running import inspect_upload, load_layer, remove_refused
from services.jobs.work import Runner

RUNNERS: Final[Mapping[str, Runner]] = {
    INSPECT: inspect_upload,
    LOAD: load_layer,
    REMOVE: remove_refused,
}
