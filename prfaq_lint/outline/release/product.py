"""The product's name, which the title introduces and the text repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import islice

from ...document.draft import Document
from ...document.markdown import CODE
from ...strings import places_of
from ..model import Unit
from ..structure.sections import Sections

_TITLE_WORDS = frozenset(
    (
        "pr faq prfaq press release internal external customer frequently asked questions draft template version the "
        "a an our your introducing announcing announces announce launches launch launched today new for of to and in "
        "on with at by from is are project problem solution summary quote getting started how what why who when where "
        "can do does will which heading headline subheading january february march april may june july august "
        "september october november december monday tuesday wednesday thursday friday saturday sunday inc llc ltd "
        "corp q a we it this that these i you they our if when no yes not but as ai api mvp ceo cto cfo vp us uk eu "
        "usa ios android mac windows linux github google amazon microsoft apple slack aws openai "
        "tbd tba tbc todo which who whom whose when where why how suppose name "
        "note notes example examples sample worked phase part step section stage answer answers short simple long now then "
        "best worst better every everyone all any some most many more first second last next once today tomorrow "
    ).split()
)
_NAME = re.compile(r"\b[A-Z][\w'’.-]{0,60}\w|\b[a-z]{1,20}[A-Z]\w{0,60}")
_CAPITALISED = re.compile(r"[A-Z](?<!\w[A-Z])[\w'’.-]{0,60}\w")
"""The first branch of `_NAME`, without the boundary before it, so that `re` skips everything except capitals."""
_SMALL_WORD = re.compile(r"\b[a-z]{2,}\b")
_BEFORE_SEPARATOR = re.compile(r"^(?:introducing\s+|announcing\s+)?(.{2,40}?)\s*(?::|\s[–—|-]\s|–|—)", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:introducing|announc(?:es|ed|ing)|launch(?:es|ed|ing)?(?: of)?|releases?d?(?: of)?|unveils?|"
    r"availability of|called|named)\s+"
    r"(?:the\s+|its\s+)?((?:[A-Z][\w.-]*\w)(?:\s+[A-Z0-9][\w.-]*){0,2})"
)
_WORD_START = re.compile(r"\b")
_SUBJECT = re.compile(
    r"[A-Z][\w-]+(?=,? (?:gives|lets|helps|is an?\b|is the|makes|"
    r"turns|shows|solves|allows|enables|provides|offers|keeps|tells|brings|connects|ends|"
    r"users|they can))"
)


def names(document: Document, units: list[Unit], sections: Sections, declared: str = "") -> list[str]:
    """Return the product's names, the most likely first; empty if the draft does not reveal them.

    `declared` is the name in the front matter or configuration.
    """
    text = document.prose.replace(CODE, " ")
    counts = Counter(_CAPITALISED.findall(text))
    votes: Counter[str] = Counter()
    if declared:
        votes[declared] += 1000
    titles = (
        unit.text
        for unit in units
        if unit.kind == "heading" and unit.level <= 4 and not unit.text.endswith("?") and not sections.part(unit.text)
    )
    opening = text[:4000]
    for place, title in enumerate(islice(titles, 3)):
        head = _BEFORE_SEPARATOR.match(title)
        if (
            head
            and not sections.zone(head.group(1))
            and _NAME.match(head.group(1).strip("\"'“”*"))
            and not _labels(head.group(1))
        ):
            votes[head.group(1).strip("\"'“”* ")] += 6 - place
        for word in _NAME.findall(title):
            if word.lower() not in _TITLE_WORDS:
                votes[word] += 2
    for match in _SUBJECT.finditer(opening):
        if match.group().lower() not in _TITLE_WORDS and _begins(opening[: match.start()]):
            votes[match.group()] += 3
    for match in _INTRODUCED.finditer(opening):
        name = match.group(1)
        if name.split()[0].lower() not in _TITLE_WORDS and _WORD_START.match(opening, match.start()):
            votes[name] += 3
    scored = {}
    for name, vote in votes.items():
        seen = text.count(name) if " " in name else _times(name, text, counts)
        if name != declared and " " not in name and _in_small(name, text) > 0.4 * seen:
            continue  # a word that a title happens to capitalise
        if seen >= 2 or vote >= 5:
            scored[name] = vote + 2.5 * min(seen, 12) ** 0.5 + (1 if not name.islower() else 0)
    if not scored:
        written = Counter(word for word in _NAME.findall(text) if word.lower() not in _TITLE_WORDS)
        return [word for word, count in written.most_common(1) if count >= 5]
    best = min(scored, key=lambda name: (-scored[name], name))
    # A name of several words is often shortened to one of them later on: "Alder Grove", then "Grove".
    short = [
        word
        for word in best.split()[1:]
        if len(word) > 3 and word[0].isupper() and text.count(word) - text.count(best) >= 2
    ]
    return [best, *short]


def _times(name: str, text: str, capitalised: Mapping[str, int]) -> int:
    """Return how often a text contains a one-word name, or 0 for a word that is common in titles.

    `capitalised` counts the capitalised ones.
    """
    if name.lower() in _TITLE_WORDS:
        return 0
    return capitalised.get(name, 0) if name[0].isupper() else _NAME.findall(text).count(name)


def _labels(head: str) -> bool:
    """Return whether the text before a title's colon labels part of a document: "Note", "Worked example", "Phase 2"."""
    return all(word in _TITLE_WORDS or word.isdigit() for word in re.findall(r"\w+", head.lower()))


def _begins(before: str) -> bool:
    """Return whether a sentence, or the object of "with", begins after a text."""
    words = before.rstrip()
    return (
        not before
        or words.endswith((".", "!", "?"))
        or "\n" in before[len(words) :]
        or bool(re.search(r"\bwith $", before[-6:]))
    )


def _in_small(name: str, text: str) -> int:
    """Return how often a text contains a name as a word in lower case."""
    small = name.lower()
    words = (_SMALL_WORD.match(text, at) for at in places_of(small, text))
    return sum(word is not None and word.group() == small for word in words)
