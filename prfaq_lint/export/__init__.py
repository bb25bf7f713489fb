"""The export of a draft for readers: a Word document, a web page or plain Markdown, without findings.

Nothing in a draft is executed or fetched: HTML and pictures are dropped, and only safe addresses become links.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..document import Document

KINDS = ("docx", "html", "md")
"""The formats of an export; each one is also the suffix of its files."""


class Exported(NamedTuple):
    """An exported document."""

    data: bytes
    left_out: tuple[str, ...] = ()
    """What the document lacks compared with the draft, as one line for each kind of content."""


def export(document: Document, kind: str) -> Exported:
    """Return a draft as a document in another format.

    Args:
        document: The draft.
        kind: One of `KINDS`.

    Returns:
        The document, and what it lacks.

    Raises:
        UnreadableDraft: If the packages that write Word documents are not installed.
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
