"""`prfaq-lint check`"""

from __future__ import annotations

import sys

import click

from ..diagnostic import SEVERITIES
from ..formats import FORMATS, Style
from .console import colour, columns, fail, say


@click.command(name="check", short_help="Check drafts and say what is wrong with them.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--select", multiple=True, metavar="NAMES", help="Run only these rules or groups (comma-separated, repeatable).")
@click.option("--ignore", multiple=True, metavar="NAMES", help="Do not run these rules or groups.")
@click.option("--fail-on", type=click.Choice([*SEVERITIES, "never"]), default="error", show_default=True, help="Exit 1 when a finding is at least this grave.")
@click.option("--format", "shape", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to report.")
@click.option("--force", is_flag=True, help="Also check documents that do not look like a PR/FAQ.")
@click.option("--quiet", "-q", is_flag=True, help="Do not mention documents that are skipped.")
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
def command(paths: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], fail_on: str, shape: str, force: bool, quiet: bool, stdin_filename: str) -> int:
    """Check drafts and say what is wrong with them.

    PATH is a file, a folder (its *.md and *.markdown files, .gitignore respected) or - for standard input; without PATH, the current folder.
    """
    from ..rules import RuleError
    from ..run import NotRead, check

    results = []
    broken = False
    try:
        for outcome in check(paths or (".",), _names(select), _names(ignore), force=force, stdin_name=stdin_filename):
            if isinstance(outcome, NotRead):
                if outcome.error:
                    fail(outcome.why, outcome.path)
                    broken = True
                elif not quiet:
                    say(f"{outcome.path}: {outcome.why}")
            else:
                if outcome.language != "en" and not quiet:
                    say(f"{outcome.path}: not in English ({outcome.language}); only the rules that do not read words were run")
                results.append(outcome)
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    from ..lint import at_least

    sys.stdout.write(FORMATS[shape](results, Style(colour() and shape == "text", columns())))
    if broken:
        return 2
    return 1 if at_least((d for result in results for d in result.diagnostics), fail_on) else 0


def _names(values: tuple[str, ...]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]
