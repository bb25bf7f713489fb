"""Word document → Markdown in which every character knows its paragraph.

`archive` unpacks the parts of a document within limits, `body` reads their text with the help of `styles` and
`numbering`, and `writer` turns it into Markdown. Only the parts with text, styles and list numbers are unpacked: the
rest, such as pictures, is not. Changes that are still tracked count as accepted; comments and notes are left out.
"""

from __future__ import annotations

from importlib.util import find_spec

from ..source import MAX_BYTES, Paragraphs, UnreadableDraft, too_large

EXTRA = "pip install 'prfaq-lint[docx]'"
"""The extra with the packages that read Word documents."""


def available() -> bool:
    """Return whether the packages that read Word documents are installed."""
    return find_spec("docx") is not None and find_spec("lxml") is not None


def convert(data: bytes, max_bytes: int = MAX_BYTES) -> Paragraphs:
    """Convert a Word document to Markdown.

    Args:
        data: The bytes of the file.
        max_bytes: The maximum number of bytes of the Markdown.

    Returns:
        The Markdown, with the paragraphs that it comes from.

    Raises:
        UnreadableDraft: If the file is not a Word document, is damaged, is nested too deeply, or unpacks to too much.
    """
    if not available():
        raise UnreadableDraft(f"is a Word document, which is read with more packages: {EXTRA}")
    # Each run over a folder asks whether Word documents can be read, but few read one.
    from .archive import Archive
    from .body import Body
    from .writer import Writer

    body = Body(Archive(data))
    writer = Writer()
    writer.write(body.blocks())
    source = writer.source(body.notes())
    if len(source.text.encode("utf-8", "surrogatepass")) > max_bytes:
        raise UnreadableDraft(f"has text that {too_large(max_bytes)}")
    return source
