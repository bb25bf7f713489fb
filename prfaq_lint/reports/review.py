"""A review, a summary and the next step, as text for people."""

from __future__ import annotations

from textwrap import wrap

from ..assessment import LABELS, SET_ASIDE, TO_FIND_OUT, UNCLEAR
from ..authoring.next_step import NextStep
from ..authoring.summary import Summary
from ..document.source import is_word
from ..result import Answer
from ..review import Review
from ..safe import safe_line, safe_path, safe_text, width
from ..strings import unquoted
from .style import Style, place_of

_MOST_LINES = 8
"""The number of line numbers shown for a line of a summary."""


def table(review: Review, style: Style) -> str:
    """Return the eight questions with their answers, followed by the facets of the plan."""
    unit = _unit(review.path)
    rows = [f"{style.paint('path', safe_path(review.path))}: a reviewer's questions\n"]
    for title, answers in (("The customer", review.customer), ("The plan", review.plan)):
        rows.append(f"\n{style.paint('path', title)}\n")
        rows += [_answer(answer, unit, style) for answer in answers]
    answered = sum(bool(facet.answered) for facet in review.facets)
    unknown = sum(facet.state == TO_FIND_OUT for facet in review.facets)
    left = f", {unknown} to be found out" if unknown else ""
    rows.append(f"\n{style.paint('path', 'The plan answers')} {answered} of {len(review.facets)} topics{left}\n")
    rows.append(style.paint("dim", f"  {'topic':<28}{'asked in':<10}answered in, or what to do next") + "\n")
    for facet in review.facets:
        asked = _ranges(tuple((line, line) for line in facet.asked[:2])) or "—"
        head = f"  {LABELS[facet.facet]:<28}{asked:<10}"
        if facet.answered:
            rows.append(f"{head}{style.paint('yes', _ranges(facet.answered[:4]))}\n")
        elif facet.state == SET_ASIDE:
            rows.append(f"{head}not applicable, as the draft says\n")
        elif facet.state == TO_FIND_OUT:
            rows.append(f"{head}{style.paint('partly', f'to be found out, as {unit} {facet.nearest} says')}\n")
        elif facet.state == UNCLEAR:
            near = f"possibly answered at {unit} {facet.nearest}" if facet.nearest else "not clear"
            rows += _hanging(head, f"{near}. To be sure: {facet.holds}" if facet.holds else near, style)
        else:
            rows += _hanging(head, f"ask: {facet.ask}" if facet.ask else f"answer: {facet.holds}", style)
    return "".join(rows)


def page(summary: Summary, style: Style) -> str:
    """Return what a reader should know before the silent reading, as one line for each point."""
    words = f"{summary.words:,} words, about {summary.minutes} minute{'' if summary.minutes == 1 else 's'} to read"
    rows = [
        f"{style.paint('path', safe_text(summary.headline))}\n",
        style.paint("dim", safe_line(f"{safe_path(summary.path)} · stage {summary.stage} · {words}")) + "\n\n",
    ]
    unit = _unit(summary.path)
    for line in summary.lines:
        head = f"  {line.topic:<16}"
        quoted = line.stated and line.topic not in ("Risks", "Open questions", "Assumptions")
        text = f"“{unquoted(line.text)}”" if quoted else line.text
        where = ", ".join(map(str, line.lines[:_MOST_LINES])) + (" …" if len(line.lines) > _MOST_LINES else "")
        rows += _hanging(head, f"{text} ({unit}{'s' if len(line.lines) > 1 else ''} {where})" if where else text, style)
    return "".join(rows)


def step(found: NextStep, style: Style) -> str:
    """Return what to write next, with its question and guidance, and the progress of the draft."""
    if found.done:
        rows = [f"{style.paint('path', safe_path(found.path))}: {safe_text(found.what)}{_at_stage(found.stage)}.\n"]
        return "".join([*rows, *_progress(found, style), *_after(found, style)])
    where = place_of(found.line, _unit(found.path))
    rows = [
        f"{style.paint('path', f'{safe_path(found.path)}:{where}')}: {style.paint('partly', safe_text(found.what))}\n"
    ]
    if found.question:
        rows += _hanging("  ", found.question, style)
    rows += _hanging("  ", found.guidance, style)
    if found.rule:
        rows.append(style.paint("dim", f"  (for details, run `prfaq-lint explain {found.rule}`)") + "\n")
    return "".join([*rows, *_progress(found, style)])


