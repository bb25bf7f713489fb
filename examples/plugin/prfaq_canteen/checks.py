"""The kinds of check that this plug-in brings."""

from __future__ import annotations

from collections.abc import Iterator

from prfaq_lint.plugin import Check, Outline, Problem


def question_budget(*, audience: str = "external", most: int = 12) -> Check:
    """At most so many questions for an audience, `external` or `internal`; reports the first one too many."""
    if audience not in ("external", "internal"):
        raise ValueError(f"“audience” is “{audience}”, must be external or internal")

    def run(outline: Outline) -> Iterator[Problem]:
        asked = [question for question in outline.questions if question.audience == audience]
        if len(asked) > most:
            first = asked[most]
            values = {"count": str(len(asked)), "most": str(most)}
            yield Problem(first.start, first.start + len(first.text), values)

    return Check(run)
