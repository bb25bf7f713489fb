"""Tests of text functions: case folding as in case-insensitive expressions, searches, and excerpts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest

from prfaq_lint.checks.base import excerpt
from prfaq_lint.outline.model import Outline
from prfaq_lint.strings import folded, places_of, unquoted


def test_folded_matches_case_insensitive_expressions() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    for character in map(chr, range(sys.maxunicode + 1)):
        small = folded(character)
        assert len(small) == 1
        assert bool(letters.fullmatch(character)) == ("a" <= small <= "z"), character
        assert not "a" <= small <= "z" or re.fullmatch(small, character, re.IGNORECASE), character


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"Crowdsource your needs."', "Crowdsource your needs."),
        ("'Have fun!'", "Have fun!"),
        ("‘It’s fun’", "It’s fun"),
        ("“Running is a …", "Running is a …"),
        ('"Now" and "then"', '"Now" and "then"'),
        ('"Now", she said', '"Now", she said'),
        ("'Tis late", "'Tis late"),
        ('""', '""'),
        ("", ""),
    ],
)
def test_unquoted_takes_off_only_quotation_marks_around_all_of_a_text(text: str, inner: str) -> None:
    assert unquoted(text) == inner


def test_places_of_finds_all_occurrences_without_overlap() -> None:
    assert places_of("a b", "a b, xa b and A B") == [0, 6]
    assert places_of("aa", "aaaa") == [0, 2]
    assert places_of("c", "a b") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("“The vet rang back at noon,” said the shepherd.", "“The vet rang back at noon,” said the shepherd."),
        ("“The vet rang back at noon.”", "The vet rang back at noon."),
        ('"The vet rang back at noon, and by then', "The vet rang back at noon, and by then"),
        ('Bellwether ends this."', "Bellwether ends this."),
        ('The card says "rain"', 'The card says "rain"'),
        ("", ""),
    ],
)
def test_excerpts_have_no_unpaired_quotation_marks(outline_of: Callable[..., Outline], text: str, shown: str) -> None:
    outline = outline_of(f"# Bellwether\n\n{text}\n")
    start = outline.document.prose.find(text)
    assert excerpt(outline, start, start + len(text)) == shown
