"""`prfaq-lint check`"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..diagnostic import SEVERITIES
from ..formats import FORMATS, Style
from .console import colour, columns, configs, configured, fail, say

if TYPE_CHECKING:
    from ..run import Fixed


@click.command(name="check", short_help="Check drafts and say what is wrong with them.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--select", multiple=True, metavar="NAMES", help="Run only these rules or groups (comma-separated, repeatable)."
)
@click.option("--ignore", multiple=True, metavar="NAMES", help="Do not run these rules or groups.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default=None,
    help="Exit 1 when a finding is at least this grave; error by default.",
)
@click.option(
    "--format", "shape", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to report."
)
@click.option("--fix", "fixing", is_flag=True, help="Make the safe fixes in the files, then report what is left.")
@click.option("--diff", "showing", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--force", is_flag=True, help="Also check documents that do not look like a PR/FAQ.")
@click.option("--quiet", "-q", is_flag=True, help="Do not mention documents that are skipped.")
@click.option("--profile", default="", metavar="NAME", help="Who the drafts are for: standard, lite, consumer …")
@click.option("--stage", default="", metavar="NAME", help="How far the drafts are: hypothesis, draft or final.")
@configured
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    shape: str,
    fixing: bool,
    showing: bool,
    force: bool,
    quiet: bool,
    profile: str,
    stage: str,
    config_file: str,
    isolated: bool,
    stdin_filename: str,
) -> int:
    """Check drafts and say what is wrong with them.

    PATH is a file, a folder (its *.md and *.markdown files, .gitignore respected) or - for standard input; without PATH, the current folder.
    With --fix and -, the fixed draft goes to standard output and the report to standard error.
    """
    from ..rules import RuleError
    from ..run import Fixed, Linters, NotRead, check
    from ..settings import Options

    if fixing and showing:
        raise click.UsageError("--fix changes files and --diff does not: give one of them")
    options = Options(_names(select), _names(ignore), profile, stage, fail_on or "")
    linters = Linters(options, configs(config_file, isolated))
    results = []
    broken = False
    fixed = 0
    filtering = fixing and "-" in paths
    try:
        for outcome in check(
            paths or (".",),
            linters,
            force=force,
            stdin_name=stdin_filename,
            fixing="write" if fixing else "show" if showing else "",
        ):
            if isinstance(outcome, Fixed):
                fixed += outcome.count
                _show(outcome, showing)
            elif isinstance(outcome, NotRead):
                if outcome.error:
                    fail(outcome.why, outcome.path)
                    broken = True
                elif not quiet:
                    say(f"{outcome.path}: {outcome.why}")
            else:
                if outcome.language != "en" and not quiet:
                    say(
                        f"{outcome.path}: not in English ({outcome.language}); only the rules that do not read words were run"
                    )
                for remark in outcome.remarks:
                    say(f"{outcome.path}: {remark}")
                results.append(outcome)
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    from ..linter import at_least

    if showing:
        say(f"{fixed} would be fixed")
        return 2 if broken else 1 if fixed else 0
    stream = sys.stderr if filtering else sys.stdout
    stream.write(FORMATS[shape](results, Style(colour() and shape == "text" and not filtering, columns())))
    if fixing:
        (stream if shape == "text" else sys.stderr).write(f"{fixed} fixed\n")
    if broken:
        return 2
    return 1 if any(at_least(result.diagnostics, result.fail_on) for result in results) else 0


def _show(outcome: Fixed, showing: bool) -> None:
    """What a fixed draft puts on standard output: a diff, or its text where it came from standard input."""
    from ..fixes import diff, encode

    if showing:
        sys.stdout.write(diff(outcome.path, outcome.before, outcome.after))
    elif not outcome.original.path:
        sys.stdout.flush()
        sys.stdout.buffer.write(encode(outcome.original, outcome.after))
        sys.stdout.buffer.flush()


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())
