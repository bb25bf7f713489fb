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


def _push(state: StateInline, silent: bool, kind: str, end: int) -> bool:
    """Take the text up to `end` as one token of a kind."""
    if not silent:
        token = state.push(kind, "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _braces(state: StateInline, silent: bool) -> bool:
    """Read shortcodes, template expressions, attribute lists and the like."""
    if state.src[state.pos] != "{":
        return False
    for kind, shape in ((EMBED, _BRACED_EMBED), (HIDDEN, _BRACED_HIDDEN), (STAND_IN, _EXPRESSION)):
        found = shape.match(state.src, state.pos, state.posMax)
        if found:
            return _push(state, silent, kind, found.end())
    return False


def _maths(state: StateInline, silent: bool) -> bool:
    """Read formulas between dollars or escaped brackets, but not sums of money."""
    sign = state.src[state.pos]
    if sign == "\\":
        found = _ESCAPED_MATHS.match(state.src, state.pos, state.posMax)
    elif sign == "$":
        found = _DOLLARS.match(state.src, state.pos, state.posMax)
        before = state.src[state.pos - 1 : state.pos] if state.pos else ""
        if found and found[1] and (before.isalnum() or not _MATHS.search(found[1])):
            return False
    else:
        return False
    return bool(found) and _push(state, silent, STAND_IN, found.end() if found else 0)


def _brackets(state: StateInline, silent: bool) -> bool:
    """Read wiki links, brackets with attributes, links to a shortcode, and marks of a table of contents."""
    start = state.pos
    if state.src[start] not in "[!" or (state.src[start] == "!" and not state.src.startswith("[", start + 1)):
        return False
    gone = _CONTENTS_BRACKET.match(state.src, start, state.posMax) or _PERMALINK.match(state.src, start, state.posMax)
    if gone:
        return _push(state, silent, HIDDEN, gone.end())
    found = _WIKI.match(state.src, start, state.posMax)
    if found:
        if found[1]:
            return _push(state, silent, EMBED, found.end())
        group = 3 if found[3] else 2
        return _linked(state, silent, found, group, found[2])
    found = _TARGETED.match(state.src, start, state.posMax)
    if not found:
        return False
    if found[1] and state.src[found.end(2) + 1] == "(":
        return _push(state, silent, EMBED, found.end())
    if found[1]:
        return False
    target = state.src[found.end(2) + 1 : found.end()]
    return _linked(state, silent, found, 2, target, "link" if target.startswith("(") else "span")


def _linked(
    state: StateInline, silent: bool, found: re.Match[str], group: int, target: str, kind: str = "link"
) -> bool:
    """Take a match as a link, or a span with attributes, whose words are a group of it."""
    if not silent:
        opening = state.push(f"{kind}_open", "a", 1)
        opening.markup, opening.attrs = state.src[found.start() : found.start(group)], {"href": target}
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
    start = state.pos
    if state.src[start] != "^":
        return False
    found = _NOTE.match(state.src, start, state.posMax)
    if found and state.level < 2:
        if not silent:
            state.push(BRACKET, "", 0).content = "^["
            state.level += 1
            _inside(state, *found.span(1))
            state.level -= 1
            state.push(BRACKET, "", 0).content = "]"
        state.pos = found.end()
        return True
    named = _BLOCK_ID.match(state.src, start, state.posMax)
    if named and start and state.src[start - 1] in " \t\n" and not state.src[start - 2 : start - 1].isdigit():
        return _push(state, silent, HIDDEN, named.end())
    return False


def _tags(state: StateInline, silent: bool) -> bool:
    """Skip XML tags with a name space, such as Confluence's `<ac:link>`, and hidden asides (`%%…%%`)."""
    sign = state.src[state.pos]
    found = (_NAMESPACED if sign == "<" else _ASIDE).match(state.src, state.pos, state.posMax) if sign in "<%" else None
    if not found:
        return False
    shown = sign == "<" and not found.group().startswith("</")
    return _push(state, silent, EMBED if shown else HIDDEN, found.end())


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


def _admonitions(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read MkDocs' admonitions, folding blocks and tabs.

    Each is a line, perhaps with a title, and the indented lines below it.
    """
    place = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    if state.src[place[0] : place[0] + 3] not in ("!!!", "???", "===") or state.is_code_block(line):
        return False
    if place[1] - place[0] > _LONGEST_LINE or state.sCount[line] > _DEEPEST:
        return False
    found = _ADMONITION.fullmatch(state.src, *place)
    if not found:
        return False
    if silent:
        return True
    group = 1 if found[1] else 2
    if found[group]:
        _title(state, line, *found.span(group))
    indent, below = state.sCount[line] + 4, line + 1
    stop = below
    while below < end and (state.isEmpty(below) or state.sCount[below] >= indent):
        below += 1
        stop = below if not state.isEmpty(below - 1) else stop
    before = state.blkIndent, state.lineMax
    if stop > line + 1:
        state.blkIndent, state.lineMax = indent, stop
        state.level += 1
        state.md.block.tokenize(state, line + 1, stop)
        state.level -= 1
        state.blkIndent, state.lineMax = before
    state.line = stop
    return True


def _callouts(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read the first line of alerts and callouts, `[!note] Title`, inside a quote."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("[!", start) or state.parentType != "blockquote":
        return False
    found = _CALLOUT.fullmatch(state.src, start, state.eMarks[line])
    if not found:
        return False
    if not silent:
        if found[2].strip():
            _title(state, line, *found.span(2))
        state.line = line + 1
    return True


def _fences(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read lines around text that a platform shows in a special way (`::: note Title`, `:::`).

    Lines that a platform does not show, such as labels and imports, are skipped.
    """
    place = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    sign = state.src[place[0] : place[0] + 1]
    if sign not in (":", "(", "i") or place[1] - place[0] > _LONGEST_LINE or state.is_code_block(line):
        return False
    found = (_COLONS if sign == ":" else _LABEL).fullmatch(state.src, *place)
    if not found:
        return False
    if not silent:
        if sign == ":":
            group = 1 if found[1] else 2
            if (found[group] or "").strip():
                _title(state, line, *found.span(group))
        state.line = line + 1
    return True


def _abbreviations(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read lines that define an abbreviation: `*[NHS]: National Health Service`."""
    start = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("*[", start) or state.is_code_block(line):
        return False
    found = _ABBREVIATION.fullmatch(state.src, start, state.eMarks[line])
    if not found:
        return False
    if not silent:
        token = state.push("abbreviation", "", 0)
        token.content, token.info = found[1], found[2].strip()
        state.line = line + 1
    return True


def _title(state: StateBlock, line: int, start: int, end: int) -> None:
    """Add the title of a block, which extends from `start` to `end`, to the tokens."""
    text = state.src[start:end]
    token = state.push("inline", "p", 0)
    token.level += 1
    token.map = [line, line + 1]
    token.content = text.strip()
    token.meta["column"] = start + len(text) - len(text.lstrip()) - state.src.rfind("\n", 0, start) - 1
    token.meta[TITLE] = True


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
