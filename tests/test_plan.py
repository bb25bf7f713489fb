"""Tests of the plan: how a facet is set aside, and whether risks, metrics and questions are serious."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from prfaq_lint.authoring.additions import unasked
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.faq import plan
from prfaq_lint.outline.faq.not_applicable import RULES
from prfaq_lint.outline.model import FACETS, Outline, Passage
from prfaq_lint.review import three_questions
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule

HEAD = "# Rowers find a free boat\n\nOarlist shows a rowing club which boats are free.\n\n"
QUALITY = {
    "no-serious-risk",
    "risk-without-answer",
    "no-kill-criterion",
    "metric-without-target",
    "output-metric",
    "no-primary-metric",
    "softball-questions",
    "duplicate-question",
    "insider-question",
}


def found(linter: Linter, body: str) -> dict[str, str]:
    """Return the findings on the plan in a draft with this body, as rule → message."""
    outline = linter.outline(Document.parse(HEAD + body))
    outline = replace(outline, type="prfaq")
    return {finding.rule: finding.message for finding in linter.check(outline) if finding.group == "plan"}


def quality(linter: Linter, question: str, answer: str, part: str = "Internal FAQ") -> set[str]:
    return set(found(linter, f"## {part}\n\n### {question}\n\n{answer}\n")) & QUALITY


@pytest.mark.parametrize(
    "declared",
    [
        "### How will this make money?\n\nNot applicable: the club runs it on its own computer.\n",
        "### How will this make money?\n\nN/A, because two members run it for nothing.\n",
        "### How will this make money?\n\nThis does not apply. Two members run it for nothing.\n",
        "<!-- prfaq-lint: not-applicable economics: two members run it for nothing -->\n\n### Who runs it?\n\nTwo members.\n",
        "<!-- prfaqlint: not-applicable finances: two members run it for nothing -->\n\n### Who runs it?\n\nTwo members.\n",
        "<!-- prfaq-lint: not-applicable finances\n     two members run it for nothing -->\n\n### Who runs it?\n\nTwo members.\n",
    ],
)
def test_not_applicable_with_a_reason_counts(linter: Linter, declared: str) -> None:
    body = f"## Internal FAQ\n\n{declared}"
    assert "finances" not in found(linter, body)
    plan = three_questions(linter.outline(Document.parse(HEAD + body)))[2]
    assert "economics" not in plan.missing


@pytest.mark.parametrize(
    "declared",
    [
        "### How will this make money?\n\nNot applicable.\n",
        "<!-- prfaq-lint: not-applicable economics -->\n\n### Who runs it?\n\nTwo members.\n",
        "<!-- prfaq-lint: not-applicable economics: no -->\n\n### Who runs it?\n\nTwo members.\n",
    ],
)
def test_not_applicable_without_a_reason_does_not(linter: Linter, declared: str) -> None:
    assert "without a reason" in found(linter, f"## Internal FAQ\n\n{declared}")["finances"]


@pytest.mark.parametrize(
    "comment", ["<!-- finances: not applicable, a gift -->", "<!-- prfaq-lint: not-applicable money: it is a gift -->"]
)
def test_another_comment_sets_nothing_aside(linter: Linter, comment: str) -> None:
    body = f"{comment}\n\n## Internal FAQ\n\n### Who runs it?\n\nTwo members.\n"
    assert "doesn't seem to cover" in found(linter, body)["finances"]


def test_comment_can_name_the_rule_or_the_facet(rules: dict[str, Rule]) -> None:
    facets = {name: rule.parameters["facet"] for name, rule in rules.items() if "facet" in rule.parameters}
    assert {name: facet for name, facet in facets.items() if name != facet} == RULES
    assert set(facets.values()) <= set(FACETS)


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (
            "What are the main risks?",
            "Rowers may forget a password, which is a minor issue. Members might mistype a name, but that is unlikely, and the impact would be small.",
            {"no-serious-risk"},
        ),
        (
            "What are the main risks?",
            "A storm takes the ramp away, and the club loses a season. It is unlikely. If it happens, we row from the canal.",
            set(),
        ),
        (
            "How will we measure success?",
            "By how soon crews are on the water, by how often a boat stays on its rack, and by what members say about the club "
            "in the bar afterwards.",
            {"metric-without-target"},
        ),
        ("How will we measure success?", "Crews wait 4 minutes by May, and 21 minutes now.", set()),
        (
            "How will we measure success?",
            "The first version is released in May, and all nine features are delivered by September 2027.",
            {"output-metric"},
        ),
        ("How will we measure success?", "We ship in May. By July nine of ten crews are rowing on time.", set()),
    ],
)
def test_quality_rules_report_weak_plans(linter: Linter, question: str, answer: str, expected: set[str]) -> None:
    assert quality(linter, question, answer) == expected


def test_duplicates(linter: Linter) -> None:
    body = "## Customer FAQ\n\n### How do I book a boat?\n\nTap it.\n\n### {} do I book the boat?\n\nAfter six.\n"
    assert "duplicate-question" in found(linter, body.format("How"))
    assert "duplicate-question" not in found(linter, body.format("When"))


def test_insiders(linter: Linter) -> None:
    body = "## {}\n\n### What are our success metrics?\n\nMinutes of waiting.\n"
    assert "insider-question" in found(linter, body.format("Customer FAQ"))
    assert "insider-question" not in found(linter, body.format("Internal FAQ"))
    assert "insider-question" not in found(linter, body.format("FAQ"))


@pytest.mark.parametrize(
    "hard", ["What does it cost?", "What if a boat is broken?", "How is it different from a list?"]
)
def test_one_hard_question_is_enough(linter: Linter, hard: str) -> None:
    soft = "".join(
        f"### {question}\n\nIt is for rowers.\n\n"
        for question in ("What is Oarlist?", "Who is it for?", "How does it help rowers?", "What makes it special?")
    )
    assert "softball-questions" in found(linter, f"## Customer FAQ\n\n{soft}")
    assert "softball-questions" not in found(linter, f"## Customer FAQ\n\n{soft}### {hard}\n\nNothing.\n")


def test_a_table_row_may_answer(outline_of: Callable[..., Outline]) -> None:
    draft = outline_of(
        f"{HEAD}## Internal FAQ\n\n| Question | Answer |\n| --- | --- |\n| How will this make money? | N/A: a gift of the club |\n"
    )
    assert draft.not_applicable["economics"].reason == "a gift of the club"


@pytest.mark.parametrize(
    ("facet", "question", "asks"),
    [
        ("technical-hurdles", "What is the hardest technical problem, and how do we solve it?", True),
        ("technical-hurdles", "What happens to a boat without a number?", False),
        ("technical-hurdles", "How does the rota cope with two clubs?", False),
        ("operations", "Who runs it after the launch?", True),
        ("operations", "Who answers support calls in winter?", True),
        ("operations", "How fast do you answer?", False),
        ("why-now", "Why now?", True),
        ("is-it-big", "How big is the market?", True),
    ],
)
def test_only_direct_questions_have_their_answers_reported(
    linter: Linter, facet: str, question: str, asks: bool
) -> None:
    message = found(
        linter, f"## FAQ\n\n### {question}\n\nWe will think about that later.\n\n### What may fail?\n\nOur rowers.\n"
    ).get(facet)
    assert not message or ("“" in message) == asks
    assert message or not asks


def test_facets_that_a_question_only_touches_can_be_added(linter: Linter) -> None:
    outline = linter.outline(Document.parse(HEAD + "## Internal FAQ\n\n### How do we find a lost oar?\n\nBy hand.\n"))
    assert "feasibility" in unasked(outline)


@pytest.mark.parametrize(
    ("facet", "part", "can"),
    [("risks", "summary", False), ("risks", "other", True), (min(plan._TOLD_IN_RELEASE), "summary", True)],
)
def test_release_can_answer_only_what_a_release_tells(facet: str, part: str, can: bool) -> None:
    told = Passage("p", 0, 11, "It is late.", 0, part, 0.9, "-", 0.0, "retrofit", 0.0, 0.0)
    assert plan._can_answer(told, facet) is can
