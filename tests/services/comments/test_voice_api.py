"""The API of single voices: what it takes, what it answers, and that nothing breaks it."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, func, select

from services.comments import guard
from services.comments.placing import pin_from_lon_lat
from services.comments.reference import find_reference
from services.database.engine import reading, writing
from services.database.tables import voice
from tests.services.comments.door import ADDRESS, Door
from tests.services.comments.rows import add_voice, ensure_process
from tests.services.comments.test_guard import solve

BODY: dict[str, Any] = {
    "process": "ideen",
    "title": "Bank fehlt",
    "text": "Am Rathaus fehlt eine Bank für alle, die warten.",
    "theme": "open_space",
    "precision": "spot",
    "lon": 7.1366,
    "lat": 51.5935,
}
JSON = {"Content-Type": "application/json"}


def key() -> dict[str, str]:
    return {"Idempotency-Key": secrets.token_urlsafe(32)}


def count(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(voice)).scalar_one()


def test_a_voice_is_taken_with_number_and_both_addresses(door: Door) -> None:
    found = door.client.post("/api/voices", json=BODY, headers=key())

    body = found.json()
    reference = find_reference(body["reference"])
    assert (found.status_code, body["status"]) == (201, "received")
    assert body["status_url"] == f"{ADDRESS}/beitrag/{reference}"
    private = body["private_url"].removeprefix(ADDRESS)
    assert door.client.get(private).status_code == 200


def test_the_same_key_answers_the_same(door: Door, engine: Engine) -> None:
    same = key()
    first = door.client.post("/api/voices", json=BODY, headers=same)
    before = count(engine)

    second = door.client.post("/api/voices", json=BODY, headers=same)

    assert (second.status_code, second.json(), count(engine)) == (201, first.json(), before)


def test_the_same_key_with_other_words_is_refused(sqlite_door: Door) -> None:
    same = key()
    first = sqlite_door.client.post("/api/voices", json=BODY, headers=same)

    second = sqlite_door.client.post("/api/voices", json=BODY | {"title": "Anders"}, headers=same)

    assert (second.status_code, second.json()["type"]) == (422, "/probleme/key-reused")
    assert first.json()["reference"].replace("-", "") in second.json()["detail"]


def test_without_a_key_each_is_a_voice_of_its_own(sqlite_door: Door) -> None:
    found = {
        sqlite_door.client.post("/api/voices", json=BODY).json()["reference"] for _ in range(2)
    }

    assert len(found) == 2


@pytest.mark.parametrize(
    "weak", ["", "1", "kurz", "x" * 21, "mit leer zeichen und lang", "x" * 129]
)
def test_a_key_that_others_could_guess_is_refused(sqlite_door: Door, weak: str) -> None:
    found = sqlite_door.client.post("/api/voices", json=BODY, headers={"Idempotency-Key": weak})

    assert found.status_code == 400


def test_everything_wrong_is_told_at_once(sqlite_door: Door) -> None:
    wrong = {"title": "", "text": "kurz", "theme": "unsinn", "email": "keine"}

    found = sqlite_door.client.post("/api/voices", json=BODY | wrong)

    assert found.status_code == 422
    assert {one["field"]: one["code"] for one in found.json()["problems"]} == {
        "title": "title_missing",
        "text": "text_short",
        "theme": "theme_unknown",
        "email": "email_invalid",
    }


@pytest.mark.parametrize("half", ["lon", "lat"])
@pytest.mark.parametrize("precision", ["spot", "district"])
def test_half_a_point_is_no_place(sqlite_door: Door, half: str, precision: str) -> None:
    sent = BODY | {half: None, "precision": precision, "district": "mitte"}

    found = sqlite_door.client.post("/api/voices", json=sent)

    assert found.status_code == 422
    assert found.json()["problems"] == [{"field": "place", "code": "place_missing"}]


LINES = ("theme", "place_label", "author_name", "email", "expertise", "altcha")


@pytest.mark.parametrize("name", LINES)
def test_no_field_takes_any_length(sqlite_door: Door, name: str) -> None:
    found = sqlite_door.client.post("/api/voices", json=BODY | {name: "x" * 30_000})

    assert (found.status_code, found.json()["where"]) == (400, [f"body.{name}"])


@pytest.mark.parametrize("name", ["place_label", "author_name", "email", "expertise"])
def test_a_little_too_long_is_told_by_how_much(sqlite_door: Door, name: str) -> None:
    found = sqlite_door.client.post("/api/voices", json=BODY | {name: "x" * 600})

    problems = {(one["field"], one["code"]) for one in found.json()["problems"]}
    assert (found.status_code, (name, "too_long") in problems) == (422, True)


def test_outside_the_distance_is_told(sqlite_door: Door) -> None:
    found = sqlite_door.client.post("/api/voices", json=BODY | {"lon": 7.3})

    body = found.json()
    assert (found.status_code, body["type"]) == (422, "/probleme/voice-outside")
    assert body["distance_m"] > 5_000


def test_a_page_of_another_site_sends_nothing(sqlite_door: Door) -> None:
    found = sqlite_door.client.post(
        "/api/voices", json=BODY, headers={"Origin": "https://evil.example"}
    )

    assert found.status_code == 403


def test_past_the_first_few_a_solved_challenge_is_needed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PROOF_COUNTERS", (2, 5))
    door = Door(engine, secret_file=tmp_path / "secret", proof_of_work_after=1)
    door.set_real_time()
    first = door.client.post("/api/voices", json=BODY, headers=key())
    same = key()

    refused = door.client.post("/api/voices", json=BODY, headers=same)
    payload = solve(door.client.get("/api/altcha/challenge").json())
    taken = door.client.post("/api/voices", json=BODY | {"altcha": payload}, headers=same)
    repeated = door.client.post("/api/voices", json=BODY, headers=same)
    spent = door.client.post("/api/voices", json=BODY | {"altcha": payload}, headers=key())
    door.close()

    assert [one.status_code for one in (first, refused, taken, repeated, spent)] == [
        201,
        428,
        201,
        201,
        428,
    ]
    assert (refused.json()["why"], spent.json()["why"]) == ("missing", "spent")


def test_a_refused_voice_spends_no_proof(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_PROOF_COUNTERS", (2, 5))
    door = Door(engine, secret_file=tmp_path / "secret", proof_of_work_after=0)
    door.set_real_time()
    payload = solve(door.client.get("/api/altcha/challenge").json())

    wrong = door.client.post("/api/voices", json=BODY | {"title": "", "altcha": payload})
    right = door.client.post("/api/voices", json=BODY | {"altcha": payload})
    door.close()

    assert (wrong.status_code, right.status_code) == (422, 201)


def test_the_ceiling_answers_when_to_go_on(engine: Engine, tmp_path: Path) -> None:
    door = Door(engine, secret_file=tmp_path / "secret", voices_per_hour=2)

    codes = [door.client.post("/api/voices", json=BODY) for _ in range(3)]
    door.close()

    assert [one.status_code for one in codes] == [201, 201, 429]
    assert 0 < int(codes[2].headers["retry-after"]) <= 3_600


def test_near_voices_are_listed_by_what_the_public_sees(door: Door) -> None:
    with writing(door.app.state.engine) as connection:
        ensure_process(connection)
        pin, far = pin_from_lon_lat(7.1, 51.62), pin_from_lon_lat(7.1, 51.63)
        shown = add_voice(connection, district="disteln", pin=pin, title="Nah")
        coarse = {"precision": "street", "public_pin": far}
        add_voice(connection, district="disteln", pin=pin, title="Grob", **coarse)
        add_voice(connection, district="disteln", pin=pin, title="Geheim", status="received")
        add_voice(connection, district="disteln", pin=far, title="Fern")

    found = door.client.get("/api/voices/near?lon=7.1001&lat=51.6201").json()

    assert [one["title"] for one in found] == ["Nah"]
    assert find_reference(found[0]["reference"]) == shown


@pytest.mark.parametrize("query", ["lon=nan&lat=51", "lon=7", "lon=x&lat=1", "lon=1e400&lat=51"])
def test_near_what_is_no_place_is_refused(sqlite_door: Door, query: str) -> None:
    assert sqlite_door.client.get(f"/api/voices/near?{query}").status_code == 400


def test_an_unknown_number_is_told(sqlite_door: Door) -> None:
    for number in ("100000006", "123456789", "x", "%00", "%F0%9F%8C%B3"):
        assert sqlite_door.client.get(f"/api/voices/{number}").status_code in {400, 404}


HOSTILE_TEXTS = (
    "<script>alert(1)</script>",
    "'; DROP TABLE voice; --",
    '=HYPERLINK("http://evil.example")',
    "a\x00b",
    "\u202egnp.exe",
    "x" * 50_000,
    "\ud800",
    "{{7*7}}{% raw %}",
    "\r\nBcc: all@example.org",
    "\x1b[31m",
    "../../etc/passwd",
    "\ufffe\uffff",
    "🌳" * 5_000,
    "",
)
HOSTILE_VALUES: tuple[Any, ...] = (
    *HOSTILE_TEXTS,
    None,
    True,
    -1,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {"a": [1]},
    [[[[]]]],
)


def test_a_thousand_hostile_bodies_are_refused_or_kept_as_words(
    own_engines: Callable[[str], Engine], tmp_path: Path
) -> None:
    engine = own_engines("sqlite")
    patient = {"voices_per_hour": 10_000, "proof_of_work_after": 10_000}
    door = Door(engine, secret_file=tmp_path / "secret", **patient)
    draw = random.Random(5)  # noqa: S311 - the same thousand each time
    names = (*BODY, "district", "project", "author_name", "email", "kind", "language", "extra")
    for _ in range(1_000):
        body = dict(BODY)
        for name in draw.sample(names, draw.randint(1, 3)):
            body[name] = draw.choice(HOSTILE_VALUES)
        before = count(engine)
        raw = json.dumps(body, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")

        found = door.client.post("/api/voices", content=raw, headers=JSON)

        assert found.status_code in {201, 400, 404, 409, 422}, (body, found.text)
        assert count(engine) == before + (found.status_code == 201)
    door.close()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        b'{"title": "\xff"}',
        b'{"\\ud800": 1}',
        b'{"lon": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b'{"title": NaN}',
        b"\x00",
    ],
)
def test_what_is_no_json_of_ours_is_refused(sqlite_door: Door, raw: bytes) -> None:
    found = sqlite_door.client.post("/api/voices", content=raw, headers=JSON)

    assert found.status_code == 400
    assert orjson.loads(found.content)["status"] == 400


def test_everything_is_described(sqlite_door: Door) -> None:
    paths = sqlite_door.client.get("/openapi.json").json()["paths"]

    sending = paths["/api/voices"]["post"]
    assert {"201", "400", "409", "422", "428", "429"} <= sending["responses"].keys()
    assert {one["name"] for one in sending["parameters"]} == {"idempotency-key"}
    for path in ("/api/voices/near", "/api/voices/{reference}", "/api/altcha/challenge"):
        assert paths[path]["get"]["description"]
