"""The API of single voices: send one, read one, see what is near, get a challenge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from services.comments.actions import Submitted, find_sent, look_at, refuse_flaws, repeats, take_in
from services.comments.guard import Gate, new_challenge, spend_proof
from services.comments.intake import Flaw
from services.comments.model import (
    EXPERTISE_LIMIT,
    LABEL_LIMIT,
    NAME_LIMIT,
    TEXT_MAX,
    TEXT_MIN,
    TITLE_LIMIT,
    Answer,
    Draft,
    KeyReusedError,
    Kind,
    Precision,
    ProofNeededError,
    Status,
    Step,
    StepKind,
    Voice,
    VoiceInvalidError,
)
from services.comments.placing import pin_from_lon_lat
from services.comments.proof_store import Proofs
from services.comments.reference import shown
from services.comments.sending import GateDep, KeyDep
from services.comments.store import Voices
from services.comments.trail import steps_of
from services.comments.writing_pages import near_voices
from services.districts.model import DistrictId
from services.processes.actions import check_accepts
from services.processes.store import Processes
from services.web.dependencies import (
    LOCAL_TIME,
    AddressDep,
    ConnectionDep,
    IdPath,
    NowDep,
    TodayDep,
    WritingDep,
    only,
)
from services.web.geojson import to_lon_lat
from services.web.throttle import TooManyRequestsError

router = APIRouter()

_ID: Final = r"^[a-z0-9_-]{1,80}$"
_LONG: Final = 20_000
_LINE: Final = 4_000
"""Far more characters than are taken; up to here the answer says by how many it is too long."""
_NEAR_LIMIT: Final = 50
"""Of a crowd of voices, the nearest are listed."""
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    HTTPStatus.BAD_REQUEST: {"description": "Not JSON, or fields of the wrong type."},
    HTTPStatus.FORBIDDEN: {"description": "A page of another site sent this."},
    HTTPStatus.NOT_FOUND: {"description": "There is no such process."},
    HTTPStatus.CONFLICT: {"description": "The process does not take voices today."},
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: {"description": "More than a megabyte."},
    HTTPStatus.UNPROCESSABLE_ENTITY: {
        "description": "Read, but not right: `problems` names field and code of everything wrong."
    },
    HTTPStatus.PRECONDITION_REQUIRED: {
        "description": "Many came from this address: send the solution of a challenge as `altcha`."
    },
    HTTPStatus.TOO_MANY_REQUESTS: {"description": "Too many; `Retry-After` says when to go on."},
}


class VoiceIn(BaseModel):
    """A voice to be sent. Degrees in CRS84; `district` where no point is given."""

    model_config = ConfigDict(strict=True, extra="forbid")

    process: str = Field(pattern=_ID, examples=["ideen"])
    kind: Literal["comment", "heart_place", "expert_note"] = "comment"
    title: str = Field(max_length=_LONG, description=f"1 to {TITLE_LIMIT} characters, one line.")
    text: str = Field(max_length=_LONG, description=f"{TEXT_MIN} to {TEXT_MAX} characters.")
    theme: str = Field(
        max_length=_LINE, description="One of the themes of the process.", examples=["mobility"]
    )
    precision: Precision = Field(
        description="How exactly everybody sees the place: `spot` the point itself, `street` the "
        "middle of a square of 100 m, `district` and `city` no point and no label."
    )
    lon: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    place_label: str | None = Field(
        default=None, max_length=_LINE, description=f"At most {LABEL_LIMIT} characters."
    )
    district: str | None = Field(default=None, pattern=_ID)
    project: str | None = Field(default=None, pattern=_ID)
    author_name: str | None = Field(
        default=None,
        max_length=_LINE,
        description=f"Shown in public. At most {NAME_LIMIT} characters.",
    )
    email: str | None = Field(
        default=None, max_length=_LINE, description="Never shown; asked for by letter first."
    )
    expertise: str | None = Field(
        default=None,
        max_length=_LINE,
        description=f"Needed for an `expert_note`. At most {EXPERTISE_LIMIT} characters.",
    )
    consents: bool = Field(default=False, description="Needed for an `expert_note`.")
    language: Literal["de", "en"] = "de"
    altcha: str = Field(
        default="",
        max_length=_LONG,
        description="Solution of a challenge, where one is needed.",
    )


class SentOut(BaseModel):
    """A voice that was taken in. `private_url` is a secret and is said only here."""

    reference: str
    status: Status
    status_url: str
    private_url: str


IdempotencyKey = Annotated[
    str | None,
    Header(
        pattern=r"^[A-Za-z0-9_-]{22,128}$",
        description="A random secret, such as a UUID, made anew for each voice. Sent again with "
        "the same key, the first voice is answered, its private address included.",
    ),
]


@router.post(
    "/api/voices",
    status_code=HTTPStatus.CREATED,
    dependencies=[only()],
    responses=_REFUSALS,
    tags=["voices"],
)
def send_voice(
    body: VoiceIn,
    connection: WritingDep,
    now: NowDep,
    gate: GateDep,
    address: AddressDep,
    idempotency_key: IdempotencyKey = None,
) -> SentOut:
    """Send a voice. Everything that is wrong is told at once."""
    today = now.astimezone(LOCAL_TIME).date()
    sent = find_sent(connection, idempotency_key, today)
    if sent is not None and not repeats(sent.voice, body.title, body.text):
        raise KeyReusedError(reference=sent.voice.reference)
    if sent is None:
        sent = _take_in(connection, body, idempotency_key, gate, now=now, address=address)
    return SentOut(
        reference=shown(sent.voice.reference),
        status=sent.voice.status,
        status_url=f"{address}/beitrag/{sent.voice.reference}",
        private_url=f"{address}/mein-beitrag/{sent.token}",
    )


class StepOut(BaseModel):
    """One step of the answer trail."""

    kind: StepKind
    office: str
    happened_on: date
    words: str | None
    paper: str | None
    forum: str | None
    project: str | None
    theme: str | None


class VoiceOut(BaseModel):
    """A voice as everybody may know it; words, place and name only while it is published."""

    reference: str
    process: str
    kind: Kind
    status: Status
    answer: Answer
    theme: str
    district: str | None = Field(description="Null for a voice about the whole city.")
    received_on: date
    reason_code: str | None
    reason_words: str | None
    merged_into: str | None
    merged: list[str]
    steps: list[StepOut]
    title: str | None
    text: str | None
    author_name: str | None
    expertise: str | None
    office: str | None
    project: str | None
    precision: Precision | None
    place_label: str | None
    lon: float | None = Field(description="Of the public place, as exact as `precision` says.")
    lat: float | None
    supports: int = Field(description="Clicks without signing in; no vote.")
    url: str


@router.get(
    "/api/voices/near",
    dependencies=[only("lon", "lat")],
    responses={HTTPStatus.BAD_REQUEST: {"description": "Not two numbers."}},
    tags=["voices"],
)
def list_near(
    connection: ConnectionDep,
    today: TodayDep,
    lon: Annotated[float, Query(ge=-10, le=30, description="Longitude in degrees (CRS84).")],
    lat: Annotated[float, Query(ge=0, le=84, description="Latitude in degrees (CRS84).")],
) -> list[VoiceOut]:
    """List the published voices within 150 m of a point: the nearest 50, the nearest first."""
    pin = pin_from_lon_lat(lon, lat)
    if pin is None:
        return []
    return _each_out(connection, near_voices(connection, pin, today)[:_NEAR_LIMIT], today)


@router.get(
    "/api/voices/{reference}",
    dependencies=[only()],
    responses={
        HTTPStatus.BAD_REQUEST: {"description": "Control characters instead of a number."},
        HTTPStatus.NOT_FOUND: {"description": "There is no voice with this number."},
    },
    tags=["voices"],
)
def get_voice(reference: IdPath, connection: ConnectionDep, today: TodayDep) -> VoiceOut:
    """Return what became of a voice, by its number with or without hyphens."""
    (found,) = _each_out(connection, [Voices(connection, today).get(reference)], today)
    return found


@router.get("/api/altcha/challenge", dependencies=[only()], tags=["voices"])
def get_challenge(now: NowDep, key: KeyDep) -> JSONResponse:
    """Return a challenge for ALTCHA (version 2): its solution counts for one voice."""
    return JSONResponse(new_challenge(key, now), headers={"Cache-Control": "no-cache"})


def _take_in(
    connection: Connection,
    body: VoiceIn,
    key: str | None,
    gate: Gate,
    *,
    now: datetime,
    address: str,
) -> Submitted:
    wait_s = gate.room_in_s()
    if wait_s > 0:
        raise TooManyRequestsError(retry_after_s=wait_s)
    draft = _draft(body, key)
    today = now.astimezone(LOCAL_TIME).date()
    process = Processes(connection).get_public(draft.process_id)
    check_accepts(process, kind=draft.kind, theme=None, on=today)
    examined = look_at(draft, process=process, connection=connection, on=today)
    refuse_flaws(examined)
    if draft.email is not None and not gate.may_write_to(draft.email, now):
        raise VoiceInvalidError(problems=[Flaw("email", "mail_busy", {}).as_problem()])
    if gate.needs_proof():
        trouble = spend_proof(Proofs(connection), gate.key, body.altcha, now)
        if trouble is not None:
            raise ProofNeededError(why=trouble)
    sent = take_in(examined, process=process, connection=connection, now=now, address=address)
    gate.count_voice()
    gate.count_letter(draft.email, now)
    return sent


def _draft(body: VoiceIn, key: str | None) -> Draft:
    pin = None
    if (body.lon is None) != (body.lat is None):
        raise VoiceInvalidError(problems=[Flaw("place", "place_missing", {}).as_problem()])
    if body.lon is not None and body.lat is not None:
        pin = pin_from_lon_lat(body.lon, body.lat)
        if pin is None:
            raise VoiceInvalidError(problems=[Flaw("place", "place_far", {}).as_problem()])
    return Draft(
        process_id=body.process,
        kind=body.kind,
        title=body.title,
        text=body.text,
        theme=body.theme,
        precision=body.precision,
        pin=pin,
        place_label=body.place_label,
        district_id=None if body.district is None else DistrictId(body.district),
        project_id=body.project,
        author_name=body.author_name,
        email=body.email,
        expertise=body.expertise,
        consents=body.consents,
        language=body.language,
        idempotency_key=key,
    )


def _each_out(connection: Connection, voices: Sequence[Voice], today: date) -> list[VoiceOut]:
    """Return what everybody may know of some voices; what lies around them is read at once."""
    store = Voices(connection, today)
    numbers = [one.number for one in voices]
    trails, merged = steps_of(connection, numbers), store.merged_into_each(numbers)
    return [_out(store, one, trails[one.number], merged[one.number]) for one in voices]


def _out(store: Voices, voice: Voice, trail: Sequence[Step], merged: Sequence[str]) -> VoiceOut:
    place: Any = None if voice.public_pin is None else to_lon_lat(voice.public_pin)
    public = voice.is_public
    into = None if voice.merged_into is None else store.get_by_number(voice.merged_into)
    return VoiceOut(
        reference=shown(voice.reference),
        process=voice.process_id,
        kind=voice.kind,
        status=voice.status,
        answer=voice.answer,
        theme=voice.theme,
        district=voice.district_id,
        received_on=voice.received_at.astimezone(LOCAL_TIME).date(),
        reason_code=voice.reason_code,
        reason_words=voice.reason_words,
        merged_into=None if into is None else shown(into.reference),
        merged=[shown(one) for one in merged],
        steps=[_step_out(one) for one in trail],
        title=voice.title if public else None,
        text=voice.text if public else None,
        author_name=voice.author_name if public else None,
        expertise=voice.expertise if public else None,
        office=voice.office if public else None,
        project=voice.project_id if public else None,
        precision=voice.precision if public else None,
        place_label=voice.place_label if public else None,
        lon=place.x if public and place is not None else None,
        lat=place.y if public and place is not None else None,
        supports=voice.supports,
        url=f"/beitrag/{voice.reference}",
    )


def _step_out(step: Step) -> StepOut:
    return StepOut(
        kind=step.kind,
        office=step.office,
        happened_on=step.happened_on,
        words=step.words,
        paper=step.paper,
        forum=step.forum,
        project=step.project_id,
        theme=step.theme,
    )
