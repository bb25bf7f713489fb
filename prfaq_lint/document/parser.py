"""markdown-it-py set up for drafts, in which few of its rules apply to most lines and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

MAX_NESTING = 100
"""markdown-it-py drops everything that is nested deeper than this."""

MAX_BRACKETS = 8
"""A link or an image inside more open brackets than this is read as text."""

MOST_SEARCHED = 200_000
"""The number of lines that are searched for the ends of a document's quotes.

Each quote is followed to the next blank line, even if it ends before. After this number of lines, quotes end with the
last `>`.
"""

_PARAGRAPH = re.compile(r"()((?:[^\s#`~>*+\-_\d<\[]|\*+[^\s*])(?:.*\S)?)[ \t]*")
_HEADING = re.compile(r"(#{1,6})[ \t]+([^\s#](?:.*[^\s#])?)(?:[ \t]+#+)?[ \t]*")
_MARKUP = re.compile(r"[\n\\`*_\[<&{$^]|%%")
"""The characters that make the content of a block more than text."""


@cache
def parser() -> MarkdownIt:
    """Return the parser for drafts, whose lines must end with line feeds.

    A heading or a paragraph may be a single `inline` token with the tag `h1` to `h6` or `p`, and the column at which
    its content begins in the line. If an inline token has no children, its content is plain text.
    """
    from markdown_it import MarkdownIt

    from .platforms import extended

    # text_join would erase the source of escapes and entities.
    unused = ["normalize", "text_join"]
    parser = bounded(MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").disable(unused))
    extended(parser)
    parser.block.ruler.before("table", "single_line", _single_line)
    parser.core.ruler.at("inline", _inline)
    return parser


def bounded(parser: MarkdownIt) -> MarkdownIt:
    """Return a parser whose time does not grow faster than the text."""
    from markdown_it.rules_block import blockquote
    from markdown_it.rules_inline import image, link

    for name, rule in (("link", link), ("image", image)):
        parser.inline.ruler.at(name, partial(_shallow, rule))
    usual = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.at("blockquote", partial(_searched, blockquote), {"alt": usual})
    parser.block.ruler.before("blockquote", "quote_end", _quote_end, {"alt": ["blockquote"]})
    return parser


def _single_line(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read a heading or a paragraph that is obvious from its first character and followed by a blank line.

    No other rule would match it, and opening and closing tokens would add nothing.
    """
    if (line + 1 < state.lineMax and not state.isEmpty(line + 1)) or state.is_code_block(line):
        return False
    place = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    found = _PARAGRAPH.fullmatch(state.src, *place) or _HEADING.fullmatch(state.src, *place)
    if not found:
        return False
    token = state.push("inline", f"h{len(found[1])}" if found[1] else "p", 0)
    token.level += 1
    token.map = [line, line + 1]
    token.content = found[2]
    token.meta["column"] = found.start(2) - state.src.rfind("\n", 0, found.start(2)) - 1
    state.line = line + 1
    return True


def _inline(state: StateCore) -> None:
    """Parse inline content as the parser's own step does, but skip plain text."""
    for token in state.tokens:
        if token.type == "inline" and _MARKUP.search(token.content):
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])


def _searched(
    rule: Callable[[StateBlock, int, int, bool], bool], state: StateBlock, line: int, end: int, silent: bool
) -> bool:
    """Apply the rule for quotes, and count the lines that are searched for the end of each one."""
    start = state.bMarks[line]
    if not silent and state.src.startswith(">", start + state.tShift[line]) and not _spent(state):
        blank = state.src.find("\n\n", start)
        lines = state.src.count("\n", start, blank if blank >= 0 else len(state.src)) + 1
        state.env["searched"] = state.env.get("searched", 0) + lines
    return rule(state, line, end, silent)


def _quote_end(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """End a quote at a line without `>` that may continue its last paragraph."""
    return silent and _spent(state)


def _spent(state: StateBlock) -> bool:
    return bool(state.env.get("searched", 0) > MOST_SEARCHED)


def _shallow(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:
    """Apply the rule for links or images, but skip the rest of a paragraph inside too many open brackets.

    The parser does so too, but only at `MAX_NESTING`, and each further level means another search for the closing
    bracket.
    """
    if silent and state.level > MAX_BRACKETS:
        state.pos = state.posMax
        return True
    return rule(state, silent)
