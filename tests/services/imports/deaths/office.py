"""A workbench in a test whose workers die: a public layer, and a new version of it on its way."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from sqlalchemy import Engine, exists, func, select
from starlette.testclient import TestClient

from services.database.engine import reading, writing
from services.database.tables import (
    imported_layer,
    job,
    layer_feature,
    layer_feature_district,
    layer_version,
)
from services.imports.actions import confirm, take_in
from services.imports.arrival import WORK, keep
from services.imports.choices import proposed
from services.imports.records import Decision, ImportFile, ImportLayer
from services.imports.store import Imports
from services.jobs.worker import work
from services.layers.imported import LayerDraft
from services.runners import RUNNERS, remove_leftovers
from services.settings import PROJECT_ROOT, Settings
from services.web.actor import Actor
from tests.conftest import NOW
from tests.services.layers.brought_in import FEATURES
from tests.services.layers.tiles import tiles_of_herten
from tests.zoo.build_archives import zipped
from tests.zoo.build_shapefile import shapefile, streets

LAYER: Final = "bauflaechen"
BEFORE: Final = len(FEATURES)
"""Features of the version that everybody sees."""
AFTER: Final = 5
"""Features of the version on its way."""
STREETS: Final = zipped(shapefile(prj=None, cpg=None, table=streets(encoding="cp1252")), "wege")
DAY: Final = date(2026, 1, 1)
UPLOAD_LIMIT: Final = 1_000_000
_ZOOM: Final = 11


@dataclass(frozen=True)
class Office:
    """A workbench with a colleague who brings files in."""

    engine: Engine
    settings: Settings
    actor: Actor
    app: FastAPI

    def uploaded(self, content: bytes = STREETS, name: str = "wege.zip") -> str:
        new = keep(
            [(name, BytesIO(content))],
            import_dir=self.settings.import_dir,
            limit_bytes=UPLOAD_LIMIT,
        )
        with writing(self.engine) as connection:
            take_in(connection, new, actor=self.actor, now=NOW)
        return new.id

    def confirmed(self, content: bytes = STREETS, *, draft: LayerDraft | None = None) -> str:
        """Return an upload that was looked at, and decided about: as ``decide`` does it."""
        import_id = self.uploaded(content)
        self.next_worker()
        self.decide(import_id, draft=draft)
        return import_id

    def decide(self, import_id: str, *, draft: LayerDraft | None = None) -> None:
        """Ask for a new layer, or without a draft for a new version of the one that is there."""
        choices = proposed(self.see(import_id).found(0))
        target = None if draft else LAYER
        self.confirm(import_id, Decision(choices, as_of=DAY, target=target, draft=draft))

    def confirm(self, import_id: str, decision: Decision) -> None:
        revision = self.layer(import_id).revision
        with writing(self.engine) as connection:
            confirm(
                connection, import_id, 0, decision, revision=revision, actor=self.actor, now=NOW
            )

    def mortal_worker(self, point: str, who: str = "worker") -> int:
        """Have a worker of its own work until the named point; return how it ended."""
        return subprocess.run(
            [sys.executable, "-m", "tests.services.imports.deaths.mortal_worker", point, who],
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            check=False,
        ).returncode

    def next_worker(self) -> None:
        """Do what waits, as ``werkbank work`` does it."""
        work(
            self.engine,
            self.settings,
            RUNNERS,
            clock=lambda: NOW,
            tidy=lambda: remove_leftovers(self.engine, self.settings, lambda: NOW),
        )

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "PYTHONPATH": str(PROJECT_ROOT),
            "WERKBANK_DATABASE_URL": self.settings.database_url,
            "WERKBANK_IMPORT_DIR": str(self.settings.import_dir),
            "WERKBANK_LAYER_DIR": str(self.settings.layer_dir),
        }

    def see(self, import_id: str) -> ImportFile:
        with reading(self.engine) as connection:
            return Imports(connection).get(import_id)

    def layer(self, import_id: str) -> ImportLayer:
        return self.see(import_id).layer(0)

    @property
    def browser(self) -> TestClient:
        return TestClient(self.app)

    def tiles(self) -> list[bytes]:
        """Return what the map shows of the layer."""
        found, browser = [], self.browser
        for z, x, y in tiles_of_herten(_ZOOM):
            answer = browser.get(f"/tiles/{LAYER}/{z}/{x}/{y}.mvt")
            assert answer.status_code == 200
            found.append(answer.content)
        return found

    def orphans(self) -> list[str]:
        """Return everything that nobody needs: rows, versions, layers, jobs, files, folders."""
        return [*self._orphan_rows(), *self._orphan_files()]

    def versions(self) -> dict[tuple[int, int], int]:
        """Return how many features each version has."""
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(layer_version.c.layer_number, layer_version.c.version, func.count())
                .outerjoin_from(
                    layer_version,
                    layer_feature,
                    (layer_feature.c.layer_number == layer_version.c.layer_number)
                    & (layer_feature.c.version == layer_version.c.version),
                )
                .where(layer_feature.c.number.is_not(None))
                .group_by(layer_version.c.layer_number, layer_version.c.version)
            )
            return {(row[0], row[1]): row[2] for row in rows}

    def _orphan_rows(self) -> list[str]:
        feature = select(layer_feature.c.number)
        asked = {
            "versions": select(layer_version.c.version).where(layer_version.c.state != "complete"),
            "layers": select(imported_layer.c.id).where(imported_layer.c.current_version.is_(None)),
            "jobs": select(job.c.kind).where(job.c.state.in_(("queued", "running"))),
            "features": feature.where(
                ~exists().where(
                    layer_version.c.layer_number == layer_feature.c.layer_number,
                    layer_version.c.version == layer_feature.c.version,
                )
            ),
            "shares": select(layer_feature_district.c.feature_number).where(
                layer_feature_district.c.feature_number.not_in(feature)
            ),
        }
        with reading(self.engine) as connection:
            found = {name: connection.execute(one).all() for name, one in asked.items()}
        return [f"{name}: {rows}" for name, rows in found.items() if rows]

    def _orphan_files(self) -> list[str]:
        with reading(self.engine) as connection:
            states = Imports(connection).states()
            named = connection.execute(select(layer_version.c.tile_file)).scalars().all()
        return [
            str(path)
            for path in (
                *(one for one in _inside(self.settings.layer_dir) if one.name not in named),
                *(
                    one
                    for one in _inside(self.settings.import_dir)
                    if states.get(one.name, "closed") == "closed"
                ),
                *self.settings.import_dir.glob(f"*/{WORK}/features/*"),
            )
        ]


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.exists() else []
