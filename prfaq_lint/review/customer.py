"""The five questions about the customer, with which “working backwards” starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..assessment import assess, says_how_many_were_asked
from ..diagnostic import Diagnostic
from ..outline.model import PARTS, Outline, Reviewed
from ..result import Answer
from .quoting import nearest, quotable, quotation

if TYPE_CHECKING:
    from ..authoring.additions import Entry

QUESTIONS = {
    "customer": ("Who is the customer?", ("problem", "customer")),
    "problem": ("What is the problem?", ("problem", "pain", "cost")),
    "benefit": ("What is the most important benefit?", ("solution", "benefit")),
    "evidence": ("How do we know?", ()),
    "experience": ("What is the experience like?", ("solution", "experience", "first-step")),
}
"""Each of `reader.labels.REVIEW` that is about the customer: the question, and the steps of the interview that answer it."""

_DENIALS = {
    "customer": ("vague-customer", "problem-without-customer"),
    "problem": ("missing-problem", "problem-is-a-clause"),
    "evidence": ("evidence",),
}
"""The rules that contradict a yes to these questions."""
_ANYBODY = re.compile(r"\b(?:any|every)(?:one|body)\b", re.IGNORECASE)


def customer_questions(
    outline: Outline, findings: Sequence[Diagnostic], found: Mapping[str, Diagnostic], ready: Mapping[str, Entry]
) -> Iterator[Answer]:
    """Yield the answers about the customer, as the reader understands the whole draft.

    Args:
        outline: The draft.
        findings: What `check` reports about it.
        found: The first finding of each rule.
        ready: The question and the guidance for each facet.
    """
    for name, (question, steps) in QUESTIONS.items():
        reviewed = outline.reviewed.get(name, Reviewed("no", 0.0, ()))
        verdict = reviewed.verdict
        denied = any(rule in found for rule in _DENIALS.get(name, ()))
        if verdict == "yes" and (denied or (name == "customer" and _is_anybody(reviewed))):
            verdict = "partly"
        if name == "evidence" and verdict != "yes" and assess(outline, "customer-evidence").is_settled:
            verdict = "yes" if says_how_many_were_asked(outline) else "partly"
        passage = next(iter(quotable(outline, name, findings)), None) if verdict != "no" else None
        place = passage or (next(iter(nearest(outline, name, findings)), None) if verdict != "no" else None)
        quote, line = quotation(outline, passage)
        advice = _advice(outline, found, steps) if steps else _evidence(outline, ready)
        yield Answer(
            question,
            verdict,
            (outline.lines(place),) if place else (),
            quote=quote,
            quoted_line=line,
            next="" if verdict == "yes" else advice,
        )


def _is_anybody(reviewed: Reviewed) -> bool:
    """Return whether the passage that best says who the customer is includes anybody at all."""
    return bool(reviewed.passages) and bool(_ANYBODY.search(reviewed.passages[0].text))


def _evidence(outline: Outline, ready: Mapping[str, Entry]) -> str:
    """Return how to say how the author knows: in the answer that the draft has, or in one that it needs."""
    entry = ready.get("customer-evidence")
    if not entry:
        return ""
    return (
        entry.holds if assess(outline, "customer-evidence", entry.ask).questions else f"Ask and answer: “{entry.ask}”"
    )


def _steps(names: Sequence[str]) -> list[dict[str, Any]]:
    from ..authoring.additions import steps  # `check` asks only the three questions and does not need this

    return [step for step in steps() if step["name"] in names]


def _advice(outline: Outline, found: Mapping[str, Diagnostic], names: Sequence[str]) -> str:
    """Return the next step: the question of the first of these steps that a finding or a missing part leaves open."""
    if not any(outline.of(*PARTS)):
        return "Write the press release first; nothing in the draft answers this yet"
    wanted = _steps(names)
    criticised = [step for step in wanted if any(rule in found for rule in step.get("rules", ()))]
    missing = [step for step in wanted if "part" in step and not any(outline.of(step["part"]))]
    return next((str(step["question"]) for step in criticised or missing or wanted[-1:]), "")
