"""Tests of the outline of drafts in common layouts: parts, questions, audiences and types.

One release and one FAQ are laid out in many ways, and the outline must not depend on the layout.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from prfaq_lint.outline.model import FACETS, PARTS, TYPES, Outline, Passage
from prfaq_lint.outline.release.people import names_customer
from prfaq_lint.outline.release.problem import under_heading
from prfaq_lint.outline.structure.sections import Sections
from prfaq_lint.reports.outline import tree
from prfaq_lint.reports.text import Style

Read = Callable[..., Outline]

HEADLINE = "Harbour masters close the berth book before supper with Tidebook"
SUBHEADLINE = "Tidebook gives small harbours a berth list that is right by six o'clock, without a second copy"
DATELINE = "PLYMOUTH, 4 March 2028"
SUMMARY = "Quayside today launches Tidebook for every small harbour in Devon. Tidebook builds the evening's berth list from the radio log, and the harbour master only checks it."
PROBLEM = (
    "Every evening a harbour master copies the berth list from a whiteboard into three spreadsheets. It takes 50 minutes, and one boat in twelve is billed for the wrong night. "
    "Skippers argue at the counter, and staff lose hours to refunds."
)
SOLUTION = "Tidebook reads berth numbers from the radio log and puts them in order. It lets the harbour master check each line, and it closes the book with one tap."
LEADER = "“Harbours told us that they write every boat down three times,” said Ann Pascoe, chief executive of Quayside."
START = "To get started, install the tablet by the radio, enter your berths, and print the first list the same evening."
CUSTOMER = (
    "“I used to miss supper to fix the list, and now I'm home by six,” said Jory Tregear, a harbour master in Looe."
)
ACTION = "Visit tidebook.example/start to learn more and open your own book."

EXTERNAL = [
    (
        "What does Tidebook cost?",
        "It costs £90 a month for a harbour of up to 60 berths, with support and no set-up fee.",
    ),
    ("Does it work without a signal?", "Yes. The list is kept on the tablet and sent when the signal is back."),
]
INTERNAL = [
    (
        "How large is the market?",
        "The market is worth £443,000 a year: 410 small harbours in Britain, at £90 a month each.",
    ),
    (
        "What are the biggest risks?",
        "Two risks matter. Radio logs may be incomplete, and if more than 5 percent of boats are missing in the pilot we stop.",
    ),
]
FAQ = EXTERNAL + INTERNAL


def sections(faq: str) -> str:
    return "\n\n".join(
        f"### {question}\n\n{answer}" for question, answer in {"external": EXTERNAL, "internal": INTERNAL}.get(faq, FAQ)
    )


HEADED = f"""# {HEADLINE}

*{SUBHEADLINE}.*

## Summary

**{DATELINE}** — {SUMMARY}

## Problem

{PROBLEM}

## Solution

{SOLUTION}

## Leader quote

{LEADER}

## How to get started

{START}

## Customer quote

{CUSTOMER}

## Call to action

{ACTION}
"""

TEMPLATE_WITH_QUOTES = f"""# PR/FAQ: Tidebook

## Heading

Name the product in a way the reader (i.e. your target customers) will understand.

> {HEADLINE}

## Sub-Heading

Describe who the market for the product is and what benefit they get.

> {SUBHEADLINE}

## Summary

Give a summary of the product and the benefit.

> {DATELINE} — {SUMMARY}

## Problem

Describe the problem your product solves.

> {PROBLEM}

## Solution

Describe how your product elegantly solves the problem.

> {SOLUTION}

## Quote from You

A quote from a spokesperson in your company.

> {LEADER}

## How to Get Started

Describe how easy it is to get started.

> {START}

## Customer Quote

Provide a quote from a hypothetical customer that describes how they experienced the benefit.

> {CUSTOMER}

## Closing and Call to Action

Wrap it up and give pointers where the reader should go next.

> {ACTION}

## FAQ

{sections("all")}
"""

NEWSWIRE = f"""{HEADLINE}

{SUBHEADLINE}

{DATELINE} — {SUMMARY}

{PROBLEM}

{SOLUTION}

{LEADER}

{CUSTOMER}

{START}

{ACTION}

**Frequently asked questions**

""" + "\n\n".join(f"**{question}**\n\n{answer}" for question, answer in FAQ)

BOLD_LINES = f"""**{HEADLINE}**

**Subtitle**

{SUBHEADLINE}.

**Summary**

{DATELINE} — {SUMMARY}

**Problem**

{PROBLEM}

**Solution**

{SOLUTION}

**Quote from you**

{LEADER}

**How to get started**

{START}

**Customer quote**

{CUSTOMER}

**Call to action**

{ACTION}

**FAQ**

""" + "\n\n".join(f"**Q: {question}**\n\nA: {answer}" for question, answer in FAQ)

LABELS = f"""# Press release

Headline: {HEADLINE}

Subheadline: {SUBHEADLINE}

Summary: {DATELINE} — {SUMMARY}

Problem: {PROBLEM}

Solution: {SOLUTION}

Leader quote: {LEADER}

Getting started: {START}

Customer quote: {CUSTOMER}

Call to action: {ACTION}

# FAQ

