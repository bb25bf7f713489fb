"""Which facets of the plan a question is about, and which facets the draft answers with substance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, Protocol

from ..document import CODE, Document
from ..lexicon import Hits
from ..vocabulary import read_table
from . import shapes, stated
from .model import FACETS, Part, Question, Unit
from .sections import Sections, normalise
from .strings import folded
from .units import answer_mark
from .zones import FAQ_ZONES

_NUMBER = re.compile(
    r"\d|\b(?:half|third|quarter|dozen|hundreds?|thousands?|millions?|billions?|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\W*(?:(?:just|only|exactly) )?(?:one|zero|none)(?:[.,;:—–(]| (?!of\b)(?:[\w-]+ ){0,3}[\w-]+[.,;:—–(])",
    re.IGNORECASE,
)
"""The beginning of an answer that counts one or none: "One. …", "Only one engineer, …"."""
_PRICE = re.compile(
    r"[$€£¥]\s?\d|\d\s?(?:dollars|euros|pounds|usd|eur|cents|pence|francs|kronor|kroner|rupees|yen)\b|"
    r"(?:%|\bper ?cent) of (?:each|every|the|your|all|a)\b|\bfree\b",
    re.IGNORECASE,
)
_OPENING = 600
"""How many characters of an answer tell what its question was about."""
_FARTHEST = 500
"""How many blocks above a question a heading may stand that says who asks."""
_LONGEST_HEADING = 79
"""How many characters such a heading has at most."""
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
    return read_table("reading/facets.toml")


def _listed(text: str) -> tuple[str, ...]:
    """What a list of the vocabulary holds."""
    return tuple(map(str.strip, text.split(","))) if text else ()


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Label → phrases, for the lexicon: `tell:risks`, `unasked:competition`, …"""
    return {
        f"{kind}:{facet}": _listed(_vocabulary()[facet][kind])
        for facet in FACETS
        for kind in ("tell", "unasked")
        if kind in _vocabulary()[facet]
    }


_ABOUT = ("ask", "inside", "outside", "lean", "not")
_VOICES = ("strong", "insider", "group", "you", "me")


@cache
def _shapes() -> shapes.Shapes:
    """The shapes of questions about facets, labelled `ask:risks`, `inside:risks`, …, of questions about using the product,
    and of those that tell who asks, labelled `voice:strong` and so on."""
    table = _vocabulary()
    found = {f"{kind}:{facet}": _listed(table[facet][kind]) for facet in FACETS for kind in _ABOUT}
    found |= {f"voice:{voice}": _listed(table["audience"][voice]) for voice in _VOICES}
    found["usage:"] = _listed(table["usage"]["shapes"])
    return shapes.Shapes(found, {name: _listed(words) for name, words in table["classes"].items()})


@lru_cache(maxsize=1024)
def _cues(question: str) -> tuple[str, Mapping[str, set[str]]]:
    """A question in plain words, and what its shapes speak for: the facets for each of `_ABOUT`, `voice` and `usage`."""
    words = shapes.plain(question)
    found: dict[str, set[str]] = {kind: set() for kind in (*_ABOUT, "voice", "usage")}
    for label in _shapes().find(words):
        kind, _, what = label.partition(":")
        found[kind].add(what)
    return " ".join(words), found


@cache
def _names() -> dict[str, str]:
    return {normalise(name): facet for facet in FACETS for name in _listed(_vocabulary()[facet]["name"])}


@lru_cache(maxsize=1024)
def named(heading: str) -> str:
    """The facet that a heading names, or ""."""
    return _names().get(normalise(heading), "")


class Setting(Protocol):
    """What stands around a question; asked for only where that decides what it is about."""

    @property
    def inside(self) -> bool:
        """Whether the company asks."""

    @property
    def opening(self) -> str:
        """The beginning of the answer."""

    def told(self, facet: str) -> int:
        """How many of a facet's words the beginning of the answer holds."""


