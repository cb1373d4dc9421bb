"""Invented voices come and go as a whole, and every page says that they are invented."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, insert, select
from starlette.testclient import TestClient

from services.app import create_app
from services.comments.demo_store import count_demo, has_demo, remove_demo
from services.comments.layer import VoiceIndex
from services.comments.listing import Listing
from services.data_check import check_everything
from services.database.engine import make_engine, writing
from services.database.revisions import revisions
from services.database.tables import (
    metadata,
    notice,
    support,
    trail_step,
    voice,
    voice_contact,
)
from services.demo import DemoUnfitError, load_demo, read_demo
from services.demo_banner import ASKED_EVERY_S, DemoBanner
from services.installation import initialise
from services.settings import PROJECT_ROOT, Settings
from services.web.filter import Filter
from tests.conftest import NOW, Databases
from tests.services.markup import Page
from tests.services.voice_rows import put_voice

DATA = PROJECT_ROOT / "data"
FILE = DATA / "demo" / "voices.json"

BENCH: dict[str, Any] = {
    "key": "bank",
    "process": "ideen",
    "kind": "comment",
    "title": "Eine Bank im Schatten",
    "text": "Am Wilhelmsplatz fehlt eine Bank, die im Sommer im Schatten liegt.",
    "theme": "open_space",
    "precision": "spot",
    "lon": 7.1437,
    "lat": 51.5912,
    "days_ago": 60,
    "supports": 14,
    "steps": [
        {"kind": "taken_up", "office": "Grünflächen", "days_ago": 50},
        {"kind": "measure", "office": "Grünflächen", "days_ago": 10},
        {"kind": "note", "office": "Grünflächen", "days_ago": 5},
    ],
}
AGAIN = BENCH | {
    "key": "bank-noch-einmal",
    "days_ago": 20,
    "status": "merged",
    "merged_into": "bank",
    "supports": 0,
    "steps": [],
}
ADVERT = AGAIN | {
    "key": "werbung",
    "status": "declined",
    "merged_into": None,
    "reason": {"code": "advertising", "words": "Der Text wirbt."},
}


def load(connection: Connection) -> int:
    return load_demo(connection, data_dir=DATA, now=NOW)


def written(tmp_path: Path, rows: list[Any]) -> Path:
    """Write a file of invented voices; return the folder that stands for ``data``."""
    path = tmp_path / "data" / "demo" / "voices.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows), "utf-8")
    return tmp_path / "data"


def sizes(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def test_every_voice_of_the_file_is_loaded_and_marked(herten: Connection) -> None:
    count = load(herten)

    assert count == len(read_demo(FILE))
    assert count_demo(herten) == count


def test_they_came_in_one_after_the_other() -> None:
    """Lists show what came last first, and say the day."""
    days = [one.days_ago for one in read_demo(FILE)]

    assert days == sorted(days, reverse=True)


def test_loading_twice_loads_once(herten: Connection) -> None:
    assert load(herten) == load(herten) == count_demo(herten)


def test_no_voice_comes_from_the_future_or_is_answered_before_it_came(herten: Connection) -> None:
    load(herten)

    rows = herten.execute(
        select(voice.c.received_at, voice.c.published_at, voice.c.answered_at, voice.c.status)
    ).all()

    assert all(NOW - timedelta(days=331) <= one.received_at <= NOW for one in rows)
    assert all(one.published_at >= one.received_at for one in rows if one.published_at)
    assert all(one.answered_at >= one.published_at for one in rows if one.answered_at)
    assert all((one.published_at is None) == (one.status != "published") for one in rows)


def test_every_trail_begins_with_receiving_and_goes_forward(herten: Connection) -> None:
    load(herten)
    rows = herten.execute(
        select(trail_step.c.voice_number, trail_step.c.kind, trail_step.c.happened_on).order_by(
            trail_step.c.voice_number, trail_step.c.id
        )
    ).all()
    trails: dict[int, list[Any]] = {}
    for row in rows:
        trails.setdefault(row.voice_number, []).append(row)

    assert len(trails) == count_demo(herten)
    for steps in trails.values():
        assert steps[0].kind == "received"
        assert [one.happened_on for one in steps] == sorted(one.happened_on for one in steps)


def test_the_last_answer_says_how_a_voice_stands(herten: Connection, tmp_path: Path) -> None:
    load_demo(herten, data_dir=written(tmp_path, [BENCH]), now=NOW)

    (found,) = Listing(herten, NOW.date()).newest(Filter(), limit=10)

    assert (found.answer, found.supports, found.demo) == ("measure", 14, True)


def test_what_was_not_published_says_what_became_of_it(herten: Connection, tmp_path: Path) -> None:
    load_demo(herten, data_dir=written(tmp_path, [BENCH, AGAIN, ADVERT]), now=NOW)

    rows = {one.status: one for one in herten.execute(select(voice).where(voice.c.demo))}

    assert rows["merged"].merged_into == rows["published"].number
    assert (rows["declined"].reason_code, rows["declined"].reason_words) == (
        "advertising",
        "Der Text wirbt.",
    )


def test_the_map_learns_of_them(herten: Connection) -> None:
    before = revisions(herten)["voices"].number

    load(herten)

    after = revisions(herten)["voices"].number
    stamped = set(herten.execute(select(voice.c.revision).where(voice.c.demo)).scalars())
    assert (after > before, stamped) == (True, {after})


def test_counts_forget_them(herten: Connection) -> None:
    index, today = VoiceIndex(), NOW.date()
    load(herten)
    before = index.count(herten, Filter(), today).total

    remove_demo(herten, now=NOW)

    assert before > 0
    assert index.count(herten, Filter(), today).total == 0


def test_removing_leaves_the_database_as_it_was(herten: Connection) -> None:
    mine = put_voice(herten, title="echt")
    before = sizes(herten)
    load(herten)
    revision = revisions(herten)["voices"].number
    number = herten.execute(select(voice.c.number).where(voice.c.demo).limit(1)).scalar_one()
    herten.execute(
        insert(voice_contact).values(voice_number=number, email="a@b.example", created_at=NOW)
    )
    herten.execute(insert(support).values(voice_number=number, click_hash="0" * 64, at=NOW))
    herten.execute(
        insert(notice).values(
            reference="123456789",
            voice_number=number,
            address="/beitrag/1",
            reason_code="insult",
            words="?",
            in_good_faith=True,
            language="de",
            received_at=NOW,
        )
    )

    remove_demo(herten, now=NOW)

    assert sizes(herten) == before
    assert herten.execute(select(voice.c.number)).scalars().all() == [mine]
    assert revisions(herten)["voices"].number > revision


def test_a_real_voice_merged_into_an_invented_one_waits_again(herten: Connection) -> None:
    load(herten)
    number = herten.execute(select(voice.c.number).where(voice.c.demo).limit(1)).scalar_one()
    mine = put_voice(herten, status="merged", merged_into=number)

    remove_demo(herten, now=NOW)

    row = herten.execute(select(voice).where(voice.c.number == mine)).one()
    assert (row.status, row.merged_into) == ("received", None)


def test_removing_nothing_changes_nothing(herten: Connection) -> None:
    before = revisions(herten)

    assert remove_demo(herten, now=NOW) == 0
    assert revisions(herten) == before


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([BENCH | {"colour": "red"}], "colour"),
        ([BENCH | {"days_ago": 1_000}], "days_ago"),
        (["not an object"], "1: "),
        ([BENCH | {"lon": 6.0}], "place_outside"),
        ([BENCH | {"lat": None}], "lon and lat"),
        ([BENCH | {"theme": "astrology"}], "theme_unknown"),
        ([BENCH | {"process": "atlantis"}], "no process atlantis"),
        ([BENCH | {"project": "atlantis"}], "project_unknown"),
        ([BENCH | {"text": "kurz"}], "text_short"),
        ([BENCH | {"status": "received"}], "only a published voice"),
        ([BENCH | {"days_ago": 1}], "oldest to the newest"),
        ([BENCH, BENCH], "twice"),
        ([AGAIN], "no earlier published voice"),
        ([BENCH, AGAIN | {"merged_into": None}], "merged_into belongs"),
        ([ADVERT | {"reason": None}], "reason belongs"),
        ([ADVERT | {"reason": {"code": "mood", "words": "?"}}], "nobody knows the reason mood"),
        (
            [BENCH | {"steps": [BENCH["steps"][0] | {"project": "atlantis"}]}],
            "no project atlantis",
        ),
    ],
    ids=range(17),
)
def test_a_voice_that_does_not_fit_is_named_and_nothing_is_loaded(
    herten: Connection, tmp_path: Path, rows: list[Any], fault: str
) -> None:
    with pytest.raises(DemoUnfitError) as refused:
        load_demo(herten, data_dir=written(tmp_path, rows), now=NOW)

    assert any(fault in line for line in refused.value.unfit)
    assert not has_demo(herten)


def test_the_check_of_the_data_reads_them(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    written(tmp_path, [BENCH | {"lon": 6.0}])

    assert "demo bank: place place_outside" in check_everything(folder)


def test_an_installation_has_them_only_when_asked(databases: Databases, dialect: str) -> None:
    done = initialise(databases.fresh(dialect), data_dir=DATA, now=NOW, demo=True)

    assert done.demo_voices == len(read_demo(FILE))


def test_a_running_installation_gets_none(herten_engines: Callable[[str], Engine]) -> None:
    done = initialise(herten_engines("sqlite"), data_dir=DATA, now=NOW, demo=True)

    assert done.demo_voices == 0


class _Ticking:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_banner_follows_within_seconds(databases: Databases) -> None:
    engine, clock = databases.herten("sqlite"), _Ticking()
    banner = DemoBanner(engine, clock=clock)
    before = banner()
    with writing(engine) as connection:
        load(connection)

    at_once = banner()
    clock.now += ASKED_EVERY_S

    assert (before, at_once, banner()) == (False, False, True)


def test_the_banner_stays_when_the_database_goes(tmp_path: Path) -> None:
    assert DemoBanner(make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}"))() is False


PAGES = ("/", "/karte", "/mitmachen", "/mitmachen/ideen", "/stadtteile/mitte", "/impressum", "/nix")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_that_voices_are_invented(databases: Databases, path: str) -> None:
    engine = databases.herten("sqlite")
    with writing(engine) as connection:
        load(connection)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    client = TestClient(app, raise_server_exceptions=False)

    page = Page(client.get(path, headers={"Accept": "text/html"}).text)
    app.state.engine.dispose()

    assert page.one("p", "demo-banner").words.startswith("Demonstrationsdaten:")


def test_without_them_no_page_says_so(sqlite_client: TestClient) -> None:
    assert Page(sqlite_client.get("/").text).all("p", "demo-banner") == []
