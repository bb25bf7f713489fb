"""Reading a draft from disk, and the positions of its lines."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

MAX_BYTES = 2_000_000
"""Larger files are refused before they are read, unless `max_size` is set: no draft is that long."""

LARGEST = 16_000_000
"""The maximum of `max_size`: a megabyte takes seconds and a quarter of a gigabyte of memory."""

WORD_SUFFIX = ".docx"
"""The end of the names of Word documents."""

LARGEST_WORD = 50_000_000
"""Larger Word documents are refused before they are read; `max_size` limits their text, not their pictures."""

_SIZE = re.compile(r"([1-9]\d{0,7}) ?([kM]?)B?", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_OTHER = {
    b"PK\x03\x04": "a zip file",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"%PDF": "a PDF",
    b"{\\rtf": "a rich-text document",
}
"""The beginnings of files of other programs."""
_CONVERT = "download it from Google Docs as Markdown (.md), or paste its text into a file that ends in .md"


class UnreadableDraft(Exception):
    """A file that cannot be linted; the message gives the reason in one line, without the path."""


class Span(NamedTuple):
    """A half-open range of character offsets into the source."""

    start: int
    end: int


class Source:
    """The text of a draft as its author sees it, with lines that end at LF, CRLF or CR only.

    `str.splitlines` also splits at form feeds and U+2028, which editors do not count as lines.

    Findings and messages refer to positions by `place`, `number_of` and `quoted`, which count lines here and paragraphs
    in a Word document.
    """

    unit = "line"
    """The unit that `place` and `number_of` count."""
    notes: tuple[str, ...] = ()
    """What was not read exactly as it is in the file, one line each."""

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
        """Return the text of every line, without its line end."""
        return [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its line end."""
        return self.text[self.starts[number - 1] : self.ends[number - 1]]

    def line_of(self, offset: int) -> int:
        """Return the line, counted from 1, that contains a character offset."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both from 1; columns count characters (code points)."""
        line = self.line_of(offset)
        return line, offset - self.starts[line - 1] + 1

    def place(self, offset: int) -> tuple[int, int]:
        """Return the number and column of an offset as shown to people."""
        return self.position(offset)

    def number_of(self, offset: int) -> int:
        """Return the number, counted from 1, of the line that contains an offset, as shown to people."""
        return self.place(offset)[0]

    def quoted(self, number: int) -> str:
        """Return the text of the line with this number, as shown to people."""
        return self.line(number)

    @property
    def last(self) -> int:
        """Return the number of the last line, as shown to people."""
        return len(self)

    def places(self) -> list[tuple[int, int, int]]:
        """Return where the stretches begin that people find by `place`, in order: number, column and offset."""
        return [(number, 1, start) for number, start in enumerate(self.starts, 1)]


class Paragraphs(Source):
    """Markdown converted from a Word document; people are shown its paragraph numbers, because it has no lines.

    Paragraphs are counted from 1, including those in table cells and lists, but not those without text.
    """

    unit = "paragraph"

    def __init__(
        self, text: str, paragraphs: Sequence[str], pieces: Sequence[Sequence[int]], notes: tuple[str, ...] = ()
    ) -> None:
        """Take the Markdown, the plain text of each paragraph, and where in them the pieces of the Markdown come from.

        Args:
            text: The Markdown.
            paragraphs: The plain text of each paragraph, on one line.
            pieces: Four sequences of equal length, in order: the offset in the Markdown at which each piece of text
                begins, the number of its paragraph, its offset in the paragraph, and its length. Anything between two
                pieces is markup and counts as the end of the first.
            notes: What was not read exactly as it is in the file.
        """
        super().__init__(text)
        self.paragraphs = paragraphs
        self.notes = notes
        self._begin, self._number, self._column, self._length = pieces

    def place(self, offset: int) -> tuple[int, int]:
        """Return the paragraph of an offset and the column in its plain text, both from 1."""
        index = bisect_right(self._begin, offset) - 1
        if index < 0:
            return 1, 1
        return self._number[index], self._column[index] + min(offset - self._begin[index], self._length[index]) + 1

    def quoted(self, number: int) -> str:
        """Return the plain text of a paragraph."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else ""

    def places(self) -> list[tuple[int, int, int]]:
        """Return where the pieces of the paragraphs begin, in order: number, column and offset."""
        return [
            (number, column + 1, offset)
            for number, column, offset in zip(self._number, self._column, self._begin, strict=True)
        ]

    @property
    def last(self) -> int:
        """Return the number of the last paragraph."""
        return max(1, len(self.paragraphs))


def is_word(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is a Word document, judging by its name."""
    return os.fspath(path).lower().endswith(WORD_SUFFIX)


def most_bytes(path: str, max_bytes: int) -> int:
    """Return how many bytes of a file are read at most; a Word document also contains pictures."""
    return LARGEST_WORD if is_word(path) else max_bytes


def read_source(data: bytes, path: str, max_bytes: int = MAX_BYTES) -> Source:
    """Return the text in the bytes of a file.

    Raises:
        UnreadableDraft: If they are not text, or the text is longer than `max_bytes`.
    """
    if not is_word(path):
        return Source(decode(data))
    from .word import convert

    return convert(data, max_bytes)


def read_document(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> str:
    """Return the text of a file, without a byte order mark.

    Reading never blocks on a pipe or a device: anything but a regular file is refused after a non-blocking open.

    Raises:
        UnreadableDraft: If it is not a UTF-8 text file of reasonable size.
    """
    return decode(read_bytes(path, max_bytes))


def read_bytes(path: str | os.PathLike[str], max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        UnreadableDraft: If it cannot be read, or has more than `max_bytes`.
    """
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
            # Allocating room for the largest draft takes longer than reading most drafts. The reported size is too
            # small if a file grows, or if the system generates its content.
            data = file.read(status.st_size + 1)
            return data + file.read(max_bytes + 1 - len(data)) if len(data) > status.st_size else data
        except OSError as error:
            raise UnreadableDraft(f"cannot be read ({reason(error)})") from None


def too_large(max_bytes: int) -> str:
    """Return a message that a file is larger than this limit."""
    size = f"{max_bytes / 1_000_000:g} MB" if max_bytes >= 1_000_000 else f"{max_bytes / 1000:g} kB"
    return f"is larger than the limit of {size}"


def read_size(text: str) -> int:
    """Return the number of bytes of a size such as `500 kB` or `5 MB`.

    Raises:
        ValueError: If it is not a size, is zero, or is more than `LARGEST`.
    """
    found = _SIZE.fullmatch(text.strip()) if text.isascii() else None
    size = int(found[1]) * {"": 1, "k": 1000, "m": 1_000_000}[found[2].lower()] if found else 0
    if not 0 < size <= LARGEST:
        raise ValueError(f"“{text}” must be a size like “500 kB” or “5 MB”, and at most {LARGEST // 1_000_000} MB")
    return size


def decode(data: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte order mark.

    Raises:
        UnreadableDraft: If they are not UTF-8, with the position.
    """
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
    """Return the system's description of an error, without a path."""
    return (getattr(error, "strerror", None) or str(error)).lower()
