"""What an outline is made of. Offsets in these types are prose offsets of the document, lines count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..reader.labels import FACETS
from .intervals import Intervals
from .thresholds import ASKED_DIRECTLY, PROBLEM_PASSAGE, SOLUTION_FIRST

if TYPE_CHECKING:
    from ..document import Document, Span
    from ..rules.lexicon import Hits
    from ..rules.suppressions import Complaint
    from .placeholders import Placeholder
    from .release.paragraphs import Paragraph
    from .structure.places import Places
    from .structure.sections import Sections

__all__ = ["FACETS", "PARTS", "TYPES", "NotApplicable", "Outline", "Part", "Passage", "Problem", "Question", "Unit"]

PARTS = (
    "headline",
    "subheadline",
    "dateline",
    "summary",
    "problem",
    "solution",
    "leader_quote",
    "getting_started",
    "customer_quote",
    "call_to_action",
)
"""The ten parts of a press release, in the order in which most templates have them."""

TYPES = ("prfaq", "pr-only", "faq-only", "template", "other")


class Unit(NamedTuple):
    """A stretch of a block that does one thing: a heading, a label, a line or a paragraph of text, or code."""

    kind: str
    """`heading`, `text`, `prompt` (a template's), `code` or `rule`."""
    start: int
    end: int
    block: int
    """Index into `Document.blocks`."""
    level: int = 0
    """Of a heading: 1 to 6, 7 for a line in bold type, 8 for a label that its text follows on the same line."""
    text: str = ""
    """Of a heading: its words, without marker characters."""


class Passage(NamedTuple):
    """A heading, sentence, list item or table row, and what the reader takes it for. Probabilities are from 0 to 1."""

    kind: str
    """`h` heading, `b` bold line, `p` sentence, `l` list item, `t` table row."""
    start: int
    end: int
    text: str
    block: int
    """Index of its block in `Document.blocks`."""
    part: str
    """One of `reader.labels.PARTS`."""
    confidence: float
    """The probability of `part`."""
    role: str
    """One of `reader.labels.ROLES`."""
    problem: float
    """That it tells a customer's problem, what it costs, or what people do about it today."""
    family: str
    """The likeliest way in which it starts from the solution; one of `reader.labels.FAMILIES`, never `-`."""
    solution_first: float
    """That it starts from the solution."""
    leak: float
    """Inside a problem: that it pitches the product or only tells that the product does not exist."""

    @property
    def starts_from_solution(self) -> bool:
        """Whether it may start from the solution, and does not tell a problem."""
        return self.solution_first >= SOLUTION_FIRST[self.family] and self.problem < PROBLEM_PASSAGE


class Part(NamedTuple):
    """A part of the press release."""

    part: str
    start: int
    end: int
    found_by: str
    """`heading` where a heading names the part, else `content`; `position` for a dateline."""
    confidence: float


class Question(NamedTuple):
    """A question of the FAQ with its answer."""

    start: int
    """Where the question begins; the answer ends at `end`."""
    end: int
    text: str
    answer: tuple[tuple[int, int], ...]
    """Prose ranges of the answer's units."""
    audience: str
    """`external` or `internal`."""
    topics: tuple[str, ...]
    """The facets that it asks about."""
    answered: bool
    answer_first: bool | None
    """Whether the first sentence answers; None where the question asks for nothing that a first sentence can give."""
    answer_kind: str = "text"
    """`text`, `empty`, `tbd`, `slot`, or `code` for an answer that holds no prose."""
    labelled: bool = False
    """Whether a heading of the draft says who asks, so that `audience` is not a guess."""
    answers: tuple[str, ...] = ()
    """The facets that the answer answers with substance."""
    verdict: str = "full"
    """How well the answer answers; one of `reader.labels.VERDICTS`."""
    bad: float = 0.0
    """The probability that the answer evades, says nothing that could be checked, puts the reader off or misses the question."""
    asks: Mapping[str, float] = {}
    """Facet → the probability that the question asks about it."""
    touches: Mapping[str, float] = {}
    """The same, or higher where the question's words alone say more."""
    holds: Mapping[str, float] = {}
    """Facet → the probability that the answer answers it with substance."""

    def asks_directly(self, facet: str) -> bool:
        """Return whether the question certainly asks about a facet, so that an answer without it is lacking."""
        return self.asks.get(facet, 0.0) >= ASKED_DIRECTLY

    @property
    def heading(self) -> tuple[int, int]:
        """Where the question itself stands, without its answer."""
        end = self.answer[0][0] - 1 if self.answer else self.end
        return self.start, max(self.start + 1, end)


@dataclass(frozen=True)
class Problem:
    """What the release says of the customer's problem."""

    start: int = 0
    """The text that tells the problem, or that comes nearest; both 0 where nothing comes near."""
    end: int = 0
    genuine: bool = False
    """Whether a reader learns what hurts whom today."""
    confidence: float = 0.0
    """The probability that it is genuine."""
    best: Passage | None = None
    """The passage that reads most as a problem."""
    names_customer: bool = False
    states_cost: bool = False
    has_evidence: bool = False
    names_alternative: bool = False
    leaks: tuple[Passage, ...] = ()
    """The passages of the problem text that pitch the product, or that only say that it does not exist (role `missing`)."""
    headed: bool = False
    """Whether a heading names it."""
    quoted: bool = False
    """Whether only a quotation tells it."""


class NotApplicable(NamedTuple):
    """A facet that a draft sets aside; prose offsets of the question, or of the first character behind the comment."""

    facet: str
    start: int
    end: int
    reason: str
    """"" where none is given, so that nothing is set aside."""
    comment: Span | None = None


@dataclass(frozen=True, repr=False)
class Outline:
    """What each stretch of a draft is."""

    document: Document
    type: str
    """One of `TYPES`."""
    units: tuple[Unit, ...]
    zones: tuple[str, ...]
    """For each unit: `front`, `release`, `external`, `internal`, `faq`, `boilerplate` or `other`."""
    passages: tuple[Passage, ...]
    """What the reader takes each passage for, in order; empty where the draft is not in English."""
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    plan: Mapping[str, tuple[tuple[int, int], ...]]
    """Facet → prose ranges that answer it with substance."""
    nearest: Mapping[str, tuple[int, int]]
    """Facet → the prose range that comes nearest to answering it, for facets that nothing answers with substance."""
    problem: Problem
    paragraphs: tuple[Paragraph, ...]
    """The release's paragraphs, in order."""
    places: Places
    """Which scope each prose offset is in."""
    not_applicable: Mapping[str, NotApplicable]
    """The facets that the draft says are not applicable, with or without a reason."""
    placeholders: tuple[Placeholder, ...]
    """What is still to be filled in, in order."""
    sections: Sections
    """The vocabulary of headings that the draft was read with."""
    product_names: tuple[str, ...] = ()
    """The product's names, the likeliest first; empty where the draft does not tell."""
    hits: Mapping[str, Hits] = field(default_factory=dict)
    """Where the phrases of the lexicon stand."""
    profile: str = "standard"
    stage: str = "draft"
    customers: str = ""
    """Who the customers are, where the profile tells: `developers`, `colleagues` or `consumers`."""
    complaints: list[Complaint] = field(default_factory=list)
    """While a draft is linted: what is wrong with its suppressions, once its rules have run."""

    def __repr__(self) -> str:
        """Return a line that names what was found, not the whole draft."""
        parts = ", ".join(dict.fromkeys(part.part for part in self.parts))
        return (
            f"<Outline of {self.document.path!r}: {self.type}; parts: {parts or 'none'}; "
            f"{len(self.questions)} questions; {len(self.plan)} of {len(FACETS)} topics of the plan answered>"
        )

    def _repr_html_(self) -> str:
        """Return a table of the parts and questions with their lines, for notebooks; everything from the draft is escaped."""
        from html import escape

        rows = [
            (self.lines(part), part.part.replace("_", " "), self.document.excerpt(part.start, part.end))
            for part in self.parts
        ]
        rows += [(self.lines(question), f"{question.audience} question", question.text) for question in self.questions]
        cells = "".join(
            f"<tr><td>{first}–{last}</td><td>{escape(what)}</td><td>{escape(text[:120])}</td></tr>"
            for (first, last), what, text in sorted(rows)
        )
        head = "<tr><th>Lines</th><th>What</th><th>Text</th></tr>"
        return f"<p>{escape(repr(self))}</p><table><thead>{head}</thead><tbody>{cells}</tbody></table>"

    def lines(self, item: Part | Passage | Question | tuple[int, int]) -> tuple[int, int]:
        """Return the first and last line, from 1, of a part, passage, question or range of prose offsets."""
        start, end = (item.start, item.end) if isinstance(item, (Part, Passage, Question)) else item
        return self.document.lines(start, max(end, start + 1))

    @property
    def product(self) -> str:
        """The product's name; "" where the draft does not tell."""
        return self.product_names[0] if self.product_names else ""

    @property
    def has_faq(self) -> bool:
        """Whether the draft has a FAQ, with questions in it or not."""
        return any(zone in ("faq", "external", "internal") for zone in self.zones)

    def covers(self, facet: str) -> bool:
        """Return whether the draft answers a facet with substance, or says why it does not apply."""
        return bool(self.plan.get(facet)) or (facet in self.not_applicable and bool(self.not_applicable[facet].reason))

    def of(self, *names: str) -> Iterator[Part]:
        """Return the parts with one of these names, in order."""
        return (part for part in self.parts if part.part in names)

    def intervals(self, *names: str) -> Intervals:
        """Return where the parts with one of these names stand."""
        return Intervals((part.start, part.end) for part in self.of(*names))

    def passages_in(self, *names: str) -> list[Passage]:
        """Return the passages that begin in a part with one of these names, in order."""
        inside = self.intervals(*names)
        return [passage for passage in self.passages if passage.kind not in "hb" and passage.start in inside]

    def to_json(self) -> dict[str, Any]:
        """Return the outline as the documented JSON object; line ranges are inclusive."""
        lines = self.document.lines
        return {
            "path": self.document.path,
            "type": self.type,
            "language": self.document.language,
            "parts": [
                {
                    "part": part.part,
                    "lines": list(lines(part.start, part.end)),
                    "found_by": part.found_by,
                    "confidence": round(part.confidence, 2),
                }
                for part in self.parts
            ],
            "questions": [
                {
                    "line": lines(question.start, question.start + 1)[0],
                    "end_line": lines(question.start, question.end)[1],
                    "text": question.text,
                    "audience": question.audience,
                    "topics": list(question.topics),
                    "answered": question.answered,
                    "answers": list(question.answers),
                    "verdict": question.verdict,
                    "answer_first": question.answer_first,
                }
                for question in self.questions
            ],
            "plan": {
                facet: sorted({lines(*place) for place in self.plan[facet]}) for facet in FACETS if self.plan.get(facet)
            },
            "passages": [
                {
                    "line": lines(passage.start, passage.end)[0],
                    "end_line": lines(passage.start, passage.end)[1],
                    "text": passage.text,
                    "part": passage.part,
                    "role": passage.role,
                    "solution_first": passage.family if passage.starts_from_solution else "-",
                    "confidence": round(passage.confidence, 2),
                }
                for passage in self.passages
            ],
        }
