"""The findings of a draft that an edit fixed, introduced or left in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..diagnostic import Diagnostic
from ..result import FileResult

ALIKE = 0.6
"""The minimum similarity at which two lines count as the same line before and after an edit."""

_LONGEST = 400
"""The number of characters of a line that are compared."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes in the findings of a draft between two states."""

    fixed: tuple[Diagnostic, ...]
    """Findings in the earlier state that are not in the later one."""
    appeared: tuple[Diagnostic, ...]
    """Findings in the later state that are not in the earlier one."""
    still: tuple[Diagnostic, ...]
    """Findings in both states, as they are in the later one."""


def compare(before: FileResult | None, after: FileResult | None) -> Difference:
    """Return the changes in a draft's findings; a state that is None has no findings.

    A finding is recognised by its rule and the text of its lines, wherever they have moved. If its lines were
    edited, it is recognised by a similar text, or by its message if the rule has a single finding in both states.
    """
    old, new = _pairs(before), _pairs(after)
    still: list[Diagnostic] = []
    known: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic, fingerprint in old:
        known[fingerprint].append(diagnostic)
    left: list[Diagnostic] = []
    for diagnostic, fingerprint in new:
        if known[fingerprint]:
            known[fingerprint].pop()
            still.append(diagnostic)
        else:
            left.append(diagnostic)
    gone = _by_rule(one for rest in known.values() for one in rest)
    fixed: list[Diagnostic] = []
    appeared: list[Diagnostic] = []
    for rule, late in _by_rule(left).items():
        early = gone.pop(rule, [])
        for one in late:
            same = _earlier(one, early, before, after, single=len(late) == 1)
            if same:
                early.remove(same)
                still.append(one)
            else:
                appeared.append(one)
        fixed += early
    fixed += [one for rest in gone.values() for one in rest]
    return Difference(*(tuple(sorted(found, key=Diagnostic.sort_key)) for found in (fixed, appeared, still)))


def _pairs(result: FileResult | None) -> list[tuple[Diagnostic, str]]:
    return list(zip(result.diagnostics, result.fingerprints, strict=True)) if result else []


def _by_rule(found: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    table: dict[str, list[Diagnostic]] = {}
    for one in found:
        table.setdefault(one.rule, []).append(one)
    return table


def _earlier(
    one: Diagnostic, early: Sequence[Diagnostic], before: FileResult | None, after: FileResult | None, single: bool
) -> Diagnostic | None:
    """Return the earlier finding that matches a later one of the same rule, if any."""
    if not early or not before or not after:
        return None
    words = _words(after, one)
    likest = max(early, key=lambda other: _likeness(words, _words(before, other)))
    if _likeness(words, _words(before, likest)) >= ALIKE:
        return likest
    return early[0] if single and len(early) == 1 and early[0].message == one.message else None


def _words(result: FileResult, found: Diagnostic) -> str:
    lines = (result.excerpts.get(number, "") for number in range(found.line, found.end_line + 1))
    return " ".join(" ".join(lines).split())[:_LONGEST]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
