"""`prfaq-lint outline`"""

from __future__ import annotations

import sys

import click

from .complete import drafts
from .console import colour, columns, configs, configured, fail


@click.command(name="outline", short_help="Show what each stretch of a draft is.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=drafts)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
@click.option(
    "--why", "line", type=click.IntRange(min=1), metavar="LINE", help="Explain how this line of one draft was read."
)
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
@configured
def command(
    paths: tuple[str, ...], shape: str, line: int | None, stdin_filename: str, config_file: str, isolated: bool
) -> int:
    """Show what each stretch of a draft is: parts of the release, questions with their answers, the plan's facets.

    With --why LINE, show what the passages on that line were read as, how sure that is, and the most similar passages of the
    text that the reader learned from.
    """
    from ..configuration.schema import ConfigError
    from ..reports.json import dump
    from ..reports.outline import tree, why
    from ..reports.style import Style
    from ..runner.run import Linters, NotRead, outlines

    linters = Linters(configs=configs(config_file, isolated), reading=True)
    found, broken = [], False
    try:
        for outcome, _ in outlines(paths, linters, stdin_filename):
            if isinstance(outcome, NotRead):
                fail(outcome.why, outcome.path)
                broken = True
            elif line is not None:
                sys.stdout.write(why(outcome, line, Style(colour(), columns())))
            elif shape == "json":
                found.append(outcome.to_json())
            else:
                sys.stdout.write(tree(outcome, Style(colour(), columns())))
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    if shape == "json" and line is None:
        sys.stdout.write(dump(found))
    return 2 if broken else 0
