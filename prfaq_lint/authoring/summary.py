"""The page that readers get before the silent reading: customer, problem, benefit, biggest risk, open questions.

Each line quotes a passage of the draft that makes the point, with its line number; if there is none, it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..assessment import LABELS, admissions
from ..checks.base import shorten
from ..diagnostic import Diagnostic
from ..outline.faq.not_applicable import RULES
from ..outline.model import Outline, Passage, Question
from ..outline.thresholds import BLAMED_ANSWER
from ..review import nearest, quotable

NOT_STATED = "not stated"
WORDS_A_MINUTE = 200
"""The speed at which people read a draft that they have to assess."""
_MOST_OPEN = 3
"""The number of open questions shown in full; the rest is only counted."""
_TOP = ("headline", "subheadline", "summary")
_LONGEST = 220
_MOST_RISKS = 5
_LONGEST_RISK = 70
"""The number of characters shown of each risk if there are several."""
_SHORT = 7
"""The length below which a sentence needs the next one to be understood."""

_COUNTS = re.compile(
    r"\W*(?:there are |we see |we have )?(?:one|two|three|four|five|several|some|many|\d+)\b[^.]{0,40}$", re.IGNORECASE
)
_RISKS = re.compile(r"\b(?:risks?|fail\w*|wrong|sink|stop|kill|break|wors\w+|worr\w+|danger\w*)\b", re.IGNORECASE)
_BRACKETED_NUMBER = re.compile(r"\[(?=[^\[\]\n]*\d{2}|[^\[\]\n]*\d[ %.,])[^\[\]\n]{2,40}\](?![(\[:])")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")
_ORDINAL = re.compile(r"\W*(?:first|second|third|fourth|fifth)(?:ly)?\b\s*[,:]", re.IGNORECASE)
_BIGGEST = re.compile(
    r"\b(?:biggest|greatest|largest|main|worst|most (?:likely|serious)) (?:risk|danger|threat|reason)\b", re.IGNORECASE
)
_DENIES = re.compile(
    r"\b(?:no|not|few)\b[^.]{0,200}\brisks?\b|\brarely\b|^\W*(?:nothing|none)\b|\bsee none\b|\bdon[’']t see\b|\bunlikely\b|\bnever happens?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page."""

    topic: str
    text: str
    """The words of the draft, or a remark about it."""
    lines: tuple[int, ...] = ()
    stated: bool = True
    """True if the draft says it."""


_SEE_RELEASE = Line("Customer", "see the press release", stated=False)


@dataclass(frozen=True, slots=True)
class Summary:
    """The page about one draft."""

    path: str
    headline: str
    stage: str
    words: int
    lines: tuple[Line, ...]

    @property
    def minutes(self) -> int:
        """Return how many minutes it takes to read the draft."""
        return max(1, round(self.words / WORDS_A_MINUTE))

    def to_json(self) -> dict[str, Any]:
        """Return the page as a JSON object."""
        return {
            "path": self.path,
            "headline": self.headline,
            "stage": self.stage,
            "words": self.words,
            "minutes": self.minutes,
            "lines": [{**asdict(line), "lines": list(line.lines)} for line in self.lines],
        }


def summarise(outline: Outline, found: Iterable[Diagnostic]) -> Summary:
    """Return the page about a draft, from its outline and the findings of `check`."""
    said = list(found)
    customer = _customer(outline, said)
    return Summary(
        outline.document.path,
        _headline(outline),
        outline.stage,
        len(outline.document.prose.split()),
        (
            _quoted(outline, "Customer", customer) if customer or not _names_customer(outline) else _SEE_RELEASE,
            _quoted(outline, "Problem", _problem(outline, said, customer)),
            _quoted(outline, "Benefit", _benefit(outline, said)),
            _risk(outline, said),
            _open(outline, said),
            *_assumptions(outline),
        ),
    )


def _headline(outline: Outline) -> str:
    part = next(outline.of("headline"), None)
    if part:
        return outline.document.excerpt(part.start, part.end)
    heading = next((unit.text for unit in outline.units if unit.kind == "heading"), "")
    return heading or outline.document.path


def _quoted(outline: Outline, topic: str, passage: Passage | None) -> Line:
    if not passage:
        return Line(topic, NOT_STATED, stated=False)
    at = outline.document.lines(passage.start, passage.end)[0]
    return Line(topic, shorten(outline.document.excerpt(passage.start, passage.end), _LONGEST), (at,))


def _names_customer(outline: Outline) -> bool:
    """Return whether a review finds who the customer is."""
    return "customer" in outline.reviewed and outline.reviewed["customer"].verdict == "yes"


def _customer(outline: Outline, found: Sequence[Diagnostic]) -> Passage | None:
    """Return the sentence that best says who the customer is; a doubtful one only if a review finds the customer."""
    passages = quotable(outline, "customer", found)
    if not passages and _names_customer(outline):
        passages = nearest(outline, "customer", found)
    return next(iter(passages), None)


