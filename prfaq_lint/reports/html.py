"""One self-contained HTML page for people: the draft as text, how each passage was read, and the findings beside it.

Nothing in a draft becomes markup: every text goes through `safe_text` and autoescaping, links lead only to http, https
and mailto, and the page's own policy allows only the style and the script that are part of this package.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..diagnostic import SEVERITIES, Diagnostic
from ..priority import SECTIONS
from ..result import Answer, FileResult
from ..safe import safe_text
from .html_text import LEGEND, Flow, Notes, flow, lines
from .style import Style

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent / "page"


class Note(NamedTuple):
    """A finding as shown on the page."""

    id: str
    found: Diagnostic
    before: str
    """The id of the previous finding; `after` is that of the next one. Both are "" if there is none."""
    after: str


class Section(NamedTuple):
    """The findings under one heading."""

    title: str
    notes: tuple[Note, ...]

    @property
    def open(self) -> bool:
        """Return whether the list is expanded; remarks on style alone are collapsed."""
        return self.title not in ("Wording", "Blanks") or self.notes[0].found.severity == "error"


@dataclass(frozen=True)
class Sheet:
    """One draft on the page."""

    id: str
    result: FileResult
    sections: tuple[Section, ...]
    counts: Counter[str]
    flow: tuple[Flow, ...]
    lines: dict[int, str]
    """The ids of the blocks by their first lines."""

    @property
    def questions(self) -> tuple[tuple[str, tuple[Answer, ...]], ...]:
        """Return a reviewer's questions under their headings."""
        if not self.result.page:
            return (("The plan", tuple(self.result.questions)),) if self.result.questions else ()
        groups = (("The customer", self.result.page.customer), ("The plan", self.result.page.plan))
        return tuple((title, answers) for title, answers in groups if answers)

    def anchor(self, line: int) -> str:
        """Return the id of the block that contains a line, or the draft's id if there is none."""
        starts = list(self.lines)
        index = bisect_right(starts, line) - 1
        return self.lines[starts[index]] if index >= 0 else self.id


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return the page of all drafts, with an index if there are several."""
    sheets = [_sheet(number, result) for number, result in enumerate(results, 1)]
    css, script = asset("page.css"), asset("page.js")
    page = template("page.html").render(
        sheets=sheets,
        counts=sum((sheet.counts for sheet in sheets), Counter[str]()),
        severities=SEVERITIES,
        unread=style.unread,
        css=Markup(css),
        script=Markup(script),
        policy=policy(css, script),
        looks=list(LEGEND.items()),
        front=lines,
    )
    return page.lstrip()


def policy(css: str, script: str) -> str:
    """Return a content security policy that allows only this style and this script."""
    return (
        f"default-src 'none'; style-src '{_digest(css)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """Return a file of the page."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def template(name: str) -> Template:
    """Return a template in which every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup | int) else safe_text(str(value)),
    )
    environment.filters["range"] = _range
    environment.filters["words"] = lambda name: name.replace("-", " ").replace("_", " ")
    return environment.get_template(name)


def _range(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"{first}" if first == last else f"{first}–{last}"


def _sheet(number: int, result: FileResult) -> Sheet:
    prefix = f"d{number}"
    ids = [f"{prefix}-f{index}" for index in range(1, len(result.diagnostics) + 1)]
    notes = [
        Note(one, found, before, after)
        for one, found, before, after in zip(ids, result.diagnostics, ["", *ids], [*ids[1:], ""], strict=False)
    ]
    blocks, lines = flow(prefix, result.page, _beside(notes)) if result.page else (_excerpts(notes, result), {})
    return Sheet(
        prefix,
        result,
        tuple(_sections(notes)),
        Counter(found.severity for found in result.diagnostics),
        tuple(blocks),
        lines,
    )


def _sections(notes: Sequence[Note]) -> Iterator[Section]:
    groups: defaultdict[str, list[Note]] = defaultdict(list)
    for note in notes:
        groups[note.found.group].append(note)
    for title, names in SECTIONS:
        inside = [note for name in names or sorted(groups) for note in groups.pop(name, ())]  # the last has plug-ins
        if inside:
            yield Section(title, tuple(sorted(inside, key=lambda note: SEVERITIES.index(note.found.severity))))


def _beside(notes: Sequence[Note]) -> list[tuple[tuple[Note, ...], Diagnostic]]:
    """Return the notes shown together beside a passage, and its place.

    Several remarks on the plan in one place are combined.
    """
    plan = Counter(_place(note.found) for note in notes if note.found.group == "plan")
    together: dict[tuple[int, ...], list[Note]] = {}
    beside: list[tuple[tuple[Note, ...], Diagnostic]] = []
    for note in notes:
        place = _place(note.found)
        if note.found.group == "plan" and plan[place] > 1:
            together.setdefault(place, []).append(note)
        else:
            beside.append(((note,), note.found))
    beside += [(tuple(several), several[0].found) for several in together.values()]
    return sorted(beside, key=lambda one: one[1].sort_key())


def _place(found: Diagnostic) -> tuple[int, ...]:
    return found.line, found.column, found.end_line, found.end_column


def _excerpts(notes: Sequence[Note], result: FileResult) -> Iterator[Flow]:
    """Yield the lines of findings, for a result that contains nothing else of the draft."""
    for note in notes:
        yield Notes((note,))
        words = safe_text(result.excerpts.get(note.found.line, "")[:2000])
        yield Markup('<p class="leaf">{}</p>\n').format(words)
