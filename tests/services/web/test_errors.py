"""Every error has a status and words in both languages."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from geo.errors import WorkbenchError
from services.problem_table import PROBLEM_BY_ERROR
from services.problems import problem_type


def test_every_error_of_the_workbench_has_a_status_and_words() -> None:
    assert {
        one
        for one in WorkbenchError.__subclasses__()
        if one.__module__.split(".")[0] in {"geo", "maps", "services"}
    } == PROBLEM_BY_ERROR.keys()


@pytest.mark.parametrize("error", PROBLEM_BY_ERROR, ids=problem_type)
def test_words_differ_between_german_and_english(error: type[WorkbenchError]) -> None:
    problem = PROBLEM_BY_ERROR[error]

    assert problem.title["de"] != problem.title["en"]
    assert problem.detail["de"] != problem.detail["en"]


def test_an_unknown_parameter_is_refused_with_its_name(client: TestClient) -> None:
    answer = client.get("/api/projects?farbe=rot")

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == "farbe"
