"""XML files: their first element, read without ever following a DTD, and whether they are whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from services.imports.model import ImportRefusedError

_CHUNK_BYTES: Final = 4_096
_PROLOG_BYTES: Final = 100_000
_BLANKS: Final = b" \t\r\n"
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Root:
    """Name and namespace of the first element; ``namespaces`` are those that it declares."""

    name: str
    namespace: str
    namespaces: tuple[str, ...]


class _RootFoundError(Exception):
    """Ends the parsing: nothing after the first element matters here."""

    def __init__(self, root: Root) -> None:
        super().__init__(root.name)
        self.root = root


def looks_like_xml(head: bytes) -> bool:
    """Tell whether the first sign is an angle bracket, in one byte or in two."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head[:1_000].replace(b"\0", b"").lstrip(_BLANKS).startswith(b"<")


def read(file: IO[bytes]) -> Root:
    """Return the first element.

    Raises ``ImportRefusedError`` at a DTD, which could declare entities that grow without end or
    name other files, and where no element can be read.
    """
    parser = _parser()
    taken = 0
    chunk = file.read(_CHUNK_BYTES).lstrip(_BLANKS)
    try:
        while chunk and taken < _PROLOG_BYTES:
            taken += len(chunk)
            parser.Parse(chunk, False)  # noqa: FBT003
            chunk = file.read(_CHUNK_BYTES)
    except _RootFoundError as found:
        return found.root
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise ImportRefusedError(code="IMP-035") from error
    raise ImportRefusedError(code="IMP-035")


def is_whole(path: Path) -> bool:
    """Tell whether a file is XML up to its end; GDAL gives nothing of one that breaks off."""
    parser = expat.ParserCreate()
    try:
        with path.open("rb") as file:
            first = file.read(_CHUNK_BYTES).lstrip(_BLANKS)
            parser.Parse(first, False)  # noqa: FBT003
            parser.ParseFile(file)
    except (expat.ExpatError, LookupError, ValueError):
        return False
    return True


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    namespaces: list[str] = []

    def found(tag: str, _: object) -> None:
        namespace, _, name = tag.rpartition(" ")
        raise _RootFoundError(Root(name, namespace, tuple(namespaces)))

    def declared(_: object, uri: str | None) -> None:
        namespaces.append(uri or "")

    def dtd(*_: object) -> None:
        raise ImportRefusedError(code="IMP-034")

    parser.StartElementHandler = found
    parser.StartNamespaceDeclHandler = declared
    parser.StartDoctypeDeclHandler = dtd
    parser.EntityDeclHandler = dtd
    return parser
