"""Boundaries the project drew itself: a table of nodes and a table of rings become GeoJSON.

Neighbours name the same nodes, so they share their common line exactly: no gap, no overlap.
Positions are longitude and latitude (CRS84) to four decimals of a degree, about 10 m.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from geo.errors import WorkbenchError

NODE_COLUMNS: Final = ("node", "lon", "lat", "place")
RING_COLUMNS: Final = ("district", "name", "code", "valid_from", "accuracy_m", "source", "ring")
BOUNDARY_STATUS: Final = "generalised"
LEAST_NODES: Final = 3
_FOUR_DECIMALS: Final = re.compile(r"-?\d{1,3}\.\d{4}")


class DrawingTableError(WorkbenchError):
    """A table of the drawing lacks a column, or a value in it cannot be read."""

    def __init__(self, *, table: str, line: int, column: str) -> None:
        super().__init__(f"{table} line {line}: column {column!r} is missing or unreadable")
        self.table = table
        self.line = line
        self.column = column


class NodeDecimalsError(WorkbenchError):
    """A coordinate of a node is not a number with exactly four decimals."""

    def __init__(self, *, node: str, value: str) -> None:
        super().__init__(f"node {node!r}: {value!r} has not four decimals")
        self.node = node
        self.value = value


class DuplicateNodeError(WorkbenchError):
    """The node table names a node twice."""

    def __init__(self, *, node: str) -> None:
        super().__init__(f"node {node!r} stands twice in the table")
        self.node = node


class UnknownNodeError(WorkbenchError):
    """The ring of a district names a node that the table does not hold."""

    def __init__(self, *, district_id: str, node: str) -> None:
        super().__init__(f"ring of {district_id!r} names the unknown node {node!r}")
        self.district_id = district_id
        self.node = node


class RingTooShortError(WorkbenchError):
    """The ring of a district has fewer than three different nodes."""

    def __init__(self, *, district_id: str, nodes: int) -> None:
        super().__init__(f"ring of {district_id!r} has only {nodes} different nodes")
        self.district_id = district_id
        self.nodes = nodes


class RingDirectionError(WorkbenchError):
    """The ring of a district does not run counter-clockwise, as RFC 7946 asks."""

    def __init__(self, *, district_id: str) -> None:
        super().__init__(f"ring of {district_id!r} does not run counter-clockwise")
        self.district_id = district_id


@dataclass(frozen=True, slots=True)
class Node:
    """A corner of the drawing in CRS84; ``place`` says in German where it lies, or is empty."""

    id: str
    lon: float
    lat: float
    place: str


@dataclass(frozen=True, slots=True)
class Ring:
    """One district: what its boundary carries, and its nodes counter-clockwise, not closed."""

    district_id: str
    name: str
    code: str
    valid_from: date
    accuracy_m: int
    source: str
    nodes: tuple[str, ...]


def read_nodes(path: Path) -> dict[str, Node]:
    """Read the node table (UTF-8 CSV, columns ``NODE_COLUMNS``).

    Raises ``DrawingTableError``, ``NodeDecimalsError`` and ``DuplicateNodeError``.
    """
    nodes: dict[str, Node] = {}
    for _, row in _rows(path, NODE_COLUMNS):
        node = row["node"]
        if node in nodes:
            raise DuplicateNodeError(node=node)
        lon, lat = (_degrees(row[axis], node=node) for axis in ("lon", "lat"))
        nodes[node] = Node(node, lon, lat, row["place"])
    return nodes


def read_rings(path: Path) -> tuple[Ring, ...]:
    """Read the ring table (UTF-8 CSV, columns ``RING_COLUMNS``) in the order of its lines.

    Raises ``DrawingTableError``.
    """
    return tuple(_ring(row, table=path.name, line=line) for line, row in _rows(path, RING_COLUMNS))


def boundary_features(nodes: Mapping[str, Node], rings: Sequence[Ring]) -> dict[str, Any]:
    """Return the GeoJSON FeatureCollection that the two tables describe.

    One Polygon per ring in CRS84, closed, counter-clockwise, with the coordinates of the nodes.
    Raises ``UnknownNodeError``, ``RingTooShortError`` and ``RingDirectionError``.
    """
    return {
        "type": "FeatureCollection",
        "features": [_feature(ring, _corners(ring, nodes)) for ring in rings],
    }


def write_geojson(collection: Mapping[str, Any], path: Path) -> None:
    """Write a FeatureCollection so that the same features always give the same bytes.

    One feature per line, so that a change of one district is a change of one line.
    """
    features = ",\n".join(json.dumps(f, ensure_ascii=False) for f in collection["features"])
    text = f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise DrawingTableError(table=path.name, line=1, column=missing[0])
        for row in reader:
            short = [name for name in columns if row[name] is None]
            if short:
                raise DrawingTableError(table=path.name, line=reader.line_num, column=short[0])
            yield reader.line_num, row


def _degrees(value: str, *, node: str) -> float:
    if not _FOUR_DECIMALS.fullmatch(value):
        raise NodeDecimalsError(node=node, value=value)
    return float(value)


def _ring(row: Mapping[str, str], *, table: str, line: int) -> Ring:
    try:
        valid_from = date.fromisoformat(row["valid_from"])
    except ValueError as error:
        raise DrawingTableError(table=table, line=line, column="valid_from") from error
    if not row["accuracy_m"].isdecimal():
        raise DrawingTableError(table=table, line=line, column="accuracy_m")
    return Ring(
        district_id=row["district"],
        name=row["name"],
        code=row["code"],
        valid_from=valid_from,
        accuracy_m=int(row["accuracy_m"]),
        source=row["source"],
        nodes=tuple(row["ring"].split()),
    )


def _corners(ring: Ring, nodes: Mapping[str, Node]) -> list[list[float]]:
    if len(set(ring.nodes)) < LEAST_NODES:
        raise RingTooShortError(district_id=ring.district_id, nodes=len(set(ring.nodes)))
    unknown = [node for node in ring.nodes if node not in nodes]
    if unknown:
        raise UnknownNodeError(district_id=ring.district_id, node=unknown[0])
    corners = [[nodes[node].lon, nodes[node].lat] for node in (*ring.nodes, ring.nodes[0])]
    if sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(corners)) <= 0:
        raise RingDirectionError(district_id=ring.district_id)
    return corners


def _feature(ring: Ring, corners: list[list[float]]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": ring.district_id,
        "properties": {
            "id": ring.district_id,
            "name": ring.name,
            "code": ring.code,
            "valid_from": ring.valid_from.isoformat(),
            "source": ring.source,
            "boundary_status": BOUNDARY_STATUS,
            "accuracy_m": ring.accuracy_m,
        },
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
