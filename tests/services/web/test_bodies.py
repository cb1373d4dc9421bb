"""No body is longer than it may be, however it arrives, and no form is wrongly encoded."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from starlette.testclient import TestClient

from services.web.bodies import BODY_LIMIT

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
ADDRESSES = ("/api/voices", "/mitmachen/ideen/pruefen")
BODIES = ((ADDRESSES[0], JSON), (ADDRESSES[1], FORM))


@pytest.mark.parametrize(("path", "headers"), BODIES)
def test_ten_megabytes_are_refused(
    sqlite_client: TestClient, path: str, headers: dict[str, str]
) -> None:
    found = sqlite_client.post(path, content=b"x" * 10 * BODY_LIMIT, headers=headers)

    assert found.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "höchstens 1 Megabyte" in found.json()["detail"]


@pytest.mark.parametrize(("path", "headers"), BODIES)
def test_a_body_that_hides_its_length_is_counted(
    sqlite_client: TestClient, path: str, headers: dict[str, str]
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * (BODY_LIMIT // 10)

    found = sqlite_client.post(path, content=parts(), headers=headers)

    assert found.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_person_is_told_on_a_page(sqlite_client: TestClient) -> None:
    found = sqlite_client.post(
        ADDRESSES[1], content=b"x" * 2 * BODY_LIMIT, headers=FORM | {"Accept": "text/html"}
    )

    assert found.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Kürzen Sie" in found.text


@pytest.mark.parametrize("content", ["titel=für".encode(), b"titel=\xff\xfe", b"\x80"])
def test_a_form_with_raw_letters_is_refused(sqlite_client: TestClient, content: bytes) -> None:
    found = sqlite_client.post(ADDRESSES[1], content=content, headers=FORM)

    assert found.status_code == HTTPStatus.BAD_REQUEST


def test_letters_in_json_are_welcome(sqlite_client: TestClient) -> None:
    found = sqlite_client.post(ADDRESSES[0], content='{"title": "für"}'.encode(), headers=JSON)

    assert found.json()["type"] == "/probleme/invalid-request"
    assert "body.title" not in found.json()["where"]


@pytest.mark.parametrize("length", ["-1", "x", "9" * 400, "٣"])
def test_a_length_that_is_none_breaks_nothing(sqlite_client: TestClient, length: str) -> None:
    headers = JSON | {"Content-Length": length} if length.isascii() else JSON

    found = sqlite_client.post(ADDRESSES[0], content=b"{}", headers=headers)

    assert found.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


def test_what_is_only_read_needs_no_body(sqlite_client: TestClient) -> None:
    assert sqlite_client.get("/healthz").status_code == HTTPStatus.OK
