"""Codes of the second factor."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from services.accounts.totp import is_secret, matching_step, new_secret, qr_code, spaced

# RFC 6238, appendix B: at 1111111109 s the eight digits are 07081804, so the last six 081804.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_MOMENT = datetime.fromtimestamp(1111111109, UTC)
RFC_STEP = 1111111109 // 30


def test_the_code_of_the_standard_is_found() -> None:
    assert matching_step(RFC_SECRET, "081804", now=RFC_MOMENT, after=None) == RFC_STEP


def test_a_code_may_be_typed_in_two_groups() -> None:
    assert matching_step(RFC_SECRET, "081 804", now=RFC_MOMENT, after=None) == RFC_STEP


@pytest.mark.parametrize(("seconds", "fits"), [(-30, True), (30, True), (-90, False), (90, False)])
def test_the_clock_of_a_telephone_may_be_half_a_minute_wrong(seconds: int, fits: bool) -> None:
    there = RFC_MOMENT + timedelta(seconds=seconds)

    found = matching_step(RFC_SECRET, "081804", now=there, after=None)

    assert (found is not None) is fits


def test_a_code_is_good_once() -> None:
    assert matching_step(RFC_SECRET, "081804", now=RFC_MOMENT, after=RFC_STEP) is None


@pytest.mark.parametrize("code", ["", "081805", "08180", "abcdef", "٠٨١٨٠٤"])
def test_anything_else_is_no_code(code: str) -> None:
    assert matching_step(RFC_SECRET, code, now=RFC_MOMENT, after=None) is None


def test_a_new_secret_has_160_random_bits() -> None:
    first, second = new_secret(), new_secret()

    assert is_secret(first)
    assert len(first) * 5 == 160
    assert first != second


@pytest.mark.parametrize("text", ["", "geheim", RFC_SECRET.lower(), RFC_SECRET + "A", "1" * 32])
def test_other_text_is_no_secret(text: str) -> None:
    assert not is_secret(text)


def test_the_picture_brings_no_style_of_its_own() -> None:
    svg = qr_code(new_secret(), email="kim@herten.example")

    assert svg.startswith("<svg")
    assert "style" not in svg


def test_the_secret_can_be_typed_in_groups_of_four() -> None:
    assert re.fullmatch(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", spaced(pyotp.random_base32()))
