"""Workbooks for Excel and LibreOffice: a sheet with the rows, and one that says what they are.

Import this where a workbook is asked for: openpyxl is 175 modules, and most days nobody asks.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from services.web.columns import NO, YES, About, Cells, Column
from services.web.texts import Lang, LocalText, say

_ABOUT_SHEET: Final[LocalText] = {"de": "Angaben", "en": "About"}
_TEXT_TYPE: Final = "s"
_BOLD: Final = Font(bold=True)


def to_workbook(
    about: About, columns: Sequence[Column], rows: Iterable[Cells], *, lang: Lang
) -> bytes:
    """Return a workbook; whatever looks like a formula is written as the text it is."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(about.title)
    sheet.freeze_panes = "A2"
    for position, one in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = one.width
    sheet.append([_text(sheet, say(one.title, lang), bold=True) for one in columns])
    last = 1
    for cells in rows:
        sheet.append([_value(sheet, one, lang) for one in cells])
        last += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    notes: Any = book.create_sheet(say(_ABOUT_SHEET, lang))
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 90
    for name, value in about.lines:
        notes.append([_text(notes, name, bold=True), _text(notes, value)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _value(sheet: WriteOnlyWorksheet, value: object, lang: Lang) -> object:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, bool):
        return say(YES if value else NO, lang)
    return value


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = _TEXT_TYPE  # else "=1+1" would be a formula and "#N/A" an error
    if bold:
        cell.font = _BOLD
    return cell
