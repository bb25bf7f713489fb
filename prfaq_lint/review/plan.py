"""The three questions about the plan, and its topics.

Ian McAllister reports the three as the questions that Amazon's reviewers asked about every PR/FAQ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..assessment import (
    EMPTY,
    LABELS,
    MISSING,
    THIN,
    TO_FIND_OUT,
    UNCLEAR,
    UNREASONED,
    Topic,
    assess,
    assess_all,
    carries,
)
from ..checks.release import TOP
from ..diagnostic import Diagnostic
from ..outline import thresholds
from ..outline.intervals import Intervals
from ..outline.model import FACETS, PARTS, Outline
from ..result import NO_FAQ, Answer, OpenQuestion
from ..rules.pages import Rule
from .quoting import quotable, quotation

if TYPE_CHECKING:
    from ..authoring.additions import Entry

WORTH_DOING = "Should we do it?"

QUESTIONS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "size": ("Is it big?", ("market-size",), ()),
    "reason": (WORTH_DOING, ("strategic-fit",), ("why-now", "customer-evidence", "competition")),
    "plan": (
        "Is there a plan to succeed?",
        ("economics", "feasibility", "dependencies", "risks", "metrics"),
        (),
    ),
}
"""Each of `reader.labels.REVIEW` that is about the plan: the question, its topics, and those that answer it in part."""

_ALSO_NEEDED = {"reason": ("customer-evidence",)}
"""The topics of other questions without which a question gets no "yes"."""

MOST_TOPICS = 3
"""The minimum number of topics with full answers for a "yes" to the plan; asking for four agrees less with reviewers."""


class Facet(NamedTuple):
    """A facet of the plan: the lines that ask about it, those that answer it with substance, and the next step."""

    facet: str
    state: str
    """One of the states of `assessment`."""
    asked: tuple[int, ...]
    """The lines of the questions about the facet."""
    answered: tuple[tuple[int, int], ...]
    nearest: int
    """The line that comes closest to answering the facet if nothing does; 0 if no line comes close."""
    ask: str
    """The question, ready to paste, if the draft does not ask it."""
    holds: str
    """The content that an answer needs, if there is none of substance."""

    def to_json(self) -> dict[str, Any]:
        """Return the facet as a JSON object."""
        return {**self._asdict(), "asked": list(self.asked), "answered": [list(lines) for lines in self.answered]}


def three_questions(
    outline: Outline, wanted: Collection[str] = FACETS, findings: Sequence[Diagnostic] = ()
) -> list[Answer]:
    """Return the three answers, as the reader understands the whole draft.

    A topic that the draft settles answers its question at least in part, and full answers to all of its topics answer it,
    so that nothing written elsewhere makes the answer worse. For a "yes" to whether there is a plan, most
    topics must be settled by answers that are full enough to check (`assessment.carries`); for one to whether to do it
    at all, there must be evidence that customers want it, and the release must state their problem and not open with
    the missing product.

    Args:
        outline: The draft.
        wanted: The topics that the profile and the stage ask for; a question about none of them is left out.
        findings: What `check` reports about the draft; a passage that a finding criticises is not quoted.
    """
    topics = {facet: assess(outline, facet) for _, core, partial in QUESTIONS.values() for facet in (*core, *partial)}
    answers = []
    for name, (question, core, partial) in QUESTIONS.items():
        if not any(facet in wanted for facet in core):
            continue
        settled = [facet for facet in (*core, *partial) if topics[facet].is_settled]
        verdict = outline.reviewed[name].verdict if name in outline.reviewed else "no"
        needed = [facet for facet in (*core, *_ALSO_NEEDED.get(name, ())) if facet in wanted]
        if all(topics[facet].is_settled and carries(outline, facet) for facet in needed):
            verdict = "yes"  # whatever else the draft says
        if verdict != "yes" or not _holds_up(outline, name, [topics[facet] for facet in core], len(needed)):
            touched = settled or (len(core) == 1 and topics[core[0]].state in (UNCLEAR, TO_FIND_OUT))
            verdict = "partly" if touched or (verdict != "no" and name != "plan") else "no"
        missing = tuple(facet for facet in needed if facet not in settled) if verdict != "yes" else ()
        passage = next(iter(quotable(outline, name, findings)), None) if verdict != "no" else None
        lines = [outline.lines(passage)] if passage else []
        lines += sorted(outline.document.lines(*place) for facet in settled for place in topics[facet].answers)
        unique_lines = tuple(dict.fromkeys(lines))
        answers.append(
            Answer(question, verdict, unique_lines, missing, *quotation(outline, passage), not outline.questions)
        )
    return answers


def _holds_up(outline: Outline, name: str, core: Sequence[Topic], needed: int) -> bool:
    """Return whether nothing that the tool says elsewhere contradicts a "yes" to one of the questions.

    Args:
        outline: The draft.
        name: A key of `QUESTIONS`.
        core: The question's topics.
        needed: The number of topics that the profile and the stage ask for.
    """
    if name == "plan":
        full = sum(topic.is_settled and carries(outline, topic.facet) for topic in core)
        return full >= min(MOST_TOPICS, needed)
    if any(topic.state in (EMPTY, THIN, UNREASONED, TO_FIND_OUT) for topic in core):
        return False
    return name != "reason" or (assess(outline, "customer-evidence").is_settled and not _lacks_reason(outline))


def open_questions(outline: Outline, rules: Iterable[Rule], found: Collection[str]) -> Iterator[OpenQuestion]:
    """Yield the questions about the plan that the rules `found` to be open."""
    for rule in rules:
        if rule.name in found and "facet" in rule.parameters:
            ask = str(rule.parameters["ask"])
            topic = assess(outline, str(rule.parameters["facet"]), ask)
            asked = topic.thin_question or (topic.questions[0] if topic.questions else None)
            nearest = outline.document.lines(*topic.nearest)[0] if topic.nearest else 0
            yield OpenQuestion(rule.name, asked.text if asked else ask, bool(asked), nearest)


def _lacks_reason(outline: Outline) -> str:
    """Return what the draft has to say for a reason to do it; "" if it gives one.

    The release, if there is one, must describe a customer's problem with what it costs them, and nothing in it up to the
    problem may resemble a start from the solution; the reason why this company should solve it must be more than
    something that it owns.
    """
    if any(outline.of(*PARTS)) and not outline.problem.genuine:
        return "Describe in the release which problem a customer has today"
    if any(outline.of(*PARTS)) and not outline.problem.states_cost:
        return "Say in the problem paragraph what the problem costs the customer each time"
    opening = outline.passages_in(*TOP, "problem")
    if any(passage.solution_first >= thresholds.SOLUTION_FIRST_DOUBT for passage in opening):
        return "Begin the release and its problem with the customer, not with the product or its technology"
    answers = Intervals(outline.plan.get("strategic-fit", ()))
    if any(passage.start in answers and passage.starts_from_solution for passage in outline.passages):
        return (
            "For “Why us?”, say what the customer gains that others cannot give; owning something is not a reason yet"
        )
    return ""


def _lacks_detail(outline: Outline, facets: Iterable[str]) -> str:
    """Return what to do about the first of these topics whose answers do not carry a "yes"; "" if all do."""
    weak = next((LABELS[facet] for facet in facets if not carries(outline, facet)), "")
    return f"Say more about “{weak}”; the answer is short or leaves part of the question open" if weak else ""


def with_next(answer: Answer, table: Sequence[Facet], outline: Outline) -> Answer:
    """Return the answer with its next step, if one is known: a missing topic, or what keeps answers from being enough."""
    if answer.answer == "yes":
        return answer
    name, (_, core, partial) = next(one for one in QUESTIONS.items() if one[1][0] == answer.question)
    rows = {one.facet: one for one in table}
    missing, helpful = (
        [rows[facet] for facet in facets if facet in rows and not rows[facet].answered]
        for facets in (answer.missing, partial)
    )
    step = _step(missing)
    if not step and answer.question == WORTH_DOING:
        step = _lacks_reason(outline)
    step = step or _lacks_detail(outline, (facet for facet in (*core, *_ALSO_NEEDED.get(name, ())) if facet in rows))
    step = step or _step(helpful)
    return replace(answer, next=f"{NO_FAQ}. {step}" if answer.unasked and step else step)


def _step(facets: Sequence[Facet]) -> str:
    """Return what to do about the first of these topics."""
    return next(
        (f"Ask and answer: “{one.ask}”" if one.ask else one.holds for one in facets if one.ask or one.holds), ""
    )


def topics(outline: Outline, ready: Mapping[str, Entry]) -> tuple[Facet, ...]:
    """Return the topics that some rule asks for; the profile and the stage decide which ones."""
    lines = outline.document.lines
    table = []
    for facet, topic in assess_all(outline, {name: entry.ask for name, entry in ready.items()}).items():
        entry = ready.get(facet)
        if ready and not entry:
            continue
        table.append(
            Facet(
                facet,
                topic.state,
                tuple(lines(question.start, question.start + 1)[0] for question in topic.questions),
                tuple(sorted({lines(*place) for place in topic.answers})),
                lines(*topic.nearest)[0] if topic.nearest else 0,
                entry.ask if entry and topic.state == MISSING else "",
                entry.holds if entry and not topic.is_settled else "",
            )
        )
    return tuple(table)
