"""Safe fixes: the edits that are allowed, the draft that results, and how it is written to disk.

An edit is safe if the draft renders the same except for what the edit deletes, or for the hashes that become a heading.
This is checked for each draft when its findings are made, so an edit in a report is known to be safe.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from ..diagnostic import Diagnostic, Replacement
from ..document.draft import Document
from ..document.frontmatter import measure
from ..document.source import MAX_BYTES, Source, Span, UnreadableDraft, read_bytes, reason
from ..outline.model import Outline
from ..safe import safe_line, safe_path, safe_text
from . import atomic

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from ..rules.linter import Linter

MOST_PASSES = 10
"""The number of passes, because one fix can make room for another. The last pass is final even if fixes remain."""

MOST_WORK = 8_000_000
"""The number of characters that can be rendered to check the edits of one draft. If more are needed, no edit is
offered, so that a second run does not continue where the first stopped.
"""

_BOM = b"\xef\xbb\xbf"
_HASHES = re.compile("#{1,6}[ \\t]")
_DEFINITION = "]:"
"""The text after the name of a link's target in its definition."""

Item = str | tuple[str, ...]
"""A character of rendered text, or a tag or a piece of code, whose white space is significant."""


class NotFixed(Exception):
    """A file that could not be changed and was left alone; the message is the reason in one line, without the path."""


# Which edits are safe.


