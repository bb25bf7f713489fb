"""`prfaq-lint templates`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..safe import safe_text


@click.command(name="templates", short_help="List the templates that `new` starts from.")
@click.option("--list", "listing", is_flag=True, help="List them; this is the default.")
@click.option("--show", metavar="NAME", help="Print a template, as a start for one of your own.")
@click.option(
    "--template-folder", multiple=True, metavar="DIR", help="A folder of own templates, which come first (repeatable)."
)
def command(listing: bool, show: str | None, template_folder: tuple[str, ...]) -> int:
    """List the templates that `new` starts from, or print one."""
    from ..scaffold import ScaffoldError, Templates

    if listing and show:
        raise click.UsageError("--list and --show: give one of them")
    try:
        templates = Templates([Path(folder) for folder in template_folder])
        if show:
            sys.stdout.write(templates.source(show))
        else:
            found = templates.all()
            width = max(len(template.name) for template in found)
            for template in found:
                sys.stdout.write(f"{template.name:<{width}}  {safe_text(template.about)}\n")
    except ScaffoldError as error:
        raise click.ClickException(str(error)) from None
    return 0
