"""Drafts and their sending, as somebody in Herten could write them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection

from services.comments.actions import Submitted, submit
from services.comments.model import Draft
from services.comments.placing import pin_from_lon_lat
from services.districts.model import DistrictId
from tests.conftest import NOW

TOWN_HALL: Final = (7.1366, 51.5935)
"""Longitude and latitude of a point in Herten-Mitte."""
ADDRESS: Final = "https://werkbank.example"


def a_draft(**changes: Any) -> Draft:
    """Return a faultless draft about a spot in Herten-Mitte; ``changes`` change that."""
    plain = Draft(
        process_id="ideen",
        kind="comment",
        title="Bank fehlt",
        text="Am Rathaus fehlt eine Bank für alle, die warten.",
        theme="open_space",
        precision="spot",
        pin=pin_from_lon_lat(*TOWN_HALL),
    )
    return replace(plain, **changes)


def about_district(**changes: Any) -> Draft:
    """Return a faultless draft about the whole of Disteln."""
    district = {"precision": "district", "pin": None, "district_id": DistrictId("disteln")}
    return a_draft(**district | changes)


def new_key() -> str:
    """Return a secret as a form carries it."""
    return secrets.token_urlsafe(32)


def sent(connection: Connection, draft: Draft | None = None, **more: Any) -> Submitted:
    """Send a draft now."""
    return submit(draft or a_draft(), connection=connection, now=NOW, address=ADDRESS, **more)
