"""``werkbank``: the command line.

Exit codes: 0 done, 1 something must be corrected (said on stderr), 2 wrong usage. What is heavy
(geopandas, folium) is imported by the one command that needs it, so serving stays small.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from geo.errors import WorkbenchError
from services.account_commands import print_setup_link, user_app
from services.demo_commands import demo_app
from services.import_commands import import_files
from services.job_commands import work_off
from services.mail_commands import mail_app
from services.moderation_commands import remind_staff
from services.retention_commands import retention
from services.settings import PROCESSES_MAX, Settings

STOP_WITHIN_S = 20
"""How long a process that is to stop lets its requests finish."""
ALIASES = ("HOST", "PORT", "WERKBANK_HOST", "WERKBANK_PORT")
"""Settings whose names in the environment pydantic tells as they are."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The workbench of a city.")
boundaries_app = typer.Typer(no_args_is_help=True, help="District boundaries.")
app.add_typer(boundaries_app, name="boundaries")
app.add_typer(user_app, name="user")
app.add_typer(mail_app, name="mail")
app.add_typer(demo_app, name="demo")
app.command("remind")(remind_staff)
app.command("retention")(retention)
app.command("import")(import_files)
app.command("work")(work_off)


def main() -> None:
    """Run the command line; known errors become one line and exit code 1."""
    try:
        app()
    except (WorkbenchError, ValidationError, SQLAlchemyError, ImportError, OSError) as error:
        for line in _complaint(error):
            typer.echo(line, err=True)
        raise SystemExit(1) from error


def _complaint(error: Exception) -> Iterator[str]:
    """Say what went wrong and what to do, in the language of the terminal."""
    from services.problems import words

    german = os.environ.get("LANG", "").startswith("de")
    head = "Fehler" if german else "error"
    if isinstance(error, WorkbenchError):
        yield f"{head}: {words(error, 'de' if german else 'en')}"
        for fault in getattr(error, "faults", ()):
            where = f"E {fault['x']:.0f} N {fault['y']:.0f}, {fault['area_m2']:.0f} m²"
            yield f"  {fault['kind']} {' / '.join(fault['ids'])}: {where}"
    elif isinstance(error, ValidationError):
        for one in error.errors():
            name = "_".join(map(str, one["loc"])).upper()
            yield f"{head}: {name if name in ALIASES else f'WERKBANK_{name}'}: {one['msg']}"
    elif isinstance(error, OSError):
        yield f"{head}: {error.strerror or error}: {error.filename or ''}"
    else:
        yield (
            f"{head}: Die Datenbank antwortet nicht. Prüfen Sie WERKBANK_DATABASE_URL."
            if german
            else f"{head}: the database does not answer. Check WERKBANK_DATABASE_URL."
        )
        yield f"  {type(error).__name__}: {str(error).partition(chr(10))[0]}"


@app.command()
def init(
    *,
    empty: Annotated[
        bool, typer.Option("--empty", help="Without invented voices: for real operation.")
    ] = False,
) -> None:
    """Create the database and fill it with Herten, if it is empty. Safe to repeat.

    Invented voices show what the workbench is for; `werkbank demo off` removes them.
    """
    from services.database.engine import make_engine
    from services.installation import initialise

    settings = Settings()
    engine = make_engine(settings.database_url)
    now = datetime.now(UTC)
    done = initialise(engine, data_dir=settings.data_dir, now=now, demo=not empty)
    if done.filled:
        invented = f", {done.demo_voices} demonstration voices" if done.demo_voices else ""
        typer.echo(f"filled: {done.districts} districts, {done.projects} projects{invented}")
    else:
        typer.echo(f"nothing to do: {done.districts} districts are there")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    *,
    proxied: Annotated[
        bool, typer.Option(help="Behind a reverse proxy on this machine: trust its headers.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, max=PROCESSES_MAX, help="How many processes answer.")
    ] = None,
) -> None:
    """Serve the workbench."""
    import uvicorn

    settings = Settings()
    print_setup_link(host=host, port=port)
    uvicorn.run(
        "services.app:app_from_environment",
        factory=True,
        workers=processes or settings.processes,
        host=host or settings.host,
        port=settings.port if port is None else port,
        proxy_headers=proxied,
        server_header=False,
        access_log=False,  # it would hold addresses of visitors
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )


@app.command()
def doctor() -> None:
    """Say whether this machine is fit to run the workbench. Exit 1 if something must be done."""
    from services.database.engine import make_engine
    from services.doctor import examine

    settings = Settings()
    fit = True
    for finding in examine(settings, make_engine(settings.database_url)):
        state = "ok  " if finding.ok else ("note" if finding.warning else "FAIL")
        typer.echo(f"{state} {finding.what}" + ("" if finding.ok else f"\n     → {finding.cure}"))
        fit = fit and (finding.ok or finding.warning)
    if not fit:
        raise typer.Exit(1)