def asked(question: str, setting: Setting) -> set[str]:
    """The facets that a question is about."""
    words, cues = _cues(question)
    found = cues["ask"]
    if cues["inside"] or cues["outside"]:
        found = found | cues["inside" if setting.inside else "outside"]
    for facet in cues["lean"] - found - cues["not"]:
        if setting.told(facet) >= _vocabulary()[facet]["enough"]:
            found = found | {facet}
    found = found - cues["not"]
    if cues["usage"] and found and not setting.inside:
        found &= _leaves()
    if not found and _asks_for_more(words) and not setting.inside and _refuses(setting.opening):
        found.add("scope")
    return found


@cache
def _leaves() -> frozenset[str]:
    return frozenset(_listed(_vocabulary()["usage"]["leaves"]))


def _asks_for_more(words: str) -> bool:
    """Whether a question is about something that the product may not have."""
    return bool(_CAPABILITY.match(words)) and not _NECESSITY.search(words)


def _refuses(opening: str) -> bool:
    """Whether an answer says, at some length, that something is not to be had (yet)."""
    return bool(_REFUSAL.match(opening)) and len(opening.split()) >= 8


class Topics:
    """What the questions of a draft are about."""

    def __init__(self, document: Document, hits: Mapping[str, Hits]) -> None:
        self.document, self.hits = document, hits

    def of(self, start: int, end: int, text: str, inside: bool | None = None) -> tuple[str, ...]:
        """The facets that a question asks about, given by its range in the draft and its text; `inside` where its part of
        the FAQ tells whether the company asks."""
        setting = _InDraft(self, start, end, text)
        if inside is not None:
            setting.inside = inside
        found = asked(text, setting) | {named(text.rstrip("?"))}
        return tuple(filter(found.__contains__, FACETS))

    def inside(self, start: int, text: str) -> bool:
        """Whether the company asks: as the nearest heading that says so has it, else as the question reads."""
        last = bisect_left(self.document.blocks, start, key=lambda block: block.end)
        numbers, zones = self._askers
        nearest = bisect_left(numbers, last) - 1
        zone = zones[nearest] if nearest >= 0 and numbers[nearest] >= last - _FARTHEST else "faq"
        return zone == "internal" or (zone == "faq" and who_asks(text) == "internal")

    @cached_property
    def _askers(self) -> tuple[list[int], list[str]]:
        """The numbers of the blocks that say who asks below them, and the zone that each opens."""
        prose = self.document.prose
        found = [
            (number, zone)
            for number, block in enumerate(self.document.blocks)
            if block.kind != "cell"
            and block.end - block.start <= _LONGEST_HEADING
            and (zone := _zone(prose[block.start : block.end])) in FAQ_ZONES
        ]
        return [number for number, _ in found], [zone for _, zone in found]


@dataclass
class _InDraft:
    """The setting of a question in a draft, given by its range there and its text."""

    topics: Topics
    start: int
    end: int
    text: str

    @cached_property
    def inside(self) -> bool:
        return self.topics.inside(self.start, self.text)

    @cached_property
    def _range(self) -> tuple[int, int]:
        return _opening(self.topics.document, self.start, self.end)

    @property
    def opening(self) -> str:
        return self.topics.document.prose[slice(*self._range)]

    def told(self, facet: str) -> int:
        return _count(self.topics.document, self.topics.hits, f"tell:{facet}", *self._range)


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


@lru_cache(maxsize=4096)
def _zone(heading: str) -> str:
    return _headings().zone(heading.strip(" *_#:"))


@cache
def _headings() -> Sections:
    return Sections()


def voices(text: str) -> Set[str]:
    """How a question speaks: `strong` or `insider` for the company, `me`, `you` or `group` for customers."""
    return _cues(text)[1]["voice"]


def who_asks(text: str) -> str:
    """Who would ask a question that stands under no label: `internal` for what only insiders ask, else `external`."""
    cues = _cues(text)[1]
    said = cues["voice"]
    if "me" in said:
        return "external"
    if "strong" in said:
        return "internal"
    if "you" in said:
        return "external"
    if not _insiders().isdisjoint(cues["ask"] - cues["not"]):
        return "internal"
    return "internal" if "insider" in said and "group" not in said else "external"


