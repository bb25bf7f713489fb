"""`prfaq-lint explain`"""

from __future__ import annotations

import sys

import click

from .complete import rule_names


@click.command(name="explain", short_help="Print a rule's page: why, how to fix, examples.")
@click.argument("name", shell_complete=rule_names)
def command(name: str) -> int:
    """Print a rule's page: why it matters, how to fix it, bad and good examples."""
    from difflib import get_close_matches

    from ..document import read_document
    from ..rules import RuleError, directory, pages

    try:
        found = {path.stem: path for path in pages(directory("rules"))}
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    if name not in found:
        close = get_close_matches(name, found, 1)
        raise click.UsageError(
            f"unknown rule “{name}”" + (f"; did you mean “{close[0]}”?" if close else "; `prfaq-lint rules` lists them")
        )
    sys.stdout.write(read_document(found[name]))
    return 0
