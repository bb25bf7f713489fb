"""What linting one file gave: the reporters' input. Plain data, which can be kept in a file or sent to another process."""

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
    """The line ranges that answer it."""
    missing: tuple[str, ...] = ()
    """The facets that would make it a yes."""
    quote: str = ""
    """The words that carry it, on one line."""
    unasked: bool = False
    """Whether the draft has no FAQ that could answer it."""
    next: str = ""
    """What would make it a yes; "" where it is one."""

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON object."""
        return {**asdict(self), "lines": [list(lines) for lines in self.lines], "missing": list(self.missing)}


class RulePage(NamedTuple):
    """Where the page of a rule is, and how grave the rule was in this run."""

    path: str
    severity: str


class OpenQuestion(NamedTuple):
    """A question about the plan that a draft leaves open, as one of its findings says."""

    rule: str
    question: str
    """The question that the draft asks without a good answer, or that it should ask."""
    asked: bool
    """Whether the draft asks it."""
    nearest: int
    """The line that comes nearest to answering it; 0 where nothing comes near."""


class Guide(NamedTuple):
    """What somebody who writes in a loop is told about a draft, whatever the report leaves out."""

    step: NextStep
    whole: bool
    """Whether all rules that the configuration wants could judge it: it is an English draft, and no option narrowed them."""
    errors: int
    profile: str
    stage: str
    silenced: tuple[int, ...] = ()
    """Lines of the comments that silence rules or set a question aside."""


class NotRead(NamedTuple):
    """A file that gave no result: an error, or a document that is no PR/FAQ."""

    path: str
    why: str
    error: bool = True


@dataclass
class FileResult:
    """The findings of one file and what a reporter shows beside them."""

    path: str
    type: str
    language: str
    diagnostics: list[Diagnostic]
    questions: list[Answer] = field(default_factory=list)
    excerpts: dict[int, str] = field(default_factory=dict)
    """Source lines by number, for those that a finding or its edits touch."""
    fail_on: str = "error"
    """The gravity at which `check` exits 1, as the file's settings have it."""
    remarks: tuple[str, ...] = ()
    """What is wrong with the settings in the draft's front matter, a line each."""
    rules: Mapping[str, RulePage] = field(default_factory=dict)
    """The rules that found something, by name; a reporter reads their pages where it must."""
    fingerprints: tuple[str, ...] = ()
    """What each finding is known by in a baseline, in their order; neither path nor line numbers count."""
    plan: tuple[OpenQuestion, ...] = ()
    """The questions about the plan that its findings are about."""
    plan_size: int = 0
    """How many questions about the plan the rules of this run ask."""
    page: Page | None = None
    """The draft itself, where a format shows it; never kept in the cache."""

    guide: Guide | None = None
    """What to write next, where that was asked for."""
    notes: tuple[str, ...] = ()
    """What of the file was not read as it stands, a line each."""

    @property
    def unit(self) -> str:
        """What its line numbers count: `line`, or `paragraph` in a Word document, which has no lines."""
        return "paragraph" if is_word(self.path) else "line"

    def with_only(self, kept: Sequence[tuple[Diagnostic, str]]) -> FileResult:
        """The same with these findings and fingerprints alone. A draft of which nothing is left to say has no questions
        either: of two hundred old drafts, whoever asks for what is new wants to read only of those that changed."""
        return replace(
            self,
            diagnostics=[finding for finding, _ in kept],
            fingerprints=tuple(fingerprint for _, fingerprint in kept),
            questions=self.questions if kept else [],
        )

    def words(self, found: Diagnostic) -> str:
        """The text that a finding stands on, its lines joined by line feeds."""
        lines = [self.excerpts.get(number, "") for number in range(found.line, found.end_line + 1)]
        lines[-1] = lines[-1][: found.end_column - 1]
        lines[0] = lines[0][found.column - 1 :]
        return "\n".join(lines)


def touched(diagnostics: list[Diagnostic]) -> set[int]:
    """The source lines that findings and their edits touch."""
    places: list[Diagnostic | Replacement] = [*diagnostics]
    places += [edit for found in diagnostics for edit in found.edits]
    return {number for place in places for number in range(place.line, place.end_line + 1)}
