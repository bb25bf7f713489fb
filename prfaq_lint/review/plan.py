"""The three questions about the plan, and its topics.

Ian McAllister reports the three as the questions that Amazon's reviewers asked about every PR/FAQ.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..assessment import LABELS, MISSING, UNCLEAR, assess, assess_all, carries
from ..outline import FACETS, PARTS, Outline
from ..outline.intervals import Intervals
from ..result import NO_FAQ, Answer, OpenQuestion
from .quoting import Place, has_number, quotation, sentences

if TYPE_CHECKING:
    from ..authoring.additions import Entry
    from ..outline.model import Passage
    from ..rules.pages import Rule

WORTH_DOING = "Should we do it?"

QUESTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Is it big?", ("market-size",), ()),
    (WORTH_DOING, ("strategic-fit",), ("why-now", "customer-evidence", "competition")),
    ("Is there a plan to succeed?", ("economics", "feasibility", "dependencies", "risks", "metrics"), ()),
)
"""Each question with the facets that answer it, and those that answer it in part."""

SURE_ANSWER = 0.8
"""The minimum probability at which an answer is quoted."""


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


def three_questions(outline: Outline, wanted: Collection[str] = FACETS) -> list[Answer]:
    """Return the three answers, based on the topics that the draft answers well or sets aside with a reason.

    A "yes" requires answers that are full enough to check (`assessment.carries`). For whether to do it at all, it
    also requires a customer problem in the release, full evidence that customers want it, and a reason that is more
    than an asset.

    Args:
        outline: The draft.
        wanted: The topics that the profile and the stage ask for; a question about none of them is left out.
    """
    topics = {facet: assess(outline, facet) for _, core, partial in QUESTIONS for facet in (*core, *partial)}
    answers = []
    for question, core, partial in QUESTIONS:
        if not any(facet in wanted for facet in core):
            continue
        settled = [facet for facet in core if topics[facet].is_settled]
        carried = [facet for facet in settled if carries(outline, facet)]
        helping = [facet for facet in partial if topics[facet].is_settled]
        whole = len(carried) >= max(1, len(core) - 1)
        proven = True
        if question == WORTH_DOING:
            proven = "customer-evidence" in helping and carries(outline, "customer-evidence")
            whole = whole and proven and _has_reason(outline)
        touched = any(topics[facet].questions or topics[facet].state == UNCLEAR for facet in core)
        verdict = "yes" if whole else "partly" if settled or helping or (len(core) == 1 and touched) else "no"
        missing = tuple(facet for facet in core if facet not in settled)
        if not proven:
            missing = (*missing, "customer-evidence")
        places = [place for facet in (*settled, *helping) for place in topics[facet].answers]
        lines = sorted({outline.document.lines(*place) for place in places})
        passage = _quoted(outline, (*settled, *helping), places)
        answers.append(
            Answer(question, verdict, tuple(lines), missing, *quotation(outline, passage), not outline.questions)
        )
    return answers


def _quoted(outline: Outline, facets: Sequence[str], places: Iterable[Place]) -> Passage | None:
    """Return the first telling sentence of the surest answer to a question that asks directly about one of these topics.

    Return None if no answer among these places is certain: a wrong quotation costs more trust than none.
    """
    cited = Intervals(sorted(places))
    sure = [
        (question.holds[facet], -question.start, facet, question)
        for facet in facets
        for question in outline.questions
        if facet in question.answers and question.asks_directly(facet) and question.holds[facet] >= SURE_ANSWER
    ]
    for _, _, facet, question in sorted(sure, key=lambda one: one[:2], reverse=True):
        for passage in sentences(outline, question):
            if cited.overlaps(passage.start, passage.end) and _answers(outline, facet, passage.text):
                return passage
    return None


def _answers(outline: Outline, facet: str, text: str) -> bool:
    """Return whether a sentence can stand for the answer: a size needs a number, a comparison needs the product."""
    if facet == "market-size":
        return has_number(text)
    return facet != "competition" or any(name in text for name in outline.product_names)


def open_questions(outline: Outline, rules: Iterable[Rule], found: Collection[str]) -> Iterator[OpenQuestion]:
    """Yield the questions about the plan that the rules `found` to be open."""
    for rule in rules:
        if rule.name in found and "facet" in rule.parameters:
            ask = str(rule.parameters["ask"])
            topic = assess(outline, str(rule.parameters["facet"]), ask)
            asked = topic.thin_question or (topic.questions[0] if topic.questions else None)
            nearest = outline.document.lines(*topic.nearest)[0] if topic.nearest else 0
            yield OpenQuestion(rule.name, asked.text if asked else ask, bool(asked), nearest)


def _has_reason(outline: Outline) -> bool:
    """Return whether the draft gives a reason to do it.

    The release, if there is one, must describe a customer's problem with what it costs them and must not open with the
    missing product; the reason why this company should solve it must be more than something that it owns.
    """
    if any(outline.of(*PARTS)) and not (outline.problem.genuine and outline.problem.states_cost):
        return False
    if any(passage.starts_from_solution for passage in outline.passages_in("problem")[:1]):
        return False
    answers = Intervals(outline.plan.get("strategic-fit", ()))
    return not any(passage.start in answers and passage.starts_from_solution for passage in outline.passages)


def with_next(answer: Answer, table: Sequence[Facet]) -> Answer:
    """Return the answer with its next step: the first topic that is missing, or that needs more than one line."""
    if answer.answer == "yes":
        return answer
    core = next(core for question, core, _ in QUESTIONS if question == answer.question)
    facet = next((one for one in table if one.facet in answer.missing), None)
    if not facet:
        facet = next((one for one in table if one.facet in core), None)
    if not facet:
        return answer  # the profile or the stage does not ask for it
    about = f"about {LABELS[facet.facet]}"
    step = (
        f"Ask and answer: “{facet.ask}”"
        if facet.ask
        else facet.holds or f"Give a fuller answer {about}, with the figures behind it"
    )
    return replace(answer, next=f"{NO_FAQ}. {step}" if answer.unasked else step)


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
