"""What the layer of voices draws, and what its passport says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from services.comments.layer import VoiceIndex, voices_passport
from services.database.revisions import bump
from services.web.filter import Filter
from tests.conftest import NOW
from tests.services.comments.layer_tiles import drawn
from tests.services.comments.rows import IN_MITTE, TODAY, add_voice


def test_a_voice_about_the_whole_city_has_no_sign(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten)

    assert drawn(quiet_index, herten, Filter(), 11) == []


def test_a_voice_about_a_district_is_drawn_in_it(
    herten: Connection, quiet_index: VoiceIndex
) -> None:
    add_voice(herten, district="bertlich")

    (sign,) = drawn(quiet_index, herten, Filter(), 13)

    assert (sign["form"], sign["district"]) == ("district", "bertlich")


def test_a_box_leaves_out_what_has_no_point(herten: Connection, quiet_index: VoiceIndex) -> None:
    add_voice(herten, district="bertlich")
    spot = add_voice(herten, district="mitte", pin=IN_MITTE)

    (sign,) = drawn(quiet_index, herten, Filter(bbox=(7.0, 51.5, 7.3, 51.7)), 12)

    assert sign["reference"] == spot


def test_a_year_begins_at_midnight_in_herten(herten: Connection, quiet_index: VoiceIndex) -> None:
    for minute in (59, 60):
        received = datetime(2025, 12, 31, 22, tzinfo=UTC) + timedelta(minutes=minute)
        add_voice(herten, district="mitte", pin=IN_MITTE, received_at=received)

    counts = [
        quiet_index.count(herten, one, TODAY).total
        for one in (Filter(year_to=2025), Filter(year_from=2026), Filter(year_from=2025))
    ]

    assert counts == [1, 1, 2]


def test_the_passport_says_when_voices_are_invented(herten: Connection) -> None:
    before = voices_passport(herten, TODAY).lineage
    add_voice(herten, demo=True)
    after = voices_passport(herten, TODAY).lineage

    for lang in ("de", "en"):
        assert "emonstration" not in before[lang]
        assert "emonstration" in after[lang]


def test_the_passport_s_day_is_that_of_the_last_change(herten: Connection) -> None:
    bump(herten, "voices", now=NOW + timedelta(days=3))

    assert voices_passport(herten, TODAY).as_of == TODAY + timedelta(days=3)
