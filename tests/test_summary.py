"""Tests of `review --summary`: five lines that quote the draft, or say that it does not mention the point."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, prfaq

from prfaq_lint.authoring.scaffold import Templates
from prfaq_lint.rules.pages import load

DRAFT = """# Lock keepers open the gate before the barge hoots

## Summary

ZWOLLE, 3 May 2027. Lock keepers know a quarter of an hour before a barge is there, and the gate stands open.

## Problem

Lock keepers on the canals of Overijssel learn from the hooting of a barge that it is there, and run half a mile to the gate.
The 21 whom we followed in May ran 6 miles a day, and 9 barges a week lost the tide. Most keep a radio on the window sill.

## Solution

A bell rings in the kitchen when a barge passes the mill. She reads its name, drinks her tea and opens the gate.

## Internal FAQ

### What are the likeliest reasons for failure?

Two reasons are serious. Skippers refuse to carry the sender, then the bell stays silent; below 60 percent we stop.

### What does it cost to build and to run?

TBD

### Why now?

The radio licence ends on 1 January 2028, and [40 percent] of the keepers retire.
"""


def summary(text: str) -> dict[str, dict[str, Any]]:
    run = prfaq("review", "--summary", "--format", "json", "-", stdin=text)
    assert (run.status, run.err) == (0, "")
    (page,) = json.loads(run.out)
    return {line["topic"]: line for line in page["lines"]}


def test_each_line_is_quoted_with_its_place() -> None:
    lines = summary(DRAFT)
    assert list(lines) == ["Customer", "Problem", "Benefit", "Biggest risk", "Open questions", "Assumptions"]
    source = DRAFT.split("\n")
    for topic in ("Customer", "Problem", "Benefit", "Biggest risk"):
        line = lines[topic]
        assert line["stated"] and line["text"].split(".")[0][:40] in source[line["lines"][0] - 1], topic
    assert "canals of Overijssel" in lines["Customer"]["text"]
    assert lines["Biggest risk"]["text"].startswith("Skippers refuse")
    assert "no answer to “What does it cost to build and to run?”" in lines["Open questions"]["text"]
    assumption = source.index("The radio licence ends on 1 January 2028, and [40 percent] of the keepers retire.") + 1
    assert (lines["Assumptions"]["text"], lines["Assumptions"]["lines"]) == ("1 in brackets", [assumption])
    assert assumption not in lines["Open questions"]["lines"]


def test_text_is_a_page() -> None:
    run = prfaq("review", "--summary", "-", stdin=DRAFT)
    assert run.out.startswith("Lock keepers open the gate before the barge hoots\n- · stage draft · ")
    assert len(run.out.splitlines()) < 20
    assert "  Biggest risk    “Skippers refuse" in run.out


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
def test_empty_draft_has_no_summary_statements(template: str) -> None:
    lines = summary(Templates().render(template, "Lanterns"))
    for topic in ("Customer", "Problem", "Biggest risk"):
        assert (topic, lines[topic]["text"], lines[topic]["lines"]) == (topic, "not stated", [])


def test_pitch_is_not_a_problem() -> None:
    lines = summary(
        "---\nprfaq: {stage: draft}\n---\n# Crateful brings smart picking to every orchard\n\nCrateful is the easiest way to run an orchard.\n\n## Problem\n\n"
        "Crateful offers growers a modern platform with forty reports.\n\n## FAQ\n\n### What could go wrong?\n\n"
        "Nothing that we can see.\n"
    )
    assert not lines["Customer"]["stated"] and not lines["Problem"]["stated"] and not lines["Biggest risk"]["stated"]


def test_several_risks_are_all_shown_unless_one_is_called_the_biggest() -> None:
    risks = (
        "1. Older keepers go on running to the gate. Then the office rings the bell for them.\n"
        "2. The maker of the radios refuses us the interface. We ask before we sign anything.\n"
    )
    at = DRAFT.index("Two reasons are serious.")
    begun, rest = DRAFT[:at], DRAFT[at:].partition("\n")[2]
    lines = summary(f"{begun}{risks}{rest}")
    assert "Biggest risk" not in lines and len(lines["Risks"]["lines"]) == 2
    assert lines["Risks"]["text"].startswith("“Older keepers go on running to the gate”; “The maker of the radios")
    named = risks.replace("2. The maker", "2. The biggest risk is that the maker").replace("refuses", "will refuse")
    assert summary(f"{begun}{named}{rest}")["Biggest risk"]["text"].startswith("The biggest risk is that the maker")


def test_assumptions_are_counted_per_bracket() -> None:
    text = DRAFT.replace("and [40 percent] of the keepers retire", "and [40 percent] of the [30,000] keepers retire")
    assert summary(text)["Assumptions"]["text"] == "2 in brackets"


def test_the_benefit_comes_from_the_top_of_the_release() -> None:
    solution = (
        "The technician taps the door in a list and takes a photo. The building manager gets the quote on the phone, taps "
        "Approve and the repair is booked. Nobody in the office types anything up."
    )
    said = "The building manager gets a priced repair quote before the technician has left the building."
    release = f"From today, FireFix is available to dispatch managers of companies that maintain fire doors. {said}"
    text = (
        "# FireFix: building managers get the quote at once\n\n"
        + release
        + "\n\n## Solution\n\n"
        + solution
        + "\n\n"
        + DRAFT[DRAFT.index("## Problem") :]
    )
    assert summary(text)["Benefit"]["text"] == said


def test_a_folder_gives_a_page_for_each_draft() -> None:
    pages = json.loads(prfaq("review", "--summary", "--format", "json", "examples").out)
    assert len(pages) >= 6
    sound = next(page for page in pages if page["path"].endswith("night-shift-handover.md"))
    assert all(line["stated"] for line in sound["lines"])


def test_what_an_answer_admits_not_to_know_is_open() -> None:
    text = DRAFT.replace(
        "TBD", "We do not know yet what the senders cost; Ben asks the maker until 15 April. The bell costs £40."
    )
    line = summary(text)["Open questions"]
    assert "not known yet: “We do not know yet what the senders cost; Ben asks the maker until" in line["text"]
    assert "bell costs" not in line["text"]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.md")), ids=lambda path: path.stem)
def test_open_questions_are_named_in_plain_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = summary(text)["Open questions"]["text"]
    assert not [name for name in load() if "-" in name and name in said]


def test_a_release_alone_has_no_faq_yet() -> None:
    assert summary(DRAFT.partition("## Internal FAQ")[0])["Open questions"]["text"] == "there is no FAQ yet"
