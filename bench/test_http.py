"""What a visitor waits for: server time of answers, memory at rest, bytes over the wire.

``cold`` asks each time for something not asked before, so that nothing remembered answers.
"""

from __future__ import annotations

import re
from itertools import count

import orjson
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench.conftest import Served

MEMORY_LIMIT_MB = 120
ANSWER_LIMIT_MS = 10
START_LIMIT_S = 5
DISTRICT_LIST_LIMIT_KB = 80
MAP_LIMIT_KB = 650
DISTRICTS = 9

ANSWERS = (
    "/api/projects",
    "/api/districts",
    "/api/districts?f=geojson",
    "/tiles/districts/12/2129/1360.mvt",
    "/tiles/projects/12/2129/1360.mvt",
    "/karte",
    "/stadtteile",
    "/stadtteile/mitte",
)


def get(served: Served, path: str, *, encoding: str = "gzip") -> tuple[int, bytes]:
    connection = served.connection()
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def median_ms(benchmark: BenchmarkFixture) -> float:
    """Return the median of what was just timed, in milliseconds."""
    assert benchmark.stats is not None
    median: float = benchmark.stats.stats.median * 1000
    return median


def test_first_answer_and_memory_at_rest(served: Served) -> None:
    print(f"\nfirst answer after {served.started_s:.2f} s, {served.resident_mb():.0f} MB at rest")

    assert served.started_s <= START_LIMIT_S
    assert served.resident_mb() <= MEMORY_LIMIT_MB


@pytest.mark.benchmark(group="answer, warm")
@pytest.mark.parametrize("path", ANSWERS)
def test_answer(benchmark: BenchmarkFixture, served: Served, path: str) -> None:
    connection = served.connection()

    def ask() -> int:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    assert benchmark.pedantic(ask, rounds=100, warmup_rounds=5) == 200
    connection.close()
    if path.startswith(("/api/projects", "/tiles/districts")):
        assert median_ms(benchmark) <= ANSWER_LIMIT_MS


@pytest.mark.benchmark(group="answer, cold")
@pytest.mark.parametrize(
    "path", ["/api/projects?f=geojson", "/tiles/districts/14/8517/5443.mvt?ebenen=none"]
)
def test_answer_never_asked_before(benchmark: BenchmarkFixture, served: Served, path: str) -> None:
    connection = served.connection()
    numbers = count(1800)
    join = "&" if "?" in path else "?"

    def ask() -> bytes:
        address = f"{path}{join}von={next(numbers)}"
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()

    assert benchmark.pedantic(ask, rounds=100)
    connection.close()
    assert median_ms(benchmark) <= ANSWER_LIMIT_MS


def test_all_nine_are_in_what_was_timed(served: Served) -> None:
    assert len(
        orjson.loads(get(served, "/api/districts", encoding="identity")[1])["districts"]
    ) == (DISTRICTS)


def weight_kb(served: Served, path: str, *, on_demand: bool = True) -> dict[str, float]:
    """Return the kilobytes of a page and of everything it loads besides fonts, by address.

    With ``on_demand`` also of every part that a script may load when there is need for it.
    """
    sizes: dict[str, float] = {}
    asked = [path]
    while asked:
        address = asked.pop()
        if address in sizes or address.endswith(".woff2"):
            continue
        status, body = get(served, address, encoding="br, gzip")
        assert status == 200, address
        sizes[address] = len(body) / 1000
        _, plain = get(served, address, encoding="identity")
        text = plain.decode("utf-8", "ignore") if len(plain) < 3_000_000 else ""
        if address == path:
            asked += re.findall(r'(?:href|src)="(/(?:static|styles)/[^"#]+)"', text)
        asked += _parts(address, text, on_demand=on_demand)
    return sizes


def _parts(address: str, text: str, *, on_demand: bool) -> list[str]:
    """Return what a script or style loads: chunks, worker, styles."""
    if not address.endswith((".js", ".css")):
        return []
    if not on_demand and address.endswith(".js"):
        at_once = re.findall(r'(?:from|import)\s*["\'](\./[\w.-]+\.js)["\']', text)
        return [f"/static/build/assets/{name[2:]}" for name in at_once]
    found = re.findall(
        r'["\'`(]((?:/static/build/|\./)?(?:assets/)?[\w.-]+\.(?:js|css))["\'`)?]', text
    )
    names = {name.rpartition("/")[2] for name in found}
    return [f"/static/build/assets/{name}" for name in sorted(names)]


def test_district_list_is_light(served: Served) -> None:
    sizes = weight_kb(served, "/stadtteile", on_demand=False)
    print(f"\n/stadtteile: {sum(sizes.values()):.0f} kB {sizes}")

    assert sum(sizes.values()) <= DISTRICT_LIST_LIMIT_KB


def test_map_page_is_light_enough(served: Served) -> None:
    sizes = weight_kb(served, "/karte")
    data = ["/styles/werkbank.json", "/api/districts?f=geojson", "/api/projects"]
    total = sum(sizes.values()) + sum(len(get(served, one)[1]) / 1000 for one in data)
    print(f"\n/karte: {total:.0f} kB {sizes}")

    assert total <= MAP_LIMIT_KB
