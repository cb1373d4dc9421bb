"""What a text that names a reference system means: the contents of a ``.prj``, a URN, a code.

Such texts come in many dialects. Whatever is found is answered by its EPSG code, and from then on
the registry's definition counts: shift parameters written into a file would keep PROJ from using
its grid, and a file that leaves out its datum would get no shift at all.

Sources: EPSG registry, https://epsg.org; OGC 01-009 (WKT 1) and 18-010r7 (WKT 2); AdV, GeoInfoDok,
names of reference systems (``urn:adv:crs:…``).
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pyproj import CRS
from pyproj.exceptions import CRSError

How = Literal["code", "parameters", "unknown"]
Notice = Literal["datum_unknown", "wgs84_as_etrs89"]

_TEXT_MAX: Final = 20_000
_CONFIDENCE: Final = 70
_READABLE: Final = re.compile(r"\w+\s*[\[(]|[A-Za-z]\w*:\S+$|\+proj=")
"""PROJ searches its registry for names that look alike; only what has the form of one is asked."""
_ADV: Final = re.compile(
    r"urn:adv:crs:(?:DE_DHDN_3GK(?P<gk>[2345])|ETRS89_UTM(?P<utm>3[123]))", re.I
)
_CRS84: Final = re.compile(r"\S*\bCRS84$", re.IGNORECASE)
_OLD_GML: Final = re.compile(r"\S*epsg\.xml#(?P<epsg>\d{4,6})$", re.IGNORECASE)
_OLD_WEB_MERCATOR: Final = re.compile(r"EPSG:+900913$", re.IGNORECASE)
_NO_DATUM: Final = ("unknown", "unnamed", "undefined", "not specified", "not_specified")

_LON_LAT: Final = 4326
_WEB_MERCATOR: Final = 3857
_FIRST_GK: Final = 31464
_FIRST_UTM: Final = 25800
_WGS84_UTM: Final[Mapping[int, int]] = {32631: 25831, 32632: 25832, 32633: 25833}
"""WGS 84 and ETRS89 count as one to PROJ; files of surveyors say the first and mean the second."""
_EAST_FIRST: Final[Mapping[int, int]] = {
    5676: 31466,
    5677: 31467,
    5678: 31468,
    5651: 5649,
    5652: 4647,
    5653: 5650,
}
"""Codes that differ in the order of axes only, by the one to take where the file does not say."""

_GEOGRAPHIC: Final[Mapping[str, int]] = {"bessel": 4314, "grs80": 4258, "wgs84": 4326}
_ELLIPSOIDS: Final[Mapping[str, tuple[float, float]]] = {
    "bessel": (6_377_397.155, 299.152_812_8),
    "grs80": (6_378_137.0, 298.257_222_101),
    "wgs84": (6_378_137.0, 298.257_223_563),
}
"""Half the great axis in metres, inverse flattening."""
_PARAMETERS: Final[Mapping[tuple[str, float, float, float], int]] = {
    ("bessel", 6, 1, 2_500_000): 31466,
    ("bessel", 9, 1, 3_500_000): 31467,
    ("bessel", 12, 1, 4_500_000): 31468,
    ("bessel", 15, 1, 5_500_000): 31469,
    ("grs80", 3, 0.9996, 500_000): 25831,
    ("grs80", 9, 0.9996, 500_000): 25832,
    ("grs80", 15, 0.9996, 500_000): 25833,
    ("grs80", 3, 0.9996, 31_500_000): 5649,
    ("grs80", 9, 0.9996, 32_500_000): 4647,
    ("grs80", 15, 0.9996, 33_500_000): 5650,
    ("wgs84", 3, 0.9996, 500_000): 32631,
    ("wgs84", 9, 0.9996, 500_000): 32632,
    ("wgs84", 15, 0.9996, 500_000): 32633,
}
"""Transverse Mercator: ellipsoid, central meridian in degrees, scale, false easting in metres."""


@dataclass(frozen=True)
class Described:
    """What a text says about a reference system.

    Attributes
    ----------
    epsg : int or None
        The code to use; None if nothing could be found out.
    how : {"code", "parameters", "unknown"}
        ``"code"``: the text names a system of the registry. ``"parameters"``: its numbers are
        those of one, and somebody should confirm it.
    name : str
        The registry's name of ``epsg``, else what the text calls itself, else ``""``.
    ignores_towgs84 : bool
        True if the text carries shift parameters of its own, which ``epsg`` replaces.
    notice : {"datum_unknown", "wgs84_as_etrs89"} or None
        The text names no datum, and it was taken from the ellipsoid; or it says WGS 84 where
        ETRS89 is used instead, which is the same to PROJ.
    """

    epsg: int | None
    how: How
    name: str
    ignores_towgs84: bool = False
    notice: Notice | None = None


def describe(text: str) -> Described:
    """Say which reference system ``text`` means. Never raises, whatever the text.

    Parameters
    ----------
    text : str
        WKT of any dialect, a PROJ string, a URN or URL, ``"EPSG:25832"``.
    """
    stripped = text.strip().lstrip("\ufeff").strip()
    known = _known_name(stripped)
    if known is not None:
        return Described(known, "code", epsg_name(known))
    crs = _parsed(stripped)
    if crs is None:
        return Described(None, "unknown", "")
    horizontal = crs.sub_crs_list[0] if crs.is_compound else crs
    shifts = _shifts(horizontal)
    source = horizontal.source_crs if horizontal.is_bound else horizontal
    if source is None or not (source.is_projected or source.is_geographic):
        return Described(None, "unknown", crs.name, shifts)
    return _found(source, shifts=shifts)


def epsg_name(epsg: int) -> str:
    """Return the registry's name of a code, ``""`` if there is no such code."""
    try:
        return CRS.from_epsg(epsg).name
    except CRSError:
        return ""


