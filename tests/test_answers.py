"""Tests of answers: which texts count as an answer, and the ways in which people write down questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from prfaq_lint.document.draft import Document
from prfaq_lint.outline.faq.answers import counts_asked
from prfaq_lint.outline.model import Outline
from prfaq_lint.rules.linter import Linter

NOTHING_SAID = {"hollow-answer", "evasive-answer", "deferred-answer", "tbd-answer"}
HEAD = "# Rowers find a free boat\n\nOarlist shows a rowing club which boats are free.\n\n"


def found(linter: Linter, body: str, group: str = "answers") -> set[str]:
    """Return the rules of a group that report something in a draft with this body."""
    outline = linter.outline(Document.parse(HEAD + body))
    outline = replace(outline, type="prfaq")
    return {finding.rule for finding in linter.check(outline) if finding.group == group}


def asked(linter: Linter, question: str, answer: str, part: str = "Customer FAQ") -> set[str]:
    return found(linter, f"## {part}\n\n### {question}\n\n{answer}\n")


def blamed(linter: Linter, part: str, question: str, answer: str) -> bool:
    """Return whether an answer is reported as insufficient.

    The report can come from a rule on answers or from the rule on the topic that the question asks about.
    """
    outline = linter.outline(Document.parse(f"{HEAD}## {part}\n\n### {question}\n\n{answer}\n"))
    reported = linter.check(replace(outline, type="prfaq"))
    return any(
        finding.rule in NOTHING_SAID or (finding.group == "plan" and f"“{question}”" in finding.message)
        for finding in reported
    )


CUSTOMER, COMPANY = "Customer FAQ", "Internal FAQ"


@pytest.mark.parametrize(
    ("part", "question", "answer"),
    [
        (CUSTOMER, "Can two crews share a boat?", "We take fairness extremely seriously."),
        (CUSTOMER, "Can two crews share a boat?", "We are exploring all the options."),
        (CUSTOMER, "Is there a discount for juniors?", "Please contact our team."),
        (CUSTOMER, "How long may I keep a boat?", "Keeping boats is a matter of honour in our club."),
        (CUSTOMER, "How do I cancel a booking?", "We have thought hard about how to make that delightful."),
        (CUSTOMER, "What happens to my data?", "Privacy is in our DNA, and we follow best practices."),
        (CUSTOMER, "How much does it cost?", "Great value for clubs of every size."),
        (CUSTOMER, "Does it work without a signal?", "This will be decided in a later phase."),
        (CUSTOMER, "Which phones does it run on?", "We will announce that later."),
        (CUSTOMER, "What if a boat is damaged?", "We have a robust process in place for every eventuality."),
        (CUSTOMER, "Will other clubs join?", "We will look into that at a later time."),
        (COMPANY, "How big is the market?", "The market is huge and growing fast."),
        (COMPANY, "Who else does this?", "We have no real competitors."),
        (COMPANY, "How do we know that rowers want this?", "Everybody we know would love it."),
        (COMPANY, "Why are we the right ones to build it?", "Our team is passionate and has deep expertise."),
        (COMPANY, "Who answers members in the evening?", "The relevant stakeholders will be aligned in due course."),
    ],
)
def test_empty_phrases_as_an_answer_are_reported(linter: Linter, part: str, question: str, answer: str) -> None:
    assert blamed(linter, part, question, answer)


@pytest.mark.parametrize(
    ("part", "question", "answer"),
    [
        (CUSTOMER, "How long may I keep a boat?", "Until dark."),
        (CUSTOMER, "How long may I keep a boat?", "Ninety minutes at most."),
        (CUSTOMER, "How long may I keep a boat?", "It depends on the boat: a single two hours, an eight one."),
        (CUSTOMER, "How much does it cost?", "Nothing."),
        (CUSTOMER, "How much does it cost?", "Nine euros a year."),
        (CUSTOMER, "How much does it cost?", "€9 per member and year"),
        (CUSTOMER, "When can I start?", "1 May."),
        (CUSTOMER, "Do I need a key?", "Only on Sundays."),
        (CUSTOMER, "Can two crews share a boat?", "No."),
        (CUSTOMER, "Why not a paper list?", "Because rain washes it off the door."),
        (CUSTOMER, "How do I cancel a booking?", "Tap the boat again."),
        (CUSTOMER, "How do I reach you?", "Call the boathouse on 0118 496 0112."),
        (CUSTOMER, "Who repairs a broken oar?", "Piet, the boatman, within two days."),
        (CUSTOMER, "Who repairs a broken oar?", "The workshop team."),
        (CUSTOMER, "What happens to my data?", "It stays on the club's own computer and is deleted after a year."),
        (CUSTOMER, "Will other clubs join?", "Nobody knows yet. Ruth Weir asks four clubs and tells us by 4 June."),
        (COMPANY, "How big is the market?", "Thirty-one clubs with 9,400 members."),
        (COMPANY, "Who else does this?", "RowBooker, at £400 a year, and the paper list on the door."),
        (
            COMPANY,
            "What will it cost to run?",
            "About forty euros a month for the server, and four hours of Ruth's time.",
        ),
        (COMPANY, "Why might this fail?", "Clubs may refuse to share their list. Then we stop in June."),
        (
            COMPANY,
            "How do we know that rowers want this?",
            "26 of 31 members we asked had gone home without rowing last month.",
        ),
        (COMPANY, "Who runs it after the launch?", "The boatman, who looks at the log each hour and restarts it."),
        pytest.param(
            COMPANY,
            "Who runs it after the launch?",
            "The boatman reads the log each hour and restarts it.",
            marks=pytest.mark.xfail(reason="misread by the reader", strict=False),
        ),
        (COMPANY, "Who runs it after the launch?", "Ruth's team of two."),
        (COMPANY, "When do we launch?", "Spring 2028, once the harbour office has given us the tide data."),
    ],
)
def test_short_complete_answer_is_not_reported(linter: Linter, part: str, question: str, answer: str) -> None:
    assert not blamed(linter, part, question, answer)


@pytest.mark.parametrize(
    ("question", "answer", "rule"),
    [
        ("Do I need a key?", "Keys are kept in the boathouse behind the ramp.", "answer-not-first"),
        ("Why should I log in when the list is public?", "The list is indeed public.", "answer-not-first"),
        ("Do I need a key?", "Good question! Yes, and it hangs behind the ramp.", "throat-clearing"),
        ("Do I need a key?", "", "empty-answer"),
        ("When can I start?", "Stay tuned for more details.", "tbd-answer"),
    ],
)
def test_late_or_missing_answer_is_reported(linter: Linter, question: str, answer: str, rule: str) -> None:
    assert rule in asked(linter, question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Do I need a key?", "The boathouse is open, so no."),
        ("Is it open source?", "The code is open source under the MIT licence."),
        ("Will other clubs join?", "TBD, owner: Ruth Weir, by 4 June."),
    ],
)
def test_acceptable_late_answer_is_not_reported(linter: Linter, question: str, answer: str) -> None:
    assert asked(linter, question, answer) == set()


def test_missing_plan_topic_is_reported_only_by_its_own_rule(linter: Linter) -> None:
    """Check that only the rule on the topic reports an answer without substance, and no rule on answers."""
    body = "## Internal FAQ\n\n### How big is the market?\n\nThe market is huge and growing fast.\n"
    assert found(linter, body) == set()
    assert "is-it-big" in found(linter, body, "plan")


def test_copied_answers(linter: Linter) -> None:
    twice = "The boatman has the last word on everything that happens on the ramp."
    body = "## Customer FAQ\n\n### Who decides in a storm?\n\n{}\n\n### Who repairs oars?\n\n{}\n"
    assert found(linter, body.format(twice, twice)) == {"copied-answer"}
    assert found(linter, body.format("The boatman.", "The boatman.")) == set()


@pytest.mark.parametrize(
    "shape",
    [
        "## FAQ\n\nQ: {}\nA: {}\n",
        "## FAQ\n\n**Q: {}**\n\n**A:** {}\n",
        "## FAQ\n\n**{}**: {}\n",
        "## FAQ\n\n- **{}** {}\n",
        "## FAQ\n\n1. {}\n\n   {}\n",
        "## FAQ\n\n| Question | Answer |\n| --- | --- |\n| {} | {} |\n",
        "## FAQ\n\n<details>\n<summary>{}</summary>\n\n{}\n\n</details>\n",
        "> ## FAQ\n>\n> **{}**\n>\n> {}\n",
        "## FAQ\n\n### What about boats?\n\n#### {}\n\n{}\n",
    ],
    ids=["plain", "bold", "bold-beginning", "item", "list", "table", "details", "block-quote", "nested"],
)
def test_questions_and_answers_are_read_where_people_write_them(linter: Linter, shape: str) -> None:
    question = "How big is the market?"
    assert "is-it-big" in found(linter, shape.format(question, "The market is huge and growing fast."), "plan")
    full = "There are 31 clubs with 9,400 members between Breda and Utrecht."
    assert "is-it-big" not in found(linter, shape.format(question, full), "plan")


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
        pytest.param(
            "What are the system requirements?",
            "external",
            marks=pytest.mark.xfail(reason="misread by the reader", strict=False),
        ),
        ("Can I use it on my old phone?", "external"),
        ("How do I get involved?", "external"),
        ("How will we measure success?", "internal"),
        ("What do we need from the other teams?", "internal"),
    ],
)
def test_audience_follows_from_the_question(outline_of: Callable[..., Outline], question: str, audience: str) -> None:
    draft = outline_of(f"{HEAD}## FAQ\n\n### {question}\n\nA list of nine things.\n")
    assert [one.audience for one in draft.questions] == [audience]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("You can, but a rower who arrives at six finds the rack empty.", set()),
        (
            "You can, and the Ripon club does. Walking takes nine minutes each way; the rack takes one.",
            {"answer-not-first"},
        ),
    ],
)
def test_concession_with_an_objection_answers_why_not(linter: Linter, answer: str, expected: set[str]) -> None:
    assert asked(linter, "Why not just walk to the rack?", answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("Talked to 14 clubs, all the same story.", True),
        ("We spoke with 30 coaches at the regatta, and they want it.", True),
        ("Nine of 14 coaches told us so.", True),
        ("Six of the nine coaches I spoke to want it.", True),
        ("In 310 of 420 clubs we called, nobody knew.", True),
        ("Our survey asked for three things.", False),
        ("Our survey asked three questions.", False),
        ("The two boats sank so we called the yard.", False),
        ("Clubs love it, and everyone says so.", False),
        ("We talked about it for three hours.", False),
        ("In 2026 coaches said so.", False),
    ],
)
def test_an_answer_counts_who_was_asked(answer: str, expected: bool) -> None:
    assert counts_asked(answer) == expected
