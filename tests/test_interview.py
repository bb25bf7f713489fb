"""Tests of the interview: the order of the questions, advice from the linter's own rules, and no loss of input."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT, environment

from prfaq_lint import lint
from prfaq_lint.authoring.advice import Adviser
from prfaq_lint.authoring.interview import Interviewer, quoted
from prfaq_lint.authoring.purpose import names_thing
from prfaq_lint.authoring.questions import (
    DOUBTED,
    HALF,
    MARKED,
    OF_THE_PLAN,
    QUESTIONS,
    TO_CALL,
    UNFINISHED,
    for_draft,
    questions_of,
    still_open,
)
from prfaq_lint.authoring.sanity import is_name
from prfaq_lint.authoring.scaffold import Templates, read_answers, write_answers
from prfaq_lint.authoring.thin import thin
from prfaq_lint.authoring.unknown import begins_unknown, is_unknown, missing, person, plan, with_plan
from prfaq_lint.authoring.wording import announcement, cost, in_place_of_pronoun, joined, names, quotation, today
from prfaq_lint.rules.pages import Rule

GOOD = {
    "customer": "lock keepers on the canals of Overijssel",
    "pain": "They learn from the hooting of a barge that it is there, and run half a mile to the gate. When two come from two "
    "sides, one waits with its engine on and loses the tide.",
    "today": "Most keep a radio on the window sill, which half of the skippers do not use.",
    "cost": "The 21 whom we followed in May ran 6 miles a day, and 9 barges a week lost the tide.",
    "evidence": "We followed 21 lock keepers for two days each in May 2027 and counted at seven locks.",
    "benefit": "Lock keepers know a quarter of an hour before a barge is there, and the gate stands open.",
    "experience": "A bell rings in the kitchen when a barge passes the mill. She reads its name and side, drinks her tea and opens "
    "the gate. She no longer runs.",
    "getting_started": "A keeper hangs the bell in the kitchen and calls 0800 555 0144. It takes ten minutes and costs €90.",
    "customer_quote": "“I used to run when I heard the hooting,” said Gerrit Wolters (illustrative), a lock keeper in Vroomshoop. “Now the "
    "gate is open and my coffee is warm.”",
    "market": "There are 212 staffed locks in the three provinces, counted by the waterways authority in 2026.",
    "economics": "A bell costs us €31 and sells at €90; a keeper saves an hour a day. Below 400 bells a year we lose money.",
    "fit": "We service the lights of all 212 locks, so our people are at each gate twice a year. No maker of bells is.",
    "hurdles": "Telling a barge from a rowing boat at night. Today we get it right in 71 percent of cases and need 95; a test runs until 14 May.",
    "risks": "First, skippers switch off the sender: below 60 percent of barges we stop. Second, the bell fails in frost; then keepers run as today.",
    "product": "Millbell",
    "dateline": "Zwolle, 3 May 2027",
    "headline": "Lock keepers open the gate before the barge hoots",
}

ADVICE = {
    "customer": [
        ("Everyone", "“Everyone” could be anyone"),
        ("users", "“users” could be anyone"),
        ("Everyone who keeps a lock", "Who would come first?"),
        ("Smart lockers", "“Smart lockers” is a thing"),
        ("An on-device language model for keepers", "is a thing"),
    ],
    "pain": [
        ("There is no app for this.", "as if the need had been invented to fit the product"),
        ("They need a dashboard for barges.", "worked out afterwards to suit the product"),
        ("Keepers do not use sensors or machine learning yet.", "fit the product"),
        ("Millbell tells them in time.", "pitch the product"),
        (
            "They have no artificial intelligence at the gate, because no device has the processing power.",
            "a product is missing",
        ),
        ("They have no machine learning for the timetable of the barges.", "a product is missing"),
        ("Have you ever waited for a lock?", "Begin with one real customer"),
    ],
    "today": [("Nothing, nobody does this.", "is hard to prove")],
    "cost": [
        ("A lot of time.", "much or little"),
        ("nothing", "hardly a problem"),
        ("10 billion market", "The size of the market tells what you could earn"),
        ("Two hours, until 31 June 2027", "There is no such day as “31 June 2027”"),
    ],
    "evidence": [("TBD", "How many did you ask or watch"), ("N/A", "Write “Not applicable: ” and the reason")],
    "product": [
        ("Millbell is an app that rings in the kitchen", "a name has one to three words"),
        ("It runs kubectl for you.", "a name has one to three words"),
    ],
    "benefit": [
        ("A revolutionary bell for lock keepers.", "praises the product"),
        ("24/7 smart sensors with automated alerts", "says what the product is or does"),
        ("Millbell automatically builds the timetable from radar data (OCR).", "says what the product is or does"),
    ],
    "market": [
        ("dont know exactly, we have 2,300 keepers as customers, most of them", "A reader cannot tell how many that is")
    ],
    "experience": [
        ("Millbell is seamless.", "leaves open what customers do"),
        (
            "The sensor counts the pulses and the actuator opens the gate, so that the keeper is informed.",
            "no person does anything in it",
        ),
    ],
    "customer_quote": [
        ("“It is fantastic, I love it!” said Gerrit Wolters.", "sounds like an advertisement"),
        ("I love it", "“I love it” doesn't say who is speaking"),
    ],
    "risks": [("TBD", "a note to yourself"), ("Competition.", "a serious risk")],
    "headline": [
        ("Millbell", "does not say who can now do what"),
        ("Millbell: blockchain and AI image recognition for lock keepers", "may lead with technology"),
        ("Millbell brings smart sensors to the canals", "announces the product"),
    ],
}


@pytest.fixture(scope="module")
def adviser() -> Adviser:
    return Adviser("Millbell")


def test_problem_first_and_headline_last() -> None:
    assert [question.key for question in QUESTIONS] == list(GOOD)


def test_first_step_and_quote_are_asked_in_the_order_of_the_draft() -> None:
    both = ("getting_started", "customer_quote")
    assert tuple(question.key for question in QUESTIONS if question.key in both) == both
    for template in Templates().all():
        text = Templates().render(
            template.name, "Barges", dict.fromkeys(both[: 2 - (template.name == "one-pager")], "Said.")
        )
        headings = [line for line in text.split("\n") if re.match("## .*(?:started|Customer quote)", line)]
        assert ["started" in line for line in headings] == [True, False][: len(headings)], template.name


@pytest.mark.parametrize("key", list(GOOD))
def test_good_answer_gets_no_advice(adviser: Adviser, key: str) -> None:
    question = next(question for question in QUESTIONS if question.key == key)
    before = list(GOOD)[: list(GOOD).index(key)]
    assert adviser.advice(question, {other: GOOD[other] for other in [*before, key]}) == ""
    assert adviser.advice(question, {key: GOOD[key]}) == ""  # also if everything before was left open


@pytest.mark.parametrize(("key", "answer", "said"), [(key, *case) for key, cases in ADVICE.items() for case in cases])
def test_advice(adviser: Adviser, key: str, answer: str, said: str) -> None:
    answers = {other: text for other, text in GOOD.items() if list(GOOD).index(other) < list(GOOD).index(key)}
    answers.pop("product", None)
    question = next(question for question in QUESTIONS if question.key == key)
    advice = adviser.advice(question, {**answers, key: answer})
    assert said in advice
    assert advice.count("\n") == 1  # the reason, and what to do


def test_a_problem_with_technology_may_name_it() -> None:
    pain = "They upgrade Kubernetes by hand every quarter, and on one cluster in five the machine learning jobs stop overnight."
    for template in ("classic", "developer", "open-source"):
        assert Adviser("x", template).advice(QUESTIONS[1], {"pain": pain}) == ""


def test_a_benefit_for_developers_may_lead_with_technology() -> None:
    headline = ADVICE["headline"][1][0]
    for template, silent in (("classic", False), ("developer", True), ("open-source", True)):
        advice = Adviser("x", template).advice(QUESTIONS[-1], {**GOOD, "headline": headline})
        assert ("with technology" not in advice) is silent


def test_answers_are_values_in_the_tiny_draft(adviser: Adviser) -> None:
    for hostile in (
        "{{ 7*7 }}",
        "# Heading\n---\n<!--",
        "```",
        "]" * 2000,
        "a" * 20_000,
        "---\nprfaq: [",
        "\x00\ud800",
    ):
        for question in QUESTIONS:
            assert "49" not in adviser.advice(question, {question.key: hostile}), "the answer was run as a template"


class Stage:
    """A simulated interview: the answers by question, and everything that was shown."""

    def __init__(self, *lines: str | BaseException) -> None:
        self.lines = list(lines)
        self.shown: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}
        self.saved: list[dict[str, str]] = []

    def ask(self) -> str:
        line = self.lines.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line

    def texts(self, kind: str) -> list[str]:
        return [text for told, text in self.shown if told == kind]

    def play(self, title: str = "a bell for locks", scripted: bool = False) -> None:
        Interviewer(
            self.ask,
            lambda kind, text: self.shown.append((kind, text)),
            lambda: self.saved.append(dict(self.answers)),
            self.answers,
            title,
            scripted=scripted,
        ).run()


def test_whole_interview() -> None:
    stage = Stage(*GOOD.values(), "")
    stage.play()
    assert stage.answers == GOOD
    assert [len(saved) for saved in stage.saved] == list(range(1, len(GOOD) + 1))
    asked = "2 of 17, about 24 minutes left\nWhat goes wrong today for lock keepers on the canals of Overijssel?"
    assert asked in stage.texts("question")
    assert stage.texts("question")[-3].startswith("17 of 17, about 2 minutes left\nFinally")
    assert "Your problem paragraph:" in stage.texts("question")
    assert any(text.startswith("Lock keepers on the canals of Overijssel learn") for text in stage.texts("draft"))


def test_second_answer_is_checked_too_and_kept_as_open() -> None:
    stage = Stage("Everyone", "people", GOOD["pain"], *[""] * 17)
    stage.play()
    assert (stage.answers["customer"], stage.answers["pain"]) == ("people", GOOD["pain"])
    assert [text.split("”")[0] for text in stage.texts("advice")[:2]] == ["“Everyone", "“people"]
    assert "It stays as it is, marked as open in the draft; `edit 1` changes it." in stage.texts("hint")
    assert stage.answers[MARKED] == "customer"
    assert still_open(stage.answers)[0].startswith("Who is the customer? One kind of person")


def test_changed_answer_is_no_longer_open() -> None:
    stage = Stage("Everyone", "", "edit 1", GOOD["customer"], *[""] * 17)
    stage.play()
    assert (stage.answers["customer"], MARKED in stage.answers) == (GOOD["customer"], False)


def test_open_answers_are_named_at_the_top_of_the_draft() -> None:
    text = Templates().render("classic", "Barges", {"benefit": "Smart bells."}, ["What is the main benefit?"])
    assert "<!-- Still open after the interview. What is the main benefit? -->" in text
    assert "Still open after" not in Templates().render("classic", "Barges", {"benefit": "Smart bells."})


def test_a_draft_asks_only_what_a_first_meeting_needs() -> None:
    from conftest import prfaq

    text = Templates().render("classic", "Barges", {**GOOD, "fit": ""})
    assert "### Why now?" not in text and "Leader quote" not in text and "External FAQ" not in text
    assert text.count("[Open: NAME will answer this by DATE]") == 1
    assert "[Open" not in Templates().render("classic", "Barges")
    step = prfaq("next", "-", stdin=text)
    assert (step.status, "1 question in the draft still blank" in step.out) == (0, True)
    assert "5 of 6 plan questions answered" in " ".join(step.out.split())


def test_a_draft_with_all_answers_is_ready_for_a_first_meeting() -> None:
    from conftest import prfaq

    step = prfaq("next", "-", stdin=Templates().render("classic", "Barges", GOOD))
    assert "Ready for a first meeting" in step.out
    assert "write `stage: draft` in line 4; `prfaq-lint add questions -` adds" in " ".join(step.out.split())


@pytest.mark.parametrize(("unknown", "said"), [(2, "2 of 6 answers of the plan are still to be found out"), (6, "")])
def test_a_meeting_needs_some_answers(unknown: int, said: str) -> None:
    from conftest import prfaq

    plans = {
        key: f"Unknown: {who}, 4 May, ask keepers" for key, who in zip(OF_THE_PLAN[:unknown], "ABCDEF", strict=False)
    }
    text = Templates().render("classic", "Barges", for_draft({**GOOD, **plans}))
    step = " ".join(prfaq("next", "-", stdin=text).out.split())
    assert f"{6 - unknown} of 6 plan questions answered, to be found out: customer evidence, " in step
    if said:
        assert "Ready for a first meeting" in step and said in step
    else:
        assert "Ready" not in step and "How big is it" in step and "a first meeting needs some answers" in step


def test_a_file_of_answers_is_read_as_what_is_typed(tmp_path: Path) -> None:
    """Check that an honest unknown becomes a plan to find out, but not in the release, and that it happens once."""
    from conftest import prfaq

    answers = tmp_path / "answers.toml"
    write_answers(
        answers, {**GOOD, "benefit": "tbd: Ana, Q3", "why_now": "tbd: Ana, Q3", "fit": "not sure - Jo, 4 May"}
    )
    text = prfaq("new", "Barges", "--answers", str(answers), "-o", "-").out
    assert "Tbd: Ana, Q3." in text
    assert "### Why now?\n\nWe do not know yet; by Q3, Ana will find out.\n" in text
    assert "We do not know yet; by 4 May, Jo will find out." in text
    typed = for_draft({"fit": "not sure - Jo, 4 May"})
    assert for_draft(typed) == typed


@pytest.mark.parametrize(("left", "said"), [("", False), ("fit", True)])
def test_guidance_is_mentioned_if_something_is_open(tmp_path: Path, left: str, said: bool) -> None:
    from conftest import prfaq

    write_answers(tmp_path / "answers.toml", {key: text for key, text in GOOD.items() if key != left})
    run = prfaq("new", "Barges", "--answers", "answers.toml", cwd=tmp_path)
    assert (run.status, "What is open has guidance in comments" in run.out) == (0, said)


@pytest.mark.parametrize("key", OF_THE_PLAN)
def test_what_is_not_known_yet_becomes_a_plan_to_find_out(key: str) -> None:
    """Check that it takes one more line, and that `check` accepts what it becomes."""
    given = {**GOOD, key: "I don’t know yet."}
    lines = [
        line
        for one, answer in given.items()
        for line in ([answer, "Ana Ruiz, 4 May, ask ten keepers"] if one == key else [answer])
    ]
    stage = Stage(*lines, "")
    stage.play()
    assert stage.lines == [] and MARKED not in stage.answers
    assert stage.answers[key] == "We do not know yet; by 4 May, Ana Ruiz will ask ten keepers."
    text = Templates().render("classic", "Barges", stage.answers)
    assert [found for found in lint(text) if found.severity != "note"] == []


@pytest.mark.parametrize(
    ("typed", "asked", "added", "written"),
    [
        ("Ana", "By when, and how?", "", ""),
        ("Ana", "By when, and how?", "4 May, ask ten keepers", "by 4 May, Ana will ask ten keepers."),
        ("Ana, May", "How?", "", "by May, Ana will find out."),
        ("myself, next week", "How?", "some calls", "next week, I will find out through some calls."),
        ("the sales team, soon, some calls", "By when?", "", ""),
        (
            "the sales team, soon, some calls",
            "By when?",
            "June",
            "by June, the sales team will find out through some calls.",
        ),
        ("some calls, next week", "Who?", "Ana", "next week, Ana will find out through some calls."),
        ("Ana, soon", "By when, and how?", "Jo, 4 May, a survey", "by 4 May, Jo will find out through a survey."),
    ],
)
def test_a_plan_is_asked_once_for_what_it_lacks(typed: str, asked: str, added: str, written: str) -> None:
    """Check that the writer is also told what Enter does."""
    stage = Stage(*list(GOOD.values())[:4], "don't know", typed, added, "later", "")
    stage.play()
    does = "keeps this plan" if plan(typed) else "leaves the question open"
    assert stage.texts("advice")[0].endswith(f"Enter {does}.")
    assert stage.answers["evidence"] == (written and f"We do not know yet; {written}")
    assert stage.texts("advice")[0].startswith(asked)


def test_nothing_is_missing_from_an_answer_that_is_no_plan() -> None:
    assert missing("About 600 households in the valley, from the census of 2025.") == ""


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("priya, end of april, by doing the sums", "by the end of April, Priya will find out by doing the sums."),
        ("May 4, 2027, Ana, survey of 20 clinics", "by May 4, 2027, Ana will find out through a survey of 20 clinics."),
        ("me, next week, interviews with ten nurses", "next week, I will find out through interviews with ten nurses."),
        ("Ana Ruiz by 4 May", "by 4 May, Ana Ruiz will find out."),
        ("jan, 15 february, ask ten nurses", "by 15 February, Jan will ask ten nurses."),
        (
            "milan, march, he asks skippers what they pay",
            "by March, Milan will find out. He asks skippers what they pay.",
        ),
        ("Ana, 4 May, the crew will count", "by 4 May, Ana will find out. The crew will count."),
        ("Ana, 4 May, Ana counts barges", "by 4 May, Ana will find out. Ana counts barges."),
        ("Ana, 4 May, ask who is late", "by 4 May, Ana will ask who is late."),
        ("We will ask ten nurses by 4 May", "we will ask ten nurses by 4 May."),
        ("Ana asks ten nurses", ""),
        ("Ana, soon", ""),
        ("Ana will ask ten nurses by 4 May", "Ana will ask ten nurses by 4 May."),
    ],
)
def test_a_plan_is_a_person_a_date_and_a_means(typed: str, written: str) -> None:
    assert plan(typed) == (written and f"We do not know yet; {written}")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ask ten customers, Ana Ruiz, 4 May", "by 4 May, Ana Ruiz will ask ten customers."),
        ("Ana, 4th of May, bring ten samples", "by 4th of May, Ana will bring ten samples."),
        ("Ana, 2 weeks, test it", "within 2 weeks, Ana will test it."),
        ("Ana asks ten customers by Friday", ""),
    ],
)
def test_the_parts_of_a_plan_come_in_any_order(typed: str, written: str) -> None:
    assert plan(typed) == (written and f"We do not know yet; {written}")


def test_an_answer_in_place_of_a_plan_is_taken() -> None:
    told = "About 600 households in the valley, from the census of 2025."
    stage = Stage(*list(GOOD.values())[:4], "I'm not sure", told, *[""] * 21)
    stage.play()
    assert stage.answers["evidence"] == told


@pytest.mark.parametrize("command", ["later", "back", "?"])
def test_commands_work_where_a_plan_is_asked_for(command: str) -> None:
    stage = Stage(*list(GOOD.values())[:4], "don't know", command, *[""] * 21)
    stage.play()
    assert not stage.texts("advice") and stage.answers["evidence"] == ""


@pytest.mark.parametrize(
    "told",
    [
        "We do not know yet how it copes with frost; Joost Terpstra will report on 20 February.",
        "Not sure about the price by May.",
        "Unknown: nobody has asked.",
    ],
)
def test_an_answer_that_says_what_is_not_known_stays_as_it_is(told: str) -> None:
    assert not is_unknown(told) and with_plan(told) == told


def test_paragraph_about_the_problem_answers_the_next_questions() -> None:
    given = read_answers(ROOT / "tests" / "answers" / "consumer.toml")
    stage = Stage(given["customer"], f"{given['pain']} {given['today']} {given['cost']}", *[""] * 17)
    stage.play()
    assert not any("What does it cost them?" in text for text in stage.texts("question"))
    assert not any("What do they do about it" in text for text in stage.texts("question"))
    assert (
        "That also says what they do about it today and what it costs them, so these questions are skipped; "
        "`edit 3` or `edit 4` adds more."
    ) in stage.texts("hint")


def test_a_missing_tool_is_no_objection_where_something_goes_wrong() -> None:
    told = "Bakers have no software for orders; they write them on flour bags. Two cakes a month are forgotten, and a birthday goes without."
    stage = Stage("bakers with more than three shops", told, *[""] * 19)
    stage.play()
    assert not any("which technology is missing" in text for text in stage.texts("advice"))


def test_question_about_today_is_asked_unless_the_problem_says_it() -> None:
    lacking = "Notaries still work without a blockchain ledger. 6 of 7 offices have never recorded a deed on a chain."
    stage = Stage("notaries in small towns", lacking, *[""] * 19)
    stage.play()
    assert any("What do they do about it" in text for text in stage.texts("question"))
    assert not any("what they do about it today" in text for text in stage.texts("hint"))


NO_PROBLEM = ("They have no machine learning for the timetable of the barges.", "They need a dashboard for barges.")
"""Two answers about the problem that begin with a solution."""


def test_second_weak_problem_asks_for_a_person_to_call() -> None:
    stage = Stage(GOOD["customer"], *NO_PROBLEM, "Ana Ruiz", "later", "")
    stage.play()
    assert (stage.answers["pain"], stage.answers[MARKED]) == (NO_PROBLEM[1], "pain")
    assert any("name one person" in text for text in stage.texts("hint"))
    assert still_open(stage.answers)[0] == "Call Ana Ruiz and ask what went wrong the last time."
    stage = Stage(GOOD["customer"], *NO_PROBLEM, GOOD["pain"], "later", "")
    stage.play()
    assert stage.answers["pain"] == GOOD["pain"] and MARKED not in stage.answers


@pytest.mark.parametrize(
    "typed",
    ["Nobody.", "no one", "none", "don't know", "Objects are silent.", "Museums need a chip with a language model.",
     "Museums wish they had talking objects.", "Visitors want magic and our chip is magic", "There is nobody.", "Yes", "Monday", "a lot", "an app for keepers", "Keepers wait too long"],
)  # fmt: skip
def test_somebody_to_call_is_a_person_or_a_role(typed: str) -> None:
    stage = Stage(GOOD["customer"], *NO_PROBLEM, typed, "", "later", "")
    stage.play()
    assert TO_CALL not in stage.answers and not any("Noted: call" in text for text in stage.texts("hint"))
    assert person(typed) == ""


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("Ana Ruiz.", "Ana Ruiz"),
        ("Ana Ruiz, a night nurse in Graz", "Ana Ruiz, a night nurse in Graz"),
        ("the keeper at Vroomshoop", "the keeper at Vroomshoop"),
        ("my aunt Vera", "my aunt Vera"),
        ("dispatch managers", "dispatch managers"),
        ("Call Ana Ruiz", "Ana Ruiz"),
        ("Dr. Ana Ruiz, head nurse at St. Luke's in Utrecht", "Dr. Ana Ruiz, head nurse at St. Luke's in Utrecht"),
    ],
)
def test_whom_to_call_is_noted_without_a_second_full_stop(typed: str, who: str) -> None:
    assert person(typed) == who


def test_the_cost_gets_no_objection_that_belongs_to_the_problem(adviser: Adviser) -> None:
    before = {"customer": GOOD["customer"], "pain": NO_PROBLEM[0], "today": "A radio on the window sill."}
    assert adviser.advice(QUESTIONS[3], {**before, "cost": "[two hours] a week for each keeper"}) == ""


def test_the_end_says_what_to_do_next() -> None:
    """Check that the end asks nothing, and differs between a full and a thin interview."""
    ends = []
    for risks, fit in ((GOOD["risks"], GOOD["fit"]), (THIN["risks"][0], "")):
        said = [text for key, text in {**GOOD, "risks": risks, "fit": fit}.items()]
        said[-3:-3] = [""] * (not fit)  # nothing is added to the thin answer
        stage = Stage(*said, "")
        stage.play()
        ends.append([text for text in stage.texts("hint") if "Before the meeting, read the problem to one" in text])
        left = [text for text in stage.texts("hint") if text.startswith(("Still thin", "No answer yet"))]
        assert left == [
            *["Still thin: answer 14. `edit 14` adds to it."] * (not fit),
            *["No answer yet to question 12; the draft marks what is open."] * (not fit),
        ]
        assert not any(text.endswith("?") for text in [*ends[-1], *left])
    assert all(ends)


THIN = {
    "customer": ("Lock keepers and the skippers that wait for them", "which one comes first?"),
    "pain": ("Barges are noticed far too late.", "What happened the last time, step by step?"),
    "experience": (
        "A bell rings in the kitchen when a barge passes the mill. The language model runs on 8 MB of memory. She reads the "
        "name and side of the barge, drinks her tea and opens the gate. She no longer runs.",
        "“The language model runs on 8 MB of memory” says how it is built.",
    ),
    "economics": ("A bell costs us €31 and sells at €90 in every shop.", "When does it pay for itself"),
    "fit": ("Because we own the best radio chip and the only language model that runs on it.", "What you own counts only"),
    "hurdles": (
        "Half of the keepers use a radio, and we don't know how good the reception is.",
        "Who finds out what you don't know yet, and by when?",
    ),
    "risks": (
        "Keepers may ignore it, and frost may ruin the bell. We stop below 60 percent of barges.",
        "What do you do about each of these risks",
    ),
}  # fmt: skip
"""Thin answers, and what to ask about them."""


@pytest.mark.parametrize("key", list(THIN))
def test_a_thin_answer_is_asked_about_once_and_never_blocks(key: str) -> None:
    answer, asked = THIN[key]
    before = [GOOD[other] for other in list(GOOD)[: list(GOOD).index(key)]]
    stage = Stage(*before, answer, "", "later", "")
    stage.play()
    said = [text for text in stage.texts("advice") if asked in text]
    assert len(said) == 1 and said[0].count(".") + said[0].count("?") <= 3
    assert stage.answers[key] == answer and MARKED not in stage.answers


def test_what_is_added_to_a_thin_answer_follows_it() -> None:
    answer, added = THIN["hurdles"][0], "Ana Ruiz, 4 May, ask ten of them"
    before = [GOOD[other] for other in list(GOOD)[: list(GOOD).index("hurdles")]]
    stage = Stage(*before, answer, added, "later", "")
    stage.play()
    assert stage.answers["hurdles"] == f"{answer} By 4 May, Ana Ruiz will ask ten of them."
    stage = Stage(THIN["customer"][0], "lock keepers", "later", "")
    stage.play()
    assert stage.answers["customer"] == "lock keepers"
    assert joined("Half of the keepers use it.", "half of the keepers use one") == "half of the keepers use one"


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("size", "There are 30 hospitals. Their patients do not know the price."),
        ("risks", "Unknown. Ana Ruiz asks three keepers by 4 May."),
    ],
)
def test_what_others_do_not_know_and_plans_to_find_out_are_not_thin(key: str, answer: str) -> None:
    assert thin(key, "What could go wrong?", answer) == ""


def test_a_single_customer_does_not_replace_they() -> None:
    assert in_place_of_pronoun("They call us.", "a nurse") == "They call us."
    assert in_place_of_pronoun("They call us.", "nurses") == "nurses call us."


def test_good_answers_are_not_thin() -> None:
    given = [("classic", GOOD)]
    given += [(file.stem, read_answers(file)) for file in sorted((ROOT / "tests" / "answers").glob("*.toml"))]
    for template, answers in given:
        adviser = Adviser("Millbell", template)
        for one in questions_of(Templates(), template):
            if answers.get(one.key):
                assert adviser.thin(one, answers) == "", (template, one.key)


def test_the_first_step_names_the_customer() -> None:
    text = Templates().render("classic", "Bells", {**GOOD, "getting_started": "They hang the bell in the kitchen."})
    assert "Lock keepers on the canals of Overijssel hang the bell in the kitchen." in text
    text = Templates().render("classic", "Bells", {"getting_started": "They hang the bell in the kitchen."})
    assert "Customers hang the bell in the kitchen." in text


def test_the_summary_begins_with_place_and_date_and_reads_as_one_sentence() -> None:
    given = {
        "customer": "Pet owners with chronically ill pets",
        "product": "RepeatVet",
        "benefit": "Pet owners can ask for a repeat in one tap, without having to call.",
        "dateline": "Utrecht, 1 March 2027",
    }
    text = Templates().render("classic", "Pets", given)
    said = "RepeatVet, available from today, lets pet owners with chronically ill pets ask for a repeat in one tap"
    assert f"\n**Utrecht, 1 March 2027** — {said}" in text
    assert f"\n{said}" in Templates().render("classic", "Pets", {**given, "dateline": ""})
    told = Templates().render("classic", "Pets", {**given, "summary": "UTRECHT, 1 March. It is out."})
    assert "\nUTRECHT, 1 March. It is out." in told and "**Utrecht" not in told
    for benefit in ("The vet answers within a day.", "With RepeatVet, pet owners ask at night."):
        assert announcement("RepeatVet", "pet owners", benefit).endswith(f"is available to pet owners. {benefit}")
    said = announcement("Millbell", "lock keepers in Vroomshoop", "Lock keepers know a barge is near.")
    assert said == "With Millbell, available from today, lock keepers in Vroomshoop know a barge is near."


def test_a_draft_with_answers_keeps_a_place_for_the_company_quote() -> None:
    for template in ("classic", "internal-tool"):
        text = Templates().render(template, "Bells", {**GOOD, "fit": ""})
        assert "<!-- Here, under the heading “Quote from the company”" in text
        assert "“Quote from the company”" not in Templates().render(
            template, "Bells", {"leader_quote": "“It costs us tides.”"}
        )


def test_the_comment_about_the_stage_stays_true() -> None:
    text = Templates().render("classic", "Bells", GOOD)
    assert "stage above is" not in text and "hypothesis\nfor a first meeting, draft for a review" in text


def test_another_customer_recalls_what_was_written_for_the_former_one() -> None:
    stage = Stage(*GOOD.values(), "edit 1", "skippers on the canals of Overijssel", "")
    stage.play()
    said = next(text for text in stage.texts("advice") if text.startswith("Written for the former customer"))
    for answer in ("the benefit (`edit 6`)", "the customer's quote (`edit 9`)", "the headline (`edit"):
        assert answer in said
    assert stage.texts("question").count("Your problem paragraph:") == 2


def test_going_on_with_earlier_answers_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prfaq_lint.authoring.scaffold import ScaffoldError
    from prfaq_lint.cli import new_command
    from prfaq_lint.configuration.files import Configs

    monkeypatch.chdir(tmp_path)
    (tmp_path / "bells.answers.toml").write_text('title = "Bells"\n', encoding="utf-8")
    monkeypatch.setattr(new_command, "on_terminal", lambda: True)
    draft = new_command._Draft("Bells", None, Templates(), None, False, False, Configs(isolated=True))
    for typed, goes_on in ((["1", "what?", ""], True), (["1", "no"], False)):
        monkeypatch.setattr(new_command, "ask", lambda typed=typed: typed.pop(0))
        if goes_on:
            assert new_command._goes_on(draft)
        else:
            with pytest.raises(ScaffoldError):
                new_command._goes_on(draft)
        assert not typed


def test_pasted_paragraph_is_kept_for_the_next_questions() -> None:
    pasted = " ".join([GOOD["customer"], *[GOOD["pain"]] * 2])
    stage = Stage(pasted, GOOD["customer"], "edit 1", "", "show", "later", "")
    stage.play()
    assert stage.answers["customer"] == GOOD["customer"]
    assert sum(text.startswith("You pasted") for text in stage.texts("hint")) == 3  # question 2, again, and `show`
    assert still_open(stage.answers)[-1] == f"You pasted: {pasted}"
    assert pasted not in for_draft(stage.answers).values()


def test_unknown_parts_of_the_release_can_be_invented_and_marked() -> None:
    stage = Stage(*list(GOOD.values())[:7], "don't know", "", "I don't know yet, nobody has used it.", "", *[""] * 11)
    stage.play()
    assert any(text.startswith("Nobody has used it yet? Invent one") for text in stage.texts("hint"))
    assert (stage.answers["customer_quote"], stage.answers["getting_started"]) == ("", "")
    assert not begins_unknown("I don't know - it just rings – Gerrit Wolters, lock keeper")


def test_answer_is_shown_with_one_full_stop() -> None:
    assert (quoted("They run."), quoted("a radio")) == ("“They run.”", "“a radio”.")


@pytest.mark.parametrize(
    ("text", "customer", "named"),
    [
        ("A guest cancels at noon.", "Waiters, alone when a guest cancels", False),
        ("One waiter cancels at noon.", "Waiters in small inns", True),
        ("A secretary waits.", "School secretaries", True),
        ("I remember the hooting.", "AA members", False),
        ("Apparently nobody hears it.", "parents of pupils", False),
        ("Each nurse waits.", "night nurses", True),
        ("The inns are full.", "Waiters in small inns", False),
    ],
)
def test_a_customer_is_named_by_a_word_for_people(text: str, customer: str, named: bool) -> None:
    assert names(text, customer) is named


def test_several_fragments_stay_sentences_of_their_own() -> None:
    assert today("a board in the shed. one call after the other") == "a board in the shed. one call after the other"
    assert cost("half a day a week. plus an empty boat") == "half a day a week. plus an empty boat"
    assert today("a board in the shed.") == "What they do about it today: a board in the shed."


def test_the_rest_can_wait_once_the_benefit_is_there() -> None:
    """Check that `later` is offered after six questions, writes the draft and leaves the rest to `next`."""
    given = list(GOOD.values())[:6]
    stage = Stage(*given, "later", "")
    stage.play("Millbell")
    offers = [text for text in stage.texts("hint") if text.startswith("The rest can wait")]
    assert len(offers) == 1
    assert [answer for answer in stage.answers.values() if answer] == [*given, "Millbell"]
    assert "Press Enter to write the draft." in stage.texts("question")


@pytest.mark.parametrize("between", [[], ["back"], [""]])
def test_an_answer_in_doubt_stays_marked_as_open_if_the_rest_waits(between: list[str]) -> None:
    doubted = "They have no machine learning for the timetable of the barges."
    stage = Stage("hotel night porters", doubted, *between, "later", "")
    stage.play()
    assert (stage.answers["pain"], stage.answers[MARKED]) == (doubted, "pain")


def test_non_answers_are_judged_as_check_judges_them(rules: dict[str, Rule]) -> None:
    kinds = {name for name, rule in rules.items() if rule.kind == "answer-verdict"}
    assert len(kinds) > 2
    for question in QUESTIONS:
        assert question.place not in ("plan", "evidence") or kinds <= set(question.rules), question.key


@pytest.mark.parametrize(
    ("title", "typed", "called"),
    [("Millbell", "", "Millbell"), ("Sick Calls", "Depotboard", "Depotboard"), ("a bell for locks", "", "")],
)
def test_title_that_looks_like_a_name_is_offered(title: str, typed: str, called: str) -> None:
    stage = Stage(*list(GOOD.values())[:-3], typed, "", "", "")
    stage.play(title)
    assert stage.answers["product"] == called
    assert (f"Press Enter to call it “{title}”." in stage.texts("hint")) is (title != "a bell for locks")


def test_offered_name_does_not_replace_an_answer() -> None:
    stage = Stage(*GOOD.values(), "edit 15", "", "")
    stage.play("Barges")
    assert stage.answers["product"] == GOOD["product"]
    assert f"You wrote: “{GOOD['product']}”. Press Enter to keep it." in stage.texts("hint")
    assert stage.texts("hint").count("Press Enter to call it “Barges”.") == 1


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("ShelfGate", True),
        ("Echo Mind", True),
        ("zonepin", True),
        ("Barges", True),
        ("Sick calls", False),
        ("How we do it", False),
        ("", False),
    ],
)
def test_title_that_looks_like_a_name(title: str, named: bool) -> None:
    assert is_name(title) is named


def test_template_is_not_asked_for_what_it_has_no_place_for() -> None:
    someone = Interviewer(lambda: "", lambda kind, text: None, lambda: None, {}, "a title", "one-pager")
    assert "customer_quote" not in [question.key for question in someone.questions]


def test_all_questions_are_asked_if_the_template_has_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "broken.md.j2").write_text("{% for one in answers %}", encoding="utf-8")
    templates = Templates([tmp_path])
    someone = Interviewer(lambda: "", lambda kind, text: None, lambda: None, {}, "a title", "broken", templates)
    assert someone.questions == QUESTIONS


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
def test_questions_on_the_plan_are_those_above_their_answers(template: str) -> None:
    """Check that the interview asks in the words of the draft, and marks what is open in the same words."""
    asked = questions_of(Templates(), template)
    answers = {one.key: f"{one.key} is answered." for one in asked}
    text = Templates().render(template, "Barges", answers)
    for one in asked:
        assert one.hint
        if one.key in OF_THE_PLAN:
            assert f"### {one.text}\n\n{one.key.capitalize()} is answered." in text
    assert still_open({MARKED: "risks"}, asked)[0].startswith("What are the three most likely reasons")


def test_colleagues_are_not_asked_what_a_customer_pays() -> None:
    for one in questions_of(Templates(), "internal-tool"):
        assert not any(word in one.text + one.hint for word in ("£", "household", "pays")), one.key


def test_script_answers_each_question_once() -> None:
    """Check that nothing that an answer says changes which question the next answer is for."""
    given = read_answers(ROOT / "tests" / "answers" / "consumer.toml")
    whole = f"{given['pain']} {given['today']} {given['cost']}"
    commands = {"getting_started": "back", "market": "edit 2", "hurdles": "later"}
    script = {**GOOD, **commands, "customer": "Everyone", "pain": whole, "evidence": "...", "risks": "Competition."}
    stage = Stage(*script.values())
    stage.play(scripted=True)
    assert stage.lines == []
    assert {key: stage.answers[key] for key in GOOD} == {**script, "evidence": ""}
    assert {"customer", "risks"} <= set(stage.answers[MARKED].split())
    assert "“Everyone” could be anyone" in stage.texts("advice")[0]
    assert stage.texts("question")[-1] == "Your problem paragraph:"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("I ran – Gerrit Wolters, lock keeper", "“I ran,” said Gerrit Wolters, lock keeper"),
        ("I ran. - Gerrit Wolters", "“I ran,” said Gerrit Wolters"),
        ("I ran. - my aunt Vera, keeper", "“I ran,” said my aunt Vera, keeper"),
        ("“I ran. - a keeper in Vroomshoop”", "“I ran,” said a keeper in Vroomshoop"),
        ("I got it back – my free Sunday", "“I got it back – my free Sunday.”"),
        ("I ran – the boat from Delft was late", "“I ran – the boat from Delft was late.”"),
        ("I ran half a mile", "“I ran half a mile.”"),
        ("I ran half a mile – then I fell", "“I ran half a mile – then I fell.”"),
        ("I ran – Now I drink my coffee", "“I ran – Now I drink my coffee.”"),
        ("Did it work? – Ana Ruiz", "“Did it work?” said Ana Ruiz"),
        ("It works! – Ana Ruiz", "“It works!” said Ana Ruiz"),
        ("I ran … – Élodie Martin, nurse", "“I ran …” said Élodie Martin, nurse"),
        ("“I ran. – Ana Ruiz, nurse”", "“I ran,” said Ana Ruiz, nurse"),
        ("“I ran.” – Ana Ruiz", "“I ran,” said Ana Ruiz"),
        ('They called "barge" and I ran – Ana Ruiz', "“They called ‘barge’ and I ran,” said Ana Ruiz"),
        ("“I ran,” said Gerrit.", "“I ran,” said Gerrit."),
        ("“I ran,” he said, “and fell” – Ana Ruiz", "“I ran,” he said, “and fell” – Ana Ruiz"),
        ("", ""),
    ],
)
def test_customers_words_are_put_in_quotation_marks(typed: str, written: str) -> None:
    assert quotation(typed) == written


@pytest.mark.parametrize(
    "customer",
    [
        "teaching assistants in primary schools",
        "executive assistants",
        "airline copilots",
        "fashion models",
        "school systems",
        "mobile app developers",
    ],
)
def test_people_are_not_called_a_thing(customer: str) -> None:
    assert not names_thing(customer)


@pytest.mark.parametrize(
    "customer",
    ["Digital twins for logistics companies", "any firm that could use our new drone platform", "Sensors"],
)
def test_what_people_build_is_no_customer(customer: str) -> None:
    assert names_thing(customer)


def test_long_answers_about_the_problem_become_paragraphs() -> None:
    long = {"pain": f"They run {'and run ' * 30}to the gate.", "today": f"They listen {'and listen ' * 30}all day."}
    assert "gate.\n\nThey listen" in Templates().render("classic", "Locks", long)
    short = {"pain": "They run to the gate.", "today": "They listen all day."}
    assert "gate. They listen" in Templates().render("classic", "Locks", short)


def test_enter_alone_keeps_the_answer() -> None:
    stage = Stage("Everyone", "", *[""] * 17)
    stage.play()
    assert stage.answers["customer"] == "Everyone"
    assert stage.saved[0] == {"customer": "Everyone"}  # saved before it is judged


def test_answer_without_words_is_rejected() -> None:
    stage = Stage("...", *[""] * 18)
    stage.play()
    assert stage.answers["customer"] == ""
    assert "has no words in it" in stage.texts("advice")[0]


def test_several_lines_are_one_answer() -> None:
    stage = Stage(
        GOOD["customer"],
        "They learn from the hooting of a barge that it is there,\nand run half a mile.\n\nTwo come from two sides",
        "- a radio on the window sill\n- a boy on a bicycle",
        *[""] * 15,
    )
    stage.play()
    assert stage.answers["pain"] == (
        "They learn from the hooting of a barge that it is there, and run half a mile. Two come from two sides"
    )
    assert stage.answers["today"] == "A radio on the window sill. A boy on a bicycle."


def test_back_and_edit() -> None:
    other = "skippers on the canals of Overijssel"
    stage = Stage(GOOD["customer"], "back", other, GOOD["pain"], "edit 1", GOOD["customer"], *[""] * 16)
    stage.play()
    assert stage.answers["customer"] == GOOD["customer"]
    assert stage.answers["pain"] == GOOD["pain"]
    assert f"You wrote: “{other}”. Press Enter to keep it." in stage.texts("hint")
    stage = Stage("back", "edit", "edit 18", *[""] * 18)
    stage.play()
    assert "This is the first question." in stage.texts("hint")
    assert stage.texts("hint").count("Which one? `edit 1` to `edit 17`; `show` lists them.") == 2


def test_an_answer_can_be_changed_at_the_end() -> None:
    stage = Stage(*GOOD.values(), "edit 15", "Lockbell", "what?", "show", "")
    stage.play()
    assert stage.answers["product"] == "Lockbell"
    assert stage.texts("question").count("Press Enter to write the draft.") == 2


@pytest.mark.parametrize("template", [template.name for template in Templates().all()])
def test_help_shows_an_answer_of_the_same_template(template: str) -> None:
    """Check that every example is a sound answer, with no findings in its place."""
    given = read_answers(ROOT / "tests" / "answers" / f"{template}.toml")
    someone = Interviewer(lambda: "", lambda kind, text: None, lambda: None, {}, "a title", template)
    for number, question in enumerate(someone.questions):
        assert someone.help(number)[0] == f"For example: {given[question.key]}"
        answers = {one.key: given[one.key] for one in someone.questions[: number + 1]}
        assert (question.key, someone.adviser.advice(question, answers)) == (question.key, "")


def test_question_mark_shows_an_example() -> None:
    stage = Stage("?", *[""] * 18)
    stage.play()
    assert stage.answers["customer"] == ""
    assert "For example: wheelchair users who commute by regional train" in stage.texts("hint")


def test_interview_without_answers_says_the_problem_is_missing() -> None:
    stage = Stage(*[""] * 18)
    stage.play()
    assert "There is no problem paragraph yet." in stage.texts("question")


def test_the_end_says_what_check_says() -> None:
    stage = Stage("locks", "There is no app for locks.", *[""] * 23)
    stage.play()
    text = Templates().render(
        "classic", "a bell for locks", {"customer": "locks", "pain": "There is no app for locks."}
    )
    first = next(found for found in lint(text.replace("stage: hypothesis", "stage: draft")) if found.group == "problem")
    assert any(text.startswith(first.message) for text in stage.texts("advice"))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError])
def test_unfinished_answer_is_saved_and_asked_again(stop: type[BaseException]) -> None:
    stage = Stage(GOOD["customer"], stop("They learn from the hoo"))
    with pytest.raises(stop):
        stage.play()
    assert stage.saved[-1] == {"customer": GOOD["customer"], "pain": "They learn from the hoo", UNFINISHED: "pain"}
    stage.lines = [GOOD["pain"], *[""] * 16]
    stage.play()
    assert any("They learn from the hoo" in text for text in stage.texts("hint"))
    assert any(text.strip().startswith("1  lock keepers") for text in stage.texts("hint"))
    assert stage.answers["pain"] == GOOD["pain"]
    assert UNFINISHED not in stage.answers


def test_interrupted_second_answer_is_kept_separately() -> None:
    stage = Stage("Everyone", KeyboardInterrupt("lock kee"))
    with pytest.raises(KeyboardInterrupt):
        stage.play()
    assert (stage.answers["customer"], stage.answers[HALF]) == ("Everyone", "lock kee")
    stage.lines = [GOOD["customer"], *[""] * 17]
    stage.play()
    assert "You had begun: “lock kee”." in stage.texts("hint")
    assert stage.answers["customer"] == GOOD["customer"]
    assert not {UNFINISHED, HALF} & {*stage.answers}


def test_an_objection_is_saved_before_the_second_answer() -> None:
    stage = Stage("Everyone", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        stage.play()
    assert stage.saved[-1] == {"customer": "Everyone", MARKED: "customer", DOUBTED: "customer"}
    stage.lines = [GOOD["customer"], "later", ""]
    stage.play()
    assert "You wrote: “Everyone”. Press Enter to keep it." in stage.texts("hint")
    assert stage.answers["customer"] == GOOD["customer"]
    assert not {MARKED, DOUBTED} & {*stage.answers}


def test_a_confirmed_answer_is_not_asked_for_again() -> None:
    stage = Stage("Everyone", "", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        stage.play()
    assert stage.saved[-1] == {"customer": "Everyone", MARKED: "customer"}


@pytest.mark.parametrize("key", ["customer", "pain", "today", "cost"])
@pytest.mark.parametrize("scripted", [False, True])
def test_what_is_not_known_about_the_problem_is_left_open(key: str, scripted: bool) -> None:
    lines = ["idk" if one == key else answer for one, answer in GOOD.items()]
    stage = Stage(*lines, *[""] * (not scripted))
    stage.play(scripted=scripted)
    assert stage.lines == []
    assert {one: stage.answers[one] for one in GOOD} == {**GOOD, key: ""}
    assert any("The question stays open" in text for _, text in stage.shown)


def test_not_knowing_whom_to_call_leaves_the_answer_open() -> None:
    doubted = "They have no machine learning for the timetable of the barges."
    stage = Stage(GOOD["customer"], doubted, "They have no machine learning for barges.", "idk", "later", "")
    stage.play()
    assert stage.answers[MARKED] == "pain" and "barges" in stage.answers["pain"]
    assert "idk" not in stage.answers.values()


def test_an_unknown_does_not_erase_an_earlier_answer() -> None:
    known = list(GOOD.values())[:5]
    stage = Stage(*known, "edit 4", "don't know", "edit 5", "don't know", "Ana", "", "later", "")
    stage.play()
    assert (stage.answers["cost"], stage.answers["evidence"]) == tuple(known[3:])
    assert stage.texts("advice")[-1].endswith("Enter keeps your earlier answer.")


def test_an_answer_that_is_too_long_is_asked_for_again() -> None:
    stage = Stage(GOOD["customer"], "They run. " * 4000, GOOD["pain"], "later", "")
    stage.play()
    assert "That is longer than 32 KiB." in stage.texts("advice")[0]
    assert stage.answers["pain"] == GOOD["pain"]


def test_questions_left_open_are_not_asked_again() -> None:
    stage = Stage(*[""] * 18)
    stage.play()
    stage.lines = [""]
    stage.play()
    assert stage.lines == []


pty = pytest.importorskip("pty") if sys.platform != "win32" else None
needs_terminal = pytest.mark.skipif(pty is None, reason="there are no such terminals on Windows")


class Terminal:
    """`prfaq-lint` in a terminal of its own."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.seen = ""
        self.read = 0
        self.process, self.end = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environment(TERM="dumb", COLUMNS="100", LC_ALL="C.UTF-8"))
            os.execv(sys.executable, [sys.executable, "-m", "prfaq_lint", *arguments])

    def _more(self) -> bool:
        """Wait until more is shown; return False if the program has ended."""
        assert select.select([self.end], [], [], 30)[0], f"nothing more is shown after:\n{self.seen}"
        try:
            data = os.read(self.end, 4096)
        except OSError:  # the other end is closed
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, text: str) -> None:
        """Wait until a text has been shown after the last one that was waited for."""
        while text not in self.seen[self.read :]:
            assert self._more(), f"{text!r} was not shown, but:\n{self.seen}"
        self.read = self.seen.index(text, self.read) + len(text)

    def type(self, text: str) -> None:
        os.write(self.end, text.encode())

    def interrupt(self) -> None:
        """Send Ctrl-C when the program is waiting, and send it again if the line editor missed it."""
        for _ in range(5):
            time.sleep(0.5)
            self.type("\x03")
            if select.select([self.end], [], [], 3)[0]:
                return

    def status(self) -> int:
        """Wait for the program to end, and return its exit status."""
        while self._more():
            pass
        os.close(self.end)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@needs_terminal
