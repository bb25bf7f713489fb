"""The result of linting one file: plain data that reporters read and that can be cached or sent to another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from .diagnostic import Diagnostic, Replacement
from .document.source import is_word

if TYPE_CHECKING:
    from .authoring.next_step import NextStep
    from .reports.html_data import Page

NO_FAQ = "There is no FAQ yet"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of a reviewer's questions."""

    question: str
    answer: str
    """`yes`, `partly` or `no`."""
    lines: tuple[tuple[int, int], ...]
    """The line ranges that answer the question, that of the quotation first."""
    missing: tuple[str, ...] = ()
    """The facets that would turn the answer into a yes."""
    quote: str = ""
    """The words of the draft that support the answer, on one line."""
    quoted_line: int = 0
    """The line in which these words begin; 0 if nothing is quoted."""
    unasked: bool = False
    """True if the draft has no FAQ that could answer the question."""
    next: str = ""
    """The next step towards a yes; "" if the answer is a yes."""

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a JSON object."""
        return {**asdict(self), "lines": [list(lines) for lines in self.lines], "missing": list(self.missing)}


class RulePage(NamedTuple):
    """The location of a rule's page, and the rule's severity in this run."""

    path: str
    severity: str


class OpenQuestion(NamedTuple):
    """A question about the plan that a draft leaves open, according to one of its findings."""

    rule: str
    question: str
    """The question that the draft asks without a good answer, or should ask."""
    asked: bool
    """True if the draft asks the question."""
    nearest: int
    """The line that comes closest to answering it; 0 if none does."""


class Guide(NamedTuple):
    """Guidance for an author who revises in a loop, independent of what the report omits."""

    step: NextStep
    whole: bool
    """True if all enabled rules could run: the draft is in English, and no option restricted them."""
    errors: int
    profile: str
    stage: str
    silenced: tuple[int, ...] = ()
    """The lines of comments that silence rules or set a question aside."""


class NotRead(NamedTuple):
    """A file without a result: it could not be read, or it is not a PR/FAQ."""

    path: str
    why: str
    error: bool = True
    unfilled: bool = False
    """True if it is a template in which little has been filled in."""


@dataclass
class FileResult:
    """The findings of one file and the data that reporters show with them."""

    path: str
    type: str
    language: str
    diagnostics: list[Diagnostic]
    questions: list[Answer] = field(default_factory=list)
    excerpts: dict[int, str] = field(default_factory=dict)
    """Source lines by number, for the lines that a finding or its edits touch."""
    fail_on: str = "error"
    """The severity at which `check` exits with status 1, according to the file's settings."""
    remarks: tuple[str, ...] = ()
    """Problems with the settings in the draft's front matter, one line each."""
    rules: Mapping[str, RulePage] = field(default_factory=dict)
    """The rules with findings, by name; reporters read their pages if necessary."""
    fingerprints: tuple[str, ...] = ()
    """The fingerprints of the findings in a baseline, in the same order; they ignore path and line numbers."""
    plan: tuple[OpenQuestion, ...] = ()
    """The questions about the plan that the findings concern."""
    plan_size: int = 0
    """The number of questions about the plan that the rules of this run ask."""
    plan_settled: int = 0
    """The number of them that the draft certainly answers, or sets aside with a reason."""
    page: Page | None = None
    """The draft itself, for formats that show it; never cached."""

    guide: Guide | None = None
    """The next step, if it was requested."""
    notes: tuple[str, ...] = ()
    """Remarks on parts of the file that were not read as written, one line each."""

    @property
    def unit(self) -> str:
        """Return the unit of its line numbers: `line`, or `paragraph` in a Word document, which has no lines."""
        return "paragraph" if is_word(self.path) else "line"

    def of_plan(self, count: int) -> str:
        """Return "4 of 16" for `count` open questions about the plan; "at least 4" unless all others are settled."""
        unsure = count + self.plan_settled < self.plan_size
        return f"{'at least ' if unsure else ''}{count} of {self.plan_size}"

    def with_only(self, kept: Sequence[tuple[Diagnostic, str]]) -> FileResult:
        """Return the result with only these findings and fingerprints.

        A draft without remaining findings has no questions either: a user who asks for what is new in two hundred
        old drafts only wants to read about those that changed.
        """
        return replace(
            self,
            diagnostics=[finding for finding, _ in kept],
            fingerprints=tuple(fingerprint for _, fingerprint in kept),
            questions=self.questions if kept else [],
        )

    def words(self, found: Diagnostic) -> str:
        """Return the text of a finding, its lines joined by line feeds."""
        lines = [self.excerpts.get(number, "") for number in range(found.line, found.end_line + 1)]
        lines[-1] = lines[-1][: found.end_column - 1]
        lines[0] = lines[0][found.column - 1 :]
        return "\n".join(lines)


def touched(diagnostics: list[Diagnostic]) -> set[int]:
    """Return the source lines that findings and their edits touch."""
    places: list[Diagnostic | Replacement] = [*diagnostics]
    places += [edit for found in diagnostics for edit in found.edits]
    return {number for place in places for number in range(place.line, place.end_line + 1)}