""" + "\n\n".join(f"Q: {question}\nA: {answer}" for question, answer in FAQ)

BOLD_LABELS = LABELS.replace("\n\nHeadline: ", "\n\n**Headline:** ")
for _name in (
    "Subheadline",
    "Summary",
    "Problem",
    "Solution",
    "Leader quote",
    "Getting started",
    "Customer quote",
    "Call to action",
):
    BOLD_LABELS = BOLD_LABELS.replace(f"\n{_name}: ", f"\n**{_name}**: ")

FAQ_LAYOUTS = {
    "headings": sections("all"),
    "bold-lines": "\n\n".join(f"**{question}**\n\n{answer}" for question, answer in FAQ),
    "bold-and-answer-in-one-paragraph": "\n\n".join(f"**{question}** {answer}" for question, answer in FAQ),
    "bold-line-and-answer-line": "\n\n".join(f"**{question}**\n{answer}" for question, answer in FAQ),
    "q-and-a": "\n\n".join(f"Q: {question}\n\nA: {answer}" for question, answer in FAQ),
    "q-and-a-lines": "\n\n".join(f"Q: {question}\nA: {answer}" for question, answer in FAQ),
    "q-and-a-bold": "\n\n".join(f"**Q: {question}**\n\n**A:** {answer}" for question, answer in FAQ),
    "q-and-a-numbered": "\n\n".join(
        f"Q{number}. {question}\n\nA{number}. {answer}" for number, (question, answer) in enumerate(FAQ, 1)
    ),
    "bold-in-a-numbered-list": "\n".join(
        f"{number}. **{question}**\n   {answer}" for number, (question, answer) in enumerate(FAQ, 1)
    ),
    "bold-in-a-numbered-list-with-paragraphs": "\n\n".join(
        f"{number}. **{question}**\n\n   {answer}" for number, (question, answer) in enumerate(FAQ, 1)
    ),
    "bullets": "\n".join(f"- {question} {answer}" for question, answer in FAQ),
    "numbered-list-and-nested-answer": "\n".join(
        f"{number}. {question}\n   - {answer}" for number, (question, answer) in enumerate(FAQ, 1)
    ),
    "numbered-headings": "\n\n".join(
        f"### {number}. {question}\n\n{answer}" for number, (question, answer) in enumerate(FAQ, 1)
    ),
    "details": "\n\n".join(
        f"<details>\n<summary>{question}</summary>\n\n{answer}\n\n</details>" for question, answer in FAQ
    ),
    "details-in-one-block": "\n\n".join(
        f"<details>\n<summary><b>{question}</b></summary>\n<p>{answer}</p>\n</details>" for question, answer in FAQ
    ),
    "table": "| Question | Answer |\n|---|---|\n" + "\n".join(f"| {question} | {answer} |" for question, answer in FAQ),
    "answers-in-block-quotes": "\n\n".join(f"### {question}\n\n> {answer}" for question, answer in FAQ),
    "entities": "\n\n".join(f"### &ldquo;{question}&rdquo;\n\n{answer}" for question, answer in FAQ),
}

LAYOUTS = {
    "headed": f"{HEADED}\n## FAQ\n\n{sections('all')}\n",
    "template-with-block-quotes": TEMPLATE_WITH_QUOTES,
    "newswire": NEWSWIRE,
    "bold-lines": BOLD_LINES,
    "labels": LABELS,
    "bold-labels": BOLD_LABELS,
    "no-space-after-hashes": f"{HEADED}\n## FAQ\n\n{sections('all')}\n".replace("# ", "#"),
    "numbered-headings": "".join(
        f"{line}\n" if not line.startswith("## ") else f"## {number}. {line[3:]}\n"
        for number, line in enumerate(f"{HEADED}\n## FAQ\n\n{sections('all')}".split("\n"), 1)
    ),
    "faq-before-the-release": f"# PR/FAQ: Tidebook\n\n## FAQ\n\n{sections('all')}\n\n## Press release\n\n{HEADED.replace('## ', '### ').replace(f'# {HEADLINE}', f'### {HEADLINE}')}",
    "crlf": f"{HEADED}\n## FAQ\n\n{sections('all')}\n".replace("\n", "\r\n"),
    "front-matter": f"---\ntitle: Tidebook\nstatus: draft\n---\n{HEADED}\n## FAQ\n\n{sections('all')}\n",
    "shouted-headings": f"{HEADED}\n## FAQ\n\n{sections('all')}\n".replace("## Problem", "## THE PROBLEM:")
    .replace("## Solution", "## ✨ OUR SOLUTION")
    .replace("## FAQ", "## F.A.Q."),
    "html-quotes": f"{HEADED}\n## FAQ\n\n{sections('all')}\n".replace("“", "&ldquo;").replace("”", "&rdquo;"),
}

WORDS = {
    "headline": HEADLINE,
    "subheadline": SUBHEADLINE,
    "dateline": "PLYMOUTH",
    "summary": "Quayside today launches",
    "problem": PROBLEM,
    "solution": "Tidebook reads berth numbers",
    "leader_quote": "Harbours told us",
    "getting_started": START,
    "customer_quote": "I used to miss supper",
    "call_to_action": ACTION,
}
"""Words in each part, for all layouts."""


def texts(outline: Outline, name: str) -> list[str]:
    return [outline.document.excerpt(part.start, part.end) for part in outline.of(name)]


MISREAD = {("newswire", "subheadline")}
"""The parts that the reader misses in a layout, although people use it."""


@pytest.mark.parametrize(
    ("layout", "part"),
    [
        pytest.param(
            layout,
            part,
            marks=[pytest.mark.xfail(reason="misread by the reader", strict=False)] * ((layout, part) in MISREAD),
        )
        for layout in LAYOUTS
        for part in PARTS
    ],
)
def test_part(outline_of: Read, layout: str, part: str) -> None:
    found = texts(outline_of(LAYOUTS[layout]), part)
    assert any(WORDS[part] in text for text in found), f"{part}: {found}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_release_with_faq_is_a_prfaq(outline_of: Read, layout: str) -> None:
    assert outline_of(LAYOUTS[layout]).type == "prfaq"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_questions_of_the_layout(outline_of: Read, layout: str) -> None:
    assert [question.text for question in outline_of(LAYOUTS[layout]).questions] == [question for question, _ in FAQ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_problem_is_genuine_and_told_without_the_product(outline_of: Read, layout: str) -> None:
    verdict = outline_of(LAYOUTS[layout]).problem
    assert verdict.genuine
    assert verdict.names_customer
    assert verdict.has_evidence
    assert verdict.leaks == ()


@pytest.mark.parametrize(
    "headline",
    [
        "Harbour masters close the berth book before supper",
        "Introducing Tidebook, the berth list for small harbours",
        "Quayside launches Tidebook for harbours",
        pytest.param(
            "Tidebook: no second copy of the berth list",
            marks=pytest.mark.xfail(reason="misread by the reader", strict=False),
        ),
        "Tidebook – berth lists that are right by six",
        "Press Release: Small harbours stop billing boats for the wrong night",
    ],
)
def test_headline(outline_of: Read, headline: str) -> None:
    found = texts(outline_of(LAYOUTS["headed"].replace(f"# {HEADLINE}", f"# {headline}")), "headline")
    assert found == [headline]


@pytest.mark.parametrize(
    "title", ["Tidebook", "PR/FAQ", "Tidebook PR/FAQ", "Press Release", "[Name of the product for its customers]"]
)
def test_name_alone_is_not_a_headline(outline_of: Read, title: str) -> None:
    text = LAYOUTS["headed"].replace(f"# {HEADLINE}", f"# {title}")
    assert title not in texts(outline_of(text), "headline")
    assert texts(outline_of(text.replace(f"*{SUBHEADLINE}.*\n\n", "")), "headline") == []


@pytest.mark.parametrize(
    "dateline",
    [
        "**PLYMOUTH, 4 March 2028** — ",
        "**PLYMOUTH, 4 March 2028.** ",
        "PLYMOUTH – March 4, 2028 – ",
        "Plymouth, Devon, March 4, 2028 -- ",
        "(PLYMOUTH, 4 March 2028) ",
        "**PLYMOUTH** *2028-03-04*: ",
        "[PLYMOUTH, 4 March 2028] - ",
        "PLYMOUTH, March 2028 — ",
        "PLYMOUTH, UK — ",
    ],
)
def test_dateline(outline_of: Read, dateline: str) -> None:
    found = texts(outline_of(LAYOUTS["headed"].replace(f"**{DATELINE}** — ", dateline)), "dateline")
    assert len(found) == 1
    assert "PLYMOUTH" in found[0].upper()
    assert "Quayside" not in found[0]


@pytest.mark.parametrize("opening", ["From 4 May, ", "Until 4 May, ", "By May 4, "])
def test_a_day_after_a_preposition_is_not_a_dateline(outline_of: Read, opening: str) -> None:
    assert texts(outline_of(LAYOUTS["headed"].replace(f"**{DATELINE}** — ", opening)), "dateline") == []


@pytest.mark.parametrize(
    "title",
    [
        "PR/FAQ: Tidebook",
        "Tidebook PR/FAQ",
        "Tidebook – PRFAQ",
        "Tidebook (PR FAQ)",
        "Press release and FAQ for Tidebook",
        "Working backwards: Tidebook PR/FAQ",
    ],
)
def test_document_title_does_not_open_a_faq(outline_of: Read, title: str) -> None:
    outline = outline_of(LAYOUTS["headed"].replace(f"# {HEADLINE}", f"# {title}\n\n## {HEADLINE}"))
    assert outline.type == "prfaq"
    assert texts(outline, "problem") == [PROBLEM]
    assert [question.text for question in outline.questions] == [question for question, _ in FAQ]


# Questions, in all kinds of markup.


@pytest.mark.parametrize("layout", FAQ_LAYOUTS)
def test_questions(outline_of: Read, layout: str) -> None:
    found = outline_of(f"{HEADED}\n## FAQ\n\n{FAQ_LAYOUTS[layout]}\n").questions
    assert [question.text.strip("“”") for question in found] == [question for question, _ in FAQ]


@pytest.mark.parametrize("layout", FAQ_LAYOUTS)
def test_answers(outline_of: Read, layout: str) -> None:
    outline = outline_of(f"{HEADED}\n## FAQ\n\n{FAQ_LAYOUTS[layout]}\n")
    prose = outline.document.prose
    found = [" ".join(prose[start:end].strip() for start, end in question.answer) for question in outline.questions]
    assert found == [answer for _, answer in FAQ]
    assert all(question.answered for question in outline.questions)


@pytest.mark.parametrize("layout", FAQ_LAYOUTS)
def test_faq_questions_are_not_part_of_the_release(outline_of: Read, layout: str) -> None:
    outline = outline_of(f"{HEADED}\n## FAQ\n\n{FAQ_LAYOUTS[layout]}\n")
    first = min(question.start for question in outline.questions)
    assert [part.part for part in outline.parts if part.end > first] == []


def test_topic_headings_are_questions(outline_of: Read) -> None:
    text = f"{HEADED}\n## FAQ\n\n" + "\n\n".join(
        f"### {topic}\n\n{answer}"
        for topic, (_, answer) in zip(("Pricing", "Offline use", "Market size", "Risks"), FAQ, strict=True)
    )
    outline = outline_of(text)
    assert [question.text for question in outline.questions] == ["Pricing", "Offline use", "Market size", "Risks"]
    assert [question.answer_first for question in outline.questions] == [None] * 4
    assert "pricing" in outline.questions[0].topics
    assert "market-size" in outline.questions[2].topics
    assert "risks" in outline.questions[3].topics


BOLD_FAQ = (
    "## FAQ\n\n**What does it cost?**\n\n£9 a month for each boat.\n\n**{line}**\n\nNot much.\n\n"
    "**Who pays for it?**\n\nThe harbour pays.\n"
)


@pytest.mark.parametrize("line", ["In short", "In short:", "The small print"])
def test_bold_line_inside_an_answer_belongs_to_it(outline_of: Read, line: str) -> None:
    outline = outline_of(f"{HEADED}\n{BOLD_FAQ.format(line=line)}")
    answers = [[outline.document.prose[start:end] for start, end in one.answer] for one in outline.questions]
    assert answers == [["£9 a month for each boat.", line, "Not much."], ["The harbour pays."]]


def test_topic_heading_among_questions(outline_of: Read) -> None:
    text = f"{HEADED}\n## FAQ\n\n{sections('external')}\n\n### Pricing\n\nIt costs £90 a month for each harbour.\n\n{sections('internal')}\n"
    assert [question.text for question in outline_of(text).questions] == [
        EXTERNAL[0][0],
        EXTERNAL[1][0],
        "Pricing",
        INTERNAL[0][0],
        INTERNAL[1][0],
    ]


def test_an_appendix_never_becomes_the_release_again(outline_of: Read) -> None:
    appendix = (
        "# Appendix: interviews\n\n**Findings**\n\nEleven harbour masters keep a whiteboard.\n\n"
        "## What this means for the PR/FAQ\n\nThe tablet must work with gloves on.\n\n"
        "**Summary**\n\nEleven talks, nine whiteboards.\n"
    )
    draft = f"{HEADED}\n# FAQ\n\n{sections('external')}\n\n"
    plain, longer = outline_of(draft), outline_of(draft + appendix)
    assert [p.text for p in longer.paragraphs] == [p.text for p in plain.paragraphs]


@pytest.mark.parametrize("dash", ["-", "—"])
def test_a_quotation_in_a_block_quote_with_the_name_below(outline_of: Read, dash: str) -> None:
    said = "I used to miss supper to fix the list, and now I'm home by six."
    draft = outline_of(HEADED.replace(f"## Customer quote\n\n{CUSTOMER}", f"> {said}\n> {dash} Jory Tregear"))
    assert said in texts(draft, "customer_quote")[0]
    assert [said in text for text in texts(draft, "leader_quote")] == [False]


def test_a_second_quotation_below_the_heading_for_customers_can_be_the_companys(outline_of: Read) -> None:
    lead = (
        "“Our anglers do good work on the water and then lose the evening at a desk. That could not stay as it was,” said "
        "Thomas Berger, head of product."
    )
    second = outline_of(
        HEADED.replace(f"## Customer quote\n\n{CUSTOMER}", f"## Customer quote\n\n{CUSTOMER}\n\n{lead}")
    )
    assert any("could not stay" in text for text in texts(second, "leader_quote"))
    assert not any("could not stay" in text for text in texts(second, "customer_quote"))
    only = outline_of(HEADED.replace(f"## Customer quote\n\n{CUSTOMER}", f"## Customer quote\n\n{lead}"))
    assert any("could not stay" in text for text in texts(only, "customer_quote"))


def test_the_name_below_a_block_quote_signs_it(outline_of: Read) -> None:
    said = "I used to miss supper to fix the list, and now I'm home by six."
    draft = outline_of(HEADED.replace(f"## Customer quote\n\n{CUSTOMER}", f"> {said}\n> — Jory Tregear"))
    quotes = {quote.words.strip(): quote.attribution for one in draft.paragraphs for quote in one.quotes}
    assert quotes[said] == "Jory Tregear"


@pytest.mark.parametrize("name", ["Jory Tregear, angler", "Élodie Martin, nurse", "Dr. Ana Ruiz", "J. R. Hartley"])
@pytest.mark.parametrize("quotation", ["> “{said}”", "“{said}”", '"{said}"'])
def test_a_bold_name_below_a_quotation_signs_it(outline_of: Read, quotation: str, name: str) -> None:
    said = "I used to miss supper to fix the list, and now I'm home by six."
    quoted = f"{quotation.format(said=said)}\n\n**— {name}**"
    draft = outline_of(HEADED.replace(f"## Customer quote\n\n{CUSTOMER}", quoted))
    assert name not in [unit.text.lstrip("— ") for unit in draft.units if unit.kind == "heading"]
    quotes = {quote.words.strip(): quote.attribution for one in draft.paragraphs for quote in one.quotes}
    assert quotes[said] == f"— {name}"


@pytest.mark.parametrize("line", ["**– What the harbour pays**", "**- Mooring and fuel**"])
def test_a_bold_line_with_a_dash_is_a_heading_unless_it_follows_a_quotation(outline_of: Read, line: str) -> None:
    draft = outline_of(f"{HEADED}\n\nThe harbour keeps the list.\n\n{line}\n\nNine euros a night.\n")
    assert line.strip("*") in [unit.text for unit in draft.units if unit.kind == "heading"]


def test_release_below_the_questions_is_read(outline_of: Read) -> None:
    questions = "".join(
        f"**{one}**\n\nTwo harbour masters decide it in May 2028.\n\n" for one in ("Who runs it?", "Why now?")
    )
    release = HEADED.partition("\n\n")[2].replace("## ", "### ")
    draft = outline_of(
        f"# Working backwards: `tidebook`\n\nWe wrote the questions first.\n\n## Questions\n\n{questions}## Announcement\n\n{release}"
    )
    assert draft.type == "prfaq"
    assert {"problem", "solution", "customer_quote"} <= {part.part for part in draft.parts}


@pytest.mark.xfail(reason="misread by the reader", strict=False)
def test_text_on_a_printed_sheet_is_not_a_quote(outline_of: Read) -> None:
    sheet = "The tablet prints a sheet that reads: “Your berth for tonight is paid, and the office opens at seven.”"
    assert not any(outline_of(f"{HEADED}\n{sheet}\n".replace(CUSTOMER, "")).of("customer_quote"))


def test_rhetorical_question_in_an_answer_is_not_a_new_question(outline_of: Read) -> None:
    text = (
        f"{HEADED}\n## FAQ\n\n{sections('all')}\n\nWhat would we do then? We would stop and pay back every harbour.\n"
    )
    assert [question.text for question in outline_of(text).questions] == [question for question, _ in FAQ]


def test_appendix_after_the_faq_is_not_an_answer(outline_of: Read) -> None:
    outline = outline_of(
        f"{HEADED}\n## FAQ\n\n{sections('all')}\n\n## Appendix\n\nThe survey form, with all of its 31 fields.\n"
    )
    assert outline.document.lines(outline.questions[-1].start, outline.questions[-1].end)[
        1
    ] < outline.document.source.line_of(outline.document.source.text.index("## Appendix"))


# Audiences.


@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ("## External FAQ", "## Internal FAQ"),
        ("## Customer FAQ", "## Stakeholder FAQ"),
        ("## FAQ\n\n### External", "### Internal"),
        ("## FAQs: External", "## FAQs: Internal"),
        ("## Frequently asked questions\n\n### Customer questions", "### Business questions"),
        ("## Public FAQ", "## Hard FAQ"),
        ("**External FAQ**", "**Internal FAQ**"),
        ("## 10. External FAQs", "## 11. Internal FAQs"),
    ],
)
def test_audience_by_heading(outline_of: Read, outside: str, inside: str) -> None:
    """Check that the audience of each question is that of its heading, even if its words indicate another one."""
    wrong_way = [[(question, answer) for question, answer in group] for group in (INTERNAL, EXTERNAL)]
    text = (
        f"{HEADED}\n{outside}\n\n"
        + "\n\n".join(f"#### {q}\n\n{a}" for q, a in wrong_way[0])
        + f"\n\n{inside}\n\n"
        + "\n\n".join(f"#### {q}\n\n{a}" for q, a in wrong_way[1])
    )
    found = outline_of(text).questions
    assert [(question.audience, question.labelled) for question in found] == [("external", True)] * 2 + [
        ("internal", True)
    ] * 2


@pytest.mark.parametrize(
    ("question", "audience"),
    [
        ("What does it cost me?", "external"),
        ("Can I cancel at any time?", "external"),
        ("Do you share my data?", "external"),
        ("How do I get started?", "external"),
        ("What are our biggest risks?", "internal"),
        ("How do we measure success?", "internal"),
        ("Who are our competitors?", "internal"),
        ("What is our go-to-market plan?", "internal"),
        ("What does it take in engineering headcount?", "internal"),
    ],
)
def test_audience_by_content(outline_of: Read, question: str, audience: str) -> None:
    found = outline_of(
        f"{HEADED}\n## FAQ\n\n### {question}\n\nWe will say so in the spring of 2028.\n\n### Is it safe?\n\nYes, it is.\n"
    ).questions
    assert (found[0].audience, found[0].labelled) == (audience, False)


# Answers.


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        pytest.param("It costs £90 a month.", "text", id="text"),
        pytest.param("No.", "text", id="no"),
        pytest.param("We do not know yet. Ann Pascoe measures it by 4 May 2028.", "text", id="not-known-yet"),
        pytest.param("", "empty", id="nothing"),
        pytest.param("-", "empty", id="dash"),
        pytest.param("TBD", "tbd", id="tbd"),
        pytest.param("**TBD**", "tbd", id="bold-tbd"),
        pytest.param("*To be determined.*", "tbd", id="to-be-determined"),
        pytest.param("TODO: ask finance", "tbd", id="todo"),
        pytest.param("TBD, Ann Pascoe decides by 4 May 2028.", "text", id="tbd-with-owner-and-date"),
        pytest.param("???", "tbd", id="question-marks"),
        pytest.param("...", "tbd", id="dots"),
        pytest.param("Coming soon", "tbd", id="coming-soon"),
        pytest.param("[Describe your pricing here]", "slot", id="slot"),
        pytest.param("<city, state>", "slot", id="angle-slot"),
        pytest.param("```\nprice: 90\n```", "code", id="code"),
        pytest.param("![price list](prices.png)", "code", id="image"),
        pytest.param("<!-- ask finance -->", "empty", id="comment"),
    ],
)
def test_answer_kind(outline_of: Read, answer: str, kind: str) -> None:
    outline = outline_of(
        f"{HEADED}\n## FAQ\n\n### What does it cost?\n\n{answer}\n\n### Does it work without a signal?\n\nYes, it does.\n"
    )
    assert outline.questions[0].answer_kind == kind
    assert outline.questions[0].answered == (kind in ("text", "code"))


@pytest.mark.parametrize(
    ("question", "answer", "first"),
    [
        pytest.param("Does it work offline?", "Yes. The list is kept on the tablet.", True, id="yes"),
        pytest.param("Does it work offline?", "No, it needs a signal.", True, id="no"),
        pytest.param("Does it work offline?", "Not yet. We plan it for May.", True, id="not-yet"),
        pytest.param("Is it on phones?", "Only on Android.", True, id="only"),
        pytest.param(
            "Does it work offline?",
            "Great question! Harbours differ a lot in their signal.",
            False,
            id="praise-for-the-question",
        ),
        pytest.param("Does it work offline?", "Connectivity in harbours has a long history.", False, id="history"),
        pytest.param("Is our data safe?", "We take security seriously.", False, id="we-take-it-seriously"),
        pytest.param("How much does it cost?", "It costs £90 a month.", True, id="price"),
        pytest.param("How much does it cost?", "Our pricing is fair and simple.", False, id="fair-price"),
        pytest.param("How long does set-up take?", "Two hours.", True, id="number-in-words"),
        pytest.param(
            "How many harbours use it?",
            "We do not know yet. Ann Pascoe counts them by May.",
            True,
            id="do-not-know-and-will",
        ),
        pytest.param("What does Tidebook cost?", "It costs £90 a month.", True, id="price-of-a-product-by-name"),
        pytest.param(
            "What does Tidebook cost?", "Our pricing is fair and simple.", False, id="fair-price-of-a-product-by-name"
        ),
        pytest.param("1. Does it work offline?", "Yes. The list is kept on the tablet.", True, id="numbered-question"),
        pytest.param("When will it launch?", "On 4 March 2028.", True, id="date"),
        pytest.param("When will it launch?", "Our teams are working hard on it.", False, id="no-date"),
        pytest.param("Why not buy a product?", "Because none reads the radio log.", True, id="because"),
        pytest.param("Why not buy a product?", "Great question!", False, id="no-reason"),
        pytest.param("What is a berth?", "A place for a boat.", None, id="open-question"),
        pytest.param("Is it for harbours or for skippers?", "Harbours pay for it.", None, id="this-or-that"),
    ],
)
def test_answer_first(outline_of: Read, question: str, answer: str, first: bool | None) -> None:
    outline = outline_of(f"{HEADED}\n## FAQ\n\n### {question}\n\n{answer}\n\n### What is Tidebook?\n\nA berth list.\n")
    assert outline.questions[0].answer_first is first


# The problem: its text determines it, not its heading.


def test_pitch_under_a_problem_heading_is_not_a_problem(outline_of: Read) -> None:
    pitch = "Tidebook is the first platform that brings the berth list, billing and radio log together. Tidebook offers smart automation, beautiful dashboards and powerful reports."
    outline = outline_of(HEADED.replace(PROBLEM, pitch))
    assert not any("Tidebook is the first" in text for text in texts(outline, "problem"))
    assert not outline.problem.genuine


def test_problem_without_a_heading_is_found_by_content(outline_of: Read) -> None:
    outline = outline_of(
        f"# {HEADLINE}\n\n{DATELINE} — {SUMMARY}\n\n{PROBLEM}\n\n{SOLUTION}\n\n{LEADER}\n\n{CUSTOMER}\n\n{ACTION}\n"
    )
    ending = PROBLEM.split(". ")[-1]
    found = [part for part in outline.of("problem") if ending in outline.document.excerpt(part.start, part.end)]
    assert [part.found_by for part in found] == ["content"]
    assert outline.problem.genuine


def test_pitch_inside_the_problem_leaks(outline_of: Read) -> None:
    outline = outline_of(
        HEADED.replace(PROBLEM, f"{PROBLEM} Tidebook gives harbour masters a smart platform that automates the list.")
    )
    assert [(leak.role, leak.text.split()[0]) for leak in outline.problem.leaks] == [("pitch", "Tidebook")]


def test_problem_that_a_sentence_on_the_product_introduces(outline_of: Read) -> None:
    pain = "while every yard keeps its own crane log, copying the hours into one invoice takes a clerk two days of error-prone typing"
    outline = outline_of(
        f"# Cranelog sends one invoice for every yard\n\nToday Northpier announces Cranelog.\n\nThe service solves a common problem: {pain}.\n\n"
        "With Cranelog a clerk presses one button.\n\nOrder it at cranelog.example.\n"
    )
    assert any(pain in text for text in texts(outline, "problem"))


def test_problem_before_today_that_changes_is_found(outline_of: Read) -> None:
    pain = (
        "For beekeepers with hives in four valleys, a cold week means eight hours of driving and still a dead colony."
    )
    outline = outline_of(
        f"# Hivewire tells beekeepers which hive needs them\n\n{pain} Today, that changes.\n\nHivewire launches as the first scale that weighs a hive from below. "
        "It sends one message when a hive loses weight.\n\nOrder it at hivewire.example.\n"
    )
    assert any(pain in text for text in texts(outline, "problem"))
    assert outline.problem.genuine


def test_missing_product_is_not_a_customer_problem(outline_of: Read) -> None:
    outline = outline_of(
        HEADED.replace(PROBLEM, f"{PROBLEM} There is no platform that combines the berth list with billing.")
    )
    assert [leak.role for leak in outline.problem.leaks] == ["missing"]


def test_found_by_tells_heading_position_and_content(outline_of: Read) -> None:
    def found(text: str) -> dict[str, str]:
        return {part.part: part.found_by for part in outline_of(text).parts}

    headed = found(LAYOUTS["headed"])
    assert (headed["problem"], headed["headline"], headed["dateline"]) == ("heading", "content", "content")
    labelled = LAYOUTS["headed"].replace(f"**{DATELINE}** — ", "Location: Plymouth, 4 March 2028\n\n")
    assert found(labelled)["dateline"] == "position"


def test_product_is_named(outline_of: Read) -> None:
    assert outline_of(LAYOUTS["headed"]).product == "Tidebook"


def test_product_of_the_front_matter_wins(outline_of: Read) -> None:
    assert outline_of("---\nprfaq:\n  product: Harbourlight\n---\n" + LAYOUTS["headed"]).product == "Harbourlight"


# An organisation's own names for its sections.


def test_own_section_names(outline_of: Read) -> None:
    text = LAYOUTS["headed"].replace("## Problem", "## The itch").replace("## FAQ", "## Grilling")
    usual = outline_of(text)
    own = outline_of(text, sections=Sections({"problem": ["the itch"], "internal": ["grilling"]}))
    assert "heading" not in [part.found_by for part in usual.of("problem")]
    assert [part.found_by for part in own.of("problem")] == ["heading"]
    assert [question.audience for question in own.questions] == ["internal"] * 4


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Problem", "problem"),
        ("The Problem:", "problem"),
        ("2. Problem", "problem"),
        ("🔥 The problem today", "problem"),
        ("Customer problem (2-3 sentences)", "problem"),
        ("Problem – what hurts", "problem"),
        ("Problem Paragraph", "problem"),
        ("Step 3: Problem", "problem"),
        ("Our Solution", "solution"),
        ("Quote from you", "leader_quote"),
        ("Customer’s quote", "customer_quote"),
        ("How to get started", "getting_started"),
        ("Call-to-Action", "call_to_action"),
        ("Sub-Heading", "subheadline"),
        ("Problematic licences", ""),
        ("Team", ""),
        ("", ""),
        ("?!", ""),
    ],
)
def test_heading_names_a_part(heading: str, part: str) -> None:
    assert Sections().part(heading) == part


# Types.

PLAIN_FAQ = "# Help\n\n## How do I reset my password?\n\nOpen the settings and choose Reset.\n\n## How do I delete my account?\n\nWrite to support, who delete it within two days.\n"
README = """# tidebook

