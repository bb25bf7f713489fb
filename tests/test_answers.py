"""Answers: what passes for one, what does not, and in which ways people write questions down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from prfaq_lint.document import Document
from prfaq_lint.linter import Linter
from prfaq_lint.outline import Outline

HEAD = "# Rowers find a free boat\n\nOarlist shows a rowing club which boats are free.\n\n"


def found(linter: Linter, body: str, group: str = "answers") -> set[str]:
    """The rules of a group that report something in a draft with this body."""
    outline = linter.outline(Document.parse(HEAD + body))
    outline = replace(outline, type="prfaq")
    return {finding.rule for finding in linter.check(outline) if finding.group == group}


def asked(linter: Linter, question: str, answer: str, part: str = "Customer FAQ") -> set[str]:
    return found(linter, f"## {part}\n\n### {question}\n\n{answer}\n")


@pytest.mark.parametrize(
    ("question", "answer", "rule"),
    [
        ("Can two crews share a boat?", "We take fairness extremely seriously.", "evasive-answer"),
        ("Can two crews share a boat?", "We are exploring all the options.", "evasive-answer"),
        ("What about guests?", "Our experts will take care of it.", "evasive-answer"),
        ("Is there a discount for juniors?", "Please contact our team.", "evasive-answer"),
        ("How long may I keep a boat?", "That depends. Rowing is a varied sport.", "it-depends"),
        ("How long may I keep a boat?", "Keeping boats is a matter of honour in our club.", "number-not-given"),
        ("Do I need a key?", "Keys are kept in the boathouse behind the ramp.", "answer-not-first"),
        ("Why should I log in when the list is public?", "The list is indeed public.", "answer-not-first"),
        ("Do I need a key?", "Good question! Yes, and it hangs behind the ramp.", "throat-clearing"),
        ("Will other clubs join?", "We do not know yet.", "unknown-without-plan"),
    ],
)
def test_no_answer(linter: Linter, question: str, answer: str, rule: str) -> None:
    assert asked(linter, question, answer) == {rule}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What about fairness?", "We take fairness seriously: whoever books first rows."),
        ("Can two crews share a boat?", "Not yet. We are exploring ways to do it."),
        ("What about guests?", "Our boatman Piet will take care of it."),
        ("How do I reach you?", "Contact us."),
        (
            "How long may I keep a boat?",
            "It depends on the boat. If it is a single, two hours; if it is an eight, one.",
        ),
        ("How long may I keep a boat?", "It depends on the boat: 60 to 120 minutes."),
        ("How long may I keep a boat?", "As long as nobody else has booked it."),
        ("How long may I keep a boat?", "Until dark."),
        ("Do I need a key?", "Only on Sundays."),
        ("Do I need a key?", "The boathouse is open, so no."),
        ("Is it open source?", "The code is open source under the MIT licence."),
        ("Why not a paper list?", "Because rain washes it off the door."),
        ("Will other clubs join?", "We do not know yet. Ruth asks four of them in May."),
        ("Will other clubs join?", "We do not know yet; the regatta in June will tell."),
        ("Will other clubs join?", "TBD, owner: Ruth Weir, by 4 June."),
        ("What is in the list?", "Great boats, and a few bad ones."),
    ],
)
def test_an_answer(linter: Linter, question: str, answer: str) -> None:
    assert asked(linter, question, answer) == set()


@pytest.mark.parametrize("answer", ["We see no risks.", "None.", "There are no significant risks to speak of."])
def test_denial_is_reported_once(linter: Linter, answer: str) -> None:
    """By the facet's own rule, as long as the plan has no risks at all."""
    body = f"## Internal FAQ\n\n### What are the biggest risks?\n\n{answer}\n"
    assert found(linter, body) == set()
    assert "risks" in found(linter, body, "plan")


def test_denial_beside_an_answer(linter: Linter) -> None:
    body = (
        "## Internal FAQ\n\n### Why might this fail?\n\nClubs may not share their list, and then nobody sees a free boat. "
        "If fewer than three of ten clubs do by June, we stop and give the money back.\n\n### What other risks are there?\n\n{}\n"
    )
    assert found(linter, body.format("No risks at all.")) == {"denial"}
    assert found(linter, body.format("No large ones, except that the ramp has no signal.")) == set()


def test_belief(linter: Linter) -> None:
    question = "How do we know that rowers want this?"
    because = "because nobody likes to carry a boat to the water and to find that another crew is on its way with the same idea and the same boat in mind"
    assert asked(linter, question, f"We believe that rowers want it, {because}.", "Internal FAQ") == {
        "belief-instead-of-test"
    }
    assert asked(linter, question, f"We believe it {because}, as 31 told us.", "Internal FAQ") == set()


def test_copied_answers(linter: Linter) -> None:
    twice = "The boatman has the last word on everything that happens on the ramp."
    body = "## Customer FAQ\n\n### Who decides in a storm?\n\n{}\n\n### Who repairs oars?\n\n{}\n"
    assert found(linter, body.format(twice, twice)) == {"copied-answer"}
    assert found(linter, body.format("The boatman.", "The boatman.")) == set()


@pytest.mark.parametrize(
    "body",
    [
        "## FAQ\n\nQ: Can two crews share a boat?\nA: {}\n",
        "## FAQ\n\n**Q: Can two crews share a boat?**\n\n**A:** {}\n",
        "## FAQ\n\n1. Can two crews share a boat?\n\n   {}\n",
        "## FAQ\n\n<details>\n<summary>Can two crews share a boat?</summary>\n\n{}\n\n</details>\n",
        "> ## FAQ\n>\n> **Can two crews share a boat?**\n>\n> {}\n",
        "## FAQ\n\n### What about boats?\n\n#### Can two crews share a boat?\n\n{}\n",
    ],
    ids=["plain", "bold", "list", "details", "block-quote", "nested"],
)
def test_questions_are_found_where_people_write_them(linter: Linter, body: str) -> None:
    assert found(linter, body.format("We take fairness very seriously.")) == {"evasive-answer"}
    assert found(linter, body.format("No, a boat is booked by one crew at a time.")) == set()


def test_two_questions_in_one_heading_are_one(outline_of: Callable[..., Outline]) -> None:
    draft = outline_of(
        HEAD + "## FAQ\n\n**How does it work? What if it rains?**\n\nYou book a boat, and a red flag cancels it.\n"
    )
    assert [(one.text, one.answered) for one in draft.questions] == [("How does it work? What if it rains?", True)]


def test_an_answer_may_begin_with_a_question(outline_of: Callable[..., Outline]) -> None:
    body = "".join(f"### What about boat {n}?\n\nIt floats.\n\n" for n in "abc")
    draft = outline_of(
        f"{HEAD}## FAQ\n\n{body}### How do we judge it?\n\nFirst: do crews row on time?\n\n- nine of ten do\n"
    )
    assert [one.text for one in draft.questions][-1] == "How do we judge it?"
    assert draft.questions[-1].answered


@pytest.mark.parametrize(
    ("question", "audience"),
    [
        ("What are the system requirements?", "external"),
        ("How do we get involved?", "external"),
        ("How will we measure success?", "internal"),
        ("What is required of the other teams?", "internal"),
    ],
)
def test_who_asks(outline_of: Callable[..., Outline], question: str, audience: str) -> None:
    draft = outline_of(f"{HEAD}## FAQ\n\n### {question}\n\nA list of nine things.\n")
    assert [one.audience for one in draft.questions] == [audience]
