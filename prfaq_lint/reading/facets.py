"""Which facets of the plan a question is about, and which facets the draft answers with substance."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from ..document import Document
from ..lexicon import Hits
from . import shapes
from .model import FACETS, Part, Question, Unit
from .sections import Sections, normalise
from .units import answer_mark
from .zones import FAQ_ZONES

_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|dozen|hundreds?|thousands?|millions?|billions?|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"[$€£¥]\s?\d|\d\s?(?:dollars|euros|pounds|usd|eur|cents|pence|francs|kronor|kroner|rupees|yen)\b|"
    r"(?:%|\bper ?cent) of (?:each|every|the|your|all|a)\b|\bfree\b",
    re.IGNORECASE,
)
_OPENING = 600
"""How many characters of an answer tell what its question was about."""
_FARTHEST = 500
"""How many blocks above a question a heading may stand that says who asks."""
_CAPABILITY = re.compile(r"(?:is it possible to|can|could|does|do|will|is there|are there|is (?:this|it)) ")
_NECESSITY = re.compile(
    r"\b(?:need|require|requires|have to|must|safe|secure|free|data|pay|cost|track|private|account|replace)\b"
)
_REFUSAL = re.compile(
    r"\W*(?:(?:absolutely )?(?:no|not|never)\b|only\b|currently\b|partial|partly|maybe|at launch)|.{0,80}\bnot (?:yet|directly)\b",
    re.IGNORECASE | re.DOTALL,
)


@cache
def _vocabulary() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files(__package__) / "facets.toml").read_text(encoding="utf-8"))


@cache
def table() -> dict[str, dict[str, Any]]:
    """The facet vocabulary: facet → its lists."""
    return {facet: _vocabulary()[facet] for facet in FACETS}


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Label → phrases, for the lexicon: `tell:risks`, `unasked:competition`, …"""
    return {
        f"{kind}:{facet}": tuple(lists[kind])
        for facet, lists in table().items()
        for kind in ("tell", "unasked")
        if kind in lists
    }


@cache
def _shapes() -> shapes.Shapes:
    """The shapes of questions about facets, labelled `ask:risks`, `inside:risks`, …, and of questions about using the product."""
    found = shapes.Shapes(_vocabulary()["classes"])
    for facet, lists in table().items():
        for kind in ("ask", "inside", "outside", "lean", "not"):
            found.add(f"{kind}:{facet}", lists[kind])
    found.add("usage", _vocabulary()["usage"]["shapes"])
    return found


@cache
def _voices() -> shapes.Shapes:
    """The shapes that tell who asks."""
    found = shapes.Shapes(_vocabulary()["classes"])
    for voice in ("strong", "insider", "group", "you", "me"):
        found.add(voice, _vocabulary()["audience"][voice])
    return found


@cache
def _names() -> dict[str, str]:
    return {normalise(name): facet for facet, lists in table().items() for name in lists["name"]}


@lru_cache(maxsize=512)
def _read(question: str) -> tuple[list[str], set[str]]:
    """A question's words, and the labels of the shapes in it."""
    words = shapes.plain(question)
    return words, _shapes().find(words)


def named(heading: str) -> str:
    """The facet that a heading names, or ""."""
    return _names().get(normalise(heading), "")


def topics(document: Document, hits: Mapping[str, Hits], start: int, end: int, text: str) -> tuple[str, ...]:
    """The facets that a question asks about."""
    first, last = _opening(document, start, end)
    found = asked(
        text,
        _inside(document, start, text),
        document.prose[first:last],
        lambda facet: _count(document, hits, f"tell:{facet}", first, last),
    )
    by_name = named(text.rstrip("?"))
    return tuple(facet for facet in FACETS if facet in found or facet == by_name)


def asked(question: str, inside: bool, opening: str, told: Callable[[str], int]) -> set[str]:
    """The facets that a question is about.

    `inside` says that the company asks; `opening` is the beginning of the answer, and `told` counts a facet's words in it.
    """
    words, found = _read(question)
    side = "inside" if inside else "outside"
    usage = _vocabulary()["usage"]["leaves"] if "usage" in found and not inside else FACETS
    result = set()
    for facet in usage:
        if f"not:{facet}" in found:
            continue
        if (
            f"ask:{facet}" in found
            or f"{side}:{facet}" in found
            or (f"lean:{facet}" in found and told(facet) >= table()[facet]["enough"])
        ):
            result.add(facet)
    if not result and not inside and _refused(" ".join(words), opening):
        result.add("scope")
    return result


def _refused(words: str, opening: str) -> bool:
    """Whether a customer asks for something and the answer says, at some length, that it is not to be had (yet)."""
    wanted = _CAPABILITY.match(words) and not _NECESSITY.search(words)
    return bool(wanted and _REFUSAL.match(opening) and len(opening.split()) >= 8)


