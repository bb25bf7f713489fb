"""Text for people: each finding with its source line, the words underlined, why, and how to fix it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..diagnostic import SEVERITIES, Diagnostic
from ..result import NO_FAQ, FileResult
from ..safe import legacy_commands, narrow, safe_path, safe_text, width
from .style import Style

_TAB = 4


def report(results: Sequence[FileResult], style: Style) -> str:
    """All findings, then the three questions of each draft, then a count; findings alone where the style is quiet."""
    pieces = [piece for result in results for piece in _file(result, style)]
    if not style.quiet:
        pieces += [summary(results, style)]
    return "".join(pieces)


def _file(result: FileResult, style: Style) -> Iterator[str]:
    told: set[tuple[str, str]] = set()
    before: tuple[int, ...] = ()
    for diagnostic in result.diagnostics:
        advice = "" if (diagnostic.rule, diagnostic.fix) in told else diagnostic.fix  # once a file is enough
        told.add((diagnostic.rule, diagnostic.fix))
        place = (diagnostic.line, diagnostic.column, diagnostic.end_line, diagnostic.end_column)
        # What is about the same words stands together below them.
        excerpt = "" if place == before else result.excerpts.get(diagnostic.line, "")
        yield ("\n" if before and place != before else "") + _finding(diagnostic, advice, excerpt, style)
        before = place
    if before:
        yield "\n"
    if result.questions and not style.quiet:
        yield _questions(result, style) + "\n"


def _finding(diagnostic: Diagnostic, advice: str, line: str, style: Style) -> str:
    place = style.paint("path", f"{safe_path(diagnostic.path)}:{diagnostic.line}:{diagnostic.column}")
    head = f"{place} {style.paint(diagnostic.severity, diagnostic.severity)} {style.paint('rule', diagnostic.rule)}\n"
    number = str(diagnostic.line)
    bar = style.paint("dim", "|")
    margin = f" {' ' * len(number)} {bar} "
    room = style.width - len(number) - 5
    shown, before, marked = _window(line, diagnostic, max(30, room))
    text = [head]
    if shown.strip():
        text.append(f" {style.paint('dim', number)} {bar} {shown}\n")
        text.append(f"{margin}{' ' * before}{style.paint('mark', '^' * max(1, marked))}\n")
    text += [f"{margin}{row}\n" for row in _wrapped(diagnostic.message, max(30, room))]
    if advice:
        lead = style.paint("fix", "fix:")
        for row in _wrapped(advice, max(30, room - 5)):
            text.append(f"{margin}{lead} {row}\n")
            lead = "    "
    return "".join(text)


@lru_cache(maxsize=1024)
def _wrapped(text: str, room: int) -> list[str]:
    """A text in lines of so many columns. Drafts are mostly told the same things: each of them is wrapped once."""
    text = safe_text(text)
    rows, line, used = [], "", 0
    columns = len if text.isascii() else width
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size > room:
            rows.append(line)
            line, used = word, size
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    return [*rows, line]


def _window(line: str, diagnostic: Diagnostic, room: int) -> tuple[str, int, int]:
    """The part of a source line around a finding that fits, and the columns before and under the marked words."""
    start = min(diagnostic.column - 1, len(line))
    end = diagnostic.end_column - 1 if diagnostic.end_line == diagnostic.line else len(line)
    end = max(start, min(end, len(line)))
    first = max(0, start - max(24, room // 3) - 1)  # what stands before that is never shown
    cells = _cells(line, first, end + 400)
    left, right = _fitting(cells, start - first, end - first, room)
    head = "… " if first + left > 0 else ""
    tail = " …" if first + right < len(line) else ""
    shown = head + _joined(cells[left:right]) + tail
    before = len(head) + width(_joined(cells[left : start - first]))
    return shown.rstrip(), before, width(_joined(cells[start - first : min(end - first, right)]))


def _cells(line: str, start: int, end: int) -> Sequence[str]:
    """What stands in the terminal for each character: a text itself where each of its characters takes one column."""
    text = line[start:end]
    commands = [at - start for at in legacy_commands(line[:end]) if at >= start - 1]
    if not commands and narrow(text):
        return text
    cells = [safe_text(character).replace("\t", " " * _TAB) for character in text]
    for at in commands:
        cells[at + 1] = "\\x23"
    return cells


def _joined(cells: Sequence[str]) -> str:
    return cells if isinstance(cells, str) else "".join(cells)


def _fitting(cells: Sequence[str], start: int, end: int, room: int) -> tuple[int, int]:
    """The range of cells around marked ones that fits in so many columns."""
    even = isinstance(cells, str)
    widths = [1] * len(cells) if even else list(map(width, cells))
    left, right = start, end
    # A long marked stretch shows its beginning.
    while right > left and sum(widths[left:right]) > room - 8:
        right = left + max(1, (right - left) * 3 // 4)
    spare = room - 4 - sum(widths[left:right])
    if even:  # what the loop below comes to where each cell takes one column
        after = len(cells) - right
        left -= min(left, max((spare + 1) // 2, spare - after))
        return left, right + min(after, spare - (start - left))
    grown = True
    while grown:
        grown = False
        if left > 0 and widths[left - 1] <= spare:
            left -= 1
            spare -= widths[left]
            grown = True
        if right < len(cells) and widths[right] <= spare:
            spare -= widths[right]
            right += 1
            grown = True
    return left, right


def _questions(result: FileResult, style: Style) -> str:
    rows = [f"{style.paint('path', safe_path(result.path))}: a reviewer's three questions\n"]
    for answer in result.questions:
        where = ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in answer.lines[:8])
        place = f"  line{'s' if len(answer.lines) > 1 or '-' in where else ''} {where}" if where else ""
        lacking = NO_FAQ if answer.unasked else f"missing: {', '.join(answer.missing)}"
        missing = f"  ({lacking})" if answer.missing and answer.answer != "yes" else ""
        rows.append(f"  {answer.question:<28} {style.paint(answer.answer, f'{answer.answer:<6}')}{place}{missing}\n")
    return "".join(rows)


def summary(results: Sequence[FileResult], style: Style) -> str:
    """One line that counts."""
    counts = Counter(diagnostic.severity for result in results for diagnostic in result.diagnostics)
    drafts = f"{len(results)} draft{'' if len(results) == 1 else 's'} checked"
    if not counts:
        return f"{drafts}: nothing found.\n" if results else ""
    parts = [
        style.paint(severity, f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}")
        for severity in SEVERITIES
        if counts[severity]
    ]
    return f"{drafts}: {', '.join(parts)}. Run `prfaq-lint explain RULE` for more about a rule.\n"
