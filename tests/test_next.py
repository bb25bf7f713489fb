"""Tests of `next`: the one thing to write next, from the problem to the headline."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, prfaq

from prfaq_lint.authoring.additions import entries, steps
from prfaq_lint.authoring.next_step import NextStep, as_draft, next_step
from prfaq_lint.authoring.scaffold import Templates, read_answers
from prfaq_lint.configuration.files import Configs
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import FACETS, PARTS, Outline
from prfaq_lint.priority import most_important
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import load
from prfaq_lint.runner.run import Linters

PROBLEM = (
    "Beekeepers with hives on rented fields drive 40 minutes to each of them every week in May, because a swarm leaves without "
    "warning. They look into every hive by hand, write the count in a notebook, and still lose two swarms in ten, 150 euros each."
)
SUMMARY = (
    "BRNO, 2 May 2027. Humwatch today warns beekeepers one day before a swarm leaves, so that they drive to one field."
)
SOLUTION = (
    "A beekeeper lays Humwatch below the hive and goes home. When the bees prepare to leave, her telephone rings a day before, and "
    "she drives to one field instead of nine."
)


def example(name: str) -> str:
    return (ROOT / "examples" / name).read_text(encoding="utf-8")


def found(text: str) -> dict[str, Any]:
    run = prfaq("next", "--format", "json", "-", stdin=text)
    assert (run.status, run.err) == (0, "")
    return dict(json.loads(run.out))


def test_order_contains_only_existing_names() -> None:
    rules = load()
    named = [rule for step in steps() for rule in step.get("rules", ())]
    assert [rule for rule in named if rule not in rules] == []
    assert sorted(facet for step in steps() for facet in step.get("facets", ())) == sorted(FACETS)
    assert sorted(step["part"] for step in steps() if "part" in step) == sorted(PARTS)
    for step in steps():
        assert "facets" in step or "question" in step, step["name"]
        if "part" in step or "audience" in step or "verdict" in step:
            assert len(re.findall(r"[.?”](?: |$)", step["guidance"])) >= 2 and step["question"].endswith("?")


def test_an_empty_draft_begins_with_the_problem() -> None:
    for text in ("", "# Humwatch\n", prfaq("new", "Humwatch", "-o", "-").out):
        assert found(text)["what"] == "the problem paragraph"


def test_a_new_draft_points_at_its_own_heading() -> None:
    text = prfaq("new", "Humwatch", "-o", "-").out
    line = found(text)["line"]
    assert "Problem" in text.split("\n")[line - 1]


def test_a_draft_is_written_step_by_step() -> None:
    """Check that each requested text leads to the next step and never back."""
    head = "# Humwatch\n\n"
    text = head + f"## Problem\n\n{PROBLEM}\n"
    seen = []
    for more in (
        "",
        f"\n## Solution\n\n{SOLUTION}\n",
        "\n## Summary\n\nBRNO, 2 May 2027. Humwatch today warns beekeepers one day before a swarm leaves, so that they drive to one field.\n",
        "\n## Getting started\n\nOrder at humwatch.example for 60 euros, lay the mat below the hive and type in your number.\n",
        "\n## Customer quote\n\n“I drove to one field and caught them in time,” said Jana Novak, a beekeeper near Brno.\n",
        "\n## Leader quote\n\n“Nobody should lose a hive for want of a telephone call,” said Petr Dvorak, founder of Humwatch.\n",
    ):
        text += more
        seen.append(found(text)["what"])
    assert seen == [
        "the solution paragraph",
        "the summary paragraph",
        "how a customer gets started",
        "the customer's quote",
        *["the internal FAQ"] * 2,  # the leader's quote can wait
    ]


def test_the_problem_must_name_what_it_costs() -> None:
    text = f"# Humwatch\n\n## Problem\n\nHumwatch is a sensor for hives.\n\n## Solution\n\n{SOLUTION}\n"
    step = found(text)
    assert step["rule"] == "vague-customer" and step["question"].startswith("What kind of person has it")
    assert step["guidance"].count(". ") >= 1 and not step["done"]


def test_facets_are_asked_by_weight_in_the_words_of_the_draft() -> None:
    lines = example("night-shift-handover.md").split("\n")
    assert lines[60].startswith("### ") and lines[82].startswith("### ")
    lines[84] = "TBD"
    late = found("\n".join(lines))
    assert (late["line"], late["question"]) == (85, lines[82].lstrip("# "))
    lines[62] = "TBD"
    early = found("\n".join(lines))
    assert (early["line"], early["question"], early["what"]) == (63, lines[60].lstrip("# "), "Is it big?")
    assert early["guidance"].endswith("with a source for each.")


def test_done() -> None:
    run = prfaq("next", "examples/night-shift-handover.md")
    first, *rest = run.out.splitlines()
    assert (run.status, first) == (
        0,
        "examples/night-shift-handover.md: Nothing left that must be written at the stage “draft”.",
    )
    assert "problem\u00a0✓ · solution\u00a0✓" in rest[0]
    assert "`prfaq: {stage: final}`" in run.out
    done = json.loads(prfaq("next", "--format", "json", "examples/night-shift-handover.md").out)
    assert (done["done"], done["next_stage"], done["progress"]["open_questions"]) == (True, "final", 0)


def test_what_is_to_be_found_out_is_counted_before_the_stage() -> None:
    lines = example("night-shift-handover.md").split("\n")
    lines[62] = "We do not know yet; by 4 May, Ana Ruiz will ask ten wards."
    first = prfaq("next", "-", stdin="\n".join(lines)).out.splitlines()[0]
    assert re.search(
        r": 1 of \d+ answers of the plan is still to be found out; nothing else must be written at the stage “draft”\.$",
        first,
    )


def test_a_draft_without_a_faq_is_not_ready_for_a_first_meeting() -> None:
    step = step_of(
        f"---\nprfaq: {{stage: hypothesis}}\n---\n\n# Beekeepers drive to one field\n\n{SUMMARY}\n\n## Problem\n\n{PROBLEM}\n\n## Solution\n\n{SOLUTION}\n"
    )
    assert (step.done, step.what, step.progress.plan) == (False, "the internal FAQ", (0, 6))
    assert step.progress.to_find_out == ()


def staged(text: str, stage: str, profile: str = "") -> str:
    text = re.sub(r"(?m)^(  stage:).*$", rf"\1 {stage}", text, count=1)
    return re.sub(r"(?m)^(  profile:).*$", rf"\1 {profile}", text, count=1) if profile else text


def test_the_next_stage_is_offered_where_it_is_written() -> None:
    text = filled("classic")
    step = step_of(staged(text, "hypothesis"))
    assert (step.done, step.next_stage) == (True, "draft")
    assert text.split("\n")[step.stage_line - 1].strip().startswith("stage:")
    assert step_of(staged(text, "final")).next_stage == ""


def filled(name: str) -> str:
    answers = read_answers(ROOT / "tests" / "answers" / f"{name}.toml")
    return Templates().render(name, answers.pop("title"), answers)


_linters = Linters(configs=Configs(isolated=True))


def read(text: str) -> tuple[Outline, Linter]:
    """Return the outline of a draft and its linter, according to its front matter, as every command does."""
    document = Document.parse(text, "draft.md")
    linter = _linters.of(_linters.settings(document))
    return linter.outline(document), linter


def step_of(text: str) -> NextStep:
    outline, linter = read(text)
    return next_step(outline, linter, entries(linter.rules))


def test_draft_may_end_with_code() -> None:
    assert step_of("# Singers know their part before the rehearsal\n\n```text\nThe shelf fails.\n").line <= 4


def test_not_done_at_any_stage_while_questions_are_open() -> None:
    text = filled("classic")
    head, _, tail = text.partition("### Who runs and supports it after launch?\n\n")
    text = f"{head}### Who runs and supports it after launch?\n\n{tail[tail.index('###') :]}"
    for stage in ("hypothesis", "draft", "final"):
        step = step_of(staged(text, stage))
        assert (stage, step.done, step.question) == (stage, False, "Who runs and supports it after launch?")
        assert step.progress.open_questions == 1


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
@pytest.mark.parametrize("stage", ["hypothesis", "draft", "final"])
@pytest.mark.parametrize("profile", ["", "standard", "internal-tool"])
def test_every_template_can_be_finished(template: str, stage: str, profile: str) -> None:
    """Check that `check` reports whatever `next` asks for in a filled template, and no errors once it is done."""
    text = staged(filled(template), stage, profile)
    outline, linter = read(text)
    step = next_step(outline, linter, entries(linter.rules))
    serious = [one for one in linter.check(outline) if one.severity != "note"]
    if step.done:
        assert [one for one in serious if one.severity == "error"] == []
    else:
        assert step.rule in {one.rule for one in linter.check(outline)}


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
@pytest.mark.parametrize("profile", ["standard", "lite", "internal-tool", "open-source", "developer", "consumer"])
def test_every_command_knows_every_template(template: str, profile: str) -> None:
    from prfaq_lint.authoring.additions import add_section, headed
    from prfaq_lint.authoring.summary import summarise
    from prfaq_lint.review import review

    outline, linter = read(staged(filled(template), "draft", profile))
    found = linter.check(outline)
    assert {one.answer for one in review(outline, found, entries(linter.rules)).customer} <= {"yes", "partly"}
    assert all(line.stated for line in summarise(outline, found).lines)
    written = dict(next_step(outline, linter, entries(linter.rules)).progress.parts)
    for part in ("problem", "solution", "getting_started", "customer_quote", "call_to_action"):
        if headed(outline, part):
            assert written[part] and add_section(outline, linter.outline, part) is None
    both = "## Internal FAQ" in outline.document.source.text or "## Maintainer FAQ" in outline.document.source.text
    assert {question.audience for question in outline.questions} >= ({"internal", "external"} if both else {"internal"})


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
def test_step_has_the_line_of_its_own_heading(template: str) -> None:
    """Check that, if one section is emptied, `next` gives the line of that section's heading."""
    text = staged(filled(template), "draft")
    headings = [heading for heading in re.findall(r"(?m)^## (.*)$", text) if "FAQ" not in heading]
    assert headings
    for heading in headings:
        head, _, tail = text.partition(f"## {heading}\n\n")
        blank = f"{head}## {heading}\n\n{tail[tail.index('## ') :]}"
        assert (heading, blank.split("\n")[step_of(blank).line - 1]) == (heading, f"## {heading}")


