"""Which files belong together: the parts of a shapefile by folder and stem, whatever their case."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from services.imports.model import ImportRefusedError, Message
from services.imports.quarantine import shown_path

SHAPEFILE_PARTS: Final = frozenset({"shp", "shx", "dbf", "prj", "cpg", "cst", "qpj"})
RASTER_PARTS: Final = frozenset({"tif", "tiff", "tfw"})
SINGLE_FILES: Final = frozenset(
    {"gpkg", "geojson", "json", "gml", "kml", "fgb", "csv", "tsv", "xlsx", "dxf"}
)
ATTACHMENTS: Final = frozenset({"qml", "sld", "qmd", "shp.xml", "aux.xml", "gfs", "xsd"})
ARCHIVES: Final = frozenset({"zip", "kmz", "7z", "rar", "gz", "tgz", "tar"})
INDEXES: Final = frozenset(
    {"sbn", "sbx", "fbn", "fbx", "ain", "aih", "atx", "ixs", "mxs", "idm", "ind", "qix"}
)
"""Made from the other parts, and misleading when they are older than those."""

_HOLD_DATA: Final = frozenset({"shp", "tif", "tiff"}) | SINGLE_FILES
_NEED_SHAPES: Final = frozenset({"shx", "dbf"})
_MAIN_FIRST: Final = ("shp", "tif", "tiff")
_SYSTEM_FILES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_NAMES_SHOWN: Final = 5


@dataclass(frozen=True)
class FileSet:
    """Files that make one data set.

    ``stem`` is what people see; it names the whole path where two sets would share a stem.
    ``parts`` are by extension, lower case, without the dot.
    """

    stem: str
    parts: Mapping[str, Path]

    @property
    def main(self) -> Path:
        """The file that holds the data, and tells the format."""
        first = next((ext for ext in _MAIN_FIRST if ext in self.parts), None)
        return self.parts[first] if first else next(iter(self.parts.values()))


@dataclass(frozen=True)
class PlannedSet:
    """A set before it is written: for each extension the name of its member."""

    stem: str
    members: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What becomes of each of the names that came."""

    sets: tuple[PlannedSet, ...]
    attachments: tuple[str, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class _Member:
    name: str
    path: PurePosixPath
    stem: str
    ext: str

    @property
    def family(self) -> tuple[str, str, str]:
        kind = self.ext
        if self.ext in SHAPEFILE_PARTS:
            kind = "shp"
        elif self.ext in RASTER_PARTS:
            kind = "tif"
        return str(self.path.parent).casefold(), self.stem.casefold(), kind


def plan(names: Iterable[str]) -> Plan:
    """Sort names of files (folders by ``/``) into sets, attachments and what is left out.

    Raises ``ImportRefusedError`` where a part comes twice or nothing is left to look at.
    """
    members = [_member(name) for name in names]
    wanted = [member for member in members if not _is_by_product(member)]
    archives = [member.name for member in wanted if member.ext in ARCHIVES]
    rest = [member for member in wanted if member.ext not in ARCHIVES]
    families = _families(rest)
    chosen = [family for family in families if any(one.ext in _HOLD_DATA for one in family)]
    shapeless = [one.name for one in rest if one.ext == "dbf" and not _among(one, chosen)]
    if not chosen:
        _refuse_shapeless(rest)
        chosen = _unknown_families(rest, has_archives=bool(archives))
    taken = {member.name for family in chosen for member in family}
    messages = []
    if archives:
        messages.append(Message("IMP-020", {"names": _few(archives)}))
    if shapeless:
        messages.append(Message("IMP-026", {"names": _few(shapeless)}))
    if len(wanted) < len(members):
        messages.append(Message("IMP-022", {"count": len(members) - len(wanted)}))
    return Plan(
        sets=_named(chosen),
        attachments=tuple(shown_path(one.name) for one in rest if one.name not in taken),
        messages=tuple(messages),
    )


def _member(name: str) -> _Member:
    path = PurePosixPath(unicodedata.normalize("NFC", name))
    for ending in (".shp.xml", ".aux.xml"):
        if path.name.lower().endswith(ending):
            return _Member(name, path, path.name[: -len(ending)], ending[1:])
    return _Member(name, path, path.stem, path.suffix[1:].lower())


def _is_by_product(member: _Member) -> bool:
    """Tell what systems and programs leave beside the data of people."""
    return (
        "__macosx" in (part.casefold() for part in member.path.parts)
        or member.path.name.startswith("._")
        or member.path.name.lower() in _SYSTEM_FILES
        or member.ext in INDEXES
    )


def _families(members: Sequence[_Member]) -> list[list[_Member]]:
    families: dict[tuple[str, str, str], dict[str, _Member]] = {}
    for member in members:
        parts = families.setdefault(member.family, {})
        if member.ext in parts:
            facts = {"one": shown_path(parts[member.ext].name), "other": shown_path(member.name)}
            raise ImportRefusedError(code="IMP-018", facts=facts)
        parts[member.ext] = member
    return [list(parts.values()) for parts in families.values()]


def _among(member: _Member, families: Sequence[Sequence[_Member]]) -> bool:
    return any(member in family for family in families)


def _refuse_shapeless(members: Sequence[_Member]) -> None:
    names = [member.name for member in members if member.ext in _NEED_SHAPES]
    if names:
        raise ImportRefusedError(code="IMP-025", facts={"names": _few(names)})


def _unknown_families(members: Sequence[_Member], *, has_archives: bool) -> list[list[_Member]]:
    """Without data by name, each file is looked at by itself: its content may tell more."""
    if any(member.ext == "gdbtable" for member in members):
        raise ImportRefusedError(code="IMP-023")
    candidates = [[member] for member in members if member.ext not in ATTACHMENTS]
    if not candidates:
        raise ImportRefusedError(code="IMP-019" if has_archives else "IMP-021")
    return candidates


def _named(families: Sequence[Sequence[_Member]]) -> tuple[PlannedSet, ...]:
    leading = [_leading(family) for family in families]
    stems = Counter(member.stem.casefold() for member in leading)
    return tuple(
        PlannedSet(
            shown_path(str(first.path) if stems[first.stem.casefold()] > 1 else first.stem),
            {member.ext: member.name for member in family},
        )
        for first, family in zip(leading, families, strict=True)
    )


def _leading(family: Sequence[_Member]) -> _Member:
    return min(
        family,
        key=lambda one: _MAIN_FIRST.index(one.ext) if one.ext in _MAIN_FIRST else len(_MAIN_FIRST),
    )


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(shown_path(name) for name in names[:_NAMES_SHOWN])
    return f"{shown}, …" if len(names) > _NAMES_SHOWN else shown
