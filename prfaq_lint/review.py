"""What a reviewer asks of every draft, answered from it: three questions about the plan, five about the customer, 17 facets.

Each answer is yes, partly or no, with the lines that carry it and one next step. There is no score: nothing is earned by
adding words. Sources: Ian McAllister tells the three as the questions that Amazon's reviewers asked of every PR/FAQ; the five
are those with which “working backwards” begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from .diagnostic import Diagnostic
from .lang.en.numbers import QUANTITY
from .outline import FACETS, PARTS, Outline
from .result import NO_FAQ, Answer

if TYPE_CHECKING:
    from .authoring.additions import Entry

QUESTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Is it big?", ("market-size",), ()),
    ("Should we do it?", ("strategic-fit",), ("why-now", "customer-evidence", "competition")),
    ("Is there a plan to succeed?", ("economics", "feasibility", "dependencies", "risks", "metrics"), ()),
)
"""Each question with the facets that answer it, and those that answer it in part."""

_DATES = re.compile(r"\b(?:\d{1,2}\.? )?(?:[A-Z][a-z]{2,8} )?(?:\d{1,2},? )?(?:19|20)\d\d\b|\bv\d[\d.]*")


class Facet(NamedTuple):
    """A facet of the plan: where it is asked, where it is answered with substance, and what is to be done."""

    facet: str
    asked: tuple[int, ...]
    """Lines of the questions about it."""
    answered: tuple[tuple[int, int], ...]
    ask: str
    """The question ready to paste, where nobody asks."""
    holds: str
    """What an answer has to hold, where there is none of substance."""

    def to_json(self) -> dict[str, Any]:
        """The facet as a JSON object."""
        return {**self._asdict(), "asked": list(self.asked), "answered": [list(lines) for lines in self.answered]}


@dataclass(frozen=True, slots=True)
class Review:
    """A draft as a reviewer sees it."""

    path: str
    type: str
    language: str
    customer: tuple[Answer, ...]
    plan: tuple[Answer, ...]
    facets: tuple[Facet, ...]

    def to_json(self) -> dict[str, Any]:
        """The review as a JSON object."""
        return {
            "path": self.path,
            "type": self.type,
            "language": self.language,
            "plan": [answer.to_json() for answer in self.plan],
            "customer": [answer.to_json() for answer in self.customer],
            "answered": sum(bool(facet.answered) for facet in self.facets),
            "of": len(self.facets),
            "facets": [facet.to_json() for facet in self.facets],
        }


def review(outline: Outline, found: Iterable[Diagnostic], ready: Mapping[str, Entry]) -> Review:
    """The review of a draft from its findings; `ready` gives the question and the guidance of each facet."""
    table = _facets(outline, ready)
    first: dict[str, Diagnostic] = {}
    for diagnostic in found:
        first.setdefault(diagnostic.rule, diagnostic)
    return Review(
        outline.document.path,
        outline.type,
        outline.document.language,
        tuple(_customer_questions(outline, first, ready)),
        tuple(_with_next(answer, table) for answer in three_questions(outline)),
        table,
    )


# The plan.


def three_questions(outline: Outline) -> list[Answer]:
    """The three answers, from the facets that the draft answers with substance, or sets aside with a reason."""
    answers = []
    for question, core, partial in QUESTIONS:
        held = [facet for facet in core if outline.covers(facet)]
        helping = [facet for facet in partial if outline.plan.get(facet)]
        missing = tuple(facet for facet in core if facet not in held)
        if len(held) >= max(1, len(core) - 1):
            verdict = "yes"
        elif held or helping or (len(core) == 1 and _has_answer(outline, core[0])):
            verdict = "partly"
        else:
            verdict = "no"
        places = [place for facet in (*held, *helping) for place in outline.plan.get(facet, ())]
        lines = sorted({outline.document.lines(*place) for place in places})
        quote = outline.document.excerpt(*min(places)) if places else ""
        answers.append(Answer(question, verdict, tuple(lines), missing, quote, not outline.questions))
    return answers


def _has_answer(outline: Outline, facet: str) -> bool:
    """Whether a question about a facet is answered, be it without substance."""
    return any(question.answered and facet in question.topics for question in outline.questions)


def _with_next(answer: Answer, table: Sequence[Facet]) -> Answer:
    """The answer with its next step: the first facet that is missing."""
    if answer.answer == "yes":
        return answer
    facet = next(facet for facet in table if facet.facet in answer.missing)
    step = f"Ask and answer: “{facet.ask}”" if facet.ask else facet.holds or "Its rule does not run here"
    return replace(answer, next=f"{NO_FAQ}. {step}" if answer.unasked else step)


def _facets(outline: Outline, ready: Mapping[str, Entry]) -> tuple[Facet, ...]:
    lines = outline.document.lines
    table = []
    for facet in FACETS:
        entry = ready.get(facet)
        pasted = [question for question in outline.questions if entry and entry.ask in question.text]
        asked = [question for question in outline.questions if facet in question.topics or question in pasted]
        answered = tuple(sorted({lines(*place) for place in outline.plan.get(facet, ())}))
        table.append(
            Facet(
                facet,
                tuple(lines(question.start, question.start + 1)[0] for question in asked),
                answered,
                ""
                if pasted or answered or not entry or any(question.asks_directly(facet) for question in asked)
                else entry.ask,
                "" if answered or not entry else entry.holds,
            )
        )
    return tuple(table)


# The customer.


def _customer_questions(outline: Outline, found: Mapping[str, Diagnostic], ready: Mapping[str, Entry]) -> list[Answer]:
    """Who, what hurts, what gets better, how do we know, what is it like: from the release, and the FAQ's evidence."""

    def faulty(*names: str) -> bool:
        return any(rule in found for step in _steps(names) for rule in step.get("rules", ()))

    def telling(places: Sequence[Place]) -> list[Place]:
        """Return the sentences with those first that tell what a customer gains, then those that describe the product."""
        rank = {
            passage.start: ("benefit", "pitch").index(passage.role)
            for passage in outline.passages
            if passage.role in ("benefit", "pitch")
        }
        return sorted(places, key=lambda place: rank.get(place[0], 2))

    def answer(question: str, verdict: str, carried: Sequence[Place], *names: str, advice: str = "") -> Answer:
        place = carried[0] if carried and verdict != "no" else None
        return Answer(
            question,
            verdict,
            (outline.document.lines(*place),) if place else (),
            quote=outline.document.excerpt(*place) if place else "",
            next="" if verdict == "yes" else advice or _advice(outline, found, names),
        )

    problem = outline.problem
    told = _sentences(outline, "problem")
    benefits = _sentences(outline, "solution", "summary", "subheadline", "headline")
    named = pain_places(outline)
    pain = [(problem.best.start, problem.best.end)] if problem.genuine and problem.best else []
    counted = [place for place in benefits if QUANTITY.search(_DATES.sub(" ", outline.document.prose[slice(*place)]))]
    evidence = sorted(outline.plan.get("customer-evidence", ()))
    numbers = [place for place in told if QUANTITY.search(outline.document.prose[slice(*place)])] or told
    lived = _sentences(outline, "solution", "getting_started")
    whole = any(outline.of("solution")) and any(outline.of("getting_started"))
    entry = ready.get("customer-evidence")
    return [
        answer(
            "Who is the customer?",
            _verdict(problem.genuine and problem.names_customer and not faulty("customer"), bool(named)),
            named,
            "problem",
            "customer",
        ),
        answer(
            "What is the problem?",
            _verdict(problem.genuine and problem.states_cost and not faulty("problem", "pain"), problem.genuine),
            pain,
            "problem",
            "pain",
            "cost",
        ),
        answer(
            "What is the most important benefit?",
            _verdict(bool(counted) and not faulty("solution", "benefit"), bool(benefits)),
            telling(counted or benefits),
            "solution",
            "benefit",
        ),
        answer(
            "How do we know?",
            _verdict(bool(evidence), problem.genuine and problem.has_evidence),
            evidence or numbers,
            advice=f"Ask and answer: “{entry.ask}”" if entry else "",
        ),
        answer(
            "What is the experience like?",
            _verdict(whole and not faulty("solution", "experience", "first-step"), bool(lived)),
            telling(lived),
            "solution",
            "experience",
            "first-step",
        ),
    ]


