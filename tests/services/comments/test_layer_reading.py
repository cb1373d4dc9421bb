"""The index of voices reads from the database only what it must."""

from __future__ import annotations

from sqlalchemy import Connection, event

from services.comments.layer import VoiceIndex
from services.web.filter import Filter
from tests.services.comments.layer_tiles import around, seen
from tests.services.comments.rows import IN_MITTE, TODAY, add_voice


def test_only_what_changed_is_read(herten: Connection, quiet_index: VoiceIndex) -> None:
    for _ in range(3):
        add_voice(herten, district="mitte", pin=IN_MITTE)
    seen(quiet_index, herten)
    asked: list[str] = []
    listen = event.listens_for(herten, "before_cursor_execute")
    listen(lambda *about: asked.append(about[2]))
    add_voice(herten, district="mitte", pin=IN_MITTE)
    asked.clear()

    seen(quiet_index, herten)

    reads = [one for one in asked if "public_pin" in one]
    assert len(reads) == 1
    assert "revision >" in reads[0]


def test_nothing_is_read_again_while_nothing_changes(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE)
    seen(quiet_index, herten)
    asked: list[str] = []
    event.listens_for(herten, "before_cursor_execute")(lambda *about: asked.append(about[2]))

    seen(quiet_index, herten)

    assert not [one for one in asked if "FROM voice" in one]


def test_words_are_searched_once_for_all_tiles(herten: Connection, quiet_index: VoiceIndex) -> None:
    add_voice(herten, district="mitte", pin=IN_MITTE)
    asked: list[str] = []
    event.listens_for(herten, "before_cursor_execute")(lambda *about: asked.append(about[2]))

    for zoom in (12, 14, 16):
        quiet_index.tile(herten, Filter(text="bank"), TODAY, **around(IN_MITTE, zoom))

    assert len([one for one in asked if "search_text" in one]) == 1
