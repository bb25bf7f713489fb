"""The checker process: it turns a draft's text into the data shown in the editor, with the browser's offsets."""

from __future__ import annotations

import signal
from bisect import bisect_left
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..assessment import LABELS
from ..configuration.files import Configs
from ..configuration.settings import Options, Settings
from ..document.draft import Document
from ..outline.model import Outline
from ..priority import SECTIONS
from ..reader import model
from ..reader.memory import Memory
from ..runner.run import Extras, Linters, result_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from ..authoring.advice import Adviser
    from ..rules.linter import Linter

MEMORY = 16_000_000
"""The size in bytes of the cache of read windows, so that a key press rereads only what it changed."""

_SECTION = {group: title for title, groups in SECTIONS for group in groups}


@dataclass(frozen=True)
class Job:
    """A task for the checker process."""

    kind: str
    """`check`, `page` or `advice`."""
    text: str = ""
    path: str = "-"
    name: str = ""
    """The name of the draft on a page."""
    question: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def work(connection: Connection, options: Options, configs: Configs) -> None:
    """Answer jobs until the other end is gone; ignore Ctrl-C, which is for the parent process.

    The first message says that it can begin, or why it cannot.
    """
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        worker = Worker(options, configs)
    except Exception as error:
        connection.send({"error": f"{type(error).__name__}: {error}"})
        return
    connection.send({})
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer = worker.do(job)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        with suppress(OSError):
            connection.send(answer)


class Worker:
    """The state kept between jobs."""

    def __init__(self, options: Options, configs: Configs) -> None:
        self._source = options, configs
        model.load().memory = Memory(MEMORY)
        self._advisers: dict[str, Adviser] = {}
        self._kinds: dict[str, Callable[[Job], dict[str, Any]]] = {
            "check": self._check,
            "page": self._page,
            "advice": self._advice,
        }

    def do(self, job: Job) -> dict[str, Any]:
        """Return the answer to a job as plain data; `error` describes a problem with the job."""
        from ..rules.pages import RuleError

        try:
            return self._kinds[job.kind](job)
        except (RuleError, ValueError) as error:  # the configuration, the front matter or a rule page
            return {"error": str(error)}

    def _read(self, job: Job) -> tuple[Outline, Linter, Settings]:
        """Return how a job's draft is read, and the linter with its settings."""
        document = Document.parse(job.text, job.path)
        options, configs = self._source
        linters = Linters(options, configs.unread())  # the configuration may have changed
        settings = linters.settings(document)
        linter = linters.of(settings)
        return linter.outline(document), linter, settings

    def _check(self, job: Job) -> dict[str, Any]:
        from ..authoring.additions import entries
        from ..authoring.next_step import as_draft, next_step
        from ..review import review

        outline, linter, settings = self._read(job)
        document = outline.document
        draft = as_draft(outline)
        found = linter.check(draft)
        ready = entries(linter.rules)
        english = document.language == "en"
        reviewed = review(draft, found, ready).to_json() if english else {"plan": [], "customer": [], "facets": []}
        step = next_step(outline, linter, ready, found)
        place = _Place(document)
        return {
            "type": outline.type,
            "language": document.language,
            "remarks": list(settings.remarks),
            "profile": settings.profile,
            "stage": settings.stage,
            "next": {**step.to_json(), "start": place.line(step.line)},
            "customer": reviewed["customer"],
            "plan": reviewed["plan"],
            "facets": [
                {**one, "facet": LABELS[one["facet"]], "to_do": one["ask"] or one["holds"]}
                for one in reviewed["facets"]
            ],
            "findings": [
                {
                    "start": place.offset(one.line, one.column),
                    "end": place.offset(one.end_line, one.end_column),
                    "line": one.line,
                    "rule": one.rule,
                    "section": _SECTION.get(one.group, SECTIONS[-1][0]),
                    "severity": one.severity,
                    "message": one.message,
                    "fix": one.fix,
                }
                for one in found
            ],
            "lines": place.starts(),
            "sections": [title for title, _ in SECTIONS],
        }

    def _page(self, job: Job) -> dict[str, Any]:
        from ..authoring.next_step import as_draft
        from ..reports import Style, reporter

        outline, linter, settings = self._read(job)
        draft = as_draft(outline)
        result = result_of(draft, linter.check(draft), linter, settings, Extras(page=True))
        result.path = job.name
        return {"html": reporter("html")([result], Style())}

    def _advice(self, job: Job) -> dict[str, Any]:
        """Return the interview's advice on one answer."""
        from ..authoring.advice import Adviser
        from ..authoring.questions import QUESTIONS

        question = next((one for one in QUESTIONS if one.key == job.question), None)
        if not question:
            raise ValueError("no such question")
        adviser = self._advisers.setdefault(job.name, Adviser(template=job.name or "classic"))
        answers = {**job.answers, question.key: job.answers.get(question.key, "").strip()}
        return {"advice": adviser.advice(question, answers) if answers[question.key] else ""}


class _Place:
    """Offsets in a document as JavaScript counts them, in UTF-16 code units."""

    def __init__(self, document: Document) -> None:
        self._source = document.source
        text = self._source.text
        self._wide = [] if text.isascii() else [at for at, character in enumerate(text) if character > "\uffff"]

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and a column, both from 1."""
        return self._units(self._source.starts[line - 1] + column - 1)

    def line(self, number: int) -> int:
        """Return the offset of the beginning of a line."""
        return self.offset(max(1, min(number, len(self._source))), 1)

    def starts(self) -> list[int]:
        """Return the offset of the beginning of each line."""
        return [self._units(start) for start in self._source.starts]

    def _units(self, at: int) -> int:
        return at + bisect_left(self._wide, at)
