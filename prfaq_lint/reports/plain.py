"""Markdown as plain text for a terminal: no hashes, fences, links or comments, and lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from ..safe import safe_line, safe_text
from .style import Style

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SETTINGS = re.compile(r"^```toml\n.*?^```\n", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\w*)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)([-*+]|\d+[.)])\s+(.*)")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_MARKS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_WIDEST = 88


def without_settings(page: str) -> str:
    """Return a rule page without the settings that only the program reads."""
    return _SETTINGS.sub("", page.replace("\r\n", "\n"), count=1)


def plain(markdown: str, style: Style) -> str:
    """Return a readable document; comments are shown in parentheses, because they are guidance."""
    text = _FRONT.sub("", markdown.replace("\r\n", "\n"))
    text = _outside_fences(text)
    return "\n".join(_squeezed(_lines(text, style))).strip("\n") + "\n"


def _outside_fences(text: str) -> str:
    """Return the text with its comments in parentheses, except for those in an example."""
    pieces = re.split(r"(^(?:`{3,}|~{3,}).*?^(?:`{3,}|~{3,})[^\S\n]*$)", text, flags=re.DOTALL | re.MULTILINE)
    return "".join(
        piece if index % 2 else _COMMENT.sub(lambda found: f"({' '.join(found.group(1).split())})", piece)
        for index, piece in enumerate(pieces)
    )


def _squeezed(rows: Iterator[str]) -> Iterator[str]:
    before = ""
    for row in rows:
        if row or before:
            yield row
        before = row


def _lines(text: str, style: Style) -> Iterator[str]:
    fence, paragraph = "", list[str]()
    widest = min(style.width, _WIDEST)

    def flushed() -> Iterator[str]:
        if paragraph:
            words = _words(" ".join(paragraph))
            for line in wrap(words, widest, break_long_words=False, break_on_hyphens=False):
                yield (
                    style.paint("dim", safe_line(line))
                    if words.startswith("(") and words.endswith(")")
                    else safe_line(line)
                )
            paragraph.clear()

    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened.group(1).startswith(fence) and not opened.group(2):
                fence = ""
                yield ""
            else:
                yield safe_line(f"    {safe_text(line)}".rstrip())
            continue
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if opened or heading or item or not line.strip():
            yield from flushed()
        if opened:
            fence = opened.group(1)
            yield "    The report:" if opened.group(2) == "text" else ""
        elif heading:
            title = safe_line(_words(heading.group(2)))
            yield ""
            yield style.paint("path", title.upper() if len(heading.group(1)) == 1 else title)
            if len(heading.group(1)) == 2:
                yield "-" * min(len(title), widest)
            yield ""
        elif item:
            head = f"{item.group(1)}{item.group(2)} "
            for number, piece in enumerate(
                wrap(_words(item.group(3)), max(20, widest - len(head)), break_on_hyphens=False)
            ):
                yield safe_line(f"{head if number == 0 else ' ' * len(head)}{piece}")
        elif line.strip():
            paragraph.append(line.strip())
        else:
            yield ""
    yield from flushed()


def _words(text: str) -> str:
    """Return the words of a line without markup; a link keeps its address."""
    text = _LINK.sub(lambda found: f"{found.group(1)} ({found.group(2)})", safe_text(text))
    return _MARKS.sub(r"\2", text).replace("`", "")
