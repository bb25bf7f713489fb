"""A trend as a table for people, as JSON, and as a self-contained chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from ..history.trend import Count, History, State, Trend
from ..safe import safe_path, safe_text
from .html import template
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
        plan = "no FAQ" if state.has_no_faq else f"{len(state.open)}/{state.asked}" if state.asked else "–"
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


def svg(found: Trend, style: Style) -> str:
    """Return a chart as one SVG file: the errors and open questions of each draft, and the three answers below."""
    return template("trend.svg").render(charts=[_chart(draft) for draft in found.drafts], wide=_WIDE)


def html(found: Trend, style: Style) -> str:
    """Return one self-contained HTML page with the charts, the tables and the recurring kinds of remark."""
    return template("trend.html").render(
        charts=[_chart(draft) for draft in found.drafts],
        wide=_WIDE,
        note=SHALLOW if found.shallow else "",
        returning=[(rule, _times(times), ", ".join(drafts)) for rule, _, times, drafts in found.returning],
        heads=list(SHORT.values()),
    )


def _chart(draft: History) -> dict[str, Any]:
    """Return the rows of a draft's table, and the places of everything in its drawing."""
    states = [state for state in draft.states if not state.note]
    bottom = _TOP + _HIGH
    end = bottom + 6 + len(SHORT) * _STRIP + 14
    most = max([1, *(max(state.counts[0], len(state.open)) for state in states)])
    width = _WIDE - _LEFT - 30
    step = width / max(1, len(states) - 1)

    def x(index: int) -> float:
        return round(_LEFT + (index * step if len(states) > 1 else width / 2), 1)

    def y(count: int) -> float:
        return round(bottom - 10 - (_HIGH - 20) * count / most, 1)

    def line(name: str, counts: Sequence[int]) -> list[tuple[float, float, str]]:
        return [
            (x(at), y(count), f"{_day(state)} {state.commit.name[:7]}: {count} {name}. {_changed(state)}")
            for at, (count, state) in enumerate(zip(counts, states, strict=True))
        ]

    return {
        "path": draft.path,
        "rows": [(_day(state), state, _verdicts(state), _changed(state)) for state in draft.states],
        "height": end + 22 if states else _TOP + 30,
        "left": _LEFT,
        "end": end,
        "days": [_day(states[0]), _day(states[-1])] if states else [],
        "grid": [(y(count), count) for count in sorted({0, most // 2, most})],
        "errors": line("errors", [state.counts[0] for state in states]),
        "open": line("open questions", [len(state.open) for state in states]),
        "size": round(min(14.0, max(2.0, step * 0.8)), 1),
        "answers": [
            (head, bottom + 6 + row * _STRIP, [(x(at), answer) for at, answer in enumerate(answers)])
            for row, (head, answers) in enumerate(
                zip(SHORT.values(), zip(*map(_verdicts, states), strict=True), strict=False)
            )
        ],
    }
