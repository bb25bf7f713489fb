"""Tests of `review`: a reviewer's questions, answered from the draft with the lines that support the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, prfaq

from prfaq_lint.authoring.next_step import NextStep
from prfaq_lint.authoring.scaffold import Templates, read_answers
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.outline.model import FACETS, Outline
from prfaq_lint.reports import Style
from prfaq_lint.reports.review import step
from prfaq_lint.review import WORTH_DOING, quotable
from prfaq_lint.safe import width

PROBLEM = """## Problem

Night porters in small hotels answer the door, the telephone and the till alone. Three times a night they leave a guest standing
to look for a spare key, which takes 12 minutes each time. They keep the keys on a nail board and a paper list that nobody updates.
"""
RELEASE = """# Nightkey tells hotel porters where every spare key hangs

{problem}
## Summary

GHENT, 3 March 2027. Nightkey today shows the porters of small hotels where each spare key is, so that a guest waits two minutes
instead of twelve.

## Solution

A porter types the room, and the hook with the spare key lights up. She hands over the key while the guest is still at the desk,
and the board notes the time by itself.

## Customer quote

“I no longer leave anybody standing in the lobby,” said Ines Maes, a night porter in Ghent.

## Getting started

Order the board at nightkey.example for 90 euros, screw it to the wall and hang up the keys. It takes an hour.
"""
FAQ = """
## Internal FAQ

### How big is it: how many hotels have this problem?

We counted 4,200 hotels with fewer than 40 rooms and one porter at night in Belgium and the Netherlands, from the registers of
both countries; at 90 euros each that is 378,000 euros.

### How do we know that porters want it?

Eleven of 14 porters whom we asked in May kept the prototype for a second week, and nine paid a deposit of 20 euros.

### What could make this fail?

"""


def reviewed(text: str) -> dict[str, Any]:
    run = prfaq("review", "--format", "json", "--force", "-", stdin=text)
    assert (run.status, run.err) == (0, "")
    (found,) = json.loads(run.out)
    return dict(found)


def answers(text: str) -> dict[str, str]:
    found = reviewed(text)
    return {answer["question"]: answer["answer"] for answer in (*found["customer"], *found["plan"])}


def test_a_draft_that_answers() -> None:
    text = RELEASE.format(problem=PROBLEM) + FAQ
    found = reviewed(text)
    assert answers(text) == {
        "Who is the customer?": "yes",
        "What is the problem?": "yes",
        "What is the most important benefit?": "yes",
        "How do we know?": "yes",
        "What is the experience like?": "yes",
        "Is it big?": "yes",
        "Should we do it?": "yes",
        "Is there a plan to succeed?": "no",
    }
    customer = found["customer"][0]
    assert customer["lines"][0][0] == 5 and customer["quote"] in " ".join(PROBLEM.split())
    assert customer["next"] == ""
    assert found["customer"][4]["quote"].startswith("She hands over the key")
    big = found["plan"][0]
    assert big["lines"] == [[30, 31]]
    lines = text.splitlines()
    for answer in (*found["customer"], *found["plan"]):
        assert not answer["quote"] or answer["quote"][:12] in lines[answer["quoted_line"] - 1]


def test_a_customer_who_can_be_anybody_is_only_partly_named() -> None:
    text = (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")
    assert "anyone aged 13 to 80" in text
    assert answers(text)["Who is the customer?"] == "partly"
    assert answers(text.replace(" and anyone aged 13 to 80", ""))["Who is the customer?"] == "yes"


def test_only_what_customers_did_is_full_evidence() -> None:
    asked = "How do we know that porters want it?"
    bare = RELEASE.format(problem=PROBLEM) + FAQ
    vague = re.sub(
        r"Eleven of 14.*?20 euros\.", "Everybody we know in the trade likes the idea a lot.", bare, flags=re.DOTALL
    )
    assert asked in vague and vague != bare
    assert answers(bare)["How do we know?"] == "yes" and answers(vague)["How do we know?"] != "yes"


@pytest.mark.parametrize("stage", ["hypothesis", "draft", "final"])
@pytest.mark.parametrize("path", sorted((ROOT / "tests/evaluation/drafts").glob("*.md")), ids=lambda path: path.stem)
def test_every_answer_short_of_yes_has_a_next_step(path: Path, stage: str) -> None:
    found = reviewed(f"---\nprfaq:\n  stage: {stage}\n---\n\n{path.read_text(encoding='utf-8')}")
    silent = [
        one["question"] for one in (*found["customer"], *found["plan"]) if one["answer"] != "yes" and not one["next"]
    ]
    assert silent == []


def test_another_full_answer_makes_no_answer_of_the_review_worse() -> None:
    text = RELEASE.format(problem=PROBLEM) + FAQ
    more = "### What do porters use today?\n\nA key book at the desk, in which they look up each room by hand; it is free.\n\n"
    rank = ("no", "partly", "yes").index
    before, after = answers(text), answers(text.replace("### What could make", more + "### What could make"))
    assert all(rank(after[question]) >= rank(answer) for question, answer in before.items())


def test_contact_with_sales_is_not_the_whole_experience() -> None:
    start = RELEASE.index("A porter types the room")
    text = RELEASE[:start] + (
        "Nightkey is a platform for keys.\n\n## Getting started\n\nContact your account executive to learn more. "
        "Our team will be happy to talk to you about prices and options.\n"
    )
    assert answers(text.format(problem=PROBLEM))["What is the experience like?"] == "partly"


def test_review_says_what_to_do_for_each_facet() -> None:
    found = reviewed(RELEASE.format(problem=PROBLEM) + FAQ)
    facets = {facet["facet"]: facet for facet in found["facets"]}
    assert {*facets} <= {*FACETS} and found["of"] == len(facets)
    assert found["answered"] == sum(bool(f["answered"]) for f in found["facets"])
    big, risks, legal = facets["market-size"], facets["risks"], facets["legal"]
    assert (big["asked"], big["answered"], big["ask"], big["holds"]) == ([28], [[30, 31]], "", "")
    assert (risks["asked"], risks["answered"], risks["ask"]) == ([37], [], "") and risks["holds"]
    assert (legal["asked"], legal["answered"]) == ([], []) and legal["ask"].endswith("?")


PITCH = """## Problem

