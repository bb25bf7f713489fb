"""The export of a draft as plain Markdown: what its readers see, without front matter and comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..document.draft import Document
from ..document.exports import without_additions
from . import Exported

if TYPE_CHECKING:
    from markdown_it.token import Token

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_ADDRESS = re.compile(r"(?:(?:https?://|mailto:)|(?![a-z][a-z0-9+.\-]*:|//|\\\\|/\\|\\/))", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,")
_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


def write(document: Document) -> Exported:
    """Return a draft as Markdown without front matter and comments."""
    return Exported(visible(document).encode("utf-8", "replace"))


def visible(document: Document) -> str:
    """Return the Markdown of a draft without front matter, comments, and additions by programs that exported it."""
    text = document.source.text
    at = document.source.starts[document.front_lines] if 0 < document.front_lines < len(document.source) else 0
    if document.front_lines >= len(document.source):
        at = len(text)
    pieces = []
    for start, end in document.comments:
        if start >= at:
            pieces.append(text[at:start])
            at = end
    pieces.append(text[at:])
    shown = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n")
    lines = shown.split("\n")
    kept = without_additions(lines)
    if kept is not lines:
        shown = "\n".join(line if line.strip() else "" for line in kept)
    if document.comments or kept is not lines:
        shown = _BLANK_LINES.sub("\n\n", shown)
    return shown.strip("\n") + "\n"


def tokens(document: Document) -> list[Token]:
    """Return the Markdown tokens of a draft, for conversion to other formats."""
    from markdown_it import MarkdownIt

    from ..document.parser import MAX_NESTING, bounded

    parser = bounded(MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table"))
    # Pictures that Google Docs puts at the end must be recognised, although their addresses are not used.
    parser.validateLink = lambda address: safe_link(address) or _PICTURE.match(address) is not None  # type: ignore[method-assign, assignment]
    found = parser.parse(visible(document))
    for token in found:
        for child in token.children or ():
            if child.type == "link_open" and not safe_link(str(child.attrs.get("href", ""))):
                del child.attrs["href"]
    return found


def safe_link(address: str) -> bool:
    """Return whether an address can become a link: a web or mail address, or a path relative to the document."""
    return not _SPACES.search(address) and _ADDRESS.match(address) is not None


def title(document: Document) -> str:
    """Return the title of a document: its first heading or, failing that, the name of its file."""
    for block in document.blocks:
        if block.kind == "heading":
            return " ".join(document.excerpt(block.start, block.end).split())
    return "Draft" if document.path == "-" else document.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
