"""What an archive of tiles lacks is told as it is: no room, or no memory."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from services.jobs.model import JobFailedError
from services.layers import tile_archive
from services.layers.tile_archive import Content, write_archive


def _drawn_by(words: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Have an archive written by a program that does something else."""
    (folder / "features.jsonl").touch()
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{words}\n")
    program.chmod(0o700)
    monkeypatch.setattr(tile_archive, "_program", lambda: program)
    target = folder / "layers" / "tiles.pmtiles"
    try:
        return write_archive(folder / "features.jsonl", target, Content(), check=lambda: None)
    finally:
        assert list(target.parent.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "echo 'geom: Write to temporary file failed: No space left on device' >&2; exit 120"

    with pytest.raises(OSError, match="No space") as full:
        _drawn_by(words, tmp_path, monkeypatch)

    assert full.value.errno == errno.ENOSPC


def test_who_was_killed_did_not_fail_on_the_features(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(JobFailedError) as failed:
        _drawn_by("kill -9 $$", tmp_path, monkeypatch)

    assert failed.value.code == "IMP-506"


def test_another_failure_leaves_tiles_to_be_made_on_the_fly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _drawn_by("exit 3", tmp_path, monkeypatch)