def test_in_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new")
    terminal.until("\n> ")
    for typed, shown in (
        ("?", "This is the first question."),
        ("Boats", "Who will use it?"),
        ("?", "2  An internal tool"),
        ("back", "What is the working title?"),
        ("A bell for barges", "Who will use it?"),
    ):
        terminal.type(f"{typed}\n")
        terminal.until(shown)
        terminal.until("\n> ")
    terminal.type("1\n")
    for key, answer in GOOD.items():
        terminal.until("\n> ")
        if key == "customer":
            terminal.type("Everyone\n")
            terminal.until("Try again")
            terminal.until("\n> ")
        if key == "pain":
            first, _, second = answer.partition(". ")
            terminal.type(f"{first}.\r{second}\r")
            terminal.until("(2 lines, taken as one answer)")
            continue
        if key == "today":
            terminal.type("\n")
            continue
        terminal.type(f"{answer}\n")
    terminal.until("Press Enter to write the draft.")
    terminal.until("\n> ")
    terminal.type("\n")
    assert terminal.status() == 0
    assert "Wrote a-bell-for-barges.md." in terminal.seen
    assert [path.name for path in tmp_path.iterdir()] == ["a-bell-for-barges.md"]
    draft = (tmp_path / "a-bell-for-barges.md").read_text(encoding="utf-8")
    assert f"\n# {GOOD['headline']}\n" in draft
    assert "Lock keepers on the canals of Overijssel learn from the hooting" in draft
    assert "radio" not in draft


