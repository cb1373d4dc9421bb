"""What arrives is counted while it comes, and stays whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import stat
from pathlib import Path

import pytest

from services.imports.model import ImportRefusedError
from services.imports.quarantine import receive, shown_name


class BrokenStream(io.BytesIO):
    """Gives some bytes and then the error."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(b"some")
        self._error = error

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        if not chunk:
            raise self._error
        return chunk


class EndlessStream(io.RawIOBase):
    """Never ends, and counts what was taken of it."""

    taken = 0

    def read(self, size: int = -1, /) -> bytes:
        self.taken += size
        return b"x" * size


def test_a_file_is_kept_with_its_size_and_fingerprint(tmp_path: Path) -> None:
    received = receive(
        io.BytesIO(b"hello"), name="Straßen.zip", folder=tmp_path / "q", limit_bytes=5
    )

    assert received.path.read_bytes() == b"hello"
    assert received.name == "Straßen.zip"
    assert received.size_bytes == 5
    assert received.sha256 == hashlib.sha256(b"hello").hexdigest()


def test_nobody_else_may_look_into_the_quarantine(tmp_path: Path) -> None:
    received = receive(io.BytesIO(b"hello"), name="a", folder=tmp_path / "q", limit_bytes=5)

    assert stat.S_IMODE((tmp_path / "q").stat().st_mode) == 0o700
    assert stat.S_IMODE(received.path.stat().st_mode) == 0o600


def test_the_name_that_was_sent_is_never_a_name_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "q"

    received = receive(io.BytesIO(b"x"), name="../../evil.shp", folder=folder, limit_bytes=5)

    assert received.path.parent == folder
    assert "evil" not in received.path.name
    assert received.name == "evil.shp"


def test_files_with_one_name_lie_side_by_side(tmp_path: Path) -> None:
    first = receive(io.BytesIO(b"1"), name="a", folder=tmp_path / "q", limit_bytes=5)
    second = receive(io.BytesIO(b"2"), name="a", folder=tmp_path / "q", limit_bytes=5)

    assert first.path.read_bytes() + second.path.read_bytes() == b"12"


def test_a_file_one_byte_too_large_is_refused_and_gone(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        receive(io.BytesIO(b"123456"), name="a", folder=tmp_path / "q", limit_bytes=5)

    assert refused.value.code == "IMP-001"
    assert not (tmp_path / "q").exists()


def test_a_stream_without_end_is_left_at_the_limit(tmp_path: Path) -> None:
    stream = EndlessStream()

    with pytest.raises(ImportRefusedError) as refused:
        receive(stream, name="a", folder=tmp_path / "q", limit_bytes=3_000_000)  # type: ignore[arg-type]

    assert refused.value.facts == {"limit_mb": 3}
    assert stream.taken < 4_000_000


def test_an_empty_file_is_refused_and_gone(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        receive(io.BytesIO(b""), name="a", folder=tmp_path / "q", limit_bytes=5)

    assert refused.value.code == "IMP-003"
    assert not (tmp_path / "q").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path, number: int) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        receive(
            BrokenStream(OSError(number, "full")), name="a", folder=tmp_path / "q", limit_bytes=99
        )

    assert refused.value.code == "IMP-002"
    assert not (tmp_path / "q").exists()


@pytest.mark.parametrize("error", [ConnectionResetError(), KeyboardInterrupt()])
def test_a_broken_upload_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        receive(BrokenStream(error), name="a", folder=tmp_path / "q", limit_bytes=99)

    assert not (tmp_path / "q").exists()


def test_a_refused_file_leaves_those_that_were_there(tmp_path: Path) -> None:
    kept = receive(io.BytesIO(b"1"), name="a", folder=tmp_path / "q", limit_bytes=5)

    with pytest.raises(ImportRefusedError):
        receive(io.BytesIO(b"123456"), name="b", folder=tmp_path / "q", limit_bytes=5)

    assert list((tmp_path / "q").iterdir()) == [kept.path]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\fakepath\\Wege.shp", "Wege.shp"),
        ("/etc/passwd", "passwd"),
        ("a\nb\x1b[31m.zip", "a�b�[31m.zip"),
        ("u\u202egpj.exe", "u�gpj.exe"),
        ("Straße.shp".replace("ß", "u\u0308"), "Straüe.shp"),
        ("", "?"),
    ],
)
def test_a_name_is_shown_as_one_harmless_line(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


def test_an_endless_name_keeps_its_beginning_and_its_ending() -> None:
    shown = shown_name("a" * 5_000 + ".shp")

    assert len(shown) == 120
    assert shown.endswith("a.shp")
