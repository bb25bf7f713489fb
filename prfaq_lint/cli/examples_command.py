"""The command `prfaq-lint examples`, which lists the example drafts or prints one."""

from __future__ import annotations

import sys

import click

from ..safe import safe_lines
from .complete import example_names


@click.command(name="examples", short_help="List the example drafts, or print one.")
@click.option("--show", metavar="NAME", shell_complete=example_names, help="Print an example.")
def command(show: str | None) -> int:
    """List the example drafts, sound ones and ones with the usual faults, or print one.

    `prfaq-lint new --from-example NAME` makes a copy to change.
    """
    from ..authoring.examples import example, examples

    if show:
        sys.stdout.write(safe_lines(example(show).text()))
        return 0
    found = list(examples())
    width = max(len(one.name) for one in found)
    for one in found:
        sys.stdout.write(f"{one.name:<{width}}  {one.about}\n")
    sys.stdout.write(
        "\n`prfaq-lint examples --show NAME` prints one, `prfaq-lint new --from-example NAME` starts from one.\n"
    )
    return 0
