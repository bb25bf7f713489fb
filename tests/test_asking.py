"""Questions in plain words, which no cue knows: what the classifier makes of them, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prfaq_lint.reading import FACETS, Outline, asking
from prfaq_lint.reading.asking import features
from prfaq_lint.reading.ngrams import load


def score(question: str, inside: bool = True) -> dict[str, float]:
    return load("topics").score_features(features(question, inside))


PLAIN = {
    "What if the dredger gets stuck in the mud?": "risks",
    "Who mends the winches on a Sunday?": "operations",
    "Which yardstick do we use for the ferrymen?": "metrics",
    "Who told us that ferrymen want this?": "customer-evidence",
    "Who pays for the rope, and is there money in it?": "economics",
    "When does the first tug leave the yard?": "timeline",
    "Are we allowed to film the lock, and who is liable?": "legal",
    "Who is going to sell it to the harbours?": "go-to-market",
}


@pytest.mark.parametrize("question, facet", PLAIN.items())
def test_plain_words_speak_for_their_facet(question: str, facet: str) -> None:
    scores = score(question)
    assert max(FACETS, key=lambda one: scores[one]) == facet


@pytest.mark.parametrize(
    "question", ["How do I tie the knot?", "Which colour is the rope?", "Can I use it with wet hands?"]
)
def test_a_customer_asks_about_the_product(outline_of: Callable[..., Outline], question: str) -> None:
    (found,) = outline_of(f"# Tug\n\n## FAQ\n\n### {question}\n\nAs the leaflet shows.\n").questions
    assert not found.because and not found.topics


def test_a_question_that_no_cue_knows_gets_a_topic_and_its_words(outline_of: Callable[..., Outline]) -> None:
    (question,) = outline_of("# Tug\n\n## Internal FAQ\n\n### Who mends the winches?\n\nThe yard does.\n").questions
    assert question.topics == ("operations",)
    pieces = [piece for words in question.because for piece in words.split(" … ")]
    assert pieces and all(piece in question.text.lower() for piece in pieces)


def test_under_a_customers_heading_it_stays_without(outline_of: Callable[..., Outline]) -> None:
    (question,) = outline_of("# Tug\n\n## Customer FAQ\n\n### Who mends the winches?\n\nThe yard does.\n").questions
    assert not question.because


def test_an_empty_answer_is_no_plan(outline_of: Callable[..., Outline]) -> None:
    text = "# Tug\n\n## Internal FAQ\n\n### Who mends the winches?\n\nWe handle it.\n"
    assert "operations" not in outline_of(text).plan


def test_nothing_is_loaded_where_nobody_asks(
    outline_of: Callable[..., Outline], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(asking, "load", never)
    outline_of("# Tug\n\nHarbours lose an hour a day to knots.\n")
    with pytest.raises(AssertionError):
        outline_of("# Tug\n\n## Internal FAQ\n\n### Who mends the winches?\n\nThe yard does.\n")


def test_features_are_words_their_beginnings_and_their_neighbours() -> None:
    assert list(features("Is Grundig involved?", True)) == [
        "<inside>",
        "is",
        "^ is",
        "<name>",
        "is <name>",
        "involved",
        "<name> involved",
        "invol~",
        "is _ involved",
        "involved $",
    ]


def test_a_question_about_the_paper_is_about_no_facet(outline_of: Callable[..., Outline]) -> None:
    for question in ("Why was this memo written in such a hurry?", "For whom is this press release meant?"):
        draft = outline_of(f"# Tug\n\n## Internal FAQ\n\n### {question}\n\nThe harbour master asked for it in May.\n")
        assert not draft.questions[0].because
