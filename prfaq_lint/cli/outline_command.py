"""The command `prfaq-lint outline`, which shows how a draft is read."""

from __future__ import annotations

import sys

import click

from .complete import drafts
from .console import colour, columns, configs, fail, remark
from .options import configured, shape, stdin_filename


@click.command(name="outline", short_help="Show how each passage of a draft is read.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", shell_complete=drafts)
@shape("text", "json")
@click.option(
    "--why", "line", type=click.IntRange(min=1), metavar="LINE", help="Explain how this line of the draft was read."
)
@stdin_filename
@configured
def command(
    paths: tuple[str, ...], shape: str, line: int | None, stdin_filename: str, config_file: str, isolated: bool
) -> int:
    """Show how a draft is read: the parts of the release, the questions and their answers, and the topics of the plan.

    With --why LINE, show how the passages on that line were classified, how confident that is, and the most similar passages
    in the training text.
    """
    from ..reports.json import dump
    from ..reports.outline import tree, why
    from ..reports.style import Style
    from ..result import NotRead
    from ..runner.run import Linters, outlines

    linters = Linters(configs=configs(config_file, isolated), reading=True)
    found, broken = [], False
    for outcome, _ in outlines(paths, linters, stdin_filename):
        if isinstance(outcome, NotRead):
            (fail if outcome.error else remark)(outcome.why, outcome.path)
            broken = broken or outcome.error
            continue
        for note in outcome.document.source.notes:
            remark(note, outcome.document.path)
        if line is not None:
            sys.stdout.write(why(outcome, line, Style(colour(), columns())))
        elif shape == "json":
            found.append(outcome.to_json())
        else:
            sys.stdout.write(tree(outcome, Style(colour(), columns())))
    if shape == "json" and line is None:
        sys.stdout.write(dump(found))
    return 2 if broken else 0
