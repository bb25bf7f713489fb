"""Answers to a reviewer's questions: three about the plan, five about the customer, and the 17 facets.

Each answer is yes, partly or no, with the supporting lines and one next step. There is no score, so adding words
earns nothing. Sources: Ian McAllister reports the three as the questions that Amazon's reviewers asked about every
PR/FAQ; the five are the questions that “working backwards” starts with.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from .assessment import LABELS, MISSING, UNCLEAR, assess, assess_all, carries
from .checks.general import in_quotes
from .checks.release import QUOTES, TOP, WORDS
from .diagnostic import Diagnostic
from .lang.en.numbers import QUANTITY, TENS, UNITS
from .outline import FACETS, PARTS, Outline
from .outline.intervals import Intervals
from .outline.release.people import describes_customer, is_about_customer, names_customer
from .reader.labels import PROBLEM_ROLES
from .result import NO_FAQ, Answer, OpenQuestion

if TYPE_CHECKING:
    from .authoring.additions import Entry
    from .outline.model import Passage, Question
    from .rules.pages import Rule

WORTH_DOING = "Should we do it?"

QUESTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Is it big?", ("market-size",), ()),
    (WORTH_DOING, ("strategic-fit",), ("why-now", "customer-evidence", "competition")),
    ("Is there a plan to succeed?", ("economics", "feasibility", "dependencies", "risks", "metrics"), ()),
)
"""Each question with the facets that answer it, and those that answer it in part."""

_SUBSTANCE = ("problem", "solution-first", "solution", "headline", "consistency", "answers")
"""The groups whose findings say that a passage does not do its job, so that it is not quoted as if it did."""

_LACK = re.compile(r"^(?:missing|no)-|-(?:without|only)-")
"""The names of the rules that report what a draft lacks."""

SURE_ANSWER = 0.8
"""The minimum probability at which an answer is quoted."""

SURE_PART = 0.5
"""The minimum probability of its part at which a benefit below the headlines is quoted."""

HEADLINES = ("headline", "subheadline")

MIN_STEPS = 2
"""The minimum number of passages that together show what using the product is like."""

MIN_QUOTED = 6
"""The minimum number of words in a quoted passage; a shorter one, such as a label, is not quoted."""

_DATES = re.compile(r"\b(?:\d{1,2}\.? )?(?:[A-Z][a-z]{2,8} )?(?:\d{1,2},? )?(?:19|20)\d\d\b|\bv\d[\d.]*")


Place = tuple[int, int]
"""A range of prose offsets."""


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
        """Return the review as a JSON object."""
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
    """Return the review of a draft; `ready` gives the question and the guidance for each facet."""
    table = _facets(outline, ready)
    found = list(found)
    first: dict[str, Diagnostic] = {}
    for diagnostic in found:
        first.setdefault(diagnostic.rule, diagnostic)
    return Review(
        outline.document.path,
        outline.type,
        outline.document.language,
        tuple(_customer_questions(outline, found, first, ready)),
        tuple(_with_next(answer, table) for answer in three_questions(outline, ready or FACETS)),
        table,
    )


# The plan.


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
        quote = _quoted(outline, (*settled, *helping), places)
        answers.append(Answer(question, verdict, tuple(lines), missing, quote, not outline.questions))
    return answers


def _quoted(outline: Outline, facets: Sequence[str], places: Iterable[Place]) -> str:
    """Return the first telling sentence of the surest answer to a question that asks directly about one of these topics.

    Return "" if no answer among these places is certain: a wrong quotation costs more trust than none.
    """
    cited = Intervals(sorted(places))
    sure = [
        (question.holds[facet], -question.start, facet, question)
        for facet in facets
        for question in outline.questions
        if facet in question.answers and question.asks_directly(facet) and question.holds[facet] >= SURE_ANSWER
    ]
    for _, _, facet, question in sorted(sure, key=lambda one: one[:2], reverse=True):
        for passage in _sentences(outline, question):
            if cited.overlaps(passage.start, passage.end) and _answers(outline, facet, passage.text):
                return outline.document.excerpt(passage.start, passage.end)
    return ""


def _answers(outline: Outline, facet: str, text: str) -> bool:
    """Return whether a sentence can stand for the answer: a size needs a number, a comparison needs the product."""
    if facet == "market-size":
        return has_number(text)
    return facet != "competition" or any(name in text for name in outline.product_names)


def _sentences(outline: Outline, question: Question) -> list[Passage]:
    """Return the passages of an answer that say something on their own, sentences before list items."""
    found = []
    for start, end in question.answer:
        # The first passage of an answer may begin before it, with a label such as “A:”.
        first = bisect_right(outline.passages, start, key=lambda passage: passage.end)
        last = bisect_left(outline.passages, end, key=lambda passage: passage.start)
        found += [
            passage if passage.start >= start else _cut(outline, passage, start)
            for passage in outline.passages[first:last]
            if passage.part not in ("q_ext", "q_int") and passage.kind != "t" and _says_something(passage.text)
        ]
    return sorted(found, key=lambda passage: passage.kind == "l")


def _cut(outline: Outline, passage: Passage, start: int) -> Passage:
    """Return what a passage says from an offset on."""
    return passage._replace(start=start, text=outline.document.prose[start : passage.end])


def _says_something(text: str) -> bool:
    """Return whether a passage says something on its own, unlike a label or the introduction of a list."""
    return len(text.split()) >= MIN_QUOTED and not text.rstrip(" *_").endswith(":")


def criticised(outline: Outline, passage: Passage, found: Iterable[Diagnostic]) -> bool:
    """Return whether one of these findings is about a passage."""
    first, last = map(outline.document.source.place, outline.document.span(passage.start, passage.end))
    return any((one.line, one.column) < last and first < (one.end_line, one.end_column) for one in found)


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


def _with_next(answer: Answer, table: Sequence[Facet]) -> Answer:
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


def _facets(outline: Outline, ready: Mapping[str, Entry]) -> tuple[Facet, ...]:
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


# The customer.


def _customer_questions(
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
        return _says_something(passage.text) and not criticised(outline, passage, doubts)

    def answer(question: str, verdict: str, carried: Iterable[Passage], *names: str, advice: str = "") -> Answer:
        """Return an answer; without a passage to show for it, a "yes" is only a "partly"."""
        passage = next(filter(sound, carried), None) if verdict != "no" else None
        verdict = "partly" if verdict == "yes" and not passage else verdict
        return Answer(
            question,
            verdict,
            (outline.lines(passage),) if passage else (),
            quote=outline.document.excerpt(passage.start, passage.end) if passage else "",
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
        for passage in _sentences(outline, question)
    ]
    begun = _with_role(outline, ("start",), "getting_started")
    steps = [passage for passage in begun if _is_step(passage.text)]
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
                len({*begun, *lived}) >= MIN_STEPS and not faulty("solution", "first-step"),
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
    return bool(_EVIDENCE.search(_DATES.sub(" ", text)))


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
        for passage in _sentences(outline, question)
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
    from .authoring.additions import steps  # `check` asks only the three questions and does not need this

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


def has_number(text: str) -> bool:
    """Return whether a text contains a number other than a date or a version."""
    return bool(QUANTITY.search(_DATES.sub(" ", text)))
