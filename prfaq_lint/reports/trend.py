"""A trend as a table for people, as JSON, and as a self-contained chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from ..history.trend import Count, History, State, Trend
from ..safe import safe_path, safe_text, scalar
from .json import dump
from .style import Style

SHORT = {"Is it big?": "big", "Should we do it?": "do it", "Is there a plan to succeed?": "plan"}
"""The column headings for a reviewer's three questions."""

_BEFORE = 74
"""The number of columns of the table before the last one."""

_SHOWN = 3
"""The number of kinds of remark named in a cell."""

SHALLOW = "The clone is shallow: what happened before its first commit is not here (git fetch --unshallow)."


def text(found: Trend, style: Style) -> str:
    """Return a table for each draft, then the recurring kinds of remark."""
    pieces = [_table(draft, style) for draft in found.drafts]
    if found.returning:
        rows = [style.paint("path", "Fixed and came back") + "\n"]
        for rule, _, times, drafts in found.returning:
            where = ", ".join(safe_text(draft) for draft in drafts[:_SHOWN])
            more = f" and {len(drafts) - _SHOWN} more" if len(drafts) > _SHOWN else ""
            rows.append(f"  {rule}  {_times(times)} in {where}{more}\n")
        rows.append("  `prfaq-lint explain RULE` tells how to spot each of them before a reviewer does.\n")
        pieces.append("".join(rows))
    if found.shallow:
        pieces.append(style.paint("dim", SHALLOW) + "\n")
    return "\n".join(pieces)


def json(found: Trend, style: Style) -> str:
    """Return the trend as the documented JSON object."""
    return dump(found.to_json())


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"


def _day(state: State) -> str:
    try:
        return datetime.fromtimestamp(state.commit.time, UTC).strftime("%Y-%m-%d")
    except (OverflowError, OSError, ValueError):
        return "?"


def _verdicts(state: State) -> list[str]:
    answers = dict(state.verdicts)
    return [answers.get(question, "–") for question in SHORT]


def _named(counts: Sequence[Count]) -> str:
    """Return kinds of remark with their counts, the most severe first."""
    names = [f"{one.rule}{f' ×{one.number}' if one.number > 1 else ''}" for one in counts[:_SHOWN]]
    return ", ".join(names) + (f" and {len(counts) - _SHOWN} more" if len(counts) > _SHOWN else "")


def _table(draft: History, style: Style) -> str:
    count = len(draft.states)
    rows = [f"{style.paint('path', safe_path(draft.path))}: {count} revision{'' if count == 1 else 's'}\n"]
    if not count:
        return "".join([rows[0].rstrip("\n"), ": nothing changed\n"])
    heads = "".join(f"{head:<8}" for head in SHORT.values())
    rows.append(
        style.paint(
            "dim", f"  {'date':<12}{'commit':<9}{heads}{'errors':>6}{'open':>7}{'fixed':>7}{'new':>5}  what changed"
        )
        + "\n"
    )
    path = draft.states[0].path
    for state in draft.states:
        if state.path != path:
            rows.append(style.paint("dim", f"  moved from {safe_text(path)} to {safe_text(state.path)}") + "\n")
            path = state.path
        head = f"  {_day(state):<12}{state.commit.name[:7]:<9}"
        if state.note:
            rows.append(f"{head}{safe_text(state.note)}\n")
            continue
        verdicts = "".join(
            style.paint(answer, f"{answer:<8}") if answer in ("yes", "partly", "no") else f"{answer:<8}"
            for answer in _verdicts(state)
        )
        plan = f"{len(state.open)}/{state.asked}" if state.asked else "–"
        numbers = "".join(
            f"{sum(one.number for one in counts) or '–':>{room}}"
            for counts, room in ((state.fixed, 7), (state.appeared, 5))
        )
        names = _few([("new", state.appeared), ("fixed", state.fixed)], max(24, style.width - _BEFORE))
        rows.append(f"{head}{verdicts}{state.counts[0]:>6}{plan:>7}{numbers}  {names}".rstrip() + "\n")
    return "".join(rows)


def _few(pieces: Sequence[tuple[str, Sequence[Count]]], room: int) -> str:
    """Return the kinds of remark that changed, as many as fit into a number of columns."""
    words = "; ".join(f"{sign}: {_named(counts)}" for sign, counts in pieces if counts)
    return words if len(words) <= room else words[: room - 2].rsplit(",", 1)[0].rstrip(" ;:,") + " …"


def _changed(state: State) -> str:
    pieces = []
    for sign, counts in (("fixed", state.fixed), ("new", state.appeared)):
        if counts:
            pieces.append(f"{sum(one.number for one in counts)} {sign} ({_named(counts)})")
    return "; ".join(pieces)


# The chart.

_WIDE, _HIGH, _LEFT, _TOP, _STRIP = 760, 150, 110, 34, 16
_COLOURS = {"yes": "#2e7d32", "partly": "#f9a825", "no": "#c62828"}
_FONT = "font-family='system-ui, sans-serif'"


def svg(found: Trend, style: Style) -> str:
    """Return a chart as one SVG file: the errors and open questions of each draft, and the three answers below."""
    drawn, height = [], 0
    for draft in found.drafts:
        picture, size = _chart(draft)
        drawn.append(f"<g transform='translate(0 {height})'>{picture}</g>\n")
        height += size
    title = "<title>How the drafts got better</title>"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{_WIDE}' height='{max(1, height)}' "
        f"viewBox='0 0 {_WIDE} {max(1, height)}' role='img' {_FONT} font-size='12'>{title}\n"
        f"<rect width='100%' height='100%' fill='#ffffff'/>\n{''.join(drawn)}</svg>\n"
    )


