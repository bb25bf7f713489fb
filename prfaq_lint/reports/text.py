"""Text for people: the verdict and what to do next, then each finding with its source line, reason and fix."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..diagnostic import SEVERITIES, Diagnostic
from ..priority import SECTIONS, advice, most_important
from ..result import FileResult, OpenQuestion
from ..safe import legacy_commands, narrow, safe_path, safe_text, width
from .style import Style, place_of

MAX_LINES = 60
"""The approximate length in lines of a draft's report unless it is verbose. Errors are always shown."""

MAX_BRIEF = 8
"""The most rules that are listed in one line each when they do not fit in the report."""

_SEE_ALL = "Run `prfaq-lint check --verbose` to see them in full."

MIN_BRIEF = 40
"""The columns that the message in such a line needs; if fewer are left, the rule is not named."""

EXPLAINED = 3
"""The number of open questions about the plan for which the report gives reasons."""

_GROUPED = frozenset(group for _, groups in SECTIONS for group in groups)

_TAB = 4


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return the verdict, the next thing to do and the findings by weight for each draft, followed by a count.

    A quiet report contains only the findings. Unless it is verbose, the report shows each rule once with the other
    lines it concerns, puts the open questions about the plan into one list, and after about `MAX_LINES` lines only names
    the other findings, up to `MAX_BRIEF` of them.
    """
    pieces = [piece for result in results for piece in _file(result, style)]
    if not style.quiet:
        pieces += [summary(results, style)]
    return "".join(pieces)


def _file(result: FileResult, style: Style) -> Iterator[str]:
    if not style.quiet and (result.diagnostics or result.questions):
        yield _head(result, style)
    blocks = list(_blocks(result, style))
    room = MAX_LINES - 8 - len(SECTIONS)
    shown = set()
    for index in sorted(
        range(len(blocks)), key=lambda at: (not _is_loud(blocks[at]), SEVERITIES.index(blocks[at].severity), at)
    ):
        block = blocks[index]
        if style.verbose or _is_loud(block) or block.lines <= room:
            shown.add(index)
            room -= block.lines
    section = ""
    for index, block in enumerate(blocks):
        if index not in shown:
            continue
        if block.section != section:
            section = block.section
            yield f"{style.paint('path', section)}\n"
        yield block.text
    yield from _also([block for index, block in enumerate(blocks) if index not in shown], style)


@dataclass(frozen=True, slots=True)
class _Block:
    """The part of the report on one rule, or on the plan."""

    section: str
    severity: str
    text: str
    count: int
    """The number of findings it represents."""
    brief: str
    """What it says, in one line."""

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def _is_loud(block: _Block) -> bool:
    """Return whether a block is always shown: errors, and warnings about the problem."""
    return block.severity == "error" or (block.section == SECTIONS[0][0] and block.severity == "warning")


def _blocks(result: FileResult, style: Style) -> Iterator[_Block]:
    """Yield the blocks of a draft's report, section by section; in each, the most severe first."""
    questions = {one.rule: one for one in result.plan}
    for title, groups in SECTIONS:
        inside = [one for one in result.diagnostics if (one.group in groups if groups else one.group not in _GROUPED)]
        inside.sort(key=lambda one: SEVERITIES.index(one.severity))
        asked = [one for one in inside if one.rule in questions and not style.verbose]
        if asked:
            text = _plan(asked, questions, result, style)
            open_questions = f"The FAQ leaves {result.of_plan(len(asked))} questions about the plan open"
            yield _Block(
                title, asked[0].severity, text, len(asked), _brief(asked[:1], open_questions, style, result.unit)
            )
        by_rule: dict[str, list[Diagnostic]] = {}
        for index, one in enumerate(inside):
            if one.rule not in questions or style.verbose:
                by_rule.setdefault(f"{one.rule} {index if style.verbose else ''}", []).append(one)
        for found in by_rule.values():
            text = _finding(found[0], result.excerpts.get(found[0].line, ""), found[1:], style, result.unit)
            brief = _brief(found, found[0].message, style, result.unit)
            yield _Block(title, found[0].severity, f"{text}\n", len(found), brief)


def _also(hidden: Sequence[_Block], style: Style) -> Iterator[str]:
    """Yield one line each for the most severe blocks that did not fit, and how to see the rest."""
    if not hidden:
        return
    yield f"{style.paint('path', 'Also found')}\n"
    ranked = sorted(hidden, key=lambda block: SEVERITIES.index(block.severity))
    yield from (block.brief for block in ranked[:MAX_BRIEF])
    left = Counter[str]()
    for block in ranked[MAX_BRIEF:]:
        left[block.severity] += block.count
    more = " and ".join(_counted(left[level], f"more {level}") for level in SEVERITIES if left[level])
    advice = f"{more}: run `prfaq-lint check --verbose` to see everything." if more else _SEE_ALL
    yield "".join(f"{row}\n" for row in _wrapped(advice, max(30, style.width))) + "\n"


