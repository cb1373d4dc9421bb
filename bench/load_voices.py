"""Sends voices at a fixed rate, whether or not the answers keep up, and writes down each answer.

    python -m bench.load_voices ADDRESS --rate 50 --seconds 60 --seed 1 > answers.jsonl

A process of its own, so that it does not share a lock with what it measures. The schedule is open:
voice ``i`` leaves at ``i / rate`` seconds, and its time counts from then, not from when a
connection became free. Each voice has an idempotency key, so who was not answered may ask again.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import shapely

from services.settings import PROJECT_ROOT

HANDS: Final = 64
"""How many voices may be under way at once."""
TIMEOUT_S: Final = 30.0
BOUNDARIES: Final = PROJECT_ROOT / "data" / "districts" / "herten" / "boundaries.geojson"
_MARGIN_DEGREES: Final = 0.0005
_KEY_BYTES: Final = 16


@dataclass(frozen=True)
class Answer:
    """What became of one voice; ``status`` 0: no answer."""

    key: str
    status: int
    ms: float
    reference: str | None


def make_voices(count: int, *, seed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield voices all over the city, each with its idempotency key; the same for the same seed."""
    random = np.random.default_rng(seed)
    collection = json.loads(BOUNDARIES.read_text("utf-8"))
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in collection["features"]]
    city = shapely.union_all(shapes).buffer(-_MARGIN_DEGREES)
    west, south, east, north = city.bounds
    for number in range(count):
        while True:
            point = shapely.Point(random.uniform(west, east), random.uniform(south, north))
            if city.contains(point):
                break
        yield (
            random.bytes(_KEY_BYTES).hex(),
            {
                "process": "ideen",
                "title": f"Lastprobe {number}",
                "text": f"Stimme {number} einer Lastprobe: Hier fehlt eine Bank im Schatten.",
                "theme": "mobility",
                "precision": "spot",
                "lon": round(point.x, 6),
                "lat": round(point.y, 6),
            },
        )


class Sender:
    """Sends voices over connections that stay open, one per thread."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._own = threading.local()

    def send(self, key: str, voice: dict[str, Any], *, due: float) -> Answer:
        """Send one voice; its time counts from the moment it was due.

        A connection that the server has closed meanwhile, because it was idle, is opened anew and
        the voice sent again, as browsers do: its key keeps it one voice.
        """
        body = json.dumps(voice).encode()
        status, reference = 0, None
        for _ in range(2):
            was_open = getattr(self._own, "connection", None) is not None
            try:
                status, said = self._post(key, body)
                reference = json.loads(said).get("reference")
                break
            except (OSError, HTTPException, ValueError):
                self._own.connection = None
                if not was_open:
                    break
        return Answer(key, status, (time.perf_counter() - due) * 1000, reference)

    def _post(self, key: str, body: bytes) -> tuple[int, bytes]:
        connection: HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = HTTPConnection(self._host, self._port, timeout=TIMEOUT_S)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        connection.request("POST", "/api/voices", body, headers)
        answer = connection.getresponse()
        said = answer.read()
        self._own.connection = connection
        return answer.status, said


def send_all(
    address: str, voices: Sequence[tuple[str, dict[str, Any]]], *, rate: float
) -> Iterator[Answer]:
    """Send voices at ``rate`` a second; yield the answers in the order of the voices."""
    sender = Sender(address)
    with ThreadPoolExecutor(HANDS) as hands:
        start = time.perf_counter()
        sent = []
        for number, (key, voice) in enumerate(voices):
            due = start + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            sent.append(hands.submit(sender.send, key, voice, due=due))
        for one in sent:
            yield one.result()


def main() -> None:
    """Send what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--rate", type=float, default=50.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    voices = list(make_voices(round(asked.rate * asked.seconds), seed=asked.seed))
    for answer in send_all(asked.address, voices, rate=asked.rate):
        sys.stdout.write(json.dumps(asdict(answer)) + "\n")


if __name__ == "__main__":
    main()
