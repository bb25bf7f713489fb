"""Getting started and the call to action."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...document import CODE
from ..roles import Reading
from ..strings import folded
from .search import Paragraph, Search

# Each branch begins with a mark that few words have, so that `re` passes over all others.
_URL = re.compile(
    r":(?:(?<=http:)|(?<=https:))//|\.(?:(?<=www\.)|(?<=[\w-]\.)(?:com|org|io|net|app|dev|ai|co|example|gov|edu|de|uk)\b)|"
    r"@(?:[\w-]+\.\w|(?<=\w@)\w)",
    re.IGNORECASE,
)


_STEP = re.compile(
    r"^\W*(?:step\s*\d|first|then|finally|simply|just|to (?:get )?start|open|go to|visit|sign up|"
    r"download|install|run|add|create|connect|choose|select|"
    r"pick|enter|register|join|try|log in|head|start|click|contact|apply|request|clone|subscribe|"
    r"check out|give it|come|grab|call|order|book|use|get (?:it|yours|the|started)|buy|text|ring|phone|telephone|"
    r"write to|email|e-mail|mail|ask (?:for|your)|raise|press|tap|scan|pair|search for|wishlist|follow|reserve|speak to|talk to|send|reply|answer|put|bring|drop|"
    r"pre-?order|rent|borrow|point|set up|turn on|enable|read|see|learn)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may|can|could|should) (?:now |also |simply |already )?(?:call|telephone|phone|ring|text|apply|ask for|request|"
    r"raise|order|pre-?order|book|buy|visit|write to|email|register|enrol|enroll|sign up|join|download|install|subscribe)\b|"
    r"\b(?:raise|open|file|submit) a (?:request|ticket)\b|\b(?:when|once|after) you (?:press|tap|click|choose|open|visit|order|buy)\b",
    re.IGNORECASE,
)
_READ_ON = re.compile(r"^\W*(?:learn|read|see|visit|contact|follow|check out|write to|email|for more)\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.,])(?:\+?\d[\d ()-]{6,}\d)(?![\d.,%])")


_AVAILABLE = re.compile(
    r"\b(?:is|are|now|generally|will be) (?:now |generally |immediately |freely |"
    r"also )?available\b|\bavailable (?:today|now|immediately|on|at|as|in|for|from|through|"
    r"via|free)\b|\bavailability\b",
    re.IGNORECASE,
)


# For a folded text.
_OPENS = re.compile(
    r"\b(?:get(?:ting)? started|to get started|to start\b|setup takes|set up takes|"
    r"to use (?:the|it|this)|to begin\b|first step|in order to (?:use|create|start)|"
    r"installation (?:requires|takes|options)|starts with)"
)
_OPENS_SIGNS = (
    *("started", "to start", "starts with", "setup takes", "set up takes", "to use ", "to begin", "first step"),
    *("in order to", "installation "),
)


_COMMAND = re.compile(
    r"\b(?:brew|pip|npm|npx|docker|cargo|apt|git|helm|spack|conda) (?:install|run|clone|tap|"
    r"pull)\b|\binstall\b|￼",
    re.IGNORECASE,
)


@dataclass
class _Signs:
    """What a paragraph shows of a beginning or a closing."""

    starting: float
    acting: float
    steps: int
    """Sentences that begin with a step."""
    address: bool
    available: bool
    opens: bool

    @property
    def begins(self) -> bool:
        """Whether it tells how a customer begins."""
        return bool(
            self.opens
            or (self.available and (self.address or self.starting or self.steps))
            or (self.starting >= 2 and (self.steps or self.address or self.starting >= 3))
            or (self.starting and self.address and self.steps)
        )

    def calls(self, text: str) -> bool:
        """Whether it says where to go or what to do next."""
        return bool(
            (self.address and (self.acting or self.available))
            or (self.steps and self.acting)
            or (self.opens and (self.steps or self.address or _COMMAND.search(text)))
        )


def closing(search: Search) -> None:
    """Find how a customer begins and where to go next: headed, or told in the second half of the release."""
    begun, called = (_headed(search, part) for part in ("getting_started", "call_to_action"))
    late = [] if begun and called else list(_late(search))
    if not begun:
        _getting_started(search, late)
    if not called:
        _call_to_action(search, late)


def _getting_started(search: Search, late: list[tuple[Paragraph, _Signs]]) -> None:
    """Find how a customer begins among the paragraphs of the second half."""
    for paragraph, signs in late:
        if signs.begins:
            search.take("getting_started", paragraph.unit.start, paragraph.unit.end, "content", 0.65, paragraph)
            return
    last = _last(search, begin=True)
    if last:
        search.take("getting_started", last.unit.start, last.unit.end, "content", 0.45, last)


def _call_to_action(search: Search, late: list[tuple[Paragraph, _Signs]]) -> None:
    """Find where to go next: the last paragraph that says so, with an address if there is one, else in how to begin."""
    closing = [(signs.address, paragraph.order, paragraph) for paragraph, signs in late if signs.calls(paragraph.text)]
    if closing:
        paragraph = max(closing, key=lambda row: row[:2])[2]
        search.take("call_to_action", paragraph.unit.start, paragraph.unit.end, "content", 0.6, paragraph)
        return
    for paragraph in search.paragraphs:
        if "getting_started" in paragraph.taken and (
            _URL.search(paragraph.text)
            or _COMMAND.search(paragraph.text)
            or any(reading.action and _step(search, reading) for reading in paragraph.readings)
        ):
            search.take("call_to_action", paragraph.unit.start, paragraph.unit.end, "content", 0.5, paragraph)
            return
    last = _last(search)
    if last:
        search.take("call_to_action", last.unit.start, last.unit.end, "content", 0.45, last)


def _last(search: Search, begin: bool = False) -> Paragraph | None:
    """The paragraph that closes the release, where it tells a reader to do something: the last but for one at most
    (boilerplate on the company). With `begin`, it must do more than invite to read on."""
    late = [
        paragraph
        for paragraph in search.paragraphs[math.ceil(len(search.paragraphs) / 2) :]
        if "quote" not in paragraph.taken and paragraph.headed in ("", "solution", "getting_started", "call_to_action")
    ]
    for paragraph in reversed(late[-2:]):
        text = paragraph.text
        sentences = [search.document.prose[r.sentence.start : r.sentence.end] for r in paragraph.readings]
        steps = sum(bool(_STEP.match(one) and not (begin and _READ_ON.match(one))) for one in sentences)
        if steps > 1 or text.startswith(CODE) or (steps and _tells_where(search, paragraph)) or _MAY.search(text):
            return paragraph
        quoted = any("quote" in earlier.taken for earlier in search.paragraphs[: paragraph.order])
        closes = paragraph is search.paragraphs[-1] and quoted and paragraph.words <= 60
        if closes and (steps or _YOU.search(text)):
            return paragraph
    return None


def _tells_where(search: Search, paragraph: Paragraph) -> bool:
    """Whether a paragraph has an address, a telephone number or a command."""
    patterns = (_URL, _PHONE, _COMMAND)
    return any(pattern.search(paragraph.text) for pattern in patterns) or _links(search, paragraph)


def _headed(search: Search, part: str) -> bool:
    """Take the paragraphs below a heading that names a part; whether there are any."""
    for paragraph in search.headed(part):
        if paragraph.words >= 3 and "quote" not in paragraph.taken:
            search.take(part, paragraph.unit.start, paragraph.unit.end, "heading", 0.9, paragraph)
    return search.has(part)


def _late(search: Search) -> Iterator[tuple[Paragraph, _Signs]]:
    """The paragraphs of the release's second half that may be a beginning or a closing, with what they show of it."""
    for paragraph in search.paragraphs[math.ceil(len(search.paragraphs) / 2) :]:
        if "quote" in paragraph.taken or paragraph.headed not in ("", "solution", "getting_started", "call_to_action"):
            continue
        readings, small = paragraph.readings, folded(paragraph.text)
        yield (
            paragraph,
            _Signs(
                starting=sum(min(reading.start, 2) for reading in readings),
                acting=sum(min(reading.action, 2) for reading in readings),
                steps=sum(_step(search, reading) for reading in readings),
                address=bool(_URL.search(paragraph.text)) or _links(search, paragraph),
                available="availab" in small and bool(_AVAILABLE.search(paragraph.text)),
                opens=any(sign in small for sign in _OPENS_SIGNS) and bool(_OPENS.search(small)),
            ),
        )


def _step(search: Search, reading: Reading) -> bool:
    return bool(_STEP.match(search.document.prose[reading.sentence.start : reading.sentence.end]))


def _links(search: Search, paragraph: Paragraph) -> bool:
    block = search.document.blocks[paragraph.unit.block]
    return any(mark.kind == "link" and paragraph.unit.start <= mark.start < paragraph.unit.end for mark in block.marks)