@cache
def _insiders() -> frozenset[str]:
    """The facets that only the company asks about."""
    return frozenset(_listed(_vocabulary()["audience"]["facets"]))


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
        answer = _Answer(document, hits, question)
        for facet in question.topics:
            if _substantive(answer, facet):
                give(facet, answer.start, answer.end)
    for facet, start, end in _sections(document, units, zones):
        text = document.prose[start:end]
        need = _vocabulary()[facet]["need"]
        if need == "source" and not (_NUMBER.search(text) or _count(document, hits, f"tell:{facet}", start, end)):
            continue
        if len(text.split()) >= 8 and (need != "number" or _NUMBER.search(text)):
            give(facet, start, end)
    for facet, start, end in _unasked(document, hits, units, zones):
        give(facet, start, end)
    for facet, start, end in _stated(document.prose, units, zones, found.keys()):
        give(facet, start, end)
    for part in parts:
        if part.part in ("getting_started", "call_to_action", "solution", "summary") and not found.get("pricing"):
            if _priced(document.prose[part.start : part.end].lower()):
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
_NAME = re.compile(r"\s([A-Z]\w+)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_BARE_LIST = re.compile(r"(?:\b\w+, ){4,100}(?:(?:and|or) )?\w+(?: (?:and|or) \w+)?")
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
    r"exploring|monitor usage|gather feedback|focus(?:ed)? on)\b"
)
_PRICED = re.compile(
    r"[$€£]\s?\d[\d.,]*\s*(?:/|per|a)\s?\w+|\b(?:free (?:plan|tier|version|of charge)|is free|are free|for free|free and open)\b"
)


def satisfies(facet: str, question: Question) -> bool:
    """Whether an answer to a question can satisfy a facet of the plan: a customer's "I" and "my" ask about the product."""
    if facet not in question.topics or question.audience == "internal" or facet not in _PLAN_ONLY:
        return facet in question.topics
    return not (
        _MINE.search(question.text)
        or (facet == "timeline" and _OPENING_HOURS.match(question.text) and not _LAUNCHING.search(question.text))
    )


# What a question about one of these facets says that asks for what its answer has to hold; the others only touch on it:
# "How does the scanner read a wet label?" is answered well without a hurdle, "How fast do you answer?" without a name.
_OUTRIGHT = {
    "feasibility": re.compile(
        r"\b(?:hard|harder|hardest|difficult\w*|trick\w*|hurdles?|challeng\w*|obstacles?|feasib\w*|technical\w*|unknowns?|"
        r"unproven|uncertain\w*|possible|impossible|realistic\w*|invent\w*|prototyp\w*|proof of concept|bottlenecks?|"
        r"complex\w*|limitations?|(?:can|could) (?:we|it|this|you) (?:actually |really |even )?(?:be )?"
        r"(?:build|built|do|done|make|made|deliver\w*|scale)|(?:what|which)\b.*\b(?:breaks?|fails?)|"
        r"how (?:will|do|would|can|could|should|is|was|are) (?:we |you |it |this |the \w+ )?(?:be )?(?:build|built))\b"
    ),
    "operations": re.compile(
        r"\b(?:who(?:m|se)?|(?:which|what) (?:\w+ ){0,2}(?:team|group|department|person|people)|maintain\w*|maintenance|"
        r"on[- ]call|responsib\w+|own(?:s|er|ers|ed|ership)|look(?:s|ed)? after|supported|run|running|operat\w+|hosted|staff\w*)\b"
    ),
}


def outright(facet: str, question: Question) -> bool:
    """Whether a question about a facet asks for what an answer to it has to hold, so that an answer without it is lacking."""
    return facet not in _OUTRIGHT or bool(_OUTRIGHT[facet].search(question.text.lower()))


class _Answer:
    """An answer and what there is to it, counted only where that decides."""

    def __init__(self, document: Document, hits: Mapping[str, Hits], question: Question) -> None:
        self.document, self.hits, self.question = document, hits, question
        self.start, self.end = question.answer[0][0], question.answer[-1][1]
        self.text = document.prose[self.start : self.end]
        self.words = len(self.text.split())

    @cached_property
    def names(self) -> int:
        """The question's names that it takes up."""
        return sum(name in self.text for name in set(_NAME.findall(self.question.text)))

    @cached_property
    def concrete(self) -> int:
        """Numbers, names and conditions."""
        return len(_CONCRETE.findall(self.text)) + self.names

    @cached_property
    def matter(self) -> int:
        """How many different things it names: words that are neither small, nor vague praise, nor the question's own;
        and what it gives as code. A bare list of words says nothing of them."""
        named = set(_WORD.findall(_BARE_LIST.sub(" ", self.text).lower()))
        return len(named - _vague() - set(_WORD.findall(self.question.text.lower()))) + self.text.count(CODE)

    def told(self, facet: str) -> int:
        """How many of a facet's words it holds."""
        return _count(self.document, self.hits, f"tell:{facet}", self.start, self.end)


