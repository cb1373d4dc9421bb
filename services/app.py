"""The app: joins the rooms. Nothing is made at import; everything comes from settings."""

from __future__ import annotations

import logging
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import shapely
from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import Depends, FastAPI
from sqlalchemy import Connection
from starlette.middleware.gzip import GZipMiddleware

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from maps.base_maps import BASE_MAPS
from maps.identity import DistrictIdentity
from maps.legend import STATUS_MARKS
from maps.voice_signs import KIND_SHAPES, voice_mark
from services import problems
from services.accounts import routes as accounts_routes
from services.catalogue import builtin_layers
from services.comments import data_routes as voice_data_routes
from services.comments import listing_routes
from services.comments import panel as voice_panels
from services.comments import routes as comments_routes
from services.comments.layer import VoiceIndex
from services.comments.messages import pin_messages
from services.comments.model import ANSWERS, KINDS
from services.comments.placing import moved_voices
from services.comments.placing import rederive as rederive_voices
from services.comments.store import VOICES_LAYER
from services.database.engine import make_engine
from services.demo_banner import DemoBanner
from services.districts import routes as districts_routes
from services.districts.actions import boundaries_in_force, city_bounds, identities
from services.districts.model import CITYWIDE, Contribution
from services.districts.store import Districts
from services.guard import guard, upload_refusal
from services.imports import routes as imports_routes
from services.imports.quarantine import MEGABYTE
from services.imports.waiting import waiting_for
from services.jobs.overseer import Overseer
from services.layers import archive_routes, imported_routes
from services.layers import keeping_routes as layer_keeping_routes
from services.layers import routes as layers_routes
from services.layers import staff_routes as layer_staff_routes
from services.layers.actions import Tiler
from services.layers.district_panel import LayersHere
from services.layers.exports import routes as exports_routes
from services.layers.exports.model import FORMS
from services.layers.imported_tiles import tiled
from services.layers.rasters import download as raster_download
from services.layers.rasters import routes as rasters_routes
from services.layers.rederive import rederive_layers
from services.layers.registry import Registry
from services.layers.store import ImportedLayers
from services.layers.targets import boundary_routes, project_routes
from services.mail.postman import Postman
from services.moderation import access_routes, export_routes, hold_routes, ledger_routes
from services.moderation import routes as moderation_routes
from services.moderation.actions import waiting
from services.permissions import may
from services.processes import routes as processes_routes
from services.processes.store import Processes
from services.projects import routes as projects_routes
from services.projects.actions import count_projects, moved_projects, place_projects
from services.projects.model import STATUSES, THEMES, ProjectPanel
from services.projects.panel import district_panel, district_projects
from services.settings import Settings
from services.site import routes as site_routes
from services.web.admission import admit
from services.web.bodies import BodyCheck
from services.web.caching import Memo
from services.web.filter import Vocabulary
from services.web.middleware import (
    HeadAsGet,
    LanguagePrefix,
    PrivateAnswers,
    SecurityHeaders,
)
from services.web.pages import STATIC_DIR, Assets, Pages
from services.web.signing import SigningKey
from services.web.static_files import CompressedStaticFiles
from services.web.throttle import Throttle
from services.workbench import routes as workbench_routes
from services.workbench.messages import map_messages

if TYPE_CHECKING:
    from services.accounts.sign_on import Provider

logger = logging.getLogger(__name__)

ROOMS: Final = (
    "web",
    "districts",
    "projects",
    "layers",
    "imports",
    "accounts",
    "processes",
    "comments",
    "moderation",
    "workbench",
    "site",
)
COMPRESS_FROM_BYTES: Final = 500
COMPRESS_LEVEL: Final = 5
ANSWERS_REMEMBERED: Final = 512
THREADS: Final = 8

SWITCHES: Final = ("projects", "voices", "places", "colours")
"""What can be switched on the map besides base maps."""


def contributions(
    voices: VoiceIndex | None = None, registry: Registry | None = None
) -> tuple[Contribution, ...]:
    """Return what the rooms add to every district.

    ``voices`` and ``registry`` are the app's own, which remember.
    """
    layers = LayersHere(registry or Registry())
    return (
        Contribution(
            name="projects",
            count=count_projects,
            panel_template="projects/panel.html",
            panel=district_panel,
            api=district_projects,
            rederive=place_projects,
            moved=moved_projects,
        ),
        Contribution(
            name=VOICES_LAYER,
            count=(voices or VoiceIndex()).count,
            panel_template="comments/district_panel.html",
            panel=voice_panels.district_panel,
            api=voice_panels.district_voices,
            rederive=rederive_voices,
            moved=moved_voices,
        ),
        Contribution(
            name="layers",
            count=None,
            panel_template="layers/district_panel.html",
            panel=layers.panel,
            api=layers.api,
            rederive=rederive_layers,
        ),
    )


def project_panels() -> tuple[ProjectPanel, ...]:
    """Return what the rooms add to every project's page."""
    return (ProjectPanel("comments/project_panel.html", voice_panels.project_panel),)


def program_stamp() -> str:
    """Return what differs between two states of this program: part of every ETag.

    After an update no browser is told that its old answer still holds.
    """
    root = Path(__file__).parent.parent
    digest = sha256()
    for floor in ("geo", "maps", "services"):
        for path in sorted((root / floor).rglob("*.py")):
            if "node_modules" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def utc_now() -> datetime:
    """Return the present moment, timezone-aware."""
    return datetime.now(UTC)


