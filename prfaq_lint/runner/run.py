"""One run over many files: read, lint, and hand over results in a stable order."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..configuration.files import Configs
from ..configuration.settings import Options, Settings, settle

# A run in which nothing changed reads no draft, so what reading needs is imported only when it is needed.
from ..diagnostic import Diagnostic
from ..document.source import (
    MAX_BYTES,
    UnreadableDraft,
    decode,
    is_word,
    most_bytes,
    read_bytes,
    read_source,
    too_large,
)
from ..outline.model import Outline
from ..result import FileResult, Guide, NotRead, RulePage, touched
from .cache import Cache
from .files import Found, expand, identity
from .pool import Known, Task, ordered

if TYPE_CHECKING:
    from ..document.draft import Document
    from ..reports.html_data import Page
    from ..rules.linter import Linter
    from .fixes import Original


@dataclass(frozen=True, slots=True)
class Fixed:
    """A draft whose safe fixes were made, or are only shown."""

    path: str
    original: Original
    before: str
    after: str
    count: int
    """The number of fixed findings."""


class Linters:
    """The linter of each draft, for the configuration above it, its front matter and the options.

    Drafts with the same settings share one. If `reading` is true, the linters only read drafts and have no rules.

    Raises:
        ConfigError: If a configuration is invalid.
        RuleError: If a rule page is invalid.
    """

    def __init__(self, options: Options = Options(), configs: Configs | None = None, reading: bool = False) -> None:
        self.configs = configs or Configs()
        self.options = options
        self._reading = reading
        self._ready: dict[str, Linter] = {}
        self._deciding: dict[tuple[str, str], str] = {}

    def max_bytes(self, path: str) -> int:
        """Return the size in bytes of the largest draft that is read from a path."""
        return self.options.max_bytes or self.configs.above(path).max_bytes

    def settings(self, document: Document) -> Settings:
        """Return the settings that apply to a draft."""
        from ..outline.analysis import front_matter

        return settle(
            self.configs.above(document.path),
            self.options,
            document.path,
            front_matter(document),
            document.source.text if document.language == "en" else "",
        )

    def of(self, settings: Settings) -> Linter:
        """Return the linter for these settings."""
        key = settings.digest()
        if key not in self._ready:
            from ..configuration.selection import rules_for
            from ..rules.linter import Linter

            self._ready[key] = Linter([] if self._reading else rules_for(settings), settings=settings)
        return self._ready[key]

    def deciding(self, path: str) -> str:
        """Return everything that determines a file's findings besides its text and the program.

        This is its path, the configuration with custom rule pages, and the options.
        """
        config = self.configs.above(path)
        place = config.source, config.root
        if place not in self._deciding:
            pages = Settings(folders=config.paths("rules")).digest()
            self._deciding[place] = json.dumps([config.digest(), pages, astuple(self.options)])
        return json.dumps([path, os.path.abspath(path), place, self._deciding[place]])


class Extras(NamedTuple):
    """The parts of a result that only some formats need."""

    page: bool = False
    guide: bool = False


NOTHING_MORE = Extras()


class Draft(NamedTuple):
    """A file that is still to be linted."""

    path: str
    """Its name in findings."""
    data: bytes
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
    pages: bool = False,
    guided: bool = False,
) -> Generator[FileResult | NotRead | Fixed, None, None]:
    """Lint files, folders and standard input.

    With `fixing`, the safe fixes are made first: `write` saves them in the files, `show` leaves the files unchanged.
    Each draft then yields a `Fixed` before the result for the remaining findings. Standard input is never written to.

    Drafts whose result is in the `cache` are not linted again, and `jobs` others are linted in parallel; 0 chooses the
    number. Neither applies to fixing. `watch` is called with the number of files that are done and the total. If
    `pages` or `guided` is true, each draft is linted for its `page` or its `guide`, which are not cached.

    Raises:
        ConfigError: If a configuration is invalid, or a rule is unknown.
        RuleError: If a rule page is invalid.
    """
    extras = Extras(pages, guided)
    if fixing:
        yield from _fixed(paths, linters, force, stdin_name, fixing, extras)
        return
    there = expand(paths)
    done = 0
    with closing(
        lint_texts(_contents(there, paths, linters, stdin_name), linters, force, cache, jobs, extras)
    ) as found:
        for outcome in found:
            done += 1
            watch(done, len(there.files))
            yield outcome


def lint_texts(
    contents: Iterable[tuple[str, bytes] | NotRead],
    linters: Linters,
    force: bool = False,
    cache: Cache | None = None,
    jobs: int = 1,
    extras: Extras = NOTHING_MORE,
) -> Generator[FileResult | NotRead, None, None]:
    """Lint texts as if they were read from a path, in order; what is `NotRead` keeps its place.

    The arguments are those of `check`.
    """

    def drafts() -> Iterator[Task[Draft] | Known[FileResult | NotRead]]:
        for found in contents:
            if isinstance(found, NotRead):
                yield Known(found)
                continue
            path, data = found
            key = cache.key(data, f"{linters.deciding(path)} {force}") if cache else ""
            known = cache.get(key) if cache and not any(extras) else None
            if known:
                yield Known(known)
            else:
                yield Task(Draft(path, data, key), min(len(data), linters.max_bytes(path)))

    prepare = partial(_examiner, linters.options, linters.configs, force, extras)
    with closing(ordered(drafts(), prepare, _lost, jobs)) as outcomes:
        for draft, outcome in outcomes:
            if cache and draft and not (isinstance(outcome, NotRead) and outcome.error):
                cache.put(draft.key, outcome)
            yield outcome


def _examiner(
    options: Options, configs: Configs, force: bool, extras: Extras
) -> Callable[[Draft], FileResult | NotRead]:
    """Return the function that lints one draft, in any process."""
    from ..document.draft import Document

    linters = Linters(options, configs)

    def examined(draft: Draft) -> FileResult | NotRead:
        try:
            source = read_source(draft.data, draft.path, linters.max_bytes(draft.path))
        except UnreadableDraft as error:
            return NotRead(draft.path, str(error))
        return examine(Document.read(source, draft.path), linters, force, extras).outcome

    return examined


class Examined(NamedTuple):
    """The outcome of linting one draft, and what it was made from."""

    outcome: FileResult | NotRead
    outline: Outline
    linter: Linter


def examine(document: Document, linters: Linters, force: bool = False, extras: Extras = NOTHING_MORE) -> Examined:
    """Lint one draft; with `force`, also one that does not look like a PR/FAQ.

    Raises:
        Exception: The same exceptions as `check`.
    """
    settings = linters.settings(document)
    linter = linters.of(settings)
    outline = linter.outline(document)
    why = "" if force else passed_over(outline, "check")
    if why:
        skipped = NotRead(document.path, why, error=False, unfilled=outline.type == "template")
        return Examined(skipped, outline, linter)
    found = linter.check(outline)
    return Examined(result_of(outline, found, linter, settings, extras), outline, linter)


def _lost(draft: Draft, why: str) -> NotRead:
    return NotRead(draft.path, f"could not be checked: {why}")


def passed_over(outline: Outline, verb: str) -> str:
    """Return why a command does not check, or review, a document; "" if it does. `verb` says what `--force` would do."""
    from ..outline.analysis import front_matter

    if outline.type == "other" and not front_matter(outline.document):
        return f"skipped: does not look like a PR/FAQ (use --force to {verb} it anyway)"
    if outline.type == "template":
        return f"skipped: looks like an unfilled template (use --force to {verb} it anyway)"
    return ""


def result_of(
    outline: Outline,
    found: list[Diagnostic],
    linter: Linter,
    settings: Settings,
    extras: Extras = NOTHING_MORE,
) -> FileResult:
    """Return what the reporters show about a draft and its findings, with the `extras` that they need."""
    from ..assessment import assess
    from ..outline.model import FACETS
    from ..review import open_questions, three_questions
    from .baseline import fingerprints

    document = outline.document
    named = {one.rule for one in found}
    pages = {rule.name: RulePage(str(rule.path), rule.severity) for rule in linter.rules if rule.name in named}
    reviewable = outline.type in ("prfaq", "pr-only", "faq-only") and document.language == "en"
    facets = [str(rule.parameters["facet"]) for rule in linter.rules if "facet" in rule.parameters]
    return FileResult(
        path=document.path,
        type=outline.type,
        language=document.language,
        diagnostics=found,
        questions=three_questions(outline, facets or FACETS, found) if reviewable else [],
        plan=tuple(open_questions(outline, linter.rules, named)),
        plan_size=len(facets),
        plan_settled=sum(assess(outline, facet).is_settled for facet in facets),
        excerpts={number: document.source.quoted(number) for number in sorted(touched(found))},
        fail_on=settings.fail_on,
        remarks=settings.remarks,
        rules=dict(sorted(pages.items())),
        fingerprints=fingerprints(found, document.source),
        page=_page(outline, found, linter) if extras.page else None,
        guide=_guide(outline, linter, settings, found) if extras.guide else None,
        notes=document.source.notes,
    )


def _guide(outline: Outline, linter: Linter, settings: Settings, found: list[Diagnostic]) -> Guide:
    """Return what a program that writes a draft in a loop is told about it."""
    from ..authoring.additions import entries
    from ..authoring.next_step import as_draft, next_step
    from ..configuration.settings import OPTIONS
    from ..document.comments import directives

    narrowed = any(name.source == OPTIONS for name in (*settings.select, *settings.ignore))
    known = found if as_draft(outline) is outline else None
    return Guide(
        next_step(outline, linter, entries(linter.rules), known),
        whole=not narrowed and outline.type in ("prfaq", "pr-only", "faq-only") and outline.document.language == "en",
        errors=sum(one.severity == "error" for one in found),
        profile=settings.profile,
        stage=settings.stage,
        silenced=tuple(outline.document.source.number_of(one.span.start) for one in directives(outline.document)),
    )


def _page(outline: Outline, found: Sequence[Diagnostic], linter: Linter) -> Page:
    from ..reports.html_data import page  # few formats show the draft

    return page(outline, found, linter.rules)


def _fixed(
    paths: Sequence[str], linters: Linters, force: bool, stdin_name: str, fixing: str, extras: Extras
) -> Iterator[FileResult | NotRead | Fixed]:
    """Fix drafts and lint the result, one after the other."""
    from .fixes import NotFixed, Original, fix, read_original, write

    latest: list[Original] = []

    def remember(path: str, max_bytes: int) -> bytes:
        latest[:] = [Original(standard_input(max_bytes)) if path == "-" else read_original(path, max_bytes)]
        return latest[0].data

    def unchanged(path: str, original: Original) -> Iterator[Fixed]:
        """Yield standard input unchanged, because the sender takes the output for the draft."""
        if fixing == "write" and not original.path:
            text = decode(original.data)
            yield Fixed(path, original, text, text, 0)

    documents = _documents(paths, linters, stdin_name, remember, unwritten="fixes change Markdown only")
    for document in documents:
        if isinstance(document, NotRead):
            if "-" in paths and document.path == stdin_name and not document.error:
                remember("-", linters.max_bytes(stdin_name))
                yield from unchanged(stdin_name, latest[0])
            yield document
            continue
        path = document.path
        settings = linters.settings(document)
        linter = linters.of(settings)
        outline = linter.outline(document)
        why = "" if force else passed_over(outline, "check")
        if why:
            yield from unchanged(path, latest[0])
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
        yield result_of(outline, linter.check(outline), linter, settings, extras)


def _read(path: str, max_bytes: int) -> bytes:
    return standard_input(max_bytes) if path == "-" else read_bytes(path, max_bytes)


def outlines(
    paths: Sequence[str], linters: Linters, stdin_name: str = "-"
) -> Iterator[tuple[Outline | NotRead, Settings]]:
    """Yield the outline of each file that `paths` lead to, in order, with the settings it was read with."""
    for document in _documents(paths, linters, stdin_name):
        if isinstance(document, NotRead):
            yield document, Settings()
            continue
        settings = linters.settings(document)
        yield linters.of(settings).outline(document), settings


def _documents(
    paths: Sequence[str],
    linters: Linters,
    stdin_name: str,
    read: Callable[[str, int], bytes] = _read,
    unwritten: str = "",
) -> Iterator[Document | NotRead]:
    """Yield each file as it is read.

    With `unwritten`, the reason why Word documents are not written to, they are skipped, and one that was named is an
    error.
    """
    from ..document.draft import Document

    for found in _contents(expand(paths), paths, linters, stdin_name, read, unwritten):
        if isinstance(found, NotRead):
            yield found
            continue
        path, data = found
        try:
            yield Document.read(read_source(data, path, linters.max_bytes(path)), path)
        except UnreadableDraft as error:
            yield NotRead(path, str(error))


def _contents(
    there: Found,
    named: Sequence[str],
    linters: Linters,
    stdin_name: str = "-",
    read: Callable[[str, int], bytes] = _read,
    unwritten: str = "",
) -> Iterator[tuple[str, bytes] | NotRead]:
    """Yield the name and the bytes of each file, in order.

    Empty folders are reported first. Excluded files are skipped, without a message unless they, or a folder in which all
    files are excluded, were `named`.
    """
    for path in there.empty:
        yield NotRead(path, f"no {there.kinds} files in this folder")
    for path, why in there.unread:
        yield NotRead(path, why)
    asked = set(map(identity, named))
    excluded: dict[str, str] = {}
    for path in there.files:
        name = stdin_name if path == "-" else path
        config = linters.configs.above(name)
        if name != "-" and config.excludes(name):
            if identity(path) in asked:
                yield NotRead(name, f"skipped: excluded by {config.source}", error=False)
            else:
                excluded[identity(path)] = config.source
            continue
        if unwritten and is_word(name):
            yield NotRead(name, f"is a Word document: {unwritten}", error=identity(path) in asked)
            continue
        try:
            yield name, read(path, most_bytes(name, linters.max_bytes(name)))
        except UnreadableDraft as error:
            yield NotRead(name, str(error))
    if excluded:
        yield from _excluded_folders(there, named, excluded)


def _excluded_folders(there: Found, named: Sequence[str], excluded: Mapping[str, str]) -> Iterator[NotRead]:
    """Yield the named folders in which all files are excluded; `excluded` has the configurations that exclude files."""
    files = [identity(path) for path in there.files]
    for folder in named:
        if folder == "-" or not os.path.isdir(folder):
            continue
        inside = [file for file in files if file.startswith(os.path.join(identity(folder), ""))]
        if inside and all(file in excluded for file in inside):
            sources = ", ".join(sorted({excluded[file] for file in inside}))
            yield NotRead(folder, f"skipped: every file in it is excluded by {sources}", error=False)


def standard_input(max_bytes: int = MAX_BYTES) -> bytes:
    """Return the content of standard input.

    Raises:
        UnreadableDraft: If standard input is closed (`<&-`) or too long.
    """
    if sys.stdin is None:
        raise UnreadableDraft("standard input is closed")
    data = sys.stdin.buffer.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise UnreadableDraft(too_large(max_bytes))
    return data