Place = tuple[int, int]
"""A range of prose offsets."""


def pain_places(outline: Outline) -> list[Place]:
    """Return the passages that tell the problem, the surest first, where it names its customer."""
    problem = outline.problem
    if not problem.names_customer:
        return []
    told = sorted(outline.passages_in("problem"), key=lambda passage: -passage.problem)
    return [(passage.start, passage.end) for passage in told]


def _verdict(whole: bool, part: bool) -> str:
    return "yes" if whole else "partly" if part else "no"


def _steps(names: Sequence[str]) -> list[dict[str, Any]]:
    from .authoring.additions import steps  # `check` asks the three questions only, and does without

    return [step for step in steps() if step["name"] in names]


def _advice(outline: Outline, found: Mapping[str, Diagnostic], names: Sequence[str]) -> str:
    """What to do next: what the first finding of these steps advises, else the question of the first that is open."""
    if not any(outline.of(*PARTS)):
        return "Write the press release first: nothing here tells"
    for step in _steps(names):
        for rule in step.get("rules", ()):
            if rule in found:
                return found[rule].fix
    missing = [step for step in _steps(names) if "part" in step and not any(outline.of(step["part"]))]
    return next((str(step["question"]) for step in missing or _steps(names)[-1:]), "")


def _sentences(outline: Outline, *parts: str) -> list[Place]:
    """The sentences of these parts, part by part; a part without any, such as a headline, as a whole."""
    found: list[Place] = []
    for name in parts:
        for part in outline.of(name):
            inside = outline.document.tokens.sentences_in(part.start, part.end)
            found += [(max(part.start, one.start), min(part.end, one.end)) for one in inside] or [
                (part.start, part.end)
            ]
    return found
