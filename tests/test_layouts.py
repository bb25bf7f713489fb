"""Tests of unusual layouts of FAQs: tables with numbers, lists, italics, and headings that say who asks.

One company and two sets of questions are used throughout. For each layout, there is a similar one that must be read
differently.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prfaq_lint.outline.model import Outline
from prfaq_lint.outline.structure.sections import Sections

Read = Callable[..., Outline]

RELEASE = """Ferry crews board every foot passenger before the tide turns with Gangway

ULLAPOOL, 4 March 2028 — Loch Lines today launches Gangway, a boarding pass that a crew can read in rain and dark.

Crews check paper tickets by torchlight. On a wet evening it takes 40 minutes, and one ferry in nine leaves after the tide has turned.

Gangway gives each passenger a card that the gate reads from a pocket. The crew sees a green lamp and counts nobody twice.

“We left late on 31 evenings last winter,” said Morag Bain, harbour manager at Loch Lines.

“I was home for supper all week,” said Callum Reid, a deckhand.

Ask at the ticket office for a card.
"""
PLAIN = """Can I use it without a telephone?
Yes. The card works by itself.

What does a lost card cost?
£3, taken from the deposit.
"""
COMPANY = """How do we make money with it?
We save £48,000 a season in harbour dues.

Who repairs the gates?
Two fitters in Oban.
"""


def asked(outline: Outline) -> list[str]:
    return [question.text for question in outline.questions]


def sides(outline: Outline) -> list[str]:
    return [question.audience for question in outline.questions]


@pytest.mark.parametrize(
    "line",
    [
        "We answered many questions from crews last year.",
        "The questions that crews ask us most often at the counter every evening in winter are about rain",
    ],
)
def test_sentence_about_questions_is_not_a_heading(outline_of: Read, line: str) -> None:
    assert not outline_of(f"{RELEASE}\n{line}\n\nCards are sent by post.\n").questions
    assert "faq" not in outline_of(f"{RELEASE}\n{line}\n\nWhy does that matter? Because of the tide.\n").zones


@pytest.mark.parametrize(
    "quarter",
    [
        "Q4. First the five orchards until 10 February, then the whole valley.",
        "Q4. We begin with five orchards.",
        "Q4. Press and cellar open on 3 October",
        "**Q4 2028:**\n\n- five orchards\n- the whole valley",
    ],
)
def test_quarter_in_an_answer_is_not_a_question(outline_of: Read, quarter: str) -> None:
    text = f"# Orchards sell juice by the crate\n\n## FAQ\n\n### When do we launch?\n\n{quarter}\n\n### What does it cost?\n\n£3.\n"
    questions = outline_of(text).questions
    assert [question.text for question in questions] == ["When do we launch?", "What does it cost?"]
    assert questions[0].answered


@pytest.mark.parametrize(
    "second", ["Out of scope", "Price and fees", "Do we open in March?", "Launch costs.", "What opens in March"]
)
def test_question_with_the_mark_of_a_quarter(outline_of: Read, second: str) -> None:
    text = (
        f"# Orchards sell juice by the crate\n\n## FAQ\n\nQ1. Who buys it?\n\nCafés.\n\nQ2. {second}\n\nIt depends.\n"
    )
    assert [question.text for question in outline_of(text).questions] == ["Who buys it?", second]


def test_plain_question_between_marked_ones_belongs_to_the_answer(outline_of: Read) -> None:
    outline = outline_of(
        f"{RELEASE}\n## FAQ\n\n**Does it work in rain?**\n\nYes.\n\nAnd in snow?\n\nThat, too.\n\n**Is it heavy?**\n\nNo.\n"
    )
    assert asked(outline) == ["Does it work in rain?", "Is it heavy?"]


TABLES = {
    "number": "| # | Question | Answer |\n|---|---|---|\n| 1 | Is it safe? | Yes, it is sealed. |\n| 2 | Weight? | |\n",
    "owner": "| No. | Question | Owner | Answer |\n|---|---|---|---|\n| A1 | Is it safe? | Ann | Yes, it is sealed. |\n"
    "| A2 | Weight? | Bob | |\n",
    "status": "| Question | Answer | Status |\n|---|---|---|\n| Is it safe? | Yes, it is sealed. | done |\n"
    "| Weight? | | open |\n",
    "unnamed": "| Safety | Is it safe? | Yes, it is sealed. |\n|---|---|---|\n| Load | Weight? | |\n| Rain | Does rain matter? | No. |\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_questions_in_a_table(outline_of: Read, name: str) -> None:
    found = outline_of(f"{RELEASE}\n## FAQ\n\n{TABLES[name]}").questions
    assert [(question.text, question.answered) for question in found[:2]] == [("Is it safe?", True), ("Weight?", False)]


def test_table_in_an_answer_has_no_questions(outline_of: Read) -> None:
    outline = outline_of(
        f"{RELEASE}\n## FAQ\n\n### What does it cost?\n\n| Route | Fare |\n|---|---|\n| Ullapool | £4 |\n| Oban | £6 |\n"
    )
    assert asked(outline) == ["What does it cost?"]
    assert outline.questions[0].answered


def test_a_larger_heading_after_for_immediate_release_belongs_to_the_release(outline_of: Read) -> None:
    headline, rest = RELEASE.split("\n", 1)
    outline = outline_of(
        f"# Press Release and FAQ\n\n## Press Release\n\nFOR IMMEDIATE RELEASE\n\n# {headline}\n{rest}\n## FAQ\n\n{PLAIN}"
    )
    assert {"headline", "summary", "problem", "solution"} <= {part.part for part in outline.parts}


def test_empty_cells_of_a_table_are_not_part_of_an_answer(outline_of: Read) -> None:
    outline = outline_of(
        f"{RELEASE}\n## FAQ\n\n### What does it cost?\n\n| Route | | Fare |\n|---|---|---|\n| Ullapool | | £4 |\n"
    )
    assert all(start < end for start, end in outline.questions[0].answer)


def test_question_in_italics_with_its_answer_on_the_line(outline_of: Read) -> None:
    outline = outline_of(
        f"{RELEASE}\n## Questions\n\n### From passengers\n\n*Is it heavy?* — No, 20 grams.\n\n*Which routes?* — All six.\n\n"
        "### From ourselves\n\n*Money?* — £90,000 from the harbour fund.\n\n## Not this year\n\nCars and bicycles.\n"
    )
    assert asked(outline) == ["Is it heavy?", "Which routes?", "Money?"]
    assert sides(outline) == ["external", "external", "internal"]


@pytest.mark.parametrize("number", ["3.{}", "3.{}.", "{})", "({})"])
def test_numbered_question_in_bold_with_its_answer_below_it(outline_of: Read, number: str) -> None:
    outline = outline_of(
        f"{RELEASE}\n## 3. Board questions\n\n{number.format(1)} **What does it cost?**\n£90,000 from the harbour fund.\n\n"
        f"{number.format(2)} **Who repairs the gates?**\nTwo fitters in Oban.\n"
    )
    assert asked(outline) == ["What does it cost?", "Who repairs the gates?"]
    assert all(question.answered for question in outline.questions)


GROUPS = {
    "list": (
        "- Is it heavy?\n  - No.\n- Does rain matter?\n  - No.\n",
        "- Payback?\n  - Two seasons.\n- Which gates?\n  - All.\n",
    ),
    "numbers": (
        "1. Is it heavy?\n\nNo.\n\n2. Does rain matter?\n\nNo.\n",
        "3. Payback?\n\nTwo seasons.\n\n4. Which gates?\n\nAll.\n",
    ),
    "table": (
        "| Q | A |\n|---|---|\n| Is it heavy? | No |\n| Does rain matter? | No |\n",
        "| Q | A |\n|---|---|\n| Payback? | Two seasons |\n| Which gates? | All |\n",
    ),
}


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("mark", ["**{}**", "### {}"])
def test_heading_over_a_list_or_table_says_who_asks(outline_of: Read, name: str, mark: str) -> None:
    outside, inside = GROUPS[name]
    outline = outline_of(
        f"{RELEASE}\n## FAQ\n\n{mark.format('Passengers')}\n\n{outside}\n{mark.format('The board')}\n\n{inside}"
    )
    assert asked(outline) == ["Is it heavy?", "Does rain matter?", "Payback?", "Which gates?"]
    assert sides(outline) == ["external", "external", "internal", "internal"]


def test_italics_in_a_release_are_not_a_question(outline_of: Read) -> None:
    told = RELEASE.replace("Crews check", "*Have you got yours?* is what they call. Crews check")
    assert not outline_of(told).questions


def test_topic_in_a_list_of_facts_is_not_a_question(outline_of: Read) -> None:
    listed = "- Weight\n  - 20 grams\n- Returns\n  - Within a month\n- Routes\n  - All six\n"
    assert asked(outline_of(f"{RELEASE}\n## FAQ\n\n### What comes with it?\n\n{listed}")) == ["What comes with it?"]


def test_list_of_questions_in_an_answer(outline_of: Read) -> None:
    listed = "- Is the lamp bright?\n- Is the card dry?\n- Is the gate shut?\n"
    text = f"{RELEASE}\n## FAQ\n\n### Is it heavy?\n\nNo.\n\n### Is it safe?\n\nYes.\n\n### What do crews check?\n\nThis:\n\n{listed}"
    assert asked(outline_of(text)) == ["Is it heavy?", "Is it safe?", "What do crews check?"]


@pytest.mark.parametrize(
    ("heading", "audience"),
    [
        ("Questions from bakers", "external"),
        ("Questions parents ask", "external"),
        ("Riders", "external"),
        ("What our customers ask", "external"),
        ("Neighbours’ questions", "external"),
        ("For gardeners", "external"),
        ("The board asks", "internal"),
        ("Questions from our publisher", "internal"),
        ("Questions the head teacher will ask", "internal"),
        ("COUNCILLORS’ QUESTIONS", "internal"),
        ("C. Questions expected from the steering group", "internal"),
        ("Customer questions from engineers", "internal"),
        ("From our side of the table", "internal"),
        ("For ourselves (not to show)", "internal"),
        ("Us", "internal"),
        ("Pricing", ""),
        ("For Gangway", ""),
        ("About the tool", ""),
        ("Product questions", ""),
        ("Questions from launch", ""),
    ],
)
def test_heading_names_who_asks(heading: str, audience: str) -> None:
    assert Sections().audience(heading) == audience


def test_audience_changes_once_in_a_list_of_questions(outline_of: Read) -> None:
    questions = [
        "How do I charge it?", "Can I lend my card?", "Is it heavy?",
        "Should we sell it to other lines?", "What does it cost us to build?", "Who would build it?", "How do we earn money with it?",
    ]  # fmt: skip
    text = f"{RELEASE}\n## FAQ\n\n" + "".join(f"### {question}\n\nIt is told here.\n\n" for question in questions)
    assert sides(outline_of(text)) == ["external"] * 3 + ["internal"] * 4


@pytest.mark.parametrize(
    "answer", ["To follow from Legal.", "tba", "????", "Ann to ask", "[to be discussed]", "Still asking the insurer"]
)
def test_no_answer_yet(outline_of: Read, answer: str) -> None:
    assert not outline_of(f"{RELEASE}\n## FAQ\n\n### Is it insured?\n\n{answer}\n").questions[0].answered


@pytest.mark.parametrize(
    "answer", ["Crews to board first, then cars.", "Ask the insurer; it pays up to £3,000.", "To Oban."]
)
def test_unusual_answers_count_as_answered(outline_of: Read, answer: str) -> None:
    assert outline_of(f"{RELEASE}\n## FAQ\n\n### Who boards first?\n\n{answer}\n").questions[0].answered


MANUAL = """# gatewatch

