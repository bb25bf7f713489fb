"""`prfaq-lint next`"""

from __future__ import annotations

import sys

import click

from .console import colour, columns, fail


@click.command(name="next", short_help="Say what to write next.")
@click.argument("file")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
def command(file: str, shape: str) -> int:
    """Say the one thing to write next in a draft: the problem first, then the solution, the FAQ, and the headline last.

    FILE is a draft, or - for standard input.
    """
    from pathlib import Path

    from ..additions import entries
    from ..formats.json import dump
    from ..formats.review import step
    from ..formats.text import Style
    from ..linter import Linter
    from ..progress import next_step
    from ..rules import RuleError, load
    from ..run import NotRead, outlines

    try:
        rules = load()
        linter = Linter([rule for rule in rules.values() if not rule.off])
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    if file != "-" and Path(file).is_dir():
        fail("is a directory", file)
        return 2
    for outcome in outlines([file], linter):
        if isinstance(outcome, NotRead):
            fail(outcome.why, outcome.path)
            return 2
        found = next_step(outcome, linter, entries(rules))
        sys.stdout.write(dump(found.to_json()) if shape == "json" else step(found, Style(colour(), columns())))
    return 0
