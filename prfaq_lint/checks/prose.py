"""Checks on the writing: words, sentences and abbreviations that cost a reader time or trust.

They report one finding for each paragraph and few for each file, as notes and warnings only: a draft is read for its
substance, and a page of style remarks would hide it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from ..document.tokens import Sentence
from ..outline.model import PARTS, Outline, Unit
from ..rules.lexicon import words_of
from ..strings import folded
from .audience import DEVELOPERS, for_developers
from .base import Check, Problem, kind, once
from .general import Pattern, joined, matches, scopes_of
from .matching import Phrases, compile_patterns

MOST = 10
"""The number of findings of one prose rule in a file; the last says how many more there are."""

_ENOUGH = 40
"""The number of words examined in a paragraph, and half the number of abbreviations in a file. It keeps the time on
hostile text from growing quadratically.
"""

_READ = 60_000
"""The number of characters of a draft in which the full form of an abbreviation is looked up."""

_RELEASE = tuple(part for part in PARTS if part not in ("leader_quote", "customer_quote"))
_ANSWERS = ("external", "internal", "strategy")
_WRITTEN = frozenset((*_RELEASE, "release", *_ANSWERS))
"""Places with the author's own text: no quotations, no questions, nothing around the draft."""

_HEADINGS = ("headline", "subheadline")
# The quotation mark comes first, so that the search can skip from one to the next.
_QUOTED = re.compile(
    r"[“\"«„‘'](?:(?<=“)[^”]*(?:”|\Z)|(?<=\")[^\"]*(?:\"|\Z)|(?<=«)[^»]*»|(?<=„)[^“”]*[“”]|"
    r"(?<=[‘'])(?<!\w.)(?=\S)[^‘’'\n]{1,300}(?<=\S)[’'](?!\w))"
)
_NUMBER = re.compile(
    r"\d|%|\b(?:half|thirds?|quarters?|dozens?|hundreds?|thousands?|millions?|billions?|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety)\b",
    re.IGNORECASE,
)
_NO_AMOUNT = re.compile(
    r"\b(?:24/7|360|web ?[23](?:\.0)?|[a-z]+-?\d+(?:\.\d+)*|v\d[\d.]*|24-hour|one-stop|"
    r"all-in-one|two-factor|two-way|third[- ]part(?:y|ies)|half-\w+)\b",
    re.IGNORECASE,
)
_NEGATIONS = frozenset(
    ("not n't no never nor neither without less hardly cannot nothing nobody lack lacks lacked lacking").split()
)
_REACH = 4
"""The number of tokens after a negation that it still affects."""


@dataclass(slots=True)
class _Group:
    """The matches of a rule in one paragraph."""

    start: int
    end: int
    words: list[str] = field(default_factory=list)
    instead: list[str] = field(default_factory=list)
    loud: bool = False


@kind
def wording(
    *,
    scope: list[str] = [],
    loud: list[str] = [],
    phrases: list[str] = [],
    patterns: list[Pattern] = [],
    instead: dict[str, str] = {},
    unless: list[str] = [],
    unless_after: list[str] = [],
    technical: list[str] = [],
    unless_number: bool = False,
    negated: bool = True,
    most: int = MOST,
) -> Check:
    """Report words to avoid, grouped by paragraph. Variant `several`: a paragraph with more than one.

    Args:
        scope: Where to look for them; if empty, in all of the author's text.
        loud: Where they are a warning.
        phrases: The phrases to avoid.
        patterns: The patterns to avoid.
        instead: Further phrases, each with its replacement.
        unless: Phrases inside which a word is ignored.
        unless_after: Phrases that, later in the sentence, make a word acceptable.
        technical: Words that are ignored if the customers write software.
        unless_number: Whether to ignore words in a sentence with a number.
        negated: Whether to report words after a negation.
        most: The number of findings in a file.
    """
    scopes = scopes_of(scope) or _WRITTEN
    warned = scopes_of(loud)
    words, found = Phrases((*phrases, *technical, *instead)), compile_patterns(patterns)
    quiet, after, terms = Phrases(tuple(unless)), Phrases(tuple(unless_after)), Phrases(tuple(technical))

    @cache
    def replacements() -> dict[tuple[str, ...], str]:
        return {words_of(phrase): shorter for phrase, shorter in instead.items()}

    def run(outline: Outline) -> Iterator[Problem]:
        groups: dict[int, _Group] = {}
        looked: Counter[int] = Counter()
        developers = bool(technical) and for_developers(outline)
        tokens = outline.document.tokens
        for sentence, start, end in matches(outline, words, found):
            place, index = outline.places.at(start), _unit_index(outline, start)
            looked[index] += 1
            if looked[index] > _ENOUGH or place not in scopes or not _speaks(outline, start, end, place):
                continue
            first, last = bisect_right(tokens.starts, start) - 1, bisect_right(tokens.starts, end - 1)
            if _overlaps(quiet.find(outline, sentence), first, last) or any(
                at >= last for at, _ in after.find(outline, sentence)
            ):
                continue
            if developers and _overlaps(terms.find(outline, sentence), first, last):
                continue
            if not negated and not _NEGATIONS.isdisjoint(tokens.words[max(sentence.first, first - _REACH) : first]):
                continue
            if unless_number and has_number(outline, sentence):
                continue
            group = groups.setdefault(index, _Group(start, end))
            word = outline.document.excerpt(start, end)
            if word.lower() not in map(str.lower, group.words):
                group.words.append(word)
                shorter = replacements().get(tuple(tokens.words[first:last]))
                if shorter is not None:
                    group.instead.append(
                        f"“{shorter}” for “{word.lower()}”" if shorter else f"nothing for “{word.lower()}”"
                    )
            group.loud = group.loud or place in warned
        yield from _capped(
            (
                (group, {"words": joined(group.words), "instead": ", ".join(group.instead)}, _several(group))
                for group in groups.values()
            ),
            most,
        )

    return Check(run, (words, quiet, after, terms, DEVELOPERS), (found,), english=True, applies=_written)


