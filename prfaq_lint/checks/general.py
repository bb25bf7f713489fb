"""The general kinds of check, from which most rule pages are made."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any

from ..document.tokens import Sentence
from ..outline.model import Outline
from ..outline.structure.places import PLACES
from .base import Check, Problem, excerpt, kind, once
from .matching import Patterns, Phrases, compile_patterns, tokens_span

Pattern = str | list[dict[str, Any]]


def scopes_of(scope: Sequence[str]) -> frozenset[str]:
    """Return the scopes that a page names.

    Raises:
        ValueError: If a scope is unknown.
    """
    unknown = [name for name in scope if name not in PLACES]
    if unknown:
        raise ValueError(f"unknown scope “{unknown[0]}” (known: {', '.join(PLACES)})")
    return frozenset(scope)


def joined(words: Sequence[str], opening: str = "“", closing: str = "”") -> str:
    """Join words the way they are written in a sentence: “very”, “quite” and “fairly”."""
    marked = [f"{opening}{word}{closing}" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"


@kind
def forbid(
    *,
    scope: list[str],
    phrases: list[str] = [],
    patterns: list[Pattern] = [],
    unless: list[str] = [],
    quoted: bool = False,
    grouped: bool = False,
) -> Check:
    """Report words that must not appear in a scope.

    The check is silent in sentences that contain one of the `unless` phrases and, unless `quoted`, in other people's
    words. `grouped` combines the matches in a block into one finding, whose {matches} are the first three.
    """
    scopes = scopes_of(scope)
    words, found, quiet = Phrases(tuple(phrases)), compile_patterns(patterns), Phrases(tuple(unless))

    def run(outline: Outline) -> Iterator[Problem]:
        blocks: dict[int, list[tuple[int, int]]] = {}
        for sentence, start, end in matches(outline, words, found, scopes):
            if outline.places.at(start) not in scopes or quiet.find(outline, sentence):
                continue
            if quoted or not in_quotes(outline, start):
                blocks.setdefault(sentence.block if grouped else start, []).append((start, end))
        for places in blocks.values():
            named = list(dict.fromkeys(excerpt(outline, start, end) for start, end in places))
            yield Problem(*places[0], {"match": named[0], "matches": joined(named[:3])})

    return Check(run, (words, quiet), (found,), english=True)


def matches(
    outline: Outline, words: Phrases, patterns: Patterns, scopes: Container[str] = PLACES
) -> Iterator[tuple[Sentence, int, int]]:
    """Yield the sentence and prose offsets of each phrase or pattern in a document, in order and without nesting.

    Sentences that neither begin nor end in one of the `scopes` are skipped.
    """
    wanted = [one for one in (words, patterns) if one.label in outline.hits]
    if not wanted:
        return
    sentences, ends = outline.document.tokens.sentences, _ends(outline)
    for index in _sentences_with(outline, wanted):
        first_place, last_place = ends[index]
        if first_place not in scopes and last_place not in scopes:
            continue
        sentence = sentences[index]
        last = -1
        found = wanted[0].find(outline, sentence)
        if len(wanted) > 1:
            found = [*found, *wanted[1].find(outline, sentence)]
        if len(found) > 1:
            found = sorted(set(found), key=lambda pair: (pair[0], -pair[1]))
        for first, end in found:
            if first >= last:
                place = tokens_span(outline, first, end)
                if outline.document.prose[place[0] : place[1]] != "!" or exclaims(outline.document.prose, place[0]):
                    yield sentence, *place
                last = end


_AFTER_MARK = re.compile(r"[!?\"”’')\]*_»]*(?:\s|$)")
_WITH_MARK = re.compile(r"\b(?:Yahoo|Joomla|Jeopardy|Kahoot|Yum|Chips Ahoy|Mamma Mia|Panic)$")
_IN_A_NAME = re.compile(r"[a-z,] [A-Z][\w’'-]*$")
_REST_OF_NAME = re.compile(r" (?:[A-Z][\w’'-]* ?){1,3}(?:[.,;:?)]|$)")


def exclaims(prose: str, at: int) -> bool:
    """Return whether the exclamation mark at a prose offset ends a sentence.

    Marks that are an operator or part of a name do not.
    """
    before, after = prose[max(0, at - 40) : at], prose[at + 1 : at + 80]
    if not before or before[-1].isspace() or before[-1] in "([{<=" or not _AFTER_MARK.match(after):
        return False
    if after.lstrip("\"”’')]*_» ")[:1].islower() and "\n" not in after[:2]:
        return False
    return not (_WITH_MARK.search(before) or (_IN_A_NAME.search(before) and _REST_OF_NAME.match(after)))


def _sentences_with(outline: Outline, wanted: Iterable[Phrases | Patterns]) -> list[int]:
    """Return the indices of the sentences with a hit of one of these, in order."""
    numbers = _numbers(outline)
    found = {numbers[start] for one in wanted for start in outline.hits[one.label].starts}
    found.discard(_BETWEEN)
    return sorted(found)[:MOST_SENTENCES]


_BETWEEN = -1


@once
def _numbers(outline: Outline) -> list[int]:
    """Return the sentence index of each token of a document, or `_BETWEEN` for a token between two sentences."""
    tokens = outline.document.tokens
    numbers = [_BETWEEN] * len(tokens.words)
    for index, sentence in enumerate(tokens.sentences):
        numbers[sentence.first : sentence.last] = [index] * (sentence.last - sentence.first)
    return numbers


MOST_SENTENCES = 3000
"""The number of sentences that one rule examines in a document. No real draft has as many with a rule's words."""


@once
def _ends(outline: Outline) -> list[tuple[str, str]]:
    """Return the scopes in which each sentence of a document begins and ends."""
    at = outline.places.at
    return [(at(sentence.start), at(sentence.end - 1)) for sentence in outline.document.tokens.sentences]


def in_quotes(outline: Outline, offset: int) -> bool:
    """Return whether a prose offset is inside a quotation of the release or between quotation marks in its block."""
    if outline.places.at(offset) in ("leader_quote", "customer_quote"):
        return True
    block = outline.document.block_at(offset)
    before = outline.document.prose[max(block.start, offset - 1000) : offset]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
