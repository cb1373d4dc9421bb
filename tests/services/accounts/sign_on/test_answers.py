"""Answers that somebody tampered with, kept or took from somewhere else open nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from services.accounts.sign_on_model import from_cookie, to_cookie
from tests.services.accounts.provider import answer_at_provider
from tests.services.accounts.sign_on.visits import (
    START,
    add_person,
    changed,
    come_back,
    is_signed_in,
    set_out,
)


def test_the_provider_insists_on_pkce(visitor: TestClient) -> None:
    address = changed(set_out(visitor), code_challenge=None, code_challenge_method=None)

    found = come_back(visitor, address, "mia")

    assert (found.status_code, "invalid_request" in found.text) == (403, True)


def test_a_code_is_worth_nothing_without_what_this_browser_knows(
    engine: Engine, visitor: TestClient
) -> None:
    add_person(engine, "nora")
    address = changed(set_out(visitor), code_challenge="x" * 43)

    found = come_back(visitor, address, "nora")

    assert (found.status_code, is_signed_in(visitor)) == (400, False)


def test_a_token_with_another_nonce_is_not_believed(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "olga")
    address = changed(set_out(visitor), nonce="of-somebody-else")

    found = come_back(visitor, address, "olga")

    assert (found.status_code, is_signed_in(visitor)) == (502, False)
    assert "nonce" in found.text


@pytest.mark.parametrize("state", ["of-somebody-else", "", "ä", None])
def test_an_answer_with_another_state_is_refused(
    engine: Engine, visitor: TestClient, state: str | None
) -> None:
    name = f"paula{state}"
    add_person(engine, name)
    there = answer_at_provider(set_out(visitor), name)

    found = visitor.get(changed(there, state=state))

    assert (found.status_code, is_signed_in(visitor)) == (400, False)
    assert "Anmeldung unterbrochen" in found.text


def test_an_answer_in_another_browser_is_refused(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "rosa")
    there = answer_at_provider(set_out(visitor), "rosa")
    visitor.cookies.clear()

    found = visitor.get(there)

    assert (found.status_code, is_signed_in(visitor)) == (400, False)


def test_an_answer_works_once(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "sara")
    there = answer_at_provider(set_out(visitor), "sara")
    way = dict(visitor.cookies)
    visitor.get(there)
    visitor.cookies.clear()

    assert visitor.get(there).status_code == 400  # the cookie is gone
    visitor.cookies.update(way)
    assert visitor.get(there).status_code == 400  # the code is used
    assert not is_signed_in(visitor)


def test_an_answer_from_another_issuer_is_refused(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "tina")
    there = answer_at_provider(set_out(visitor), "tina")

    found = visitor.get(changed(there, iss="https://evil.example"))

    assert (found.status_code, "iss" in found.text) == (502, True)
    assert not is_signed_in(visitor)


def test_parameters_that_a_provider_adds_do_no_harm(engine: Engine, visitor: TestClient) -> None:
    add_person(engine, "ulla")
    there = answer_at_provider(set_out(visitor), "ulla")

    visitor.get(changed(there, session_state="abc"))

    assert is_signed_in(visitor)


@pytest.mark.parametrize("cookie", ["", "x", "e30", "W10", "bnVsbA", "ä", "{}", "A" * 3000])
def test_a_cookie_that_is_not_ours_is_refused(visitor: TestClient, cookie: str) -> None:
    found = visitor.get(
        f"{START}/antwort?code=x&state=x",
        headers={b"Cookie": f"werkbank-weg={cookie}".encode()},
    )

    assert found.status_code == 400


@pytest.mark.parametrize(
    "change", [{"return_to": "/verwaltung/konten"}, {"started_s": 9_999_999_999}, {"secret": "x"}]
)
def test_a_cookie_that_was_changed_fits_no_answer(
    engine: Engine, visitor: TestClient, change: dict[str, Any]
) -> None:
    name = f"uta-{next(iter(change))}"
    add_person(engine, name)
    there = answer_at_provider(set_out(visitor), name)
    journey = replace(from_cookie(visitor.cookies["werkbank-weg"]), **change)
    visitor.cookies.clear()
    visitor.cookies.set("werkbank-weg", to_cookie(journey))

    found = visitor.get(there)

    assert (found.status_code, is_signed_in(visitor)) == (400, False)
