"""Tests of the templates: a new one is asked only for what is missing, and one with sound answers has no findings."""

from __future__ import annotations

import itertools
import re

import pytest
from conftest import ROOT

from prfaq_lint.authoring.scaffold import Templates, read_answers
from prfaq_lint.configuration.files import Configs
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document import Document
from prfaq_lint.outline import Outline, front_matter
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