def html(found: Trend, style: Style) -> str:
    """Return one self-contained HTML page with the charts, the tables and the recurring kinds of remark."""
    parts = [
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        "<meta name='viewport' content='width=device-width'><title>How the drafts got better</title>",
        "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;padding:.2em .6em;"
        "border-bottom:1px solid #ddd;vertical-align:top}.yes{color:#2e7d32}.partly{color:#9a6700}.no{color:#c62828}"
        "svg{max-width:100%;height:auto}</style></head>\n<body><h1>How the drafts got better</h1>\n",
    ]
    if found.shallow:
        parts.append(f"<p>{_inert(SHALLOW)}</p>\n")
    if found.returning:
        parts.append("<h2>Fixed and came back</h2>\n<ul>\n")
        for rule, _, times, drafts in found.returning:
            parts.append(f"<li><code>{_inert(rule)}</code> {_times(times)} in {_inert(', '.join(drafts))}</li>\n")
        parts.append("</ul>\n")
    for draft in found.drafts:
        picture, height = _chart(draft)
        parts.append(f"<h2>{_inert(draft.path)}</h2>\n<svg viewBox='0 0 {_WIDE} {height}' role='img' ")
        parts.append(f"{_FONT} font-size='12'>{picture}</svg>\n<table><thead><tr>")
        heads = ("date", "commit", *SHORT.values(), "errors", "open questions", "what changed")
        parts.append("".join(f"<th scope='col'>{head}</th>" for head in heads) + "</tr></thead><tbody>\n")
        parts += [_row(state) for state in draft.states]
        parts.append("</tbody></table>\n")
    return "".join([*parts, "</body></html>\n"])


def _row(state: State) -> str:
    cells = [_day(state), f"<code title='{_inert(state.commit.subject)}'>{state.commit.name[:7]}</code>"]
    if state.note:
        return f"<tr><td>{cells[0]}</td><td>{cells[1]}</td><td colspan='6'>{_inert(state.note)}</td></tr>\n"
    cells += [f"<span class='{answer}'>{answer}</span>" for answer in _verdicts(state)]
    cells += [str(state.counts[0]), f"{len(state.open)} of {state.asked}", _inert(_changed(state))]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"


def _chart(draft: History) -> tuple[str, int]:
    """Return the drawing of a draft, and its height."""
    states = [state for state in draft.states if not state.note]
    parts = [f"<text x='12' y='20' font-weight='bold' fill='#222'>{_inert(_cut(draft.path))}</text>"]
    bottom = _TOP + _HIGH
    end = bottom + 6 + len(SHORT) * _STRIP + 14
    if not states:
        return f"{parts[0]}<text x='12' y='{_TOP + 14}' fill='#666'>no revision could be judged</text>", _TOP + 30
    most = max(1, *(max(state.counts[0], len(state.open)) for state in states))
    width = _WIDE - _LEFT - 30
    step = width / max(1, len(states) - 1)

    def x(index: int) -> float:
        return _LEFT + (index * step if len(states) > 1 else width / 2)

    def y(count: int) -> float:
        return bottom - 10 - (_HIGH - 20) * count / most

    for count in sorted({0, most // 2, most}):
        parts.append(f"<path d='M{_LEFT} {y(count):.1f}H{_WIDE - 30}' stroke='#e0e0e0'/>")
        parts.append(f"<text x='{_LEFT - 8}' y='{y(count) + 4:.1f}' text-anchor='end' fill='#666'>{count}</text>")
    series = (
        ("errors", "#c62828", [state.counts[0] for state in states], ""),
        ("open questions", "#1565c0", [len(state.open) for state in states], " stroke-dasharray='5 3'"),
    )
    for place, (name, colour, counts, dashes) in enumerate(series):
        points = " ".join(f"{x(index):.1f},{y(count):.1f}" for index, count in enumerate(counts))
        parts.append(f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='2'{dashes}/>")
        parts.append(f"<text x='{_LEFT + width / 2 + 130 * place - 110:.0f}' y='{end}' fill='{colour}'>● {name}</text>")
        for index, count in enumerate(counts):
            told = f"{_day(states[index])} {states[index].commit.name[:7]}: {count} {name}. {_changed(states[index])}"
            parts.append(
                f"<circle cx='{x(index):.1f}' cy='{y(count):.1f}' r='3' fill='{colour}'>"
                f"<title>{_inert(told)}</title></circle>"
            )
    size = min(14.0, max(2.0, step * 0.8))
    for row, (question, head) in enumerate(SHORT.items()):
        top = bottom + 6 + row * _STRIP
        parts.append(f"<text x='{_LEFT - 8}' y='{top + 11}' text-anchor='end' fill='#444'>{head}</text>")
        for index, state in enumerate(states):
            answer = dict(state.verdicts).get(question, "")
            parts.append(
                f"<rect x='{x(index) - size / 2:.1f}' y='{top}' width='{size:.1f}' height='12' "
                f"fill='{_COLOURS.get(answer, '#bdbdbd')}'><title>{_inert(f'{question} {answer}')}</title></rect>"
            )
    parts.append(f"<text x='{_LEFT}' y='{end}' fill='#666'>{_day(states[0])}</text>")
    parts.append(f"<text x='{_WIDE - 30}' y='{end}' text-anchor='end' fill='#666'>{_day(states[-1])}</text>")
    return "\n".join(parts), end + 22


def _cut(words: str) -> str:
    return words if len(words) <= 90 else f"…{words[-89:]}"


def _inert(words: str) -> str:
    """Return a text without markup that every XML reader accepts."""
    return escape(safe_text(scalar(words)), quote=True)
