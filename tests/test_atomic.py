"""Tests of writing files: a file is written completely or not at all.

The modules that write files have tests of their own for what they add to this.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import environment

from prfaq_lint.runner import atomic

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes and links")


@POSIX
@pytest.mark.parametrize(("mode", "expected"), [(0o666, 0o640), (0o600, 0o600)])
def test_a_new_file_gets_the_umask(tmp_path: Path, mode: int, expected: int) -> None:
    old = os.umask(0o027)
    try:
        atomic.replace(str(tmp_path / "new"), b"text", mode=mode)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == expected


@POSIX
def test_a_file_is_private_until_it_has_the_mode_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, seen = tmp_path / "old", os.fchmod, []
    path.write_bytes(b"old")
    path.chmod(0o4666)

    def watched(descriptor: int, mode: int) -> None:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        real(descriptor, mode)

    monkeypatch.setattr(os, "fchmod", watched)
    atomic.replace(str(path), b"new", like=path.stat())
    assert (seen, stat.S_IMODE(path.stat().st_mode), path.read_bytes()) == ([0o600], 0o4666, b"new")


@POSIX
def test_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("target")
    atomic.replace(str(tmp_path / "link"), b"new")
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"old"


def test_an_existing_temporary_file_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    other = tmp_path / f".prfaq-lint-{bytes(8).hex()}.tmp"
    other.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        atomic.replace(str(tmp_path / "new"), b"text")
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(other, b"other")]


def test_a_failed_check_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_bytes(b"old")

    def fails() -> None:
        raise KeyError("changed")

    with pytest.raises(KeyError, match="changed"):
        atomic.replace(str(path), b"new", check=fails)
    assert [(path, path.read_bytes()) for path in tmp_path.iterdir()] == [(path, b"old")]


def test_without_sync_nothing_is_flushed_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(os, "fsync", calls.append)
    atomic.replace(str(tmp_path / "new"), b"text", sync=False)
    assert not calls
    atomic.replace(str(tmp_path / "new"), b"text")
    assert calls


def test_a_name_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    atomic.replace("new", b"text")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("new", b"text")]


@pytest.mark.slow
def test_nothing_slow_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from prfaq_lint.runner import atomic\n"
        "atomic.replace(sys.argv[1], b'text'); print({'random', 'secrets', 'tempfile'} & sys.modules.keys())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "new")],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"
