"""Which finding matters most, the same for `check`, `next` and every other command that names one thing to do."""

from __future__ import annotations

from collections.abc import Sequence

from .diagnostic import SEVERITIES, Diagnostic

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("The problem", ("problem", "solution-first")),
    ("The plan", ("plan",)),
    ("Contradictions", ("consistency",)),
    ("The answers", ("answers",)),
    ("Blanks", ("placeholders",)),
    ("The release", ("solution", "shape", "quotes", "headline")),
    ("Wording", ("prose",)),
    ("Other", ()),
)
"""The groups of rules by weight; the last section takes those of plug-ins."""

_FAQ = "missing-faq"
_WRITTEN = ("solution", "shape", "quotes", _FAQ, "headline")
"""The groups about the release, and the rule about the FAQ, in the order in which a draft is best written."""
_RELEASE = next(at for at, (_, groups) in enumerate(SECTIONS) if "headline" in groups)


def most_important(found: Sequence[Diagnostic]) -> Diagnostic:
    """Return the finding to deal with first: the most severe, by the order of the sections, then by line.

    A warning that the draft starts from the solution counts like an error, because everything else depends on the
    problem. The parts of the release follow in the order in which they are best written. A missing FAQ counts like a
    warning among them: a release is usually written first, and its own faults, except those of the headline, come before
    the FAQ.
    """

    def rank(one: Diagnostic) -> tuple[int, int, int, int]:
        section = next((at for at, (_, groups) in enumerate(SECTIONS) if one.group in groups), len(SECTIONS))
        severity = one.severity
        if one.group == "solution-first" and severity == "warning":
            severity = "error"
        elif one.rule == _FAQ:
            severity = "warning" if severity == "error" else severity
            section = _RELEASE
        part = _FAQ if one.rule == _FAQ else one.group
        return SEVERITIES.index(severity), section, _WRITTEN.index(part) if section == _RELEASE else 0, one.line

    return min(found, key=rank)
