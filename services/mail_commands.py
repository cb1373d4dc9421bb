"""``werkbank mail``: send what waits, say how the outbox stands."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import typer

from services.settings import Settings

mail_app = typer.Typer(no_args_is_help=True, help="The outbox.")


@mail_app.command("send")
def send() -> None:
    """Send what is due now; `werkbank serve` does so by itself. Exit 1 if something stays."""
    from services.database.engine import make_engine
    from services.mail.model import MailNotConfiguredError
    from services.mail.postman import deliver

    settings = Settings()
    if not settings.smtp_host:
        raise MailNotConfiguredError
    done = deliver(
        make_engine(settings.database_url),
        settings,
        clock=lambda: datetime.now(UTC),
        jitter=random.random,
    )
    typer.echo(f"{done.sent} sent, {done.deferred} put off, {done.failed} given up")
    if done.deferred or done.failed:
        typer.echo("`werkbank mail status` says why", err=True)
        raise typer.Exit(1)


@mail_app.command("status")
def status() -> None:
    """Say what waits, what was sent and given up, and what the mail server answered."""
    from services.database.engine import make_engine, reading
    from services.mail.actions import standing

    with reading(make_engine(Settings().database_url)) as connection:
        found = standing(connection)
    since = f", oldest from {found.oldest_at:%Y-%m-%d %H:%M} UTC" if found.oldest_at else ""
    typer.echo(f"{found.waiting} waiting{since}")
    typer.echo(f"{found.sent} sent")
    typer.echo(f"{found.failed} given up")
    for trouble, count in found.troubles.items():
        typer.echo(f"  {count} × {trouble}")
