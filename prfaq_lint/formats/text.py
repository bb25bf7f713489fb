"""Text for people: each finding with its source line, the words underlined, why, and how to fix it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..diagnostic import SEVERITIES, Diagnostic
from ..result import NO_FAQ, FileResult
from ..safe import legacy_commands, safe_path, safe_text, width
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
    pad = " " * len(number)
    bar = style.paint("dim", "|")
    shown, before, marked = _window(line, diagnostic, max(30, style.width - len(number) - 5))
    text = [head]
    if shown.strip():
        text.append(f" {style.paint('dim', number)} {bar} {shown}\n")
        text.append(f" {pad} {bar} {' ' * before}{style.paint('mark', '^' * max(1, marked))}\n")
    text += _wrapped(safe_text(diagnostic.message), f" {pad} {bar} ", f" {pad} {bar} ", style)
    if advice:
        text += _wrapped(safe_text(advice), f" {pad} {bar} {style.paint('fix', 'fix:')} ", f" {pad} {bar}      ", style)
    return "".join(text)


def _wrapped(text: str, first: str, rest: str, style: Style) -> Iterator[str]:
    """A text wrapped at the terminal's width behind a prefix."""
    indent = len(rest.replace(style.paint("dim", "|"), "|"))
    room = max(30, style.width - indent - 1)
    line, used, prefix = "", 0, first
    columns = len if text.isascii() else width
    for word in text.split(" "):
        size = columns(word)
        if line and used + 1 + size > room:
            yield f"{prefix}{line}\n"
            line, used, prefix = word, size, rest
        else:
            line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    yield f"{prefix}{line}\n"


def _window(line: str, diagnostic: Diagnostic, room: int) -> tuple[str, int, int]:
    """The part of a source line around a finding that fits, and the columns before and under the marked words."""
    start = min(diagnostic.column - 1, len(line))
    end = diagnostic.end_column - 1 if diagnostic.end_line == diagnostic.line else len(line)
    end = max(start, min(end, len(line)))
    text = line[: end + 400]
    plain = text.isascii() and text.isprintable()
    cells = list(text) if plain else [safe_text(character).replace("\t", " " * _TAB) for character in text]
    for at in legacy_commands(text):
        cells[at + 1] = "\\x23"
    widths = list(map(len if plain else width, cells))
    left, right = start, end
    # A long marked stretch shows its beginning.
    while right > left and sum(widths[left:right]) > room - 8:
        right = left + max(1, (right - left) * 3 // 4)
    used = sum(widths[left:right])
    while left > 0 or right < len(cells):
        grown = False
        if left > 0 and used + widths[left - 1] <= room - 4 and (start - left) <= max(24, room // 3):
            left -= 1
            used += widths[left]
            grown = True
        if right < len(cells) and used + widths[right] <= room - 4:
            used += widths[right]
            right += 1
            grown = True
        if not grown:
            break
    head = "… " if left > 0 else ""
    tail = " …" if right < len(line) else ""
    shown = head + "".join(cells[left:right]) + tail
    before = width(head) + width("".join(cells[left:start]))
    return shown.rstrip(), before, width("".join(cells[start : min(end, right)]))


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
    return f"{drafts}: {', '.join(parts)}. `prfaq-lint explain RULE` tells more about a rule.\n"
