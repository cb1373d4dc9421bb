"""Static files: what the build compressed is sent as it is; only hashed names are kept for good."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from services.web.static_files import CompressedStaticFiles


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A site whose folder even lies below one called ``assets``."""
    root = tmp_path / "assets" / "static"
    hashed = root / "build" / "assets"
    hashed.mkdir(parents=True)
    for folder, name in ((root, "page.js"), (hashed, "page-Bq1x.js")):
        (folder / name).write_text("plain")
        (folder / f"{name}.br").write_text("brotli")
        (folder / f"{name}.gz").write_text("gzip")
    (root / "icon.svg").write_text("<svg/>")
    app = Starlette(routes=[Mount("/static", CompressedStaticFiles(directory=root))])
    return TestClient(app)


def fetch(client: TestClient, path: str, accept: str, **headers: str) -> httpx2.Response:
    """Ask without letting the client unpack the answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream("GET", path, headers={"accept-encoding": accept} | named) as found:
        found._content = b"".join(found.iter_raw())
        return found


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("gzip, deflate, br, zstd", "brotli"),
        ("gzip, deflate", "gzip"),
        ("identity", "plain"),
        ("", "plain"),
    ],
)
def test_the_best_neighbour_the_client_takes_is_sent(
    client: TestClient, accept: str, sent: str
) -> None:
    assert fetch(client, "/static/page.js", accept).content.decode() == sent


@pytest.mark.parametrize(
    ("accept", "encoding"), [("br", "br"), ("gzip", "gzip"), ("identity", None)]
)
def test_the_answer_says_how_it_is_compressed(
    client: TestClient, accept: str, encoding: str | None
) -> None:
    found = fetch(client, "/static/page.js", accept)

    assert found.headers.get("content-encoding") == encoding


@pytest.mark.parametrize("accept", ["br", "gzip", "identity"])
def test_the_type_is_that_of_the_plain_file(client: TestClient, accept: str) -> None:
    found = fetch(client, "/static/page.js", accept)

    assert found.headers["content-type"].partition(";")[0] == "text/javascript"


@pytest.mark.parametrize("accept", ["br", "identity"])
def test_caches_are_told_that_the_encoding_matters(client: TestClient, accept: str) -> None:
    assert fetch(client, "/static/page.js", accept).headers["vary"] == "Accept-Encoding"


def test_a_file_without_neighbours_is_sent_plain(client: TestClient) -> None:
    assert fetch(client, "/static/icon.svg", "br, gzip").content == b"<svg/>"


@pytest.mark.parametrize("accept", ["br", "gzip", "identity"])
def test_a_hashed_file_is_kept_for_good(client: TestClient, accept: str) -> None:
    found = fetch(client, "/static/build/assets/page-Bq1x.js", accept)

    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/static/page.js", "/static/icon.svg"])
def test_a_file_whose_name_stays_is_not_kept_for_good(client: TestClient, path: str) -> None:
    assert "immutable" not in fetch(client, path, "br").headers.get("cache-control", "")


@pytest.mark.parametrize("accept", ["br", "gzip", "identity"])
def test_who_has_the_file_is_told_so(client: TestClient, accept: str) -> None:
    tag = fetch(client, "/static/page.js", accept).headers["etag"]

    assert fetch(client, "/static/page.js", accept, if_none_match=tag).status_code == 304


def test_each_encoding_has_its_own_tag(client: TestClient) -> None:
    tags = {
        fetch(client, "/static/page.js", accept).headers["etag"]
        for accept in ("br", "gzip", "identity")
    }

    assert len(tags) == 3


@pytest.mark.parametrize(
    "path", ["/static/none.js", "/static/../secret", "/static/%2e%2e/secret", "/static/"]
)
def test_nothing_else_is_sent(client: TestClient, tmp_path: Path, path: str) -> None:
    (tmp_path / "assets" / "secret").write_text("secret")

    assert fetch(client, path, "br").status_code == 404
