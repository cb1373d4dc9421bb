"""Cancelled at any step, nothing of an import is left, and it can be tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.database.engine import writing
from services.imports import converting, looking
from services.imports.actions import cancel_work
from services.jobs.work import Work
from services.layers import archiving
from tests.conftest import NOW
from tests.services.imports.deaths.lingering_child import PID
from tests.services.imports.deaths.office import Office

STEPS = ("convert", "load", "tiles", "compare", "finish")
LINGERING = "tests.services.imports.deaths.lingering_child"


@pytest.fixture
def cancelled_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have somebody cancel an import when its job tells a step."""
    tell = Work.tell

    def at(step: str, import_id: str, position: int | None) -> None:
        def told(work: Work, now_at: str, done: int = 0, total: int = 0) -> None:
            if now_at == step:
                _cancel(office, import_id, position)
            tell(work, now_at, done, total)

        monkeypatch.setattr(Work, "tell", told)

    return at


@pytest.fixture
def cancelled_under_a_child(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[int]]:
    """Have somebody cancel an import whose child never ends; return where its id will stand."""
    is_cancelled = Work.is_cancelled
    children: list[int] = []

    def by(import_id: str, position: int | None) -> list[int]:
        for module in (looking, converting):
            monkeypatch.setattr(module, "CHILD", LINGERING)
        note = office.settings.import_dir / import_id / "work" / PID

        def asked(work: Work) -> bool:
            if note.exists():
                children.append(int(note.read_text()))
                _cancel(office, import_id, position)
            return is_cancelled(work)

        monkeypatch.setattr(Work, "is_cancelled", asked)
        return children

    return by


def _cancel(office: Office, import_id: str, position: int | None) -> None:
    with writing(office.engine) as connection:
        cancel_work(connection, import_id, position, actor=office.actor, now=NOW)


def test_a_look_that_is_cancelled_leaves_nothing(
    office: Office, cancelled_under_a_child: Callable[..., list[int]]
) -> None:
    import_id = office.uploaded()
    children = cancelled_under_a_child(import_id, None)

    office.next_worker()

    assert office.see(import_id).state == "cancelled"
    assert office.orphans() == []
    assert not (office.settings.import_dir / import_id / "work").exists()
    assert not Path(f"/proc/{children[0]}").exists()


def test_a_conversion_that_is_cancelled_leaves_nothing(
    office: Office, cancelled_under_a_child: Callable[..., list[int]]
) -> None:
    import_id = office.confirmed()
    children = cancelled_under_a_child(import_id, 0)

    office.next_worker()

    assert office.layer(import_id).state == "cancelled"
    assert office.orphans() == []
    assert not Path(f"/proc/{children[0]}").exists()


@pytest.mark.parametrize(
    ("dialect", "step"),
    [("postgis", "load"), *[("sqlite", step) for step in STEPS]],
)
def test_a_load_cancelled_at_any_step_leaves_nothing_and_can_be_tried_again(
    office: Office,
    cancelled_at: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    monkeypatch.setattr(archiving, "is_large", lambda *_: True)
    import_id = office.confirmed()
    seen = office.tiles()
    cancelled_at(step, import_id, 0)

    office.next_worker()

    assert office.layer(import_id).state == "cancelled"
    assert office.orphans() == []
    assert office.tiles() == seen

    monkeypatch.undo()
    office.decide(import_id)
    office.next_worker()
    assert office.layer(import_id).state == "ready"
