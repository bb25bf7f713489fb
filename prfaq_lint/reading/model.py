"""What an outline is made of. Offsets in these types are prose offsets of the document, lines count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from . import placeholders
from .placeholders import Placeholder
from .sections import Sections

if TYPE_CHECKING:
    from ..document import Document
    from ..lexicon import Hits
    from ..suppressions import Complaint
    from .declared import Declaration
    from .parts import Paragraph
    from .places import Places, Stretches
    from .problem import Verdict
    from .roles import Reading

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

FACETS = (
    "market-size",
    "strategic-fit",
    "why-now",
    "customer-evidence",
    "economics",
    "pricing",
    "feasibility",
    "dependencies",
    "competition",
    "go-to-market",
    "risks",
    "legal",
    "operations",
    "metrics",
    "timeline",
    "resources",
    "scope",
)
"""The facets of a legitimate plan to succeed."""

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


class Part(NamedTuple):
    """A part of the press release."""

    part: str
    start: int
    end: int
    found_by: str
    """`heading`, `position` or `content`."""
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
    answered: bool
    answer_first: bool | None
    """Whether the first sentence answers; None where the question asks for nothing that a first sentence can give."""
    answer_kind: str = "text"
    """`text`, `empty`, `tbd`, `slot`, or `code` for an answer that holds no prose."""
    labelled: bool = False
    """Whether a heading of the draft says who asks, so that `audience` is no guess."""
    because: tuple[str, ...] = ()
    """The words that led to the topics, where no cue did but the classifier."""


@dataclass
class Outline:
    """What each stretch of a draft is."""

    document: Document
    type: str
    units: list[Unit]
    zones: list[str]
    """For each unit: `front`, `release`, `external`, `internal`, `faq`, `boilerplate` or `other`."""
    parts: list[Part]
    questions: list[Question]
    plan: dict[str, list[tuple[int, int]]]
    """Facet → prose ranges that answer it with substance."""
    readings: list[Reading] = field(default_factory=list)
    """How the release's sentences read, in order."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    """The release's paragraphs, in order."""
    has_faq: bool = False
    product: str = ""
    """The product's name, as far as the draft tells; "" where it does not."""
    product_names: list[str] = field(default_factory=list)
    profile: str = "standard"
    stage: str = "draft"
    customers: str = ""
    """Who the customers are, where the profile tells: `developers`, `colleagues` or `consumers`."""
    hits: Mapping[str, Hits] = field(default_factory=dict)
    """Where the phrases of the lexicon stand."""

    remarks: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)
    """Group → (rule, line, place) of what was found so far, for checks that judge the whole."""
    complaints: list[Complaint] = field(default_factory=list)
    """What is wrong with the draft's suppressions, once its rules have run."""
    sections: Sections = field(default_factory=Sections)
    """The vocabulary of headings that the draft was read with."""

    @cached_property
    def places(self) -> Places:
        """Which scope each prose offset is in."""
        from .places import Places

        return Places(self)

    @cached_property
    def problem(self) -> Verdict:
        """The verdict on the customer's problem."""
        from .problem import judge

        return judge(self)

    @cached_property
    def declared(self) -> dict[str, Declaration]:
        """The facets that the draft says are not applicable, with or without a reason."""
        from .declared import find

        return find(self.document, self.questions)

    def settles(self, facet: str) -> bool:
        """Whether the draft answers a facet with substance, or says why it does not apply."""
        return bool(self.plan.get(facet)) or (facet in self.declared and bool(self.declared[facet].reason))

    @cached_property
    def placeholders(self) -> list[Placeholder]:
        """What is still to be filled in, in order."""
        return list(placeholders.find(self.document))

    def of(self, *names: str) -> Iterator[Part]:
        """The parts with one of these names, in order."""
        return (part for part in self.parts if part.part in names)

    def stretches(self, *names: str) -> Stretches:
        """Where the parts with one of these names stand."""
        from .places import Stretches

        return Stretches((part.start, part.end) for part in self.of(*names))

    def to_json(self) -> dict[str, Any]:
        """The outline as the documented JSON object; line ranges are inclusive."""
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
                    **({"because": list(question.because)} if question.because else {}),
                    "answered": question.answered,
                    "answer_first": question.answer_first,
                }
                for question in self.questions
            ],
            "plan": {
                facet: sorted({lines(*place) for place in self.plan.get(facet, ())})
                for facet in FACETS
                if self.plan.get(facet)
            },
        }
