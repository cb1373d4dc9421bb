"""The nine districts as far as a map shows them, with a plain sign."""

from __future__ import annotations

from typing import Final

from maps.identity import DistrictIdentity

SIGN: Final = '<path d="M4 20V9l8-5 8 5v11Z"/>'

NINE: Final = tuple(
    DistrictIdentity(district_id, code, name, colour, SIGN)
    for district_id, code, name, colour in (
        ("bertlich", "BER", "Bertlich", "#DDCC77"),
        ("westerholt", "WES", "Westerholt", "#882255"),
        ("langenbochum", "LAN", "Langenbochum", "#88CCEE"),
        ("scherlebeck", "SCH", "Scherlebeck", "#117733"),
        ("disteln", "DIS", "Disteln", "#CC6677"),
        ("paschenberg", "PAS", "Paschenberg", "#332288"),
        ("mitte", "MIT", "Herten-Mitte", "#44AA99"),
        ("suedwest", "SUW", "Herten-Südwest", "#999933"),
        ("suedost", "SUO", "Herten-Südost", "#AA4499"),
    )
)
