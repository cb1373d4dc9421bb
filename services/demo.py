"""Demonstration data: invented voices, loaded as a whole.

``data/demo/voices.json`` is a list of voices in the order in which they came in. Each is an
object; a member without a default must be there, any other member is an error::

    key          unique word, for ``merged_into``
    process      "ideen" or "herzensorte"; another one only if the installation has it
    kind         comment, heart_place, expert_note or statement
    channel      online, paper, phone, letter or forum                default "online"
    occasion     name of the forum or evening                         default null
    title, text  what was said, German; no names of real people
    theme        see services/projects/model.py
    precision    spot, street, district or city
    lon, lat     degrees (CRS84), four decimals are enough; with spot, and with street if known
    place_label  name of the place as somebody would say it           default null
    district     id; with district, and with street without lon, lat  default null
    project      id of a project                                      default null
    author_name  invented first name                                  default null
    expertise    what a Kenner knows; with expert_note                default null
    office       department; with statement                           default null
    days_ago     how many days before loading it came in, 0 to 330
    status       received, published, declined, merged or withdrawn   default "published"
    reason       {"code", "words"}; with declined                     default null
    merged_into  key of an earlier published voice; with merged       default null
    supports     clicks on "ich unterstütze das"                      default 0
    steps        answers, oldest first; only of published voices      default []

A step is ``{"kind", "office", "days_ago"}`` with kind taken_up, decided, measure, done, refused
or note, and may have ``words``, ``paper``, ``forum``, ``project``, ``theme``. The steps received,
published, declined, merged and withdrawn are made from the status. The last step but notes says
how a voice is answered.

All moments are relative to the loading. No mail, no private link, no proof belongs to an invented
voice. ``werkbank check-data`` checks the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from geo.errors import WorkbenchError
from services.comments.actions import refuse_flaws
from services.comments.demo_store import count_demo
from services.comments.intake import examine
from services.comments.model import AUTHOR_OFFICE, SYSTEM_OFFICE, Draft, Placement, Step
from services.comments.placing import Ground, pin_from_lon_lat, read_ground
from services.comments.reasons import REASONS
from services.comments.reference import new_reference
from services.comments.store import Voices, mark_changed
from services.comments.trail import add_step
from services.districts.model import DistrictId
from services.processes.model import Process
from services.processes.store import Processes
from services.projects.store import Projects
from services.web.dependencies import LOCAL_TIME

MODERATION: Final = "Bürgerbeteiligung"
"""The office that invented decisions are signed with."""
LONGEST_AGO: Final = 330
_ANSWERS: Final = ("taken_up", "decided", "measure", "done", "refused")
_CHECKED_AFTER_DAYS: Final = 2


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DemoReason(_Strict):
    """Why an invented voice was declined."""

    code: str
    words: str


class DemoStep(_Strict):
    """One answer to an invented voice."""

    kind: Literal["taken_up", "decided", "measure", "done", "refused", "note"]
    office: str
    days_ago: int = Field(ge=0, le=LONGEST_AGO)
    words: str | None = None
    paper: str | None = None
    forum: str | None = None
    project: str | None = None
    theme: str | None = None


class DemoVoice(_Strict):
    """One invented voice; see the head of this module."""

    key: str
    process: str
    kind: Literal["comment", "heart_place", "expert_note", "statement"]
    channel: Literal["online", "paper", "phone", "letter", "forum"] = "online"
    occasion: str | None = None
    title: str
    text: str
    theme: str
    precision: Literal["spot", "street", "district", "city"]
    lon: float | None = None
    lat: float | None = None
    place_label: str | None = None
    district: str | None = None
    project: str | None = None
    author_name: str | None = None
    expertise: str | None = None
    office: str | None = None
    days_ago: int = Field(ge=0, le=LONGEST_AGO)
    status: Literal["received", "published", "declined", "merged", "withdrawn"] = "published"
    reason: DemoReason | None = None
    merged_into: str | None = None
    supports: int = Field(default=0, ge=0)
    steps: tuple[DemoStep, ...] = ()


class DemoUnfitError(WorkbenchError):
    """The invented voices of the file cannot be loaded."""

    def __init__(self, *, unfit: Sequence[str]) -> None:
        super().__init__(f"unfit demonstration data: {'; '.join(unfit[:3])}")
        self.unfit = list(unfit)


def read_demo(path: Path) -> tuple[DemoVoice, ...]:
    """Read the invented voices; raises ``DemoUnfitError`` for members that do not fit."""
    rows = orjson.loads(path.read_bytes())
    faults: list[str] = []
    found: list[DemoVoice] = []
    for position, row in enumerate(rows, start=1):
        try:
            found.append(DemoVoice.model_validate(row))
        except ValidationError as error:
            where = row.get("key", position) if isinstance(row, dict) else position
            faults += [f"{where}: {'.'.join(map(str, one['loc']))}" for one in error.errors()]
    if faults:
        raise DemoUnfitError(unfit=faults)
    return tuple(found)


def load_demo(connection: Connection, *, data_dir: Path, now: datetime) -> int:
    """Load the invented voices unless there are some; return how many there are now.

    Writes; the caller owns the transaction. Raises ``DemoUnfitError``.
    """
    already = count_demo(connection)
    if already:
        return already
    voices = read_demo(data_dir / "demo" / "voices.json")
    today = now.astimezone(LOCAL_TIME).date()
    ground = read_ground(connection, today)
    processes = {one.id: one for one in Processes(connection).all()}
    projects = {one.id for one in Projects(connection).list()}
    placements = _placed(voices, processes, ground, projects)
    numbers: dict[str, int] = {}
    for position, (one, placement) in enumerate(zip(voices, placements, strict=True)):
        numbers[one.key] = _write(connection, one, placement, numbers, position, now=now)
    mark_changed(connection, list(numbers.values()), now=now)
    return len(voices)


def demo_faults(
    voices: Sequence[DemoVoice],
    processes: Mapping[str, Process],
    ground: Ground,
    projects: set[str],
) -> Iterator[str]:
    """Yield what is wrong with the invented voices, one line each."""
    earlier: dict[str, DemoVoice] = {}
    for one in voices:
        if one.key in earlier:
            yield f"{one.key}: this key stands there twice"
        yield from (f"{one.key}: {fault}" for fault in _state_faults(one, earlier, projects))
        if one.process not in processes:
            yield f"{one.key}: no process {one.process}"
        else:
            process = processes[one.process]
            exists = one.project is None or one.project in projects
            found = examine(_draft(one), process=process, ground=ground, project_exists=exists)
            yield from (f"{one.key}: {flaw.field} {flaw.code}" for flaw in found.flaws)
        earlier[one.key] = one


def _state_faults(
    one: DemoVoice, earlier: Mapping[str, DemoVoice], projects: set[str]
) -> Iterator[str]:
    if (one.lon is None) != (one.lat is None):
        yield "lon and lat belong together"
    if (one.status == "declined") != (one.reason is not None):
        yield "a reason belongs to a declined voice"
    elif one.reason is not None and one.reason.code not in REASONS:
        yield f"nobody knows the reason {one.reason.code}"
    if (one.status == "merged") != (one.merged_into is not None):
        yield "merged_into belongs to a merged voice"
    elif one.merged_into is not None and (
        one.merged_into not in earlier or earlier[one.merged_into].status != "published"
    ):
        yield f"{one.merged_into} is no earlier published voice"
    if one.status != "published" and (one.steps or one.supports):
        yield "only a published voice has answers and supports"
    days = [one.days_ago, *(step.days_ago for step in one.steps)]
    if days != sorted(days, reverse=True):
        yield "steps go from the oldest to the newest"
    yield from (
        f"no project {step.project}" for step in one.steps if step.project not in {None, *projects}
    )


def _placed(
    voices: Sequence[DemoVoice],
    processes: Mapping[str, Process],
    ground: Ground,
    projects: set[str],
) -> list[Placement]:
    faults = list(demo_faults(voices, processes, ground, projects))
    if faults:
        raise DemoUnfitError(unfit=faults)
    return [
        refuse_flaws(examine(_draft(one), process=processes[one.process], ground=ground))
        for one in voices
    ]


def _draft(one: DemoVoice) -> Draft:
    pin = None if one.lon is None or one.lat is None else pin_from_lon_lat(one.lon, one.lat)
    return Draft(
        process_id=one.process,
        kind=one.kind,
        title=one.title,
        text=one.text,
        theme=one.theme,
        precision=one.precision,
        pin=pin,
        place_label=one.place_label,
        district_id=None if one.district is None else DistrictId(one.district),
        project_id=one.project,
        author_name=one.author_name,
        expertise=one.expertise,
        consents=one.kind == "expert_note",
        channel=one.channel,
        occasion=one.occasion,
        office=one.office,
    )


def _write(
    connection: Connection,
    one: DemoVoice,
    placement: Placement,
    numbers: Mapping[str, int],
    position: int,
    *,
    now: datetime,
) -> int:
    today = now.astimezone(LOCAL_TIME).date()
    store = Voices(connection, today)
    received_at = _moment(now, one.days_ago, position)
    reference = new_reference()
    while store.is_taken(reference):
        reference = new_reference()
    number = store.add(
        _draft(one),
        placement,
        reference=reference,
        status="received",
        now=received_at,
        token=None,
        demo=True,
    )
    for step in _steps(one, today):
        taken_at = _moment(now, (today - step.happened_on).days, position)
        add_step(connection, number, step, account_id=None, now=taken_at)
    values = _state(one, numbers, position, now=now)
    store.change(number, expected_version=1, now=values.pop("at"), **values)
    return number


def _state(
    one: DemoVoice, numbers: Mapping[str, int], position: int, *, now: datetime
) -> dict[str, Any]:
    """Return what became of a voice, and ``at``, when it last changed."""
    checked_at = _moment(now, _checked_days_ago(one), position)
    answers = [step for step in one.steps if step.kind in _ANSWERS]
    answered_at = _moment(now, answers[-1].days_ago, position) if answers else None
    return {
        "at": answered_at or checked_at,
        "status": one.status,
        "published_at": checked_at if one.status == "published" else None,
        "answer": answers[-1].kind if answers else "open",
        "answered_at": answered_at,
        "supports": one.supports,
        "reason_code": None if one.reason is None else one.reason.code,
        "reason_words": None if one.reason is None else one.reason.words,
        "merged_into": None if one.merged_into is None else numbers[one.merged_into],
    }


def _steps(one: DemoVoice, today: date) -> Iterator[Step]:
    yield Step("received", SYSTEM_OFFICE, today - timedelta(days=one.days_ago))
    if one.status != "received":
        office = AUTHOR_OFFICE if one.status == "withdrawn" else MODERATION
        words = None if one.reason is None else one.reason.words
        day = today - timedelta(days=_checked_days_ago(one))
        yield Step(one.status, office, day, words=words)
    for step in one.steps:
        yield Step(
            step.kind,
            step.office,
            today - timedelta(days=step.days_ago),
            words=step.words,
            paper=step.paper,
            forum=step.forum,
            project_id=step.project,
            theme=step.theme,
        )


def _checked_days_ago(one: DemoVoice) -> int:
    """Return when a voice was looked at: soon after it came, and before any answer."""
    first_answer = one.steps[0].days_ago if one.steps else 0
    return max(one.days_ago - _CHECKED_AFTER_DAYS, first_answer)


def _moment(now: datetime, days_ago: int, position: int) -> datetime:
    """Return a moment on a day before: spread over the day, and never later than ``now``."""
    local = (now - timedelta(days=days_ago)).astimezone(LOCAL_TIME)
    spread = local.replace(
        hour=7 + position * 5 % 14, minute=position * 17 % 60, second=0, microsecond=0
    )
    return min(spread, now)
