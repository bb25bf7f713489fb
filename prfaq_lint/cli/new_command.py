"""`prfaq-lint new`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..safe import safe_text


@click.command(name="new", short_help="Start a new draft from a template.")
@click.argument("title")
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write it; - prints it. By default a file named after the title in the current folder.",
)
@click.option("--force", is_flag=True, help="Overwrite a file that is there.")
def command(title: str, output: str | None, force: bool) -> int:
    """Start a new draft: a press release and FAQ that ask for the customer's problem first and for the headline last."""
    from ..scaffold import ScaffoldError, render, slug, write

    try:
        text = render(title)
        if output == "-":
            sys.stdout.write(text)
            return 0
        path = Path(output) if output else Path(f"{slug(title)}.md")
        write(path, text, force)
    except ScaffoldError as error:
        raise click.ClickException(str(error)) from None
    sys.stdout.write(
        f"Wrote {safe_text(str(path))}. Begin with the problem; `prfaq-lint check {safe_text(str(path))}` says what is still to be written.\n"
    )
    return 0
