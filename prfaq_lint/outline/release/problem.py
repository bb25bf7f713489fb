"""The problem: whether there is one, who has it, what it costs, and whether it is described without the product."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...reader.model import Reading
from .. import thresholds
from ..intervals import Intervals
from ..model import CustomerProblem, Part, Passage
from .people import names_customer

_QUOTES = ("leader_quote", "customer_quote")
_PITCHES = ("pitch", "benefit", "announce")
"""The roles of a passage that sells."""
_SOLD, _SURE = ("solution", "summary"), 0.8
"""The parts in which a product is sold, and the probability from which a passage certainly belongs to one of them."""
_FIGURE = re.compile(
    r"\d|\[[^\[\]]{0,200}\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|quarter|dozens?)\b",
    re.IGNORECASE,
)
"""A figure, or a bracketed estimate in words."""
TODAY = re.compile(
    r"\b(?:on|pen and|piece of|pieces of) paper\b|\bpaper[- ](?:based|heavy|calendars?|cards?|diar(?:y|ies)|files?|forms?|"
    r"ledgers?|lists?|logs?|maps?|note(?:book|pad)?s?|records?|registers?|sheets?|slips?)\b|"
    r"\b(?:a|in|into|on|through) notebooks?\b|\bnotebook pages?\b|"
    r"\b(?:spreadsheets?|excel|whatsapp|sticky notes?|post-its?|whiteboards?|phone calls?|by hand)\b|"
    r"\b(?:most|other|existing) (?:tools|apps|products|services|solutions|platforms)\b|"
    r"\b(?:traditional|existing|conventional|current|today['’]s|legacy) (?:\w+ ){1,3}"
    r"(?:is|are|do|does|don['’]t|cannot|can['’]t|fails?|lacks?|requires?|takes?)\b",
    re.IGNORECASE,
)
"""What people make do with today, or what is said about the products there are."""


MIN_ELSEWHERE = 2
"""The minimum number of passages that make a problem if a heading names it, but none of them is below that heading."""


def judge(
    reading: Reading,
    passages: Sequence[Passage],
    inside: Sequence[int],
    parts: Sequence[Part],
    heading: tuple[int, int] | None,
) -> CustomerProblem:
    """Return the customer's problem as the release describes it.

    Args:
        reading: The reader's output for the draft.
        passages: All passages of the draft.
        inside: The indices of the passages of the release.
        parts: The parts of the release.
        heading: The range of the text below a heading that names the problem, or None.
    """
    spans = [part for part in parts if part.part == "problem"]
    places = Intervals((part.start, part.end) for part in spans)
    told = [index for index in inside if passages[index].start in places and passages[index].kind not in "hb"]
    # Where a heading names the problem, the text below it is the problem, whatever else reads like one.
    headed = [index for index in told if _below(heading, passages[index])]
    told = headed or told
    quoted = [
        index
        for index in inside
        if passages[index].part in _QUOTES and passages[index].problem >= thresholds.PROBLEM_PASSAGE
    ]
    unsold = [index for index in told or inside if passages[index].role not in _PITCHES]
    best = max(headed or unsold, key=lambda index: passages[index].problem, default=None)

    def genuine_from(least: float) -> float:
        """Return the probability that the passages which are at least so likely to be about a problem describe it."""
        pains = [index for index in inside if passages[index].kind not in "hb" and passages[index].problem >= least]
        below = [index for index in pains if _below(heading, passages[index])]
        elsewhere = [index for index in pains if passages[index].start in places]
        if heading and not below and len(elsewhere) < MIN_ELSEWHERE:
            elsewhere = []
        return reading.attribute(below or elsewhere)["genuine"]

    genuine = genuine_from(thresholds.PROBLEM_PASSAGE) >= thresholds.GENUINE_PROBLEM
    only_quoted = not genuine and bool(quoted)
    near = told or (quoted if only_quoted else [])
    if not near and best is not None and passages[best].problem >= thresholds.NEAR_PROBLEM:
        near = [best]
    start, end = (
        (spans[0].start, spans[0].end)
        if spans
        else (passages[near[0]].start, passages[near[-1]].end)
        if near
        else (0, 0)
    )
    has = reading.attribute(near)
    return CustomerProblem(
        start=start,
        end=end,
        genuine=genuine,
        confidence=genuine_from(thresholds.NEAR_PROBLEM),
        best=passages[best] if best is not None and near else None,
        names_customer=has["customer"] >= thresholds.CUSTOMER
        or any(names_customer(passages[index].text) for index in near),
        states_cost=has["cost"] >= thresholds.COST,
        has_evidence=has["evidence"] >= thresholds.EVIDENCE
        or any(_FIGURE.search(passages[index].text) for index in near),
        names_alternative=has["alternative"] >= thresholds.ALTERNATIVE
        or any(TODAY.search(passages[index].text) for index in near),
        leaks=tuple(passage for index in inside if _leaks(passage := passages[index], heading)),
        headed=heading is not None,
        quoted=only_quoted,
    )


def under_heading(passages: Sequence[Passage], inside: Sequence[int], heading: tuple[int, int] | None) -> list[Passage]:
    """Return the passages of a draft; those that describe a problem under its heading become parts of the problem."""
    release = set(inside)
    return [
        passage._replace(part="problem", confidence=passage.problem)
        if index in release
        and passage.kind not in "hb"
        and passage.problem >= thresholds.PROBLEM_PASSAGE
        and _below(heading, passage)
        else passage
        for index, passage in enumerate(passages)
    ]


def _leaks(passage: Passage, heading: tuple[int, int] | None) -> bool:
    """Return whether a passage pitches where the problem is described, or only says that the product is missing.

    A passage without a role is a remark about the document. Without a heading, it must certainly not be a problem.
    """
    if passage.kind in "hb" or passage.role == "-":
        return False
    unlike = passage.problem < thresholds.NEAR_PROBLEM
    if heading is None:
        sells = passage.role in (*_PITCHES, "missing")
        return sells and passage.part == "problem" and unlike and passage.leak >= thresholds.LEAK
    sold = passage.role in _PITCHES and passage.part in _SOLD and passage.confidence >= _SURE and unlike
    return _below(heading, passage) and passage.problem < 0.5 and (sold or passage.leak >= thresholds.LEAK)


def _below(heading: tuple[int, int] | None, passage: Passage) -> bool:
    return heading is not None and heading[0] <= passage.start < heading[1]
