"""What tests write on the pages that take a voice in, without any script."""

from __future__ import annotations

from sqlalchemy import func, select

from services.database.engine import reading
from services.database.tables import voice
from tests.services.comments.door import Door, fields

NEW = "/mitmachen/ideen/neu"
CHECK = "/mitmachen/ideen/pruefen"
SEND = "/mitmachen/ideen/senden"
HERE = f"{NEW}?weg=karte&lon=7.1366&lat=51.5935"
WORDS = {
    "titel": "Bank fehlt",
    "text": "Am Rathaus fehlt eine Bank für alle, die warten.",
    "thema": "open_space",
}


def summary(door: Door, address: str = HERE, **typed: str) -> dict[str, str]:
    """Fill in the form of a page and return the fields of the summary that it leads to."""
    form = door.form(address, "voice-form", **WORDS | typed)
    found = door.client.post(CHECK, data=form)
    assert found.status_code == 200, found.text
    return fields(found.text, "send-form")


def count_voices(door: Door, **where: str) -> int:
    """Return how many voices have these values."""
    with reading(door.app.state.engine) as connection:
        return connection.execute(
            select(func.count()).select_from(voice).filter_by(**where)
        ).scalar_one()
