"""Counting without keeping addresses."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from limits import RateLimitItemPerHour
from starlette.requests import Request

from services.app import create_app
from services.settings import Settings
from services.web.throttle import Throttle, TooManyRequestsError, address_key
from tests.conftest import NOW

TWO_AN_HOUR = RateLimitItemPerHour(2)


class Time:
    """The clock of the machine, put where a test wants it."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def machine_time(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr(time, "time", clock)
    return clock


def test_a_key_is_hit_as_often_as_its_limit() -> None:
    throttle = Throttle()

    assert [throttle.hit("a", TWO_AN_HOUR) for _ in range(3)] == [True, True, False]
    assert throttle.hit("b", TWO_AN_HOUR)


def test_looking_does_not_count() -> None:
    throttle = Throttle()

    looked = [throttle.allows("a", TWO_AN_HOUR) for _ in range(5)]

    assert (looked, throttle.count("a", TWO_AN_HOUR)) == ([True] * 5, 0)


def test_hits_are_counted() -> None:
    throttle = Throttle()
    throttle.hit("a", TWO_AN_HOUR)

    assert (throttle.count("a", TWO_AN_HOUR), throttle.count("b", TWO_AN_HOUR)) == (1, 0)


def test_the_window_moves(machine_time: Time) -> None:
    throttle = Throttle()
    throttle.hit("a", TWO_AN_HOUR)
    machine_time.now += 1800
    throttle.hit("a", TWO_AN_HOUR)

    machine_time.now += 1801  # the first hit is out of the window, the second is not

    assert [throttle.hit("a", TWO_AN_HOUR) for _ in range(2)] == [True, False]


def test_one_learns_when_to_try_again(machine_time: Time) -> None:
    throttle = Throttle()
    throttle.hit("a", TWO_AN_HOUR)
    throttle.hit("a", TWO_AN_HOUR)
    machine_time.now += 600

    assert throttle.retry_after_s("a", TWO_AN_HOUR) == 3000


def test_what_is_forgotten_counts_anew() -> None:
    throttle = Throttle()
    throttle.hit("a", TWO_AN_HOUR)
    throttle.forget("a", TWO_AN_HOUR)

    assert throttle.count("a", TWO_AN_HOUR) == 0


def test_the_error_says_minutes_rounded_up() -> None:
    assert TooManyRequestsError(retry_after_s=61).minutes == 2


def _key(host: str | None, throttle: Throttle, days: int = 0) -> str:
    app = create_app(Settings(database_url="sqlite://"))
    app.state.throttle = throttle
    client = None if host is None else (host, 1)
    request = Request({"type": "http", "app": app, "client": client, "headers": []})
    return address_key(request, NOW + timedelta(days=days))


def test_an_address_has_the_same_key_all_day_and_another_tomorrow() -> None:
    throttle = Throttle()

    assert _key("192.0.2.1", throttle) == _key("192.0.2.1", throttle)
    assert _key("192.0.2.1", throttle) != _key("192.0.2.1", throttle, days=1)


def test_the_key_does_not_hold_the_address() -> None:
    assert "192" not in _key("192.0.2.1", Throttle())[:3]
    assert _key("192.0.2.1", Throttle()) != _key("192.0.2.1", Throttle())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("testclient", "", False),
    ],
)
def test_all_addresses_of_a_device_are_one(one: str, other: str, same: bool) -> None:
    throttle = Throttle()

    assert (_key(one, throttle) == _key(other, throttle)) is same


def test_a_request_without_an_address_has_a_key_too() -> None:
    assert _key(None, Throttle())
