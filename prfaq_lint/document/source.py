"""Reading a draft from disk, and where each of its lines begins."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

MAX_BYTES = 2_000_000
"""Larger files are refused before they are read, unless `max_size` says otherwise: no draft is that long."""

LARGEST = 16_000_000
"""More than `max_size` may say: a megabyte takes seconds and a quarter of a gigabyte of memory."""

WORD_SUFFIX = ".docx"
"""How the names of Word documents end."""

LARGEST_WORD = 50_000_000
"""Larger Word documents are refused before they are read, whatever `max_size` says: that limits their text, not their pictures."""

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

    What is told to people, in findings as in messages, is told by `place`, `number_of` and `quoted`, which count lines here
    and paragraphs in a Word document.
    """

    unit = "line"
    """What `place` and `number_of` count."""
    notes: tuple[str, ...] = ()
    """What of the file was not read as it stands, a line each."""

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

    def place(self, offset: int) -> tuple[int, int]:
        """The number and column of an offset as people are told them."""
        return self.position(offset)

    def number_of(self, offset: int) -> int:
        """The number, counted from 1, of the line that holds an offset, as people are told it."""
        return self.line_of(offset)

    def quoted(self, number: int) -> str:
        """The text of the line that people are told by this number."""
        return self.line(number)

    @property
    def last(self) -> int:
        """The number of the last line, as people are told it."""
        return len(self)


class Paragraphs(Source):
    """Markdown that a Word document was converted to; people are told its paragraphs, which are all that they can find there.

    Paragraphs are counted from 1, those in table cells and lists too, and those without text not.
    """

    unit = "paragraph"

    def __init__(
        self, text: str, paragraphs: Sequence[str], pieces: Sequence[Sequence[int]], notes: tuple[str, ...] = ()
    ) -> None:
        """Take the Markdown, the plain text of each paragraph, and where in them the pieces of the Markdown come from.

        Args:
            text: The Markdown.
            paragraphs: The plain text of each paragraph, on one line.
            pieces: Four sequences of equal length, in order: the offset in the Markdown at which each piece of text begins,
                the number of its paragraph, its offset in the paragraph, and its length. What stands between two pieces is
                markup and counts as the end of the first.
            notes: What of the file was not read as it stands.
        """
        super().__init__(text)
        self.paragraphs = paragraphs
        self.notes = notes
        self._begin, self._number, self._column, self._length = pieces

    def place(self, offset: int) -> tuple[int, int]:
        """The paragraph of an offset and the column in its plain text, both from 1."""
        index = bisect_right(self._begin, offset) - 1
        if index < 0:
            return 1, 1
        return self._number[index], self._column[index] + min(offset - self._begin[index], self._length[index]) + 1

    def number_of(self, offset: int) -> int:
        """The number, counted from 1, of the paragraph that holds an offset."""
        return self.place(offset)[0]

    def quoted(self, number: int) -> str:
        """The plain text of a paragraph."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else ""

    @property
    def last(self) -> int:
        """The number of the last paragraph."""
        return max(1, len(self.paragraphs))


def is_word(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a Word document, by its name."""
    return os.fspath(path).lower().endswith(WORD_SUFFIX)


def most_bytes(path: str, max_bytes: int) -> int:
    """The most that is read of a file whose text may have so many bytes: a Word document also holds pictures."""
    return LARGEST_WORD if is_word(path) else max_bytes


def read_source(data: bytes, path: str, max_bytes: int = MAX_BYTES) -> Source:
    """The text in the bytes of a file; raises `UnreadableDraft` where they hold none, or more than `max_bytes`."""
    if not is_word(path):
        return Source(decode(data))
    from .word import convert

    return convert(data, max_bytes)


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
