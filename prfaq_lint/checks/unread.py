"""Parts of a draft that could not be read, and so were not checked."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Span
from ..document.parser import MAX_NESTING
from ..outline import Outline
from .base import Check, Problem, check


@check
def nested_too_deeply() -> Check:
    """Report Markdown in more nested lists and quotes than the parser follows, which drops anything deeper."""

    def run(outline: Outline) -> Iterator[Problem]:
        document = outline.document
        if document.too_deep:
            source = document.source
            span = Span(source.starts[document.too_deep - 1], source.ends[document.too_deep - 1])
            yield Problem(0, 0, {"levels": str(MAX_NESTING)}, span=span)

    return Check(run, applies=lambda outline: bool(outline.document.too_deep))


@check
def unreadable_front_matter() -> Check:
    """Report front matter that is not valid YAML or TOML, or that uses more of it than is supported."""

    def run(outline: Outline) -> Iterator[Problem]:
        document = outline.document
        if document.meta_problem:
            yield Problem(0, 0, {"problem": document.meta_problem}, span=Span(0, document.source.ends[0]))

    return Check(run, applies=lambda outline: bool(outline.document.front_lines))
