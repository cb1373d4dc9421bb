"""Reads a layer portion by portion. Runs in the child process only: GDAL reads here.

A layer of half a million features never stands in memory as a whole.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from services.imports import encodings
from services.imports.dbf import whole_letters
from services.imports.model import (
    DRIVERS,
    FORMATS,
    EncodingCandidate,
    Format,
    ImportRefusedError,
)
from services.imports.sniffed import SniffedSet

RAW: Final = "ISO-8859-1"
"""Any byte is a letter of it: texts come as they stand in the file, to be decoded by us."""
NAMED_BY_FILE: Final[frozenset[Format]] = frozenset({"shapefile", "geojson", "dxf", "flatgeobuf"})
"""The others name their layers themselves; of these GDAL knows our own file name only."""

_PORTION_BYTES: Final = 100 << 20
_PORTION_MOST: Final = 25_000
_PORTION_OF_WHOLE: Final = 100_000
_FROM_THE_TOP: Final[frozenset[Format]] = frozenset({"geojson", "gml", "kml", "dxf"})
"""Read from the first byte on for every portion: fewer and larger ones take less time."""
_ONE_BY_ONE: Final[frozenset[Format]] = frozenset({"geopackage", "geojson"})
"""A broken shape in them hurts no other: it comes as none, and ``damaged`` tells which it was."""
_BROKEN: Final = (
    *(DataLayerError, DataSourceError, FeatureError, GeometryError),
    *(UnicodeDecodeError, shapely.errors.GEOSException),
)
_CUT_OFF: Final = "unexpected end of data"
_ODD_MOST: Final = 1_000

Plain = str | float | bool | None


@dataclass(frozen=True)
class Portion:
    """Some features one after the other: their geometries as bytes or None, and their columns.

    ``kinds`` are GDAL's names of type and subtype of each column.
    """

    wkb: NDArray[np.object_]
    columns: Sequence[NDArray[Any]]
    kinds: Sequence[tuple[str, str]]

    def plain(self, texts: Texts) -> list[list[Plain]]:
        """Return the columns as plain values."""
        return [
            _values(column, *kind, texts)
            for column, kind in zip(self.columns, self.kinds, strict=True)
        ]


def portions(one: SniffedSet, layer: str, *, feature_count: int) -> Iterator[Portion]:
    """Yield a layer, by GDAL's name for it, in portions of some tens of megabytes."""
    most = _PORTION_OF_WHOLE if one.format in _FROM_THE_TOP else _PORTION_MOST
    feature_bytes = one.main.stat().st_size // max(1, feature_count)
    size = max(1, min(most, _PORTION_BYTES // max(1, feature_bytes)))
    for start in range(0, feature_count, size):
        # Whoever asks for more than there is hears at the end of a shape that was broken.
        asked = min(size, feature_count - start) if one.format in _ONE_BY_ONE else size
        meta, numbers, geometry, columns = pyogrio.raw.read(
            one.main,
            layer=layer,
            encoding=RAW,
            skip_features=start,
            max_features=asked,
            datetime_as_string=True,
            return_fids=True,
        )
        if one.format == "shapefile":
            # A portion starts at a record, but deleted ones do not count towards its end.
            kept = numbers < start + size
            geometry, columns = geometry[kept], [column[kept] for column in columns]
        yield Portion(
            geometry, columns, list(zip(meta["ogr_types"], meta["ogr_subtypes"], strict=True))
        )


def layer_info(one: SniffedSet, layer: str) -> Mapping[str, Any]:
    """Return what GDAL knows of a layer; refuse a file that is of another format than it seemed."""
    info: Mapping[str, Any] = pyogrio.read_info(
        one.main, layer, encoding=RAW, force_feature_count=True
    )
    if info["driver"] != DRIVERS[one.format]:
        facts = {"name": one.stem, "format": FORMATS[one.format]}
        raise ImportRefusedError(code="IMP-320", facts=facts)
    return info


@contextmanager
def damage_told(one: SniffedSet) -> Iterator[None]:
    """Turn what GDAL says of a broken file into a refusal with a code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except _BROKEN as error:
            facts = {"name": one.stem, "format": FORMATS[one.format]}
            raise ImportRefusedError(code="IMP-321", facts=facts) from error


def _values(column: NDArray[Any], kind: str, subkind: str, texts: Texts) -> list[Plain]:
    """Return plain values: whole numbers stay whole though gaps made them floats."""
    values: list[Any] = column.tolist()
    if subkind == "OFSTBoolean":
        return [None if _is_missing(value) else bool(value) for value in values]
    if column.dtype.kind in "iu":
        return values
    if column.dtype.kind == "f":
        whole = kind in {"OFTInteger", "OFTInteger64"}
        make: Callable[[float], Plain] = int if whole else float
        return [None if _is_missing(value) else make(value) for value in values]
    return _words(values, texts)


def _is_missing(value: float | None) -> bool:
    return value is None or value != value  # noqa: PLR0124 - not a number


def _words(values: Sequence[object], texts: Texts) -> list[Plain]:
    """Return texts as they are meant; each different one is decoded once, as many are repeated."""
    read = {value: texts.read(value) for value in values if isinstance(value, str)}
    return [read[value] if isinstance(value, str) else _other(value) for value in values]


def _other(value: object) -> Plain:
    if value is None or isinstance(value, int | float):
        return value
    return str(value)


class Texts:
    """Decodes texts that came byte by byte, and keeps those that are not what they should be."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self._odd: dict[bytes, None] = {}

    def read(self, text: str) -> str:
        """Return a text as it is meant; what is no UTF-8 is most likely Windows."""
        if text.isascii():
            return text
        raw = text.encode(RAW)
        if self.encoding != encodings.UTF_8:
            return whole_letters(raw, self.encoding)
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            if error.reason == _CUT_OFF:
                return whole_letters(raw, self.encoding)
            if len(self._odd) < _ODD_MOST:
                self._odd[raw] = None
            return whole_letters(raw, encodings.CP1252)

    def candidates(self) -> tuple[EncodingCandidate, ...]:
        """Return how the texts may be meant; none where all are what they should be."""
        odd = ((value, False) for value in self._odd)
        return encodings.rank(odd, declared=self.encoding) if self._odd else ()