@needs_terminal
def test_interrupted_interview_is_resumed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "Barges", "-t", "classic")
    terminal.until("\n> ")
    terminal.type(f"{GOOD['customer']}\n")
    terminal.until("\n> ")
    terminal.type("They learn from")
    terminal.until("They learn from")
    terminal.interrupt()
    assert terminal.status() == 130
    assert "`prfaq-lint new Barges --resume` goes on" in terminal.seen
    kept = tmp_path / "barges.answers.toml"
    answers = read_answers(kept)
    assert answers["customer"] == GOOD["customer"]
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]

    again = Terminal(tmp_path, "new", "Barges")
    again.until("Go on with them?")
    again.until("\n> ")
    again.type("\n")
    again.until("Your answers so far:")
    again.until("\n> ")
    again.interrupt()
    assert again.status() == 130

    again = Terminal(tmp_path, "new", "Barges", "-t", "classic")
    again.until("\n> ")
    again.type("no\n")
    assert again.status() == 2
    assert "--resume continues it, --force starts over" in again.seen.replace("\r\n", " ")
    assert read_answers(kept) == answers

    terminal = Terminal(tmp_path, "new", "--resume")
    if "pain" in answers:  # if the system has line editing
        terminal.until("You wrote: “They learn from”")
    for key in list(GOOD)[1:]:
        terminal.until("\n> ")
        terminal.type(f"{GOOD[key]}\n")
    terminal.until("Press Enter to write the draft.")
    terminal.until("\n> ")
    terminal.type("\n")
    assert terminal.status() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["barges.md"]
    assert "learn from the hooting" in (tmp_path / "barges.md").read_text(encoding="utf-8")


