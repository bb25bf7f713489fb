"""Facets of the plan that a draft sets aside as `not-applicable`, with a reason.

A draft does so either in the answer to the question about the facet ("Not applicable: an internal tool, nobody pays
for it"), or, if there is no such question, in a comment: `<!-- prfaq-lint: not-applicable economics: an internal
tool, nobody pays for it -->`. A reason counts as an answer; without one, nothing is set aside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ...document.comments import Directive, directives
from ...document.draft import Document
from ..model import FACETS, NotApplicable, Question
from .answers import reason_of

RULES = {
    "is-it-big": "market-size",
    "why-us": "strategic-fit",
    "evidence": "customer-evidence",
    "finances": "economics",
    "technical-hurdles": "feasibility",
}
"""Rules whose names differ from their facets; a comment may use either."""

TOPICS = (*RULES, *FACETS)
"""The names that a comment may set aside."""

_NAME = re.compile(r"[A-Za-z-]+")


def find(document: Document, questions: Sequence[Question]) -> dict[str, NotApplicable]:
    """Return the facets that a draft sets aside; of several declarations for a facet, use the first with a reason."""
    found: dict[str, NotApplicable] = {}
    for one in (*_in_comments(document), *_in_answers(document, questions)):
        if one.facet not in found or (one.reason and not found[one.facet].reason):
            found[one.facet] = one
    return found


def declared(directive: Directive) -> tuple[str, str]:
    """Return the name of a topic in a `not-applicable` comment, in lower case, and the text after it."""
    match = _NAME.match(directive.about)
    return (match[0].lower(), directive.about[match.end() :].strip()) if match else ("", directive.about)


def _in_comments(document: Document) -> list[NotApplicable]:
    found = []
    for directive in directives(document):
        if directive.word == "not-applicable" and document.prose:
            name, rest = declared(directive)
            facet = RULES.get(name, name)
            if facet in FACETS:
                at = min(bisect_left(document.origin, directive.span.start), len(document.prose) - 1)
                given = f"{rest} -- {directive.reason}" if directive.reason else rest
                reason = reason_of(f"not applicable {given}") or ""
                found.append(NotApplicable(facet, at, at + 1, " ".join(reason.split()), directive.span))
    return found


def _in_answers(document: Document, questions: Sequence[Question]) -> list[NotApplicable]:
    found = []
    for question in questions:
        if question.answer:
            reason = reason_of(document.prose[question.answer[0][0] : question.answer[-1][1]].strip())
            if reason is not None:
                end = max(question.start + 1, question.answer[0][0] - 1)
                found += [NotApplicable(facet, question.start, end, reason) for facet in question.topics]
    return found
