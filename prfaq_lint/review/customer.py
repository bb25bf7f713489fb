"""The five questions about the customer, with which “working backwards” starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..checks.general import in_quotes
from ..checks.release import QUOTES, TOP, WORDS
from ..checks.start import shows_step
from ..diagnostic import Diagnostic
from ..lang.en.numbers import TENS, UNITS
from ..outline import PARTS, Outline
from ..outline.release.people import describes_customer, is_about_customer, names_customer
from ..reader.labels import PROBLEM_ROLES
from ..result import Answer
from .quoting import DATES, criticised, quotation, says_something, sentences

if TYPE_CHECKING:
    from ..authoring.additions import Entry
    from ..outline.model import Passage

_SUBSTANCE = ("problem", "solution-first", "solution", "headline", "consistency", "answers")
"""The groups whose findings say that a passage does not do its job, so that it is not quoted as if it did."""

_LACK = re.compile(r"^(?:missing|no)-|-(?:without|only)-")
"""The names of the rules that report what a draft lacks."""

SURE_PART = 0.5
"""The minimum probability of its part at which a benefit below the headlines is quoted."""

HEADLINES = ("headline", "subheadline")

MIN_STEPS = 2
"""The minimum number of passages that together show what using the product is like."""


def customer_questions(
    outline: Outline, findings: Sequence[Diagnostic], found: Mapping[str, Diagnostic], ready: Mapping[str, Entry]
) -> list[Answer]:
    """Return the answers about the customer, based on the release and the evidence in the FAQ.

    The questions are who the customer is, what the problem is, what improves, how the author knows, and what the
    experience is like.
    """
    # What is missing is reported at a place that it is not about.
    doubts = [one for one in findings if one.group in _SUBSTANCE and not _LACK.search(one.rule)]

    def faulty(*names: str) -> bool:
        return any(rule in found for step in _steps(names) for rule in step.get("rules", ()))

    def sound(passage: Passage) -> bool:
        """Return whether a passage may be quoted: it says something, and no finding criticises it."""
        return says_something(passage.text) and not criticised(outline, passage, doubts)

    def answer(question: str, verdict: str, carried: Iterable[Passage], *names: str, advice: str = "") -> Answer:
        """Return an answer; without a passage to show for it, a "yes" is only a "partly"."""
        passage = next(filter(sound, carried), None) if verdict != "no" else None
        verdict = "partly" if verdict == "yes" and not passage else verdict
        quote, line = quotation(outline, passage)
        return Answer(
            question,
            verdict,
            (outline.lines(passage),) if passage else (),
            quote=quote,
            quoted_line=line,
            next="" if verdict == "yes" else advice or _advice(outline, found, names),
        )

    problem = outline.problem
    named = customer_passages(outline)
    stated = _stated(outline)
    told = [one for one in stated if one.role in PROBLEM_ROLES]
    told.sort(key=lambda passage: (passage.role != "alternative", passage.kind != "l", passage.problem), reverse=True)
    if problem.quoted:
        told += [one for one in outline.passages_in(*QUOTES) if one.role in PROBLEM_ROLES]
    numbers = [one for one in stated if _is_evidence(one.text)]
    gains = [one for one in _with_role(outline, ("benefit",), *TOP, "solution") if _is_gain(one)]
    pitched = _with_role(outline, ("benefit", "pitch"), *TOP, "solution")
    evidence = outline.plan.get("customer-evidence", ())
    tested = [
        passage
        for question in outline.questions
        if "customer-evidence" in question.answers and question.asks_directly("customer-evidence")
        for passage in sentences(outline, question)
    ]
    begun = _with_role(outline, ("start",), "getting_started")
    steps = [passage for passage in begun if _is_step(passage.text)]
    done = [passage for passage in begun if shows_step(passage.text)]
    offered = [passage for passage in begun if not _COST.search(passage.text) or _AVAILABLE.search(passage.text)]
    shown = _with_role(outline, ("pitch", "benefit"), "solution", "getting_started")
    lived = [passage for passage in shown if sound(passage) and _shows_somebody(passage)]
    lived.sort(key=lambda passage: passage.kind == "l")
    entry = ready.get("customer-evidence")
    return [
        answer(
            "Who is the customer?",
            _verdict(bool(named) and problem.names_customer and not faulty("customer"), bool(outline.paragraphs)),
            named,
            "problem",
            "customer",
        ),
        answer(
            "What is the problem?",
            _verdict(
                problem.genuine and problem.states_cost and not faulty("problem", "pain"),
                problem.genuine or problem.quoted or problem.in_doubt or bool(told),
            ),
            told,
            "problem",
            "pain",
            "cost",
        ),
        answer(
            "What is the most important benefit?",
            _verdict(bool(gains) and not faulty("solution"), bool(pitched)),
            gains,
            "solution",
            "benefit",
        ),
        answer(
            "How do we know?",
            _verdict(bool(tested), bool(evidence) or (problem.genuine and any(map(sound, numbers)))),
            tested or numbers,
            advice=f"Ask and answer: “{entry.ask}”" if entry else "",
        ),
        answer(
            "What is the experience like?",
            _verdict(
                len({*done, *lived}) >= MIN_STEPS and not faulty("solution", "first-step"),
                bool(begun or lived) or len(shown) >= MIN_STEPS,
            ),
            [*steps, *lived, *offered],
            "solution",
            "experience",
            "first-step",
        ),
    ]


def _stated(outline: Outline) -> list[Passage]:
    """Return the passages of the problem without those whose second half is in quotation marks."""

    def quoted(passage: Passage) -> bool:
        return all(in_quotes(outline, at) for at in ((passage.start + passage.end) // 2, passage.end - 1))

    return [passage for passage in outline.passages_in("problem") if not quoted(passage)]


_AUDIENCE = re.compile(r"\W*(?:for|any(?:one|body))\b[^,]*$", re.IGNORECASE)
"""A phrase that says for whom something is, and not what they gain."""


def _is_gain(passage: Passage) -> bool:
    """Return whether a passage of role `benefit` certainly says what customers gain, rather than who they are."""
    return (passage.part in HEADLINES or passage.confidence >= SURE_PART) and not _AUDIENCE.match(passage.text)


_CLAUSE = re.compile(r"[,;:—–→]\s+")
_EVIDENCE = re.compile(
    r"\d\s?(?:%|percent\b|per cent\b)|[$€£]\s?\d|\b\d{1,3}(?:,\d{3})+\b|\b\d[\d.]*\s?(?:k|thousand|million|billion)\b"
    r"|\b\d[\d.]*(?:(?-i:M)\b|\s?m (?:dollars|euros|pounds)\b)"
    rf"|\b(?:\d+|{UNITS}|{TENS}) (?:(?:out )?of|in) (?:the |all |our )?(?:\d+|{UNITS}|{TENS})\b"
    r"|\b\d+ (?:\w+ )?(?:a|per|each|every) (?:hour|day|night|morning|shift|time|week|month|year)\b",
    re.IGNORECASE,
)
"""A share, an amount, a large number, or how much it is each time."""


def _is_evidence(text: str) -> bool:
    """Return whether a sentence gives a number that shows how big a problem is."""
    return bool(_EVIDENCE.search(DATES.sub(" ", text)))


def _is_step(text: str) -> bool:
    """Return whether a passage says what to do first, rather than only that something can be had."""
    if _COST.search(text) or _AVAILABLE.search(text):
        return bool(WORDS["step"].match(text.lstrip(" *_")))  # "Order it for £9", not "It can be ordered for £9"
    return bool(WORDS["step"].search(text))


_AVAILABLE = re.compile(r"\bavailab(?:le|ility)\b", re.IGNORECASE)
_COST = re.compile(r"\b(?:pric(?:es?|ed|ing)|open[- ]source)\b|[$€£]\d", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\W*(?:[\w’'-]+ )?(?:you|people|teams|companies|(?:user|customer|member|organi[sz]ation)s?)\b",
    re.IGNORECASE,
)


def _shows_somebody(passage: Passage) -> bool:
    """Return whether a person does something in one of a passage's clauses, rather than only the product."""
    if any(map(_SOMEBODY.match, _CLAUSE.split(passage.text))):
        return True
    return passage.kind != "l" and is_about_customer(passage.text)


