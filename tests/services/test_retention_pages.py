"""What people see once everything was forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from services.app import create_app
from services.database.engine import writing
from services.settings import Settings
from tests.conftest import NOW, Databases
from tests.services.markup import Page
from tests.services.retention_rows import (
    HIDDEN,
    forget,
    get,
    put,
    put_process,
)


@pytest.fixture(scope="module")
def forgotten(databases: Databases) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A client of a site where everything was forgotten, and a voice of each status."""
    engine = databases.herten("sqlite")
    references: dict[str, str] = {}
    with writing(engine) as connection:
        put_process(connection)
        for status in ("published", *HIDDEN):
            kind = "expert_note" if status == "published" else "comment"
            number = put(
                connection, status=status, kind=kind, expertise="Trainerin", reason_code="insult"
            )
            references[status] = get(connection, number).reference
        forget(connection)
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url), clock=lambda: NOW)
    yield TestClient(app), references
    app.state.engine.dispose()


@pytest.mark.parametrize("status", ["published", *HIDDEN])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_number_of_a_voice_still_leads_to_what_became_of_it(
    forgotten: tuple[TestClient, dict[str, str]], status: str, prefix: str
) -> None:
    client, references = forgotten
    answer = client.get(f"{prefix}/beitrag/{references[status]}")

    words = Page(answer.text).by_id("main").words
    assert answer.status_code == 200
    assert [one for one in ("None", "Kim", "Trainerin", "Feldstr") if one in words] == (
        ["Feldstr"] if status == "published" else []
    )


@pytest.mark.parametrize("path", ["/stimmen", "/api/voices", "/api/voices?f=csv", "/rechenschaft"])
def test_lists_still_answer(forgotten: tuple[TestClient, dict[str, str]], path: str) -> None:
    client, _ = forgotten

    assert client.get(path).status_code == 200
