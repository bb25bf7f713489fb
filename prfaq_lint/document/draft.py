"""A draft, read once: its source, its front matter, and its prose with the origin of every character."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from . import frontmatter
from .markdown import CODE, Block, parse
from .source import Source, Span
from .tokens import Tokens, tokenize


@dataclass
class Document:
    """A parsed draft.

    There are two kinds of offsets: *source* offsets count characters of the file, *prose* offsets count characters of
    `prose`, the text without markup in which sentences are found. `span()` converts the second to the first.
    """

    path: str
    source: Source
    prose: str
    masked: list[tuple[int, int]] = field(repr=False)
    """Ranges of prose in which unreadable text, such as a thousand brackets, is replaced by other characters."""
    origin: array[int] = field(repr=False)
    wide: dict[int, int] = field(repr=False)
    blocks: list[Block]
    comments: list[Span]
    abbreviations: dict[str, str]
    """The meanings of abbreviations that are given in markup such as `<abbr title="…">`."""
    front_lines: int
    """The number of lines at the top that are front matter."""
    too_deep: int
    """The line at which Markdown is nested too deeply to be read, or 0."""

    @classmethod
    def parse(cls, text: str, path: str = "-") -> Document:
        """Read Markdown text. No text raises an exception: what is not markup is a paragraph."""
        return cls.read(Source(text), path)

    @classmethod
    def read(cls, source: Source, path: str = "-") -> Document:
        """Read the Markdown of a source."""
        front_lines = frontmatter.measure(source)
        parsed = parse(source, front_lines)
        return cls(
            path,
            source,
            parsed.prose,
            parsed.masked,
            parsed.origin,
            parsed.wide,
            parsed.blocks,
            parsed.comments,
            parsed.abbreviations,
            front_lines,
            parsed.too_deep,
        )

    @cached_property
    def _front(self) -> tuple[dict[str, Any], str]:
        if not self.front_lines:
            return {}, ""
        return frontmatter.load(self.source.text[: self.source.ends[self.front_lines - 1]])

    @property
    def meta(self) -> dict[str, Any]:
        """Return the values of the front matter; empty if there is none or it cannot be read."""
        return self._front[0]

    @property
    def meta_problem(self) -> str:
        """Return what is wrong with the front matter, in a few words; "" if nothing is."""
        return self._front[1]

    @cached_property
    def language(self) -> str:
        """Return the two-letter code of the language of the prose."""
        from .language import detect

        return detect(self.prose)

    @cached_property
    def tokens(self) -> Tokens:
        """Return the words and sentences of the prose."""
        return tokenize(self.prose, [(block.start, block.end) for block in self.blocks])

    @cached_property
    def commands(self) -> frozenset[str]:
        """Return what a reader has to type: the first words of code in the prose that has more than one word."""
        spans = [
            self.span(mark.start, mark.end) for block in self.blocks for mark in block.marks if mark.kind == "code"
        ]
        typed = [self.source.text[span.start : span.end].strip("` $").split(None, 1) for span in spans]
        return frozenset(words[0] for words in typed if len(words) > 1)

    def span(self, start: int, end: int) -> Span:
        """Return the source range of a range of prose offsets."""
        if start >= end or not self.origin:
            at = self.origin[min(start, len(self.origin) - 1)] if self.origin else 0
            return Span(at, at)
        return Span(self.origin[start], self.wide.get(end - 1, self.origin[end - 1] + 1))

    def block_at(self, offset: int) -> Block:
        """Return the block that contains a prose offset."""
        return self.blocks[max(0, bisect_right(self._starts, offset) - 1)]

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and last line, from 1, of a range of prose offsets, as shown to people."""
        span = self.span(start, end)
        return self.source.number_of(span.start), self.source.number_of(max(span.start, span.end - 1))

    def block_lines(self, block: Block) -> tuple[int, int]:
        """Return the first and last source line, from 1, of a block."""
        return self.source.line_of(block.span.start), self.source.line_of(max(block.span.start, block.span.end - 1))

    def excerpt(self, start: int, end: int) -> str:
        """Return the prose of a range on one line, with code spans and masked runs as they are in the source."""
        text = self.prose[start:end]
        if CODE in text or (self.masked and any(a < end and start < b for a, b in self.masked)):
            span = self.span(start, end)
            text = self.source.text[span.start : span.end]
        return " ".join(text.split())
