"""The map speaks English on English pages."""

from __future__ import annotations

import re
from typing import Final

import orjson

from maps.legend import BOUNDARY_NOTES
from services.projects.model import STATUSES
from services.settings import PROJECT_ROOT
from services.web.i18n import Speech
from services.workbench.messages import ENGLISH, map_messages

NOTE: Final = BOUNDARY_NOTES["official"]
_CLIENT: Final = PROJECT_ROOT / "maps" / "client" / "src" / "messages.ts"
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")


def _german() -> dict[str, str]:
    table = _CLIENT.read_text("utf-8").split("const GERMAN = {")[1].split("} as const")[0]
    return dict(re.findall(r'(\w+):\s*"([^"]*)"', table))


def test_the_map_has_every_message_in_english() -> None:
    said = orjson.loads(map_messages(Speech("en"), NOTE))

    assert said.keys() == _german().keys()


def test_the_server_s_own_words_replace_the_map_s_german() -> None:
    said = orjson.loads(map_messages(Speech("de"), NOTE))

    assert said["boundary_note"] == NOTE["de"]
    assert said["status_done"] == STATUSES["done"]["de"]


def test_the_messages_of_the_map_name_the_same_values() -> None:
    german = _german()
    differing = [
        key
        for key, text in ENGLISH.items()
        if sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(german[key]))
    ]

    assert differing == []
