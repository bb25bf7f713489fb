"""The export of a draft for readers: a Word document, a web page or plain Markdown, without findings.

Nothing in a draft is executed or fetched: HTML and pictures are dropped, and only safe addresses become links.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from ..document.draft import Document

_WRITERS = {"docx": "word", "html": "html", "md": "markdown"}
"""The formats of an export, each with its module; each is also the suffix of its files."""


class Exported(NamedTuple):
    """An exported document."""

    data: bytes
    left_out: tuple[str, ...] = ()
    """What the document lacks compared with the draft, as one line for each kind of content."""


def export(document: Document, kind: str) -> Exported:
    """Return a draft as a document in another format.

    Args:
        document: The draft.
        kind: `docx`, `html` or `md`.

    Returns:
        The document, and what it lacks.

    Raises:
        UnreadableDraft: If the packages that write Word documents are not installed.
    """
    made: Exported = import_module(f"{__name__}.{_WRITERS[kind]}").write(document)
    return made
