"""spaCy token patterns of rules, checked without spaCy: what they may contain, and how long they may take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import inf, prod
from re import _parser  # type: ignore[attr-defined]  # how Python itself reads an expression
from typing import Any

from ..document.tokens import LONGEST_SENTENCE, LONGEST_WORD

SpacyPattern = list[dict[str, Any]]

_NEEDS_MODEL = frozenset(("POS", "TAG", "DEP", "LEMMA", "ENT_TYPE", "ENT_ID", "ENT_KB_ID", "MORPH", "SENT_START"))
_OF_WORDS = frozenset(("LOWER", "NORM", "ORTH", "PREFIX", "SHAPE", "SUFFIX", "TEXT"))
_COMPARISONS = frozenset(("==", "!=", ">=", "<=", ">", "<"))
_SLIPS = re.compile("FUZZY[1-9]?")
_FLAGS = frozenset(
    "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT "
    "IS_CURRENCY IS_STOP LIKE_NUM LIKE_URL LIKE_EMAIL SPACY".split()
)
_LONGEST_EXPRESSION = 200
_OPERATOR = re.compile(r"[!?+*1]|\{\d{1,3}\}|\{\d{1,3}(?P<endless>,)\}|\{(?P<least>\d{0,3}),(?P<most>\d{1,3})\}")
_REPEATED_GROUP = re.compile(r"(?<!\\)\)(?:[*+]|\{)|\\[1-9]|\(\?P=")
_MOST_WAYS = 2_000
"""The number of ways to try the tokens of a pattern from one place: one unbounded repeat, which counts 400, and little
more.
"""
_MOST_TRIES = 1_000_000
"""The number of ways to try an expression on a word. A word has up to 200 characters, and repeats multiply: two
unbounded repeats are fine if the expression begins with ^, but only one if it can begin anywhere.
"""


class PatternError(ValueError):
    """A pattern that cannot be used; the message gives the reason."""


def checked(pattern: Sequence[Mapping[str, Any]]) -> SpacyPattern:
    """Return a pattern after checking it.

    Raises:
        PatternError: If spaCy would reject it, would fail on it only later, or would take too long.
    """
    for token in pattern:
        _check_token(token)
    if prod(_token_ways(token.get("OP", "1")) for token in pattern) > _MOST_WAYS:
        raise PatternError(f"“{pattern}” repeats too much, which could take forever: use several patterns")
    return [dict(token) for token in pattern]


def anchors(pattern: SpacyPattern) -> tuple[str, ...]:
    """Return the words of the rarest required token.

    Raises:
        PatternError: If no word is required.
    """
    required = [_words(token.get("LOWER")) for token in pattern if token.get("OP", "1") in ("1", "+")]
    rarest = min(required, key=commonness, default=())
    if not rarest:
        raise PatternError(f"“{pattern}” needs at least one required word")
    return rarest


def _words(lower: object) -> tuple[str, ...]:
    """Return the words that a condition on the lower-case form allows; none if it is of another kind."""
    return (lower,) if isinstance(lower, str) else tuple(lower.get("IN", ())) if isinstance(lower, dict) else ()


def commonness(words: Iterable[str]) -> float:
    """Estimate how often one of these words occurs in a text; infinite if there are none.

    Each additional letter makes a word a third as common.
    """
    return sum([3.0 ** -len(word) for word in words]) or inf


def _token_ways(operator: object) -> int:
    """Return how many different numbers of tokens an operator allows, as spaCy tries them.

    Raises:
        PatternError: If the operator is invalid.
    """
    found = _OPERATOR.fullmatch(operator) if isinstance(operator, str) else None
    if not found:
        raise PatternError(f"OP “{operator}” is not one of !, ?, +, *, {{n}}, {{n,}}, {{,m}} and {{n,m}}")
    if operator in ("+", "*") or found["endless"]:
        return LONGEST_SENTENCE
    # spaCy expands each optional token separately.
    spread = int(found["most"]) - int(found["least"] or 0) if found["most"] else operator == "?"
    return int(2 ** min(spread, _MOST_WAYS)) if spread >= 0 else 1


def _check_token(token: Mapping[str, Any]) -> None:
    """Check one token of a pattern."""
    model = _NEEDS_MODEL & token.keys()
    if model:
        raise PatternError(
            f"{', '.join(sorted(model))} needs a trained pipeline, which prfaq-lint does not use: list the word forms"
        )
    for name, value in token.items():
        if name in _OF_WORDS:
            _check_word(name, value)
        elif name == "LENGTH":
            sizes = value if isinstance(value, Mapping) else {"==": value}
            if not sizes.keys() <= _COMPARISONS or not all(type(size) is int for size in sizes.values()):
                raise PatternError("LENGTH must be a whole number, or a table of comparisons with one")
        elif name.startswith(("IS_", "LIKE_")) or name == "SPACY":
            if name not in _FLAGS or not isinstance(value, bool):
                raise PatternError(f"{name} must be one of {', '.join(sorted(_FLAGS))} and true or false")
        elif name != "OP":
            raise PatternError(
                f"“{name}” says nothing about a token (known: {', '.join(sorted(_OF_WORDS))}, LENGTH, OP)"
            )


def _check_word(name: str, value: object) -> None:
    """Check a word condition in a pattern: a word, a list of words, an expression, or a fuzzy word."""
    if isinstance(value, str):
        return
    if not isinstance(value, Mapping):
        raise PatternError(f"{name} must be a string or a table")
    for how, what in value.items():
        if how in ("IN", "NOT_IN"):
            if not isinstance(what, list) or not all(isinstance(word, str) for word in what):
                raise PatternError(f"{name}.{how} must be a list of strings")
        elif how == "REGEX":
            _check_expression(what)
        elif not _SLIPS.fullmatch(how) or not isinstance(what, str):
            raise PatternError(f"{name} takes IN, NOT_IN, REGEX and FUZZY, and no “{how}”")


def _check_expression(expression: object) -> None:
    """Check an expression, which is tried on single words.

    Raises:
        PatternError: If its running time could explode on a long word.
    """
    if not isinstance(expression, str):
        raise PatternError("REGEX must be a string")
    if len(expression) > _LONGEST_EXPRESSION:
        raise PatternError(f"REGEX is longer than {_LONGEST_EXPRESSION} characters")
    if _REPEATED_GROUP.search(expression):
        raise PatternError(f"REGEX “{expression}” repeats a group, which could take forever: list the words")
    try:
        re.compile(expression)
        parsed = _parser.parse(expression)
        tries = _ways(parsed) * (1 if _is_anchored(parsed) else LONGEST_WORD)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(f"REGEX “{expression}” is not valid ({error})") from None
    if tries > _MOST_TRIES:
        raise PatternError(f"REGEX “{expression}” repeats too much, which could take forever: list the words")


def _is_anchored(parsed: Sequence[tuple[object, Any]]) -> bool:
    """Return whether an expression can match only at the beginning of a word."""
    return bool(parsed) and str(parsed[0][0]) == "AT" and str(parsed[0][1]).startswith("AT_BEGINNING")


def _ways(parsed: Iterable[tuple[object, Any]]) -> int:
    """Return in how many ways an expression can be tried from one place.

    This is the product of its repeats and alternatives.
    """
    ways = 1
    for kind, about in parsed:
        match str(kind):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, what = about
                ways *= 1 + (min(int(most), LONGEST_WORD) - least) * _ways(what)
            case "BRANCH":
                ways *= sum(map(_ways, about[1]))
            case "SUBPATTERN":
                ways *= _ways(about[3])
            case "ATOMIC_GROUP":
                ways *= _ways(about)
            case "ASSERT" | "ASSERT_NOT":
                ways *= _ways(about[1])
            case "GROUPREF_EXISTS":
                ways *= sum(_ways(what) for what in about[1:] if what)
    return ways
