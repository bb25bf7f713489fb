"""Comments for this program: `<!-- prfaq-lint: WORD what it is about -- reason -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .source import Span

if TYPE_CHECKING:
    from .draft import Document

WORDS = ("disable-next", "disable", "enable", "disable-file", "not-applicable")
"""The words that a comment may begin with."""

_ADDRESSED = re.compile(r"<!--+\s*prfaq-?lint\b(\s*:)?", re.IGNORECASE)
_WORD = re.compile(r"\s*([\w-]*)")
_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")


class Directive(NamedTuple):
    """One comment to this program."""

    span: Span
    """Its position in the source, including `<!--` and `-->`."""
    word: str
    """One of `WORDS`, or what is written in its place, in lower case; "" if the colon or the word is missing."""
    about: str
    """The text after the word, on one line, without the reason."""
    reason: str = ""

    @property
    def names(self) -> list[str]:
        """Return what it is about as a list of names."""
        return [name for name in re.split(r"[,\s]+", self.about) if name]


def directives(document: Document) -> Iterator[Directive]:
    """Return the comments for this program, in order; other comments are the author's own."""
    for span in document.comments:
        text = document.source.text[span.start : span.end]
        addressed = _ADDRESSED.match(text)
        if not addressed:
            continue
        body = text[addressed.end() :].removesuffix("-->").rstrip("-")
        word = _WORD.match(body) if addressed.group(1) else None
        if not word:
            yield Directive(span, "", " ".join(body.split()))
            continue
        about, *reason = _REASON.split(body[word.end() :], maxsplit=1)
        yield Directive(span, word.group(1).lower(), " ".join(about.split()), " ".join(" ".join(reason).split()))