Berth lists from radio logs, as a Python library.

## Installation

```
pip install tidebook
```

## Usage

```python
import tidebook
tidebook.read("log.txt")
```

## Contributing

Pull requests are welcome. For major changes, open an issue first.

## License

MIT
"""
RFC = """# RFC 41: Store berth lists in SQLite

## Summary

Replace the text files by a SQLite database with one table for each harbour.

## Motivation

Two writers corrupt the text file when they save at the same time.

## Design

Open the database in WAL mode, and retry each transaction three times.

## Alternatives

Postgres needs a server, which a harbour does not have.

## Open questions

Do we need a migration for the logs of 2026?
"""
CHANGELOG = "# Changelog\n\n## 1.2.0 - 2028-03-04\n\n### Added\n\n- Berth lists can be printed.\n\n### Fixed\n\n- A crash on empty logs.\n\n## 1.1.0 - 2028-02-01\n\n### Added\n\n- Radio logs.\n"
TEMPLATE = """# PR/FAQ template

## Headline

[Name the product in a way your target customers understand]

## Subheadline

[One sentence: who is it for and what do they get?]

## Problem

[Describe the problem your product solves]

## Solution

[Describe how your product solves it]

## Customer quote

[Quote from a hypothetical customer]

## FAQ

**[Question 1]**

