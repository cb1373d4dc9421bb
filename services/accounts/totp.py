"""The optional second factor: codes of six digits that change every 30 seconds (RFC 6238)."""

from __future__ import annotations

import hmac
import io
import re
from datetime import datetime
from typing import Final

import pyotp
import segno

_ISSUER: Final = "Werkbank Herten"
_STEP_S: Final = 30
_SLIPS: Final = (0, -1, 1)
"""Steps by which the clock of a telephone may be wrong."""
_SECRET: Final = re.compile(r"[A-Z2-7]{32}")


def new_secret() -> str:
    """Return a new secret: 160 random bits in base 32."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Return True if ``text`` has the form of our secrets."""
    return _SECRET.fullmatch(text) is not None


def matching_step(secret: str, code: str, *, now: datetime, after: int | None) -> int | None:
    """Return the time step whose code this is; None if none is, or none later than ``after``.

    Spaces do not matter: apps show codes in two groups.
    """
    given = "".join(code.split())
    totp = pyotp.TOTP(secret, interval=_STEP_S)
    present = int(now.timestamp()) // _STEP_S
    for slip in _SLIPS:
        step = present + slip
        expected = totp.generate_otp(step)
        if hmac.compare_digest(expected.encode(), given.encode()) and step > (after or 0):
            return step
    return None


def qr_code(secret: str, *, email: str) -> str:
    """Return what an app scans to learn the secret, as SVG without any style of its own."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)
    svg = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff"
    )
    return svg.getvalue().decode()


def spaced(secret: str) -> str:
    """Return the secret in groups of four, to be typed where nothing can be scanned."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