def verified(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings without edits that overlap an earlier one or would change the meaning of the draft."""
    candidates = sum(bool(diagnostic.edits) for diagnostic in diagnostics)
    if not candidates:
        return diagnostics
    source = document.source
    affordable = candidates * len(source.text) <= MOST_WORK
    headings = _dividing(document, diagnostics)
    render = lru_cache(maxsize=2)(_rendered)  # the output after one edit is the input of the next
    made: list[Edit] = []
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        edits = [_offsets(source, edit) for edit in diagnostic.edits]
        if not edits or all(edit in made for edit in edits):
            kept.append(diagnostic)
            continue
        overlapping = any(_overlap(edit, other) for edit in edits for other in made)
        if affordable and not overlapping and _harmless(source.text, headings, made, edits, render):
            made += edits
            kept.append(diagnostic)
        else:
            kept.append(diagnostic._replace(edits=()))
    return kept


def _dividing(document: Document, diagnostics: Sequence[Diagnostic]) -> list[Span]:
    """Return the headings that divide a draft into parts that can be rendered separately.

    A heading outside all containers ends everything before it; being rendered as a heading proves this. There are none
    if an edit could turn a line at the top into front matter, or if a link's target is defined elsewhere.
    """
    source = document.source
    touched = {n for found in diagnostics for edit in found.edits for n in range(edit.line, edit.end_line + 1)}
    unfinished = not document.front_lines and source.text.startswith(("---", "+++"))
    if unfinished or min(touched) <= max(document.front_lines, 1) or _DEFINITION in source.text:
        return []
    return [
        block.span
        for block in document.blocks
        if block.kind == "heading"
        and not (block.quote or block.depth)
        and _HASHES.match(source.text, block.span.start)
        and source.line_of(block.span.start) not in touched
    ]


def _harmless(
    text: str,
    headings: Sequence[Span],
    made: Sequence[Edit],
    edits: Sequence[Edit],
    render: Callable[[str], list[Item]],
) -> bool:
    """Return whether further edits keep the meaning of an edited draft, judging by the part they are in."""
    before = bisect_left(headings, min(edits)[:1])
    after = bisect_left(headings, (max(end for _, end, _ in edits),))
    start = headings[before - 1].start if before else 0
    end = headings[after].end if after < len(headings) else len(text)

    def spliced(edits: Iterable[Edit]) -> str:
        return splice(text[start:end], [(a - start, b - start, new) for a, b, new in edits if start <= a <= end])

    old, new = spliced(made), spliced([*made, *edits])
    if headings and _DEFINITION in new:
        return _harmless(text, [], made, edits, render)
    return _same(render(old), render(new), text, edits)


Edit = tuple[int, int, str]
"""Start, end and new text, in source offsets."""


def _offsets(source: Source, edit: Replacement) -> Edit:
    return (
        source.starts[edit.line - 1] + edit.column - 1,
        source.starts[edit.end_line - 1] + edit.end_column - 1,
        edit.text,
    )


def _overlap(one: Edit, other: Edit) -> bool:
    """Return whether two edits touch the same characters, or the same place between two characters."""
    return one[0] == other[0] or (one[0] < other[1] and other[0] < one[1])


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap to a text."""
    pieces, at = [], 0
    for start, end, new in sorted(set(edits)):
        pieces += [text[at:start], new]
        at = end
    return "".join([*pieces, text[at:]])


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from ..document.parser import MAX_NESTING, bounded

    return bounded(MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table"))


def _rendered(text: str) -> list[Item]:
    """Return rendered Markdown: tags with their attributes, code unchanged, and text with white space collapsed."""
    source = Source(text)
    lines = source.lines()
    front = measure(source)
    body = "\n".join([*[""] * front, *lines[front:]])
    return _collapsed([("front", *lines[:front]), *_items(_parser().parse(body))])


def _collapsed(items: Iterable[Item]) -> list[Item]:
    """Return the items with one space for each run of spaces."""
    kept: list[Item] = []
    for item in items:
        if item != " " or kept[-1:] != [" "]:
            kept.append(item)
    return kept


def _items(tokens: Sequence[Token]) -> Iterator[Item]:
    for token in tokens:
        if token.type == "inline":
            yield from _items(token.children or ())
        elif token.type == "text":
            yield from (" " if character in " \t" else character for character in token.content)
        elif token.type == "softbreak":
            yield " "
        elif token.type == "image":
            yield "image", repr(token.attrs), token.content
        elif token.content:
            yield token.type, token.info, token.content
        elif not token.hidden:
            yield token.tag or token.type, str(token.nesting), repr(token.attrs) if token.attrs else ""


def _same(before: list[Item], after: list[Item], text: str, edits: Sequence[Edit]) -> bool:
    """Return whether a draft renders the same before and after, apart from what the edits declare."""
    if before == after:
        return True
    if len(edits) != 1:
        return False
    start, end, new = edits[0]
    if start == end and new == " ":
        return _only_hashes_go(_flat(before), _flat(after))
    return not new and _only_goes(before, after, text[start:end])


def _only_goes(before: list[Item], after: list[Item], deleted: str) -> bool:
    """Return whether a rendered draft loses the deleted words and nothing else, and gains nothing."""
    from html import unescape

    first, last = _ends(before, after)
    if first + last != len(after):
        return False
    gone = before[first : len(before) - last]
    tags = [item for item in gone if isinstance(item, tuple)]
    names = {tag[0] for tag in tags}
    if not names <= {"p", "em", "strong", "br", "blockquote"}:
        return False
    if any(sum(int(tag[1]) for tag in tags if tag[0] == name) for name in names - {"br"}):
        return False
    lost, wanted = _letters("".join(item for item in gone if isinstance(item, str))), _letters(unescape(deleted))
    # The surrounding text can repeat the first deleted letters; the difference is then found a few letters later.
    return bool(wanted) and len(lost) == len(wanted) and wanted in lost + lost


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _only_hashes_go(before: list[Item], after: list[Item]) -> bool:
    """Return whether the only difference is that the hashes around a heading are gone."""
    first, last = _ends(before, after)
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    marks = len(list(takewhile(lambda item: item == "#", old)))
    rest = old[marks:]
    if not 1 <= marks <= 6:
        return False
    if rest == new:
        return True
    while rest and rest[-1] in ("#", " "):
        rest.pop()
    while new and new[-1] == " ":
        new.pop()
    return rest == new


def _flat(items: list[Item]) -> list[Item]:
    """Return the items without the distinction between paragraphs and headings."""
    tags = ("p", "h1", "h2", "h3", "h4", "h5", "h6")
    return _collapsed([" ", *(" " if isinstance(item, tuple) and item[0] in tags else item for item in items)])


def _ends(before: list[Item], after: list[Item]) -> tuple[int, int]:
    """Return how many items two lists share at the beginning and, of the rest, at the end."""
    room = min(len(before), len(after))
    first = next((at for at in range(room) if before[at] != after[at]), room)
    last = next((at for at in range(room - first) if before[-1 - at] != after[-1 - at]), room - first)
    return first, last


# The draft after its fixes.


@dataclass(frozen=True, slots=True)
class Fixed:
    """A draft after all possible fixes."""

    text: str
    count: int
    """The number of fixed findings."""
    outline: Outline
    """The outline of the fixed text."""


def fix(outline: Outline, linter: Linter) -> Fixed:
    """Apply all safe edits repeatedly until there are none."""
    count = 0
    for _ in range(MOST_PASSES):
        found = [diagnostic for diagnostic in linter.check(outline, every=True) if diagnostic.edits]
        if not found:
            break
        source = outline.document.source
        text = splice(source.text, [_offsets(source, edit) for diagnostic in found for edit in diagnostic.edits])
        count += len(found)
        outline = linter.outline(Document.parse(text, outline.document.path))
    return Fixed(outline.document.source.text, count, outline)


def diff(path: str, before: str, after: str) -> str:
    """Return a unified diff for people, with control characters for terminals and CI services escaped."""
    from difflib import unified_diff

    name = safe_path(path)
    old, new = _lines(before), _lines(after)
    rows = []
    for number, row in enumerate(unified_diff(old, new, name, name, lineterm="")):
        if number < 2 or row.startswith("@@"):
            rows.append(row)
            continue
        # A line of context begins with a space, and CI services skip white space before a command.
        shown = (safe_line if row[0] == " " else safe_text)(row[1:].rstrip("\r\n"))
        rows.append(row[0] + shown)
        if not row.endswith(("\n", "\r")):
            rows.append("\\ No newline at end of file")
    return "".join(f"{row}\n" for row in rows)


def _lines(text: str) -> list[str]:
    source = Source(text)
    ends = [*source.starts[1:], len(text)]
    return [text[start:end] for start, end in zip(source.starts, ends, strict=True) if start < end]


# Reading and writing the file.


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it was when it was read."""

    data: bytes
    path: str = ""
    """The path as given; "" for standard input."""
    target: str = ""
    """The path after following links."""
    status: os.stat_result | None = None


def read_original(path: str, max_bytes: int = MAX_BYTES) -> Original:
    """Read a file of at most `max_bytes`, with the information needed to notice a change.

    Raises:
        UnreadableDraft: If it cannot be read.
    """
    try:
        target = os.path.realpath(path)
        status = os.stat(target)
    except (OSError, ValueError):
        return Original(read_bytes(path, max_bytes))  # raises an exception with the reason
    return Original(read_bytes(target, max_bytes), path, target, status)


def encode(original: Original, text: str) -> bytes:
    """Encode a text like the file it came from, with a byte order mark if it had one."""
    return (_BOM if original.data.startswith(_BOM) else b"") + text.encode("utf-8")


def write(original: Original, text: str) -> None:
    """Replace the original with a text, completely or not at all.

    Raises:
        NotFixed: If this fails; the file is then unchanged.
    """
    if original.status is None:
        raise NotFixed("cannot be written")
    _expect_unchanged(original)
    if original.status.st_nlink > 1:
        raise NotFixed(f"not fixed: the file has {original.status.st_nlink} hard links, and writing would break them")
    # Replacing a file needs only its folder's permission, but a write-protected file is still left alone.
    if not original.status.st_mode & 0o222 or not os.access(original.target, os.W_OK):
        raise NotFixed("not fixed: the file is read-only")
    try:
        atomic.replace(
            original.target, encode(original, text), like=original.status, check=partial(_expect_unchanged, original)
        )
    except OSError as error:
        raise NotFixed(f"not fixed: cannot be written ({reason(error)})") from None


def _expect_unchanged(original: Original) -> None:
    """Check that the file is still the one that was read.

    Raises:
        NotFixed: If it has changed.
    """
    changed = NotFixed("not fixed: the file has changed since it was read")
    try:
        is_same_file = os.path.realpath(original.path) == original.target
        if not is_same_file or _identity(os.stat(original.target)) != _identity(original.status):
            raise changed
        data = read_bytes(original.target, len(original.data))
    except (OSError, UnreadableDraft):
        raise changed from None
    if data != original.data:
        raise changed


_identity = attrgetter("st_size", "st_mtime_ns", "st_ino", "st_dev", "st_mode", "st_nlink")