@needs_terminal
def test_closed_terminal_loses_nothing(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "new", "Barges", "-t", "classic")
    terminal.until("\n> ")
    terminal.type(f"{GOOD['customer']}\n")
    terminal.until("\n> ")
    os.close(terminal.end)
    os.waitpid(terminal.process, 0)
    assert read_answers(tmp_path / "barges.answers.toml")["customer"] == GOOD["customer"]
    assert not (tmp_path / "barges.md").exists()


@needs_terminal
def test_existing_draft_is_reported_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "barges.md").write_text("mine", encoding="utf-8")
    terminal = Terminal(tmp_path, "new", "Barges", "-t", "classic")
    assert terminal.status() == 2
    assert "Who is the customer" not in terminal.seen


def test_resume_without_answers(tmp_path: Path) -> None:
    from conftest import prfaq

    run = prfaq("new", "--resume", cwd=tmp_path)
    assert (run.status, run.err) == (2, "prfaq-lint: this folder has no saved answers from an earlier interview\n")
    for name in ("a", "b"):
        (tmp_path / f"{name}.answers.toml").write_text("", encoding="utf-8")
    run = prfaq("new", "--resume", cwd=tmp_path)
    assert "this folder has several saved interviews (a.answers.toml, b.answers.toml)" in run.err
    assert ROOT not in tmp_path.parents


