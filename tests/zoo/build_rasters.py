"""GeoTIFFs written with plain code."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Tag: TypeAlias = tuple[str, list[Any]]
"""How its values are packed (``s`` for text), and the values."""

_TILE: Final = 256
_FORMATS: Final = {"u": 1, "i": 2, "f": 3}


def geotiff(
    values: NDArray[Any],
    *,
    west: float,
    north: float,
    cell: float,
    epsg: int | None = 25832,
    nodata: str = "",
    palette: dict[int, tuple[int, int, int]] | None = None,
    is_image: bool = False,
    turned: bool = False,
    lies: Mapping[int, Tag] | None = None,
) -> bytes:
    """Return a little-endian GeoTIFF of one uncompressed strip.

    ``values`` are of shape (rows, columns) or (rows, columns, bands). ``lies`` are tags that
    stand in place of the true ones; one without values is left out.
    """
    cells = values if values.ndim > 2 else values[:, :, np.newaxis]
    rows, columns, bands = cells.shape
    width = cells.dtype.itemsize * 8
    photometric = 2 if is_image else 3 if palette else 1
    tags: dict[int, Tag] = {
        256: ("I", [columns]),
        257: ("I", [rows]),
        258: ("H", [width] * bands),
        259: ("H", [1]),
        262: ("H", [photometric]),
        273: ("I", [8]),
        277: ("H", [bands]),
        278: ("I", [rows]),
        279: ("I", [cells.nbytes]),
        284: ("H", [1]),
        339: ("H", [_FORMATS[cells.dtype.kind]] * bands),
    }
    if bands > 1 and not is_image:
        tags[338] = ("H", [0] * (bands - 1))
    if palette:
        shades = [palette.get(one, (0, 0, 0))[part] for part in range(3) for one in range(256)]
        tags[320] = ("H", [shade * 257 for shade in shades])
    if turned:
        tags[34264] = ("d", [0, cell, 0, west, cell, 0, 0, north, 0, 0, 0, 0, 0, 0, 0, 1])
    else:
        tags[33550] = ("d", [cell, cell, 0])
        tags[33922] = ("d", [0, 0, 0, west, north, 0])
    if epsg is not None:
        is_degrees = epsg in {4326, 4258}
        kind, key = (2, 2048) if is_degrees else (1, 3072)
        tags[34735] = ("H", [1, 1, 0, 3, 1024, 0, 1, kind, 1025, 0, 1, 1, key, 0, 1, epsg])
    if nodata:
        tags[42113] = ("s", [nodata.encode() + b"\0"])
    said = {tag: one for tag, one in {**tags, **(lies or {})}.items() if one[1]}
    return _file(cells.tobytes(), said)


def one_tile_for_all(*, side: int, west: float, north: float, cell: float) -> bytes:
    """Return a small GeoTIFF whose many tiles are all the same few bytes, packed very well."""
    tile = zlib.compress(bytes(range(_TILE)) * _TILE, 9)
    count = ((side + _TILE - 1) // _TILE) ** 2
    tags: dict[int, Tag] = {
        256: ("I", [side]),
        257: ("I", [side]),
        258: ("H", [8]),
        259: ("H", [8]),
        262: ("H", [1]),
        277: ("H", [1]),
        322: ("H", [_TILE]),
        323: ("H", [_TILE]),
        324: ("I", [8] * count),
        325: ("I", [len(tile)] * count),
        33550: ("d", [cell, cell, 0]),
        33922: ("d", [0, 0, 0, west, north, 0]),
        34735: ("H", [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 25832]),
    }
    return _file(tile, tags)


def _file(pixels: bytes, tags: Mapping[int, Tag]) -> bytes:
    kinds = {"s": 2, "H": 3, "I": 4, "d": 12}
    start = 8 + len(pixels) + len(pixels) % 2
    behind = start + 2 + 12 * len(tags) + 4
    directory, more = b"", b""
    for tag, (kind, items) in sorted(tags.items()):
        raw = items[0] if kind == "s" else struct.pack(f"<{len(items)}{kind}", *items)
        count = len(raw) if kind == "s" else len(items)
        directory += struct.pack("<2HI", tag, kinds[kind], count)
        if len(raw) <= 4:
            directory += raw.ljust(4, b"\0")
        else:
            directory += struct.pack("<I", behind + len(more))
            more += raw + bytes(len(raw) % 2)
    head = struct.pack("<2sHI", b"II", 42, start)
    length = struct.pack("<H", len(tags))
    return head + pixels + bytes(len(pixels) % 2) + length + directory + bytes(4) + more
