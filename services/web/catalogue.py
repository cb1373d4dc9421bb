"""The English catalogue: which messages it must hold, and how it is renewed.

``python -m services.web.catalogue`` renews ``locale/en.po`` after German texts have changed: new
messages come in without English, those that nobody says any more go, the rest keep theirs. The app
does not need this module; it reads the catalogue with ``services.web.i18n``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as extract_from
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from services.web.i18n import LOCALE_DIR

SERVICES_DIR: Final = Path(__file__).parents[1]
PO_FILE: Final = LOCALE_DIR / "en.po"

MessageId = str | tuple[str, str]
"""A German text, or a pair of them: one and many."""

_KEYWORDS: Final[Mapping[str, tuple[int, ...] | None]] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_WIDTH: Final = 100
_HEADER: Final = """\
# The English of the workbench. The German texts stand in templates and code.
# Renew with: python -m services.web.catalogue
msgid ""
msgstr ""
"Project-Id-Version: werkbank-herten\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
"""Without dates and versions: a renewal that finds nothing new changes nothing."""


def extract(folders: Iterable[Path] = (SERVICES_DIR,)) -> Catalog:
    """Return the messages of all templates (``.html``) and modules (``.py``) under ``folders``.

    Each is exactly what a running page looks up, in the order of first occurrence: templates
    before modules, files by name. Locations are paths from the parent of their folder.
    """
    catalog = Catalog(locale="en")
    for folder in folders:
        for path in [*sorted(folder.rglob("*.html")), *sorted(folder.rglob("*.py"))]:
            found = _in_template(path) if path.suffix == ".html" else _in_module(path)
            for line, message in found:
                where = path.relative_to(folder.parent).as_posix()
                catalog.add(message, locations=[(where, line)])
    return catalog


def _in_template(path: Path) -> Iterator[tuple[int, MessageId]]:
    environment = Environment(  # noqa: S701 - parses only; options as services.web.pages has them
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    tree = environment.parse(path.read_text("utf-8"))
    for line, function, arguments in extract_from_ast(tree, tuple(_KEYWORDS)):
        parts = (arguments,) if isinstance(arguments, str) else arguments or ()
        words = [one for one in parts if one]  # a value that is no text stands there as None
        if words:
            yield line, (words[0], words[1]) if function == "ngettext" else words[0]


def _in_module(path: Path) -> Iterator[tuple[int, MessageId]]:
    with path.open("rb") as file:
        for line, message, _, _ in extract_from("python", file, keywords=_KEYWORDS):
            yield line, message if isinstance(message, str) else (message[0], message[1])


def read_catalogue(po_file: Path = PO_FILE) -> Catalog:
    """Return the stored catalogue."""
    with po_file.open("rb") as file:
        return read_po(file, locale="en")


def renew(po_file: Path = PO_FILE, *, folders: Iterable[Path] = (SERVICES_DIR,)) -> Catalog:
    """Write the extracted messages with the English they have so far, and return them."""
    stored, renewed = read_catalogue(po_file), extract(folders)
    for message in renewed:
        known = stored.get(message.id) if message.id else None
        if known is not None and known.id == message.id:
            message.string = known.string
    with po_file.open("wb") as file:
        file.write(_HEADER.encode())
        write_po(file, renewed, width=_WIDTH, omit_header=True, include_lineno=False)
    return renewed


def texts(catalog: Catalog) -> dict[MessageId, tuple[str, ...]]:
    """Return the English of every message: one text, or one for one and one for many."""
    found: dict[MessageId, tuple[str, ...]] = {}
    for message in catalog:
        string = message.string or ""
        forms = (string,) if isinstance(string, str) else tuple(string)
        if isinstance(message.id, str):
            found[message.id] = forms
        else:
            found[message.id[0], message.id[1]] = forms
    found.pop("", None)
    return found


def untranslated(catalog: Catalog) -> list[MessageId]:
    """Return the messages that lack their English, or one form of it."""
    return [message for message, english in texts(catalog).items() if not all(english)]


def main() -> None:
    """Renew the catalogue and say what is still to be translated."""
    catalog = renew()
    missing = untranslated(catalog)
    sys.stdout.write(f"{len(catalog)} messages, {len(missing)} without English\n")
    sys.stdout.writelines(f"  {one}\n" for one in missing)


if __name__ == "__main__":
    main()