def _opening(document: Document, start: int, end: int) -> tuple[int, int]:
    """Where the answer to the question in a range begins, and where its first paragraphs end."""
    mark = document.prose.rfind("?", start, end)
    first = mark + 1 if mark >= 0 else end
    last = first
    for block in document.blocks[bisect_left(document.blocks, first, key=lambda block: block.end) :]:
        if (block.kind in ("heading", "summary") and block.start >= first) or last - first > _OPENING:
            break
        text = document.prose[max(first, block.start) : block.end].strip(" *_")
        if text.endswith("?") and len(text) < 300:
            break
        last = block.end
    first += len(document.prose[first:last]) - len(document.prose[first:last].lstrip(" \n*_:"))
    return first + answer_mark(document.prose[first:last]), min(last, first + _OPENING)


def _inside(document: Document, start: int, text: str) -> bool:
    """Whether the company asks: as the nearest heading that says so has it, else as the question reads."""
    last = bisect_left(document.blocks, start, key=lambda block: block.end)
    for block in reversed(document.blocks[max(0, last - _FARTHEST) : last]):
        if block.kind != "cell" and block.end - block.start < 80:
            zone = _zone(document.prose[block.start : block.end])
            if zone in FAQ_ZONES:
                return zone == "internal" or (zone == "faq" and who_asks(text) == "internal")
    return who_asks(text) == "internal"


@lru_cache(maxsize=4096)
def _zone(heading: str) -> str:
    return _headings().zone(heading.strip(" *_#:"))


@cache
def _headings() -> Sections:
    return Sections()


def voices(text: str) -> set[str]:
    """How a question speaks: `strong` or `insider` for the company, `me`, `you` or `group` for customers."""
    return _voices().find(shapes.plain(text))


def who_asks(text: str) -> str:
    """Who would ask a question that stands under no label: `internal` for what only insiders ask, else `external`."""
    said = voices(text)
    if "me" in said:
        return "external"
    if "strong" in said:
        return "internal"
    if "you" in said:
        return "external"
    found = _read(text)[1]
    if any(f"ask:{facet}" in found and f"not:{facet}" not in found for facet in _vocabulary()["audience"]["facets"]):
        return "internal"
    return "internal" if "insider" in said and "group" not in said else "external"


def _count(document: Document, hits: Mapping[str, Hits], label: str, start: int, end: int) -> int:
    found = hits.get(label)
    if not found:
        return 0
    starts = document.tokens.starts
    return len(found.within(bisect_left(starts, start), bisect_left(starts, end)))


def plan(
    document: Document,
    hits: Mapping[str, Hits],
    units: Sequence[Unit],
    zones: Sequence[str],
    questions: Sequence[Question],
    parts: Sequence[Part],
) -> dict[str, list[tuple[int, int]]]:
    """Facet → the prose ranges that answer it with substance, anywhere in the draft."""
    found: dict[str, list[tuple[int, int]]] = {}

    def give(facet: str, start: int, end: int) -> None:
        if start < end:
            found.setdefault(facet, []).append((start, end))

    for question in questions:
        if not question.answered or not question.answer:
            continue
        start, end = question.answer[0][0], question.answer[-1][1]
        for facet in FACETS:
            if substantive(document, hits, facet, question, start, end):
                give(facet, start, end)
    for facet, start, end in _sections(document, units, zones):
        text = document.prose[start:end]
        if len(text.split()) >= 8 and (table()[facet]["need"] != "number" or _NUMBER.search(text)):
            give(facet, start, end)
    for facet, start, end in _unasked(document, hits, units, zones):
        give(facet, start, end)
    for part in parts:
        if part.part in ("getting_started", "call_to_action", "solution", "summary") and not found.get("pricing"):
            text = document.prose[part.start : part.end]
            if re.search(
                r"[$€£]\s?\d[\d.,]*\s*(?:/|per|a)\s?\w+|\b(?:free (?:plan|tier|version|of charge)|is free|are free|for free|free and open)\b",
                text,
                re.IGNORECASE,
            ):
                give("pricing", part.start, part.end)
    return found


