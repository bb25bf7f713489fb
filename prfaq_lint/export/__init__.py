"""A draft as a document that others read: a Word document, a web page, or plain Markdown, without findings.

Nothing in a draft is carried out on the way: HTML is dropped, pictures are not fetched, and only harmless addresses
become links.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..document import Document

KINDS = ("docx", "html", "md")
"""What a draft can be exported to; each is the suffix of its files too."""


class Exported(NamedTuple):
    """A document that was made of a draft."""

    data: bytes
    left_out: tuple[str, ...] = ()
    """What of the draft is not in it, a line each."""


def export(document: Document, kind: str) -> Exported:
    """Make a document of a draft.

    Args:
        document: The draft.
        kind: One of `KINDS`.

    Returns:
        The document and what it lacks.

    Raises:
        UnreadableDraft: Where the packages that write Word documents are not installed.
    """
    return _writer(kind)(document)


def _writer(kind: str) -> Callable[[Document], Exported]:
    if kind == "docx":
        from .word import to_word

        return to_word
    if kind == "html":
        from .html import to_html

        return to_html
    from .markdown import to_markdown

    return to_markdown
