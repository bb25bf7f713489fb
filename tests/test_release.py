"""Tests of the findings on a whole release: what is reported, what is not, and how much."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.release import quotes
from prfaq_lint.outline.release.people import names_customer
from prfaq_lint.outline.release.problem import TODAY
from prfaq_lint.rules.linter import MOST_PROSE, Linter
from prfaq_lint.rules.pages import Rule, RuleError, directory
from prfaq_lint.rules.pagetest import failures

DRAFT = """# Wellglow tells vintners which row to pick tomorrow

**Vintners on 90 estates pick each row on its best day.**

COLMAR, 4 September 2027. Wellglow today opened to the vintners of 90 estates. {summary}

## Problem

Vintners taste 40 rows by hand each evening, and still picked one row in six too late last year. {problem}

## Solution

A vintner opens a letter at dawn that names three rows. {solution}

## Leader quote

"{leader} Nobody should learn in October what September wanted," said Ines Vogt, who leads Wellglow.

## Customer FAQ

### {question}

The letter comes by post. {external}

## Internal FAQ

### How long will it take to pay for itself?

Two harvests, at 90 euros a row. {internal}

### Why us, and what can we build on?

Vintners asked us. {strategy}
"""
QUIET = dict.fromkeys(("summary", "problem", "solution", "leader", "external", "internal", "strategy"), "") | {
    "question": "How do I read it?"
}
PANTRY = "We already own the ledger and the mapping engine, so we can put them together into something new."


def findings(linter: Linter, text: str) -> list[Diagnostic]:
    outline = linter.outline(Document.parse(text, "draft.md"))
    outline = replace(outline, type="prfaq")
    return linter.check(outline)


def severities(linter: Linter, rule: str, text: str) -> list[str]:
    return [found.severity for found in findings(linter, text) if found.rule == rule]


@pytest.mark.parametrize("place", ["summary", "problem", "leader"])
def test_starting_from_own_assets_is_reported(linter: Linter, place: str) -> None:
    found = findings(linter, DRAFT.format(**QUIET | {place: PANTRY}))
    assert [one.severity for one in found if one.rule in ("pantry", "push-from-assets")] in (["warning"], ["note"])
    assert "error" not in {one.severity for one in found if one.group == "solution-first"}


@pytest.mark.parametrize("place", ["internal", "strategy", "external"])
def test_faq_can_mention_own_assets(linter: Linter, place: str) -> None:
    found = findings(linter, DRAFT.format(**QUIET | {place: PANTRY}))
    assert not [one for one in found if one.group == "solution-first"]


def test_question_can_ask_about_own_technology(linter: Linter) -> None:
    draft = DRAFT.format(
        **QUIET | {"question": "Do you already own the ledger and the mapping engine that it is put together from?"}
    )
    assert severities(linter, "pantry", draft) == []


def test_negated_phrase_is_not_reported(linter: Linter) -> None:
    draft = DRAFT.format(**QUIET | {"solution": "We own neither the ledger nor the mapping engine."})
    assert severities(linter, "pantry", draft) == []


def test_one_finding_for_a_paragraph(linter: Linter) -> None:
    draft = DRAFT.format(**QUIET | {"summary": f"{PANTRY} The ingredients were sitting on our shelf."})
    assert severities(linter, "pantry", draft) == ["warning"]


def test_a_release_without_a_problem_that_starts_from_the_solution_all_along(linter: Linter) -> None:
    told = {
        "summary": PANTRY,
        "leader": PANTRY,
        "solution": "Our research group has a new language model, and we want to find a use for it.",
    }
    draft = DRAFT.format(**QUIET | told)
    assert severities(linter, "solution-first-draft", draft) == []
    start, end = draft.index("## Problem"), draft.index("## Solution")
    without = draft[:start] + draft[end:]
    assert severities(linter, "solution-first-draft", without) == ["error"]


def test_technology_in_the_lead_is_reported(linter: Linter) -> None:
    told = "Wellglow uses a graph neural network and a Kafka pipeline on Kubernetes."
    assert severities(linter, "technology-in-the-lead", DRAFT.format(**QUIET | {"summary": told})) == ["warning"]


def test_prose_is_capped_beside_substance_and_whole_alone(rules: dict[str, Rule]) -> None:
    paragraphs = "\n\n".join(f"It is very robust and quite seamless in order to leverage row {n}." for n in range(30))
    draft = DRAFT.format(**QUIET) + paragraphs
    prose = [found for found in findings(Linter(list(rules.values())), draft) if found.group == "prose"]
    alone = findings(Linter([rule for rule in rules.values() if rule.group == "prose"]), draft)
    assert len(prose) == MOST_PROSE < len(alone)
    assert f"{len(alone) - len(prose)} more in group prose" in prose[-1].message
    assert len({found.rule for found in prose}) == len({found.rule for found in alone})


def test_words_to_type_are_not_a_quotation() -> None:
    typed = 'Then ask it: *"Why did my vines lose so much last spring?"*'
    assert quotes.find(typed, False) == []
    asked = '"Why did my vines lose so much last spring?" asked Aude Keller, a vintner in Colmar.'
    assert [quote.attribution for quote in quotes.find(asked, False)] == ["asked Aude Keller, a vintner in Colmar."]


@pytest.mark.parametrize(
    "text",
    [
        "the last pier",
        "a second tier",
        "the river rises",
        "a checklist",
        "a broken meter",
        "whichever comes first",
        "moreover",
        "a handover at noon",
        "thunder",
        "a clever plan",
        "auto-taggers",
        "voice assistants",
        "software agents",
        "the agent",
    ],
)
def test_things_are_not_customers(text: str) -> None:
    assert not names_customer(text)


@pytest.mark.parametrize(
    "text",
    [
        "journalists",
        "stylists in Leeds",
        "the winemaker",
        "glaziers",
        "cellists wait",
        "dental assistants",
        "a letting agent",
        "my mother-in-law",
        "an editor-in-chief",
        "Alice runs a mill",
    ],
)
def test_trades_are_customers(text: str) -> None:
    assert names_customer(text)


@pytest.mark.parametrize(
    "title",
    [
        "# Wellglow tells vintners which row to pick (Working Backwards)",
        "# PR/FAQ: Wellglow tells vintners which row to pick",
    ],
)
def test_document_kind_is_not_part_of_the_headline(linter: Linter, title: str) -> None:
    outline = linter.outline(Document.parse(DRAFT.format(**QUIET).replace(DRAFT.split("\n")[0], title), "draft.md"))
    assert any(outline.of("headline"))
    assert not [found for found in linter.check(outline) if found.rule in ("missing-headline", "long-headline")]


def test_remark_is_not_a_headline(linter: Linter) -> None:
    remark = (
        "## Note: this is an example of what we write before we build, and it is longer than any headline should be\n\n"
    )
    found = findings(linter, remark + DRAFT.format(**QUIET))
    assert not [one for one in found if one.rule == "long-headline"]


def test_a_folder_of_one_group_is_told_from_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="use the folder above it"):
        failures(directory("rules") / "headline")
    with pytest.raises(RuleError, match="contains no rule pages"):
        failures(tmp_path)


@pytest.mark.parametrize(
    ("answer", "expected"), [("**Open.**", ["warning"]), ("TBD", ["error"]), ("**Open.** Ines asks in May.", [])]
)
def test_open_answer_is_only_a_warning(linter: Linter, answer: str, expected: list[str]) -> None:
    draft = DRAFT.format(**QUIET).replace("Two harvests, at 90 euros a row.", answer)
    assert severities(linter, "todo-marker", draft) == expected


@pytest.mark.parametrize(
    ("speaker", "named"), [("Product Lead", False), ("our CEO", False), ("Ines Vogt, Product Lead", True)]
)
def test_occupation_is_not_a_name(linter: Linter, speaker: str, named: bool) -> None:
    draft = DRAFT.format(**QUIET).replace(" said Ines Vogt, who leads Wellglow.", f" — {speaker}")
    assert (severities(linter, "anonymous-speaker", draft) == []) is named


@pytest.mark.parametrize(("line", "expected"), [("**Date: 3 May 2027**", []), ("**Problem**", ["error"])])
def test_bold_line_with_a_value_is_not_an_empty_section(linter: Linter, line: str, expected: list[str]) -> None:
    draft = DRAFT.format(**QUIET).replace("## Problem", f"{line}\n\n## Problem")
    assert severities(linter, "empty-section", draft) == expected


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ('"The letter came before the frost did." Aude Keller, vintner in Colmar', ["Aude Keller, vintner in Colmar"]),
        ('"The letter came before the frost did." This is what vintners want.', [""]),
        (
            '"The letter came before the frost did." - Aude Keller\n"I picked row nine and left row ten alone." - Jon',
            ["Aude Keller", "Jon"],
        ),
        (
            "“The letter came before the frost did.”—Aude Keller\n“I picked row nine and left row ten alone.”—Jon Peel",
            ["Aude Keller", "Jon Peel"],
        ),
        (
            "“We taste every row by hand,” – Jon Peel says – “and nobody writes down what was ripe.”",
            ["– Jon Peel says –"],
        ),
        ("“The letter came before the frost did” Today, vintners still walk the rows", [""]),
        ("“The letter came before the frost did” In Colmar, vintners still walk the rows", [""]),
        ('Our founder: "Nobody should learn in October what September wanted."', ["Our founder:"]),
        ('The letter answers what every vintner in the valley asks: "Which of my rows is ripe tomorrow"', [""]),
    ],
)
def test_speaker_next_to_a_quotation(text: str, speakers: list[str]) -> None:
    assert [quote.attribution for quote in quotes.find(text, False)] == speakers


@pytest.mark.parametrize(
    ("heading", "below", "anonymous"),
    [
        ("Leader quote", "", True),
        ("Leader quote", "__Ines Vogt__", False),
        ("Leader quote", "**Availability is the same everywhere.**", True),
        ("CEO quote", "", False),
        ("Customer quote: Ana Ruiz, vintner", "", False),
        ("What our customers say: Ana, vintner", "", False),
        ("Customer quote: in their words", "", True),
    ],
)
def test_a_heading_can_name_the_speaker(linter: Linter, heading: str, below: str, anonymous: bool) -> None:
    release, faq = DRAFT.format(**QUIET).split("## Customer FAQ")
    quote = f'## {heading}\n\n> "Nobody should learn in October what September wanted, and now nobody does."\n\n{below}'
    draft = f"{release.split('## Leader quote')[0]}{quote}\n\n## Customer FAQ{faq}"
    assert bool(severities(linter, "anonymous-speaker", draft)) is anonymous


@pytest.mark.parametrize(
    "quotation",
    [
        '""',
        "“. . . . . . .” said Jon Peel. He is a vintner and has slept well since May. He says so. – Jon Peel",
    ],
)
def test_quotation_marks_without_words_between_them_are_not_a_quotation(linter: Linter, quotation: str) -> None:
    draft = DRAFT.format(**QUIET) + f"\n## Customer quote\n\n{quotation}\n"
    assert severities(linter, "anonymous-speaker", draft) == []


@pytest.mark.parametrize(("words", "expected"), [(62, []), (71, []), (72, ["note"])])
def test_a_quote_that_is_a_little_too_long_is_not_reported(linter: Linter, words: int, expected: list[str]) -> None:
    draft = DRAFT.format_map({**QUIET, "leader": "We walked the rows. " + "Late " * (words - 13) + "again."})
    assert severities(linter, "long-quote", draft) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("The letter came at 6.30 and at 7 I was in row nine. I was back by 9.15, and slept at 10 pm.", []),
        ("We walked till 8 with a lamp, and before 12 we had all 40 rows.", []),
        ("They called off 3 rounds at 7.50 and I was ringing till 9, and at 5 in the morning again.", []),
        ("Rot stood at 20 and now it is at 3, and 9 of us sleep, with 40 rows saved.", ["note"]),
        ("We cut it by 40 percent, at 12 francs, from 9 rows to 3.", ["note"]),
    ],
)
def test_times_of_day_are_not_figures(linter: Linter, told: str, expected: list[str]) -> None:
    assert severities(linter, "stuffed-quote", DRAFT.format_map({**QUIET, "leader": told})) == expected


@pytest.mark.parametrize(
    "told",
    [
        "Vintners are tired of digging through notebook pages, and lose a row in six.",
        "Traditional tasting rounds are slow, and vintners lose a row in six.",
    ],
)
def test_complaints_about_what_is_used_today_name_the_alternative(linter: Linter, told: str) -> None:
    draft = DRAFT.format(**QUIET).replace(
        "Vintners taste 40 rows by hand each evening, and still picked", "They picked"
    )
    draft = draft.replace("They picked one row in six too late last year.", told)
    assert linter.outline(Document.parse(draft, "draft.md")).problem.names_alternative


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Growers keep the rows on paper.", True),
        ("Growers fill in paper forms each night.", True),
        ("Growers keep the rows in a notebook.", True),
        ("The paper mills lose 4 tonnes a night.", False),
        ("Shops return one of nine notebooks with a torn cover.", False),
    ],
)
def test_paper_is_an_alternative_only_where_something_is_kept_on_it(told: str, expected: bool) -> None:
    assert bool(TODAY.search(told)) == expected


def test_a_place_in_the_product_is_somewhere_to_go(linter: Linter) -> None:
    steps = "\n## Getting started\n\n{}\n\n## Leader quote\n"
    draft = DRAFT.format(**QUIET).replace("\n## Leader quote\n", steps)
    found = severities(
        linter, "missing-call-to-action", draft.format("Switch it on in the settings. It takes a minute.")
    )
    assert found == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("Getting started is easy: sign up and begin.", ["note"]),
        ("Getting started is easy: contact us.", ["note"]),
        ("Getting started is easy: contact us at wellglow.example.", []),
        ("Getting started is easy: contact us and choose the rows.", []),
        ("Getting started is easy: type the name of a row and wait for the letter.", []),
        ("Getting started is easy: sign up at wellglow.example.", []),
    ],
)
def test_easy_steps_have_to_say_more_than_to_sign_up(linter: Linter, steps: str, expected: list[str]) -> None:
    draft = DRAFT.format(**QUIET).replace("## Customer FAQ", f"## Getting started\n\n{steps}\n\n## Customer FAQ")
    assert severities(linter, "easy-without-showing", draft) == expected


@pytest.mark.parametrize(("item", "expected"), [("Ripeness of each row", ["note"]), ("Open the letter of the day", [])])
def test_numbered_list_is_no_feature_list_only_if_it_shows_steps(
    linter: Linter, item: str, expected: list[str]
) -> None:
    items = "".join(f"{number}. {item}\n" for number in range(1, 8))
    draft = DRAFT.format(**QUIET).replace("## Leader quote", f"{items}\n## Leader quote")
    assert severities(linter, "feature-list", draft) == expected


def test_bullets_and_numbers_are_two_lists(linter: Linter) -> None:
    items = "- Ripeness of each row\n" * 4 + "\n**What is new**\n\n" + "1. Rain of the week\n" * 3
    draft = DRAFT.format(**QUIET).replace("## Leader quote", f"{items}\n## Leader quote")
    assert severities(linter, "feature-list", draft) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [("", "warning"), ("\n## FAQ\n", "error"), ("\nFrequently asked questions follow.\n", "error")],
)
def test_missing_faq_is_an_error_only_if_a_faq_is_promised(linter: Linter, text: str, severity: str) -> None:
    release = DRAFT.format(**QUIET).split("## Customer FAQ")[0]
    assert severities(linter, "missing-faq", release + text) == [severity]


@pytest.mark.parametrize("marker", ["FAQ", "FAQs", "FAQ:", "Frequently Asked Questions"])
@pytest.mark.parametrize(
    "questions",
    [
        "1. What is it?\nA letter.\n\n2. What does it cost?\nIt costs 90 euros a row.",
        "What is it?\n\nA letter.\n\nWhat does it cost?\n\nIt costs 90 euros a row.",
    ],
)
def test_a_faq_below_a_plain_line_is_found(linter: Linter, marker: str, questions: str) -> None:
    release = DRAFT.format(**QUIET).split("## Customer FAQ")[0]
    assert severities(linter, "missing-faq", f"{release}{marker}\n\n{questions}\n") == []
    assert severities(linter, "missing-faq", f"{release}{marker} is what we call it.\n") != []


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ("Wellglow offers vintners a modern platform with forty reports.", ["error"]),
        ("Picking is slow.", ["warning"]),
    ],
)
def test_missing_problem_is_a_warning_where_a_sentence_may_state_it(
    linter: Linter, problem: str, expected: list[str]
) -> None:
    release, rest = DRAFT.format(**QUIET).split("Vintners taste")
    draft = f"{release}{problem}\n\n## Solution{rest.split('## Solution')[1]}"
    assert severities(linter, "missing-problem", draft) == expected


FERRY_PROBLEM = (
    "Island residents who work on the mainland drive to the pier in the dark and find the boat cancelled, 31 times last winter. "
    "They lose the morning's pay, and the harbour telephone is engaged, because eighty others are ringing too."
)


@pytest.mark.parametrize(("problem", "expected"), [(FERRY_PROBLEM, ["note"]), ("Ferrybell offers a platform.", [])])
def test_without_a_problem_nothing_can_be_better(linter: Linter, problem: str, expected: list[str]) -> None:
    draft = (
        "# Islanders hear about their ferry\n\n## Summary\n\nHarbour Street opened Ferrybell today. It is a service for residents "
        f"of the island who want to know about their boat and plan their day.\n\n## Problem\n\n{problem}\n\n## Solution\n\n"
        "Ferrybell has a page for each pier, with a map and a list of boats. Residents choose their pier, set a colour and share "
        "the page with family and friends.\n\n## FAQ\n\n### What does it cost?\n\nIt costs £15 a year.\n"
    )
    assert severities(linter, "no-number-better", draft) == expected


def test_a_pitch_is_never_quoted_as_the_closest_thing_to_a_problem(linter: Linter) -> None:
    release, rest = DRAFT.format(**QUIET).split("## Problem")
    pitch = "Privacy is a big concern, so Wellglow encrypts every letter."
    draft = (
        release + f"## Solution\n\nA vintner opens a letter at dawn. {pitch}\n\n## Leader{rest.split('## Leader')[1]}"
    )
    assert not any("Privacy" in found.message for found in findings(linter, draft) if found.rule == "missing-problem")


@pytest.mark.parametrize(
    ("sentence", "reported"),
    [
        ("Wellglow solves this by showing vintners which row to pick.", True),
        ("This document is the press release for Wellglow.", False),
    ],
)
def test_problem_contains_no_pitch(linter: Linter, sentence: str, reported: bool) -> None:
    draft = DRAFT.format(**QUIET | {"problem": sentence})
    assert bool(severities(linter, "solution-in-problem", draft)) is reported


FERRY = """# Islanders know before they leave home whether the ferry sails

