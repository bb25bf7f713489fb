"""The additions of platforms to Markdown: shortcodes, admonitions, attribute lists, wiki links, notes and the like.

These rules for markdown-it-py tell such markup from prose. The words that a reader sees are kept in their positions;
what only a platform reads is dropped. The time of all expressions is linear in the length of a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

HIDDEN, EMBED, STAND_IN, BRACKET = "hidden", "embed", "stand_in", "bracket"
"""Types of inline tokens: what leaves nothing; the same that shows something, such as a figure; what shows a word or two; and
the bracket of a note."""

TITLE = "title"
"""The entry in a token's `meta` that marks the title of an admonition or a callout."""

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
"""The blocks that these rules may end without a blank line."""

_LONGEST_LINE = 400
"""A longer line is never markup for a block."""
_DEEPEST = 40
"""An admonition that is indented further than this is read as text."""

# --- Inline --------------------------------------------------------------------------------------------------------------

_NAMES = r"[#.][\w:-]++"
_VALUE = r"(?:\"[^\"\n]*+\"|'[^'\n]*+'|[^\s{}\"']++)"
_ATTRIBUTES = rf"\{{:?[ \t]*+(?:(?:{_NAMES}|[\w:-]++={_VALUE}|-(?=[ \t}}]))[ \t]*+)++\}}"
_SHORTCODE = r"\{\{<[^\n]{0,400}?>\}\}|\{\{%[^\n]{0,400}?%\}\}|\{%[^\n]{0,400}?%\}"
_COMMENT = r"\{#[ \t][^{}\n]{0,400}#\}|\{/\*[^\n]{0,400}?\*/\}|\{>>[^\n]{0,400}?<<\}"
_CONTENTS = r"\{\{[>]?[ \t]*(?:_?toc_?|table[_-]of[_-]contents)[ \t]*\}\}|\{:?(?:toc|anchor)(?::[^{}\n]{0,100})?\}"
_MACRO = (
    r"\{(?:info|note|tip|warning|panel|expand|quote|status|section|column|excerpt|children|color)(?::[^{}\n]{0,200})?\}"
)
_ROLE = r"\{[\w:.-]{1,40}\}(?=`)"
_BRACED_HIDDEN = re.compile(rf"{_COMMENT}|{_CONTENTS}|{_MACRO}|{_ROLE}|{_ATTRIBUTES}", re.IGNORECASE)
_BRACED_EMBED = re.compile(_SHORTCODE)
_EXPRESSION = re.compile(
    r"\{\{[-~]?[ \t]*(?:[.$#/>^!&][^{}\n]{0,120}|[\w$-]{1,60}(?:\.[\w$\[\]-]{1,60})+[^{}\n]{0,120}|"
    r"[\w$.-]{1,60}[ \t]*[|(\"'][^{}\n]{0,120})\}\}"
)
"""A value from a site generator, unlike a blank such as `{{name}}`: it has a path, a filter, a call or a sign."""

_DOLLARS = re.compile(r"\$\$(?=[^$])[^$]{1,1000}\$\$|\$(?![\s$])([^$\n]{1,300})(?<!\s)\$(?![\w$])")
_MATHS = re.compile(r"[\\^_=+*<>{}|]|[A-Za-z]{1,2}\Z|[A-Za-z]\(")
_ESCAPED_MATHS = re.compile(
    r"\\\[(?=[^\[\]\n]{0,300}(?:\\[A-Za-z]|(?<!\\)[\^_=]))[^\[\]\n]{1,300}\\\]|\\\((?=[^()\n]{0,300}[\\^_=])[^\n]{1,300}?\\\)"
)

