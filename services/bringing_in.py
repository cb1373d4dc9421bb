"""What ``werkbank import`` does: look at files, and load a layer of them as it was told."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NoReturn

import typer
from sqlalchemy import Engine

from services.account_commands import site_address, who_acts
from services.database.engine import make_engine, reading
from services.imports.at_once import Desk, load, look_into, put_away
from services.imports.form import Read
from services.imports.looking import look
from services.imports.model import ImportRefusedError, LayerFound, Message, RasterFound, Report
from services.imports.rasters.spoken import understand_raster
from services.imports.rasters.targets import raster_targets
from services.imports.records import ImportFile
from services.imports.report_text import message_lines, report_lines
from services.imports.running import archive_limits
from services.imports.spoken import Spoken, missing_lines, understand
from services.jobs.turn import turn
from services.jobs.worker import drain
from services.layers.imported import ImportedLayer
from services.layers.rasters.model import RasterKind
from services.layers.store import ImportedLayers
from services.runners import RUNNERS
from services.settings import Settings
from services.web.i18n import Speech
from services.web.texts import Lang, LocalText, say

_WORDS: Final[dict[str, LocalText]] = {
    "nothing": {"de": "Nichts wurde geladen.", "en": "Nothing was loaded."},
    "missing": {"de": "Zum Laden fehlt:", "en": "To load it, this is missing:"},
    "busy": {
        "de": "Gerade arbeitet schon jemand im Hintergrund. Versuchen Sie es in ein paar Minuten "
        "noch einmal. Was läuft, steht unter {address}/verwaltung/importe.",
        "en": "Background work is under way already. Try again in a few minutes. What is under "
        "way stands at {address}/verwaltung/importe.",
    },
    "several": {
        "de": "Die Datei enthält mehrere Ebenen. Wählen Sie eine mit --only: {names}",
        "en": "The file holds several layers. Choose one by --only: {names}",
    },
    "none": {
        "de": "Eine Ebene „{name}“ ist nicht in der Datei. Es gibt: {names}",
        "en": "The file has no layer “{name}”. There are: {names}",
    },
    "target": {
        "de": "Die Werkbank hat keine Ebene „{name}“. Es gibt: {names}",
        "en": "The workbench has no layer “{name}”. There are: {names}",
    },
    "loaded": {
        "de": "Geladen: „{title}“, Stand {version}, {what}: {count}.\n{address}/ebenen/{id}",
        "en": "Loaded: “{title}”, version {version}, {what}: {count}.\n{address}/ebenen/{id}",
    },
    "ready": {
        "de": "Geladen: „{title}“, Stand {version}, {what}: {count}. Gezeigt wird er, sobald ihn "
        "jemand übernimmt.\n{address}/verwaltung/importe/{upload}",
        "en": "Loaded: “{title}”, version {version}, {what}: {count}. It is shown once somebody "
        "applies it.\n{address}/verwaltung/importe/{upload}",
    },
    "vector": {"de": "Objekte", "en": "objects"},
    "raster": {"de": "Zellen", "en": "cells"},
    "stopped": {"de": "Abgebrochen.", "en": "Stopped."},
}


@dataclass(frozen=True)
class Order:
    """What is to be loaded, and how people are told.

    ``only`` names one of several layers in the files. ``at_once``: a new version is shown without
    anybody looking at it first.
    """

    files: Sequence[Path]
    spoken: Spoken
    only: str
    at_once: bool
    lang: Lang

    def say(self, key: str, **facts: object) -> str:
        """Return words for the terminal."""
        return say(_WORDS[key], self.lang).format(**facts)


def look_only(order: Order) -> None:
    """Say what is in files, and what is missing to load each layer; write nothing."""
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        try:
            report = look(
                order.files, folder=Path(folder), archive_limits=archive_limits(Settings())
            )
        except ImportRefusedError as refused:
            _end(message_lines([Message(refused.code, refused.facts)], order.lang))
    _tell(report, order)
    for found in report.contents:
        # Which layers there are to get a new version is in the database, which is left alone.
        if order.only in {"", found.name} and not order.spoken.target:
            read = _understood(order, found, report, (), {})
            typer.echo("")
            for line in _missing(read, found, report, order):
                typer.echo(line)
    typer.echo("")
    typer.echo(order.say("nothing"))


def bring_in(order: Order) -> None:
    """Load a layer of files; where that does not work, nothing of them stays."""
    settings = Settings()
    engine = make_engine(settings.database_url)
    try:
        with _told_to_stop() as stopped, turn(engine) as is_mine:
            if not is_mine:
                _end([order.say("busy", address=site_address())])
            _take_whole_way(order, _desk(engine, settings, stopped), stopped)
    finally:
        engine.dispose()


def _take_whole_way(order: Order, desk: Desk, stopped: threading.Event) -> None:
    try:
        upload = look_into(desk, order.files)
    except ImportRefusedError as refused:
        _end(message_lines([Message(refused.code, refused.facts)], order.lang))
    try:
        _load(order, desk, upload, stopped)
    finally:
        put_away(desk, upload.id)


def _desk(engine: Engine, settings: Settings, stopped: threading.Event) -> Desk:
    def now() -> datetime:
        return datetime.now(UTC)

    def work() -> None:
        drain(engine, settings, RUNNERS, clock=now, stop=stopped.is_set)

    return Desk(engine, settings, who_acts(), now, work)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Give what is set once this process shall end: its job is then given up in order."""
    stopped = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stopped.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _load(order: Order, desk: Desk, upload: ImportFile, stopped: threading.Event) -> None:
    if upload.report is None:
        _end(_why(upload.message, order, stopped))
    _tell(upload.report, order)
    position = _position(upload.report, order)
    found = upload.at(position)
    with reading(desk.engine) as connection:
        layers = ImportedLayers(connection).list(shown_only=True)
        rasters = raster_targets(connection)
    _check_target(order, found, layers)
    read = _understood(order, found, upload.report, layers, rasters)
    if read.decision is None:
        _end(["", *_missing(read, found, upload.report, order)])
    after = load(desk, upload.id, position, read.decision, at_once=order.at_once)
    layer = after.layer(position)
    if layer.state not in {"loaded", "ready"} or layer.layer_id is None:
        _end(["", *_why(layer.message, order, stopped)])
    _tell_loaded(order, desk, layer.layer_id, layer.layer_version or 0, after)