@app.command("check-data")
def check_data(
    outline: Annotated[
        Path | None,
        typer.Option(exists=True, help="Compare the districts' union with this city outline."),
    ] = None,
) -> None:
    """Check the data a fresh installation starts with. Exit 1 if something is wrong."""
    from services.data_check import check_everything, compare_with_outline

    settings = Settings()
    wrong = check_everything(settings.data_dir)
    for line in wrong:
        typer.echo(f"wrong: {line}", err=True)
    if outline is not None:
        found = compare_with_outline(settings.data_dir, outline)
        typer.echo(f"outline: Hausdorff {found.hausdorff_m:.0f} m, IoU {found.iou:.4f}")
    if wrong:
        raise typer.Exit(1)
    typer.echo("ok: districts, places, streets, projects, sources and checksums agree")


@app.command()
def sheet(
    district: Annotated[str, typer.Argument(help="Id of the district, such as bertlich.")],
    target: Annotated[Path, typer.Argument(help="HTML file to write.")],
    lang: Annotated[str, typer.Option(help="de or en.")] = "de",
) -> None:
    """Write the sheet of a district: one HTML file that opens without network."""
    from services.database.engine import make_engine, reading
    from services.sheet import write_sheet

    if lang not in ("de", "en"):
        raise typer.BadParameter("de or en", param_hint="--lang")
    settings = Settings()
    with reading(make_engine(settings.database_url)) as connection:
        write_sheet(connection, district, target, lang="en" if lang == "en" else "de", on=_today())
    typer.echo(f"written: {target} ({target.stat().st_size / 1000:.0f} kB)")


@boundaries_app.command("build")
def build_boundaries(
    folder: Annotated[Path, typer.Argument(exists=True, help="Folder with nodes.csv, rings.csv.")],
) -> None:
    """Build boundaries.geojson from the table of shared nodes."""
    from services.districts.drawing import (
        boundary_features,
        read_nodes,
        read_rings,
        write_geojson,
    )

    target = folder / "boundaries.geojson"
    rings = read_rings(folder / "rings.csv")
    write_geojson(boundary_features(read_nodes(folder / "nodes.csv"), rings), target)
    typer.echo(f"written: {target}")


@boundaries_app.command("import")
def import_boundaries(
    source: Annotated[
        Path, typer.Argument(exists=True, help="Shapefile, GeoPackage or GeoJSON with all nine.")
    ],
    valid_from: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="Day from which the boundaries hold.")
    ],
    name_field: Annotated[str, typer.Option(help="Field with the district's name, id or code.")],
    source_text: Annotated[str, typer.Option(help="Where the boundaries come from.")],
    *,
    licence: Annotated[str, typer.Option(help="Terms of the source, such as dl-de/by-2-0.")],
    licence_url: Annotated[str, typer.Option(help="Address of the terms.")],
    status: Annotated[
        str, typer.Option(help="official, or generalised for boundaries drawn by ourselves.")
    ] = "official",
    dry_run: Annotated[bool, typer.Option(help="Check the file; write nothing.")] = False,
) -> None:
    """Import boundaries. Former ones stay; projects and voices find their districts anew."""
    from services.database.engine import make_engine, reading
    from services.districts.model import BOUNDARY_NOTE
    from services.districts.official import read_official
    from services.districts.store import Districts
    from services.installation import bring_boundaries

    for name, value in (("--source-text", source_text), ("--licence", licence)):
        if not value.strip():
            raise typer.BadParameter("must not be empty", param_hint=name)
    if status not in BOUNDARY_NOTE:
        raise typer.BadParameter(" or ".join(BOUNDARY_NOTE), param_hint="--status")
    engine = make_engine(Settings().database_url)
    with reading(engine) as connection:
        districts = Districts(connection).list()
    found = read_official(
        source,
        districts=districts,
        name_field=name_field,
        valid_from=valid_from.date(),
        source_text=source_text,
        licence=(licence, licence_url),
        status=status,
    )
    bring_boundaries(engine, found, now=datetime.now(UTC), dry_run=dry_run)
    typer.echo(f"{'checked' if dry_run else 'imported'}: {len(found.boundaries)} districts")


def _today() -> date:
    from services.web.dependencies import LOCAL_TIME

    return datetime.now(LOCAL_TIME).date()


if __name__ == "__main__":
    main()