def test_answers_from_a_pipe_end_with_an_empty_line(tmp_path: Path) -> None:
    from conftest import prfaq

    lines = f"{GOOD['customer']}\n\nThey learn from the hooting of a barge\nthat it is there.\n\n\n{GOOD['cost']}\n"
    run = prfaq("new", "Barges", "--ask", "-t", "classic", cwd=tmp_path, stdin=lines)
    assert run.status == 0
    assert "Your problem paragraph:" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["barges.md"]
    draft = (tmp_path / "barges.md").read_text(encoding="utf-8")
    assert (
        "Lock keepers on the canals of Overijssel learn from the hooting of a barge that it is there. The 21" in draft
    )


def test_a_pipe_is_told_of_no_commands_and_a_path_is_quoted(tmp_path: Path) -> None:
    from conftest import prfaq

    lines = f"{GOOD['customer']}\n\n{GOOD['pain']}\n"
    run = prfaq("new", "Barges", "--ask", "-t", "classic", "-o", "my barges.md", cwd=tmp_path, stdin=lines)
    assert run.status == 0
    assert "17 questions" in run.err and "`later`" not in run.err and "Ctrl-C" not in run.err
    assert run.out.startswith("Wrote my barges.md. ") and "`prfaq-lint next 'my barges.md'`" in run.out


