"""Reading a draft from disk, and where each of its lines begins."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from typing import NamedTuple

MAX_BYTES = 2_000_000
"""Larger files are refused before they are read, unless `max_size` says otherwise: no draft is that long."""

LARGEST = 16_000_000
"""More than `max_size` may say: a megabyte takes seconds and a quarter of a gigabyte of memory."""

_SIZE = re.compile(r"([1-9]\d{0,7}) ?([kM]?)B?", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


_OTHER = {
    b"PK\x03\x04": "a zip file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich-text document",
}
"""What files of other programs begin with."""
_CONVERT = "download it from Google Docs as Markdown (.md), or paste its text into a file that ends in .md"


class UnreadableDraft(Exception):
    """A file that cannot be linted; the message names the cause in one line, without the path."""


class Span(NamedTuple):
    """A half-open range of character offsets into the source."""

    start: int
    end: int


class Source:
    """The text of a draft as its author sees it, with lines that end at LF, CRLF or CR only.

    `str.splitlines` also splits at form feeds and U+2028, which no editor counts as lines.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        self.ends = []
        for match in _LINE_END.finditer(text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))

    def __len__(self) -> int:
        return len(self.starts)

    def lines(self) -> list[str]:
        """The text of every line, without its line end."""
        return [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        return self.text[self.starts[number - 1] : self.ends[number - 1]]

    def line_of(self, offset: int) -> int:
        """The line, counted from 1, that holds a character offset."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; columns count characters (code points)."""
        line = self.line_of(offset)
        return line, offset - self.starts[line - 1] + 1


def read_document(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> str:
    """The text of a file, without a byte order mark.

    Raises `UnreadableDraft` for whatever is no UTF-8 text file of reasonable size. Never blocks on a pipe or a
    device: anything but a regular file is refused after a non-blocking open.
    """
    return decode(read_bytes(path, max_bytes))


def read_bytes(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file of at most `max_bytes`; raises `UnreadableDraft` otherwise."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        raise UnreadableDraft("no such file") from None
    except (OSError, ValueError) as error:
        raise UnreadableDraft(f"cannot be read ({reason(error)})") from None
    status = os.fstat(descriptor)
    wrong = (
        "is a directory"
        if stat.S_ISDIR(status.st_mode)
        else "is not a regular file"
        if not stat.S_ISREG(status.st_mode)
        else too_large(max_bytes)
        if status.st_size > max_bytes
        else ""
    )
    if wrong:
        os.close(descriptor)
        raise UnreadableDraft(wrong)
    with os.fdopen(descriptor, "rb") as file:
        try:
            # Room for the largest draft takes longer to set aside than most drafts to read. The size that the system tells
            # is too small where a file grows, or is made up as it is read.
            data = file.read(status.st_size + 1)
            return data + file.read(max_bytes + 1 - len(data)) if len(data) > status.st_size else data
        except OSError as error:
            raise UnreadableDraft(f"cannot be read ({reason(error)})") from None


def too_large(max_bytes: int) -> str:
    """That a file has more than so many bytes, in words."""
    size = f"{max_bytes / 1_000_000:g} MB" if max_bytes >= 1_000_000 else f"{max_bytes / 1000:g} kB"
    return f"is larger than the limit of {size}"


def read_size(text: str) -> int:
    """A size such as `500 kB` or `5 MB` in bytes; raises `ValueError` for what is none, nothing, or more than `LARGEST`."""
    found = _SIZE.fullmatch(text.strip()) if text.isascii() else None
    size = int(found[1]) * {"": 1, "k": 1000, "m": 1_000_000}[found[2].lower()] if found else 0
    if not 0 < size <= LARGEST:
        raise ValueError(f"“{text}” must be a size like “500 kB” or “5 MB”, and at most {LARGEST // 1_000_000} MB")
    return size


def decode(data: bytes) -> str:
    """UTF-8 bytes as text, without a byte order mark; raises `UnreadableDraft` that says where it is not UTF-8."""
    wrong = next((kind for start, kind in _OTHER.items() if data.startswith(start)), "")
    if wrong:
        if wrong == "a zip file" and b"word/" in data:
            wrong = "a Word document"
        raise UnreadableDraft(f"is {wrong}, and drafts are Markdown: {_CONVERT}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDraft("not UTF-8 at byte 1 (it looks like UTF-16: save it as UTF-8)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec drops a byte order mark before it counts.
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, start) + 1
        raise UnreadableDraft(f"not UTF-8 at byte {start + 1}, line {line}") from None
    if text.count("\0") * 3 > len(text):
        raise UnreadableDraft("is a binary file")
    return text


def reason(error: OSError | ValueError) -> str:
    """What went wrong, in the system's words, without a path."""
    return (getattr(error, "strerror", None) or str(error)).lower()