def customer_passages(outline: Outline) -> list[Passage]:
    """Return the passages that name the customer.

    The answer to “Who is this for?” comes first, then what the subheadline and the summary say about who they are, then
    the sentences of the problem that are about them or say whom something serves, and then those of the top of the
    release. Passages about everybody, about the author, and about those whom the product is not for are left out.
    """
    asked = [
        passage
        for question in outline.questions
        if _FOR_WHOM.search(question.text) and not _NOT_FOR.search(question.text)
        for passage in sentences(outline, question)
    ]
    top = [one for one in outline.passages_in("subheadline", "summary") if not one.starts_from_solution]
    problem = [one for one in _stated(outline) if one.role in PROBLEM_ROLES]
    found = [
        *(one for one in top if describes_customer(one.text) or (one.part == "subheadline" and one.role == "other")),
        *(one for one in problem if is_about_customer(one.text)),
        *(one for one in problem if _serves(one.text)),
        *(one for one in top if is_about_customer(one.text)),
        *(one for one in (*top, *_headlines(outline, *HEADLINES)) if _serves(one.text)),
    ]
    found = [*asked, *(one for one in found if names_customer(one.text) and not _OWN.match(one.text))]
    return [one for one in dict.fromkeys(found) if not _EVERYONE.search(one.text) and not _NOT_FOR.search(one.text)]