## Summary

SKERRA, 4 March 2027. Harbour Street today opened Ferrybell, which texts island residents by five in the morning when their crossing is cancelled.

## Problem

{problem}

## Solution

{solution}

## Customer quote

{customer}

## Quote from the company

{leader}
"""
SOLUTION = "Residents text the name of their pier once. From then on Ferrybell tells them by five o'clock whether the boat will sail."
CUSTOMER = "“I used to drive to the pier at five and turn round. This winter I slept till seven on nine mornings,” said Isla Reid, a nurse on Skerra."
LEADER = "“I stood at the pier with thirty people who had got up for nothing, and we left out everything but one text,” said Ingrid Moe, head of Harbour Street."


@pytest.mark.parametrize(
    ("rule", "part", "text"),
    [
        (
            "praise-only-quote",
            "customer",
            "“Ferrybell is amazing and I absolutely love it,” said Isla Reid, a nurse on Skerra.",
        ),
        (
            "empty-leader-quote",
            "leader",
            "“This will be a huge success for our company,” said Ingrid Moe, head of Harbour Street.",
        ),
        (
            "vague-solution",
            "solution",
            "Ferrybell is a modern platform that makes travel better and easier for everybody. It brings people together.",
        ),
    ],
)
def test_empty_parts_are_reported_in_an_otherwise_good_draft(linter: Linter, rule: str, part: str, text: str) -> None:
    good = {"problem": FERRY_PROBLEM, "solution": SOLUTION, "customer": CUSTOMER, "leader": LEADER}
    assert severities(linter, rule, FERRY.format(**good)) == []
    assert len(severities(linter, rule, FERRY.format(**{**good, part: text}))) == 1


@pytest.mark.parametrize("text", ["TBD", "[Describe the solution here]", "![The page](page.png)"])
def test_an_unwritten_solution_is_not_called_vague(linter: Linter, text: str) -> None:
    assert (
        severities(
            linter,
            "vague-solution",
            FERRY.format(problem=FERRY_PROBLEM, solution=text, customer=CUSTOMER, leader=LEADER),
        )
        == []
    )


def test_a_placeholder_quote_is_not_called_praise(linter: Linter) -> None:
    draft = FERRY.format(
        problem=FERRY_PROBLEM,
        solution=SOLUTION,
        customer="“[Insert customer quote here],” said [name], [role].",
        leader=LEADER,
    )
    assert severities(linter, "praise-only-quote", draft) == []
