"""One run over many files: read, lint, and hand over results in a stable order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .document import Document, UnreadableDraft, read_document
from .document.source import MAX_BYTES, decode
from .files import expand
from .fixes import NotFixed, Original, fix, read_original, write
from .linter import Linter
from .reading import Outline
from .result import FileResult
from .review import three_questions
from .rules import load
from .selection import choose


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that gave no result: an error, or a document that is no PR/FAQ."""

    path: str
    why: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class Fixed:
    """A draft whose safe fixes were made, or would be."""

    path: str
    original: Original
    before: str
    after: str
    count: int
    """How many findings were fixed."""


def check(
    paths: Sequence[str],
    select: Sequence[str],
    ignore: Sequence[str],
    force: bool = False,
    stdin_name: str = "-",
    fixing: str = "",
) -> Iterator[FileResult | NotRead | Fixed]:
    """Lint files, folders and standard input. Raises `ValueError` for an unknown rule and `RuleError` for a bad page.

    `fixing` is "" or makes the safe fixes first: `write` puts them in the files, `show` leaves the files alone; each
    draft then gives a `Fixed` before the result of what is left. Standard input is never written to.
    """
    linter = Linter(choose(load(), select, ignore))
    latest: list[Original] = []

    def remember(path: str) -> str:
        latest[:] = [Original(_stdin()) if path == "-" else read_original(path)]
        return decode(latest[0].data)

    for outcome in outlines(paths, linter, stdin_name, remember if fixing else _read):
        if isinstance(outcome, NotRead):
            yield outcome
        elif outcome.type == "other" and not force:
            yield NotRead(
                outcome.document.path,
                "skipped: it does not look like a PR/FAQ (--force checks it all the same)",
                error=False,
            )
        elif outcome.type == "template" and not force:
            yield NotRead(
                outcome.document.path,
                "skipped: it looks like a template that is still to be filled in (--force checks it all the same)",
                error=False,
            )
        else:
            if fixing:
                done = fix(outcome, linter)
                before = outcome.document.source.text
                try:
                    if fixing == "write" and done.text != before and latest[0].path:
                        write(latest[0], done.text)
                    yield Fixed(outcome.document.path, latest[0], before, done.text, done.count)
                    outcome = done.outline
                except NotFixed as error:
                    yield NotRead(outcome.document.path, str(error))
            found = linter.check(outcome)
            source = outcome.document.source
            yield FileResult(
                path=outcome.document.path,
                type=outcome.type,
                language=outcome.document.language,
                diagnostics=found,
                questions=three_questions(outcome)
                if outcome.type in ("prfaq", "faq-only") and outcome.document.language == "en"
                else [],
                excerpts={diagnostic.line: source.line(diagnostic.line) for diagnostic in found},
            )


def _read(path: str) -> str:
    return decode(_stdin()) if path == "-" else read_document(Path(path))


def outlines(
    paths: Sequence[str], linter: Linter, stdin_name: str = "-", read: Callable[[str], str] = _read
) -> Iterator[Outline | NotRead]:
    """The outline of each file that `paths` lead to, in order."""
    files, empty = expand(paths)
    for path in empty:
        yield NotRead(path, "no *.md or *.markdown file in this folder")
    for path in files:
        try:
            text = read(path)
        except UnreadableDraft as error:
            yield NotRead(stdin_name if path == "-" else path, str(error))
            continue
        yield linter.outline(Document.parse(text, stdin_name if path == "-" else path))


def _stdin() -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableDraft(f"is larger than {MAX_BYTES // 1024} KiB")
    return data
