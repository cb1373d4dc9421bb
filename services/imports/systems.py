"""Where the coordinates of a file lie: what it says, what its numbers say, what to ask.

Nothing is applied here. What the file says and what its coordinates say become ranked
candidates, each with a preview; wherever the two do not agree the messages ask.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from geo import crs, guess, prj
from geo.grids import GRID_NAMES
from services.imports.model import FORMATS, CrsCandidate, Format, Message

NEAR: Final[guess.Box] = (360_000, 5_705_000, 385_000, 5_732_000)
"""The city and 5 km around it, metres in EPSG:25832."""

_How = Literal["declared", "parameters", "coordinates", "format"]

_PREVIEW_POINTS: Final = 200
_PREVIEW_DIGITS: Final = 6
_MOST: Final = 0.5
_HARDLY_ANY: Final = 0.05
"""Shares of points inside: another system is offered first where it puts most of them near the
city and the one the file names hardly any. In between a layer may reach far beyond the city."""

_QUOTED: Final = 60
_LON_LAT: Final = 4326
_LON_LAT_ALWAYS: Final[frozenset[Format]] = frozenset({"geojson", "kml"})
_DEGREES: Final = frozenset({4326, 4258, 4314})
_UTM: Final = frozenset({25831, 25832, 25833})
_GAUSS_KRUEGER: Final = frozenset({31466, 31467, 31468, 31469, 5676, 5677, 5678})
_UTM_32: Final = frozenset({25832, 4647, 5652})


def candidates(
    *, declared: str | None, format: Format, sample: NDArray[np.float64]
) -> tuple[tuple[CrsCandidate, ...], tuple[Message, ...]]:
    """Rank the reference systems the coordinates may be in, and say what to decide about them.

    Parameters
    ----------
    declared : str or None
        What the file says about its system: the text of its ``.prj``, a code, a URN; None or
        blank if it says nothing.
    format : Format
        GeoJSON and KML that say nothing are in longitude and latitude by their standards.
    sample : array of float64, shape (n, 2)
        Coordinates of vertices as they stand in the file; n may be 0.

    Returns
    -------
    tuple of CrsCandidate
        The best first; empty if nothing is known.
    tuple of Message
        IMP-2xx. Empty only if the file says nothing and holds no coordinates.
    """
    points = sample[np.isfinite(sample).all(axis=1)]
    text = (declared or "").strip()
    if not text and format in _LON_LAT_ALWAYS:
        text = crs.LON_LAT
    described = prj.describe(text)
    if described.epsg is None or not _leads_here(described.epsg):
        return _without_system(described, text, points)
    how: _How = "declared" if described.how == "code" else "parameters"
    if described.epsg == _LON_LAT and format in _LON_LAT_ALWAYS:
        how = "format"
    own = _candidate(_as_it_stands(described.epsg, points), how, points)
    found, said = _with_system(own, described, format, points)
    return found, (said, *_notices(described, own), *_grid(found[0]))


def _leads_here(epsg: int) -> bool:
    """Tell whether a known way leads from a system to the one of the workbench."""
    try:
        crs.operation(f"EPSG:{epsg}", crs.STORAGE_CRS)
    except crs.NoTransformationError:
        return False
    return True


def _as_it_stands(epsg: int, points: NDArray[np.float64]) -> guess.Candidate:
    """Judge the system a file names by where it puts the points."""
    share = guess.share_inside(points, epsg=epsg, swapped=False, near=NEAR)
    return guess.Candidate(epsg, swapped=False, share_inside=share)


def _with_system(
    own: CrsCandidate, described: prj.Described, format: Format, points: NDArray[np.float64]
) -> tuple[tuple[CrsCandidate, ...], Message]:
    """Compare the system a file names with its coordinates."""
    others = _guessed(points, but=own.epsg)
    if others and others[0].share_inside >= _MOST and own.share_inside < _HARDLY_ANY:
        return (*others, own), _contradiction(own, others[0])
    if len(points) and not own.share_inside:
        return (own, *others), Message("IMP-215", _facts(own))
    if described.notice == "datum_unknown":
        return (own, *others), Message("IMP-203", _facts(own))
    if own.how == "parameters":
        return (own, *others), Message("IMP-202", _facts(own))
    if own.how == "format":
        return (own,), Message("IMP-207", {**_facts(own), "format": FORMATS[format]})
    return (own,), Message("IMP-201", _facts(own))


def _contradiction(own: CrsCandidate, other: CrsCandidate) -> Message:
    """Say in which way the coordinates speak against the system a file names."""
    facts = {
        **_facts(own),
        "other": other.name,
        "other_epsg": other.epsg,
        "other_share": _percent(other.share_inside),
    }
    if other.swapped:
        return Message("IMP-210", facts)
    if own.epsg in _DEGREES and other.epsg not in _DEGREES:
        return Message("IMP-211", facts)
    if own.epsg in _UTM_32 and other.epsg in _UTM_32:
        return Message("IMP-212", facts)
    if any({own.epsg, other.epsg} <= zones for zones in (_UTM, _GAUSS_KRUEGER)):
        return Message("IMP-213", facts)
    return Message("IMP-214", facts)


def _without_system(
    described: prj.Described, text: str, points: NDArray[np.float64]
) -> tuple[tuple[CrsCandidate, ...], tuple[Message, ...]]:
    """Ask the coordinates, where a file names no system that can be used."""
    found = _guessed(points)
    first = Message("IMP-220")
    if described.epsg is not None:
        first = Message("IMP-222", {"name": described.name, "epsg": described.epsg})
    elif text:
        first = Message("IMP-221", {"name": _quoted(described.name or text)})
    if not len(points):
        return (), (first,) if text else ()
    return found, (first, _question(found), *(_grid(found[0]) if found else ()))


def _quoted(text: str) -> str:
    """Return the beginning of a foreign text without what a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:_QUOTED]).strip()


