"""From a layer to its file: plan what is asked, have it written once, find it again.

Files lie under ``layer_dir``/exports, named by a digest of all that they depend on. Another
process writes them, so nothing that the app does has to wait for more than its own answer.
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC
from functools import cache
from pathlib import Path
from threading import Semaphore
from typing import Final

from services.layers.exports.model import (
    FORMS,
    NO_SPACE,
    ORDERS,
    UNFIT,
    Audience,
    Epsg,
    Form,
    LayerExportBusyError,
    LayerExportFailedError,
    LayerExportNoSpaceError,
    LayerExportUnfitError,
    Order,
)
from services.layers.exports.passport import about, kept_fields
from services.layers.imported import ImportedLayer, LayerVersion

FOLDER: Final = "exports"
AT_ONCE: Final = 2
PATIENCE_S: Final = 5
"""How long somebody waits for their turn before they are asked to come again."""
LONGEST_S: Final = 300
MOST_BYTES: Final = 4 << 30

_NAME_CHARS: Final = 60
_DIGEST_CHARS: Final = 32

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Export:
    """A file to be: ``tag`` tells its content, ``path`` is where it lies once it is made."""

    layer_id: str
    file_name: str
    tag: str
    order: Order

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.order.target)


def plan(
    layer: ImportedLayer,
    version: LayerVersion,
    *,
    form: Form,
    epsg: Epsg | None,
    audience: Audience,
    layer_dir: Path,
    stamp: str,
) -> Export:
    """Return what would be written of a version; nothing is written yet.

    ``epsg`` is the usual one of the form where nobody asked. ``stamp`` tells one state of the
    program from another. Raises ``LayerExportUnfitError`` for a raster, which has no features.
    """
    if layer.kind != "vector":
        raise LayerExportUnfitError(layer_id=layer.id, form=FORMS[form].title)
    system = epsg or FORMS[form].epsg
    order = Order(
        database_url="",
        layer_number=layer.number,
        version=version.version,
        feature_count=version.feature_count,
        fields=kept_fields(version, audience),
        form=form,
        epsg=system,
        about=about(layer, version, audience, system),
        name=layer.id[:_NAME_CHARS],
        target="",
        lock="",
        made_at=version.imported_at.astimezone(UTC),
        most_bytes=MOST_BYTES,
    )
    digest = hashlib.sha256(stamp.encode() + ORDERS.dump_json(order)).hexdigest()[:_DIGEST_CHARS]
    folder = layer_dir.resolve() / FOLDER
    slot = f"{layer.number}-{audience}-{form}-{system}"
    ending = FORMS[form].ending
    return Export(
        layer_id=layer.id,
        file_name=f"{layer.id[:_NAME_CHARS]}-v{version.version}-{system}.{ending}",
        tag=digest,
        order=replace(
            order,
            target=str(folder / f"{slot}.{digest}.{ending}"),
            lock=str(folder / f"{slot}.lock"),
        ),
    )


def make(export: Export, *, database_url: str) -> Path:
    """Return the file of an export, written now if it is not there.

    ``database_url`` holds the password, and goes to the other process by its input. Raises
    ``LayerExportBusyError``, ``LayerExportUnfitError``, ``LayerExportNoSpaceError`` and
    ``LayerExportFailedError``.
    """
    if export.path.exists():
        return export.path
    export.path.parent.mkdir(parents=True, exist_ok=True)
    if not _turns().acquire(timeout=PATIENCE_S):
        raise LayerExportBusyError(layer_id=export.layer_id)
    try:
        _write(export, replace(export.order, database_url=database_url))
    finally:
        _turns().release()
    _remove_older(export)
    return export.path


@cache
def _turns() -> Semaphore:
    return Semaphore(AT_ONCE)


def _write(export: Export, order: Order) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "services.layers.exports.writer"],
            input=ORDERS.dump_json(order),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LayerExportFailedError(layer_id=export.layer_id) from error
    if done.returncode == UNFIT:
        raise LayerExportUnfitError(layer_id=export.layer_id, form=FORMS[order.form].title)
    if done.returncode == NO_SPACE:
        raise LayerExportNoSpaceError(layer_id=export.layer_id)
    if done.returncode != 0:
        # The kind of error only: what it says may hold values of the data.
        kind = done.stderr.decode(errors="replace").rstrip().rpartition("\n")[2].partition(":")[0]
        logger.error("an export failed", extra={"code": done.returncode, "error": kind})
        raise LayerExportFailedError(layer_id=export.layer_id)


def _remove_older(export: Export) -> None:
    """Take away what this file takes the place of; whoever reads it still, reads on."""
    slot = f"{Path(export.order.lock).stem}."
    for path in export.path.parent.iterdir():
        replaced = path.name.startswith(slot) and not path.name.startswith(f"{slot}{export.tag}")
        if replaced and path.suffix not in {".lock", ".work"}:
            path.unlink(missing_ok=True)


def forget(layer_dir: Path, layer_number: int) -> None:
    """Take away all files of a layer that is no more."""
    for path in (layer_dir / FOLDER).glob(f"{layer_number}-*"):
        if path.is_file():
            path.unlink(missing_ok=True)
