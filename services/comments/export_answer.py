"""Voices as files: what the address of the voices answers besides GeoJSON.

A workbook of 70,000 voices takes half a minute and a third of a gigabyte, so a process makes one
big file at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from threading import Semaphore
from typing import Final

from fastapi import Response
from sqlalchemy import Connection

from services.comments.export import (
    MEDIA_TYPES,
    PUBLIC_FIELDS,
    Form,
    about_voices,
    read_names,
    rows_of,
    write_export,
)
from services.comments.listing import Listing
from services.comments.model import ExportBusyError
from services.web.filter import Filter
from services.web.texts import Lang

SMALL: Final = 2_000
"""Up to so many rows a file is made at once, whatever else is being made."""


@cache
def _turn() -> Semaphore:
    return Semaphore(1)


@contextmanager
def one_big_at_a_time(rows: int) -> Iterator[None]:
    """Make a file of ``rows``; ``ExportBusyError`` while another big one is being made."""
    if rows <= SMALL:
        yield
        return
    if not _turn().acquire(blocking=False):
        raise ExportBusyError(rows=rows)
    try:
        yield
    finally:
        _turn().release()


def export_voices(
    connection: Connection,
    filter_: Filter,
    form: Form,
    *,
    on: date,
    now: datetime,
    lang: Lang,
    address: str,
) -> Response:
    """Return the published voices that the filter finds as a file to keep.

    ``on`` is the day in Herten, ``address`` the public address of the site. Raises
    ``ExportBusyError``.
    """
    about = about_voices(connection, on, asked=filter_.query(), now=now, lang=lang)
    listing = Listing(connection, on)
    names = read_names(connection, lang=lang, address=address)
    with one_big_at_a_time(listing.tally(filter_).found):
        rows = rows_of(listing.each(filter_), PUBLIC_FIELDS, names)
        body = write_export(form, about, PUBLIC_FIELDS, rows, lang=lang, now=now)
    return file_response(
        body, form, MEDIA_TYPES[form], name="stimmen-herten", licence_url=about.licence_url
    )


def file_response(
    body: bytes, ending: str, media_type: str, *, name: str, licence_url: str | None = None
) -> Response:
    """Return a file that browsers save under ``name``; with a licence, for everybody."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    if licence_url is not None:
        headers |= {"Link": f'<{licence_url}>; rel="license"', "Access-Control-Allow-Origin": "*"}
    return Response(body, media_type=media_type, headers=headers)