@kind
def sentence_length(*, note: int = 30, warning: int = 45, scope: list[str] = [], most: int = MOST) -> Check:
    """Report sentences that are too long to follow. Variant `several`: a paragraph with more than one.

    If a sentence contains semicolons, its longest part counts; words in quotation marks, brackets and tables do not.
    """
    if not 0 < note <= warning:
        raise ValueError("“note” must be positive and no larger than “warning”")
    scopes = scopes_of(scope) or _WRITTEN

    def run(outline: Outline) -> Iterator[Problem]:
        groups: dict[int, _Group] = {}
        document = outline.document
        for sentence in document.tokens.sentences:
            if sentence.end - sentence.start < 2 * note or _most_words(document.prose, sentence) <= note:
                continue
            if document.blocks[sentence.block].kind == "cell":
                continue
            index = _unit_index(outline, sentence.start)
            unit = outline.units[index]
            start, end = max(sentence.start, unit.start), min(sentence.end, unit.end)
            place = outline.places.at(start)
            if place not in scopes or unit.kind != "text" or place in _HEADINGS:
                continue
            length = _longest(outline, start, end)
            if length > note:
                group = groups.setdefault(index, _Group(start, end))
                group.words.append(str(length))
                group.loud = group.loud or length > warning
        yield from _capped(
            (
                (group, {"words": joined(group.words, "", ""), "most": str(note)}, _several(group))
                for group in groups.values()
            ),
            most,
        )

    return Check(run, english=True, applies=_written)


_OPENING = re.compile(r"\W*[A-Z][^—–\n]{2,60}?\d{4}\W{0,4}?\s*[-–—:]+\s")
_ASIDES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|https?://\S+")
_BULLET = re.compile(
    r"\n\s*(?:[-*•·–—✓✅➡→]|\d{1,2}[.)])\s*|\n(?=[^\w\s(\"“‘'*_])|;\s|[(\s](?:\d|[a-e]|"
    r"i{1,3})\)\s|\s[-–—•·*]\s(?=[A-Z])|\.\s+(?=[A-Za-z“\"])"
)


_TAKEN_OUT = re.compile(r"[“\"«„‘'(\[]")


def _most_words(prose: str, sentence: Sentence) -> int:
    """Return an upper limit for the words of a sentence.

    Each word is at least one token, and each removal can split a word in two.
    """
    return sentence.last - sentence.first + len(_TAKEN_OUT.findall(prose, sentence.start, sentence.end))


def _longest(outline: Outline, start: int, end: int) -> int:
    """Return the number of words in the longest part of a sentence, which line breaks divide too."""
    breaks = [
        mark.start
        for mark in outline.document.block_at(start).marks
        if mark.kind == "break" and start <= mark.start < end
    ]
    return max(_length(outline.document.prose[first:last]) for first, last in pairwise([start, *breaks, end]))


def _length(text: str) -> int:
    """Return the number of words in the longest independent part of a sentence."""
    opening = _OPENING.match(text)
    bare = _QUOTED.sub(" ", text[opening.end() if opening else 0 :])
    return max(
        sum(any(map(str.isalnum, word)) for word in _ASIDES.sub(" ", stretch).split())
        for stretch in _BULLET.split(bare)
    )