> Watch your gates.

## The problem

Gates fail silently, and you find out on the day the ferry sails.

## Our solution

One small program and a lamp.

## Install

```sh
pip install gatewatch
```

## Usage

```sh
gatewatch start
```

## FAQ

**Does it run on Windows?** No.

**Is it fast?** Yes, 3 ms.

## License

MIT
"""


def test_manual_is_not_a_draft(outline_of: Read) -> None:
    assert outline_of(MANUAL, "README.md").type == "other"


def test_draft_with_code_is_a_draft(outline_of: Read) -> None:
    text = (
        "# " + RELEASE + "\n## Install\n\n```sh\npip install gangway\n```\n\n## FAQ\n\n### Is it fast?\n\nYes, 3 ms.\n"
    )
    assert outline_of(text).type == "prfaq"


def test_newswire_release_is_not_a_draft(outline_of: Read) -> None:
    wire = RELEASE.replace("— Loch Lines", "/PRNewswire/ -- Loch Lines") + (
        "\nForward-Looking Statements\n\nThis release contains forward-looking statements.\n\nInvestor contact: ir@loch.example\n"
    )
    assert outline_of(RELEASE).type == "pr-only"
    assert outline_of(wire).type == "other"


def test_announcement_in_a_numbered_proposal_is_a_draft(outline_of: Read) -> None:
    text = "# RFC 0007: a press release for Gangway\n\n## The announcement\n\n" + RELEASE + f"\n## Questions\n\n{PLAIN}"
    assert outline_of(text).type == "prfaq"
    assert (
        outline_of(
            "# RFC 0007: gate protocol\n\n## Motivation\n\nGates differ.\n\n## Design\n\nOne frame a second.\n"
        ).type
        == "other"
    )


def test_faq_with_both_audiences_is_a_draft_but_a_help_page_is_not(outline_of: Read) -> None:
    both = f"# GANGWAY – FREQUENTLY ASKED QUESTIONS\n\n## External FAQ\n\n{PLAIN}\n## Internal FAQ\n\n{COMPANY}"
    assert outline_of(both).type == "faq-only"
    assert outline_of(f"# Frequently asked questions\n\n{PLAIN}").type == "other"


HINTS = {
    "Heading": ("Name the product in a way the reader (i.e. your target customers) will understand.", "Gangway"),
    "Sub-Heading": (
        "Describe who the market for the product is and what benefit they get.",
        "Ferry passengers who would rather sit in the cafe than stand in a queue.",
    ),
    "Summary": (
        "Give a summary of the product and the benefit.",
        "Gangway tells ferry passengers when to walk to the pier, so that nobody stands in the rain.",
    ),
    "Problem": (
        "Describe the problem your product solves.",
        "Passengers queue for forty minutes because nobody tells them when boarding starts.",
    ),
    "Solution": (
        "Describe how your product elegantly solves the problem.",
        "A passenger scans the ticket and gets a message when the gate for that deck opens.",
    ),
    "Quote from You": ("A quote from a spokesperson in your company.", "“Nobody should queue in the rain,” said Ada."),
    "How to Get Started": (
        "Describe how easy it is to get started.",
        "Scan the code on the ticket and choose how you want to be told.",
    ),
}


def _filled(*sections: str, hints: bool = True) -> str:
    """Return a template of which some sections are filled in, with or without their hints."""
    text = "# Project Name\n"
    for name, (hint, own) in HINTS.items():
        text += f"\n## {name}\n"
        text += f"> {hint}\n" if hints or name not in sections else ""
        text += f"\n{own}\n" if name in sections else ""
    return text


def test_template_with_several_sections_filled_in_is_a_draft(outline_of: Read) -> None:
    assert outline_of(_filled()).type == "template"
    assert outline_of(_filled("Heading", "Sub-Heading")).type == "template"
    assert outline_of(_filled("Sub-Heading", "Summary", "Problem", "Solution")).type == "pr-only"
    assert outline_of(_filled("Sub-Heading", "Summary", "Problem", hints=False)).type == "pr-only"
