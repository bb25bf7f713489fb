"""The types that make up an outline. Offsets are prose offsets of the document; lines count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document.source import Span
from ..reader.labels import FACETS as FACETS
from . import thresholds
from .intervals import Intervals
from .thresholds import ASKED_DIRECTLY

if TYPE_CHECKING:
    from ..document.draft import Document
    from ..rules.lexicon import Hits
    from ..rules.suppressions import Complaint
    from .placeholders import Placeholder
    from .release.paragraphs import Paragraph
    from .structure.places import Places
    from .structure.sections import Sections

PARTS = tuple(
    (
        "headline subheadline dateline summary problem solution leader_quote getting_started customer_quote "
        "call_to_action"
    ).split()
)
"""The ten parts of a press release, in the order in which most templates have them."""

TYPES = ("prfaq", "pr-only", "faq-only", "template", "other")


class Unit(NamedTuple):
    """A stretch of a block with one function: a heading, a label, a line or a paragraph of text, or code."""

    kind: str
    """`heading`, `text`, `prompt` (a template's), `code` or `rule`."""
    start: int
    end: int
    block: int
    """Index into `Document.blocks`."""
    level: int = 0
    """For a heading, its level: 1 to 6, 7 for a line in bold, or 8 for a label with its text on the same line."""
    text: str = ""
    """For a heading, its words without marker characters."""


class Passage(NamedTuple):
    """A heading, sentence, list item or table row with the reader's classification. Probabilities are from 0 to 1."""

    kind: str
    """`h` heading, `b` bold line, `p` sentence, `l` list item, `t` table row."""
    start: int
    end: int
    text: str
    block: int
    """The index of its block in `Document.blocks`."""
    part: str
    """One of `reader.labels.PARTS`."""
    confidence: float
    """The probability of `part`."""
    role: str
    """One of `reader.labels.ROLES`."""
    problem: float
    """The probability that it describes a customer's problem, what it costs, or what people do about it today."""
    family: str
    """The most likely way in which it starts from the solution; one of `reader.labels.FAMILIES`, never `-`."""
    solution_first: float
    """The probability that it starts from the solution."""
    leak: float
    """The probability that, inside a problem, it pitches the product or only says that the product does not exist."""

    @property
    def starts_from_solution(self) -> bool:
        """Return whether it may start from the solution and does not describe a problem."""
        usual = self.part in thresholds.SOLUTION_FIRST_PARTS.get(self.family, (self.part,))
        if self.family == "retrofit" and self.part == "summary":
            usual = self.text.rstrip(' "”*_').endswith("?")  # “Have you ever wanted to …?”
        least = (thresholds.SOLUTION_FIRST if usual else thresholds.SOLUTION_FIRST_ELSEWHERE)[self.family]
        return self.solution_first >= least and self.problem < thresholds.PROBLEM_PASSAGE


class Part(NamedTuple):
    """A part of the press release."""

    part: str
    start: int
    end: int
    found_by: str
    """`heading` if a heading names the part, else `content`; `position` for a dateline."""
    confidence: float


class Question(NamedTuple):
    """A question of the FAQ with its answer."""

    start: int
    """The beginning of the question; the answer ends at `end`."""
    end: int
    text: str
    answer: tuple[tuple[int, int], ...]
    """The prose ranges of the answer's units."""
    audience: str
    """`external` or `internal`."""
    topics: tuple[str, ...]
    """The facets that it asks about."""
    answered: bool
    answer_first: bool | None
    """True if the first sentence answers; None if the question asks for nothing that a first sentence can give."""
    answer_kind: str = "text"
    """`text`, `empty`, `tbd`, `slot`, or `code` for an answer without prose."""
    labelled: bool = False
    """True if a heading of the draft says who asks, so that `audience` is not a guess."""
    answers: tuple[str, ...] = ()
    """The facets that the answer covers with substance."""
    verdict: str = "full"
    """The quality of the answer; one of `reader.labels.VERDICTS`."""
    bad: float = 0.0
    """The probability that the answer is evasive, unverifiable, deferred or beside the question."""
    asks: Mapping[str, float] = {}
    """Facet → the probability that the question asks about it."""
    touches: Mapping[str, float] = {}
    """The same, or higher if the question's words alone indicate more."""
    holds: Mapping[str, float] = {}
    """Facet → the probability that the answer covers it with substance."""

    def asks_directly(self, facet: str) -> bool:
        """Return whether the question certainly asks about a facet, so that an answer without it is lacking."""
        return self.asks.get(facet, 0.0) >= ASKED_DIRECTLY

    @property
    def heading(self) -> tuple[int, int]:
        """Return the range of the question itself, without its answer."""
        end = self.answer[0][0] - 1 if self.answer else self.end
        return self.start, max(self.start + 1, end)


@dataclass(frozen=True)
class CustomerProblem:
    """The customer's problem as the release describes it."""

    start: int = 0
    """The beginning of the text that describes the problem or comes closest; 0, like the end, if there is none."""
    end: int = 0
    genuine: bool = False
    """True if a reader learns who has which problem today."""
    confidence: float = 0.0
    """The probability that it is genuine."""
    best: Passage | None = None
    """The passage that is most clearly a problem."""
    names_customer: bool = False
    states_cost: bool = False
    has_evidence: bool = False
    names_alternative: bool = False
    leaks: tuple[Passage, ...] = ()
    """The passages of the problem text that pitch the product, or only say that it does not exist (role `missing`)."""
    headed: bool = False
    """True if a heading names it."""
    quoted: bool = False
    """True if only a quotation describes it."""

    @property
    def in_doubt(self) -> bool:
        """Return whether it is not genuine, but tells of a pain or a cost that a reader may accept as a problem."""
        best = self.best
        if self.genuine or not best or best.role not in ("pain", "cost"):
            return False
        likely = best.problem >= thresholds.PROBLEM_PASSAGE or self.confidence >= thresholds.DOUBTFUL_PROBLEM
        return likely and not any(leak.role == "missing" for leak in self.leaks)


class Reviewed(NamedTuple):
    """How a draft answers a question of a review."""

    verdict: str
    """`yes`, `partly` or `no`."""
    fully: float
    """The probability that the draft answers it fully."""
    passages: tuple[Passage, ...]
    """The passages that are worth quoting as the answer, the most convincing first."""
    near: tuple[Passage, ...] = ()
    """Further passages that may answer it, whose lines can be named."""


class Craft(NamedTuple):
    """How likely it is that a release handles one aspect well that reviewers often criticise."""

    partly: float
    """The probability that it does so at least in part."""
    fully: float
    """The probability that it does so fully."""


class NotApplicable(NamedTuple):
    """A facet that a draft sets aside; prose offsets of the question, or of the first character after the comment."""

    facet: str
    start: int
    end: int
    reason: str
    """The reason; "" if none is given, so that nothing is set aside."""
    comment: Span | None = None


@dataclass(frozen=True, repr=False)
class Outline:
    """The outline of a draft: what each stretch of it is."""

    document: Document
    type: str
    """One of `TYPES`."""
    units: tuple[Unit, ...]
    zones: tuple[str, ...]
    """For each unit: `front`, `release`, `external`, `internal`, `faq`, `boilerplate` or `other`."""
    passages: tuple[Passage, ...]
    """The reader's classification of each passage, in order; empty if the draft is not in English."""
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    plan: Mapping[str, tuple[tuple[int, int], ...]]
    """Facet → prose ranges that answer it with substance."""
    nearest: Mapping[str, tuple[int, int]]
    """Facet → the closest prose range, for facets that nothing answers with substance."""
    problem: CustomerProblem
    reviewed: Mapping[str, Reviewed]
    """Question of `reader.labels.REVIEW` → how the draft answers it; empty if it is not in English."""
    craft: Mapping[str, Craft]
    """Each of `reader.labels.CRAFT` and `FOCUS` → how likely it is that the release does it well; empty if the draft is not in
    English."""
    paragraphs: tuple[Paragraph, ...]
    """The release's paragraphs, in order."""
    places: Places
    """The scope of each prose offset."""
    not_applicable: Mapping[str, NotApplicable]
    """The facets that the draft declares not applicable, with or without a reason."""
    placeholders: tuple[Placeholder, ...]
    """The placeholders that have not been filled in, in order."""
    sections: Sections
    """The vocabulary of headings that the draft was read with."""
    product_names: tuple[str, ...] = ()
    """The product's names, the most likely first; empty if the draft does not reveal them."""
    hits: Mapping[str, Hits] = field(default_factory=dict)
    """The positions of the lexicon's phrases."""
    profile: str = "standard"
    stage: str = "draft"
    customers: str = ""
    """The kind of customers, if the profile gives one: `developers`, `colleagues` or `consumers`."""
    complaints: list[Complaint] = field(default_factory=list)
    """Problems with the draft's suppressions, collected while it is linted; complete once its rules have run."""

    def __repr__(self) -> str:
        """Return a line that names what was found, not the whole draft."""
        parts = ", ".join(dict.fromkeys(part.part for part in self.parts))
        return (
            f"<Outline of {self.document.path!r}: {self.type}; parts: {parts or 'none'}; "
            f"{len(self.questions)} questions; {len(self.plan)} of {len(FACETS)} topics of the plan answered>"
        )

    def _repr_html_(self) -> str:
        """Return a table of the parts and questions with their lines, for notebooks.

        Everything from the draft is escaped.
        """
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
        """Return the product's name; "" if the draft does not reveal it."""
        return self.product_names[0] if self.product_names else ""

    @property
    def has_faq(self) -> bool:
        """Return whether the draft has a FAQ, with or without questions."""
        return any(zone in ("faq", "external", "internal") for zone in self.zones)

    def covers(self, facet: str) -> bool:
        """Return whether the draft answers a facet with substance, or says why it does not apply."""
        return bool(self.plan.get(facet)) or (facet in self.not_applicable and bool(self.not_applicable[facet].reason))

    def of(self, *names: str) -> Iterator[Part]:
        """Return the parts with one of these names, in order."""
        return (part for part in self.parts if part.part in names)

    def intervals(self, *names: str) -> Intervals:
        """Return the ranges of the parts with one of these names."""
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
