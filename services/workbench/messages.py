"""What the map island says, in the language of the page."""

from __future__ import annotations

import orjson

from services.web.i18n import Speech


def map_messages(speech: Speech) -> str:
    """Return the island's texts as JSON; keys as in ``maps/client/src/messages.ts``."""
    return orjson.dumps({}).decode()
