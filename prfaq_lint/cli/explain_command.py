"""The command `prfaq-lint explain`, which prints the page of a rule."""

from __future__ import annotations

import sys

import click

from .complete import rule_names
from .console import colour, columns, configs, configured


@click.command(name="explain", short_help="Print a rule's page: why, how to fix, examples.")
@click.argument("name", shell_complete=rule_names)
@click.option("--source", is_flag=True, help="Print the page as it is in the file, with its settings, as Markdown.")
@configured
def command(name: str, source: bool, config_file: str, isolated: bool) -> int:
    """Print a rule's page: why it matters, how to fix it, bad and good examples."""
    from difflib import get_close_matches
    from pathlib import Path

    from ..document import UnreadableDraft, read_document
    from ..reports.plain import plain, without_settings
    from ..reports.style import Style
    from ..rules.pages import RuleError, pages, shipped
    from ..safe import safe_lines

    try:
        found = shipped()
        for folder in configs(config_file, isolated).above("-").paths("rules"):
            found.update((path.stem, path) for path in pages(Path(folder)))
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    if name not in found:
        close = get_close_matches(name, found, 1)
        raise click.UsageError(
            f"unknown rule “{name}”" + (f"; did you mean “{close[0]}”?" if close else "; `prfaq-lint rules` lists them")
        )
    try:
        text = read_document(found[name])
    except UnreadableDraft as error:
        raise click.UsageError(f"{found[name]}: {error}") from None
    sys.stdout.write(safe_lines(text) if source else plain(without_settings(text), Style(colour(), columns())))
    return 0
