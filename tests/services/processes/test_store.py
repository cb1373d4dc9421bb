"""Processes and streets as rows, in both databases."""

from __future__ import annotations

from datetime import date

import pytest
from shapely import MultiPolygon, box
from sqlalchemy import Connection

from services.processes.files import read_streets
from services.processes.model import ProcessChangedError, ProcessNotFoundError
from services.processes.store import Processes
from services.processes.street_store import Streets
from services.settings import PROJECT_ROOT
from tests.conftest import NOW
from tests.services.processes.samples import a_process
from tests.services.voice_rows import put_voice

TODAY = date(2026, 11, 23)


def test_a_process_is_read_as_it_was_written(connection: Connection) -> None:
    one = a_process(
        area_kind="polygon",
        area=MultiPolygon([box(370_000, 5_717_000, 371_000, 5_718_000)]),
        themes=("climate", "housing"),
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        standing=False,
        outcome={"de": "Es kommt.", "en": "It comes."},
    )

    Processes(connection).add(one, now=NOW)

    assert Processes(connection).get("anger") == one


def test_open_ones_come_first_then_upcoming_then_ended(connection: Connection) -> None:
    store = Processes(connection)
    days = {"was": (1, 2), "will": (28, 30), "now": (20, 25)}
    for number, (id_, (first, last)) in enumerate(days.items(), start=1):
        one = a_process(
            number=number,
            id=id_,
            starts_on=date(2026, 11, first),
            ends_on=date(2026, 11, last),
        )
        store.add(one, now=NOW)
    store.add(a_process(number=9, id="draft", published_at=None), now=NOW)

    assert [one.id for one in store.list(TODAY)] == ["now", "will", "was"]


def test_only_published_ones_have_an_id_for_everybody(connection: Connection) -> None:
    store = Processes(connection)
    store.add(a_process(), now=NOW)
    store.add(a_process(number=9, id="draft", published_at=None), now=NOW)

    assert store.ids() == ("anger",)


def test_a_draft_is_not_found_by_the_public(connection: Connection) -> None:
    store = Processes(connection)
    store.add(a_process(published_at=None), now=NOW)

    assert store.get("anger").published_at is None
    with pytest.raises(ProcessNotFoundError):
        store.get_public("anger")


def test_a_change_counts_up_the_version(connection: Connection) -> None:
    store = Processes(connection)
    store.add(a_process(), now=NOW)

    store.change("anger", expected_version=1, now=NOW, themes=["climate"])

    found = store.get("anger")
    assert (found.version, found.themes) == (2, ("climate",))


def test_who_comes_second_is_told(connection: Connection) -> None:
    store = Processes(connection)
    store.add(a_process(), now=NOW)
    store.change("anger", expected_version=1, now=NOW, themes=["climate"])

    with pytest.raises(ProcessChangedError):
        store.change("anger", expected_version=1, now=NOW, themes=["housing"])

    assert store.get("anger").themes == ("climate",)


def test_voices_of_every_status_are_counted(herten: Connection) -> None:
    for status in ("received", "published", "declined"):
        put_voice(herten, status=status)

    assert Processes(herten).count_voices("ideen") == 3
    assert Processes(herten).count_voices("herzensorte") == 0


def test_the_streets_are_those_of_the_file(herten: Connection) -> None:
    expected = read_streets(PROJECT_ROOT / "data" / "streets" / "streets.json")

    found = Streets(herten).list()

    assert [(one.name, one.district_id, one.sources) for one in found] == [
        (one.name, one.district_id, one.sources) for one in expected
    ]
    assert all(
        (one.location is None) == (other.location is None)
        and (one.location is None or one.location.equals_exact(other.location, 1e-6))
        for one, other in zip(found, expected, strict=True)
    )
