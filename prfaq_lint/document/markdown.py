"""Markdown → blocks of prose in which every character knows where it came from.

markdown-it-py gives the lines of a block and its text after container markers are stripped; a cursor over each block's
source lines then finds every character again, through emphasis, links, entities and soft breaks.
Code spans leave one placeholder character, so that a sentence keeps its shape; HTML tags, link targets and images
leave nothing.
"""

from __future__ import annotations

import html
import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .exports import without_additions
from .parser import MAX_NESTING, parser
from .platforms import BRACKET, EMBED, HIDDEN, STAND_IN, TITLE
from .source import Source, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

CODE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""The character in the prose for a code span in the source."""

_BRACKETS = {"^[": " (", "]": ")"}
"""What the brackets of a note leave in the prose."""
_SPACES = re.compile(r"\s+")
_HEADING_MARK = re.compile(r"[\s>*+\-\d.)]*#{1,6}[ \t]+")
_HTML = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_QUOTE_MARKS = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_PIPE = re.compile(r"(?<!\\)\|")
_LINK_TARGET = re.compile(
    r"""\(\s*(?:<(?:[^<>\\\n]|\\.)*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*)(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)""",
    re.DOTALL,
)
# One character repeated, endless punctuation, a "word" of hundreds of characters: time grows with the square
# of such runs in the tokenizer and in most expressions.
_UNREADABLE = re.compile(r"(\S)\1{60,}|[^\w\s]{60,}|[!-~]{300,}")
_TAG_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)[^<>]*>$")
_PICTURE = re.compile(r"<(?:img|picture|video|iframe|object|embed|svg|audio)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"""\ssrc\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_EXPANDED = re.compile(r"""<(?:abbr|acronym|dfn)\s[^<>]*?\btitle\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
_HTML_TAGS = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center "
    "cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed "
    "fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img "
    "input ins kbd label legend li link main map mark math menu meta meter nav noscript "
    "object ol optgroup option output p param picture pre progress q rp rt ruby s samp script search section "
    "select slot small source span strike strong style sub summary sup svg table tbody "
    "td template textarea tfoot th thead time title tr track tt u ul var video wbr".split()
)
_HTML_BLOCK_TAGS = frozenset("p div summary h1 h2 h3 h4 h5 h6 li td th tr details ul ol table br section".split())


class Mark(NamedTuple):
    """Emphasis, a link, a code span or a comment; `start` and `end` are prose offsets."""

    kind: str
    """`strong`, `em`, `link`, `span` (with attributes), `code`, `image`, `embed` (what a platform shows in its place) or `break` (of a line)."""
    start: int
    end: int
    target: str = ""


class Block(NamedTuple):
    """A separate piece of prose: a heading, a paragraph, a table cell."""

    kind: str
    """`heading`, `paragraph`, `cell`, `summary` (of HTML details), `html`, `code` or `rule`."""
    start: int
    """Its beginning in `Document.prose`; code and rules are empty there."""
    end: int
    span: Span
    """Its lines in the source."""
    level: int = 0
    """Of a heading, 1 to 6."""
    quote: int = 0
    """The number of block quotes around it."""
    depth: int = 0
    """The number of lists around it."""
    leads: bool = False
    """First block of its list item."""
    ordered: bool = False
    row: int = -1
    """Of a table cell: its table row, counted through the document; -1 elsewhere."""
    info: str = ""
    """Of fenced code: its info string."""
    marks: tuple[Mark, ...] = ()


class Prose:
    """Prose under construction, and the source offset of each of its characters."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.origin = array("l")
        self.wide: dict[int, int] = {}
        """Prose offset → source end, for characters that represent more than one source character."""

    @property
    def length(self) -> int:
        """Return the number of characters so far."""
        return len(self.origin)

    def add(self, text: str, offsets: array[int]) -> None:
        """Append text; runs of white space become one space, and a space at the beginning of a line is dropped."""
        if "  " in text or not text.isprintable():
            kept: list[str] = []
            places, at = array("l"), 0
            for match in _SPACES.finditer(text):
                kept += text[at : match.start()], " "
                places.extend(offsets[at : match.start() + 1])
                at = match.end()
            kept.append(text[at:])
            places.extend(offsets[at:])
            text, offsets = "".join(kept), places
        if text and text[0] == " " and self.pieces and self.pieces[-1][-1:] in ("\n", " "):
            text, offsets = text[1:], offsets[1:]
        if text:
            self.pieces.append(text)
            self.origin.extend(offsets)

    def add_wide(self, text: str, start: int, end: int) -> None:
        """Append characters that all represent the source range from start to end."""
        for character in text:
            self.wide[self.length] = end
            self.pieces.append(character)
            self.origin.append(start)

    def text(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the prose, and the ranges that are masked in it.

        Unreadable runs are replaced by as many other characters, so that no expression matches them.
        """
        plain = "".join(self.pieces)
        if max(map(len, plain.split()), default=0) < 60:
            return plain, []
        masked = [match.span() for match in _UNREADABLE.finditer(plain)]
        return _UNREADABLE.sub(lambda run: ("x " * len(run[0]))[: len(run[0])], plain), masked


class Parsed(NamedTuple):
    """The result of parsing; see `Document` for the fields."""

    prose: str
    masked: list[tuple[int, int]]
    origin: array[int]
    wide: dict[int, int]
    blocks: list[Block]
    comments: list[Span]
    abbreviations: dict[str, str]
    too_deep: int


def parse(source: Source, skip_lines: int = 0) -> Parsed:
    """Read Markdown. The first `skip_lines` lines (front matter) are read as blank."""
    lines = [line.replace("\0", "\ufffd") for line in source.lines()]
    lines[:skip_lines] = [""] * skip_lines
    lines = without_additions(lines)
    reader = _Reader(source, lines)
    reader.read(parser().parse("\n".join(lines)))
    prose = reader.prose
    return Parsed(
        *prose.text(), prose.origin, prose.wide, reader.blocks, reader.comments, reader.abbreviations, reader.too_deep
    )


@lru_cache(maxsize=4)
def _numbers(count: int) -> array[int]:
    """Return the numbers below `count`, to cut ranges from: copying them is much faster than counting again."""
    return array("l", range(count))


class _Reader:
    """One walk over the block tokens of a document."""

    def __init__(self, source: Source, lines: list[str]) -> None:
        self.source = source
        self.lines = lines
        self.offsets = _numbers(1 << len(source.text).bit_length())
        self.prose = Prose()
        self.blocks: list[Block] = []
        self.comments: list[Span] = []
        self.abbreviations: dict[str, str] = {}
        self.too_deep = 0
        self.quotes = 0
        self.lists: list[bool] = []
        """Whether each list around the current block is numbered."""

    def read(self, tokens: list[Token]) -> None:
        level = cursor = 0
        fresh_item = False
        row = -1
        in_cell = False
        for token in tokens:
            kind = token.type
            if token.level >= MAX_NESTING - 1 and token.map and not self.too_deep:
                self.too_deep = token.map[0] + 1
            if kind == "inline":
                assert token.map
                start = self.prose.length
                rank = level or int(token.tag[1:] or 0)
                marks, cursor = self._inline(token, heading=rank > 0, cursor=cursor if in_cell else -1)
                titled = TITLE in token.meta
                self._block(
                    "heading" if rank else "cell" if in_cell else "summary" if titled else "paragraph",
                    start,
                    token.map,
                    level=rank,
                    leads=fresh_item,
                    ordered=bool(self.lists and self.lists[-1]),
                    row=row if in_cell else -1,
                    marks=marks,
                )
                fresh_item = False
            elif kind == "heading_open":
                level = int(token.tag[1])
            elif kind == "heading_close":
                level = 0
            elif kind == "blockquote_open":
                self.quotes += 1
            elif kind == "blockquote_close":
                self.quotes -= 1
            elif kind in ("bullet_list_open", "ordered_list_open"):
                self.lists.append(kind[0] == "o")
            elif kind in ("bullet_list_close", "ordered_list_close"):
                self.lists.pop()
            elif kind in ("list_item_open", "list_item_close"):
                fresh_item = token.nesting == 1
            elif kind == "tr_open":
                row, cursor = row + 1, 0
            elif kind in ("td_open", "th_open", "td_close", "th_close"):
                in_cell = token.nesting == 1
            elif kind in ("fence", "code_block", "hr") and token.map:
                shape = "rule" if kind == "hr" else "code"
                self._block(shape, self.prose.length, token.map, leads=fresh_item, info=token.info.strip())
                fresh_item = False
            elif kind == "html_block" and token.map:
                self._html(token.map)
            elif kind == "abbreviation":
                self.abbreviations.setdefault(token.content, token.info)

    def _block(self, kind: str, start: int, lines: list[int], **more: object) -> None:
        first, last = lines[0], max(lines[1], lines[0] + 1)
        while last > first + 1 and not self.lines[last - 1].strip(" \t>"):
            last -= 1
        span = Span(self.source.starts[first], self.source.ends[last - 1])
        around = {"quote": self.quotes, "depth": len(self.lists)}
        self.blocks.append(Block(kind, start, self.prose.length, span, **around, **more))  # type: ignore[arg-type]
        if self.prose.length > start:
            self.prose.add_wide("\n", span.end, span.end)

    def _inline(self, token: Token, heading: bool, cursor: int) -> tuple[tuple[Mark, ...], int]:
        """Append an inline token's prose; return its marks and, for a table cell, where in the line it ended.

        `cursor` is the position in its line where a table cell may begin; -1 for everything else.
        """
        assert token.map
        content = token.content
        if "column" in token.meta:
            begin, column = self.source.starts[token.map[0]] + token.meta["column"], 0
            origin = self.offsets[begin : begin + len(content)]
            origin.append(self.source.ends[token.map[0]])
        else:
            origin, column = self._origin(token, heading, cursor)
        if not token.children:
            self.prose.add(content, origin[: len(content)])
            return (), column
        marks: list[Mark] = []
        opened: list[tuple[int, str]] = []
        autolink = False
        prose, at = self.prose, 0

        def seek(written: str) -> int:
            return max(content.find(written, at), at)

        for child in token.children:
            kind, text, markup = child.type, child.content, child.markup
            if kind == "text" and autolink:
                end = content.find(">", at)
                end = end if end >= 0 else len(content)
                if content[at:end] == text:
                    prose.add(text, origin[at:end])
                else:  # the parser decodes escapes in an address
                    prose.add_wide(text, origin[at], origin[end])
                at = end
            elif kind == "text":
                at = seek(text)
                prose.add(text, origin[at : at + len(text)])
                at += len(text)
            elif kind in ("softbreak", "hardbreak"):
                at = seek("\n")
                if kind == "hardbreak":
                    marks.append(Mark("break", prose.length, prose.length + 1))
                prose.add_wide("\n", origin[at], origin[at])
                at += 1
            elif kind in (HIDDEN, EMBED, STAND_IN, BRACKET, "text_special"):
                written = markup if kind == "text_special" else text
                at = seek(written)
                if kind == EMBED:
                    marks.append(Mark("embed", prose.length, prose.length))
                elif kind != HIDDEN:
                    shown = CODE if kind == STAND_IN else _BRACKETS[text] if kind == BRACKET else text
                    prose.add_wide(shown, origin[at], origin[min(at + len(written), len(origin)) - 1] + 1)
                at += len(written)
            elif kind == "code_inline":
                at = seek(markup)
                end = content.find(markup, at + len(markup) + len(text))
                end = (end if end >= 0 else at + len(text)) + len(markup)
                marks.append(Mark("code", prose.length, prose.length + 1))
                prose.add_wide(CODE, origin[at], origin[min(end, len(origin)) - 1] + 1)
                at = end
            elif kind == "html_inline":
                at = seek(text)
                if text.startswith("<!--"):
                    self.comments.append(Span(origin[at], origin[at + len(text) - 1] + 1))
                elif text[:3].lower() == "<br":
                    marks.append(Mark("break", prose.length, prose.length + 1))
                    prose.add_wide("\n", origin[at], origin[at])
                elif _PICTURE.match(text):
                    marks.append(Mark("image", prose.length, prose.length, _source_of(text)))
                elif expanded := _EXPANDED.match(text):
                    abbreviation = content[at + len(text) :].split("<", 1)[0].strip()
                    self.abbreviations.setdefault(abbreviation, html.unescape(expanded[1]))
                elif is_stranger(text):
                    prose.add(text, origin[at : at + len(text)])
                at += len(text)
            elif kind == "image":
                marks.append(Mark("image", prose.length, prose.length, str(child.attrs.get("src", ""))))
                at = _past_link(content, seek("![") + 2 + len(text))
            elif child.nesting == 1:
                opened.append((prose.length, str(child.attrs.get("href", ""))))
                autolink = markup == "autolink"
                if kind == "link_open" and markup in ("", "autolink"):
                    at = seek("<" if autolink else "[") + 1
                elif content.startswith(markup, at):
                    at += len(markup)
            elif child.nesting == -1 and opened:
                start, target = opened.pop()
                marks.append(Mark(kind.removesuffix("_close"), start, prose.length, target))
                autolink = False
                if kind == "link_close" and markup in ("", "autolink"):
                    at = at + 1 if markup else _past_link(content, at)
                elif content.startswith(markup, at):
                    at += len(markup)
        return tuple(marks), column

    def _origin(self, token: Token, heading: bool, cursor: int) -> tuple[array[int], int]:
        """Return the source offsets of each character of an inline token and of the line end after it.

        The second value is the column just after its last line.
        """
        assert token.map
        lines = token.content.split("\n")
        first, column = token.map[0], max(0, cursor)
        if cursor < 0:
            # The parser strips lines of white space that Markdown does not count as blank, such as a no-break space.
            opening = lines[0].strip()
            while first + 1 < token.map[1] and opening not in self.lines[first]:
                first += 1
        origin = array("l")
        for number, text in enumerate(lines, first):
            number = min(number, len(self.lines) - 1)
            offsets, column = (
                self._locate_cell(number, text, column) if cursor >= 0 else self._locate(number, text, heading)
            )
            origin.extend(offsets)
            origin.append(self.source.ends[number])
        return origin, column

    def _locate(self, number: int, text: str, heading: bool) -> tuple[array[int], int]:
        """Return the source offsets of each character of `text`, a line's content, and the column just after it.

        A paragraph's line is what remains of the source line after its container markers; a heading's text may be
        followed by closing hashes.
        """
        line = self.lines[number]
        if heading and (mark := _HEADING_MARK.match(line)):
            column = line.find(text, mark.end())
        elif line.rstrip().endswith(text.rstrip()):
            column = len(line.rstrip()) - len(text.rstrip())
            # Spaces that the parser kept at the end of the line are there in the source too.
        else:
            column = line.find(text)
            bare = text.strip()
            if column < 0 and line.rstrip().endswith(bare):  # after a tab that the parser expanded in part
                column = len(line.rstrip()) - len(bare)
                lead = len(text) - len(text.lstrip())
                base = self.source.starts[number]
                offsets = array("l", [base + max(0, column - 1)] * lead)
                offsets.extend(self.offsets[base + column : base + column + len(text) - lead])
                return offsets, column + len(bare)
        return self._offsets(number, text, max(column, 0), column >= 0)

    def _locate_cell(self, number: int, text: str, cursor: int) -> tuple[array[int], int]:
        """Do the same for a table cell: cells follow each other in one line, between pipes that are not escaped."""
        line = self.lines[number]
        pipe = _PIPE.search(line, cursor)
        if pipe and (cursor or not text or not line[: pipe.start()].replace("\\|", "|").rstrip().endswith(text)):
            cursor = pipe.end()
        if not text:
            return array("l"), cursor
        end = _PIPE.search(line, cursor)
        column = line.find(text, cursor, end.start() if end else len(line))
        return self._offsets(number, text, column if column >= 0 else cursor, column >= 0)

    def _offsets(self, number: int, text: str, column: int, exact: bool) -> tuple[array[int], int]:
        """Return the offsets of a text at a column, or of its characters one by one if the parser changed it."""
        line, base = self.lines[number], self.source.starts[number]
        if exact:
            return self.offsets[base + column : base + column + len(text)], column + len(text)
        offsets = array("l")
        for character in text:  # escaped pipes, and tabs that were expanded to spaces
            found = line.find(character, column, column + 4)
            if found >= 0:
                column = found
            offsets.append(base + min(column, len(line)))
            column += found >= 0
        return offsets, column

    def _html(self, lines: list[int]) -> None:
        """Read prose inside an HTML block: the text between its tags; a `<summary>` and headings are blocks."""
        start, end = self.source.starts[lines[0]], self.source.ends[lines[1] - 1]
        text = self.source.text[start:end]
        # The text before the first tag belongs to the list or the quote around it, and so do later lines' quote marks.
        before = text.find("<")
        text = " " * before + text[max(0, before) :]
        if self.quotes:
            text = _QUOTE_MARKS.sub(lambda marks: " " * len(marks[0]), text)
        at, shape, level, silent = 0, "html", 0, ""
        begin = open_since = self.prose.length
        pictures: list[Mark] = []

        def flush() -> None:
            nonlocal open_since
            if self.prose.length > open_since:
                first = self.source.line_of(self.prose.origin[open_since]) - 1
                last = self.source.line_of(self.prose.origin[self.prose.length - 1])
                self._block("heading" if level else shape, open_since, [first, last], level=level)
            open_since = self.prose.length

        for match in (*_HTML.finditer(text), None):
            upto = match.start() if match else len(text)
            if not silent:
                self._html_text(text[at:upto], start + at)
            if match is None:
                break
            at = match.end()
            if match[0].startswith("<!--"):
                self.comments.append(Span(start + match.start(), start + match.end()))
                continue
            closing, name = match[1], (match[2] or "").lower()
            if is_stranger(match[0]):
                self._html_text(match[0], start + match.start())
                continue
            if _PICTURE.match(match[0]):
                pictures.append(Mark("image", self.prose.length, self.prose.length, _source_of(match[0])))
            elif expanded := _EXPANDED.match(match[0]):
                self.abbreviations.setdefault(text[at : text.find("<", at)].strip(), html.unescape(expanded[1]))
            if name in ("script", "style", "pre", "svg"):
                silent = "" if closing else name
            if name in _HTML_BLOCK_TAGS:
                flush()
                shape = "summary" if name == "summary" and not closing else "html"
                level = int(name[1]) if re.fullmatch("h[1-6]", name) and not closing else 0
        flush()
        if pictures and self.prose.length == begin:
            self._block("html", begin, lines, marks=tuple(pictures))

    def _html_text(self, text: str, offset: int) -> None:
        at = 0
        for match in (*_ENTITY.finditer(text), None):
            piece = text[at : match.start() if match else len(text)]
            if piece.strip():
                lead = 0 if self.prose.pieces and self.prose.pieces[-1] != "\n" else len(piece) - len(piece.lstrip())
                self.prose.add(
                    piece[lead:].replace("\n", " ").replace("\r", " "),
                    self.offsets[offset + at + lead : offset + at + len(piece)],
                )
            if match:
                self.prose.add_wide(html.unescape(match[0]), offset + match.start(), offset + match.end())
                at = match.end()


def is_stranger(tag: str) -> bool:
    """Return whether a tag is not HTML, like `<customer name>`: a blank that its author has yet to fill in."""
    name = _TAG_NAME.match(tag)
    return name is not None and name[1].lower() not in _HTML_TAGS and "=" not in tag and "-" not in name[1]


def _source_of(tag: str) -> str:
    """Return the address of what an HTML tag shows, or ""."""
    found = _ADDRESS.search(tag)
    return found[1] if found else ""


def _past_link(content: str, at: int) -> int:
    """Return the offset after `](target "title")`, `][label]` or `]` that begins at or after `at`."""
    at = content.find("]", at)
    if at < 0:
        return len(content)
    at += 1
    if content.startswith("[", at):
        end = content.find("]", at)
        return end + 1 if end >= 0 else at
    target = _LINK_TARGET.match(content, at)
    return target.end() if target else at
