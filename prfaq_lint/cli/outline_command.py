"""`prfaq-lint outline`"""

from __future__ import annotations

import sys

import click

from .console import colour, columns, fail


@click.command(name="outline", short_help="Show what each stretch of a draft is.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name that a draft on standard input goes by.")
def command(paths: tuple[str, ...], shape: str, stdin_filename: str) -> int:
    """Show what each stretch of a draft is: parts of the release, questions with their answers, the plan's facets."""
    from ..formats.json import dump
    from ..formats.outline import tree
    from ..formats.text import Style
    from ..linter import Linter
    from ..run import NotRead, outlines

    found, broken = [], False
    for outcome in outlines(paths, Linter([]), stdin_filename):
        if isinstance(outcome, NotRead):
            fail(outcome.why, outcome.path)
            broken = True
        elif shape == "json":
            found.append(outcome.to_json())
        else:
            sys.stdout.write(tree(outcome, Style(colour(), columns())))
    if shape == "json":
        sys.stdout.write(dump(found))
    return 2 if broken else 0
