"""The command `prfaq-lint check`, which checks drafts and reports problems."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

import click

from ..diagnostic import SEVERITIES, at_least
from ..reports import FOR_PEOPLE, FORMATS, GUIDED, WITH_PAGE, Style, reporter
from ..reports import known as known_formats
from ..result import FileResult, NotRead
from ..runner.output import Target
from .complete import drafts, format_names, rule_names
from .console import Bar, colour, columns, configs, fail, kept_results, say
from .options import configured, jobs_and_cache, profile_and_stage, stdin_filename

if TYPE_CHECKING:
    from ..configuration.files import Configs
    from ..configuration.settings import Options
    from ..runner.baseline import Baselines
    from ..runner.cache import Cache
    from ..runner.changes import Changes
    from ..runner.run import Fixed, Linters


NOTHING_FIXED = "nothing is safely fixable"


@click.command(name="check", short_help="Check drafts and report problems.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=drafts)
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
    help="Exit 1 for findings at or above this severity; error by default.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if there are findings.")
@click.option(
    "--format",
    "shapes",
    multiple=True,
    shell_complete=format_names,
    metavar="NAME[:FILE]",
    help=f"Report format: {', '.join(FORMATS)}; written to FILE if one is given (repeatable).  [default: text]",
)
@click.option("--output-file", "-o", default="", metavar="FILE", help="Write the report to a file.", type=click.Path())
@click.option("--statistics", is_flag=True, help="Print a count of findings per rule.")
@click.option("--fix", "fixing", is_flag=True, help="Apply safe fixes to the files, then report what is left.")
@click.option("--diff", "showing", is_flag=True, help="Show what --fix would change without changing the files.")
@click.option("--force", is_flag=True, help="Also check documents that do not look like a PR/FAQ.")
@click.option("--quiet", "-q", is_flag=True, help="Show only findings and errors.")
@click.option("--verbose", "-v", is_flag=True, help="Show every finding in full; only for the text report.")
@profile_and_stage
@click.option(
    "--max-size", default="", metavar="SIZE", help="Skip files larger than this, such as 500 kB; 2 MB by default."
)
@configured
@click.option(
    "--baseline", "known", default="", metavar="FILE", help="Ignore findings recorded in FILE.", type=click.Path()
)
@click.option("--no-baseline", is_flag=True, help="Do not use the baseline that the configuration names.")
@click.option(
    "--write-baseline",
    "writing",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[FILE]",
    help="Record all findings in FILE and report none; by default in the baseline of the configuration, "
    "or else in .prfaq-lint-baseline.json.",
    type=click.Path(),
)
@click.option("--since", default="", metavar="REV", help="Report only what is new since a git revision.")
@jobs_and_cache
@stdin_filename
@click.option(
    "--watch", "watching", is_flag=True, help="Check again on each save, and show what changed (extra watch)."
)
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
    verbose: bool,
    profile: str,
    stage: str,
    max_size: str,
    config_file: str,
    isolated: bool,
    known: str,
    no_baseline: bool,
    writing: str | None,
    since: str,
    jobs: int,
    forgetful: bool,
    stdin_filename: str,
    watching: bool,
) -> int:
    """Check drafts and report problems.

    PATH is a file, a folder (its *.md, *.markdown and, where they can be read, *.docx files; .gitignore respected) or - for standard input; the default is the current folder.
    With --fix and -, the fixed draft goes to standard output and the report to standard error.
    """
    from ..runner.baseline import Baselines
    from ..runner.output import expect_writable, targets
    from ..runner.run import Linters, check

    _refuse_contradictions(click.get_current_context().params)
    options = _options(select, ignore, profile, stage, fail_on, max_size)
    if watching:
        from .watching import checked, watch

        paths = paths or (".",)
        return watch(
            paths,
            partial(
                checked, paths, options, partial(configs, config_file, isolated), force, forgetful, jobs, no_baseline
            ),
        )
    linters = Linters(options, configs(config_file, isolated))
    cache = kept_results(forgetful)
    try:
        reports = targets(shapes, output_file, known_formats(shapes or ("text",)))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for target in reports:
        if target.path:
            expect_writable(target.path)  # before anything is read
    baselines = Baselines(linters.configs, known, no_baseline or writing is not None)
    changes = _changes(since, linters, force, cache) if since else None
    seen = _Seen(quiet, showing, Bar(wanted=not quiet))
    outcomes = check(
        paths or (".",),
        linters,
        force=force,
        stdin_name=stdin_filename,
        fixing="write" if fixing else "show" if showing else "",
        cache=cache,
        jobs=jobs,
        watch=seen.bar.step,
        pages=any(target.format in WITH_PAGE for target in reports),
        guided=any(target.format in GUIDED for target in reports),
    )
    with closing(outcomes), seen.bar:
        for outcome in outcomes:
            seen.take(outcome)
    for line in seen.quiet_messages(paths) if quiet else ():
        say(line)
    if writing is not None:
        return _write_baselines(writing, linters.configs, seen)
    seen.results = baselines.without_known(seen.results)
    if changes:
        seen.results = list(map(changes.narrowed, seen.results))

    whole = not (select or ignore)
    for baseline in baselines.used.values():
        if not quiet or baseline.outdated(whole):
            say(baseline.summary(whole))
    if showing:
        say(f"{seen.count_of_fixed} would be fixed" if seen.fixed else NOTHING_FIXED)
        return 2 if seen.unread else 1 if seen.fixed else 0
    aside = fixing and "-" in paths  # standard output is used for the draft
    written = _report(reports, seen, _read_besides(baselines, linters), aside, verbose)
    on_top = sys.stdout if not aside and any(t.format in FOR_PEOPLE and not t.path for t in reports) else sys.stderr
    if statistics:
        on_top.write(_statistics(seen.results, on_top))
    if fixing:
        on_top.write(f"{seen.count_of_fixed} fixed\n" if seen.fixed else f"{NOTHING_FIXED}\n")
    if seen.unread or not written:
        return 2
    failed = any(at_least(result.diagnostics, result.fail_on) for result in seen.results)
    return 1 if failed and not exit_zero else 0


def _refuse_contradictions(given: Mapping[str, Any]) -> None:
    """Raise `click.UsageError` for options that contradict each other."""
    fixing, showing, known, since = given["fixing"], given["showing"], given["known"], given["since"]
    writing, recording = given["writing"], given["writing"] is not None
    reporting = given["output_file"] or given["statistics"] or set(given["shapes"]) - {"text"}
    if fixing and showing:
        raise click.UsageError("--fix changes files and --diff does not; use only one of them")
    if known and given["no_baseline"]:
        raise click.UsageError("--baseline and --no-baseline cannot be used together")
    if given["watching"] and any((fixing, showing, recording, known, since, reporting)):
        raise click.UsageError("--watch shows what changed as text: give it without other reports and without --fix")
    if recording and any((known, since, showing)):
        raise click.UsageError(
            "--write-baseline records all findings; it cannot be combined with --baseline, --since or --diff"
        )
    if writing and os.path.isdir(writing):
        raise click.UsageError(
            f"--write-baseline: “{writing}” is a folder; name it first, as in `check {writing} --write-baseline`, "
            "or give the file to write, as in `--write-baseline=known.json`"
        )
    if writing and not writing.endswith(".json"):
        raise click.UsageError(
            f"--write-baseline: “{writing}” is not a .json file; put --write-baseline=FILE before PATH"
        )


def _options(
    select: tuple[str, ...], ignore: tuple[str, ...], profile: str, stage: str, fail_on: str | None, max_size: str
) -> Options:
    """Return the options of the command line.

    Raises:
        click.UsageError: If the size is invalid.
    """
    from ..configuration.settings import Options
    from ..document.source import read_size

    try:
        most = read_size(max_size) if max_size else 0
    except ValueError as error:
        raise click.UsageError(f"--max-size: {error}") from None
    return Options(_names(select), _names(ignore), profile, stage, fail_on or "", most)


def _changes(since: str, linters: Linters, force: bool, cache: Cache | None) -> Changes:
    """Return the changes since a revision; earlier versions are checked with the same settings."""
    from ..result import FileResult
    from ..runner.changes import Changes
    from ..runner.run import lint_texts

    def lint(path: str, data: bytes) -> Sequence[str]:
        with closing(lint_texts([(path, data)], linters, force, cache)) as outcomes:
            outcome = next(outcomes)
        return outcome.fingerprints if isinstance(outcome, FileResult) else ()

    return Changes(since, lint)


@dataclass
class _Seen:
    """The outcomes of a run so far."""

    quiet: bool
    showing: bool
    bar: Bar
    results: list[FileResult] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    """The paths of the drafts that could not be checked, and why."""
    skipped: list[NotRead] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    fixed: int = 0

    def take(self, outcome: FileResult | NotRead | Fixed) -> None:
        """Process the outcome for one draft, and print at once what is not part of a report."""
        from ..result import NotRead
        from ..runner.run import Fixed

        self.paths.append(outcome.path)
        if isinstance(outcome, Fixed):
            self.fixed += outcome.count
            _show(outcome, self.showing)
        elif isinstance(outcome, NotRead):
            self.bar.clear()
            if outcome.error:
                fail(outcome.why, outcome.path)
                self.unread.append((outcome.path, outcome.why))
            else:
                self.skipped.append(outcome)
                if not self.quiet:
                    say(f"{outcome.path}: {outcome.why}")
        else:
            for remark in _remarks(outcome, self.quiet):
                self.bar.clear()
                say(f"{outcome.path}: {remark}")
            self.results.append(outcome)

    @property
    def count_of_fixed(self) -> str:
        return f"{self.fixed} finding{'' if self.fixed == 1 else 's'}"

    def quiet_messages(self, named: Sequence[str]) -> list[str]:
        """Return the messages about skipped files that a quiet run still prints.

        They are about templates given by name, or about everything if nothing was checked.
        """
        told = [one for one in self.skipped if one.unfilled and one.path in named]
        if self.skipped and not told and not self.results and not self.unread:
            if len(self.skipped) > 1:
                return ["nothing was checked; run without --quiet to see why"]
            told = self.skipped
        return [f"{one.path}: {one.why}" for one in told]


def _remarks(outcome: FileResult, quiet: bool) -> list[str]:
    """Return what is printed about a draft besides its findings."""
    from ..configuration.settings import READ_AS

    foreign = f"not in English ({outcome.language}); only rules that work in any language were run"
    aside = () if quiet else (*outcome.notes, *([foreign] if outcome.language != "en" else []))
    return [*aside, *(one for one in outcome.remarks if not (quiet and one.startswith(READ_AS)))]


def _read_besides(baselines: Baselines, linters: Linters) -> set[str]:
    """Return the files that a run read besides drafts: baselines, configurations and their own rule pages."""
    files, folders = linters.configs.used()
    read = {*baselines.used, *files}
    if folders:
        from glob import glob  # most runs do not need it

        read.update(os.path.join(folder, page) for folder in folders for page in glob("*/*.md", root_dir=folder))
    return read


def _report(reports: Sequence[Target], seen: _Seen, read: set[str], aside: bool, verbose: bool) -> bool:
    """Write all reports, and return whether this succeeded.

    A draft or another file that was `read` is never overwritten. With `aside`, standard output is used for something
    else, and its report goes to standard error.
    """
    from ..rules.plugins import PluginError
    from ..runner.output import NotWritten, root, save

    folder = os.getcwd()
    about = Style(False, columns(), seen.quiet, verbose, folder, root(folder, os.environ), tuple(seen.unread))
    well = True
    for target in reports:
        coloured = target.format in FOR_PEOPLE and not target.path and not aside and colour()
        try:
            text = reporter(target.format)(seen.results, about._replace(colour=coloured))
            if target.path:
                save(target.path, text, [*seen.paths, *read])
            else:
                (sys.stderr if aside else sys.stdout).write(text)
        except (NotWritten, PluginError) as error:
            fail(str(error), getattr(error, "path", ""))
            well = False
    return well


def _statistics(results: list[FileResult], stream: TextIO) -> str:
    """Return the table of findings by rule, formatted for a stream."""
    from ..reports.statistics import table

    shown = table(results, Style(colour() and stream is sys.stdout))
    return f"\n{shown}" if shown else ""


def _show(outcome: Fixed, showing: bool) -> None:
    """Print a fixed draft: as a diff, or its text if it came from standard input."""
    from ..runner.fixes import diff, encode

    if showing:
        sys.stdout.write(diff(outcome.path, outcome.before, outcome.after))
    elif not outcome.original.path:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(outcome.original, outcome.after))
        sys.stdout.buffer.flush()


def _write_baselines(named: str, configurations: Configs, seen: _Seen) -> int:
    """Record all findings if every draft could be checked, and return the exit status.

    They go into the file that is `named`, or else into the one that the configuration of each draft names.
    """
    from ..runner.baseline import USUAL, grouped, write

    def own(path: str) -> str:
        return configurations.above(path).baseline

    def target(path: str) -> str:
        return named or own(path) or USUAL

    if seen.unread:
        fail("no baseline was written, because a file could not be checked")
        return 2
    for file, places in (grouped(seen.results, target) or {target("-"): []}).items():
        results = [seen.results[at] for at in places]
        count = write(file, results)
        paths = [result.path for result in results] or ["-"]
        used = all(own(path) and os.path.abspath(own(path)) == os.path.abspath(file) for path in paths)
        instruction = "`check`" if used else f"`check --baseline {file}`"
        say(f"{file}: now records {count} finding{'' if count == 1 else 's'}; {instruction} ignores them")
    return 0


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
