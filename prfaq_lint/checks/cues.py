"""Vocabularies of expressions, in TOML files beside the checks that judge by them."""

from __future__ import annotations

import re
from functools import cache

from ..vocabulary import read_table


@cache
def cue(vocabulary: str, name: str, flags: int = 0) -> re.Pattern[str]:
    """The expression for a list of a vocabulary, compiled when it is first needed: it holds wherever one of the list's does.

    It is for `folded` texts, in which it is found several times as fast as in any case.
    """
    return re.compile("|".join(_lists(vocabulary)[name]), flags)


@cache
def _lists(vocabulary: str) -> dict[str, list[str]]:
    return read_table(f"checks/{vocabulary}.toml")
