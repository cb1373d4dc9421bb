"""The bytes of a vector tile: protocol buffer fields and geometry commands (MVT 2.1, section 4).

A feature is nothing but unsigned whole numbers in base-128, so a layer's features are laid out
as one array of numbers and turned into bytes at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .grid import Integers, Kind, Paths

Value: TypeAlias = str | int | float | bool | None
Words: TypeAlias = NDArray[np.uint64]

_MOVE_TO: Final = 1
_LINE_TO: Final = 2
_CLOSE_PATH: Final = 7 | 1 << 3
_ONE_POINT: Final = _MOVE_TO | 1 << 3
_ONE_BYTE: Final = 1 << 7
_SHORT: Final = tuple(bytes([number]) for number in range(_ONE_BYTE))
_VARINT_STEPS: Final = np.array([1 << bits for bits in range(7, 64, 7)], dtype=np.uint64)
_LARGEST_UINT: Final = 2**64 - 1
_SMALLEST_SINT: Final = -(2**63)


@dataclass(frozen=True)
class Runs:
    """Words of many owners behind one another: ``sizes[i]`` words belong to ``owners[i]``."""

    words: Words
    sizes: Integers
    owners: Integers


def varint(number: int) -> bytes:
    """Write one unsigned number in base 128, least significant group first."""
    if number < _ONE_BYTE:
        return _SHORT[number]
    groups = bytearray()
    while number >= _ONE_BYTE:
        groups.append(number & 0x7F | _ONE_BYTE)
        number >>= 7
    groups.append(number)
    return bytes(groups)


def varints(words: Words) -> bytes:
    """Write many unsigned numbers in base 128, one behind the other."""
    sizes = varint_sizes(words)
    starts = np.cumsum(sizes) - sizes
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for group in range(int(sizes.max(initial=0))):
        has = sizes > group
        seven = (words[has] >> np.uint64(7 * group)) & np.uint64(0x7F)
        more = (sizes[has] > group + 1).astype(np.uint64) << np.uint64(7)
        out[starts[has] + group] = seven | more
    return out.tobytes()


def varint_sizes(words: Words) -> Integers:
    """Bytes each number takes in base 128: 1 to 10."""
    sizes: Integers = np.searchsorted(_VARINT_STEPS, words, side="right") + 1
    return sizes


def field(number: int, content: bytes) -> bytes:
    """Write a field of bytes, text or a nested message."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def number_field(number: int, value: int) -> bytes:
    """Write a field of one unsigned number."""
    return varint(number << 3) + varint(value)


def value_message(value: Value) -> bytes:
    """Write a property value: text, double, unsigned, signed or truth value.

    Raises
    ------
    TypeError
        The value is of no kind the format knows.
    ValueError
        A whole number has more than 64 bits.
    """
    if isinstance(value, str):
        return field(1, value.encode(errors="replace"))
    if isinstance(value, bool):
        return number_field(7, int(value))
    if isinstance(value, float):
        return varint(3 << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, int):
        return _whole_number(value)
    raise TypeError(f"a tile holds text, numbers and truth values, not {type(value).__name__}")


def _whole_number(value: int) -> bytes:
    if not _SMALLEST_SINT <= value <= _LARGEST_UINT:
        raise ValueError(f"{value} does not fit into 64 bits")
    return number_field(5, value) if value >= 0 else number_field(6, -2 * value - 1)


def layer_message(
    name: str, features: bytes, keys: Iterable[str], values: Iterable[Value], *, extent: int
) -> bytes:
    """Write a layer around its features, with the tables that their tags point into."""
    return b"".join(
        (
            field(1, name.encode()),
            features,
            *(field(3, key.encode(errors="replace")) for key in keys),
            *(field(4, value_message(value)) for value in values),
            number_field(5, extent),
            number_field(15, 2),
        )
    )


