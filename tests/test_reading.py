"""Tests of reading files: unreadable ones are refused with a reason, and none can block or exhaust memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from prfaq_lint.document.source import UnreadableDraft, read_document


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(UnreadableDraft) as caught:
        read_document(path, **limits)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) not in message, "whoever prints the message names the path"
    return message


def written(folder: Path, data: bytes) -> Path:
    path = folder / "draft.md"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param("naïve 漢字 😀\n".encode(), "naïve 漢字 😀\n", id="utf-8"),
        pytest.param(b"\xef\xbb\xbf# A\n", "# A\n", id="byte-order-mark-goes"),
        pytest.param(b"\xef\xbb\xbf\xef\xbb\xbfA", "\ufeffA", id="only-one-byte-order-mark-goes"),
        pytest.param(b"a\r\nb\rc\n", "a\r\nb\rc\n", id="line-ends-stay"),
        pytest.param(b"a" * 300 + b"\0", "a" * 300 + "\0", id="a-lone-nul-stays"),
    ],
)
def test_text(tmp_path: Path, data: bytes, text: str) -> None:
    assert read_document(written(tmp_path, data)) == text


@pytest.mark.parametrize(
    ("data", "byte", "line"),
    [
        pytest.param(b"caf\xe9\n", 4, 1, id="latin-1"),
        pytest.param(b"a\nb\nc \x80 d\n", 7, 3, id="third-line"),
        pytest.param(b"\xef\xbb\xbfa\xff", 5, 1, id="after-a-byte-order-mark"),
        pytest.param("ab€".encode()[:-1], 3, 1, id="cut-off"),
        pytest.param(b"\xed\xa0\x80", 1, 1, id="surrogate"),
        pytest.param(b"\xc0\xaf", 1, 1, id="overlong"),
    ],
)
def test_not_utf8_names_byte_and_line(tmp_path: Path, data: bytes, byte: int, line: int) -> None:
    assert refusal(written(tmp_path, data)) == f"not UTF-8 at byte {byte}, line {line}"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    message = refusal(written(tmp_path, mark + "# A draft\n".encode(encoding)))
    assert message.startswith("not UTF-8 at byte 1")
    assert "UTF-16" in message


def test_binary(tmp_path: Path) -> None:
    assert "binary" in refusal(written(tmp_path, b"\x00\x00\x01" * 100))


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    with path.open("wb") as file:
        file.truncate(3 << 30)  # a sparse file: it takes up no space, but would fill the memory if it were read
    assert "larger than" in refusal(path)


def test_limit(tmp_path: Path) -> None:
    path = written(tmp_path, b"a" * 2048)
    assert read_document(path, max_bytes=2048) == "a" * 2048
    assert refusal(path, max_bytes=2047) == "is larger than the limit of 2.047 kB"


def test_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.md") == "no such file"


def test_directory(tmp_path: Path) -> None:
    assert "directory" in refusal(tmp_path)


def test_name_with_a_nul(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "a\0b.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.md"
    os.mkfifo(path)
    assert refusal(path) == "is not a regular file"


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="the reader may read everything here",
)
def test_forbidden(tmp_path: Path) -> None:
    path = written(tmp_path, b"a")
    path.chmod(0)
    assert refusal(path) == "cannot be read (permission denied)"


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="links need rights here")
def test_loop_of_links(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.symlink_to(path)
    assert refusal(path).startswith("cannot be read (too many levels of symbolic links")
