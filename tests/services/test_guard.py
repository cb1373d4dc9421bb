"""What no other site can make a member of staff do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Form
from starlette.testclient import TestClient

from services import guard, permissions
from services.app import create_app
from services.permissions import PERMISSIONS, PUBLIC, SIGNED_IN, Rule
from services.settings import Settings
from services.web.csrf import make_token
from services.web.dependencies import ActorDep
from tests.conftest import NOW, Databases
from tests.services.staff import ORIGIN, signed_in

TEXT = "Ein längerer Text mit Umlauten"


def _echo(text: str = Form("")) -> dict[str, str]:
    return {"text": text}


def _silent(actor: ActorDep) -> dict[str, str | None]:
    return {"actor": None if actor is None else actor.name}


@pytest.fixture(scope="module")
def app(databases: Databases) -> Iterator[FastAPI]:
    """The app with two forms more: one whose handler reads fields, one whose does not."""
    rules: dict[tuple[str, str], Rule] = {
        ("POST", "/echo"): SIGNED_IN,
        ("POST", "/silent"): SIGNED_IN,
        ("POST", "/open"): PUBLIC,
    }
    patch = pytest.MonkeyPatch()
    patch.setattr(guard, "PERMISSIONS", {**PERMISSIONS, **rules})
    patch.setattr(permissions, "PERMISSIONS", {**PERMISSIONS, **rules})
    url = databases.migrated("sqlite").url.render_as_string(hide_password=False)
    made = create_app(
        Settings(database_url=url, public_url="https://werkbank.example"), clock=lambda: NOW
    )
    made.add_api_route("/echo", _echo, methods=["POST"])
    made.add_api_route("/silent", _silent, methods=["POST"])
    made.add_api_route("/open", _silent, methods=["POST"])
    yield made
    patch.undo()
    made.state.engine.dispose()


@pytest.fixture
def staff(app: FastAPI) -> TestClient:
    """A member of staff whose browser sends its cookie and nothing else."""
    client = signed_in(app, "reader")
    client.headers.pop("X-CSRF-Token")
    client.headers.pop("Origin")
    cookies = [(one.name, one.value) for one in client.cookies.jar]
    client.cookies.clear()
    ((_, token),) = cookies
    # The public address is https, so the cookie bears the name that is bound to the host.
    client.headers["Cookie"] = f"__Host-werkbank={token}"
    client.headers["Origin"] = ORIGIN
    return client


def _token(client: TestClient) -> str:
    return make_token(client.headers["Cookie"].partition("=")[2])


@pytest.mark.parametrize("path", ["/echo", "/silent"])
def test_a_form_with_our_token_is_taken(staff: TestClient, path: str) -> None:
    assert staff.post(path, data={"csrf": _token(staff)}).status_code == 200


def test_the_handler_reads_the_form_after_the_check(staff: TestClient) -> None:
    found = staff.post("/echo", data={"csrf": _token(staff), "text": TEXT})

    assert found.json() == {"text": TEXT}


def test_a_form_with_a_file_is_taken(staff: TestClient) -> None:
    files = {"file": ("a.txt", b"x" * 10)}

    found = staff.post("/echo", data={"csrf": _token(staff), "text": TEXT}, files=files)

    assert found.json() == {"text": TEXT}


def test_a_script_sends_the_token_as_a_header(staff: TestClient) -> None:
    found = staff.post("/silent", json={}, headers={"X-CSRF-Token": _token(staff)})

    assert found.status_code == 200


@pytest.mark.parametrize("path", ["/echo", "/silent", "/open"])
@pytest.mark.parametrize(
    "token",
    ["", "x", "x.y", make_token("another session"), "ü.ü"],
    ids=["empty", "letter", "parts", "of another session", "beyond ASCII"],
)
def test_a_form_without_our_token_is_refused(staff: TestClient, path: str, token: str) -> None:
    found = staff.post(path, data={"csrf": token})

    assert (found.status_code, found.json()["type"]) == (403, "/probleme/stale-form")


def test_a_token_in_a_json_body_does_not_count(staff: TestClient) -> None:
    assert staff.post("/silent", json={"csrf": _token(staff)}).status_code == 403


def test_a_token_sent_as_a_file_does_not_count(staff: TestClient) -> None:
    files = {"csrf": ("csrf", _token(staff).encode())}

    assert staff.post("/silent", files=files).status_code == 403


def test_every_page_has_another_token() -> None:
    assert make_token("session") != make_token("session")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://testserver"},
        {"Origin": "https://testserver"},
        {"Origin": "https://werkbank.example"},
        {"Origin": "https://werkbank.example:443"},
        {"Origin": "", "Referer": "http://testserver/konto"},
    ],
)
def test_our_own_pages_may_send(staff: TestClient, headers: dict[str, str]) -> None:
    found = staff.post("/silent", data={"csrf": _token(staff)}, headers=headers)

    assert found.status_code == 200


FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "http://werkbank.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver:8080"},
    {"Origin": "null"},
    {"Origin": "http://testserver:x"},
    {"Origin": "http://["},
    {"Origin": "", "Referer": "https://evil.example/http://testserver"},
)


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_sites_may_not(staff: TestClient, headers: dict[str, str]) -> None:
    found = staff.post("/silent", data={"csrf": _token(staff)}, headers=headers)

    assert (found.status_code, found.json()["type"]) == (403, "/probleme/foreign-origin")


@pytest.mark.parametrize("headers", FOREIGN)
def test_other_sites_may_not_send_visitors_either(app: FastAPI, headers: dict[str, str]) -> None:
    assert TestClient(app).post("/open", headers=headers).status_code == 403


def test_over_https_the_open_line_is_another_site(app: FastAPI) -> None:
    browser = TestClient(app, base_url="https://testserver")

    sent = [
        browser.post("/open", headers={"Origin": f"{scheme}://testserver"}).status_code
        for scheme in ("https", "http")
    ]

    assert sent == [200, 403]


def test_with_a_session_one_must_say_where_one_comes_from(staff: TestClient) -> None:
    found = staff.post("/silent", data={"csrf": _token(staff)}, headers={"Origin": ""})

    assert (found.status_code, found.json()["type"]) == (403, "/probleme/foreign-origin")


def test_a_program_without_a_session_may_speak(app: FastAPI) -> None:
    assert TestClient(app).post("/open").json() == {"actor": None}


def test_a_browser_that_hides_the_site_but_says_it_is_another_is_refused(app: FastAPI) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    assert TestClient(app).post("/open", headers=headers).status_code == 403


def test_reading_needs_no_token(staff: TestClient) -> None:
    assert staff.get("/konto", headers={"Origin": ""}).status_code == 200


def test_who_is_signed_in_is_known_to_public_routes_too(staff: TestClient) -> None:
    found = staff.post("/open", data={"csrf": _token(staff)})

    assert found.json() == {"actor": "Kim Beispiel"}


def test_a_cookie_that_is_no_session_makes_a_visitor(app: FastAPI) -> None:
    found = TestClient(app).post("/open", headers={"Cookie": "__Host-werkbank=x"})

    assert found.json() == {"actor": None}


def test_data_that_is_the_same_for_everybody_asks_for_no_session(
    staff: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(guard, "find_actor")

    assert staff.get("/healthz").status_code == 200
    assert staff.get("/impressum").status_code == 500


def test_an_address_that_does_not_exist_is_not_found(staff: TestClient) -> None:
    assert staff.get("/verwaltung/unsinn").status_code == 404