def test_a_pipe_that_is_not_utf_8_is_one_error_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "prfaq_lint", "new", "Barges", "--ask", "-t", "classic"]
    run = subprocess.run(
        command, input=b"caf\xe9 owners\n", capture_output=True, cwd=tmp_path, env=environment(), check=False
    )
    assert run.returncode == 2
    assert run.stderr.decode().splitlines()[-1] == "prfaq-lint: standard input is not UTF-8"


def test_a_title_may_look_like_a_command(tmp_path: Path) -> None:
    from conftest import prfaq

    run = prfaq("new", "--ask", "--output", "-", cwd=tmp_path, stdin=f"help\n\nLater\n\n1\n\n{GOOD['customer']}\n")
    assert run.err.count("This is the first question.") == 1
    assert "# Later" in run.out


def test_answers_that_are_not_known_are_dropped_from_a_file(tmp_path: Path) -> None:
    from conftest import prfaq

    write_answers(tmp_path / "answers.toml", {**GOOD, "cost": "idk", "fit": "don't know"})
    run = prfaq("new", "Barges", "--answers", "answers.toml", "-o", "-", cwd=tmp_path)
    assert run.status == 0
    assert "idk" not in run.out.lower() and "don't know" not in run.out.lower()
    assert "[Open: NAME will answer this by DATE]" in run.out


