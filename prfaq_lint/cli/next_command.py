"""`prfaq-lint next`"""

from __future__ import annotations

import sys

import click

from .console import colour, columns, configs, configured, fail


@click.command(name="next", short_help="Say what to write next.")
@click.argument("file", type=click.Path())
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format."
)
@configured
def command(file: str, shape: str, config_file: str, isolated: bool) -> int:
    """Say what to write next in a draft: the problem first, then the solution, the FAQ, and the headline last.

    FILE is a draft, or - for standard input.
    """
    from pathlib import Path

    from ..authoring.additions import entries
    from ..authoring.next_step import next_step
    from ..reports.json import dump
    from ..reports.review import step
    from ..reports.style import Style
    from ..rules.pages import RuleError
    from ..runner.run import Linters, NotRead, outlines

    if file != "-" and Path(file).is_dir():
        fail("is a directory", file)
        return 2
    linters = Linters(configs=configs(config_file, isolated))
    try:
        outcome, settings = next(outlines([file], linters))
        if isinstance(outcome, NotRead):
            fail(outcome.why, outcome.path)
            return 2
        linter = linters.of(settings)
        found = next_step(outcome, linter, entries(linter.rules))
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    sys.stdout.write(dump(found.to_json()) if shape == "json" else step(found, Style(colour(), columns())))
    return 0
