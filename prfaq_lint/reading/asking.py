"""What the company's own questions are about where no cue says so: a classifier trained on questions in plain words.

The cues (`facets.toml`) come first; what they recognise is left alone. Customers' questions are left alone, too: most
of them are about using the product, and a topic that is not there would cost more than one that is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import shapes
from .facets import voices
from .model import FACETS, Question
from .ngrams import load

INSIDER = "internal"
"""The classifier's label for questions that the company asks."""
SURE_OF_VOICE = 0.85
SURE_OF_TOPIC = 0.65
"""Chosen on drafts that nothing was trained on, so that few of the topics found are wrong (training/README.md)."""
_STEM, _LONG = 5, 7
_NAME = re.compile(r"(?<![.?!:\"“* ] )(?<=[\w,;)’'] )(?!I\b)[A-Z]\w+")

_OF_ITSELF = re.compile(
    r"\bthis (?:document|doc|paper|memo|page|draft|narrative|press release|pr/?faq|faq)\b", re.IGNORECASE
)
"""A question about the paper that asks it is about no facet of the plan."""


def features(question: str, inside: bool) -> Iterator[str]:
    """What the classifier sees of a question: its words, the beginnings of long ones, neighbours, and neighbours but one.

    A capital inside a sentence makes a name; `inside` says that the company asks.
    """
    yield "<inside>" if inside else "<outside>"
    names = {name.lower() for name in _NAME.findall(question)}
    before, last = "", "^"
    for word in shapes.plain(question):
        if word == "|":
            if last != "^":
                yield f"{last} $"
            before, last = "", "^"
            continue
        if word == "#" or word in names:
            word = "<number>" if word == "#" else "<name>"
        yield word
        yield f"{last} {word}"
        if len(word) >= _LONG and word[0] != "<":
            yield f"{word[:_STEM]}~"
        if before:
            yield f"{before} _ {word}"
        before, last = (last if last != "^" else ""), word


def recognise(questions: Sequence[Question]) -> list[Question]:
    """The questions, those of the company with the topics that the classifier gives where the cues gave none."""
    open_ones = [
        index
        for index, question in enumerate(questions)
        if not question.topics and _could_be_ours(question) and not _OF_ITSELF.search(question.text)
    ]
    result = list(questions)
    if not open_ones:
        return result
    classifier = load("topics")
    for index in open_ones:
        question = questions[index]
        score = classifier.score_features(features(question.text, inside=True))
        if question.audience == "internal" or score[INSIDER] > SURE_OF_VOICE:
            found = tuple(facet for facet in FACETS if score[facet] > SURE_OF_TOPIC)
            if found:
                spoken = classifier.because_of(list(features(question.text, inside=True)), found)
                shown = tuple(words.replace(" _ ", " … ").replace("~", "…") for words in spoken)
                result[index] = question._replace(topics=found, because=shown)
    return result


def _could_be_ours(question: Question) -> bool:
    """Whether the company asks, or nobody says who does."""
    return question.audience == "internal" or (
        not question.labelled and not voices(question.text) & {"me", "you", "group"}
    )