Nightkey is an innovative smart key platform for hotels. It uses light, sensors and the cloud to manage keys. Nightkey gives
every hotel a modern look and lets teams collaborate in real time on one dashboard.
"""


@pytest.mark.parametrize("problem", ["", PITCH, "## Problem\n\nTBD\n", "## Problem\n\nEvery hotel has keys.\n"])
def test_problem_that_is_not_genuine_gets_no_yes(problem: str) -> None:
    found = answers(RELEASE.format(problem=problem) + FAQ)
    assert found["What is the problem?"] != "yes"


def test_list_of_topics_does_not_answer_the_plan() -> None:
    """Check that the list can answer only the question above it."""
    text = RELEASE.format(problem=PROBLEM) + FAQ
    listed = "Risk, market, revenue, metrics, cost, plan, dependency, schedule, customers and evidence matter a lot.\n"
    before, after = reviewed(text), reviewed(text + listed)
    assert after["answered"] - before["answered"] <= 1
    assert answers(text + listed)["Is there a plan to succeed?"] != "yes"


def test_a_release_without_faq() -> None:
    found = reviewed(RELEASE.format(problem=PROBLEM))
    assert [(answer["answer"], answer["lines"]) for answer in found["plan"]] == [("no", [])] * 3
    assert all(answer["next"].startswith("There is no FAQ yet. Ask and answer: “") for answer in found["plan"])
    checked = prfaq("check", "-", stdin=RELEASE.format(problem=PROBLEM))
    assert checked.out.startswith("-: there is no FAQ yet.\n")


def test_a_faq_without_release() -> None:
    found = reviewed("# Nightkey\n\n## FAQ\n\n### What does it cost?\n\nIt costs 90 euros.\n" + FAQ)
    assert [answer["answer"] for answer in found["customer"]] == ["no", "no", "no", "yes", "no"]
    assert found["customer"][0]["next"].startswith("Write the press release first")


@pytest.mark.parametrize("columns", ["40", "80"])
def test_text_fits_the_terminal(columns: str) -> None:
    run = prfaq("review", "-", stdin=RELEASE.format(problem=PROBLEM) + FAQ, env={"COLUMNS": columns})
    assert (
        run.status == 0 and re.search(r"answers \d+\s+of \d+\s+topics", run.out) and "Who is the customer?" in run.out
    )
    if columns == "80":
        assert max(width(line) for line in run.out.split("\n")) <= 80
    assert "score" not in run.out


def test_other_documents_and_missing_files_are_not_reviewed() -> None:
    run = prfaq("review", "-", stdin="Milk, eggs, bread.\n")
    assert (run.status, run.out) == (0, "") and "does not look like a PR/FAQ" in run.err
    template = "# Press release\n\n[Headline]\n\n## Problem\n\n[Problem]\n\n## Solution\n\n[Solution]\n\n## FAQ\n\n[Questions]\n"
    for command in ("check", "review"):
        expected = f"looks like an unfilled template (use --force to {command} it anyway)"
        assert expected in prfaq(command, "-", stdin=template).err
    run = prfaq("review", "nowhere.md")
    assert (run.status, run.err) == (2, "prfaq-lint: nowhere.md: no such file\n")
    assert json.loads(prfaq("review", "--format", "json", "nowhere.md").out) == []


def test_untrusted_text_is_harmless() -> None:
    text = RELEASE.format(problem=PROBLEM.replace("alone.", "alone \x1b[31mred\u202e.")) + FAQ
    run = prfaq("review", "-", stdin=text)
    assert run.status == 0 and "\x1b" not in run.out and "\u202e" not in run.out


def test_no_line_is_a_command_wherever_a_text_is_wrapped() -> None:
    found = NextStep(
        "draft.md", 1, "who has the problem", "::error::a?", f"{'word ' * 18}::error::b {'::stop-commands::c ' * 9}", ""
    )
    for columns in range(40, 121):
        shown = step(found, Style(width=columns))
        assert "error::a" in shown and "error::b" in shown
        assert not re.search(r"^\s*::", shown, re.MULTILINE)


def test_customer_is_quoted_from_a_sentence_that_names_them(outline_of: Callable[[str], Outline]) -> None:
    outline = outline_of(RELEASE.format(problem=PROBLEM) + FAQ)
    found = quotable(outline, "customer", [])
    assert found[0].text.startswith("Night porters in small hotels")


def test_passage_that_a_finding_criticises_is_not_quoted(outline_of: Callable[[str], Outline]) -> None:
    outline = outline_of(RELEASE.format(problem=PROBLEM) + FAQ)
    best = quotable(outline, "problem", [])[0]
    line = outline.lines(best)[0]
    doubt = Diagnostic("-", line, 1, line, 200, "pain-in-passing", "problem", "warning", "It is told in passing")
    assert best not in quotable(outline, "problem", [doubt])


def test_a_problem_that_opens_with_the_missing_technology_is_no_full_reason() -> None:
    """Check that a figure after a missing technology does not make it worth doing, and that a missing tool may."""
    given = read_answers(ROOT / "tests" / "answers" / "classic.toml")
    sound = Templates().render("classic", given.pop("title"), given)
    missing = (
        "Growers have no machine-learning model of their glasshouse, and nothing on the market joins leaf cameras to a digital twin. "
        "They spend 2,900 euros a year on climate computers and still get no prediction."
    )
    lacking = (
        "Growers have no thermometer in the far rows, so on frosty nights they get up at three and walk them with a torch. "
        "In January that cost each of them 22 hours of sleep."
    )
    answers = []
    for problem in (missing, lacking):
        text = re.sub(r"(## Problem\n\n).*?(?=\n\n## )", rf"\1{problem}", sound, flags=re.DOTALL)
        told = json.loads(prfaq("review", "-", "--format", "json", stdin=text).out)[0]
        answers.append(next(one["answer"] for one in told["plan"] if one["question"] == WORTH_DOING))
    assert answers == ["partly", "yes"]


def test_a_problem_that_check_only_doubts_is_partly_there(outline_of: Callable[[str], Outline]) -> None:
    page = (ROOT / "rules" / "problem" / "missing-problem.md").read_text(encoding="utf-8")
    text = page.split("is reported as a warning:\n\n```markdown\n")[1].split("```")[0]
    assert outline_of(text).problem.in_doubt
    told = json.loads(prfaq("review", "-", "--format", "json", stdin=text).out)[0]
    problem = next(one for one in told["customer"] if one["question"] == "What is the problem?")
    assert problem["answer"] == "partly"


def test_a_sentence_of_hype_is_not_quoted() -> None:
    text = (ROOT / "examples" / "ledger-sync.md").read_text(encoding="utf-8")
    assert "world-class StreamCore engine" in text
    quotes = [answer["quote"] for answer in (*reviewed(text)["customer"], *reviewed(text)["plan"])]
    assert any(quotes) and not any("world-class" in quote for quote in quotes)
