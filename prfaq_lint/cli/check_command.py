"""`prfaq-lint check`"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

import click

from ..diagnostic import SEVERITIES, at_least
from ..formats import FOR_PEOPLE, FORMATS, Style, reporter
from ..formats import known as known_formats
from .complete import Format, rule_names
from .console import Bar, colour, columns, configs, configured, fail, say

if TYPE_CHECKING:
    from ..baseline import Baseline
    from ..changes import Changes
    from ..output import Target
    from ..result import FileResult
    from ..run import Fixed, Linters

BASELINE = ".prfaq-lint-baseline.json"


@click.command(name="check", short_help="Check drafts and say what is wrong with them.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--select",
    multiple=True,
    metavar="NAMES",
    shell_complete=rule_names,
    help="Run only these rules or groups (comma-separated, repeatable).",
)
@click.option(
    "--ignore", multiple=True, metavar="NAMES", shell_complete=rule_names, help="Do not run these rules or groups."
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default=None,
    help="Exit 1 when a finding is at least this grave; error by default.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option(
    "--format",
    "shapes",
    type=Format(),
    multiple=True,
    metavar="NAME[:FILE]",
    help=f"How to report: {', '.join(FORMATS)}; into FILE where one is named (repeatable).  [default: text]",
)
@click.option("--output-file", "-o", default="", metavar="FILE", help="Write the report to a file.")
@click.option("--statistics", is_flag=True, help="Then count the findings of each rule.")
@click.option("--fix", "fixing", is_flag=True, help="Make the safe fixes in the files, then report what is left.")
@click.option("--diff", "showing", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--force", is_flag=True, help="Also check documents that do not look like a PR/FAQ.")
@click.option("--quiet", "-q", is_flag=True, help="Show findings and errors, and nothing else.")
@click.option("--profile", default="", metavar="NAME", help="Who the drafts are for: standard, lite, consumer …")
@click.option("--stage", default="", metavar="NAME", help="How far the drafts are: hypothesis, draft or final.")
@click.option(
    "--max-size", default="", metavar="SIZE", help="Do not read larger files, such as 500 kB; 2 MB by default."
)
@configured
@click.option("--baseline", "known", default="", metavar="FILE", help="Leave out the findings that FILE knows.")
@click.option(
    "--write-baseline",
    "writing",
    is_flag=False,
    flag_value=BASELINE,
    default="",
    metavar="[FILE]",
    help=f"Write the findings into FILE, {BASELINE} by default, and report none.",
)
@click.option(
    "--since", default="", metavar="REV", help="Report only what stands on lines changed since a git revision."
)
@click.option(
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Check N files at once; 0, the default: one a core where that is quicker.",
)
@click.option("--no-cache", "forgetful", is_flag=True, help="Use no results of earlier runs, and keep none.")
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    exit_zero: bool,
    shapes: tuple[str, ...],
    output_file: str,
    statistics: bool,
    fixing: bool,
    showing: bool,
    force: bool,
    quiet: bool,
    profile: str,
    stage: str,
    max_size: str,
    config_file: str,
    isolated: bool,
    known: str,
    writing: str,
    since: str,
    jobs: int,
    forgetful: bool,
    stdin_filename: str,
) -> int:
    """Check drafts and say what is wrong with them.

    PATH is a file, a folder (its *.md and *.markdown files, .gitignore respected) or - for standard input; without PATH, the current folder.
    With --fix and -, the fixed draft goes to standard output and the report to standard error.
    """
    from ..cache import Cache
    from ..document.source import read_size
    from ..output import NotWritten, expect_writable, targets
    from ..run import Fixed, Linters, NotRead, check
    from ..schema import RuleError
    from ..settings import Options
    from ..store import usual_folder

    begun = time.time_ns()
    if fixing and showing:
        raise click.UsageError("--fix changes files and --diff does not: give one of them")
    if writing and (known or since or showing):
        raise click.UsageError(
            "--write-baseline writes all findings down: give it without --baseline, --since and --diff"
        )
    if writing and not writing.endswith(".json"):
        raise click.UsageError(
            f"--write-baseline: “{writing}” is no .json file; write --write-baseline=FILE before PATH"
        )
    try:
        options = Options(
            _names(select), _names(ignore), profile, stage, fail_on or "", read_size(max_size) if max_size else 0
        )
    except ValueError as error:
        raise click.UsageError(f"--max-size: {error}") from None
    linters = Linters(options, configs(config_file, isolated))
    baseline: Baseline | None = None
    changes: Changes | None = None
    try:
        reports = targets(shapes, output_file, known_formats(shapes or ("text",)))
        for target in reports:
            if target.path:
                expect_writable(target.path)
    except NotWritten as error:
        fail(str(error), error.path)
        return 2
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    results: list[FileResult] = []
    unread: list[tuple[str, str]] = []
    paths_read: list[str] = []
    told = ""
    fixed = 0
    filtering = fixing and "-" in paths
    folder = "" if forgetful else usual_folder()
    bar = Bar(wanted=not quiet)
    try:
        if known:
            from ..baseline import read

            baseline = read(known)
        if since:
            from ..changes import Changes

            changes = Changes(since)
        outcomes = check(
            paths or (".",),
            linters,
            force=force,
            stdin_name=stdin_filename,
            fixing="write" if fixing else "show" if showing else "",
            cache=Cache(folder) if folder else None,
            jobs=jobs,
            watch=bar.step,
        )
        with closing(outcomes), bar:
            for outcome in outcomes:
                paths_read.append(outcome.path)
                if isinstance(outcome, Fixed):
                    fixed += outcome.count
                    _show(outcome, showing)
                elif isinstance(outcome, NotRead):
                    bar.clear()
                    if outcome.error:
                        fail(outcome.why, outcome.path)
                        unread.append((outcome.path, outcome.why))
                    elif not quiet:
                        told += say(f"{outcome.path}: {outcome.why}")
                else:
                    for remark in _remarks(outcome, quiet):
                        bar.clear()
                        told += say(f"{outcome.path}: {remark}")
                    if baseline:
                        outcome = baseline.without_known(outcome)
                    results.append(changes.narrowed(outcome) if changes else outcome)
        if writing and not unread:
            return _write_baseline(writing, results)
    except NotWritten as error:
        fail(str(error), error.path)
        return 2
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None

    if writing:
        fail("not written, because a file could not be checked", writing)
        return 2
    if baseline:
        told += say(baseline.summary(whole=not (select or ignore)))
    if showing:
        say(f"{fixed} would be fixed")
        return 2 if unread else 1 if fixed else 0
    written, printed = _report(reports, results, unread, paths_read, quiet=quiet, aside=filtering)
    on_top = sys.stdout if not filtering and any(t.format in FOR_PEOPLE and not t.path for t in reports) else sys.stderr
    if statistics:
        table = _statistics(results, on_top)
        on_top.write(table)
        if on_top is sys.stdout:
            printed += table
        else:
            told += table
    if fixing:
        on_top.write(f"{fixed} fixed\n")
    if unread or not written:
        return 2
    grave = any(at_least(result.diagnostics, result.fail_on) for result in results)
    status = 1 if grave and not exit_zero else 0
    if folder and not (fixing or since or "-" in paths or any(target.path for target in reports)):
        _keep(folder, begun, linters, {known, *paths_read} - {""}, told, printed, status)
    return status


def _keep(folder: str, begun: int, linters: Linters, files: set[str], told: str, printed: str, status: int) -> None:
    """Keep the run, so that the next one need only look whether anything changed."""
    from ..replay import keep, looked_at

    places = looked_at(files, linters.walked, *linters.configs.used())
    keep(folder, sys.argv[1:], begun, places, files, told, printed, status)


def _remarks(outcome: FileResult, quiet: bool) -> list[str]:
    """What is said about a draft besides its findings."""
    foreign = f"not in English ({outcome.language}); only the rules that do not read words were run"
    return [*([foreign] if outcome.language != "en" and not quiet else []), *outcome.remarks]


def _report(
    reports: Sequence[Target],
    results: list[FileResult],
    unread: list[tuple[str, str]],
    paths_read: list[str],
    quiet: bool,
    aside: bool,
) -> tuple[bool, str]:
    """Write all reports, that of standard output to standard error where it stands `aside`; whether all could be written,
    and what went to a stream."""
    from ..output import NotWritten, root, save
    from ..plugins import PluginError

    folder = os.getcwd()
    facts = {"quiet": quiet, "folder": folder, "root": root(folder, os.environ), "unread": tuple(unread)}
    well, printed = True, ""
    for target in reports:
        coloured = target.format in FOR_PEOPLE and not target.path and not aside and colour()
        style = Style(colour=coloured, width=columns(), **facts)  # type: ignore[arg-type]
        try:
            text = reporter(target.format)(results, style)
            if target.path:
                save(target.path, text, paths_read)
            else:
                (sys.stderr if aside else sys.stdout).write(text)
                printed = text
        except NotWritten as error:
            fail(str(error), error.path)
            well = False
        except PluginError as error:
            fail(str(error))
            well = False
    return well, printed


def _statistics(results: list[FileResult], stream: TextIO) -> str:
    """The table of findings by rule, as a stream shows it."""
    from ..formats.statistics import table

    shown = table(results, Style(colour() and stream is sys.stdout))
    return f"\n{shown}" if shown else ""


def _show(outcome: Fixed, showing: bool) -> None:
    """What a fixed draft puts on standard output: a diff, or its text where it came from standard input."""
    from ..fixes import diff, encode

    if showing:
        sys.stdout.write(diff(outcome.path, outcome.before, outcome.after))
    elif not outcome.original.path:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(outcome.original, outcome.after))
        sys.stdout.buffer.flush()


def _write_baseline(file: str, results: list[FileResult]) -> int:
    from ..baseline import write
    from ..document.source import reason
    from ..output import NotWritten

    try:
        count = write(file, results)
    except OSError as error:
        raise NotWritten(file, f"cannot be written ({reason(error)})") from None
    say(f"{file}: holds {count} finding{'' if count == 1 else 's'} now; `check --baseline {file}` leaves them out")
    return 0


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
