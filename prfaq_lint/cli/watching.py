"""`check --watch`: check again whenever a draft or its configuration is saved, and say what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from ..diagnostic import Diagnostic
from ..history.difference import Difference, compare
from ..reports import Style, reporter
from ..result import FileResult, NotRead
from ..safe import safe_path, safe_text
from .console import colour, columns, fail, kept_results, say

if TYPE_CHECKING:
    from ..configuration.files import Configs
    from ..configuration.settings import Options

MOST_SHOWN = 20
"""The maximum number of findings of a kind that are shown after a save; the others are counted."""

WAIT = 200
"""The number of milliseconds in which all saves of an editor count as one."""

PATIENCE = 500
"""The number of milliseconds without a save after which an empty set is yielded."""

_SETTINGS = frozenset(("prfaq-lint.toml", ".prfaq-lint.toml", "pyproject.toml"))

Results = dict[str, "FileResult | NotRead"]


def watch(paths: Sequence[str], check_all: Callable[[], Results | None]) -> int:
    """Check files and folders with `check_all`, again on each save, until Ctrl-C; return the exit status."""
    if not find_spec("watchfiles"):
        fail("--watch needs the package watchfiles: pip install 'prfaq-lint[watch]'")
        return 2
    if "-" in paths:
        raise click.UsageError("--watch needs files or folders: standard input is never saved")
    for path in paths:
        if not os.path.exists(path):
            fail("no such file", path)
            return 2
    style = Style(colour(), columns())
    with suppress(KeyboardInterrupt):
        saves = _saves(paths)
        next(saves)  # saves are noticed from now on, also while drafts are checked
        known = check_all()
        if known is None:
            return 2
        drafts = [one for one in known.values() if isinstance(one, FileResult)]
        sys.stdout.write(reporter("text")(drafts, style))
        for one in known.values():
            if isinstance(one, NotRead):
                say(f"{one.path}: {one.why}")
        sys.stdout.flush()
        say("watching; Ctrl-C ends")
        for saved in saves:
            if not saved:
                continue
            found = check_all()
            if found is None:
                continue  # an unfinished configuration; the previous results are kept
            sys.stdout.write(news(known, found, style))
            sys.stdout.flush()
            known = found
    return 0


def news(before: Results, after: Results, style: Style) -> str:
    """Return what changed between two checks: findings that are fixed, that are new, and how many are still open.

    Drafts in which nothing changed are not mentioned.
    """
    return "".join(_news(path, before.get(path), after.get(path), style) for path in {**before, **after})


def _news(path: str, old: FileResult | NotRead | None, new: FileResult | NotRead | None, style: Style) -> str:
    if old == new:
        return ""
    shown = style.paint("path", safe_path(path))
    if new is None:
        return f"{shown}: gone\n"
    if isinstance(new, NotRead):
        return f"{shown}: {safe_text(new.why)}\n"
    change = compare(old if isinstance(old, FileResult) else None, new)
    if not change.fixed and not change.appeared and isinstance(old, FileResult) and old.questions == new.questions:
        return ""  # lines have moved
    rows = [*_rows("fixed", "yes", change.fixed, style), *_rows("new", "error", change.appeared, style)]
    if isinstance(old, FileResult):
        rows += _answers(old, new, style)
    return f"{shown}: {_counted(change)}\n{''.join(rows)}"


def _counted(change: Difference) -> str:
    parts = [f"{len(found)} {word}" for word, found in (("fixed", change.fixed), ("new", change.appeared)) if found]
    if change.still:
        parts.append(f"{len(change.still)} still open")
    elif not change.appeared:
        parts.append("nothing open")
    return ", ".join(parts)


def _rows(word: str, tint: str, found: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    for one in found[:MOST_SHOWN]:
        place = "" if word == "fixed" else f"{one.line}:{one.column} "  # its former position has no meaning now
        about = f"{place}{one.severity} {one.rule}: {safe_text(one.message)}"
        yield f"  {style.paint(tint, f'{word:<6}')}{about}\n"
    if len(found) > MOST_SHOWN:
        yield f"  and {len(found) - MOST_SHOWN} more {word}\n"


def _answers(old: FileResult, new: FileResult, style: Style) -> Iterator[str]:
    """Yield the reviewer's questions whose answers have changed."""
    before = {answer.question: answer.answer for answer in old.questions}
    for answer in new.questions:
        was = before.get(answer.question, answer.answer)
        if was != answer.answer:
            yield f"  {answer.question} {was} → {style.paint(answer.answer, answer.answer)}\n"


def checked(
    paths: Sequence[str],
    options: Options,
    configs: Callable[[], Configs],
    force: bool,
    forgetful: bool,
    jobs: int,
    no_baseline: bool,
) -> Results | None:
    """Return the result of each file; None, after printing why, if the configuration is invalid.

    Args:
        paths: Files and folders.
        options: The options of the command line.
        configs: Finds the configurations, which are read again for each check.
        force: Whether documents that do not look like a PR/FAQ are checked too.
        forgetful: Whether no results are kept.
        jobs: As for `runner.run.check`.
        no_baseline: Whether to show the findings in the baselines that configurations name.
    """
    from ..configuration.schema import ConfigError, RuleError
    from ..runner.baseline import Baselines
    from ..runner.run import Fixed, Linters, check

    try:
        linters = Linters(options, configs())
        outcomes = check(paths, linters, force, cache=kept_results(forgetful), jobs=jobs)
        with closing(outcomes):
            found = {outcome.path: outcome for outcome in outcomes if not isinstance(outcome, Fixed)}
        drafts = [outcome for outcome in found.values() if isinstance(outcome, FileResult)]
        new = Baselines(linters.configs, ignored=no_baseline).without_known(drafts)
        return found | {result.path: result for result in new}
    except (RuleError, ConfigError) as error:
        fail(str(error))
        return None


def _saves(paths: Sequence[str]) -> Iterator[set[Any]]:
    """Yield the drafts below the paths, and the configurations, that were saved.

    An empty set is yielded at the beginning and from time to time. The folders of files are watched and not the files,
    because editors save a file by replacing it with another.
    """
    import watchfiles

    from ..runner.files import is_draft

    named = {os.path.realpath(path) for path in paths if not os.path.isdir(path)}
    folders = {os.path.realpath(path) for path in paths if os.path.isdir(path)}
    there = {*folders, *(os.path.dirname(path) for path in named)}

    def counts(change: object, path: str) -> bool:
        if os.path.realpath(path) in named or os.path.basename(path) in _SETTINGS:
            return True
        below = any(os.path.realpath(path).startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)
        return below and is_draft(os.path.basename(path))

    yield from watchfiles.watch(
        *there,
        watch_filter=counts,
        debounce=WAIT,
        rust_timeout=PATIENCE,
        yield_on_timeout=True,
        recursive=bool(folders),
    )
