"""Phrases and token patterns of rules, found in one pass and tested only where they can match.

A pattern may be written as a line of words, which is a shorthand for spaCy token patterns:

    we|our_team already? have|own ...3 technology|engine

Words stand for themselves in any case; `|` separates alternatives (`_` joins the words of one); `?` makes a word
optional; `...N` lets up to N tokens stand between; `<number>` is a number and `@name` a list of words from words.toml.
A list of tables is a spaCy token pattern as it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from itertools import count, product
from typing import TYPE_CHECKING, Any

from ..lexicon import nowhere, words_of

if TYPE_CHECKING:
    from ..document import Sentence
    from ..reading import Outline

_MOST_VARIANTS = 400
_NEEDS_MODEL = frozenset(("POS", "TAG", "DEP", "LEMMA", "ENT_TYPE", "ENT_ID", "ENT_KB_ID", "MORPH", "SENT_START"))
_serial = count()


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why."""


@dataclass(frozen=True)
class Phrases:
    """A list of phrases that a check wants to know about."""

    words: tuple[str, ...]
    label: str = field(default_factory=lambda: f"phrases-{next(_serial)}")

    def find(self, outline: Outline, sentence: Sentence) -> list[tuple[int, int]]:
        """Token ranges of the phrases in a sentence."""
        return outline.hits.get(self.label, nowhere()).within(sentence.first, sentence.last)


@dataclass(frozen=True)
class Patterns:
    """Token patterns, compiled when a document is first read, so that listing rules needs no tokenizer."""

    lines: tuple[str | Sequence[Mapping[str, Any]], ...]
    label: str = field(default_factory=lambda: f"patterns-{next(_serial)}")

    @cached_property
    def _by_anchor(self) -> dict[str, list[list[dict[str, Any]]]]:
        """Anchor word → the token patterns that need it."""
        table: dict[str, list[list[dict[str, Any]]]] = {}
        for line in self.lines:
            for pattern in _variants(line):
                for word in _anchor(pattern, line):
                    table.setdefault(word, []).append(list(pattern))
        return table

    @property
    def anchors(self) -> tuple[str, ...]:
        """Words one of which every match contains; raises `PatternError` for a pattern that cannot be used."""
        return tuple(self._by_anchor)

    @cached_property
    def _matchers(self) -> dict[str, Any]:
        return {}

    def find(self, outline: Outline, sentence: Sentence) -> list[tuple[int, int]]:
        """Token ranges of the matches in a sentence, in order. Only patterns whose anchor stands there are tried."""
        hits = outline.hits.get(self.label, nowhere()).within(sentence.first, sentence.last)
        if not hits:
            return []
        tokens = outline.document.tokens
        part = tokens.doc[sentence.first : sentence.last]
        found = {
            (sentence.first + start, sentence.first + end)
            for word in {tokens.words[start] for start, _ in hits}
            for _, start, end in self._matcher(word)(part)
        }
        return sorted(found)

    def _matcher(self, word: str) -> Any:
        """The matcher of an anchor word, built when it is first needed."""
        if word not in self._matchers:
            from spacy.matcher import Matcher

            from ..document.tokens import nlp

            matcher = Matcher(nlp().vocab)
            matcher.add("pattern", self._by_anchor[word], greedy="LONGEST")
            self._matchers[word] = matcher
        return self._matchers[word]


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """The shared word lists that patterns may name."""
    table = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def compile_patterns(lines: Iterable[str | Sequence[Mapping[str, Any]]]) -> Patterns:
    """Token patterns from shorthand lines and spaCy patterns; raises `PatternError` for what can be seen without a tokenizer."""
    kept = tuple(lines)
    for line in kept:
        if isinstance(line, str):
            for item in line.split():
                for word in item.removesuffix("?").split("|"):
                    if word.startswith("@") and word[1:] not in word_lists():
                        raise PatternError(f"unknown word list {word} (known: {', '.join(sorted(word_lists()))})")
        else:
            for token in line:
                _checked(dict(token))
    return Patterns(kept)


def _variants(line: str | Sequence[Mapping[str, Any]]) -> list[tuple[dict[str, Any], ...]]:
    return _shorthand(line) if isinstance(line, str) else [tuple(_checked(dict(token)) for token in line)]


def _shorthand(line: str) -> list[tuple[dict[str, Any], ...]]:
    """The spaCy patterns that a line stands for: one for each choice of alternatives with several tokens."""
    choices: list[list[tuple[dict[str, Any], ...]]] = []
    for item in line.split():
        if item.startswith("..."):
            most = int(item[3:]) if item[3:].isdecimal() else 3
            choices.append([tuple({"IS_PUNCT": False, "OP": "?"} for _ in range(most))])
            continue
        optional = item.endswith("?") and len(item) > 1
        words: list[str] = []
        for word in item.removesuffix("?").split("|"):
            if word.startswith("@"):
                words.extend(word_lists()[word[1:]])
            else:
                words.append(word)
        single: list[str] = []
        several: list[tuple[dict[str, Any], ...]] = []
        for word in words:
            if word == "<number>":
                several.append(({"LIKE_NUM": True},))
                continue
            tokens = words_of(word.replace("_", " "))
            if len(tokens) == 1:
                single.append(tokens[0])
            else:
                several.append(tuple({"LOWER": token} for token in tokens))
        options: list[tuple[dict[str, Any], ...]] = []
        if single:
            options.append(({"LOWER": {"IN": single}} if len(single) > 1 else {"LOWER": single[0]},))
        options += several
        if optional:
            if len(options) == 1 and len(options[0]) == 1:
                options = [({**options[0][0], "OP": "?"},)]
            else:
                options.append(())
        if not options:
            raise PatternError(f"nothing to match in “{item}”")
        choices.append(options)
    variants = [tuple(token for part in parts for token in part) for parts in product(*choices)]
    if len(variants) > _MOST_VARIANTS:
        raise PatternError(f"“{line}” stands for {len(variants)} patterns; {_MOST_VARIANTS} at most: split it up")
    return variants


def _checked(token: dict[str, Any]) -> dict[str, Any]:
    model = _NEEDS_MODEL & token.keys()
    if model:
        raise PatternError(
            f"{', '.join(sorted(model))} needs a trained pipeline, which prfaq-lint does not use: list the word forms"
        )
    return token


def _anchor(pattern: tuple[dict[str, Any], ...], line: object) -> tuple[str, ...]:
    """The words of the token that must be there and is rarest, by the length of its words."""
    best: tuple[str, ...] = ()
    worth = -1.0
    for token in pattern:
        if token.get("OP", "1") not in ("1", "+"):
            continue
        lower = token.get("LOWER")
        words = (lower,) if isinstance(lower, str) else tuple(lower.get("IN", ())) if isinstance(lower, dict) else ()
        if words and sum(map(len, words)) / len(words) > worth:
            best, worth = words, sum(map(len, words)) / len(words)
    if not best:
        raise PatternError(f"“{line}” needs at least one word that must be there")
    return best


def tokens_span(outline: Outline, start: int, end: int) -> tuple[int, int]:
    """Prose offsets of a range of tokens."""
    tokens = outline.document.tokens
    return tokens.starts[start], tokens.starts[end - 1] + len(tokens.words[end - 1])


def sentences(outline: Outline) -> Iterator[Sentence]:
    """All sentences of a document."""
    return iter(outline.document.tokens.sentences)