_ACRONYM = re.compile(r"([A-Z](?<![\w@#$.\-/&+'’].)[A-Z]{1,5})(?:s|['’]s)?(?![\w&+/]|[-.]\w)")
_ROMAN = re.compile(r"(?=[IVXLC])(?:C|XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_STATE = re.compile(r"[A-Z][a-z]+,\s$")
_DATELINE = re.compile(r"\s*(?:,|\s[-–—]|[–—]|\()")
_SMALL = frozenset("of the and for to in on a an as at by with de la".split())


@kind
def acronym(*, known: list[str] = [], technical: list[str] = [], scope: list[str] = [], most: int = MOST) -> Check:
    """Report abbreviations that the draft never spells out, each at its first use. Variants: `several`.

    The `known` ones need no expansion; the `technical` ones need none if the customers write software.
    """
    scopes = scopes_of(scope) or _WRITTEN
    common = frozenset(known)

    def run(outline: Outline) -> Iterator[Problem]:
        document = outline.document
        groups: dict[int, _Group] = {}
        seen: set[str] = set()
        allowed = common | frozenset(technical) if technical and for_developers(outline) else common
        names = {word for name in outline.product_names for word in re.findall(r"\w+", name)}
        initials: str | None = None
        looked = 0
        for match in _ACRONYM.finditer(document.prose):
            word, start = match.group(1), match.start()
            if word in seen or word in allowed or word in names or _ROMAN.fullmatch(word):
                continue
            place = outline.places.at(start)
            if place not in scopes or place in (*_HEADINGS, "dateline"):
                continue
            looked += 1
            if looked > 2 * _ENOUGH:
                break
            if not _speaks(outline, start, match.end(), place):
                continue
            unit = outline.units[_unit_index(outline, start)]
            if (
                _in_brackets(document.prose, unit, start)
                or _shouted(document.prose, match, unit)
                or (word.lower() in document.prose and re.search(rf"\b{word.lower()}\b", document.prose))
            ):
                continue
            seen.add(word)
            if initials is None:
                initials = (
                    document.prose[:_READ]
                    + "\n"
                    + " ".join(unit.text for unit in outline.units if unit.kind == "heading")
                )
            if word in document.abbreviations or expanded(word, initials):
                continue
            group = groups.setdefault(unit.start, _Group(start, match.start() + len(word)))
            group.words.append(word)
        yield from _capped(
            ((group, {"words": joined(group.words)}, _several(group)) for group in groups.values()), most
        )

    return Check(run, (DEVELOPERS,), english=True, applies=_written)


def _in_brackets(prose: str, unit: Unit, offset: int) -> bool:
    """Return whether an offset is in square or curly brackets, which mark a slot or data."""
    before = prose[max(unit.start, offset - 200) : offset]
    return before.rfind("[") > before.rfind("]") or before.rfind("{") > before.rfind("}")


def _shouted(prose: str, match: re.Match[str], unit: Unit) -> bool:
    """Return whether capitals are mere emphasis, a city in a dateline, or a state after a town."""
    before, after = prose[unit.start : match.start()], prose[match.end() : unit.end]
    if len(match.group(1)) == 2 and _STATE.search(before):
        return True
    if not before.strip(" *_\n") and _DATELINE.match(after):
        return True
    near = re.findall(r"[^\W\d_]+", before[-60:])[-1:] + re.findall(r"[^\W\d_]+", after[:60])[:1]
    return any(len(word) > 1 and word.isupper() and word != match.group(1) for word in near) and bool(
        re.search(r"[A-Z]\s+\Z", before) or re.match(r"\s+[A-Z]{2}", after)
    )


def expanded(word: str, text: str) -> bool:
    """Return whether a text spells an abbreviation out.

    The words are in brackets next to it, or anywhere with the abbreviation as their initials.
    """
    return any(_is_glossed(text, at, at + len(word)) for at in _places(text, word, 0, len(text))) or bool(
        _spelled_out(word).search(folded(text))
    )


@lru_cache(maxsize=256)
def _spelled_out(word: str) -> re.Pattern[str]:
    """Compile an expression for words whose initials are the letters of an abbreviation, in lower case.

    Hyphens also separate words, and an abbreviation can omit function words: "terms of service", "ToS" or "TS".
    """
    letters = word.lower()
    left_out = "|".join(sorted(_SMALL))
    return re.compile(
        # The letter comes first, so that the search can skip from one to the next.
        rf"{letters[0]}(?<!\w.)[a-z]+"
        + "".join(rf"(?:[\s/-]+(?:{left_out}))?[\s/&-]+(?:and\s+)?{letter}[a-z]*" for letter in letters[1:])
    )


_PLURAL = re.compile(r"s?\b")
_GLOSS = re.compile(
    r"s?\b[”\"*_]*\s*(?:\([^\W\d]\w+[ -]\w|,? (?:stands for|means|is short for|short for|i\.e\.|or|is an?|refers to)\b)"
)


def _is_glossed(text: str, start: int, end: int) -> bool:
    """Return whether brackets, or words like "stands for", explain the abbreviation at this place."""
    if _GLOSS.match(text, end):
        return not (text[start - 1 : start].isalnum() or text[start - 1 : start] == "_")
    if text[start - 1 : start] != "(" or not _PLURAL.match(text, end):
        return False
    before = start - 1
    while before and text[before - 1].isspace():
        before -= 1
    return "a" <= text[before - 1 : before] <= "z"


def has_number(outline: Outline, sentence: Sentence) -> bool:
    """Return whether a sentence contains an amount."""
    return bool(_NUMBER.search(_NO_AMOUNT.sub(" ", outline.document.prose[sentence.start : sentence.end])))


def _several(group: _Group) -> str:
    return "several" if len(group.words) > 1 else ""


def _written(outline: Outline) -> bool:
    """Return whether a draft has text of its own; a template is not worth polishing."""
    return outline.type != "template"


def _unit_index(outline: Outline, offset: int) -> int:
    """Return the index of the unit that contains an offset, or of the last one before it."""
    return max(0, bisect_right(_unit_starts(outline), offset) - 1)


@once
def _unit_starts(outline: Outline) -> list[int]:
    return [unit.start for unit in outline.units]


def _overlaps(ranges: Iterable[tuple[int, int]], first: int, last: int) -> bool:
    return any(start < last and first < end for start, end in ranges)


def _speaks(outline: Outline, start: int, end: int, place: str) -> bool:
    """Return whether these words are the author's own.

    They are not in a quotation, heading, link or prompt, and not part of a name or a longer word.
    """
    prose = outline.document.prose
    unit = outline.units[_unit_index(outline, start)]
    if unit.kind != "text" and not (unit.kind == "heading" and place in _HEADINGS):
        return False
    if (
        prose[start - 1 : start] in ("-", "/", "_", "#", "@")
        and start > unit.start
        and prose[start - 2 : start - 1].isalnum()
    ):
        return False
    if prose[end : end + 1] in ("-", "/", "_") and prose[end + 1 : end + 2].isalnum():
        return False
    if any(
        mark.kind in ("link", "code") and mark.start <= start < mark.end
        for mark in outline.document.block_at(start).marks
    ):
        return False
    return not (_in_marks(prose, unit, start) or _is_name(outline, start, end, unit))


def _in_marks(prose: str, unit: Unit, offset: int) -> bool:
    """Return whether an offset is between quotation marks in its paragraph."""
    first = max(unit.start, offset - _FAR)
    at = offset - first
    return any(
        match.start() <= at < match.end() for match in _QUOTED.finditer(prose[first : min(unit.end, offset + _FAR)])
    )


_FAR = 1500
"""The distance in characters from a word within which its quotation marks are looked for."""


def _is_name(outline: Outline, start: int, end: int, unit: Unit) -> bool:
    """Return whether words belong to a name: the product's, or one with a capital inside a sentence."""
    prose = outline.document.prose
    if any(
        name and start < at + len(name) and at < end
        for name in outline.product_names
        for at in _places(prose, name, start - len(name), end + len(name))
    ):
        return True
    if not prose[start].isupper() or prose[start:end].isupper():
        return False
    before = prose[unit.start : start].rstrip(" \n*_(")
    if not before or before[-1] in ".!?:;–—-•":
        return False
    words = [word for word in prose[unit.start : unit.end].split() if word[:1].isalpha()]
    return sum(word[0].isupper() for word in words) < 0.6 * len(words)


def _places(text: str, name: str, start: int, end: int) -> Iterator[int]:
    at = text.find(name, max(0, start), end)
    while at >= 0:
        yield at
        at = text.find(name, at + 1, end)


def _capped(found: Iterable[tuple[_Group, Mapping[str, str], str]], most: int) -> Iterator[Problem]:
    """Yield at most `most` problems, giving priority to warnings; the last one says how many more there are."""
    everything = sorted(found, key=lambda item: (not item[0].loud, item[0].start))
    kept = sorted(everything[:most], key=lambda item: item[0].start)
    rest = len(everything) - len(kept)
    for index, (group, values, variant) in enumerate(kept):
        more = f" ({rest} more paragraph{'s' if rest > 1 else ''} like this)" if rest and index == len(kept) - 1 else ""
        yield Problem(group.start, group.end, {**values, "more": more}, variant, "warning" if group.loud else "")
