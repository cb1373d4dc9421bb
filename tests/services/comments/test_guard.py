"""Abuse is slowed down, and nobody's address is kept."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from altcha import Challenge, Payload, solve_challenge
from sqlalchemy import Connection, func, select

from services.comments import guard
from services.comments.guard import (
    LETTERS_A_DAY,
    SUPPORTS_A_DAY,
    Gate,
    is_in_time,
    new_challenge,
    new_stamp,
    spend_proof,
)
from services.comments.proof_store import Proofs
from services.database.tables import spent_proof
from services.web.signing import SigningKey
from services.web.throttle import Throttle, TooManyRequestsError
from tests.conftest import NOW


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey(tmp_path / "secret")


@pytest.fixture(autouse=True)
def quick_challenges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Challenges that Python solves in no time."""
    monkeypatch.setattr(guard, "_PROOF_COUNTERS", (2, 5))


@pytest.fixture
def gate(key: SigningKey) -> Gate:
    return Gate(Throttle(), key, sender="somebody", voices_per_hour=4, proof_after=2)


def test_a_form_that_comes_back_too_fast_was_not_filled_in_by_a_person(key: SigningKey) -> None:
    stamp = new_stamp(key, NOW)

    assert not is_in_time(key, stamp, NOW + timedelta(seconds=2.9))
    assert is_in_time(key, stamp, NOW + timedelta(seconds=3.1))


def test_a_form_from_yesterday_asks_once_more(key: SigningKey) -> None:
    assert not is_in_time(key, new_stamp(key, NOW), NOW + timedelta(hours=25))


@pytest.mark.parametrize("stamp", ["", "-", "0-", "nan-", "1e9-abc", "1795.0-\u00e4", "9" * 400])
def test_a_forged_stamp_is_none(key: SigningKey, stamp: str) -> None:
    assert not is_in_time(key, stamp, NOW)


def test_a_stamp_cannot_be_set_back(key: SigningKey) -> None:
    _, _, signature = new_stamp(key, NOW).partition("-")

    assert not is_in_time(key, f"{NOW.timestamp() - 60:.3f}-{signature}", NOW)


def test_after_the_first_few_a_proof_is_needed_and_later_a_pause(gate: Gate) -> None:
    needed, waits = [], []
    for _ in range(5):
        needed.append(gate.needs_proof())
        waits.append(gate.room_in_s() > 0)
        gate.count_voice()

    assert needed == [False, False, True, True, True]
    assert waits == [False, False, False, False, True]
    assert 0 < gate.room_in_s() <= 3_600


def test_others_are_not_slowed_down(gate: Gate) -> None:
    for _ in range(5):
        gate.count_voice()
    other = Gate(gate.throttle, gate.key, sender="other", voices_per_hour=4, proof_after=2)

    assert (other.needs_proof(), other.room_in_s()) == (False, 0)


def test_one_voice_is_supported_from_one_address_a_few_times_a_day(gate: Gate) -> None:
    for _ in range(SUPPORTS_A_DAY):
        gate.count_support("482759316")

    with pytest.raises(TooManyRequestsError):
        gate.count_support("482759316")
    gate.count_support("100000006")


def test_nobody_is_flooded_with_letters(gate: Gate) -> None:
    for _ in range(LETTERS_A_DAY):
        assert gate.may_write_to("Kim@beispiel.de", NOW)
        gate.count_letter("Kim@beispiel.de", NOW)

    assert not gate.may_write_to("kim@beispiel.de", NOW)
    assert gate.may_write_to("mia@beispiel.de", NOW)


def test_a_solved_challenge_counts_once(connection: Connection, key: SigningKey) -> None:
    now = datetime.now(UTC)
    payload = solve(new_challenge(key, now))

    assert spend_proof(Proofs(connection), key, payload, now) is None
    assert spend_proof(Proofs(connection), key, payload, now) == "spent"


def test_the_same_solution_written_otherwise_is_spent_too(
    connection: Connection, key: SigningKey
) -> None:
    now = datetime.now(UTC)
    payload = solve(new_challenge(key, now))
    spend_proof(Proofs(connection), key, payload, now)
    body = orjson.loads(base64.b64decode(payload))
    body["solution"]["time"] = 4

    assert spend_proof(Proofs(connection), key, _payload(body), now) == "spent"


def test_a_challenge_of_another_installation_is_wrong(
    connection: Connection, key: SigningKey, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    foreign = solve(new_challenge(SigningKey(tmp_path / "other"), now))

    assert spend_proof(Proofs(connection), key, foreign, now) == "wrong"


def test_a_challenge_that_was_not_solved_is_wrong(connection: Connection, key: SigningKey) -> None:
    now = datetime.now(UTC)
    body = orjson.loads(base64.b64decode(solve(new_challenge(key, now))))
    body["solution"] |= {"counter": 1, "derivedKey": "00" * 32}

    assert spend_proof(Proofs(connection), key, _payload(body), now) == "wrong"


def test_an_old_challenge_has_expired(connection: Connection, key: SigningKey) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    payload = solve(new_challenge(key, hour_ago))

    assert spend_proof(Proofs(connection), key, payload, datetime.now(UTC)) == "expired"


@pytest.mark.parametrize(
    "payload",
    [
        "x",
        "ä",
        "{}",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(b'{"challenge": 1}').decode(),
        base64.b64encode(b'{"challenge": {"signature": 5}, "solution": null}').decode(),
        base64.b64encode(b'{"challenge":{"signature":"' + b"a" * 64 + b'"}}').decode(),
        "A" * 5_000,
        "\x00",
    ],
)
def test_what_is_no_solution_is_wrong(
    connection: Connection, key: SigningKey, payload: str
) -> None:
    assert spend_proof(Proofs(connection), key, payload, NOW) == "wrong"


def test_nothing_is_missing(connection: Connection, key: SigningKey) -> None:
    assert spend_proof(Proofs(connection), key, "", NOW) == "missing"


def test_what_nobody_can_use_any_more_is_forgotten(connection: Connection, key: SigningKey) -> None:
    now = datetime.now(UTC)
    first, second = (solve(new_challenge(key, now)) for _ in range(2))
    spend_proof(Proofs(connection), key, first, now - timedelta(hours=1))

    spend_proof(Proofs(connection), key, second, now)

    assert connection.execute(select(func.count()).select_from(spent_proof)).scalar_one() == 1


def solve(challenge: dict[str, object]) -> str:
    """Return what a browser would send for a challenge."""
    made = Challenge.from_dict(challenge)
    solution = solve_challenge(made)
    assert solution is not None
    return str(Payload(made, solution).to_base64())


def _payload(body: object) -> str:
    return base64.b64encode(orjson.dumps(body)).decode()
