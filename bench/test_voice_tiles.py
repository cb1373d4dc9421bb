"""Tiles of 100,000 voices over HTTP: time, bytes, memory, and how soon a new voice is there.

No tile is asked for twice: ``ebenen``, which changes no data, makes every address a new one, so
nothing remembered answers. The index and the mask of a filter are warm, as they are for everybody
but the first.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import chain, combinations, count, islice, product
from pathlib import Path

import numpy as np
import pytest

from geo.crs import LON_LAT, STORAGE_CRS, reproject
from services.database.engine import make_engine, writing
from services.installation import initialise
from services.settings import PROJECT_ROOT
from tests.conftest import NOW
from tests.served import ServedGroup, serving
from tests.services.comments.rows import IN_MITTE, add_voice, fill_crowd
from tests.services.layers.tiles import tile_at, tiles_of_herten

VOICES = 100_000
TILE_LIMIT_MS = 10
TILE_LIMIT_KB = 100
LOAD_LIMIT_S = 5
INDEX_LIMIT_MB = 80
NEW_FILTER_LIMIT_MS = 60
ASKED = 60
"""Tiles of each zoom and filter; their median counts."""

ZOOMS = range(10, 17)
FILTERS = {
    "none": "",
    "a kind": "art=comment",
    "notes": "art=expert_note&art=statement",
    "a theme": "thema=mobility",
    "an answer": "antwort=open",
    "a process": "verfahren=herzensorte",
    "a year": "von=2026&bis=2026",
    "two districts": "stadtteil=mitte&stadtteil=disteln",
    "words": "q=radweg",
    "a box": "bbox=7.10,51.56,7.16,51.62",
    "all at once": "stadtteil=mitte&thema=climate&art=comment&antwort=done&q=bank",
}
SWITCHES = ("projects", "voices", "places", "colours", "none")


class Workbench:
    """A served workbench with many voices, and its database."""

    def __init__(self, served: ServedGroup, database: str) -> None:
        self.pid = served.pid
        self.database = database
        self.connection = HTTPConnection("127.0.0.1", served.port)

    def ask(self, path: str) -> tuple[float, bytes]:
        """Return how many milliseconds an answer took, and its bytes as they were sent."""
        start = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        body = answer.read()
        took_ms = (time.perf_counter() - start) * 1000
        assert answer.status == 200, path
        return took_ms, body

    def resident_mb(self) -> float:
        """Return the memory the process holds, in megabytes (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    folder = tmp_path_factory.mktemp("voices")
    database = f"sqlite:///{folder / 'werkbank.sqlite'}"
    engine = make_engine(database)
    initialise(engine, data_dir=PROJECT_ROOT / "data", now=NOW)
    fill_crowd(engine, VOICES)
    engine.dispose()
    secret = {"WERKBANK_SECRET_FILE": str(folder / "secret")}
    with serving(database, secret, processes=1) as served:
        made = Workbench(served, database)
        yield made
        made.connection.close()


def new_addresses(zoom: int, query: str) -> Iterator[str]:
    """Yield addresses of tiles over Herten, none twice, in a fixed random order."""
    layers = chain.from_iterable(combinations(SWITCHES, size) for size in range(len(SWITCHES) + 1))
    asked = list(product(tiles_of_herten(zoom), layers))
    for position in np.random.default_rng(zoom).permutation(len(asked)).tolist():
        (z, x, y), shown = asked[position]
        pairs = [query, *(f"ebenen={one}" for one in shown)]
        yield f"/tiles/voices/{z}/{x}/{y}.mvt?" + "&".join(filter(None, pairs))


def test_first_tile_and_memory(workbench: Workbench) -> None:
    workbench.ask("/api/projects")
    before = workbench.resident_mb()
    took_ms, _ = workbench.ask("/tiles/voices/11/1064/680.mvt")
    more = workbench.resident_mb() - before
    print(f"\n{VOICES:,} voices loaded in {took_ms / 1000:.1f} s, {more:.0f} MB more")

    assert took_ms <= LOAD_LIMIT_S * 1000
    assert more <= INDEX_LIMIT_MB


@pytest.mark.parametrize("query", FILTERS.values(), ids=FILTERS.keys())
@pytest.mark.parametrize("zoom", ZOOMS)
def test_tiles(workbench: Workbench, zoom: int, query: str) -> None:
    addresses = new_addresses(zoom, query)
    workbench.ask(next(addresses))

    times, sizes = [], []
    for address in islice(addresses, ASKED):
        took_ms, body = workbench.ask(address)
        times.append(took_ms)
        sizes.append(len(body) / 1000)
    median, largest = statistics.median(times), max(sizes)
    print(
        f"\nz{zoom} {query or 'all'}: {median:.1f} ms, worst {max(times):.0f} ms, {largest:.1f} kB"
    )

    assert largest > 0
    assert median <= TILE_LIMIT_MS
    assert largest <= TILE_LIMIT_KB


def test_a_filter_never_asked_before(workbench: Workbench) -> None:
    numbers = count(1800)
    times = [
        workbench.ask(f"/tiles/voices/14/8515/5444.mvt?von={next(numbers)}")[0] for _ in range(30)
    ]
    print(f"\nnew filter: {statistics.median(times):.1f} ms")

    assert statistics.median(times) <= NEW_FILTER_LIMIT_MS


def test_a_new_voice_is_in_the_next_tile(workbench: Workbench) -> None:
    engine = make_engine(workbench.database)
    at = reproject(IN_MITTE, source=STORAGE_CRS, target=LON_LAT)
    x, y = tile_at(at.x, at.y, 16)
    address = f"/tiles/voices/16/{x}/{y}.mvt"
    times = []
    for _ in range(20):
        before = workbench.ask(address)[1]
        with writing(engine) as connection:
            add_voice(connection, district="mitte", pin=IN_MITTE)
        took_ms, after = workbench.ask(address)
        times.append(took_ms)
        assert after != before
    engine.dispose()
    print(f"\ntile after a change: {statistics.median(times):.1f} ms")
