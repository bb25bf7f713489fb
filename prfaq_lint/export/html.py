"""The export of a draft as a web page that prints well: one file that loads and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ..document.draft import Document
from ..vocabulary import read_data
from . import Exported
from .markdown import title, tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAKING_TAGS = frozenset("p div summary h1 h2 h3 h4 h5 h6 li td th tr details ul ol table br section".split())


def write(document: Document) -> Exported:
    """Return a draft as a web page."""
    from jinja2 import Template
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    parser = MarkdownIt("js-default")
    pictures: list[str] = []

    def picture(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        pictures.append(tokens[index].content)
        return ""

    rules: dict[str, Any] = {
        "image": picture,
        "html_inline": lambda tokens, index, options, env: harmless(tokens[index].content),
        "html_block": lambda tokens, index, options, env: _paragraphs(tokens[index].content),
    }
    parser.renderer.rules.update(rules)  # type: ignore[attr-defined]
    body = parser.renderer.render(tokens(document), parser.options, {})
    language = document.language if re.fullmatch("[a-z]{2}", document.language) else "en"
    template = Template(read_data("export/page.html").decode(), autoescape=True, keep_trailing_newline=True)
    page = template.render(language=language, title=title(document), body=Markup(body))
    return Exported(page.encode("utf-8", "replace"), left_out(pictures))


def left_out(pictures: Sequence[str]) -> tuple[str, ...]:
    """Return a message with the number of pictures that a document lacks, as a tuple; empty if it lacks none."""
    count = len(pictures)
    return (f"{count} picture{'' if count == 1 else 's'} left out",) if count else ()


def visible_lines(markup: str) -> list[str]:
    """Return the text of an HTML block without its tags, as one line for each block-level element."""
    text = _UNSEEN.sub("", markup)
    text = _TAG.sub(
        lambda tag: "\n\n" if (tag[1] or "").lower() in _BREAKING_TAGS else "" if _is_markup(tag) else tag[0], text
    )
    return [" ".join(lines.split()) for lines in re.split(r"\n\s*\n", text) if lines.strip()]


def harmless(markup: str) -> str:
    """Return the visible content of an HTML tag inside a line: a line break, an unfilled slot, or "" for other tags."""
    found = _TAG.fullmatch(markup)
    if found is None or not _is_markup(found):
        return escape(markup)
    return "<br>\n" if (found[1] or "").lower() == "br" else ""


def _is_markup(tag: re.Match[str]) -> bool:
    """Return whether this is an HTML tag rather than a slot such as `<customer name>`."""
    from ..document.markdown import is_stranger

    return not is_stranger(tag[0])


def _paragraphs(markup: str) -> str:
    from html import unescape

    return "".join(f"<p>{escape(unescape(line))}</p>\n" for line in visible_lines(markup))
