"""Providers of every kind: with other ways, clocks and keys; away, or set up wrongly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.services.accounts.provider import (
    SECRET,
    RunningProvider,
    answer_at_provider,
    running_provider,
)
from tests.services.accounts.sign_on.conftest import Workbench
from tests.services.accounts.sign_on.visits import (
    START,
    add_person,
    browser,
    come_back,
    is_signed_in,
    set_out,
)
from tests.services.mail.smtp import free_port


def test_the_address_may_stand_in_the_token(workbench: Workbench, engine: Engine) -> None:
    add_person(engine, "frieda")
    with running_provider(email_in_token=True) as provider:
        visitor = browser(workbench(engine, provider.issuer))
        come_back(visitor, set_out(visitor), "frieda")

    assert is_signed_in(visitor)


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_every_way_to_say_who_we_are_is_known(
    workbench: Workbench, engine: Engine, method: str
) -> None:
    add_person(engine, f"greta-{method}")
    with running_provider(method=method) as provider:
        secret = "" if method == "none" else SECRET
        visitor = browser(workbench(engine, provider.issuer, oidc_client_secret=secret))
        come_back(visitor, set_out(visitor), f"greta-{method}")

    assert is_signed_in(visitor)


@pytest.mark.parametrize("skew", [timedelta(hours=2), timedelta(hours=-2)])
def test_clocks_that_disagree_are_told_so(
    workbench: Workbench, engine: Engine, provider: RunningProvider, skew: timedelta
) -> None:
    name = f"wilma{skew.days}"
    add_person(engine, name)
    visitor = browser(workbench(engine, provider.issuer, clock=lambda: datetime.now(UTC) + skew))

    found = come_back(visitor, set_out(visitor), name)

    assert (found.status_code, "Uhren" in found.text) == (502, True)


def test_a_small_difference_of_clocks_does_no_harm(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    add_person(engine, "xenia")
    app = workbench(
        engine, provider.issuer, clock=lambda: datetime.now(UTC) - timedelta(seconds=90)
    )
    visitor = browser(app)
    come_back(visitor, set_out(visitor), "xenia")

    assert is_signed_in(visitor)


def test_a_provider_that_is_away_is_told_so_at_once(workbench: Workbench, engine: Engine) -> None:
    visitor = browser(workbench(engine, f"http://127.0.0.1:{free_port()}"))

    found = visitor.get(START)

    assert found.status_code == 503
    assert "antwortet gerade nicht" in found.text


def test_a_provider_that_goes_away_meanwhile_is_told_so(
    workbench: Workbench, engine: Engine
) -> None:
    add_person(engine, "yvonne")
    with running_provider() as provider:
        visitor = browser(workbench(engine, provider.issuer))
        there = answer_at_provider(set_out(visitor), "yvonne")

    found = visitor.get(there)

    assert (found.status_code, is_signed_in(visitor)) == (503, False)


def test_a_provider_with_new_keys_is_believed(workbench: Workbench, engine: Engine) -> None:
    add_person(engine, "zora")
    port = free_port()
    app = workbench(engine, f"http://127.0.0.1:{port}")
    with running_provider(port=port):
        set_out(browser(app))
    with running_provider(port=port):
        visitor = browser(app)
        come_back(visitor, set_out(visitor), "zora")

    assert is_signed_in(visitor)


def test_a_wrong_secret_is_the_administrators_to_set_right(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    visitor = browser(workbench(engine, provider.issuer, oidc_client_secret=SECRET[::-1]))

    found = come_back(visitor, set_out(visitor), "anna")

    assert (found.status_code, "invalid_client" in found.text) == (502, True)


def test_a_provider_under_another_name_is_not_asked(
    workbench: Workbench, engine: Engine, provider: RunningProvider
) -> None:
    issuer = provider.issuer.replace("127.0.0.1", "localhost")

    found = browser(workbench(engine, issuer)).get(START)

    assert (found.status_code, "issuer" in found.text) == (502, True)
