"""Tests that templates, findings and commands agree: each asks only for what is missing, and all tell one story."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from conftest import ROOT

from prfaq_lint.assessment import ANSWERED, EMPTY, THIN, TO_FIND_OUT, UNREASONED
from prfaq_lint.authoring.additions import entries
from prfaq_lint.authoring.next_step import NextStep, next_step
from prfaq_lint.authoring.scaffold import Templates, read_answers
from prfaq_lint.authoring.summary import summarise
from prfaq_lint.configuration.files import Configs
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.analysis import front_matter
from prfaq_lint.outline.model import Outline
from prfaq_lint.reports import Style
from prfaq_lint.reports.outline import tree
from prfaq_lint.reports.review import step, table
from prfaq_lint.review import WORTH_DOING, Review, review, three_questions
from prfaq_lint.runner.run import Linters

TEMPLATES = [template.name for template in Templates().all()]
PROFILES = ("standard", "lite", "internal-tool", "open-source", "developer", "consumer")
STAGES = ("hypothesis", "draft", "final")

TO_BE_WRITTEN = {"missing-problem", "empty-section", "empty-answer"}
PARTS = {
    "headline",
    "summary",
    "problem",
    "solution",
    "getting_started",
}  # a subheadline can be read as the first line of the summary

_linters = Linters(configs=Configs(isolated=True))


def read(text: str) -> tuple[Outline, list[Diagnostic]]:
    """Return the outline of a draft, and what `check` finds in it according to its front matter."""
    document = Document.parse(text, "draft.md")
    linter = _linters.of(_linters.settings(document))
    outline = linter.outline(document)
    return outline, linter.check(outline)


def filled(name: str) -> str:
    answers = read_answers(ROOT / "tests" / "answers" / f"{name}.toml")
    return Templates().render(name, answers.pop("title"), answers)


def with_front(text: str, profile: str, stage: str) -> str:
    text = re.sub(r"(?m)^  profile: .*$", f"  profile: {profile}", text, count=1)
    return re.sub(r"(?m)^  stage: .*$", f"  stage: {stage}", text, count=1)


def questions_of(text: str) -> list[str]:
    return re.findall(r"(?m)^### (.*\?)$", text)


def test_there_are_templates() -> None:
    assert {*TEMPLATES} == {
        "classic",
        "consumer",
        "developer",
        "internal-tool",
        "mcallister",
        "one-pager",
        "open-source",
    }


@pytest.mark.parametrize("name", TEMPLATES)
def test_front_matter_names_profile_and_stage(name: str) -> None:
    front = front_matter(Document.parse(Templates().render(name, "Lanterns"), "draft.md"))
    assert front["profile"] in PROFILES
    assert front["stage"] in STAGES


@pytest.mark.parametrize("name", TEMPLATES)
def test_fresh_template_asks_for_the_problem_first(name: str) -> None:
    outline, found = read(Templates().render(name, "Lanterns"))
    assert outline.type == "prfaq"
    assert {diagnostic.rule for diagnostic in found} == TO_BE_WRITTEN
    assert (found[0].rule, found[0].severity) == ("missing-problem", "error")
    assert outline.document.source.line(found[0].line) == "## Problem"
    assert "“Solution”" in found[1].message
    empty = [diagnostic for diagnostic in found if diagnostic.rule == "empty-answer"]
    assert len(empty) == len(questions_of(outline.document.source.text))


@pytest.mark.parametrize(("name", "profile", "stage"), list(itertools.product(TEMPLATES, PROFILES, STAGES)))
def test_fresh_template_under_every_profile(name: str, profile: str, stage: str) -> None:
    """Check that a profile can also ask for a topic that a smaller template leaves out."""
    _, found = read(with_front(Templates().render(name, "Lanterns"), profile, stage))
    rest = [diagnostic for diagnostic in found if diagnostic.rule not in TO_BE_WRITTEN]
    assert [diagnostic for diagnostic in rest if diagnostic.group != "plan"] == []
    assert (found[0].rule, found[0].severity) == ("missing-problem", "error")
    if name in ("classic", "consumer", "developer"):
        assert rest == []


@pytest.mark.parametrize(("name", "stage"), list(itertools.product(TEMPLATES, STAGES)))
def test_missing_problem_is_always_an_error(name: str, stage: str) -> None:
    """Check that the problem is still reported as missing if its heading is removed too."""
    text = with_front(Templates().render(name, "Lanterns"), "standard", stage)
    for draft in (text, text.replace("## Problem\n", "")):
        _, found = read(draft)
        assert ("missing-problem", "error") in {(one.rule, one.severity) for one in found}


@pytest.mark.parametrize(("name", "profile"), list(itertools.product(TEMPLATES, PROFILES)))
def test_every_heading_of_a_template_is_known(name: str, profile: str) -> None:
    """Check that each second-level heading names a part or a FAQ, and that two FAQs have different audiences."""
    outline, _ = read(with_front(Templates().render(name, "Lanterns"), profile, "draft"))
    heads = [unit for unit in outline.units if unit.kind == "heading" and unit.level == 2]
    assert all(outline.sections.part(unit.text) or outline.sections.zone(unit.text) for unit in heads)
    told = [unit.text for unit in heads if outline.sections.zone(unit.text)]
    asked = {question.audience for question in outline.questions}
    assert asked == ({"internal", "external"} if len(told) == 2 else asked)


@pytest.mark.parametrize("name", TEMPLATES)
def test_filled_template_is_sound(name: str) -> None:
    _, found = read(filled(name))
    assert [diagnostic for diagnostic in found if diagnostic.severity != "note"] == []
    assert {diagnostic.rule for diagnostic in found} <= {"open-assumption"}


@pytest.mark.parametrize(("name", "profile", "stage"), list(itertools.product(TEMPLATES, PROFILES, STAGES)))
def test_filled_template_under_every_profile(name: str, profile: str, stage: str) -> None:
    """Check that only topics that the template leaves out, or that another profile requires, are reported."""
    _, found = read(with_front(filled(name), profile, stage))
    allowed = {"mechanism-in-headline", "unexpanded-acronym", "jargon", "open-assumption"}
    grave = {d.rule for d in found if d.severity == "error" and d.group != "plan" and not d.rule.startswith("missing-")}
    assert grave - allowed == set()
    if name in ("classic", "consumer", "developer") and stage != "final":
        assert {d.rule for d in found if d.severity == "error"} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_outline_finds_every_part_and_question(name: str) -> None:
    text = filled(name)
    outline, _ = read(text)
    wanted = set(PARTS)
    headings = {
        "leader_quote": ("## Leader quote", "## Quote from us"),
        "customer_quote": ("## Customer quote",),
        "call_to_action": ("## Call to action", "## Closing and call to action"),
    }
    wanted |= {part for part, names in headings.items() if any(f"{heading}\n" in text for heading in names)}
    assert {part.part for part in outline.parts} >= wanted
    assert [question.text for question in outline.questions] == questions_of(text)
    assert all(question.answered for question in outline.questions)


@pytest.mark.parametrize("name", TEMPLATES)
def test_answered_parts_have_no_guidance(name: str) -> None:
    assert filled(name).count("<!--") == 1  # the comment on the order in which to write


@pytest.mark.parametrize("name", TEMPLATES)
def test_answers_of_the_interview_leave_the_rest_open(name: str) -> None:
    """Check that only what the interview does not ask is still missing after it."""
    from prfaq_lint.authoring.questions import QUESTIONS

    answers = read_answers(ROOT / "tests" / "answers" / f"{name}.toml")
    asked = {question.key: answers[question.key] for question in QUESTIONS if question.key in answers}
    _, found = read(Templates().render(name, "Lanterns", asked))
    rules = {diagnostic.rule for diagnostic in found}
    assert rules <= {*TO_BE_WRITTEN, "missing-summary", "missing-dateline", "template-slot"}
    assert not any("“Problem”" in d.message or "“Solution”" in d.message for d in found)


HONEST = {
    "economics": "We do not know yet what it costs to build and to run; Ines Vogt asks the printer by 4 March.",
    "risks": "We do not know yet; Ines Vogt asks three commuters by 4 March.",
}


def told(text: str) -> tuple[Outline, Review, NextStep]:
    """Return the outline of a draft, and what `review` and `next` say about it."""
    document = Document.parse(text, "draft.md")
    linter = _linters.of(_linters.settings(document))
    outline = linter.outline(document)
    ready = entries(linter.rules)
    return outline, review(outline, linter.check(outline), ready), next_step(outline, linter, ready)


def honest(*facets: str) -> str:
    """Return a draft in which the answers about these topics say only that they are not known yet."""
    answers = read_answers(ROOT / "tests" / "answers" / "classic.toml")
    answers |= {facet: HONEST[facet] for facet in facets}
    return Templates().render("classic", answers.pop("title"), answers)


@pytest.mark.parametrize("stage", ["hypothesis", "draft"])
def test_what_is_to_be_found_out_is_neither_answered_nor_blamed(stage: str) -> None:
    text = with_front(honest("economics", "risks"), "standard", stage)
    outline, reviewed, following = told(text)
    states = {facet.facet: facet for facet in reviewed.facets}
    for facet in ("economics", "risks"):
        assert states[facet].state == TO_FIND_OUT and not states[facet].answered
        assert outline.document.source.line(states[facet].nearest).startswith(HONEST[facet][:20])
    assert following.done and {"finances", "risks"} <= {*following.progress.to_find_out}
    assert [one for one in read(text)[1] if one.severity != "note"] == []
    shown = table(reviewed, Style())
    assert f"to be found out, as line {states['risks'].nearest} says" in shown and ", 2 to be found out" in shown
    shown = tree(outline, Style())
    assert "15 of 17 topics answered, 2 to be found out" in shown
    assert re.search(rf"risks +to be found out, line {states['risks'].nearest}\n", shown)


def test_what_is_to_be_found_out_is_suggested_before_style() -> None:
    sentence = "A conductor opens the list, " + "sees who has boarded, " * 12 + "and asks."
    text = re.sub(r"(## Solution\n\n)", rf"\1{sentence} ", honest("risks"))
    outline, _, following = told(with_front(text, "standard", "draft"))
    assert following.done and following.remarks and following.guidance.startswith("about risks: ")
    assert outline.document.source.line(following.line) == HONEST["risks"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_commands_tell_one_story(name: str) -> None:
    outline, reviewed, following = told(filled(name))
    asked = three_questions(outline, [one.facet for one in reviewed.facets])
    assert {*following.doubted} <= {answer.question for answer in asked if answer.answer != "yes"}
    assert following.done <= all(written for _, written in following.progress.parts)
    for answer in reviewed.plan:
        if answer.quote:
            first, last = answer.lines[0]  # the lines that are always shown
            quoted = " ".join(outline.document.source.line(line) for line in range(first, last + 1))
            assert answer.quote.split(". ")[0][:20] in quoted
    (customer,) = (line for line in summarise(outline, read(filled(name))[1]).lines if line.topic == "Customer")
    assert customer.text != "not stated" or reviewed.customer[0].answer != "yes"


DRAFTS = [*(ROOT / "examples").glob("*.md"), *(ROOT / "tests" / "evaluation" / "drafts").glob("*.md")]


@pytest.mark.parametrize("path", sorted(DRAFTS), ids=lambda path: path.stem)
def test_review_agrees_with_its_own_table_and_with_check(path: Path) -> None:
    _, reviewed, _ = told(path.read_text(encoding="utf-8"))
    rules = {finding.rule for finding in read(path.read_text(encoding="utf-8"))[1]}
    states = {facet.facet: facet.state for facet in reviewed.facets}
    said = {answer.question: answer.answer for answer in (*reviewed.customer, *reviewed.plan)}
    for question, facet in (("Is it big?", "market-size"), (WORTH_DOING, "strategic-fit")):
        assert said.get(question) != "yes" or states.get(facet) not in (EMPTY, THIN, TO_FIND_OUT, UNREASONED)
    for question, denials in (
        ("Who is the customer?", {"vague-customer", "problem-without-customer"}),
        ("What is the problem?", {"missing-problem", "problem-is-a-clause"}),
        ("How do we know?", {"evidence"}),
    ):
        assert said[question] != "yes" or not rules & denials
    assert said["How do we know?"] != "no" or states.get("customer-evidence") != ANSWERED


def test_next_names_the_whole_command_if_something_is_not_asked() -> None:
    text = with_front(filled("classic"), "standard", "hypothesis")
    shorter = re.sub(r"### (?:Which people|What is the timeline|Why now).*?(?=\n##)", "", text, flags=re.DOTALL)
    for draft, said in ((text, False), (shorter, True)):
        shown = " ".join(step(told(draft)[2], Style()).split())
        assert ("`prfaq-lint add questions draft.md`" in shown, "`stage: draft`" in shown) == (said, True)