def _understood(
    order: Order,
    found: LayerFound | RasterFound,
    report: Report,
    layers: Sequence[ImportedLayer],
    rasters: Mapping[RasterKind, Sequence[ImportedLayer]],
) -> Read:
    """Return what was said about a layer; the others are those that can get a new version."""
    if isinstance(found, RasterFound):
        return understand_raster(order.spoken, found, report.messages, rasters)
    return understand(order.spoken, found, report.messages, layers)


def _tell_loaded(order: Order, desk: Desk, layer_id: str, version: int, upload: ImportFile) -> None:
    with reading(desk.engine) as connection:
        layers = ImportedLayers(connection)
        layer = layers.get(layer_id)
        loaded = layers.get_version(layer, version)
    count = loaded.feature_count if layer.kind == "vector" else loaded.passport.kept
    typer.echo("")
    typer.echo(
        order.say(
            "loaded" if layer.current_version == version else "ready",
            title=say(layer.title, order.lang),
            version=version,
            what=order.say(layer.kind),
            count=Speech(order.lang).number(count),
            address=site_address(),
            id=layer_id,
            upload=upload.id,
        )
    )


def _position(report: Report, order: Order) -> int:
    """Return which of the layers is meant."""
    names = [one.name for one in report.contents]
    if order.only:
        if order.only not in names:
            _end(["", order.say("none", name=order.only, names=", ".join(names))])
        return names.index(order.only)
    if len(names) != 1:
        _end(["", order.say("several", names=", ".join(names))] if names else [])
    return 0


def _check_target(
    order: Order, found: LayerFound | RasterFound, layers: Sequence[ImportedLayer]
) -> None:
    kind = "raster" if isinstance(found, RasterFound) else "vector"
    ids = [one.id for one in layers if one.kind == kind]
    if order.spoken.target and order.spoken.target not in ids:
        _end(["", order.say("target", name=order.spoken.target, names=", ".join(ids) or "–")])


def _missing(
    read: Read, found: LayerFound | RasterFound, report: Report, order: Order
) -> list[str]:
    if not read.errors:
        return []
    lines = missing_lines(read, found, report.messages, order.lang)
    return [order.say("missing"), *(f"  {line}" for line in lines)]


def _why(message: Message | None, order: Order, stopped: threading.Event) -> Sequence[str]:
    """Return why nothing came of it."""
    if message is not None:
        return tuple(message_lines([message], order.lang))
    return (order.say("stopped" if stopped.is_set() else "nothing"),)


def _tell(report: Report, order: Order) -> None:
    for line in report_lines(report, order.lang):
        typer.echo(line)


def _end(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