[Answer]
"""
GUIDE = (
    "# How to write a PR/FAQ\n\n"
    + "A press release comes first. Write it from the customer's side, and keep it to one page.\n\n" * 4
    + "## Checklist\n\n- Is there a customer?\n- Is there a problem?\n"
)


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        pytest.param(LAYOUTS["headed"], "draft.md", "prfaq", id="prfaq"),
        pytest.param(HEADED, "draft.md", "pr-only", id="release-alone"),
        pytest.param(NEWSWIRE.partition("**Frequently")[0], "draft.md", "pr-only", id="newswire-alone"),
        pytest.param(
            f"# PR/FAQ: Tidebook\n\n## External FAQ\n\n{sections('external')}\n\n## Internal FAQ\n\n{sections('internal')}\n",
            "draft.md",
            "faq-only",
            id="faq-alone",
        ),
        pytest.param(TEMPLATE, "draft.md", "template", id="template"),
        pytest.param(README, "README.md", "other", id="readme"),
        pytest.param(RFC, "0041-sqlite.md", "other", id="rfc"),
        pytest.param(CHANGELOG, "CHANGELOG.md", "other", id="changelog"),
        pytest.param(PLAIN_FAQ, "faq.md", "other", id="product-faq"),
        pytest.param(GUIDE, "guide.md", "other", id="guide"),
        pytest.param("", "draft.md", "other", id="empty"),
        pytest.param("\n\n \n", "draft.md", "other", id="white-space"),
        pytest.param("Buy milk, bread and a new rope.\n", "notes.md", "other", id="note"),
        pytest.param("---\ntitle: a\n---\n", "draft.md", "other", id="front-matter-alone"),
        pytest.param("# PR/FAQ\n", "draft.md", "other", id="title-alone"),
        pytest.param("![](a.png)\n\n```\ncode\n```\n", "draft.md", "other", id="no-prose"),
    ],
)
def test_type(outline_of: Read, text: str, path: str, kind: str) -> None:
    assert outline_of(text, path).type == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("changelog/draft.md", "prfaq"),
        ("contributing/ideas/draft.md", "prfaq"),
        ("changelog/CHANGELOG.md", "other"),
        (".github/PULL_REQUEST_TEMPLATE/draft.md", "other"),
    ],
)
def test_type_depends_on_the_file_name_and_not_on_folders_further_up(outline_of: Read, path: str, kind: str) -> None:
    for named in (path, os.path.abspath(path)):
        assert outline_of(LAYOUTS["headed"], named).type == kind


def test_type_is_the_same_for_a_relative_and_an_absolute_path(
    outline_of: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# PR/FAQ: Tidebook\n\n## FAQ\n\n### What does it cost?\n\nIt costs 9 euros a month.\n"
    for folder, kind in {"decisions": "other", "decisions/prfaqs": "faq-only"}.items():
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        assert [outline_of(text, path).type for path in ("d.md", str(tmp_path / folder / "d.md"))] == [kind, kind]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(LAYOUTS["headed"], "en", id="en"),
        pytest.param(
            "# Hafenmeister gehen vor dem Abendessen nach Hause\n\n"
            + "Der Hafenmeister schreibt die Liste jeden Abend von der Tafel ab, und das dauert eine Stunde. " * 3,
            "de",
            id="de",
        ),
        pytest.param("# 港の名簿\n\n毎晩、港長は名簿を書き写しています。一時間かかります。\n", "ja", id="ja"),
        pytest.param("# Short\n", "en", id="too-short"),
    ],
)
def test_language(outline_of: Read, text: str, language: str) -> None:
    assert outline_of(text).document.language == language


# The documented JSON.


@pytest.fixture(scope="module")
def contract(outline_of: Read) -> dict[str, object]:
    return outline_of(LAYOUTS["headed"], "drafts/tidebook.md").to_json()


def test_json_keys(contract: dict[str, object]) -> None:
    assert list(contract) == ["path", "type", "language", "parts", "questions", "plan", "passages"]
    assert (contract["path"], contract["type"], contract["language"]) == ("drafts/tidebook.md", "prfaq", "en")
    assert contract["type"] in TYPES


def test_json_parts(contract: dict[str, object]) -> None:
    parts = contract["parts"]
    assert isinstance(parts, list)
    assert {tuple(part) for part in parts} == {("part", "lines", "found_by", "confidence")}
    assert {part["part"] for part in parts} == set(PARTS)
    assert {part["found_by"] for part in parts} <= {"heading", "position", "content"}
    assert all(0 < part["confidence"] <= 1 for part in parts)
    last = len(LAYOUTS["headed"].split("\n"))
    assert all(1 <= first <= end <= last for first, end in (part["lines"] for part in parts))


def test_json_part_lines_are_those_of_the_text(contract: dict[str, object]) -> None:
    parts = contract["parts"]
    assert isinstance(parts, list)
    line = LAYOUTS["headed"].split("\n").index(PROBLEM) + 1
    assert [part["lines"] for part in parts if part["part"] == "problem"] == [[line, line]]


def test_json_questions(contract: dict[str, object]) -> None:
    questions = contract["questions"]
    assert isinstance(questions, list)
    lines = LAYOUTS["headed"].split("\n")
    asked, answer = FAQ[1]
    assert questions[1] == {
        "line": lines.index(f"### {asked}") + 1,
        "end_line": lines.index(answer) + 1,
        "text": asked,
        "audience": "external",
        "topics": questions[1]["topics"],
        "answered": True,
        "answers": questions[1]["answers"],
        "verdict": "full",
        "answer_first": True,
    }
    assert "pricing" in questions[0]["topics"]


def test_json_passages_are_those_of_the_text(contract: dict[str, object]) -> None:
    passages = contract["passages"]
    assert isinstance(passages, list)
    keys = ("line", "end_line", "text", "part", "role", "solution_first", "confidence")
    assert {tuple(passage) for passage in passages} == {keys}
    lines = LAYOUTS["headed"].split("\n")
    inside = [passage for passage in passages if lines[passage["line"] - 1] == PROBLEM]
    assert " ".join(passage["text"] for passage in inside) == PROBLEM
    assert [passage["line"] for passage in passages] == sorted(passage["line"] for passage in passages)


def test_json_plan_holds_answered_facets_with_their_lines(contract: dict[str, object]) -> None:
    plan = contract["plan"]
    assert isinstance(plan, dict)
    assert set(plan) <= set(FACETS)
    line = LAYOUTS["headed"].split("\n").index(INTERNAL[0][1]) + 1
    assert [list(lines) for lines in plan["market-size"]] == [[line, line]]


def test_json_plan_has_no_facet_that_is_only_asked(outline_of: Read) -> None:
    text = LAYOUTS["headed"].replace(INTERNAL[0][1], "It is large, and we will look into it some day.")
    assert "market-size" not in outline_of(text).plan


def test_json_is_json(contract: dict[str, object]) -> None:
    assert json.loads(json.dumps(contract))["parts"]


def test_tree_shows_all_parts_and_facets(outline_of: Read) -> None:
    shown = tree(outline_of(LAYOUTS["headed"]), Style())
    assert [name for name in (*PARTS, *FACETS) if name not in shown] == []
    assert max(map(len, shown.split("\n"))) <= 130


@pytest.mark.parametrize(
    "text",
    [
        "Cyclists brake late on wet rails.",
        "It falls to the night librarian.",
        "Teams that ship every week lose a day.",
        "The legal team reads every page twice.",
        "Ishbel drives eleven miles to the pier.",
        "Parents wait at the gate.",
        "The estate agent holds the keys.",
    ],
)
def test_names_a_customer(text: str) -> None:
    assert names_customer(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pier is closed in winter.",
        "The cheapest tier lacks filters.",
        "Users never remember their password.",
        "People wait longer every year.",
        "A neighbor-to-neighbor network.",
        "A paid-for room stays empty.",
        "AI agents forget what they did.",
        "Boarding is slow.",
    ],
)
def test_text_without_a_specific_customer(text: str) -> None:
    assert not names_customer(text)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("# Note: numbers are from May\n\n## Lampwick wakes bakers when the dough is ready", "Lampwick"),
        ("# Worked Example: Lampwick", "Lampwick"),
        ("# Phase 1: Lampwick for bakers", "Lampwick"),
        ("# Lampwick Now Wakes Bakers When the Dough Is Ready", "Lampwick"),
        ("# Example 2: Lampwick", "Lampwick"),
    ],
)
def test_words_for_a_part_of_a_document_are_not_the_product(outline_of: Read, title: str, name: str) -> None:
    text = "Now bakers sleep. Note the hour. Lampwick rings when the dough is ready. A baker sets Lampwick at midnight."
    assert outline_of(f"{title}\n\n{text}\n\nNow they sleep until four.\n").product == name


@pytest.mark.parametrize(
    ("kind", "problem", "start", "part"),
    [
        pytest.param("p", 0.9, 20, "problem", id="sentence"),
        pytest.param("l", 0.9, 20, "problem", id="item"),
        pytest.param("p", 0.1, 20, "summary", id="no-problem"),
        pytest.param("p", 0.9, 5, "summary", id="above-the-heading"),
        pytest.param("p", 0.9, 90, "summary", id="below-the-next-heading"),
        pytest.param("h", 0.9, 20, "summary", id="heading"),
        pytest.param("b", 0.9, 20, "summary", id="bold-line"),
    ],
)
def test_what_tells_a_problem_under_its_heading_is_the_problem(
    kind: str, problem: float, start: int, part: str
) -> None:
    told = Passage(kind, start, start + 9, "It is late.", 0, "summary", 0.6, "-", problem, "retrofit", 0.0, 0.0)
    (found,) = under_heading([told], [0], (10, 80))
    assert (found.part, found.confidence) == (part, problem if part == "problem" else 0.6)
    assert under_heading([told], [], (10, 80)) == under_heading([told], [0], None) == [told]
