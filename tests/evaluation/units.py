"""Markdown → units: the numbered headings, sentences, list items and table rows that labels refer to.

The division is deliberately simple and must not change: a label refers to units by number, and a hash in its row shows
whether the number still refers to the same text. It is independent of the tool's own definition of a sentence, and
knows no abbreviations.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<(?!!)/?[a-zA-Z][^>]*>")
_STRONG = re.compile(r"(\*\*|__|~~)")
_EMPHASIS = re.compile(r"(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|$~])")

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")

_FENCE = re.compile(r"(```|~~~)")
_QUOTE = re.compile(r"^(>\s?)+")
_RULE = re.compile(r"[-*_=\s]{3,}")
_HEADING = re.compile(r"#{1,6}\s*(.+?)\s*#*$")
_BOLD_LINE = re.compile(r"(\*\*|__)[^*]+(\*\*|__):?")
_TABLE_RULE = re.compile(r"[|:\-\s]+")
_ITEM = re.compile(r"([-*+•]|\d+[.)])\s+(.*)")


class Unit(NamedTuple):
    """One unit of a draft."""

    number: int
    """The number, counted from 1."""
    line: int
    """The line on which it begins, counted from 1."""
    kind: str
    """`h` a heading, `b` a line in bold, `p` a sentence, `l` a sentence of a list item, `t` a table row."""
    text: str
    """Its words without markup, on one line."""


def cut(text: str) -> list[Unit]:
    """Return the units of a Markdown text, in order."""
    cutter = _Cutter()
    for number, line in _body(_LINE_END.split(text.lstrip("\ufeff"))):
        cutter.take(number, line)
    cutter.flush()
    return [Unit(number, *found) for number, found in enumerate(cutter.found, 1)]


def digest(text: str) -> str:
    """Return the eight characters by which a label recognises the text of a unit."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def plain(text: str) -> str:
    """Return Markdown without its markup, on one line."""
    text = html.unescape(text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _EMPHASIS.sub("", _STRONG.sub("", _TAG.sub("", text)))
    return re.sub(r"\s+", " ", _ESCAPED.sub(r"\1", text)).strip()


def _body(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines below the front matter, stripped."""
    front = lines[0].strip() == "---"
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not front:
            yield number, line
        elif number > 1 and line in ("---", "..."):
            front = False


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


class _Cutter:
    """A parser that takes a text line by line and collects the lines of a paragraph or list item until it ends."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str, str]] = []
        self._gathered: list[tuple[int, str]] = []
        self._kind = "p"
        self._fenced = False

    def take(self, number: int, line: str) -> None:
        """Read the next line."""
        if _FENCE.match(line):
            self.flush()
            self._fenced = not self._fenced
            return
        if self._fenced:
            return
        line = _QUOTE.sub("", line).strip()
        comment = line.startswith("<!--") and line.endswith("-->")
        if not line or comment or _RULE.fullmatch(line):
            self.flush()
        elif heading := _HEADING.match(line):
            self.flush()
            self._add(number, "h", heading[1])
        elif _BOLD_LINE.fullmatch(line):
            self.flush()
            self._add(number, "b", line)
        elif line.startswith("|"):
            self.flush()
            if not _TABLE_RULE.fullmatch(line):
                self._add(number, "t", line.strip("|").replace("|", " | "))
        elif item := _ITEM.match(line):
            self.flush()
            self._kind = "l"
            self._gathered.append((number, item[2]))
        else:
            if not self._gathered:
                self._kind = "p"
            self._gathered.append((number, line))

    def flush(self) -> None:
        """Divide the collected text into sentences; each has the line of its first character."""
        joined, starts = "", []
        for number, line in self._gathered:
            starts.append((len(joined), number))
            joined += line + " "
        self._gathered = []
        position = 0
        for sentence in _sentences(joined.strip()):
            place = max(position, joined.find(sentence, position))
            position = place + len(sentence)
            self._add([number for start, number in starts if start <= place][-1], self._kind, sentence)

    def _add(self, number: int, kind: str, text: str) -> None:
        if words := plain(text):
            self.found.append((number, kind, words))
