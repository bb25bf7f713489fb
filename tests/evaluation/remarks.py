"""The findings that say what a reviewer remarks on."""

from __future__ import annotations

from collections.abc import Sequence

from prfaq_lint.diagnostic import Diagnostic

from .align import SLACK
from .label import Remark
from .units import Unit

_PROBLEM = (
    "missing-problem problem-is-a-clause problem-without-evidence problem-without-customer problem-only-quoted "
    "problem-is-missing-product problem-is-a-question our-problem"
)
_ORDER = "missing-problem solution-in-problem problem-after-solution solution-first-draft run-up"
_SOLUTION_FIRST = (
    "pantry push-from-assets similarity technology-in-the-lead retrofit hammer-and-nail solution-first-draft "
    "solution-in-problem problem-is-missing-product mechanism-in-headline"
)
_QUOTE = "anonymous-speaker excitement-boilerplate echoing-quote long-quote stuffed-quote template-slot template-prompt empty-section"

RULES_ANYWHERE = {
    kind: frozenset(rules.split())
    for kind, rules in {
        "problem": _PROBLEM,
        "problem-order": _ORDER,
        "customer": "problem-without-customer vague-customer other-customer",
        "alternative": "problem-without-alternative competition unanswered-alternative problem-is-a-clause missing-problem",
        "evidence": "problem-without-evidence evidence is-it-big",
        "solution-first": _SOLUTION_FIRST,
        "solution": "missing-solution vague-solution easy-without-showing",
        "benefit": "no-number-better feature-list bare-comparison",
        "difference": "competition nobody-does-this problem-without-alternative",
        "customer-quote": f"missing-customer-quote praise-only-quote vendor-speak-in-customer-quote {_QUOTE}",
        "leader-quote": f"missing-leader-quote empty-leader-quote {_QUOTE}",
        "experience": "missing-first-step easy-without-showing vague-solution",
        "start": "missing-call-to-action missing-first-step dead-pointer easy-without-showing",
        "summary": "missing-summary run-up",
        "no-faq": "missing-faq missing-internal-faq softball-questions",
        "size": "is-it-big",
        "reason": "why-us",
        "economics": "finances pricing",
        "feasibility": "technical-hurdles",
        "dependencies": "dependencies partner-not-a-dependency",
        "risks": "risks no-serious-risk risk-without-answer no-kill-criterion",
        "metrics": "metrics metric-without-target metric-beside-the-pain no-primary-metric output-metric",
        "go-to-market": "go-to-market",
        "timeline": "timeline",
        "legal": "legal",
        "operations": "operations",
        "resources": "resources",
        "scope": "scope",
    }.items()
}
"""Kind of remark → the rules that say the same about the draft, wherever they report it."""

RULES_AT_PASSAGE = {
    kind: frozenset(rules.split())
    for kind, rules in {
        "claim": "superlative unexplained-number bare-comparison hype nobody-does-this weasel-words hype-in-headline",
        "headline": "missing-headline mechanism-in-headline hype-in-headline technology-in-the-lead long-headline",
        "weak-answer": "hollow-answer evasive-answer deferred-answer empty-answer tbd-answer copied-answer",
        "contradiction": "conflicting-dates conflicting-numbers conflicting-prices product-name other-customer",
        "wording": "jargon hype weasel-words long-sentence clutter hedging unexpanded-acronym excitement-boilerplate spec-in-release",
        "leftover": "template-prompt template-slot todo-marker empty-section tbd-answer",
        "form": "bulleted-release spec-in-release release-with-tables-or-code long-paragraph feature-list",
    }.items()
}
"""The same for remarks about a particular passage; the finding must be about that passage too."""


def is_covered(remark: Remark, units: Sequence[Unit], findings: Sequence[Diagnostic]) -> bool:
    """Return whether one of the findings says what a reviewer remarks on; “other” and “follows” match no rule."""
    if remark.kind in RULES_ANYWHERE:
        return any(finding.rule in RULES_ANYWHERE[remark.kind] for finding in findings)
    said = [finding for finding in findings if finding.rule in RULES_AT_PASSAGE.get(remark.kind, ())]
    if not remark.unit:
        return bool(said)
    line = units[remark.unit - 1].line
    return any(finding.line - SLACK <= line <= finding.end_line + SLACK for finding in said)
