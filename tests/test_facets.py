"""Questions and answers about every facet of the plan, in the words of many trades: how many of them are read rightly.

`facets.tsv` has a row each: what it is (`question`, `asked`, `substance`, `hollow`), who asks, the facet ("" for none),
the text, and a facet that may be read in it too. No reader of free text gets all of them: the thresholds hold what is
reached, so that no change loses it unseen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from prfaq_lint.reading import FACETS, Outline
from prfaq_lint.reading.facets import asked
from prfaq_lint.reading.shapes import Shapes, plain

ROWS = [
    [*line.split("\t"), ""][:5]
    for line in (Path(__file__).parent / "facets.tsv").read_text(encoding="utf-8").splitlines()
]
ASKED = {facet: text for what, _, facet, text, _ in ROWS if what == "asked"}


class WithoutAnswer:
    """A question that nobody has answered."""

    opening = ""

    def __init__(self, side: str) -> None:
        self.inside = side == "internal"

    def told(self, facet: str) -> int:
        return 0


def read(side: str, text: str) -> set[str]:
    """The facets that a question asks about, judged without its answer."""
    return asked(text, WithoutAnswer(side))


def test_questions_in_many_voices() -> None:
    wanted = [(side, facet, text) for what, side, facet, text, _ in ROWS if what == "question" and facet]
    missed = [text for side, facet, text in wanted if facet not in read(side, text)]
    assert len(missed) <= 0.08 * len(wanted), missed


def test_questions_about_something_else() -> None:
    others = [(side, text, may) for what, side, facet, text, may in ROWS if what == "question" and not facet]
    wrong = [text for side, text, may in others if read(side, text) - {may}]
    assert len(wrong) <= 0.12 * len(others), wrong


def substantive(outline_of: Callable[..., Outline], facet: str, answer: str) -> bool:
    part = "Customer FAQ" if facet in ("pricing", "legal") else "Internal FAQ"
    return facet in outline_of(f"# Rowboat\n\n## {part}\n\n### {ASKED[facet]}\n\n{answer}\n").plan


@pytest.mark.parametrize("facet", FACETS)
def test_hollow_answers_satisfy_nothing(outline_of: Callable[..., Outline], facet: str) -> None:
    hollow = [text for what, _, of, text, _ in ROWS if what == "hollow" and of == facet]
    assert hollow and not [text for text in hollow if substantive(outline_of, facet, text)]


def test_short_answers_of_substance_satisfy(outline_of: Callable[..., Outline]) -> None:
    good = [(facet, text) for what, _, facet, text, _ in ROWS if what == "substance"]
    missed = [text for facet, text in good if not substantive(outline_of, facet, text)]
    assert len(missed) <= 0.23 * len(good), missed


def test_an_optional_word_may_be_any() -> None:
    found = Shapes({"risks": ["what if the (*) boat sinks"]}, {})
    for text in ("What if the boat sinks?", "What if the old boat sinks?"):
        assert found.find(plain(text)) == {"risks"}
    assert not found.find(plain("What if the very old boat sinks?"))


def test_the_part_of_the_faq_tells_who_asks_where_its_heading_does_not(outline_of: Callable[..., Outline]) -> None:
    draft = (
        "# Rowboat\n\n## FAQ\n\n### Customer FAQ\n\n**How do I row?**\n\nWith both hands.\n\n### Technical FAQ\n\n"
        "**Why bundle two chart libraries instead of drawing the lake ourselves?**\n\nBoth are kept alive by others.\n"
    )
    _, question = outline_of(draft).questions
    assert question.audience == "internal"
    assert {"dependencies", "feasibility"} <= set(question.topics) and "competition" not in question.topics


@pytest.mark.parametrize(
    "text, counts",
    [
        ("Rowers forget their oars, because nothing reminds them, and they are cross with the club about it.", False),
        ("Rowers forget their oars, said 14 of the 20 whom we met at the pier in the first week of May.", True),
        ("Rowers forget their oars, as the interviews at the pier in the first week of May brought to light.", True),
    ],
)
def test_insights_need_a_source(outline_of: Callable[..., Outline], text: str, counts: bool) -> None:
    draft = f"# Rowboat\n\nRowboat lends oars.\n\n## Customer insights\n\n{text}\n\n## FAQ\n\n### How do I row?\n\nWith hands.\n"
    assert ("customer-evidence" in outline_of(draft).plan) is counts


def test_what_stands_in_code_is_something_of_its_own(outline_of: Callable[..., Outline]) -> None:
    draft = "# Rowboat\n\n## FAQ\n\n### Which system requirements are there?\n\n{}\n"
    assert (
        "dependencies"
        in outline_of(draft.format("One running `lakedb` daemon, reachable under `lake.url` from a jetty.")).plan
    )
    assert "dependencies" not in outline_of(draft.format("One running daemon, reachable from a jetty.")).plan


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        ("One. The addressable market is the basin at Holm, and it has no neighbour.", True),
        ("Only one hospital, the county's own, and its kitchen feeds the whole valley every day.", True),
        ("One of the best things about bakers is that they tell each other everything about flour.", False),
        ("Many, and more every year, because every school has trips and every trip has slips.", False),
    ],
)
def test_one_is_a_number_where_somebody_asks_how_many(
    outline_of: Callable[..., Outline], answer: str, counts: bool
) -> None:
    outline = outline_of(f"# Rowboat\n\n## Internal FAQ\n\n### How many harbours could use this?\n\n{answer}\n")
    assert ("market-size" in outline.plan) == counts
