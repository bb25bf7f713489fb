"""Tests of the assessment of a plan: all commands agree on a draft, and no empty plan gets a "yes"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from prfaq_lint.assessment import ANSWERED, EMPTY, MISSING, SET_ASIDE, THIN, TO_FIND_OUT, UNREASONED, assess
from prfaq_lint.authoring.additions import entries
from prfaq_lint.authoring.next_step import next_step
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import Outline
from prfaq_lint.reports.outline import tree
from prfaq_lint.reports.style import Style
from prfaq_lint.result import FileResult
from prfaq_lint.review import open_questions, review, three_questions
from prfaq_lint.rules.linter import Linter

DRAFTS = sorted([*(ROOT / "tests/evaluation/drafts").glob("*.md"), *(ROOT / "examples").glob("*.md")])

SAYS = {"unasked": MISSING, "unanswered": THIN, "unreasoned": UNREASONED}
"""For each variant of a finding on a topic of the plan, the state in the assessment."""


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_no_two_commands_contradict_each_other(path: Path, linter: Linter) -> None:
    outline = linter.outline(Document.parse(path.read_text(encoding="utf-8"), path.name))
    found = linter.check(outline)
    ready = entries(linter.rules)
    table = {facet.facet: facet for facet in review(outline, found, ready).facets}
    named = {one.rule for one in found}
    for rule in linter.rules:
        if "facet" not in rule.parameters:
            continue
        facet = table[str(rule.parameters["facet"])]
        if rule.name in named:
            assert facet.state in (MISSING, THIN, UNREASONED), rule.name
            assert not facet.answered
        if facet.state in (ANSWERED, SET_ASIDE):
            assert rule.name not in named
    for question in open_questions(outline, linter.rules, named):
        assert question.asked == (table[facet_of(linter, question.rule)].state != MISSING)
    shown = tree(outline, Style())
    assert {name for name in table if f"{name:<18} —" not in shown} == {
        name for name, facet in table.items() if facet.answered or facet.state == TO_FIND_OUT
    }
    step = next_step(outline, linter, ready)
    assert step.done <= (not any(one.severity == "error" for one in found))


def facet_of(linter: Linter, name: str) -> str:
    return next(str(rule.parameters["facet"]) for rule in linter.rules if rule.name == name)


HEAD = """# Clinic owners hear before a check-up is missed

Owners of small pets forget check-ups. Last year 1,600 of them came back too late, and an emergency visit costs them 340 euros.

## Internal FAQ

"""


@pytest.mark.parametrize(
    ("faq", "facet", "state"),
    [
        pytest.param("### What could go wrong?\n\n", "risks", EMPTY, id="no-answer"),
        pytest.param(
            "### How does this make money: what does one customer cost us and bring in, and when do we break even?\n\n"
            "Not applicable: two volunteers build it, and it runs on a server we have.",
            "economics",
            SET_ASIDE,
            id="set-aside",
        ),
        pytest.param(
            "### What are the biggest risks, and what would make us stop?\n\nOwners may switch the messages off. We stop if more "
            "than 30 of 100 do so in the first three months. If the clinic software changes its export, we import a file by hand.",
            "risks",
            ANSWERED,
            id="answered",
        ),
        pytest.param(
            "### What does it cost to build and to run?\n\nWe do not know yet; Ines asks the printer for an offer by 4 March.",
            "economics",
            TO_FIND_OUT,
            id="to-find-out",
        ),
        pytest.param("### What colour is the logo?\n\nBlue.", "competition", MISSING, id="missing"),
    ],
)
def test_assess_returns_the_state_of_a_facet(
    faq: str, facet: str, state: str, outline_of: Callable[..., Outline]
) -> None:
    assert assess(outline_of(HEAD + faq), facet).state == state


ONE_LINERS = """
### How big is this: how many people have the problem, and what is it worth a year?

1,600 owners, 300 euros each.

### Why should we do this, and why us?

We have the list and the software.

### What does it cost to build and run, and when does it pay back?

5,000 euros, and it pays back in month 14.

### What is the hardest technical problem?

Low light: 95% needed, 81% today.

### Whom do we depend on?

Amazon, or else Google.

### What are the risks?

It is late. Then we stop.

### Which number tells us that it worked?

Check-ups kept: 70% today, 85% by December.
"""


def test_plan_of_one_line_answers_gets_no_yes(outline_of: Callable[..., Outline]) -> None:
    answers = [answer.answer for answer in three_questions(outline_of(HEAD + ONE_LINERS))]
    assert "yes" not in answers


@pytest.mark.parametrize(("settled", "said"), [(12, "4 of 16"), (5, "at least 4 of 16")])
def test_open_questions_are_only_counted_exactly_if_all_others_are_settled(settled: int, said: str) -> None:
    result = FileResult("draft.md", "prfaq", "en", [], plan_size=16, plan_settled=settled)
    assert result.of_plan(4) == said


def test_without_a_problem_it_is_not_worth_doing(outline_of: Callable[..., Outline]) -> None:
    text = (ROOT / "examples/rent-receipts.md").read_text(encoding="utf-8")
    start = text.index("## Problem") if "## Problem" in text else text.index("People who rent")
    without = text[:start] + text[text.index("\n\n", start) + 2 :]
    assert three_questions(outline_of(without))[1].answer != "yes"


def test_a_question_reads_the_same_whatever_the_rest_of_the_draft_says(outline_of: Callable[..., Outline]) -> None:
    asked = "### How big is this?\n\n4,100 practices in the country, and nine of ten still phone their clients.\n\n"
    other = "### Why now?\n\nThe law on vaccination books changes in May 2028.\n\n"
    drafts = [
        f"# Pets get their booster in time\n\nVets text the owner a week before.\n\n## Internal FAQ\n\n{asked}",
        f"# A revolutionary platform\n\nWe own two technologies.\n\n## Internal FAQ\n\n{other}{asked}{other}",
    ]
    found = [next(one for one in outline_of(draft).questions if one.text == "How big is this?") for draft in drafts]
    assert (found[0].verdict, found[0].bad, found[0].holds) == (found[1].verdict, found[1].bad, found[1].holds)