def _question(found: tuple[CrsCandidate, ...]) -> Message:
    """Ask for the system by what the coordinates leave open."""
    if not found:
        return Message("IMP-223")
    if len(found) > 1:
        return Message("IMP-225", {**_facts(found[0]), "count": len(found)})
    if found[0].swapped:
        return Message("IMP-226", _facts(found[0]))
    return Message("IMP-224", _facts(found[0]))


def _notices(described: prj.Described, own: CrsCandidate) -> tuple[Message, ...]:
    """Say what is done otherwise than the file asks."""
    said = []
    if described.notice == "wgs84_as_etrs89":
        said.append(Message("IMP-204", _facts(own)))
    if described.ignores_towgs84:
        said.append(Message("IMP-205", _facts(own)))
    return tuple(said)


def _grid(first: CrsCandidate) -> tuple[Message, ...]:
    """Say so if this machine lacks the grid that makes the conversion exact."""
    if not first.grid_missing:
        return ()
    missing = crs.operation(f"EPSG:{first.epsg}", crs.STORAGE_CRS).grid
    if missing in GRID_NAMES:
        return (Message("IMP-206", _facts(first)),)
    return (Message("IMP-208", {**_facts(first), "grid": missing}),)


def _guessed(points: NDArray[np.float64], *, but: int | None = None) -> tuple[CrsCandidate, ...]:
    """Rank what the coordinates say, without the system that is known already."""
    return tuple(
        _candidate(candidate, "coordinates", points)
        for candidate in guess.candidates(points, NEAR)
        if candidate.swapped or candidate.epsg != but
    )


def _candidate(candidate: guess.Candidate, how: _How, points: NDArray[np.float64]) -> CrsCandidate:
    """Add to a system its name, the way from it and where it would put the points."""
    operation = crs.operation(f"EPSG:{candidate.epsg}", crs.STORAGE_CRS)
    return CrsCandidate(
        epsg=candidate.epsg,
        name=prj.epsg_name(candidate.epsg),
        how=how,
        swapped=candidate.swapped,
        share_inside=candidate.share_inside,
        operation=operation.name,
        accuracy_m=operation.accuracy_m,
        grid_missing=operation.grid_missing,
        preview=_preview(candidate, points),
    )


def _preview(
    candidate: guess.Candidate, points: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    """Place at most 200 of the points, spread over the whole sample, in CRS84."""
    step = max(1, -(-len(points) // _PREVIEW_POINTS))
    there = guess.moved(
        points[::step], epsg=candidate.epsg, swapped=candidate.swapped, target=crs.LON_LAT
    )
    placed = there[np.isfinite(there).all(axis=1)].round(_PREVIEW_DIGITS)
    return tuple((float(lon), float(lat)) for lon, lat in placed)


def _facts(candidate: CrsCandidate) -> dict[str, Any]:
    """Return what every text may name."""
    return {
        "name": candidate.name,
        "epsg": candidate.epsg,
        "share": _percent(candidate.share_inside),
    }


def _percent(share: float) -> int:
    """Round a share to whole percent, only nothing to 0 and only all to 100."""
    if 0 < share < 1:
        return min(99, max(1, round(100 * share)))
    return round(100 * share)