_CONTENTS_BRACKET = re.compile(r"\[(?:tocm?|toc[ _-]?inline)\](?![(\[:])|\[\[_?(?:toc|tosp)_?\]\]", re.IGNORECASE)
_WIKI = re.compile(r"(!?)\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{0,200}))?\]\](?!\()")
_TARGETED = re.compile(
    rf"(!?)\[([^\[\]\n]{{0,300}})\](?:(?={{:?[ \t]*[#.\w])(?:{_ATTRIBUTES})|"
    rf"\([ \t]*(?:{_SHORTCODE}|\{{\{{[^{{}}\n]{{1,120}}\}}\}})[^()\n]{{0,200}}\))"
)
"""Brackets with attributes, or a link or an image whose target is a shortcode."""
_PERMALINK = re.compile(r"\[[#¶§🔗⚓\ufe0f]{0,2}\]\(#[^()\s]{0,200}(?:[ \t]+\"[^\"\n]{0,100}\")?\)")
_NOTE = re.compile(r"\^\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]")
_BLOCK_ID = re.compile(r"\^[A-Za-z0-9-]{1,60}[ \t]*(?=\n|\Z)")
_NAMESPACED = re.compile(
    r"<(?:/[a-z][\w-]{0,20}:[\w-]{1,60}[ \t]*>|(?:ac|ri|at|o|w|v|m|st1|xsl|fb):[\w-]{1,60}(?:[ \t\n][^<>]{0,400})?>|"
    r"[a-z][\w-]{0,20}:[\w-]{1,60}(?:[ \t\n][^<>]{0,400}=[^<>]{0,400}|[ \t]*/)>)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"%%[^%\n]{0,400}%%")


def _match(shape: re.Pattern[str], state: StateInline) -> re.Match[str] | None:
    """Match an expression at the current position."""
    return shape.match(state.src, state.pos, state.posMax)


def _push(state: StateInline, silent: bool, kind: str, found: re.Match[str]) -> bool:
    """Take a match as one token of a kind."""
    if not silent:
        state.push(kind, "", 0).content = found[0]
    state.pos = found.end()
    return True


def _braces(state: StateInline, silent: bool) -> bool:
    """Read shortcodes, template expressions, attribute lists and the like."""
    if state.src[state.pos] != "{":
        return False
    for kind, shape in ((EMBED, _BRACED_EMBED), (HIDDEN, _BRACED_HIDDEN), (STAND_IN, _EXPRESSION)):
        if found := _match(shape, state):
            return _push(state, silent, kind, found)
    return False


def _maths(state: StateInline, silent: bool) -> bool:
    """Read formulas between dollars or escaped brackets, but not sums of money."""
    shape = {"\\": _ESCAPED_MATHS, "$": _DOLLARS}.get(state.src[state.pos])
    found = _match(shape, state) if shape else None
    if not found:
        return False
    if shape is _DOLLARS and found[1]:
        before = state.src[max(0, state.pos - 1) : state.pos]
        if before.isalnum() or not _MATHS.search(found[1]):
            return False
    return _push(state, silent, STAND_IN, found)


def _brackets(state: StateInline, silent: bool) -> bool:
    """Read wiki links, brackets with attributes, links to a shortcode, and marks of a table of contents."""
    if not state.src.startswith(("[", "!["), state.pos):
        return False
    if gone := _match(_CONTENTS_BRACKET, state) or _match(_PERMALINK, state):
        return _push(state, silent, HIDDEN, gone)
    if found := _match(_WIKI, state):
        if found[1]:
            return _push(state, silent, EMBED, found)
        return _linked(state, silent, found, 3 if found[3] else 2, found[2])
    found = _match(_TARGETED, state)
    if not found:
        return False
    target = state.src[found.end(2) + 1 : found.end()]
    is_link = target.startswith("(")
    if not found[1]:
        return _linked(state, silent, found, 2, target, "link" if is_link else "span")
    return is_link and _push(state, silent, EMBED, found)


def _linked(
    state: StateInline, silent: bool, found: re.Match[str], group: int, target: str, kind: str = "link"
) -> bool:
    """Take a match as a link, or a span with attributes, whose words are a group of it."""
    if not silent:
        opening = state.push(f"{kind}_open", "a", 1)
        opening.markup, opening.attrs = state.src[state.pos : found.start(group)], {"href": target}
        _inside(state, *found.span(group))
        closing = state.push(f"{kind}_close", "a", -1)
        closing.markup = state.src[found.end(group) : found.end()]
    state.pos = found.end()
    return True


def _inside(state: StateInline, start: int, end: int) -> None:
    """Parse a stretch of the text as inline content."""
    most, state.pos, state.posMax = state.posMax, start, end
    state.md.inline.tokenize(state)
    state.posMax = most


def _notes(state: StateInline, silent: bool) -> bool:
    """Read notes in the text, `^[…]`, like words in parentheses, and skip the names of blocks (`^name`)."""
    if state.src[state.pos] != "^":
        return False
    found = _match(_NOTE, state)
    if found and state.level < 2:
        if not silent:
            state.push(BRACKET, "", 0).content = "^["
            state.level += 1
            _inside(state, *found.span(1))
            state.level -= 1
            state.push(BRACKET, "", 0).content = "]"
        state.pos = found.end()
        return True
    named = _match(_BLOCK_ID, state)
    before = state.src[max(0, state.pos - 2) : state.pos]
    if named and before.endswith((" ", "\t", "\n")) and not before[:-1].isdigit():
        return _push(state, silent, HIDDEN, named)
    return False


def _tags(state: StateInline, silent: bool) -> bool:
    """Skip XML tags with a name space, such as Confluence's `<ac:link>`, and hidden asides (`%%…%%`)."""
    shape = {"<": _NAMESPACED, "%": _ASIDE}.get(state.src[state.pos])
    found = _match(shape, state) if shape else None
    if not found:
        return False
    return _push(state, silent, HIDDEN if found[0].startswith(("</", "%")) else EMBED, found)


# --- Blocks --------------------------------------------------------------------------------------------------------------

_ADMONITION = re.compile(
    r"(?:(?:!!!|\?\?\?)\+?[ \t]+(?:[\w-]+(?:[ \t]+[\w-]+){0,4}[ \t]*)?|={3}[!+]?[ \t]+(?=[\"']))(?:\"([^\"\n]*)\"|'([^'\n]*)')?[ \t]*"
)
_CALLOUT = re.compile(r"\[!([\w-]{1,40})(?:\|[^\[\]\n]{0,40})?\][+-]?[ \t]*(.*)")
_COLONS = re.compile(
    r":{3,}[ \t]*(?:(?:\{[^{}\n]*\}|[\w-]+)(?:\[([^\[\]\n]*)\]|[ \t]*((?:[^:{\s]|(?<!:):(?!:))[^\n{]*?))?[ \t]*(?:\{[^{}\n]*\})?)?[ \t]*:*[ \t]*"
)
_LABEL = re.compile(
    r"\([\w./:-]{1,80}\)=[ \t]*|import[ \t]+[\w{}*,$ \t]{1,200}[ \t]from[ \t]+[\"'][^\"'\n]{1,200}[\"'];?[ \t]*"
)
_ABBREVIATION = re.compile(r"\*\[([^\[\]\n]{1,40})\]:[ \t]*(.*)")


def _place(state: StateBlock, line: int) -> tuple[int, int]:
    """Return where the text of a line begins and ends."""
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]