# Facets that only the company's own questions can satisfy: "What happens if I lose my phone?" is no plan for risks.
_PLAN_ONLY = frozenset(
    (
        "market-size",
        "strategic-fit",
        "why-now",
        "customer-evidence",
        "economics",
        "go-to-market",
        "risks",
        "metrics",
        "timeline",
        "resources",
        "operations",
        "dependencies",
    )
)
_MINE = re.compile(r"\b(?:i|my|me|mine)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_OPENING_HOURS = re.compile(r"\W*when (?:is|are|can|do|does)\b", re.IGNORECASE)
_LAUNCHING = re.compile(
    r"\b(?:launch\w*|releas\w+|ship\w*|ready|available|coming|come|out|support\w*|arrive\w*|start\w*|live|get it|buy it|have it)\b",
    re.IGNORECASE,
)
_CONCRETE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|dozen|hundred|thousand|million|half|third|quarter)\b|(?<=[a-z,;:] )(?!I\b)[A-Z][a-z]+|"
    r"\b(?:because|unless|if|until|so that|as long as|otherwise|without)\b"
)
_HOLLOW = re.compile(
    r"\b(?:aligns?|strategic priority|mission|excited|passionate|world-class|best in the business|top priority|very seriously|as needed|various|several partners|relevant channels|"
    r"no concerns|compliant|viral|tell each other|love it|fantastic|very positive|happy|handle (?:all|whatever|that|it)|can handle|adapt|never been a better|market is (?:ready|huge|finally)|"
    r"growing fast|in time|sooner or later|easy to maintain|do not see|see none|foresee no|nothing critical|no real|nobody else|first to think|market leader|competitive|talented|"
    r"exploring|monitor usage|gather feedback|focus(?:ed)? on)\b",
    re.IGNORECASE,
)


def satisfies(facet: str, question: Question) -> bool:
    """Whether an answer to a question can satisfy a facet of the plan: a customer's "I" and "my" ask about the product."""
    if facet not in question.topics or question.audience == "internal" or facet not in _PLAN_ONLY:
        return facet in question.topics
    return not (
        _MINE.search(question.text)
        or (facet == "timeline" and _OPENING_HOURS.match(question.text) and not _LAUNCHING.search(question.text))
    )


def substantive(
    document: Document, hits: Mapping[str, Hits], facet: str, question: Question, start: int, end: int
) -> bool:
    """Whether an answer gives substance on a facet that was asked about: things that can be checked, such as numbers,
    names, dates and conditions, or the facet's own matter at some length; a slogan is neither."""
    if not satisfies(facet, question):
        return False
    text = document.prose[start:end]
    if facet == "pricing":
        return bool(_PRICE.search(text))
    if table()[facet]["need"] == "number" and not _NUMBER.search(text):
        return False
    names = {name for name in re.findall(r"(?<=\s)[A-Z]\w+", question.text) if name in text}
    words, concrete = len(text.split()), len(_CONCRETE.findall(text)) + len(names)
    alone = 14 if facet == "competition" and names else table()[facet]["alone"]
    rich = words >= 8 and _matter(text, question.text) >= table()[facet]["matter"]
    if words < table()[facet]["least"] and not rich:
        return False
    if _HOLLOW.search(text) and concrete < 2 and words < 40:
        return False
    if facet == "metrics" and not _NUMBER.search(text) and words < 25:
        return False
    told = _count(document, hits, f"tell:{facet}", start, end)
    return rich or (words >= 8 and (told >= 1 or words >= alone)) or (words >= 6 and concrete >= 2)


_BARE_LIST = re.compile(r"(?:\b\w+, ){4,100}(?:(?:and|or) )?\w+(?: (?:and|or) \w+)?")


def _matter(text: str, question: str) -> int:
    """How many different things an answer names: words that are neither small, nor vague praise, nor the question's own.
    A bare list of words says nothing of them."""
    vague = _vague()
    asked = set(_WORD.findall(question.lower()))
    return len(
        {word for word in _WORD.findall(_BARE_LIST.sub(" ", text).lower()) if word not in vague and word not in asked}
    )


@cache
def _vague() -> frozenset[str]:
    return frozenset(word for words in _vocabulary()["vague"].values() for word in words.split())


def _unasked(
    document: Document, hits: Mapping[str, Hits], units: Sequence[Unit], zones: Sequence[str]
) -> Iterator[tuple[str, int, int]]:
    """Paragraphs outside the FAQ that give a facet in words of its own ("Unlike generic chatbots, …")."""
    for facet in FACETS:
        label = f"unasked:{facet}"
        if label in hits:
            for unit, zone in zip(units, zones, strict=True):
                if (
                    unit.kind == "text"
                    and zone not in FAQ_ZONES
                    and _count(document, hits, label, unit.start, unit.end)
                ):
                    yield facet, unit.start, unit.end


def _sections(document: Document, units: Sequence[Unit], zones: Sequence[str]) -> list[tuple[str, int, int]]:
    """Headed stretches outside the FAQ whose heading names a facet."""
    found = []
    for index, unit in enumerate(units):
        if unit.kind != "heading" or zones[index] in ("faq", "external", "internal") or unit.level >= 8:
            continue
        facet = named(unit.text)
        if not facet or (facet == "feasibility" and zones[index] == "release"):
            continue
        end = unit.end
        start = -1
        for other in units[index + 1 :]:
            if other.kind == "heading" and other.level <= unit.level:
                break
            if other.kind == "text":
                start = other.start if start < 0 else start
                end = other.end
        if start >= 0:
            found.append((facet, start, end))
    return found
