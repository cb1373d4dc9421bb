"""The key of an installation: made once, readable by us only, shared by all processes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from services.web.signing import SigningKey, read_or_make_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "secret"


def test_nothing_is_made_before_the_key_is_needed(path: Path) -> None:
    SigningKey(path)

    assert not path.exists()


def test_the_file_is_ours_alone_and_nothing_lies_beside_it(path: Path) -> None:
    SigningKey(path).get()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_second_start_reads_the_same_key(path: Path) -> None:
    assert SigningKey(path).get() == SigningKey(path).get()


def test_processes_that_start_at_once_share_one_key(path: Path) -> None:
    together = Barrier(8)

    def start(_: int) -> bytes:
        together.wait()
        return read_or_make_key(path)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
    assert list(path.parent.iterdir()) == [path]


def test_an_empty_file_is_no_key(path: Path) -> None:
    path.parent.mkdir()
    path.touch()

    with pytest.raises(ValueError, match="holds no key"):
        SigningKey(path).get()


def test_a_signature_holds_for_its_text_and_key_only(path: Path, tmp_path: Path) -> None:
    key, other = SigningKey(path), SigningKey(tmp_path / "other")
    signature = key.sign("text")

    assert key.is_signed("text", signature)
    assert not key.is_signed("texte", signature)
    assert not other.is_signed("text", signature)
    assert not key.is_signed("text", "ä")
