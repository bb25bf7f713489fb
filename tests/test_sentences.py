"""Tests of the ends of sentences: full stops that do not end one, and quotations that continue."""

from __future__ import annotations

import pytest

from prfaq_lint.document.draft import Document


def sentences(text: str) -> list[str]:
    document = Document.parse(text)
    return [document.prose[sentence.start : sentence.end].strip() for sentence in document.tokens.sentences]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It follows U.S. law in every state.", id="u.s.-law"),
        pytest.param("Clinics in the U.K. wait nine days.", id="u.k."),
        pytest.param("The importer reads v1.2 and v1.3 files.", id="version"),
        pytest.param("Calls come at 9 a.m. on Mondays.", id="a.m.-on"),
        pytest.param("Some records, e.g. Corvane or Medlar, are on paper.", id="e.g."),
        pytest.param("Some records (e.g. Corvane) are on paper.", id="e.g.-in-parentheses"),
        pytest.param("The lead nurse, i.e. Maeve, signs it.", id="i.e."),
        pytest.param("A ward loses 3.5 hours and $1.25 per shift.", id="decimals"),
        pytest.param("It costs .50 per call.", id="leading-point"),
        pytest.param("Everyone waits... and waits… and leaves.", id="ellipses"),
        pytest.param("The survey by J. R. Pike asked 288 nurses.", id="initials"),
        pytest.param("Dr. Okonjo and Ms. Pike signed it.", id="titles"),
        pytest.param("St. Mary has 28 beds.", id="saint"),
        pytest.param("Smith v. Jones settled that.", id="versus"),
        pytest.param("It supersedes No. 7 of the list.", id="number"),
        pytest.param("A shift has approx. 28 patients.", id="approx."),
        pytest.param("The market (est. 25 million) is small.", id="est."),
        pytest.param("The count in fig. 3 is lower.", id="fig."),
        pytest.param("It opens on Dec. 5 in Leeds.", id="month"),
        pytest.param("Wardlight Inc. and Corvane Ltd. share the work.", id="companies"),
        pytest.param("We build on node.js and asp.net today.", id="names-with-a-point"),
        pytest.param("Book it at tallow.example/start today.", id="address"),
        pytest.param('"It is late!" said Maeve.', id="exclamation-then-said"),
        pytest.param("“Why now?” she asked.", id="question-then-asked"),
        pytest.param('"We waited nine days," said Rhoswen Pike.', id="comma-then-said"),
        pytest.param('They sell "late." boxes.', id="full-stop-in-quotes-inside"),
        pytest.param("Yahoo! serves it.", id="name-with-a-mark"),
        pytest.param("The tower has max. nine bells.", id="short-word-then-lower-case"),
        pytest.param("The assoc. director waits until Thurs. at noon.", id="long-abbreviations"),
        pytest.param("One line\nand its other half.", id="soft-break"),
        pytest.param("It is **late.** and long.", id="emphasis"),
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [Document.parse(text).prose.strip()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It is late. Nobody left.", ["It is late.", "Nobody left."], id="two"),
        pytest.param("Why? Because.", ["Why?", "Because."], id="question"),
        pytest.param('"It is late." Nobody left.', ['"It is late."', "Nobody left."], id="closing-quote"),
        pytest.param("“It is late.” Nobody left.", ["“It is late.”", "Nobody left."], id="curly-closing-quote"),
        pytest.param(
            "It is late (very.) Nobody left.", ["It is late (very.)", "Nobody left."], id="closing-parenthesis"
        ),
        pytest.param("It is late. “Nobody left.”", ["It is late.", "“Nobody left.”"], id="opening-quote"),
        pytest.param("It came at 9 a.m. Nobody left.", ["It came at 9 a.m.", "Nobody left."], id="a.m.-at-the-end"),
        pytest.param(
            "They are in the U.S. Nobody left.", ["They are in the U.S.", "Nobody left."], id="u.s.-at-the-end"
        ),
        pytest.param("They sell ink, etc. Nobody left.", ["They sell ink, etc.", "Nobody left."], id="etc.-at-the-end"),
        pytest.param("It costs $5.50. Nobody left.", ["It costs $5.50.", "Nobody left."], id="decimal-at-the-end"),
        pytest.param("It took 41. Nobody left.", ["It took 41.", "Nobody left."], id="number-at-the-end"),
        pytest.param("Really?! Nobody left.", ["Really?!", "Nobody left."], id="two-marks"),
        pytest.param("They waited... Nobody left.", ["They waited...", "Nobody left."], id="ellipsis-at-the-end"),
        pytest.param("It is late. 41 minutes went.", ["It is late.", "41 minutes went."], id="number-first"),
        pytest.param("It is **late.** Nobody left.", ["It is late.", "Nobody left."], id="emphasis"),
        pytest.param(
            "It keeps them in order. lamp reads them.",
            ["It keeps them in order.", "lamp reads them."],
            id="name-in-lower-case",
        ),
        pytest.param(
            "They lie in lamps/old/. Nobody left.", ["They lie in lamps/old/.", "Nobody left."], id="path-at-the-end"
        ),
        pytest.param("# It is late\n\nNobody left", ["It is late", "Nobody left"], id="blocks"),
        pytest.param("- It is late\n- Nobody left", ["It is late", "Nobody left"], id="items"),
        pytest.param("| It is late | Nobody left |\n|-|-|\n", ["It is late", "Nobody left"], id="cells"),
    ],
)
def test_several_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_one_block_of_many_sentences_takes_linear_time() -> None:
    text = "It is late. " * 20_000
    assert len(sentences(text)) == 20_000


def test_prose_beyond_the_limit_of_the_pipeline() -> None:
    """Check a draft of more than a million characters, which spaCy's pipeline would refuse."""
    document = Document.parse("It is late, says everybody who was asked about it. " * 20_000)
    assert len(document.prose) > 1_000_000
    assert len(document.tokens.sentences) == 20_000
