"""A made-up shift grid: the same shift everywhere, so that a test can compute it in the head."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

DEGREE: Final = 3_600.0
"""Seconds of arc."""
SOUTH, NORTH, WEST, EAST = 46, 56, 5, 16
"""Degrees: Germany."""


def write_grid(path: Path, *, north_seconds: float, east_seconds: float) -> None:
    """Write an NTv2 grid that shifts every point in Germany by the same seconds of arc.

    NTv2 counts longitudes positive westward; nodes lie one degree apart.
    """
    nodes = (NORTH - SOUTH + 1) * (EAST - WEST + 1)
    records = [
        struct.pack("<8si4x", b"NUM_OREC", 11),
        struct.pack("<8si4x", b"NUM_SREC", 11),
        struct.pack("<8si4x", b"NUM_FILE", 1),
        struct.pack("<8s8s", b"GS_TYPE ", b"SECONDS "),
        struct.pack("<8s8s", b"VERSION ", b"TEST    "),
        struct.pack("<8s8s", b"SYSTEM_F", b"DHDN    "),
        struct.pack("<8s8s", b"SYSTEM_T", b"ETRS89  "),
        struct.pack("<8sd", b"MAJOR_F ", 6_377_397.155),
        struct.pack("<8sd", b"MINOR_F ", 6_356_078.963),
        struct.pack("<8sd", b"MAJOR_T ", 6_378_137.0),
        struct.pack("<8sd", b"MINOR_T ", 6_356_752.314),
        struct.pack("<8s8s", b"SUB_NAME", b"GERMANY "),
        struct.pack("<8s8s", b"PARENT  ", b"NONE    "),
        struct.pack("<8s8s", b"CREATED ", b"20250101"),
        struct.pack("<8s8s", b"UPDATED ", b"20250101"),
        struct.pack("<8sd", b"S_LAT   ", SOUTH * DEGREE),
        struct.pack("<8sd", b"N_LAT   ", NORTH * DEGREE),
        struct.pack("<8sd", b"E_LONG  ", -EAST * DEGREE),
        struct.pack("<8sd", b"W_LONG  ", -WEST * DEGREE),
        struct.pack("<8sd", b"LAT_INC ", DEGREE),
        struct.pack("<8sd", b"LONG_INC", DEGREE),
        struct.pack("<8si4x", b"GS_COUNT", nodes),
        *[struct.pack("<4f", north_seconds, -east_seconds, 0, 0)] * nodes,
        struct.pack("<8s8x", b"END     "),
    ]
    path.write_bytes(b"".join(records))