def _brief(found: Sequence[Diagnostic], message: str, style: Style, unit: str) -> str:
    """Return one line, cut to the page width, with the first finding and the number of findings."""
    first = found[0]
    place = f"{place_of(first.line, unit):>4}"
    times = f"×{len(found)}" if len(found) > 1 else ""
    end = f" ({' '.join(filter(None, (first.rule, times)))})"
    if style.width - len(place) - len(end) - 12 < MIN_BRIEF:
        end = f" ({times})" if times else ""
    room = style.width - len(place) - len(end) - 12
    severity = style.paint(first.severity, f"{first.severity:<7}")
    return f"  {style.paint('path', place)} {severity} {_cut(message, room)}{end}\n"


def _cut(text: str, room: int) -> str:
    """Shorten a text to a number of columns, at a word boundary if possible."""
    text = safe_text(text)
    if width(text) <= room:
        return text
    end = used = 0
    while end < len(text) and used + width(text[end]) <= room - 2:
        used += width(text[end])
        end += 1
    words = text[:end].rpartition(" ")[0] or text[:end]
    return f"{words} …"


def _head(result: FileResult, style: Style) -> str:
    """Return the verdict in plain words, a reviewer's three questions, and the one thing to do next."""
    opening, *more = _wrapped(f"{safe_path(result.path)}: {_verdict(result)}", max(30, style.width))
    rows = [f"{style.paint('path', opening)}\n", *(f"  {row}\n" for row in more)]
    if result.questions:
        answers = (f"{answer.question:<28} {style.paint(answer.answer, answer.answer)}" for answer in result.questions)
        rows += [f"  {answer}\n" for answer in answers]
    lead = style.paint("fix", "Next:")
    to_do = _next(result)
    for row in _wrapped(to_do, max(30, style.width - 8)) if to_do else ():
        rows.append(f"  {lead} {row}\n")
        lead = "     "
    return "".join(rows) + "\n"


def _next(result: FileResult) -> str:
    """Return the one thing to do next: a finding or, if all are only notes, the answers that are not a yes yet."""
    first = most_important(result.diagnostics) if result.diagnostics else None
    if not first or first.severity == "note":
        if any(answer.answer != "yes" for answer in result.questions) and result.path != "-":
            return f"`prfaq-lint review {safe_path(shlex.quote(result.path))}` says what each answer still needs"
        if not first:
            return ""
    question = next((one.question for one in result.plan if one.rule == first.rule), "")
    return f"{result.unit} {first.line}, {advice(first, question)}"


def _verdict(result: FileResult) -> str:
    """Return the verdict on a draft in plain words."""
    rules = {one.rule: one.severity for one in result.diagnostics}
    loud = {one.group for one in result.diagnostics if one.severity != "note"}
    said = []
    if rules.get("missing-problem") == "error":
        said.append("the release doesn't describe a customer's problem yet")
    elif "missing-problem" in rules:
        said.append("the release may say too little about the customer's problem")
    elif "solution-first" in loud:
        said.append("parts of it start from the solution, not from the customer's problem")
    if "missing-faq" in rules:
        said.append("there is no FAQ yet")
    elif result.plan:
        said.append(f"the FAQ leaves {result.of_plan(len(result.plan))} questions about the plan open")
    if "consistency" in loud:
        said.append("the release and the FAQ seem to contradict each other")
    if said:
        return f"{', and '.join(filter(None, (', '.join(said[:-1]), said[-1])))}."
    if any(one.severity == "error" for one in result.diagnostics):
        return "some passages still need work."
    if any(answer.answer != "yes" for answer in result.questions):
        return "nothing serious was found, but a reviewer's questions are not fully answered yet."
    return "ready for a reviewer." if not result.diagnostics else "nothing serious, a few suggestions."


