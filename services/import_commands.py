"""``werkbank import``: look at a file of geodata, and say what is in it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from services.web.texts import Lang


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True, dir_okay=False, help="A zip, a single file, or the parts of a shapefile."
        ),
    ],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only look, and say what was found.")
    ] = False,
) -> None:
    """Look at files of geodata and explain what is in them. Loading is still to come."""
    from services.imports.looking import look
    from services.imports.model import ImportRefusedError, Message
    from services.imports.report_text import message_lines, report_lines

    if not dry_run:
        raise typer.BadParameter("say --dry-run: files can be looked at, not loaded yet")
    lang: Lang = "de" if os.environ.get("LANG", "").startswith("de") else "en"
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        try:
            report = look(files, folder=Path(folder))
        except ImportRefusedError as refused:
            message = Message(refused.code, refused.facts)
            for line in message_lines((message,), lang):
                typer.echo(line, err=True)
            raise SystemExit(1) from refused
    for line in report_lines(report, lang):
        typer.echo(line)