def _substantive(answer: _Answer, facet: str) -> bool:
    """Whether an answer gives substance on a facet that was asked about: things that can be checked, such as numbers,
    names, dates and conditions, or the facet's own matter at some length; a slogan is neither."""
    if not satisfies(facet, answer.question):
        return False
    if facet == "pricing":
        return bool(_PRICE.search(answer.text))
    bounds = _vocabulary()[facet]
    if bounds["need"] == "number" and not (_NUMBER.search(answer.text) or _counts(answer)):
        return False
    words = answer.words
    if words < bounds["least"] and not (words >= 8 and answer.matter >= bounds["matter"]):
        return False
    if words < 40 and _HOLLOW.search(answer.text.lower()) and answer.concrete < 2:
        return False
    if facet == "metrics" and words < 25 and not _NUMBER.search(answer.text):
        return False
    if words < 8:
        return words >= 6 and answer.concrete >= 2
    alone = 14 if facet == "competition" and answer.names else bounds["alone"]
    return words >= alone or answer.told(facet) > 0 or answer.concrete >= 2 or answer.matter >= bounds["matter"]


def _counts(answer: _Answer) -> bool:
    """Whether an answer counts one or none where somebody asked how many."""
    return "how many" in answer.question.text.lower() and bool(_ONE.match(answer.text))


def _priced(text: str) -> bool:
    """Whether a text in lower case tells a price, or that there is none to pay."""
    return any(sign in text for sign in ("$", "€", "£", "free")) and bool(_PRICED.search(text))


@cache
def _vague() -> frozenset[str]:
    return frozenset(word for words in _vocabulary()["vague"].values() for word in words.split())


def _unasked(
    document: Document, hits: Mapping[str, Hits], units: Sequence[Unit], zones: Sequence[str]
) -> Iterator[tuple[str, int, int]]:
    """Paragraphs outside the FAQ that give a facet in words of its own ("Unlike generic chatbots, …")."""
    begins = [unit.start for unit in units]
    for facet in FACETS:
        label = f"unasked:{facet}"
        if label not in hits:
            continue
        offsets = (document.tokens.starts[first] for first in hits[label].starts)
        for index in dict.fromkeys(bisect_right(begins, offset) - 1 for offset in offsets):
            unit = units[index]
            if unit.kind == "text" and zones[index] not in FAQ_ZONES:
                if _count(document, hits, label, unit.start, unit.end):
                    yield facet, unit.start, unit.end


def _stated(
    prose: str, units: Sequence[Unit], zones: Sequence[str], known: Container[str]
) -> Iterator[tuple[str, int, int]]:
    """The texts anywhere in a draft in which a sentence states a facet that is not known yet."""
    small = folded(prose).replace("\n", " ")
    for facet in [facet for facet in stated.FACETS if facet not in known]:
        signs = [sign for sign in stated.signs(facet) if sign in small]
        sizes = facet == "market-size"
        elsewhere = ("boilerplate", "release", "front", "external") if facet in stated.OURS else ("boilerplate",)
        for unit, zone in zip(units, zones, strict=True):
            if unit.kind != "text" or zone in elsewhere:
                continue
            own = small[unit.start : unit.end]
            if not (any(map(own.__contains__, signs)) or (sizes and stated.LARGE.search(own))):
                continue
            if stated.states(facet, prose[unit.start : unit.end]):
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
        for below in range(index + 1, len(units)):
            other = units[below]
            if other.kind == "heading" and other.level <= unit.level:
                break
            if other.kind == "text":
                start = other.start if start < 0 else start
                end = other.end
        if start >= 0:
            found.append((facet, start, end))
    return found
