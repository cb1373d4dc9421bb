"""Every address of the API takes whatever its description lets through, and never breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from services.app import create_app
from services.settings import Settings
from tests.conftest import Databases

EXAMPLES = 60


def _operations(app: FastAPI) -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(app.openapi())
    schema.app = app
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {f"{one.method.upper()} {one.path}": one for one in found}


NAMES = sorted(_operations(create_app(Settings(database_url="sqlite://"))))


@pytest.fixture(scope="module")
def attacked(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The app over a database of its own: what is attacked may write."""
    url = databases.herten("sqlite").url.render_as_string(hide_password=False)
    secret = tmp_path_factory.mktemp("installation") / "secret"
    patient = Settings(
        database_url=url, secret_file=secret, voices_per_hour=100_000, proof_of_work_after=100_000
    )
    app = create_app(patient)
    yield app
    app.state.engine.dispose()


@pytest.fixture(scope="module")
def operations(attacked: FastAPI) -> Callable[[str], Any]:
    return _operations(attacked).__getitem__


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_is_answered_without_a_fault_of_ours(
    name: str, operations: Callable[[str], Any], attacked: FastAPI
) -> None:
    operation = operations(name)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    def attack(case: Any) -> None:
        answer = case.call(app=attacked)
        assert answer.status_code < 500, f"{case.as_curl_command()}: {answer.text[:500]}"

    attack()


def test_the_description_holds_every_address_of_the_api() -> None:
    assert {"POST /api/voices", "GET /api/voices", "GET /api/districts"} <= set(NAMES)
