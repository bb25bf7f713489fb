"""One run over many files: read, lint, and hand over results in a stable order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .baseline import fingerprints
from .config import Configs
from .document import Document, UnreadableDraft, read_document
from .document.source import MAX_BYTES, decode
from .files import expand
from .fixes import NotFixed, Original, fix, read_original, write
from .linter import Linter
from .reading import Outline, front_matter
from .result import FileResult, touched
from .review import three_questions
from .selection import rules_for
from .settings import Options, Settings, settle


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


class Linters:
    """The linter of each draft, by the configuration above it, its front matter and the options; drafts that agree on
    their settings share one. Raises `ConfigError` or `RuleError` for what is wrong with those.

    Where `reading` is true, the linters only read drafts and have no rules.
    """

    def __init__(self, options: Options = Options(), configs: Configs | None = None, reading: bool = False) -> None:
        self.configs = configs or Configs()
        self._options = options
        self._reading = reading
        self._ready: dict[str, Linter] = {}

    def settings(self, document: Document) -> Settings:
        """What applies to a draft."""
        return settle(self.configs.above(document.path), self._options, document.path, front_matter(document))

    def of(self, settings: Settings) -> Linter:
        """The linter for settings."""
        key = settings.digest()
        if key not in self._ready:
            self._ready[key] = Linter([] if self._reading else rules_for(settings), settings=settings)
        return self._ready[key]


def check(
    paths: Sequence[str],
    linters: Linters,
    force: bool = False,
    stdin_name: str = "-",
    fixing: str = "",
) -> Iterator[FileResult | NotRead | Fixed]:
    """Lint files, folders and standard input. Raises `ConfigError` for a bad configuration, `ValueError` for an unknown
    rule and `RuleError` for a bad page.

    `fixing` is "" or makes the safe fixes first: `write` puts them in the files, `show` leaves the files alone; each
    draft then gives a `Fixed` before the result of what is left. Standard input is never written to.
    """
    latest: list[Original] = []

    def remember(path: str) -> str:
        latest[:] = [Original(standard_input()) if path == "-" else read_original(path)]
        return decode(latest[0].data)

    for outcome, settings in outlines(paths, linters, stdin_name, remember if fixing else _read):
        if isinstance(outcome, NotRead):
            yield outcome
        elif outcome.type == "other" and not force and not front_matter(outcome.document):
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
            linter = linters.of(settings)
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
                if outcome.type in ("prfaq", "pr-only", "faq-only") and outcome.document.language == "en"
                else [],
                excerpts={number: source.line(number) for number in sorted(touched(found))},
                fail_on=settings.fail_on,
                remarks=settings.remarks,
                rules={rule.name: rule for rule in linter.rules},
                fingerprints=fingerprints(found, source),
            )


def _read(path: str) -> str:
    return decode(standard_input()) if path == "-" else read_document(Path(path))


def outlines(
    paths: Sequence[str], linters: Linters, stdin_name: str = "-", read: Callable[[str], str] = _read
) -> Iterator[tuple[Outline | NotRead, Settings]]:
    """The outline of each file that `paths` lead to, in order, with the settings it was read with."""
    files, empty = expand(paths)
    for path in empty:
        yield NotRead(path, "no *.md or *.markdown file in this folder"), Settings()
    for path in files:
        if path != "-" and linters.configs.above(path).excludes(path):
            if path in paths:
                why = f"skipped: excluded by {linters.configs.above(path).source}"
                yield NotRead(path, why, error=False), Settings()
            continue
        name = stdin_name if path == "-" else path
        try:
            document = Document.parse(read(path), name)
        except UnreadableDraft as error:
            yield NotRead(name, str(error)), Settings()
            continue
        settings = linters.settings(document)
        yield linters.of(settings).outline(document), settings


def standard_input() -> bytes:
    """What stands on standard input; raises `UnreadableDraft` where it is too long."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableDraft(f"is larger than {MAX_BYTES // 1024} KiB")
    return data