def _plan(found: Sequence[Diagnostic], questions: Mapping[str, OpenQuestion], result: FileResult, style: Style) -> str:
    """Return the open questions about the plan as one list; for the first errors, also why the question matters."""
    rows = [f"The FAQ leaves {result.of_plan(len(found))} questions about the plan open:\n"]
    hang = " " * 10
    room = max(30, style.width - len(hang))
    for index, one in enumerate(found):
        question = questions[one.rule]
        asked = f"asked in {result.unit} {one.line}, not answered" if question.asked else ""
        near = f"nearest: {result.unit} {question.nearest}" if question.nearest else ""
        where = "; ".join(filter(None, (asked, near)))
        lead = f"  {style.paint(one.severity, f'{one.severity:<7}')} "
        for row in _wrapped(f"{question.question} ({one.rule}{'; ' if where else ''}{where})", room):
            rows.append(f"{lead}{row}\n")
            lead = hang
        if one.severity == "error" and index < EXPLAINED:
            rows += [f"{hang}{style.paint('dim', row)}\n" for row in _wrapped(one.message, room)]
    more = f"for details, run `prfaq-lint explain {found[0].rule}`."
    known = [questions[one.rule].asked for one in found]
    if not all(known):
        unasked = "the missing ones" if any(known) else "them"
        more = f"add {unasked} with `prfaq-lint add questions {safe_path(result.path)}`; {more}"
    more = f"{more[:1].upper()}{more[1:]}"
    rows += [f"{row}\n" for row in _wrapped(more, room)]
    return "".join(rows) + "\n"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _finding(diagnostic: Diagnostic, line: str, others: Sequence[Diagnostic], style: Style, unit: str = "line") -> str:
    """Return a finding with its source line, reason and fix, and the lines of `others` of the same rule."""
    where = place_of(diagnostic.line, unit, diagnostic.column)
    place = style.paint("path", f"{safe_path(diagnostic.path)}:{where}")
    head = f"{place} {style.paint(diagnostic.severity, diagnostic.severity)} {style.paint('rule', diagnostic.rule)}\n"
    number = str(diagnostic.line)
    bar = style.paint("dim", "|")
    margin = f" {' ' * len(number)} {bar} "
    room = style.width - len(number) - 5
    shown, before, marked = _window(line, diagnostic, max(30, room))
    text = [head]
    if shown.strip():
        text.append(f" {style.paint('dim', number)} {bar} {shown}\n")
        if before or 5 * marked < 4 * width(shown):  # a mark below the whole line would add nothing
            text.append(f"{margin}{' ' * before}{style.paint('mark', '^' * max(1, marked))}\n")
    text += [f"{margin}{row}\n" for row in _wrapped(diagnostic.message, max(30, room))]
    if diagnostic.fix:
        lead = style.paint("fix", "fix:")
        for row in _wrapped(diagnostic.fix, max(30, room - 5)):
            text.append(f"{margin}{lead} {row}\n")
            lead = "    "
    if others:
        lines = list(dict.fromkeys(str(one.line) for one in others))
        where = ", ".join(lines[:8]) + (" …" if len(lines) > 8 else "")
        text.append(f"{margin}also in {unit}{'' if len(lines) == 1 else 's'} {where}\n")
    return "".join(text)


@lru_cache(maxsize=1024)
def _wrapped(text: str, room: int) -> list[str]:
    """Return a text wrapped to a number of columns. Drafts share most texts, so each is wrapped only once."""
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
    """Return the part of a source line around a finding that fits.

    The result includes the columns before and under the marked words.
    """
    start = min(diagnostic.column - 1, len(line))
    end = diagnostic.end_column - 1 if diagnostic.end_line == diagnostic.line else len(line)
    end = max(start, min(end, len(line)))
    first = max(0, start - max(24, room // 3) - 1)  # anything before this is never shown
    cells = _cells(line, first, end + 400)
    left, right = _fitting(cells, start - first, end - first, room)
    head = "… " if first + left > 0 else ""
    tail = " …" if first + right < len(line) else ""
    shown = head + "".join(cells[left:right]) + tail
    before = len(head) + width("".join(cells[left : start - first]))
    return shown.rstrip(), before, width("".join(cells[start - first : min(end - first, right)]))


def _cells(line: str, start: int, end: int) -> list[str]:
    """Return what the terminal shows for each character."""
    text = line[start:end]
    commands = [at - start for at in legacy_commands(line[:end]) if at >= start - 1]
    if not commands and narrow(text):
        return list(text)
    cells = [safe_text(character).replace("\t", " " * _TAB) for character in text]
    for at in commands:
        cells[at + 1] = "\\x23"
    return cells


def _fitting(cells: Sequence[str], start: int, end: int, room: int) -> tuple[int, int]:
    """Return the range of cells around the marked ones that fits in a number of columns."""
    widths = list(map(width, cells))
    left, right = start, end
    # Of a long marked stretch, the beginning is shown.
    while right > left and sum(widths[left:right]) > room - 8:
        right = left + max(1, (right - left) * 3 // 4)
    spare = room - 4 - sum(widths[left:right])
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


def summary(results: Sequence[FileResult], style: Style) -> str:
    """Return one line with the counts."""
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