def _unit(path: str) -> str:
    """Return the unit in which places in a file are counted: `line`, or `paragraph` in a Word document."""
    return "paragraph" if is_word(path) else "line"


def _at_stage(stage: str) -> str:
    return f" at the stage “{safe_text(stage)}”" if stage else ""


def _progress(found: NextStep, style: Style) -> list[str]:
    """Return the progress of the draft: its parts, each with a tick or a circle if it is open, and its questions."""
    progress = found.progress
    said = [f"{part.replace('_', ' ')}{chr(160)}{'✓' if written else '○'}" for part, written in progress.parts]
    answered, of = progress.plan
    if of:
        named = (("to be found out", progress.to_find_out), ("possibly answered", progress.unclear))
        others = (f", {what}: {', '.join(topics)}" for what, topics in named if topics)
        said.append(f"{answered} of {of} plan questions answered{''.join(others)}")
    if progress.open_questions:
        blank = f"{progress.open_questions} questions" if progress.open_questions > 1 else "1 question"
        said.append(f"{blank} in the draft still blank")
    return [style.paint("dim", row.rstrip("\n")) + "\n" for row in _hanging("  So far: ", " · ".join(said), style)]


def _after(found: NextStep, style: Style) -> list[str]:
    """Return what to do with a draft that is complete for its stage."""
    rows = []
    if found.doubted:
        rows += _hanging("  ", f"A reviewer's questions are not fully answered yet: {' '.join(found.doubted)}", style)
    if found.rule:
        rows += _hanging("  Next: ", f"{_unit(found.path)} {found.line}, {found.guidance}", style)
        more = f", the first of {found.remarks}" if found.remarks > 1 else ""
        rows += _hanging("  ", f"(a suggestion of `prfaq-lint check`{more})", style)
    elif found.guidance:
        rows += _hanging("  Next: ", f"{_unit(found.path)} {found.line}, {found.guidance}", style)
    summary = "`prfaq-lint review --summary` prints the page for the meeting."
    if found.next_stage:
        change = (
            f"write `stage: {found.next_stage}` in {_unit(found.path)} {found.stage_line}"
            if found.stage_line
            else f"put `prfaq: {{stage: {found.next_stage}}}` into its front matter"
        )
        if found.stage == "hypothesis":
            rows += _hanging("  ", summary, style)
            more = f"; `prfaq-lint add questions {found.path}` adds what that stage asks" if found.unasked else ""
            rows += _hanging("  ", f"After it, {change}{more}.", style)
        else:
            rows += _hanging("  ", f"Ready for more? Then {change}; `next` says what that stage asks for.", style)
    else:
        rows += _hanging("  ", summary, style)
    return rows


def _answer(answer: Answer, unit: str, style: Style) -> str:
    where = _ranges(tuple(sorted(answer.lines[:4])))
    where = f"{unit}{'s' if len(answer.lines) > 1 or '-' in where else ''} {where}" if where else ""
    rows = [f"  {answer.question:<36}{style.paint(answer.answer, f'{answer.answer:<8}')}{where}".rstrip() + "\n"]
    if answer.quote:
        rows.append(style.paint("dim", f"    “{_short(unquoted(answer.quote), style.width - 7)}”") + "\n")
    if answer.next:
        rows += _hanging("    next: ", answer.next, style)
    return "".join(rows)


def _hanging(head: str, text: str, style: Style) -> list[str]:
    """Return a text after a head, wrapped, with its further lines indented by the width of the head."""
    lines = wrap(safe_text(text), max(30, style.width - width(head)), break_long_words=False) or [""]
    rows = (f"{head if number == 0 else ' ' * width(head)}{line}" for number, line in enumerate(lines))
    return [f"{safe_line(row)}\n" for row in rows]


def _short(text: str, room: int) -> str:
    """Return a text on one line, cut between words to fit into `room` columns."""
    shown = safe_text(text)
    if width(shown) <= room:
        return shown
    while width(shown) > room - 2:
        shown = shown[: len(shown) - max(1, (width(shown) - room + 2) // 2)]
    return (shown.rsplit(" ", 1)[0] if " " in shown else shown) + " …"


def _ranges(lines: tuple[tuple[int, int], ...]) -> str:
    return ", ".join(f"{first}" if first == last else f"{first}-{last}" for first, last in lines)