def test_a_pipe_begins_with_the_title_and_the_kind_of_customer(tmp_path: Path) -> None:
    from conftest import prfaq

    lines = f"Barges\n\n2\n\nEveryone\n\n{GOOD['pain']}\n"
    run = prfaq("new", "--ask", cwd=tmp_path, stdin=lines)
    assert run.status == 0
    draft = (tmp_path / "barges.md").read_text(encoding="utf-8")
    assert "Still open after the interview. Who is the customer?" in draft
    assert "run half a mile to the gate" in draft
    run = prfaq("new", "Locks", "--ask", cwd=tmp_path, stdin=f"{GOOD['customer']}\n")
    assert run.status == 2
    assert "is neither a number from 1 to 5 nor a template" in run.err


def test_advice_does_not_repeat_faults_of_earlier_answers(adviser: Adviser) -> None:
    pain = "Gardeners lose their potatoes to blight, on one plot in five every year. There is no app for it."
    before = {"customer": "gardeners", "pain": pain}
    assert adviser.advice(QUESTIONS[2], {**before, "today": "They look at the sky and guess."}) == ""
    advice = adviser.advice(QUESTIONS[2], {**before, "today": "No other app does this."})
    assert advice.startswith("“No other app does”")


TYPED = {
    "customer": "owners of small bike workshops",
    "pain": "they get 15 to 20 calls a day from people asking if their bike is ready. every call means putting down the tools, looking for the bike and the paper tag. "
    "repairs take longer and customers get annoyed when nobody picks up",
    "today": "paper tags on the handlebar and a notebook, some write on whatsapp in the evening",
    "cost": "about 90 minutes a day, [6 hours a week]",
    "evidence": "talked to 11 workshop owners in march, 9 said calls are their biggest interruption",
    "benefit": "Workshop owners repair without being interrupted because customers can see when their bike is ready",
    "experience": "The mechanic scans the tag on the bike and taps waiting, in repair or ready. The customer gets a text message with a link and sees where the bike is. "
    "When it's ready they pick a time to come by. The mechanic keeps working",
    "getting_started": "Order a roll of 200 tags for 30 euros, scan the first one with the phone and type the customers number. Takes 10 minutes.",
    "customer_quote": "I used to drop my tools 20 times a day. Now the phone rings twice and I finish three more bikes a week - Marta Lindqvist, workshop owner in Malmö (illustrative)",
    "market": "around 4000 independent workshops in Germany and Sweden, from the trade register. at [25 euros a month] thats 1.2 million a year",
    "economics": "don't know",
    "fit": "we sell spare parts to 1900 of these workshops already and our drivers visit them every week, nobody else does",
    "hurdles": "nothing hard technically, text delivery must be under a minute. today 93 percent in our test, we need 99",
    "risks": "mechanics forget to scan. if less than 70% of bikes are scanned after 4 weeks in the pilot we stop. customers call anyway, then we've saved nothing",
    "product": "Tagwrench",
    "dateline": "Malmö, 1 march 2028",
    "headline": "Bike workshops finish repairs without the phone ringing",
}
"""An ordinary idea as a product manager types it, one question unknown."""
WHO = "priya, 30 april, ask 10 workshops what they would pay"


def test_an_idea_becomes_a_draft_for_a_first_meeting_within_half_an_hour() -> None:
    """Check a trial: half a minute for each question, and a minute for every 200 characters."""
    from conftest import prfaq

    typed = [line for key, answer in TYPED.items() for line in ([answer, WHO] if key == "economics" else [answer])]
    stage = Stage(*typed, "")
    stage.play("Bike status")
    assert stage.lines == [] and MARKED not in stage.answers
    assert (len(typed) + 2) / 2 + sum(map(len, typed)) / 200 <= 30
    text = Templates().render("classic", "Bike status", stage.answers)
    assert "We do not know yet; by 30 April, Priya will ask 10 workshops what they would pay." in text
    assert "We talked to 11 workshop owners in March, 9 said" in text
    assert "Ready for a first meeting" in prfaq("next", "-", stdin=text).out
