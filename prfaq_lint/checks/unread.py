"""Parts of a draft that could not be read, and so were not checked."""

from __future__ import annotations

from collections.abc import Iterator

from ..document.parser import MAX_NESTING
from ..document.source import Span
from ..outline.model import Outline
from .base import Problem, check


@check(applies=lambda outline: bool(outline.document.too_deep))
def nested_too_deeply(outline: Outline) -> Iterator[Problem]:
    """Report Markdown in more nested lists and quotes than the parser follows, which drops anything deeper."""
    document = outline.document
    if document.too_deep:
        source = document.source
        span = Span(source.starts[document.too_deep - 1], source.ends[document.too_deep - 1])
        yield Problem(0, 0, {"levels": str(MAX_NESTING)}, span=span)


@check(applies=lambda outline: bool(outline.document.front_lines))
def unreadable_front_matter(outline: Outline) -> Iterator[Problem]:
    """Report front matter that is not valid YAML or TOML, or that uses more of it than is supported."""
    document = outline.document
    if document.meta_problem:
        yield Problem(0, 0, {"problem": document.meta_problem}, span=Span(0, document.source.ends[0]))
