"""Checks on names: the product's, its rivals' and its partners'."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import attrgetter

from ...document.source import Span
from ...outline.model import Outline
from ...strings import folded
from ..base import Problem, check, once
from .statements import LONGEST, Statement, asks, both_sides, cue, facts, words
from .wording import problem_at

_SHORTEST = 5
"""The minimum number of letters in a name; a typo in a shorter one cannot be told from another word."""

_MOST_QUESTIONS = 500
_OFTEN = 3
"""The number of questions that must contain another name before it counts as the product's."""


_NAME = r"[A-Z][A-Za-z]*[a-z][A-Za-z]*(?:[ -][A-Z][a-z][A-Za-z]*)?"
_WORD = re.compile(r"(?<![\w.@/-])[A-Za-z][A-Za-z-]{2,40}(?![\w@/]|\.\w)")
_ASKED_FOR = re.compile(
    r"^\W*(?:[Ww]hat|[Hh]ow much) (?:does|will) (?P<a>" + _NAME + r") (?:cost|do)\b|"
    r"^\W*(?:[Ii]s|[Ww]ill) (?P<b>" + _NAME + r") (?:be )?free\b|"
    r"^\W*[Hh]ow (?:do|can) I (?:get|start|use|buy|install|join|cancel|sign up for|set up|leave) (?:with |using )?(?P<c>"
    + _NAME
    + r")\b|"
    r"^\W*(?:[Ww]here|[Ww]hen) (?:is|will) (?P<d>" + _NAME + r") (?:be )?available\b|"
    r"^\W*[Ww]ho is (?P<e>" + _NAME + r") for\b"
)
_RIVAL = re.compile(r"(?<![\w.@/-])" + _NAME + r"(?!\w|\.\w)")


@check(english=True, applies=both_sides)
def product_name(outline: Outline) -> Iterator[Problem]:
    """Report a product with more than one name. Variants: `spelling`, `typo`, `other`."""
    draft = facts(outline)
    name = next((one for one in outline.product_names if len(one) >= _SHORTEST), "")
    if not name or (not name[0].isupper() and name.islower()):
        return
    wanted = _plain(name)
    counts: Counter[str] = Counter()
    places: dict[str, list[tuple[Statement, Span]]] = {}
    statements = sorted((*draft.statements, *_asked(outline)), key=attrgetter("start"))
    for statement, start, text in _spellings(statements, wanted):
        counts[text] += 1
        if len(places.setdefault(text, [])) < 3:
            places[text].append((statement, _at(start, text)))
    usual = _usual(counts, name)
    if usual:
        there, other = places[usual][0]
        for text in counts:
            if text == usual or not _differs(text, usual, counts):
                continue
            if " " in text + usual and all(
                word.lower() in draft.ordinary for word in (text if " " in text else usual).split()
            ):
                continue
            here, at = places[text][0]
            kind = "spelling" if _plain(text) == wanted else "typo"
            yield problem_at(outline, here, at, there, other, kind)
    yield from _renamed(outline, name)


def _asked(outline: Outline) -> Iterator[Statement]:
    """Yield the questions as statements, because they name the product too."""
    for question in outline.questions[:_MOST_QUESTIONS]:
        stop = question.answer[0][0] if question.answer else question.end
        text = outline.document.prose[question.start : min(stop, question.start + LONGEST)]
        yield Statement(question.start, text, "question", question)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return re.sub(r"[\s-]", "", name).lower()


def _at(start: int, text: str) -> Span:
    return Span(start, start + len(text))


def _spellings(statements: Sequence[Statement], wanted: str) -> Iterator[tuple[Statement, int, str]]:
    """Yield each occurrence of the name, in any spelling: the statement, the offset in it, and the text."""
    if not "a" <= wanted[:1] <= "z":
        return
    text = "\n".join(one.text for one in statements)
    starts = list(accumulate((len(one.text) + 1 for one in statements), initial=0))
    found: list[tuple[int, bool, int, str]] = []
    for paired, pattern in zip((False, True), _beginning(wanted[0]), strict=True):
        for one in pattern.finditer(text):
            name = one.group() + one.group(1)
            if abs(len(name) - len(wanted)) > 2:
                continue
            if _plain(name) == wanted or (not paired and _slip(_plain(name), wanted)):
                index = bisect_right(starts, one.start()) - 1
                found.append((index, paired, one.start() - starts[index], name))
    for index, _, start, name in sorted(found):
        yield statements[index], start, name


