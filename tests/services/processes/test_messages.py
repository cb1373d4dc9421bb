"""The map for drawing an area speaks English on English pages."""

from __future__ import annotations

import re
from typing import Final

import orjson

from services.processes.messages import ENGLISH, draw_messages
from services.settings import PROJECT_ROOT
from services.web.i18n import Speech

_CLIENT: Final = PROJECT_ROOT / "maps" / "client" / "src" / "draw" / "words.ts"
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")


def _german() -> dict[str, str]:
    table = _CLIENT.read_text("utf-8").split("const GERMAN = {")[1].split("} as const")[0]
    return dict(re.findall(r'(\w+):\s*"([^"]*)"', table))


def test_the_drawing_map_has_every_message_in_english() -> None:
    assert orjson.loads(draw_messages(Speech("en"))).keys() == _german().keys()


def test_the_german_page_hands_over_nothing_that_stands_there_already() -> None:
    assert orjson.loads(draw_messages(Speech("de"))) == {}


def test_the_messages_of_the_drawing_map_name_the_same_values() -> None:
    german = _german()
    differing = [
        key
        for key, text in ENGLISH.items()
        if sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(german[key]))
    ]

    assert differing == []
