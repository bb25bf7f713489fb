"""The export of a draft as a web page that prints well: one file that loads and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from ..document import Document
from . import Exported
from .markdown import title, tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_UNSEEN = re.compile(r"<(script|style|template|svg)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAKING_TAGS = frozenset("p div summary h1 h2 h3 h4 h5 h6 li td th tr details ul ol table br section".split())

_STYLE = """
:root { color-scheme: light; }
body { margin: 2.5rem auto; max-width: 42rem; padding: 0 1.25rem; color: #1a1a1a; background: #fff;
  font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25;
  margin: 1.8em 0 0.5em; break-after: avoid; }
h1 { font-size: 1.8rem; margin-top: 0; }
h2 { font-size: 1.35rem; }
h3, h4, h5, h6 { font-size: 1.1rem; }
p, li { orphans: 3; widows: 3; }
blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid #bbb; }
table { border-collapse: collapse; margin: 1em 0; }
th, td { border: 1px solid #999; padding: 0.35em 0.6em; text-align: left; vertical-align: top; }
tr, blockquote { break-inside: avoid; }
code, pre { font: 0.9em/1.4 ui-monospace, Consolas, monospace; }
pre { white-space: pre-wrap; }
a { color: inherit; }
hr { border: 0; border-top: 1px solid #999; margin: 2em 0; }
@page { margin: 2.2cm; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 11pt; } }
"""

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}</body>
</html>
"""


def to_html(document: Document) -> Exported:
    """Return a draft as a web page."""
    from markdown_it.renderer import RendererHTML

    renderer = RendererHTML()
    pictures: list[str] = []

    def picture(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        pictures.append(tokens[index].content)
        return ""

    rules: dict[str, Any] = {
        "image": picture,
        "html_inline": lambda tokens, index, options, env: harmless(tokens[index].content),
        "html_block": lambda tokens, index, options, env: _paragraphs(tokens[index].content),
    }
    renderer.rules.update(rules)
    body = renderer.render(tokens(document), _options(), {})
    language = document.language if re.fullmatch("[a-z]{2}", document.language) else "en"
    page = _PAGE.format(language=language, title=escape(title(document)), style=_STYLE, body=body)
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


def _options() -> Any:
    from markdown_it.utils import OptionsDict

    return OptionsDict(
        {
            "maxNesting": 100,
            "html": False,
            "linkify": False,
            "typographer": False,
            "quotes": "“”‘’",
            "xhtmlOut": False,
            "breaks": False,
            "langPrefix": "language-",
            "highlight": None,
        }
    )
