"""Which finding matters most, the same for `check`, `next` and every other command that names one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from .diagnostic import SEVERITIES, Diagnostic

WRITING_ORDER = ("solution", "shape", "quotes", "missing-faq", "headline")
"""The groups about the release, and the rule about the FAQ, in the order in which a draft is best written."""
_FAQ = "missing-faq"
_RELEASE = "The release"

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The problem", ("problem", "solution-first")),
    ("The plan", ("plan",)),
    ("Contradictions", ("consistency",)),
    ("The answers", ("answers",)),
    ("Blanks", ("placeholders",)),
    (_RELEASE, tuple(part for part in WRITING_ORDER if part != _FAQ)),
    ("Wording", ("prose",)),
    ("Other", ()),
)
"""The groups of rules by weight; the last section takes those of plug-ins."""


_FIRST = ("vague-customer", "problem-without-customer")
"""The rules about who the customer is, with which working backwards starts."""
_EVIDENCE = ("problem-without-evidence", "evidence")
"""The rules about how the author knows; reviewers ask this more often than anything else about a stated problem."""


def most_important(found: Sequence[Diagnostic]) -> Diagnostic:
    """Return the finding to deal with first.

    Reviewers of 387 drafts most often first remarked on the evidence, the customer and the problem (73 in 100), so
    these come first: who the customer is, the problem, and how the author knows. The other findings follow by severity,
    by the order of the sections, then by line. A warning that the draft starts from the solution counts like an error,
    because everything else depends on the problem; a blank counts like a warning at most. The parts of the release follow
    in the order in which they are best written. A missing FAQ counts like a warning among them: a release is usually
    written first, and its own faults, except those of the headline, come before the FAQ.
    """
    return min(found, key=_rank)


def advice(found: Diagnostic, question: str = "") -> str:
    """Return what a finding asks the author to do, to be read after its line.

    Args:
        found: The finding.
        question: The question of the plan that the finding says is open; "" if it is about something else.
    """
    wanted = f"answer “{question}”" if question else found.fix or found.message
    return f"{wanted[:1].lower()}{wanted[1:]}"


def _rank(found: Diagnostic) -> tuple[int, int, int, int, int]:
    """Return the sort key of a finding; the most important one comes first."""
    severity, section = _weight(found)
    part = found.rule if found.rule in WRITING_ORDER else found.group
    order = WRITING_ORDER.index(part) if part in WRITING_ORDER else 0
    return _first(found), SEVERITIES.index(severity), section, order, found.line


def _first(found: Diagnostic) -> int:
    """Return the place of a finding among those that reviewers remark on first; 3 if it is not one of them."""
    if found.severity == "note":
        return 3
    if found.rule in _FIRST:
        return 0
    if found.rule in _EVIDENCE:
        return 2
    return 1 if found.group in ("problem", "solution-first") else 3


def _weight(found: Diagnostic) -> tuple[str, int]:
    """Return the severity that a finding counts with, and the number of its section."""
    section = next((at for at, (_, groups) in enumerate(SECTIONS) if found.group in groups), len(SECTIONS))
    if found.rule == _FAQ:
        release = next(at for at, (name, _) in enumerate(SECTIONS) if name == _RELEASE)
        return ("note" if found.severity == "note" else "warning"), release
    if found.group == "solution-first" and found.severity == "warning":
        return "error", section
    if found.group == "placeholders" and found.severity == "error":
        return "warning", section
    return found.severity, section
