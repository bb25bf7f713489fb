"""Prose → spaCy tokens and sentences. The only module that imports spaCy, and only when a document is read."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LONGEST_SENTENCE = 400
"""A sentence of more tokens than this is cut: nobody reads it as one."""

LONGEST_WORD = 200
"""The tokenizer's time grows with the square of a run without white space, so longer runs are masked."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
# Same length on both sides: token offsets stay prose offsets.
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\n": " ",
        "\N{NO-BREAK SPACE}": " ",
        "\N{HYPHEN}": "-",
        "\N{NON-BREAKING HYPHEN}": "-",
    }
)
_CLOSERS = frozenset("\"')]}»*_")
_FINAL = ".!?…"
_LAST = _CLOSERS.union(_FINAL)
"""The characters that a sentence can end with."""
_ABBREVIATIONS = frozenset(
    "mr. mrs. ms. dr. prof. st. vs. e.g. i.e. etc. inc. ltd. co. corp. no. approx. est. dept. fig. jan. feb. "
    "mar. apr. "
    "jun. jul. aug. sep. sept. oct. nov. dec. u.s. u.k. a.m. p.m. v. ca. cal. calif. ore. wash. mass. mich. "
    "ill. conn. "
    "pa. va. fla. tex. colo. ariz. minn. wis. ky. tenn. ga.".split()
)
_RARELY_FINAL = _ABBREVIATIONS - frozenset("etc. inc. ltd. co. corp. u.s. u.k. a.m. p.m.".split())


@cache
def nlp() -> Language:
    """The blank English pipeline: tokenizer and vocabulary, no model."""
    with _without_command_line():
        from spacy.lang.en import English

    # What `spacy.blank("en")` gives, without checking a configuration that is spaCy's own.
    return English()


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Keeps spaCy from importing its command line, with downloads and a web client, while it is imported itself.

    That is a third of its start, and for one function, `spacy.info`. A stand-in gives it that function and then
    makes way, so that a program which uses spaCy's command line later on finds the real one.
    """
    names = ("spacy.cli", "spacy.cli.info")
    if "spacy" in sys.modules:
        yield
        return
    package, module = (ModuleType(name) for name in names)
    package.__path__ = []
    module.__dict__["info"] = _info
    sys.modules.update(zip(names, (package, module), strict=True))
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _info(*arguments: Any, **options: Any) -> Any:
    """What `spacy.info` does."""
    return import_module("spacy.cli.info").info(*arguments, **options)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its prose offsets, its tokens, and the block that it stands in."""

    start: int
    end: int
    first: int
    """Index of its first token."""
    last: int
    """Index after its last token."""
    block: int
    """Index of the block in `Document.blocks`."""


@dataclass(frozen=True)
class Tokens:
    """The tokens of a document's prose, and its sentences in order."""

    doc: Doc
    sentences: list[Sentence]
    words: list[str]
    """Each token in lower case, with straight quotes."""
    starts: list[int]
    """Prose offset of each token."""

    @cached_property
    def _firsts(self) -> list[int]:
        return [sentence.first for sentence in self.sentences]

    @cached_property
    def _begins(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_of(self, token: int) -> int:
        """The index of the sentence that holds a token, or -1 between sentences."""
        index = bisect_right(self._firsts, token) - 1
        return index if index >= 0 and token < self.sentences[index].last else -1

    def sentences_in(self, start: int, end: int) -> list[Sentence]:
        """The sentences of a range of prose offsets; one that began before it, as behind a label, is cut to the range."""
        first = bisect_left(self._begins, start)
        last = bisect_left(self._begins, end)
        found = self.sentences[first:last]
        if first and start < self.sentences[first - 1].end:
            whole = self.sentences[first - 1]
            token = bisect_left(self.starts, start)
            if token < whole.last:
                found.insert(0, replace(whole, start=self.starts[token], first=token))
        return found


def tokenize(prose: str, blocks: list[tuple[int, int]]) -> Tokens:
    """Tokens and sentences of prose; `blocks` are the (start, end) of its blocks, which end every sentence."""
    plain = _LONG_RUN.sub(lambda run: "x" * len(run.group()), prose.translate(_PLAIN))
    doc = nlp().tokenizer(plain)
    lower = nlp().vocab.strings
    words = [lower[word] for word in doc.to_array("LOWER").tolist()]
    starts = doc.to_array("IDX").tolist()
    sentences: list[Sentence] = []
    at = 0
    for number, (start, end) in enumerate(blocks):
        if start == end:
            continue
        while at < len(starts) and starts[at] < start:
            at += 1
        first = at
        while at < len(starts) and starts[at] < end:
            at += 1
            over = at == len(starts) or starts[at] >= end or at - first >= LONGEST_SENTENCE
            if over or (words[at - 1][-1] in _LAST and _ends_sentence(words, plain, starts, at - 1, end)):
                stop = starts[at - 1] + len(words[at - 1])
                if plain[starts[first] : stop].strip():
                    sentences.append(Sentence(starts[first], min(stop, end), first, at, number))
                first = at
    return Tokens(doc, sentences, words, starts)


def _ends_sentence(words: list[str], text: str, starts: list[int], index: int, end: int) -> bool:
    """Whether the sentence ends after this token.

    It does after final punctuation and what closes with it, unless an abbreviation, an initial or a following lower
    case word says otherwise ("U.S. law", "v1.2", "9 a.m. on", '"Why?" she asked').
    """
    word = words[index]
    if word in _CLOSERS:
        back = index
        while back > 0 and words[back] in _CLOSERS and starts[back] == starts[back - 1] + len(words[back - 1]):
            back -= 1
        if back == index or not _final(words[back]):
            return False
    elif not _final(word):
        return False
    if index + 1 < len(starts) and starts[index + 1] == starts[index] + len(word):
        return False  # no space after it: "3.5", ".net", or a closing quote that is still to come
    after = starts[index] + len(word)
    rest = text[after : min(end, after + 16)].lstrip(" \"'([*_“‘-–—•")
    if not rest:
        return True
    if word == "." and index and starts[index - 1] + len(words[index - 1]) == starts[index]:
        word = words[index - 1] + word  # the tokenizer splits off the full stop of abbreviations that it does not know
    if word == "no.":
        return not rest[0].isdigit()
    if word in _RARELY_FINAL or (len(word) == 2 and word[1] == "." and word[0].isalpha()):
        return False
    return not rest[0].islower()


def _final(word: str) -> bool:
    return word[-1] in _FINAL and (len(word) < 3 or word in _ABBREVIATIONS or not word.strip(_FINAL))
