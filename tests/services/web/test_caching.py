"""Answers are made once per tag, and not sent to those who have them."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from services.web.caching import Memo, answer, etag


@dataclass
class Site:
    """A site with one address; counts how often its answer was made."""

    body: bytes = b"x" * 2_000
    tag: str = '"abc"'
    stamp: str = "program of today"
    made: int = 0
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        app = Starlette(routes=[Route("/", self._answer)])
        app.state.answers = Memo(8)
        app.state.stamp = self.stamp
        self.client = TestClient(app)

    def _answer(self, request: Request) -> Response:
        return answer(request, self.tag, self._make, media_type="text/plain")

    def _make(self) -> bytes:
        self.made += 1
        return self.body

    def get(self, **headers: str) -> httpx2.Response:
        """Ask without the client's own wish for compression."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get("/", headers={"accept-encoding": "identity"} | named)


def test_an_answer_carries_a_tag_that_many_encodings_may_share() -> None:
    assert re.fullmatch(r'W/"\w{24}"', Site().get().headers["etag"])


def test_an_answer_is_to_be_asked_for_again() -> None:
    assert Site().get().headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("known", ["{weak}", "{strong}", '"old", {weak}', '"old" ,{strong}', "*"])
def test_who_knows_the_tag_is_told_so(known: str) -> None:
    site = Site()
    tag = site.get().headers["etag"]
    told = known.format(weak=tag, strong=tag.removeprefix("W/"))

    assert site.get(if_none_match=told).status_code == 304


@pytest.mark.parametrize("known", ['"other"', 'W/"other"', "{bare}", '"{short}"', '"{bare}', ""])
def test_who_knows_another_tag_gets_the_answer(known: str) -> None:
    site = Site()
    bare = site.get().headers["etag"].removeprefix("W/").strip('"')

    told = known.format(bare=bare, short=bare[:-1])
    assert site.get(if_none_match=told).status_code == 200


def test_not_modified_carries_tag_and_no_body() -> None:
    site = Site()
    tag = site.get().headers["etag"]

    found = site.get(if_none_match=tag)

    assert (found.headers["etag"], found.content) == (tag, b"")


def test_after_an_update_of_the_program_old_answers_do_not_hold() -> None:
    tag = Site().get().headers["etag"]

    assert Site(stamp="program of tomorrow").get(if_none_match=tag).status_code == 200


def test_not_modified_makes_nothing() -> None:
    site = Site()
    tag = Site().get().headers["etag"]

    site.get(if_none_match=tag)

    assert site.made == 0


def test_an_answer_is_made_once_per_tag() -> None:
    site = Site()

    site.get()
    site.get(accept_encoding="gzip")

    assert site.made == 1


def test_a_new_tag_is_a_new_answer() -> None:
    site = Site()
    site.get()
    site.tag, site.body = '"new"', b"new"

    assert site.get().content == b"new"


def test_a_long_answer_is_compressed_for_those_who_take_it() -> None:
    found = Site().get(accept_encoding="br, gzip")

    assert found.headers["content-encoding"] == "gzip"
    assert int(found.headers["content-length"]) < 100
    assert found.content == b"x" * 2_000  # the client has unpacked it


def test_a_long_answer_is_sent_as_it_is_to_others() -> None:
    assert "content-encoding" not in Site().get(accept_encoding="identity").headers


def test_a_short_answer_is_not_compressed() -> None:
    assert "content-encoding" not in Site(body=b"x" * 499).get(accept_encoding="gzip").headers


def test_caches_are_told_that_the_encoding_matters() -> None:
    assert Site().get().headers["vary"] == "Accept-Encoding"


@given(
    left=st.lists(st.text(min_size=1), min_size=1, max_size=4),
    right=st.lists(st.text(min_size=1), min_size=1, max_size=4),
)
def test_different_parts_give_different_tags(left: list[str], right: list[str]) -> None:
    joined = ["\x1f".join(parts) for parts in (left, right)]

    assert (etag(*left) == etag(*right)) == (joined[0] == joined[1])


@pytest.mark.parametrize(
    "others", [("ab",), ("a", "b", ""), ("b", "a"), ("a",), ()], ids=lambda parts: "-".join(parts)
)
def test_parts_keep_their_place_in_a_tag(others: tuple[str, ...]) -> None:
    assert etag("a", "b") != etag(*others)


def test_a_tag_is_weak_and_quoted() -> None:
    assert re.fullmatch(r'W/"\w+"', etag("projects", 7))


def test_memo_makes_a_value_once() -> None:
    memo: Memo[object] = Memo(2)

    assert memo.get("key", object) is memo.get("key", object)


def test_memo_remembers_none_too() -> None:
    memo: Memo[int | None] = Memo(2)
    memo.get("key", lambda: None)

    assert memo.get("key", lambda: 1) is None


def test_memo_forgets_what_was_longest_unused() -> None:
    memo: Memo[int] = Memo(2)
    memo.get("first", lambda: 1)
    memo.get("second", lambda: 1)
    memo.get("first", lambda: 1)
    memo.get("third", lambda: 1)

    assert [memo.get(key, lambda: 2) for key in ("first", "third", "second")] == [1, 1, 2]


def test_memo_does_not_remember_a_failure() -> None:
    memo: Memo[float] = Memo(2)
    with pytest.raises(ZeroDivisionError):
        memo.get("key", lambda: 1 / 0)

    assert memo.get("key", lambda: 1.0) == 1.0


def test_memo_makes_a_value_without_holding_the_others_up() -> None:
    memo: Memo[str] = Memo(2)

    def slow() -> str:
        with ThreadPoolExecutor(1) as other:
            return other.submit(memo.get, "other", lambda: "done").result(timeout=5)

    assert memo.get("slow", slow) == "done"


@given(keys=st.lists(st.integers(0, 20), min_size=1, max_size=60), size=st.integers(1, 5))
def test_memo_never_gives_the_value_of_another_key(keys: list[int], size: int) -> None:
    memo: Memo[int] = Memo(size)

    assert [memo.get(key, lambda key=key: key) for key in keys] == keys  # type: ignore[misc]


def test_memo_is_safe_between_threads() -> None:
    memo: Memo[int] = Memo(3)
    start = threading.Barrier(8)

    def work(seed: int) -> bool:
        start.wait()
        keys = [(seed * 7 + step) % 10 for step in range(300)]
        return all(memo.get(key, lambda key=key: key) == key for key in keys)  # type: ignore[misc]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))