def _admonitions(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read MkDocs' admonitions, folding blocks and tabs.

    Each is a line, perhaps with a title, and the indented lines below it.
    """
    start, stop = _place(state, line)
    if not state.src.startswith(("!!!", "???", "==="), start) or state.is_code_block(line):
        return False
    if stop - start > _LONGEST_LINE or state.sCount[line] > _DEEPEST:
        return False
    found = _ADMONITION.fullmatch(state.src, start, stop)
    if not found:
        return False
    if silent:
        return True
    _title(state, line, found)
    indent, bottom = state.sCount[line] + 4, line + 1
    for below in range(line + 1, end):
        if not state.isEmpty(below):
            if state.sCount[below] < indent:
                break
            bottom = below + 1
    if bottom > line + 1:
        before = state.blkIndent, state.lineMax
        state.blkIndent, state.lineMax = indent, bottom
        state.level += 1
        state.md.block.tokenize(state, line + 1, bottom)
        state.level -= 1
        state.blkIndent, state.lineMax = before
    state.line = bottom
    return True


def _callouts(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read the first line of alerts and callouts, `[!note] Title`, inside a quote."""
    start, stop = _place(state, line)
    if not state.src.startswith("[!", start) or state.parentType != "blockquote":
        return False
    found = _CALLOUT.fullmatch(state.src, start, stop)
    if found and not silent:
        _title(state, line, found)
        state.line = line + 1
    return bool(found)


def _fences(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read lines around text that a platform shows in a special way (`::: note Title`, `:::`).

    Lines that a platform does not show, such as labels and imports, are skipped.
    """
    start, stop = _place(state, line)
    if not state.src.startswith((":", "(", "i"), start) or stop - start > _LONGEST_LINE or state.is_code_block(line):
        return False
    found = (_COLONS if state.src[start] == ":" else _LABEL).fullmatch(state.src, start, stop)
    if found and not silent:
        _title(state, line, found)
        state.line = line + 1
    return bool(found)


def _abbreviations(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read lines that define an abbreviation: `*[NHS]: National Health Service`."""
    start, stop = _place(state, line)
    if not state.src.startswith("*[", start) or state.is_code_block(line):
        return False
    found = _ABBREVIATION.fullmatch(state.src, start, stop)
    if found and not silent:
        token = state.push("abbreviation", "", 0)
        token.content, token.info = found[1], found[2].strip()
        state.line = line + 1
    return bool(found)


def _title(state: StateBlock, line: int, found: re.Match[str]) -> None:
    """Add the title of a block, if it has one, to the tokens: the last group of the match."""
    group = found.lastindex or 0
    text = found[group] if group else ""
    if not text.strip():
        return
    token = state.push("inline", "p", 0)
    token.level += 1
    token.map = [line, line + 1]
    token.content = text.strip()
    start = found.start(group) + len(text) - len(text.lstrip())
    token.meta = {"column": start - state.src.rfind("\n", 0, start) - 1, TITLE: True}


def extended(parser: MarkdownIt) -> MarkdownIt:
    """Return a parser that knows the additions of platforms."""
    for name, rule in (
        ("admonitions", _admonitions),
        ("callouts", _callouts),
        ("platform_fences", _fences),
        ("abbreviations", _abbreviations),
    ):
        parser.block.ruler.before("table", name, rule, _INTERRUPTS)
    parser.inline.ruler.before("escape", "maths", _maths)
    parser.inline.ruler.before("link", "brackets", _brackets)
    parser.inline.ruler.before("link", "braces", _braces)
    parser.inline.ruler.before("link", "notes", _notes)
    parser.inline.ruler.before("autolink", "name_spaced", _tags)
    return parser
