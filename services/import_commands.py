"""``werkbank import``: look at a file of geodata, say what is in it, and load it as told."""

from __future__ import annotations

import os
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
        bool, typer.Option("--dry-run", help="Only look, and say what was found and is missing.")
    ] = False,
    only: Annotated[str, typer.Option(help="Of several layers in the file, this one.")] = "",
    crs: Annotated[int | None, typer.Option(help="Reference system, such as 25832.")] = None,
    swapped: Annotated[bool, typer.Option("--swapped", help="North comes before east.")] = False,
    encoding: Annotated[str, typer.Option(help="How texts are meant, such as cp1252.")] = "",
    x: Annotated[str, typer.Option(metavar="FIELD", help="Of a table: the column east.")] = "",
    y: Annotated[str, typer.Option(metavar="FIELD", help="Of a table: the column north.")] = "",
    decimal: Annotated[str, typer.Option(help="Of a table: the sign before decimals.")] = "",
    repair: Annotated[bool, typer.Option("--repair", help="Rebuild impossible shapes.")] = False,
    accept_area_change: Annotated[
        bool, typer.Option("--accept-area-change", help="Even if areas change by over 1 %.")
    ] = False,
    skip_damaged: Annotated[
        bool, typer.Option("--skip-damaged", help="Leave out shapes that cannot be read.")
    ] = False,
    agree: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A question read and agreed to.")
    ] = None,
    key: Annotated[str, typer.Option(metavar="FIELD", help="Tells objects apart.")] = "",
    drop: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="Leave a column out.")
    ] = None,
    personal: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="A column for staff only.")
    ] = None,
    not_personal: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="A column for everybody.")
    ] = None,
    amount: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="Numbers to be added up.")
    ] = None,
    no_amount: Annotated[
        list[str] | None, typer.Option(metavar="FIELD", help="Numbers that name, such as keys.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Of a raster: values (measured), classes, or image.")
    ] = "",
    band: Annotated[int | None, typer.Option(help="Of a raster: the band that is shown.")] = None,
    nodata: Annotated[
        str, typer.Option(metavar="NUMBER", help='Of a raster: means "no value", or none.')
    ] = "",
    unit: Annotated[str, typer.Option(help="Of a raster: what values count, such as °C.")] = "",
    layer: Annotated[str, typer.Option(metavar="ID", help="Bring a layer's new version.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Show the new version at once, without a look at it.")
    ] = False,
    title: Annotated[str, typer.Option(help="Of a new layer; the file's name without it.")] = "",
    description: Annotated[str, typer.Option(help="A sentence or two.")] = "",
    group: Annotated[str, typer.Option(help="Under which the layer stands.")] = "",
    theme: Annotated[str, typer.Option(help="Id of a theme, such as mobility.")] = "",
    public: Annotated[bool, typer.Option("--public", help="Everybody sees it.")] = False,
    source: Annotated[str, typer.Option(help="Who the data come from.")] = "",
    licence: Annotated[
        str, typer.Option(help="dl-de-by, dl-de-zero, cc-by, cc-zero, odbl, internal, or a name.")
    ] = "",
    licence_url: Annotated[str, typer.Option(help="Address of the terms.")] = "",
    as_of: Annotated[str, typer.Option(metavar="DAY", help="Of the data: 2026-11-23.")] = "",
    next_due: Annotated[str, typer.Option(metavar="DAY", help="When newer data are due.")] = "",
) -> None:
    """Load geodata as a layer, at once and without asking back.

    What the report asks must be answered by options. Exit 0 done, 1 something is missing or
    wrong (nothing was loaded), 2 wrong usage.
    """
    from services.bringing_in import Order, bring_in, look_only
    from services.imports.spoken import Spoken

    if swapped and crs is None:
        raise typer.BadParameter("say which system, by --crs", param_hint="--swapped")
    spoken = Spoken(
        epsg=crs,
        swapped=swapped,
        encoding=encoding,
        x=x,
        y=y,
        decimal=decimal,
        repair=repair,
        accept_area_change=accept_area_change,
        skip_damaged=skip_damaged,
        agreed=tuple(one.upper() for one in agree or ()),
        key=key,
        dropped=tuple(drop or ()),
        personal=tuple(personal or ()),
        not_personal=tuple(not_personal or ()),
        amounts=tuple(amount or ()),
        no_amounts=tuple(no_amount or ()),
        kind=kind,
        band=band,
        nodata=nodata,
        unit=unit,
        target=layer,
        title=title,
        description=description,
        group=group,
        theme=theme,
        public=public,
        source=source,
        licence=licence,
        licence_url=licence_url,
        as_of=as_of,
        next_due=next_due,
    )
    lang: Lang = "de" if os.environ.get("LANG", "").startswith("de") else "en"
    order = Order(files, spoken, only, apply, lang)
    (look_only if dry_run else bring_in)(order)
