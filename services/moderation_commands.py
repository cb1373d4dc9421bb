"""``werkbank remind``: the daily reminder to moderators, for a timer."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from services.settings import Settings


def remind_staff() -> None:
    """Remind moderators by mail of what is overdue: at most once a day, numbers only."""
    from services.database.engine import make_engine, writing
    from services.moderation.actions import remind

    settings = Settings()
    address = _address(settings)
    with writing(make_engine(settings.database_url)) as connection:
        reminded = remind(
            connection,
            now=datetime.now(UTC),
            days=settings.reminder_days,
            address=address,
        )
    for account_id in reminded.unreachable:
        typer.echo(f"cannot be written to: {address}/verwaltung/konten/{account_id}", err=True)
    typer.echo(f"reminded: {reminded.told} moderators" if reminded.told else "nothing to do")


def _address(settings: Settings) -> str:
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")