def _problem(outline: Outline, found: Sequence[Diagnostic], customer: Passage | None) -> Passage | None:
    """Return the sentence that best describes the problem; none if a finding says that a problem is missing.

    The sentence about the customer is not quoted twice unless there is no other.
    """
    if any(one.rule == "missing-problem" for one in found):
        return None
    passages = quotable(outline, "problem", found)
    return next((one for one in passages if one != customer), next(iter(passages), None))


def _benefit(outline: Outline, found: Sequence[Diagnostic]) -> Passage | None:
    """Return the sentence that best says what the customer gains, from the top of the release if one is there."""
    passages = quotable(outline, "benefit", found)
    above = [one for one in [*passages, *nearest(outline, "benefit", found)] if one.part in _TOP]
    return next(iter([*above, *passages]), None)


def _risk(outline: Outline, found: Sequence[Diagnostic]) -> Line:
    """Return the risk that the answer to a question about risks calls the biggest, or the first one.

    Several risks in a list are all shown, in short. An answer that a finding doubts does not count.
    """
    asked = [one for one in outline.questions if {"risks"} <= {*one.topics} & {*one.answers}]
    asked = [one for one in asked if _RISKS.search(one.text) and not _weak(outline, one, found)]
    asked.sort(key=lambda one: one.audience != "internal")
    for question in asked:
        start, end = question.answer[0][0], question.answer[-1][1]
        inside = outline.document.tokens.sentences_in(start, end)
        places = [(max(start, one.start), min(end, one.end)) for one in inside]
        listed: list[tuple[str, int]] = []
        first: tuple[str, int] | None = None
        for number, place in enumerate(places):
            text = outline.document.excerpt(*place)
            at = outline.document.lines(*place)[0]
            if text.endswith("?") or _COUNTS.fullmatch(text.rstrip(".:")) or _DENIES.search(text):
                continue
            if len(text.split()) < _SHORT and number + 1 < len(places):
                text = f"{text} {outline.document.excerpt(*places[number + 1])}"
            if _BIGGEST.search(text):
                return Line("Biggest risk", shorten(text, _LONGEST), (at,))
            first = first or (text, at)
            if (
                _ITEM.match(outline.document.source.line(at)) and at not in (line for _, line in listed)
            ) or _ORDINAL.match(text):
                listed.append((text, at))
        if len(listed) > 1:
            said = "; ".join(f"“{shorten(text.rstrip('.'), _LONGEST_RISK)}”" for text, _ in listed[:_MOST_RISKS])
            return Line("Risks", said, tuple(sorted({at for _, at in listed[:_MOST_RISKS]})))
        if first:
            return Line("Biggest risk", shorten(first[0], _LONGEST), (first[1],))
    return Line("Biggest risk", NOT_STATED, stated=False)


def _weak(outline: Outline, question: Question, found: Sequence[Diagnostic]) -> bool:
    """Return whether an answer reads badly, or a finding says that it is missing or not serious."""
    first, last = outline.document.lines(question.start, question.end)
    return question.bad >= BLAMED_ANSWER or any(
        one.group in ("answers", "plan") and one.severity != "note" and first <= one.line <= last for one in found
    )


def _open(outline: Outline, found: Sequence[Diagnostic]) -> Line:
    """Return the unanswered questions, what answers admit not to know, and the gaps in the plan."""
    document = outline.document
    unanswered = [question for question in outline.questions if not question.answered]
    lines = [document.lines(*question.heading)[0] for question in unanswered]
    said = []
    if unanswered:
        shown = [f"“{shorten(_words(question), 70)}”" for question in unanswered[:_MOST_OPEN]]
        more = len(unanswered) - len(shown)
        said.append(f"no answer to {', '.join(shown)}{f' and {more} more' if more else ''}")
    admitted = [place for question in outline.questions for place in admissions(outline, question)]
    if admitted:
        shown = [f"“{shorten(document.excerpt(*place), 70)}”" for place in admitted[:_MOST_OPEN]]
        more = len(admitted) - len(shown)
        said.append(f"not known yet: {', '.join(shown)}{f' and {more} more' if more else ''}")
    lines += [document.lines(*place)[0] for place in admitted]
    weak = [one for one in found if one.group == "plan" and one.severity in ("error", "warning")]
    weak = [one for one in weak if one.line not in lines]
    topics = dict.fromkeys(LABELS.get(RULES.get(one.rule, one.rule), "") for one in weak)
    if any(topics):
        said.append(f"the plan falls short on {', '.join(filter(None, topics))}")
    if not outline.questions:
        said.append("there is no FAQ yet")
    if not said:
        return Line("Open questions", "none that the draft leaves open")
    at = sorted({*lines, *(one.line for one in weak)})
    return Line("Open questions", "; ".join(said), tuple(at))


def _assumptions(outline: Outline) -> list[Line]:
    """Return the line that counts the assumptions in brackets, if there are any."""
    document = outline.document
    starts = {one.start for one in outline.placeholders if one.kind == "assumption"}
    starts |= {one.start() for one in _BRACKETED_NUMBER.finditer(document.prose)}
    lines = [document.lines(at, at + 1)[0] for at in starts]
    return [Line("Assumptions", f"{len(lines)} in brackets", tuple(sorted({*lines})))] if lines else []


def _words(question: Question) -> str:
    return " ".join(question.text.split())
