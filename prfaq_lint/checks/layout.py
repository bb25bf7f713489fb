"""Checks on how headings are typed. They do not read words, and a safe edit fixes what they find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..outline.model import Outline
from .base import Edit, Problem, check, excerpt, shorten

if TYPE_CHECKING:
    from ..document.draft import Document
    from ..document.markdown import Block

_GLUED = re.compile(r"(#{1,6})(?=[“\"'‘(]{0,2}[^\W\d_])(.{2,120})")
_CONTAINERS = re.compile(r" {0,3}(?:> {0,4})*")
_SPACES = re.compile(r" {2,}(?=[^\s#])")


@check()
def glued_heading(outline: Outline) -> Iterator[Problem]:
    """Report headings without a space after the hashes, which Markdown shows as plain text."""
    document = outline.document
    source = document.source
    for block in document.blocks:
        text = document.prose[block.start : block.end]
        if block.kind != "paragraph" or block.depth or "#" not in text:
            continue
        start = block.start
        for line in text.split("\n"):
            glued = _GLUED.fullmatch(line.rstrip())
            if glued and (len(glued.group(1)) > 1 or _is_no_hashtag(outline, block, start, glued.group(2))):
                marks = glued.group(1)
                span = document.span(start, start + len(marks))
                before = source.text[source.starts[source.line_of(span.start) - 1] : span.start]
                # An escaped hash is intentional.
                if source.text[span.start : span.end] == marks and _CONTAINERS.fullmatch(before):
                    yield Problem(
                        start,
                        start + len(line.rstrip()),
                        {"match": shorten(line.rstrip(), 60), "marks": marks},
                        edits=(Edit(span.end, span.end, " "),),
                    )
            start += len(line) + 1


def _is_no_hashtag(outline: Outline, block: Block, start: int, words: str) -> bool:
    """Return whether the words after a single hash are a heading of the draft or of one of its parts."""
    if "#" in words or start != block.start:
        return False
    first = not outline.document.prose[:start].strip()
    return bool(outline.sections.part(words) or outline.sections.zone(words)) or (first and len(words.split()) >= 3)


_ENDS = ".?!:"
"""Some people type two spaces after these characters, and they render well."""


@check()
def double_space_in_heading(outline: Outline) -> Iterator[Problem]:
    """Report headings with more than one space between two words of a sentence."""
    document = outline.document
    source = document.source.text
    linked: bool | None = None
    for block in document.blocks:
        # A line of HTML can contain thousands of headings, so it is not searched again for each of them.
        if block.kind != "heading" or block.start == block.end:
            continue
        if source.find("  ", document.origin[block.start], document.origin[block.end - 1] + 1) < 0:
            continue
        runs = [
            (at, found)
            for at in range(block.start, block.end - 1)
            if document.prose[at] == " "
            and document.prose[at - 1] not in _ENDS
            and (found := _SPACES.match(source, document.origin[at]))
        ]
        if runs:
            edits = tuple(Edit(found.start(), found.end(), " ") for _, found in runs)
            linked = _is_linked(document) if linked is None else linked
            if linked:
                edits = ()
            yield Problem(
                runs[0][0], runs[0][0] + 1, {"heading": excerpt(outline, block.start, block.end, 60)}, edits=edits
            )


def _is_linked(document: Document) -> bool:
    """Return whether an edit could break a link in the draft, which spells a heading's two spaces with two hyphens."""
    return any(
        mark.kind == "link" and mark.target.startswith("#") and "--" in mark.target
        for block in document.blocks
        for mark in block.marks
    )
