"""Tests of `review`: a reviewer's questions, answered from the draft with the lines that support the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import ROOT, prfaq

from prfaq_lint.authoring.next_step import NextStep
from prfaq_lint.authoring.scaffold import Templates, read_answers
from prfaq_lint.outline import FACETS, Outline
from prfaq_lint.reports import Style
from prfaq_lint.reports.review import step
from prfaq_lint.review import WORTH_DOING, customer_passages
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
        "Should we do it?": "partly",
        "Is there a plan to succeed?": "no",
    }
    customer = found["customer"][0]
    assert customer["lines"][0][0] == 5 and customer["quote"] in " ".join(PROBLEM.split())
    assert customer["next"] == ""
    assert found["customer"][4]["quote"].startswith("Order the board at nightkey.example")
    big = found["plan"][0]
    assert big["lines"] == [[30, 31]] and "4,200 hotels" in big["quote"]
    lines = text.splitlines()
    for answer in (*found["customer"], *found["plan"]):
        assert not answer["quote"] or answer["quote"][:12] in lines[answer["quoted_line"] - 1]


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("Last May 40% of our guests waited.", "partly"),
        ("Hotels lose 10 m euros a year.", "partly"),
        ("A guest waited on 40% of the nights last year, and porters call it “the lottery.”", "partly"),
        ("One porter told us: “On 40% of the nights last year, a guest waited for a key.”", "no"),
        ("The corridor is 10 m long and dark.", "no"),
        ("In 310 of the 420 hotels that we rang, a guest waited last week.", "partly"),
        ("Hotels with 30 or 40 rooms know this well.", "no"),
    ],
)
def test_only_a_stated_amount_is_evidence(sentence: str, answer: str) -> None:
    problem = PROBLEM.replace("Three times a night they", "They").replace(
        "which takes 12 minutes each time", "and wait"
    )
    found = reviewed(RELEASE.format(problem=f"{problem.rstrip()} {sentence}\n"))
    assert (found["customer"][3]["answer"], found["customer"][3]["quote"]) == (answer, sentence * (answer == "partly"))


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("Order the board at nightkey.example for £99, hang it on the wall and add the keys.", True),
        ("The price of £99 for a board and its lamps stays the same for three years.", False),
        ("Nightkey is available in four countries of Europe from the first week of May.", False),
    ],
)
def test_step_may_name_a_price(sentence: str, shown: bool) -> None:
    start, end = RELEASE.index("Order the board"), len(RELEASE)
    found = reviewed(RELEASE.format(problem=PROBLEM).replace(RELEASE[start:end], f"{sentence}\n"))
    assert (found["customer"][4]["quote"] == sentence) is shown


def test_contact_with_sales_is_not_the_whole_experience() -> None:
    start = RELEASE.index("A porter types the room")
    text = RELEASE[:start] + (
        "Nightkey is a platform for keys.\n\n## Getting started\n\nContact your account executive to learn more. "
        "Our team will be happy to talk to you about prices and options.\n"
    )
    assert answers(text.format(problem=PROBLEM))["What is the experience like?"] == "partly"


def test_neither_competitor_nor_text_without_a_number_is_quoted_for_the_plan() -> None:
    text = f"""{RELEASE.format(problem=PROBLEM)}
## Internal FAQ

### How big is the market?

The market for hotel equipment is growing fast, and hotels of every kind buy more of it each year.

### How is it different from a nail board or an electronic lock?

Electronic locks need a new door and an electrician for each room. A nail board shows nothing in the dark. Nightkey lights the
hook with the spare key, and costs less than one such door.
"""
    big, worth = reviewed(text)["plan"][:2]
    assert big["quote"] == ""
    assert worth["quote"].startswith("Nightkey lights the hook")


def test_review_says_what_to_do_for_each_facet() -> None:
    found = reviewed(RELEASE.format(problem=PROBLEM) + FAQ)
    facets = {facet["facet"]: facet for facet in found["facets"]}
    assert (found["answered"], found["of"], len(facets)) == (
        sum(bool(f["answered"]) for f in found["facets"]),
        len(FACETS),
        len(FACETS),
    )
    big, risks, legal = facets["market-size"], facets["risks"], facets["legal"]
    assert (big["asked"], big["answered"], big["ask"], big["holds"]) == ([28], [[30, 31]], "", "")
    assert (risks["asked"], risks["answered"], risks["ask"]) == ([37], [], "") and risks["holds"]
    assert (legal["asked"], legal["answered"]) == ([], []) and legal["ask"].endswith("?")


PITCH = """## Problem

Nightkey is an innovative smart key platform for hotels. It uses light, sensors and the cloud to manage keys. Nightkey gives
every hotel a modern look and lets teams collaborate in real time on one dashboard.
"""


@pytest.mark.parametrize("problem", ["", PITCH, "## Problem\n\nTBD\n", "## Problem\n\nEvery hotel has keys.\n"])
def test_problem_that_is_not_genuine_gets_a_no(problem: str) -> None:
    found = answers(RELEASE.format(problem=problem) + FAQ)
    assert found["What is the problem?"] == "no" and found["Who is the customer?"] != "yes"


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
    assert run.status == 0 and f"of {len(FACETS)} topics" in run.out and "Who is the customer?" in run.out
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


@pytest.mark.parametrize(
    ("top", "problem", "quoted"),
    [
        (
            "*Members who work can collect what they reserved at any hour.*",
            "The counter closes at 18. Of the 26 borrowers I asked, one took half a day off to pick up a drill.",
            "Members who work can collect what they reserved at any hour.",
        ),
        (
            "UTRECHT, 4 March 2028. Today the library opens Shelfgate for hobby joiners who work full time.",
            "The counter closes at 18, and 1,310 of 3,220 reservations expired. Others ask a neighbour for a drill.",
            "Today the library opens Shelfgate for hobby joiners who work full time.",
        ),
        (
            "UTRECHT, 4 March 2028. Shelfgate opens today.",
            "Others ask a neighbour. After work, hobby joiners find the counter closed, and lose the weekend.",
            "After work, hobby joiners find the counter closed, and lose the weekend.",
        ),
        (
            "UTRECHT, 4 March 2028. Shelfgate opens today.",
            "My brother, a hobby joiner, asks a neighbour. After work, hobby joiners find the counter closed, and lose the weekend.",
            "After work, hobby joiners find the counter closed, and lose the weekend.",
        ),
    ],
)
def test_customer_is_quoted_from_the_sentence_about_them(
    outline_of: Callable[[str], Outline], top: str, problem: str, quoted: str
) -> None:
    text = f"# Drills after work\n\n{top}\n\n## Problem\n\n{problem}\n\n## FAQ\n\n### Why now?\n\nThe fund decides in May 2028.\n"
    outline = outline_of(text)
    assert customer_passages(outline)[0].text == quoted


def test_answer_after_a_label_is_quoted_from_its_first_sentence(outline_of: Callable[[str], Outline]) -> None:
    asked = "**Q: Who is it for?**\n\nA: Night porters in hotels with one porter. They hold all keys.\n\n"
    refused = "**Q: Who is it not for?**\n\nA: Chains of hotels with a concierge on each floor.\n"
    outline = outline_of(f"{RELEASE.format(problem=PROBLEM)}\n## FAQ\n\n{asked}{refused}")
    found = customer_passages(outline)
    assert (
        outline.document.excerpt(found[0].start, found[0].end)
        == found[0].text
        == "Night porters in hotels with one porter."
    )
    assert not any("concierge" in passage.text for passage in found)


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
