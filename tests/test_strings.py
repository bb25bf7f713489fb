"""Text as expressions without regard to case read it."""

from __future__ import annotations

import re
import sys

from prfaq_lint.reading.strings import folded, places_of


def test_a_folded_character_is_the_small_letter_for_which_an_expression_takes_it() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    for character in map(chr, range(sys.maxunicode + 1)):
        small = folded(character)
        assert len(small) == 1
        assert bool(letters.fullmatch(character)) == ("a" <= small <= "z"), character
        assert not "a" <= small <= "z" or re.fullmatch(small, character, re.IGNORECASE), character


def test_places_are_where_words_stand() -> None:
    assert places_of("a b", "a b, xa b and A B") == [0, 6]
    assert places_of("aa", "aaaa") == [0, 2]
    assert places_of("c", "a b") == []
