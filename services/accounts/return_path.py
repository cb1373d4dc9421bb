"""Where somebody goes after signing in: back to a page of ours, never to another site."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/verwaltung"
_LIMIT: Final = 2000
_NO_RETURN: Final = ("/anmelden", "/abmelden", "/einrichten")


def own_path(text: str) -> str:
    """Return ``text`` if it is a path of ours, with its query, else the home of staff."""
    if not text.startswith("/") or len(text) > _LIMIT:
        return HOME
    # Browsers read a backslash as a slash and drop line breaks: both could make a host of it.
    if text.startswith("//") or "\\" in text or not text.isascii() or not text.isprintable():
        return HOME
    try:
        parts = urlsplit(text)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or parts.path.startswith(_NO_RETURN):
        return HOME
    return text
