"""`prfaq-lint templates`"""

from __future__ import annotations

import sys

import click

from ..safe import safe_lines, safe_text
from .console import configured
from .new_command import known_templates


@click.command(name="templates", short_help="List the templates that `new` starts from.")
@click.option("--list", "listing", is_flag=True, help="List them; this is the default.")
@click.option("--show", metavar="NAME", help="Print a template to use as a start for your own.")
@click.option(
    "--template-folder",
    multiple=True,
    metavar="DIR",
    help="Folder of your own templates, which take precedence (repeatable).",
)
@configured
def command(listing: bool, show: str | None, template_folder: tuple[str, ...], config_file: str, isolated: bool) -> int:
    """List the templates that `new` starts from, or print one."""
    from ..authoring.scaffold import ScaffoldError

    if listing and show:
        raise click.UsageError("--list and --show cannot be used together")
    try:
        templates = known_templates(template_folder, "-", config_file, isolated)
        if show:
            sys.stdout.write(safe_lines(templates.source(show)))
        else:
            found = templates.all()
            width = max(len(template.name) for template in found)
            for template in found:
                sys.stdout.write(f"{template.name:<{width}}  {safe_text(template.about)}\n")
    except ScaffoldError as error:
        raise click.ClickException(str(error)) from None
    return 0
