"""What processes that were killed left behind goes, and nothing else does."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from services.database.engine import writing
from services.database.tables import import_file
from services.imports.leftovers import STRAY_AFTER, remove_leftovers
from tests.conftest import NOW
from tests.services.imports.deaths.office import Office

UNKNOWN = "0" * 32


def _tidy(office: Office) -> None:
    remove_leftovers(office.engine, office.settings, lambda: NOW)


def _folder(office: Office, name: str, age: timedelta) -> Path:
    folder = office.settings.import_dir / name
    (folder / "received" / "0").mkdir(parents=True)
    moment = (NOW - age).timestamp()
    os.utime(folder, (moment, moment))
    return folder


def _become(office: Office, import_id: str, state: str) -> None:
    with writing(office.engine) as connection:
        connection.execute(
            update(import_file).where(import_file.c.id == import_id).values(state=state)
        )


def _work(office: Office, import_id: str) -> Path:
    """Return the folder of an upload's work, with something half done in it."""
    work = office.settings.import_dir / import_id / "work"
    (work / "features" / "0").mkdir(parents=True)
    (work / "sets.json").touch()
    return work


def test_an_upload_whose_app_died_before_it_was_noted_goes(office: Office) -> None:
    folder = _folder(office, UNKNOWN, STRAY_AFTER * 2)

    _tidy(office)

    assert not folder.exists()


def test_an_upload_that_just_arrives_stays(office: Office) -> None:
    folder = _folder(office, UNKNOWN, STRAY_AFTER / 2)

    _tidy(office)

    assert folder.exists()


def test_what_is_none_of_ours_stays(office: Office) -> None:
    folder = _folder(office, "sicherung", STRAY_AFTER * 2)

    _tidy(office)

    assert folder.exists()


def test_the_folder_of_a_closed_upload_goes(office: Office) -> None:
    import_id = office.uploaded()
    _become(office, import_id, "closed")

    _tidy(office)

    assert not (office.settings.import_dir / import_id).exists()


@pytest.mark.parametrize("state", ["inspecting", "reported"])
def test_what_was_half_converted_goes_and_the_upload_stays(office: Office, state: str) -> None:
    import_id = office.uploaded()
    _become(office, import_id, state)
    work = _work(office, import_id)

    _tidy(office)

    assert (work / "sets.json").exists()
    assert not (work / "features").exists()


def test_of_a_refused_upload_only_the_files_as_they_came_stay(office: Office) -> None:
    import_id = office.uploaded()
    _become(office, import_id, "refused")
    work = _work(office, import_id)

    _tidy(office)

    assert not work.exists()
    assert (work.parent / "received").exists()


def test_without_a_folder_for_uploads_there_is_nothing_to_do(office: Office) -> None:
    assert not office.settings.import_dir.exists()

    _tidy(office)
