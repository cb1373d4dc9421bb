"""Killed anywhere, an import is finished by the next worker or fails cleanly."""

from __future__ import annotations

import signal
from typing import Final

import pytest

from services.imports.choices import Choices
from services.imports.model import Message
from services.imports.raster_choices import proposed
from services.imports.records import Decision
from services.jobs.model import ATTEMPTS_MAX
from tests.conftest import DIALECTS
from tests.services.imports.deaths.office import AFTER, BEFORE, DAY, Office
from tests.services.imports.rasters.test_ways import raster_bytes
from tests.services.layers.brought_in import a_draft

KILLED: Final = -signal.SIGKILL
WITH_THE_WORKER: Final = ("worker", "both")


@pytest.mark.parametrize("who", WITH_THE_WORKER)
def test_a_look_is_done_by_the_next_worker(office: Office, who: str) -> None:
    import_id = office.uploaded()

    assert office.mortal_worker("child at work", who) == KILLED
    office.next_worker()

    assert office.see(import_id).state == "reported"
    assert office.orphans() == []


@pytest.mark.parametrize(
    "point", ["look begun", "files unpacked", "child has looked", "not yet noted"]
)
def test_a_look_cut_off_anywhere_is_done_by_the_next_worker(office: Office, point: str) -> None:
    import_id = office.uploaded()

    assert office.mortal_worker(point) == KILLED
    office.next_worker()

    assert office.see(import_id).state == "reported"
    assert office.orphans() == []


def test_a_look_whose_child_is_killed_says_so(office: Office) -> None:
    import_id = office.uploaded()

    assert office.mortal_worker("child at work", "child") == 0

    one = office.see(import_id)
    assert (one.state, one.message) == ("failed", Message("IMP-506", {}))
    assert office.orphans() == []
    assert not (office.settings.import_dir / import_id / "work").exists()


@pytest.mark.parametrize("who", WITH_THE_WORKER)
def test_a_load_is_done_by_the_next_worker(office: Office, who: str) -> None:
    import_id = office.confirmed()

    assert office.mortal_worker("child at work", who) == KILLED
    office.next_worker()

    assert office.layer(import_id).state == "ready"
    assert office.orphans() == []


@pytest.mark.parametrize("point", ["conversion begun", "converted", "not yet noted"])
def test_a_load_cut_off_anywhere_is_done_by_the_next_worker(office: Office, point: str) -> None:
    import_id = office.confirmed()

    assert office.mortal_worker(point) == KILLED
    office.next_worker()

    assert office.layer(import_id).state == "ready"
    assert office.orphans() == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "point", ["version added", "half loaded", "map being drawn", "loaded", "finished"]
)
def test_what_was_half_loaded_is_loaded_once(office: Office, point: str) -> None:
    import_id = office.confirmed()
    seen = office.tiles()

    assert office.mortal_worker(point) == KILLED
    seen_meanwhile = office.tiles()
    office.next_worker()

    layer = office.layer(import_id)
    assert (layer.state, layer.layer_version) == ("ready", 2)
    assert sorted(office.versions().values()) == [BEFORE, AFTER]
    assert office.orphans() == []
    assert seen_meanwhile == seen == office.tiles()


def test_a_load_whose_child_is_killed_says_so_and_can_be_tried_again(office: Office) -> None:
    import_id = office.confirmed()

    assert office.mortal_worker("child at work", "child") == 0

    layer = office.layer(import_id)
    assert (layer.state, layer.message) == ("failed", Message("IMP-506", {}))
    assert office.orphans() == []

    office.decide(import_id)
    office.next_worker()
    assert office.layer(import_id).state == "ready"


def test_what_is_given_up_leaves_nothing(office: Office) -> None:
    import_id = office.confirmed(draft=a_draft("Wege"))
    seen = office.tiles()

    for _ in range(ATTEMPTS_MAX):
        assert office.mortal_worker("half loaded") == KILLED
    office.next_worker()

    layer = office.layer(import_id)
    message = Message("IMP-504", {"attempts": ATTEMPTS_MAX})
    assert (layer.state, layer.message) == ("failed", message)
    assert sorted(office.versions().values()) == [BEFORE]
    assert office.orphans() == []
    assert office.tiles() == seen


def test_a_new_layer_cut_off_and_loaded_again_has_one_address(office: Office) -> None:
    import_id = office.confirmed(draft=a_draft("Wege"))

    assert office.mortal_worker("half loaded") == KILLED
    office.next_worker()

    one = office.see(import_id)
    assert (one.state, one.layer(0).layer_id) == ("closed", "wege")
    assert office.orphans() == []


@pytest.mark.parametrize("point", ["map being drawn", "loaded"])
def test_a_raster_cut_off_is_loaded_once(office: Office, point: str) -> None:
    import_id = office.uploaded(raster_bytes(), "hitze.tif")
    office.next_worker()
    raster = proposed(office.see(import_id).raster(0))
    assert raster is not None
    choices = Choices(epsg=raster.epsg)
    office.confirm(import_id, Decision(choices, as_of=DAY, draft=a_draft("Hitze"), raster=raster))

    assert office.mortal_worker(point) == KILLED
    office.next_worker()

    one = office.see(import_id)
    assert (one.state, one.layer(0).layer_id) == ("closed", "hitze")
    assert office.orphans() == []


@pytest.mark.parametrize("point", ["finished", "not yet noted"])
def test_the_folder_of_an_upload_that_was_taken_over_goes(office: Office, point: str) -> None:
    import_id = office.confirmed(draft=a_draft("Wege"))

    assert office.mortal_worker(point) == KILLED
    office.next_worker()

    assert office.see(import_id).state == "closed"
    assert office.orphans() == []
