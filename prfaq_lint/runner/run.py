"""One run over many files: read, lint, and hand over results in a stable order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..configuration.files import Configs
from ..configuration.settings import Options, Settings, settle
from ..document.source import MAX_BYTES, UnreadableDraft, decode, read_bytes, too_large
from ..result import FileResult, NotRead, RulePage, touched
from .cache import Cache
from .files import Found, expand
from .pool import Known, Task, ordered

# A run in which nothing changed reads no draft: what that takes is imported where a draft is read.
if TYPE_CHECKING:
    from ..document import Document
    from ..outline import Outline
    from ..rules.linter import Linter
    from .fixes import Original

__all__ = ["Examined", "Fixed", "Linters", "NotRead", "check", "examine", "outlines", "standard_input"]


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
        self.options = options
        self._reading = reading
        self._ready: dict[str, Linter] = {}
        self._deciding: dict[tuple[str, str], str] = {}

    def max_bytes(self, path: str) -> int:
        """The size in bytes of the largest draft that is read from a path."""
        return self.options.max_bytes or self.configs.above(path).max_bytes

    def settings(self, document: Document) -> Settings:
        """What applies to a draft."""
        from ..outline import front_matter

        return settle(
            self.configs.above(document.path),
            self.options,
            document.path,
            front_matter(document),
            document.source.text if document.language == "en" else "",
        )

    def of(self, settings: Settings) -> Linter:
        """The linter for settings."""
        key = settings.digest()
        if key not in self._ready:
            from ..configuration.selection import rules_for
            from ..rules.linter import Linter

            self._ready[key] = Linter([] if self._reading else rules_for(settings), settings=settings)
        return self._ready[key]

    def deciding(self, path: str) -> str:
        """All that decides about a file's findings besides its text and the program: its path, the configuration with own
        rule pages, and the options."""
        config = self.configs.above(path)
        place = config.source, config.root
        if place not in self._deciding:
            pages = Settings(folders=config.paths("rules")).digest()
            self._deciding[place] = json.dumps([config.digest(), pages, astuple(self.options)])
        return json.dumps([path, os.path.abspath(path), place, self._deciding[place]])


class Draft(NamedTuple):
    """A file that is still to be linted."""

    path: str
    """What it is called in findings."""
    text: str
    key: str = ""
    """The name of its entry in the cache."""


def check(
    paths: Sequence[str],
    linters: Linters,
    force: bool = False,
    stdin_name: str = "-",
    fixing: str = "",
    cache: Cache | None = None,
    jobs: int = 1,
    watch: Callable[[int, int], None] = lambda done, all_files: None,
) -> Generator[FileResult | NotRead | Fixed, None, None]:
    """Lint files, folders and standard input. Raises `ConfigError` for a bad configuration, `ValueError` for an unknown
    rule and `RuleError` for a bad page.

    `fixing` is "" or makes the safe fixes first: `write` puts them in the files, `show` leaves the files alone; each
    draft then gives a `Fixed` before the result of what is left. Standard input is never written to.
    Drafts whose result the `cache` has are not linted again, and `jobs` others are linted at once, as many as pay where
    that is 0; fixing does without both. `watch` is told how many files are done, and of how many.
    """
    if fixing:
        yield from _fixed(paths, linters, force, stdin_name, fixing)
        return
    there = expand(paths)
    done = 0

    def drafts() -> Iterator[Task[Draft] | Known[FileResult | NotRead]]:
        for found in _contents(there, paths, linters, stdin_name):
            if isinstance(found, NotRead):
                yield Known(found)
                continue
            path, data = found
            key = cache.key(data, f"{linters.deciding(path)} {force}") if cache else ""
            known = cache.get(key) if cache else None
            if known:
                yield Known(known)
                continue
            try:
                yield Task(Draft(path, decode(data), key), len(data))
            except UnreadableDraft as error:
                yield Known(NotRead(path, str(error)))

    prepare = partial(_examiner, linters.options, linters.configs, force)
    with closing(ordered(drafts(), prepare, _lost, jobs)) as outcomes:
        for draft, outcome in outcomes:
            if cache and draft and not (isinstance(outcome, NotRead) and outcome.error):
                cache.put(draft.key, outcome)
            done += 1
            watch(done, len(there.files))
            yield outcome


def _examiner(options: Options, configs: Configs, force: bool) -> Callable[[Draft], FileResult | NotRead]:
    """What lints one draft, in whatever process."""
    from ..document import Document

    linters = Linters(options, configs)

    return lambda draft: examine(Document.parse(draft.text, draft.path), linters, force).outcome


class Examined(NamedTuple):
    """What linting one draft gave, with what it was made from."""

    outcome: FileResult | NotRead
    outline: Outline
    linter: Linter


def examine(document: Document, linters: Linters, force: bool = False) -> Examined:
    """Lint one draft; `force` lints one that does not look like a PR/FAQ too. Raises as `check` does."""
    settings = linters.settings(document)
    linter = linters.of(settings)
    outline = linter.outline(document)
    why = "" if force else _passed_over(outline)
    outcome = NotRead(document.path, why, error=False) if why else _result(outline, linter, settings)
    return Examined(outcome, outline, linter)


def _lost(draft: Draft, why: str) -> NotRead:
    return NotRead(draft.path, f"could not be checked: {why}")


def _passed_over(outline: Outline) -> str:
    """Why a document is not checked; "" where it is."""
    from ..outline import front_matter

    if outline.type == "other" and not front_matter(outline.document):
        return "skipped: it does not look like a PR/FAQ (--force checks it all the same)"
    if outline.type == "template":
        return "skipped: it looks like a template that is still to be filled in (--force checks it all the same)"
    return ""


def _result(outline: Outline, linter: Linter, settings: Settings) -> FileResult:
    """What the reporters show of a draft."""
    from ..review import open_questions, three_questions
    from .baseline import fingerprints

    found = linter.check(outline)
    document = outline.document
    named = {one.rule for one in found}
    pages = {rule.name: RulePage(str(rule.path), rule.severity) for rule in linter.rules if rule.name in named}
    told = outline.type in ("prfaq", "pr-only", "faq-only") and document.language == "en"
    return FileResult(
        path=document.path,
        type=outline.type,
        language=document.language,
        diagnostics=found,
        questions=three_questions(outline) if told else [],
        plan=tuple(open_questions(outline, linter.rules, named)),
        plan_size=sum("facet" in rule.parameters for rule in linter.rules),
        excerpts={number: document.source.line(number) for number in sorted(touched(found))},
        fail_on=settings.fail_on,
        remarks=settings.remarks,
        rules=dict(sorted(pages.items())),
        fingerprints=fingerprints(found, document.source),
    )


def _fixed(
    paths: Sequence[str], linters: Linters, force: bool, stdin_name: str, fixing: str
) -> Iterator[FileResult | NotRead | Fixed]:
    """Fix drafts and lint what is left, one after the other."""
    from .fixes import NotFixed, Original, fix, read_original, write

    latest: list[Original] = []

    def remember(path: str, max_bytes: int) -> bytes:
        latest[:] = [Original(standard_input(max_bytes)) if path == "-" else read_original(path, max_bytes)]
        return latest[0].data

    for document in _documents(paths, linters, stdin_name, remember):
        if isinstance(document, NotRead):
            yield document
            continue
        path = document.path
        settings = linters.settings(document)
        linter = linters.of(settings)
        outline = linter.outline(document)
        why = "" if force else _passed_over(outline)
        if why:
            yield NotRead(path, why, error=False)
            continue
        done = fix(outline, linter)
        before = document.source.text
        try:
            if fixing == "write" and done.text != before and latest[0].path:
                write(latest[0], done.text)
            yield Fixed(path, latest[0], before, done.text, done.count)
            outline = done.outline
        except NotFixed as error:
            yield NotRead(path, str(error))
        yield _result(outline, linter, settings)


def _read(path: str, max_bytes: int) -> bytes:
    return standard_input(max_bytes) if path == "-" else read_bytes(path, max_bytes)


def outlines(
    paths: Sequence[str], linters: Linters, stdin_name: str = "-"
) -> Iterator[tuple[Outline | NotRead, Settings]]:
    """The outline of each file that `paths` lead to, in order, with the settings it was read with."""
    for document in _documents(paths, linters, stdin_name):
        if isinstance(document, NotRead):
            yield document, Settings()
            continue
        settings = linters.settings(document)
        yield linters.of(settings).outline(document), settings


def _documents(
    paths: Sequence[str], linters: Linters, stdin_name: str, read: Callable[[str, int], bytes] = _read
) -> Iterator[Document | NotRead]:
    from ..document import Document

    for found in _contents(expand(paths), paths, linters, stdin_name, read):
        if isinstance(found, NotRead):
            yield found
            continue
        path, data = found
        try:
            yield Document.parse(decode(data), path)
        except UnreadableDraft as error:
            yield NotRead(path, str(error))


def _contents(
    there: Found,
    named: Sequence[str],
    linters: Linters,
    stdin_name: str = "-",
    read: Callable[[str, int], bytes] = _read,
) -> Iterator[tuple[str, bytes] | NotRead]:
    """The name and the bytes of each file, in order; empty folders are told first, and files that are excluded are
    passed over, in silence unless they were `named`."""
    for path in there.empty:
        yield NotRead(path, "no *.md or *.markdown file in this folder")
    for path in there.files:
        if path != "-" and linters.configs.above(path).excludes(path):
            if path in named:
                why = f"skipped: excluded by {linters.configs.above(path).source}"
                yield NotRead(path, why, error=False)
            continue
        name = stdin_name if path == "-" else path
        try:
            yield name, read(path, linters.max_bytes(path))
        except UnreadableDraft as error:
            yield NotRead(name, str(error))


def standard_input(max_bytes: int = MAX_BYTES) -> bytes:
    """What stands on standard input; raises `UnreadableDraft` where that is closed (`<&-`), or too long."""
    if sys.stdin is None:
        raise UnreadableDraft("standard input is closed")
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise UnreadableDraft(too_large(max_bytes))
    return data