def geometry_runs(paths: Paths) -> Runs:
    """Write paths as geometry commands; one run for each feature.

    The pen starts at the tile's corner for every feature and is carried from path to path.
    """
    path_starts = np.cumsum(paths.sizes) - paths.sizes
    path_of = np.repeat(np.arange(len(paths.sizes)), paths.sizes)
    first = np.arange(len(path_of)) == path_starts[path_of]
    leads = np.diff(paths.features, prepend=-1) != 0

    steps = np.diff(paths.vertices, axis=0, prepend=0)
    opening = path_starts[leads]
    steps[opening] = paths.vertices[opening]

    lined = paths.kind is not Kind.POINT
    lengths = 1 + 2 * paths.sizes + lined + (paths.kind is Kind.POLYGON)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    words = np.zeros(int(lengths.sum()), dtype=np.uint64)
    words[starts] = _MOVE_TO | (1 if lined else paths.sizes) << 3
    if lined:
        words[starts + 3] = _LINE_TO | (paths.sizes - 1) << 3
    if paths.kind is Kind.POLYGON:
        words[ends - 1] = _CLOSE_PATH
    within = np.arange(len(path_of)) - path_starts[path_of]
    at = starts[path_of] + 1 + 2 * within + (lined & ~first)
    zigzag = (steps << 1) ^ (steps >> 63)
    words[at] = zigzag[:, 0]
    words[at + 1] = zigzag[:, 1]
    sizes = np.add.reduceat(lengths, np.flatnonzero(leads)) if len(lengths) else lengths
    return Runs(words, sizes, paths.features[leads])


def point_runs(steps: Integers) -> Runs:
    """Write one point for each feature, given in grid steps; shape (n, 2)."""
    words = np.empty((len(steps), 3), dtype=np.uint64)
    words[:, 0] = _ONE_POINT
    words[:, 1:] = (steps << 1) ^ (steps >> 63)
    return _rows(words)


def feature_fields(*, ids: Words, kinds: Integers, tags: Runs, geometry: Runs) -> bytes:
    """Write the features of a layer; row ``i`` of every argument is feature ``i``."""
    tag_bytes = _bytes_per_run(tags)
    geometry_bytes = _bytes_per_run(geometry)
    lead = np.zeros((len(ids), 6), dtype=np.uint64)
    tail = np.zeros((len(ids), 4), dtype=np.uint64)
    lead[:, 2], lead[:, 3] = 1 << 3, ids
    lead[:, 4], lead[:, 5] = 2 << 3 | 2, tag_bytes
    tail[:, 0], tail[:, 1] = 3 << 3, kinds
    tail[:, 2], tail[:, 3] = 4 << 3 | 2, geometry_bytes
    body = _row_bytes(lead[:, 2:]) + tag_bytes + _row_bytes(tail) + geometry_bytes
    lead[:, 0], lead[:, 1] = 2 << 3 | 2, body
    return varints(_interleave([_rows(lead), tags, _rows(tail), geometry]))


def _rows(table: Words) -> Runs:
    rows, columns = table.shape
    return Runs(table.reshape(-1), np.full(rows, columns), np.arange(rows))


def _row_bytes(table: Words) -> Integers:
    sizes: Integers = varint_sizes(table.reshape(-1)).reshape(table.shape).sum(axis=1)
    return sizes


def _bytes_per_run(runs: Runs) -> Integers:
    ends = np.concatenate(([0], np.cumsum(varint_sizes(runs.words))))
    stops = np.cumsum(runs.sizes)
    sizes: Integers = ends[stops] - ends[stops - runs.sizes]
    return sizes


def _interleave(columns: Iterable[Runs]) -> Words:
    """Put first the first run of every column, then the second of every column, and so on."""
    columns = list(columns)
    lengths = np.stack([column.sizes for column in columns], axis=1)
    starts = (np.cumsum(lengths) - lengths.reshape(-1)).reshape(lengths.shape)
    words = np.zeros(int(lengths.sum()), dtype=np.uint64)
    for place, column in enumerate(columns):
        inner = np.cumsum(column.sizes) - column.sizes
        shift = np.repeat(starts[:, place] - inner, column.sizes)
        words[np.arange(len(column.words)) + shift] = column.words
    return words
