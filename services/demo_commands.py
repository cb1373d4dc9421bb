"""``werkbank demo``: invented voices for showing and trying, in and out again."""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from sqlalchemy import Connection

from services.settings import Settings

demo_app = typer.Typer(no_args_is_help=True, help="Demonstration data: invented voices.")


def _record(connection: Connection, code: str, count: int, *, now: datetime) -> None:
    from services.accounts.actions import record

    facts = {"voices": count}
    record(connection, None, code, subject="demo", facts=facts, now=now, name="werkbank demo")


@demo_app.command("on")
def on() -> None:
    """Load the invented voices. While they are there, every page says so. Safe to repeat."""
    from services.comments.demo_store import count_demo
    from services.database.engine import make_engine, writing
    from services.demo import load_demo

    settings, now = Settings(), datetime.now(UTC)
    with writing(make_engine(settings.database_url)) as connection:
        already = count_demo(connection)
        count = load_demo(connection, data_dir=settings.data_dir, now=now)
        if not already:
            _record(connection, "demo.on", count, now=now)
    if already:
        typer.echo(f"nothing to do: {already} demonstration voices are there")
    else:
        typer.echo(f"loaded: {count} demonstration voices")


@demo_app.command("off")
def off() -> None:
    """Remove the invented voices with everything that hangs on them. Safe to repeat."""
    from services.comments.demo_store import remove_demo
    from services.database.engine import empty_log, make_engine, writing

    now = datetime.now(UTC)
    engine = make_engine(Settings().database_url)
    with writing(engine) as connection:
        count = remove_demo(connection, now=now)
        if count:
            _record(connection, "demo.off", count, now=now)
    empty_log(engine)
    if count:
        typer.echo(f"removed: {count} demonstration voices")
    else:
        typer.echo("nothing to do: no demonstration voices are there")