def test_a_folder_gives_a_step_for_each_draft(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(filled("classic"), encoding="utf-8")
    (tmp_path / "b.md").write_text(Templates().render("one-pager", "Lanterns"), encoding="utf-8")
    (tmp_path / "notes.md").write_text("# Notes\n\nBuy bread.\n", encoding="utf-8")
    run = prfaq("next", "--format", "json", ".", cwd=tmp_path)
    assert [(step["path"], step["done"]) for step in json.loads(run.out)] == [("a.md", True), ("b.md", False)]
    assert "b.md:" in prfaq("next", ".", cwd=tmp_path).out


def test_unanswered_questions_and_placeholders_are_next() -> None:
    text = example("night-shift-handover.md")
    step = found(text + "\n### Which wards come next?\n\nTBD\n")
    assert (step["what"], step["question"]) == ("a missing answer", "Which wards come next?")
    step = found(text.replace("After twelve hours", "TODO: after twelve hours"))
    assert (step["done"], step["what"], step["line"]) == (False, "the problem paragraph", 11)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.md")), ids=lambda path: path.stem)
def test_check_names_the_same_thing(path: Path) -> None:
    """Check that `next` and the report of `check` name the same line, unless nothing has to be written."""
    outline, linter = read(path.read_text(encoding="utf-8"))
    serious = [one for one in linter.check(outline) if one.severity != "note"]
    step = next_step(outline, linter, entries(linter.rules))
    assert step.done == (not serious)
    if serious:
        assert (step.line, step.rule) == (most_important(serious).line, most_important(serious).rule)


def test_rules_that_are_off_ask_for_nothing(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(f"# Humwatch\n\n## Problem\n\n{PROBLEM}\n")
    assert "the solution paragraph" in prfaq("next", "draft.md", cwd=tmp_path).out
    (tmp_path / "prfaq-lint.toml").write_text('ignore = ["missing-solution"]\n')
    run = prfaq("next", "draft.md", cwd=tmp_path)
    assert run.status == 0 and "the solution paragraph" not in run.out


def test_errors() -> None:
    assert prfaq("next", "nowhere.md").err == "prfaq-lint: nowhere.md: no such file\n"
    run = prfaq("next", "prfaq_lint/lang")
    assert (run.status, run.out) == (2, "")


def test_a_part_that_is_not_there_is_not_ticked() -> None:
    text = (
        "# Lock keepers open the gate before the barge hoots\n\n## Problem\n\nLock keepers on the canals of Overijssel run half a mile "
        "to the gate when a barge hoots. Last year 9 barges a week lost the tide, and each waited six hours with its engine on.\n"
    )
    outline, linter = read(text)
    done = dict(next_step(outline, linter, entries(linter.rules)).progress.parts)
    assert done["problem"] and not done["customer_quote"] and not done["leader_quote"]


OWN_DRAFTS = [
    *sorted((ROOT / "examples").glob("*.md")),
    *sorted((ROOT / "tests" / "evaluation" / "drafts").glob("*.md")),
]


@pytest.mark.parametrize("path", OWN_DRAFTS, ids=lambda path: path.stem)
def test_no_tick_contradicts_a_finding(path: Path) -> None:
    """Check that a ticked part is neither reported as missing nor the place of an error or a warning."""
    outline, linter = read(path.read_text(encoding="utf-8"))
    draft = as_draft(outline)
    reported = linter.check(draft)
    ticked = [part for part, written in next_step(outline, linter, entries(linter.rules)).progress.parts if written]
    missing = {one.subject for one in reported if one.rule.startswith("missing-")}
    assert missing.isdisjoint(ticked)
    serious = [one for one in reported if one.severity != "note" and not one.subject]
    for part in draft.parts:
        first, last = draft.document.lines(part.start, part.end)
        inside = [one.rule for one in serious if first <= one.line <= last]
        assert part.part not in ticked or [rule for rule in inside if not rule.startswith("missing-")] == []


def test_an_empty_section_is_not_ticked() -> None:
    text = filled("classic")
    for heading, part in (("Leader quote", "leader_quote"), ("Solution", "solution"), ("Problem", "problem")):
        empty = re.sub(rf"(## {heading}\n).*?(?=\n## )", r"\1\n<!-- To be written. -->\n", text, flags=re.DOTALL)
        outline, linter = read(empty)
        assert {one.rule for one in linter.check(outline)} & {"empty-section", f"missing-{part}"}
        assert not dict(next_step(outline, linter, entries(linter.rules)).progress.parts)[part]


def test_suggestions_are_named_in_the_words_of_check(tmp_path: Path) -> None:
    sentence = "A dispatcher opens the list, " + "sees who has slept, " * 12 + "and asks."
    text = re.sub(r"(## Solution\n\n)", rf"\1{sentence} ", filled("classic"))
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    said = [
        re.search(r"Next: (.*?)(?:\n\n|\n  \(|$)", prfaq(command, "draft.md", cwd=tmp_path).out, re.DOTALL)
        for command in ("check", "next")
    ]
    checked, following = (" ".join(one.group(1).split()) for one in said if one)
    assert checked == following and checked.startswith("line ")


def test_ready_does_not_contradict_what_is_still_thin() -> None:
    """Check the first line of `next` against the lines below it, and that all parts keep a mark."""
    from test_interview import GOOD

    from prfaq_lint.authoring.scaffold import Templates

    thin = "Keepers may ignore it, and frost may ruin the bell."
    text = Templates().render("classic", "Barges", {**GOOD, "risks": thin})
    out = " ".join(prfaq("next", "-", stdin=text).out.split())
    assert "Ready for a first meeting: every required part is there, but a reviewer will still have questions" in out
    assert "nothing left that must be written" not in out
    whole = " ".join(prfaq("next", "-", stdin=Templates().render("classic", "Barges", GOOD)).out.split())
    assert ("nothing left that must be written" in whole) == ("not fully answered yet" not in whole)


def test_every_part_has_a_mark_and_none_is_dropped() -> None:
    from test_interview import GOOD

    from prfaq_lint.authoring.scaffold import Templates

    text = Templates().render("classic", "Barges", {**GOOD, "getting_started": ""})
    out = prfaq("next", "-", stdin=text.replace("stage: hypothesis", "stage: draft")).out
    row = " ".join(out[out.index("So far: ") + 8 :].split())
    parts = [one for one in row.split(" · ") if "questions" not in one]
    assert parts and all(one.endswith(("✓", "○")) for one in parts)
    assert "getting started ○" in parts and "leader quote ○" in parts


def test_next_names_the_command_that_adds_what_is_missing(tmp_path: Path) -> None:
    answers = read_answers(ROOT / "tests" / "answers" / "classic.toml")
    for key in ("leader_quote", "price", "different", "data", "limits"):
        answers.pop(key)
    draft = tmp_path / "my ramps.md"
    draft.write_text(Templates().render("classic", "Ramps", answers).replace("stage: hypothesis", "stage: draft"))
    out = prfaq("next", draft.name, cwd=tmp_path).out
    assert "prfaq-lint add section leader_quote 'my ramps.md'" in " ".join(out.split())
    answers["leader_quote"] = (
        "“A ramp that does not come costs a job,” said Sian Prosser, head of stations at Severnway Rail."
    )
    draft.write_text(Templates().render("classic", "Ramps", answers).replace("stage: hypothesis", "stage: draft"))
    out = prfaq("next", draft.name, cwd=tmp_path).out
    assert "prfaq-lint add section external_faq 'my ramps.md'" in " ".join(out.split())
