"""Prose → tokens and sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .words import split

LONGEST_SENTENCE = 400
"""A sentence of more tokens than this is cut: no one reads it as one."""

LONGEST_WORD = 200
"""The time for splitting grows with the square of a run without white space, so longer runs are masked."""

_LONG_RUN = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_PLAIN = (
    *(("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("\n", " "), ("\N{NO-BREAK SPACE}", " ")),
    *(("\N{HYPHEN}", "-"), ("\N{NON-BREAKING HYPHEN}", "-")),
)
"""Characters, each with the one that it counts as. Token offsets remain prose offsets."""
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
_LONG_ABBREVIATIONS = frozenset(("admin", "assoc", "corresp", "messrs", "thurs"))
"""Abbreviations that are as long as words."""
_RARELY_FINAL = _ABBREVIATIONS - frozenset("etc. inc. ltd. co. corp. u.s. u.k. a.m. p.m.".split())


class Sentence(NamedTuple):
    """A sentence: its prose offsets, its tokens, and its block."""

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

    plain: str
    """The prose with straight quotes and plain spaces and hyphens; offsets are the same."""
    sentences: list[Sentence]
    words: list[str]
    """Each token in lower case, with straight quotes."""
    starts: list[int]
    """Prose offset of each token."""

    def text(self, token: int) -> str:
        """Return a token as it is written."""
        start = self.starts[token]
        return self.plain[start : start + len(self.words[token])]

    @cached_property
    def _begins(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentences_in(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences of a range of prose offsets; one that begins before the range is cut to it."""
        first = bisect_left(self._begins, start)
        last = bisect_left(self._begins, end)
        found = self.sentences[first:last]
        if first and start < self.sentences[first - 1].end:
            whole = self.sentences[first - 1]
            token = bisect_left(self.starts, start)
            if token < whole.last:
                found.insert(0, whole._replace(start=self.starts[token], first=token))
        return found


def tokenize(prose: str, blocks: list[tuple[int, int]]) -> Tokens:
    """Return the tokens and sentences of prose.

    `blocks` are the (start, end) of its blocks, which end every sentence.
    """
    plain = prose
    for odd, usual in _PLAIN:
        plain = plain.replace(odd, usual)
    if max(map(len, plain.split()), default=0) > LONGEST_WORD:
        plain = _LONG_RUN.sub(lambda run: "x" * len(run.group()), plain)
    words, starts = split(plain)
    closing = [index for index, word in enumerate(words) if word[-1] in _LAST]
    sentences: list[Sentence] = []
    at = turn = 0
    for number, (start, end) in enumerate(blocks):
        first = at = bisect_left(starts, start, at)
        last = bisect_left(starts, end, at)
        while first < last:
            at = min(first + LONGEST_SENTENCE, last)
            while turn < len(closing) and closing[turn] < at:
                turn += 1
                if closing[turn - 1] >= first and _ends_sentence(words, plain, starts, closing[turn - 1], end):
                    at = closing[turn - 1] + 1
            stop = starts[at - 1] + len(words[at - 1])
            sentences.append(Sentence(starts[first], min(stop, end), first, at, number))
            first = at
    return Tokens(plain, sentences, words, starts)


def _ends_sentence(words: list[str], text: str, starts: list[int], index: int, end: int) -> bool:
    """Return whether the sentence ends after this token.

    It does after final punctuation and what closes with it, unless an abbreviation, an initial or a lower-case word
    after a possible abbreviation shows otherwise ("U.S. law", "v1.2", "9 a.m. on", '"Why?" she asked').
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
    return not rest[0].islower() or (words[index] == "." and _is_whole(word[:-1]) and text[after : after + 1] == " ")


def _final(word: str) -> bool:
    return word[-1] in _FINAL and (len(word) < 3 or word in _ABBREVIATIONS or word[-2] == "/" or not word.strip(_FINAL))


def _is_whole(word: str) -> bool:
    """Return whether a word is too long to be an abbreviation.

    A full stop after it then ends the sentence even before a name in lower case: "… in their order. git reads them".
    """
    return len(word) >= 5 and word.isalpha() and word not in _LONG_ABBREVIATIONS