def create_app(settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """Return the app for ``settings``. Opens no connection before the first request."""
    engine = make_engine(settings.database_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Each thread keeps transformers and buffers of its own; more of them than this serve
        # nobody faster on a small server.
        current_default_thread_limiter().total_tokens = THREADS
        postman = Postman(engine, settings, clock=clock, jitter=random.random)
        if settings.smtp_host:
            postman.start()
        overseer = Overseer(engine, settings)
        overseer.start()
        yield
        await run_sync(overseer.stop)
        await run_sync(postman.stop)
        engine.dispose()

    app = FastAPI(
        title="Werkbank Herten",
        version="0.1.0",
        description="Districts, projects, voices and layers of a city under one filter.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(admit, scope="function"), Depends(guard)],
    )
    services_dir = Path(__file__).parent
    voices = VoiceIndex()
    layers = builtin_layers(voices)
    app.state.settings = settings
    app.state.engine = engine
    app.state.clock = clock
    registry = Registry()
    app.state.contributions = contributions(voices, registry)
    app.state.voices = voices
    app.state.project_panels = project_panels()
    app.state.shows_demo = DemoBanner(engine)
    app.state.answers = Memo(ANSWERS_REMEMBERED)
    app.state.stamp = program_stamp()
    app.state.registry = registry
    app.state.waiting_versions = waiting_for
    app.state.tiler = Tiler(
        {layer.id: layer for layer in layers},
        lambda connection, id_: tiled(
            registry.get(connection, id_, for_staff=False), settings.layer_dir
        ),
    )
    app.state.may = may
    app.state.waiting = lambda connection, now: waiting(
        connection, now=now, days=settings.reminder_days
    )
    app.state.sign_on = _sign_on(settings)
    app.state.throttle = Throttle()
    app.state.signing_key = SigningKey(settings.secret_file)
    app.state.vocabulary = _vocabulary(settings)
    app.state.bounds = _bounds
    app.state.identities = _identities
    app.state.is_filled = lambda connection: Districts(connection).count() > 0
    app.state.pages = Pages(
        [services_dir / room / "templates" for room in ROOMS],
        settings=settings,
        assets=Assets(),
        shared={
            "map_messages": map_messages,
            "pin_messages": pin_messages,
            "export_forms": FORMS,
            "marks": STATUS_MARKS,
            "statuses": STATUSES,
            "themes": THEMES,
            "voice_answers": ANSWERS,
            "voice_kinds": KINDS,
            "voice_mark": voice_mark,
            "voice_shapes": KIND_SHAPES,
        },
    )
    for room in (
        workbench_routes,
        districts_routes,
        projects_routes,
        layers_routes,
        imported_routes,
        archive_routes,
        layer_staff_routes,
        layer_keeping_routes,
        boundary_routes,
        project_routes,
        # Before the forms of features, whose address would take "tif" for one of them.
        raster_download,
        exports_routes,
        rasters_routes,
        imports_routes,
        accounts_routes,
        processes_routes,
        comments_routes,
        listing_routes,
        voice_data_routes,
        # Before the page of one voice, whose address would take "export" for a number.
        export_routes,
        moderation_routes,
        hold_routes,
        access_routes,
        ledger_routes,
        site_routes,
    ):
        app.include_router(room.router)
    app.mount("/static", CompressedStaticFiles(directory=STATIC_DIR), name="static")
    problems.install(app)
    origins = [host for name in settings.base_maps for host in BASE_MAPS[name].hosts]
    app.add_middleware(
        GZipMiddleware, minimum_size=COMPRESS_FROM_BYTES, compresslevel=COMPRESS_LEVEL
    )
    app.add_middleware(
        BodyCheck,
        large=["/verwaltung/verfahren"],
        # What stands round the files in a form needs a little more.
        uploads={imports_routes.LIST: settings.import_limit_mb * MEGABYTE + MEGABYTE // 2},
        upload_refusal=upload_refusal,
    )
    app.add_middleware(PrivateAnswers)
    app.add_middleware(LanguagePrefix)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders, foreign_origins=origins)
    return app


def _sign_on(settings: Settings) -> Provider | None:
    if not settings.oidc_issuer:
        return None
    # Its libraries take 16 MB, which only those pay who use it.
    from services.accounts.sign_on import Provider  # noqa: PLC0415

    return Provider(settings)


def app_from_environment() -> FastAPI:
    """Return the app for the settings of the environment: what each process of several runs."""
    return create_app(Settings())


def _vocabulary(settings: Settings) -> Callable[..., Vocabulary]:
    def vocabulary(connection: Connection, *, is_staff: bool = False) -> Vocabulary:
        return Vocabulary(
            districts=(*Districts(connection).ids(), CITYWIDE),
            themes=tuple(THEMES),
            statuses=tuple(STATUSES),
            layers=(
                *SWITCHES,
                "none",
                *settings.base_maps,
                *ImportedLayers(connection).ids(public_only=not is_staff),
            ),
            kinds=tuple(KINDS),
            processes=Processes(connection).ids(),
            answers=tuple(ANSWERS),
        )

    return vocabulary


def _bounds(connection: Connection, on: date) -> tuple[float, float, float, float]:
    box = shapely.box(*city_bounds(boundaries_in_force(connection, on)))
    west, south, east, north = reproject(box, source=STORAGE_CRS, target=LON_LAT).bounds
    return (west, south, east, north)


def _identities(connection: Connection) -> Sequence[DistrictIdentity]:
    return identities(Districts(connection).list())