def _serves(text: str) -> bool:
    """Return whether a text says which people something is for, or whom it helps."""
    return any(map(names_customer, _SERVED.findall(text)))


_EVERYONE = re.compile(r"\b(?:any(?:one|body)|every(?:one|body))\b|\bthe (?:author|maker)s?\b", re.IGNORECASE)
_OWN = re.compile(r"\W*(?:I|we|my|our)\b", re.IGNORECASE)
_NOT_FOR = re.compile(r"\bnot (?:meant |intended |designed )?for\b|\bnot be for\b", re.IGNORECASE)
_SERVED = re.compile(
    r"\b(?:for|gives?|giving|lets?|letting|helps?|helping|allow(?:s|ing)?|enabl(?:es?|ing)|provid(?:es?|ing)|tells?|alerts?|shows?)"
    r" ((?:[\w’'&/-]+ ){0,3}[\w’'-]+)",
    re.IGNORECASE,
)
"""The words after “for”, “helps” and the like, which name those who are served."""
_FOR_WHOM = re.compile(
    r"\bwho(?:m|’s|'s)?\b.{0,40}\bfor\b|\bwho (?:is|are) .{0,30}\b(?:customers?|users?|audience)\b"
    r"|\b(?:target|intended|primary|first) (?:customers?|users?|audience)\b",
    re.IGNORECASE,
)


def _verdict(whole: bool, part: bool) -> str:
    return "yes" if whole else "partly" if part else "no"


def _steps(names: Sequence[str]) -> list[dict[str, Any]]:
    from ..authoring.additions import steps  # `check` asks only the three questions and does not need this

    return [step for step in steps() if step["name"] in names]


def _advice(outline: Outline, found: Mapping[str, Diagnostic], names: Sequence[str]) -> str:
    """Return the next step: the question of the first of these steps that a finding or a missing part leaves open."""
    if not any(outline.of(*PARTS)):
        return "Write the press release first; nothing in the draft answers this yet"
    wanted = _steps(names)
    criticised = [step for step in wanted if any(rule in found for rule in step.get("rules", ()))]
    missing = [step for step in wanted if "part" in step and not any(outline.of(step["part"]))]
    return next((str(step["question"]) for step in criticised or missing or wanted[-1:]), "")


def _with_role(outline: Outline, roles: Sequence[str], *parts: str) -> list[Passage]:
    """Return the passages of these parts that have one of these roles, part by part."""
    return [
        passage
        for name in parts
        for passage in (_headlines(outline, name) if name in HEADLINES else outline.passages_in(name))
        if passage.role in roles
    ]


def _headlines(outline: Outline, *names: str) -> list[Passage]:
    """Return the passages of the headline or the subheadline, which may be headings."""
    inside = outline.intervals(*names)
    return [passage for passage in outline.passages if passage.start in inside]
