"""Tests of words: they are split where spaCy's tokenizer splits them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.matcher import Matcher
from spacy.symbols import ORTH

from prfaq_lint.checks.matching import compile_patterns
from prfaq_lint.document.draft import Document
from prfaq_lint.document.words import _exceptions, split
from prfaq_lint.rules.linter import Linter

SPACY = English().tokenizer
PLAIN = str.maketrans("’‘“”", "''\"\"")
EXCEPTIONS = sorted(
    {
        " ".join(token[ORTH] for token in tokens).translate(PLAIN)
        for rule, tokens in SPACY.rules.items()
        if rule.split() == [rule] and rule != "<space>"
    }
)
"""Runs that spaCy splits in its own way, with spaces between the pieces: the contents of `words.txt`."""
DRAFTS = [*ROOT.glob("examples/*.md"), *ROOT.glob("rules/*/*.md"), *ROOT.glob("*.md")]
PIECES = (
    *(
        "word",
        "Word",
        "WORD",
        "don't",
        "cannot",
        "Gonna",
        "U.S.",
        "e.g.",
        "Mr.",
        "10am",
        "it's",
        "dogs'",
        "naïve",
        "Straße",
    ),
    *(
        "5",
        "3.5",
        "1,000",
        "$5",
        "5%",
        "10km",
        "3GB",
        "5M",
        "£1.2m",
        "2027",
        "v1.2",
        "9-5",
        "1+1",
        "+1",
        "C++",
        "#1",
        "q3",
    ),
    *(
        "www.example.com/a?b=c",
        "https://example.com",
        "me@example.org",
        "well-known",
        "and/or",
        "a:b",
        "x=y",
        "node.js",
        "end.Next",
    ),
    *(
        *".,:;!?'\"()[]{}<>-–—…/#*_&%$€=~|@^+\\`°™→✓😀",
        "--",
        "...",
        "''",
        "'s",
        "n't",
        "'ll",
        "，",
        "日本",
        "Привет",
    ),
)


def both(run: str) -> tuple[set[int], set[int], list[tuple[int, int]]]:
    """Return where our words and spaCy's words begin, and the ranges of spaCy's that are exceptions."""
    theirs = [token for token in SPACY(run) if not token.is_space]
    known = [(token.idx, token.idx + len(token)) for token in theirs if token.text in _exceptions()]
    return set(split(run)[1]), {token.idx for token in theirs}, known


def differs(run: str) -> bool:
    """Return whether a run is split in other places than in spaCy.

    A difference is ignored if spaCy joins an exception such as “:)” again after splitting it.
    """
    ours, theirs, known = both(run)
    return any(not any(start < place < end for start, end in known) for place in ours ^ theirs)


def runs() -> Iterator[str]:
    texts = [path.read_text(encoding="utf-8") for path in DRAFTS]
    texts += json.loads((ROOT / "tests/fuzz/commonmark.json").read_text(encoding="utf-8"))
    return iter({run for text in texts for run in text.translate(PLAIN).split()})


def test_words_of_the_repository_are_split_as_in_spacy() -> None:
    assert len(list(runs())) > 5000
    assert [run for run in runs() if differs(run)] == []


def test_exceptions_of_spacy_are_split_as_in_spacy() -> None:
    assert len(EXCEPTIONS) > 900
    assert [rule for rule in EXCEPTIONS if split(rule.replace(" ", ""))[0] != rule.lower().split(" ")] == []


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
def test_whatever_is_put_together(run: str) -> None:
    assert not differs(run)


@given(st.text(max_size=60))
def test_words_and_white_space_are_the_whole_text(text: str) -> None:
    words, starts = split(text)
    assert "".join(words) == "".join(text.split()).lower() or not text.isascii()
    assert starts == sorted(set(starts))
    assert all(text[start : start + 1].strip() for start in starts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They can't, won't (and shouldn't) do it.", "they ca n't , wo n't ( and should n't ) do it ."),
        ("“It’s 5km,” he said…", '" it \'s 5 km , " he said …'),
        ("A  B\tC\n\nD", "a b c d"),
        ("**Problem:** (optional): yes", "* * problem : * * ( optional ) : yes"),
    ],
)
def test_words_are_split_as_expected(text: str, words: str) -> None:
    assert split(text.translate(PLAIN))[0] == words.split()


def test_token_patterns_see_the_words_as_spacy_does() -> None:
    text = "# Wards\n\nThe nurse can't read 14 charts; she reads GET /orders, e.g. at 9am. Nobody else has a bed for 2 hours.\n"
    patterns = [
        [{"LOWER": "reads"}, {"TEXT": {"REGEX": "^[A-Z]+$"}}],
        [{"LOWER": "ca"}, {"LOWER": "n't"}, {"IS_ALPHA": True, "OP": "+"}],
        [{"LIKE_NUM": True}, {"LOWER": {"IN": ["charts", "hours"]}}],
        [{"LOWER": "9"}, {"LOWER": "am"}, {"IS_PUNCT": True, "OP": "?"}],
        [{"LOWER": "has"}, {"SPACY": True}],
    ]
    ours = compile_patterns(patterns)
    linter = Linter([])
    linter._lexicon.add(ours.label, ours.anchors)
    outline = linter.outline(Document.parse(text))
    tokens, prose = outline.document.tokens, outline.document.prose
    found = {
        prose[tokens.starts[first] : tokens.starts[last - 1] + len(tokens.words[last - 1])]
        for sentence in tokens.sentences
        for first, last in ours.find(outline, sentence)
    }
    matcher = Matcher(SPACY.vocab)
    matcher.add("all", patterns, greedy="LONGEST")
    doc = SPACY(prose)
    assert found == {doc[start:end].text for _, start, end in matcher(doc)}
    assert len(found) >= len(patterns)