def _known_name(text: str) -> int | None:
    """Read the names that PROJ does not know, or knows without a code."""
    if _OLD_WEB_MERCATOR.match(text):
        return _WEB_MERCATOR
    if _CRS84.match(text):
        return _LON_LAT
    adv = _ADV.match(text)
    if adv is None:
        return None
    if adv["gk"] is not None:
        return _FIRST_GK + int(adv["gk"])
    return _FIRST_UTM + int(adv["utm"])


def _parsed(text: str) -> CRS | None:
    """Let PROJ read a text, if it has the form of one."""
    if len(text) > _TEXT_MAX or not _READABLE.match(text):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return CRS.from_user_input(_OLD_GML.sub(r"EPSG:\g<epsg>", text))
        except (CRSError, UnicodeError):
            return None


def _shifts(crs: CRS) -> bool:
    """Tell whether a text brings shift parameters that move anything."""
    operation = crs.coordinate_operation if crs.is_bound else None
    return operation is not None and any(operation.towgs84)


def _found(crs: CRS, *, shifts: bool) -> Described:
    """Find the code of a horizontal system, by its name or else by its numbers."""
    unnamed = _datum_is_unknown(crs)
    identified = None if unnamed else _identified(crs)
    epsg = (shifts and _by_parameters(crs)) or identified or _by_parameters(crs)
    if epsg is None:
        return Described(None, "unknown", crs.name, shifts)
    used = _WGS84_UTM.get(epsg, epsg)
    notice: Notice | None = "wgs84_as_etrs89" if used != epsg else None
    return Described(
        used,
        "parameters" if shifts or identified is None else "code",
        epsg_name(used),
        shifts,
        "datum_unknown" if unnamed and not shifts else notice,
    )


def _datum_is_unknown(crs: CRS) -> bool:
    """Tell whether a system leaves out on which datum it stands."""
    datum = crs.geodetic_crs.datum if crs.geodetic_crs is not None else None
    return datum is None or any(word in datum.name.lower() for word in _NO_DATUM)


def _identified(crs: CRS) -> int | None:
    """Ask the registry for the code of a system."""
    epsg: int | None = crs.to_epsg(min_confidence=_CONFIDENCE)
    if epsg is not None and epsg in _EAST_FIRST and crs.name != epsg_name(epsg):
        return _EAST_FIRST[epsg]
    return epsg


def _by_parameters(crs: CRS) -> int | None:
    """Compare the numbers of a system with those of the systems in use here."""
    ellipsoid = _ellipsoid(crs)
    if ellipsoid is None or crs.prime_meridian is None or crs.prime_meridian.longitude:
        return None
    if crs.is_geographic:
        return _GEOGRAPHIC[ellipsoid]
    return _transverse_mercator(crs, ellipsoid)


def _ellipsoid(crs: CRS) -> str | None:
    """Name the ellipsoid of a system by its size."""
    if crs.ellipsoid is None:
        return None
    axis, flattening = crs.ellipsoid.semi_major_metre, crs.ellipsoid.inverse_flattening
    for name, (known_axis, known_flattening) in _ELLIPSOIDS.items():
        same_size = math.isclose(axis, known_axis, abs_tol=0.01)
        if same_size and math.isclose(flattening, known_flattening, abs_tol=1e-7):
            return name
    return None


def _transverse_mercator(crs: CRS, ellipsoid: str) -> int | None:
    """Look up a transverse Mercator projection in metres."""
    operation = crs.coordinate_operation
    in_metres = all(axis.unit_conversion_factor == 1 for axis in crs.axis_info)
    if operation is None or operation.method_name != "Transverse Mercator" or not in_metres:
        return None
    values = {parameter.name: round(float(parameter.value), 6) for parameter in operation.params}
    if values.get("Latitude of natural origin") or values.get("False northing"):
        return None
    meridian = values.get("Longitude of natural origin", 0.0)
    scale = values.get("Scale factor at natural origin", 1.0)
    return _PARAMETERS.get((ellipsoid, meridian, scale, values.get("False easting", 0.0)))