@cache
def _beginning(letter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return expressions for single words, and for pairs of words, that begin with a letter from a to z."""
    capital = letter.upper()
    return (
        re.compile(rf"[{capital}{letter}](?<![\w.@/-].)(?=([A-Za-z-]{{2,40}})(?![\w@/]|\.\w))"),
        re.compile(rf"{capital}(?<![\w.@/-].)(?=([a-z]{{1,20}} [A-Za-z][a-z]{{1,20}})(?![\w@/-]|\.\w))"),
    )


def _usual(counts: Counter[str], name: str) -> str:
    """Return the most frequent spelling, or "" if none occurs at least three times."""
    if not counts:
        return ""
    best = max(counts, key=lambda text: (counts[text], text == name, text))
    return best if counts[best] >= 3 else ""


def _differs(text: str, usual: str, counts: Counter[str]) -> bool:
    """Return whether another spelling is a mistake.

    It must be rare, and must not be in capitals or in lower case throughout, a plural, or a different word.
    """
    if text.isupper() or text.islower() or 3 * counts[text] > counts[usual]:
        return False
    plain, wanted = _plain(text), _plain(usual)
    if plain == wanted:
        return True
    if plain.rstrip("s") == wanted.rstrip("s") or abs(len(plain) - len(wanted)) > 1:
        return False
    return plain not in wanted and wanted not in plain


def _slip(one: str, other: str) -> bool:
    """Return whether two words differ by one letter that is missing, added, changed or swapped with its neighbour."""
    if one == other or len(one) < _SHORTEST or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _renamed(outline: Outline, name: str) -> Iterator[Problem]:
    """Report a question that calls the product by a name that the release does not contain."""
    draft = facts(outline)
    release = " ".join(one.text for one in draft.release)
    first = next(((one, one.text.find(name)) for one in draft.release if name in one.text), None)
    if first is None:
        return
    asked = _asked_for(outline, name, release) or _always_asked(outline, name, release)
    if asked:
        here = Statement(asked[0], asked[1], "question")
        yield problem_at(outline, here, _at(0, asked[1]), first[0], _at(first[1], name), "other")


def _asked_for(outline: Outline, name: str, release: str) -> tuple[int, str] | None:
    """Return the prose offset and text of another name for the product in a question, or None.

    The question must be one that can only be about the product, such as “What does … cost?”.
    """
    known = {part for one in outline.product_names for part in one.split()}
    for question in outline.questions:
        found = _ASKED_FOR.match(question.text)
        if not found or question.audience != "external":
            continue
        other = next(value for value in found.groups() if value)
        if _plain(other) == _plain(name) or _slip(_plain(other), _plain(name)):
            continue  # reported as a spelling or a typo
        if other.split()[0] in known or other in release or re.search(r"\bcompetit|\brival|\bunlike\b", question.text):
            continue
        start = outline.document.prose.find(other, question.start, question.end)
        if start >= 0:
            return start, other
    return None


def _always_asked(outline: Outline, name: str, release: str) -> tuple[int, str] | None:
    """Return the prose offset and text of a name that the questions use repeatedly instead of the release's, or None.

    Return None unless the FAQ never uses the release's name and the release never uses this one.
    """
    prose = outline.document.prose
    if release.count(name) < 3 or any(name in prose[one.start : one.end] for one in outline.questions):
        return None
    counts: Counter[str] = Counter()
    for question in outline.questions:
        counts.update(
            {found.group() for found in _RIVAL.finditer(question.text) if question.text[: found.start()].strip()}
        )
    for other, count in counts.most_common(1):
        if count >= _OFTEN and other not in release and 2 * count >= len(outline.questions):
            start = next(
                one.start + prose[one.start : one.end].find(other) for one in outline.questions if other in one.text
            )
            return start, other
    return None


@check(english=True, applies=both_sides)
def unanswered_alternative(outline: Outline) -> Iterator[Problem]:
    """Report a product that customers use today, named in the problem but not in the FAQ.

    The check applies only if the FAQ has an answer about alternatives.
    """
    draft = facts(outline)
    asked = [question for question in outline.questions if question.answered and "competition" in question.topics]
    if not asked:
        return
    for statement in draft.release:
        if statement.place != "problem" or statement.quoted:
            continue
        for found in cue("uses_rival").finditer(folded(statement.text)):
            name = re.match(r"\s+(?:the |an? )?(" + _NAME + ")", statement.text[found.end() : found.end() + 60])
            if not name or name.group(1).split()[0] in words("generic_alternative"):
                continue
            if name.group(1).split()[0].lower() in _faq_words(outline):
                continue
            start = found.end() + name.start(1)
            line = outline.document.lines(asked[0].start, asked[0].start + 1)[0]
            place = _at(start, name.group(1))
            yield problem_at(outline, statement, place, statement, place, "", answer=str(line))


@check(english=True, applies=both_sides)
def partner_not_a_dependency(outline: Outline) -> Iterator[Problem]:
    """Report a partner that the release promises but the FAQ does not name.

    The check applies only if the FAQ has an answer about dependencies.
    """
    draft = facts(outline)
    asked = [question for question in outline.questions if question.answered and "dependencies" in question.topics]
    asked = [question for question in asked if asks(question, "asks_dependencies")]
    if not asked:
        return
    own = {part for name in outline.product_names for part in name.split()}
    reported: set[str] = set()
    for statement in draft.release:
        if statement.place == "problem" or statement.quoted:
            continue
        for found in cue("works_with").finditer(folded(statement.text)):
            name = re.match(r"\s+(?:the )?(" + _NAME + ")", statement.text[found.end() : found.end() + 60])
            if not name or name.group(1).split()[0] in own:
                continue
            partner = name.group(1)
            if partner in reported or partner.split()[0].lower() in _faq_words(outline):
                continue
            reported.add(partner)
            line = outline.document.lines(asked[0].start, asked[0].start + 1)[0]
            place = _at(found.end() + name.start(1), partner)
            yield problem_at(outline, statement, place, statement, place, "", answer=str(line))


@once
def _faq_words(outline: Outline) -> frozenset[str]:
    """Return the words of all questions and answers, in lower case."""
    prose = outline.document.prose
    return frozenset(
        word.lower().replace("’", "'").removesuffix("'s")
        for question in outline.questions
        for word in re.findall(r"[A-Za-z][\w'’]*", prose[question.start : question.end])
    )
