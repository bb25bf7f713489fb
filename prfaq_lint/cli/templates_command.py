"""The command `prfaq-lint templates`, which lists the templates or prints one."""

from __future__ import annotations

import sys

import click

from ..safe import safe_lines, safe_text
from .console import colour, columns
from .new_command import known_templates
from .options import configured, template_folder


@click.command(name="templates", short_help="List the templates that `new` starts from.")
@click.option("--list", "listing", is_flag=True, help="List them; this is the default.")
@click.option("--show", metavar="NAME", help="Print a template as a draft that is still to be written.")
@click.option("--source", is_flag=True, help="With --show: print the template's file, as a start for one of your own.")
@template_folder
@configured
def command(
    listing: bool, show: str | None, source: bool, template_folder: tuple[str, ...], config_file: str, isolated: bool
) -> int:
    """List the templates that `new` starts from, or print one."""
    if listing and show:
        raise click.UsageError("--list and --show: give one of them")
    if source and not show:
        raise click.UsageError("--source goes with --show NAME")
    templates = known_templates(template_folder, "-", config_file, isolated)
    if show and source:
        sys.stdout.write(safe_lines(templates.source(show)))
    elif show:
        from ..reports.plain import plain
        from ..reports.style import Style

        templates.path(show)
        sys.stdout.write(plain(_guidance(templates.render(show, "Headline")), Style(colour(), columns())))
    else:
        found = templates.all()
        width = max(len(template.name) for template in found)
        for template in found:
            sys.stdout.write(f"{template.name:<{width}}  {safe_text(template.about)}\n")
    return 0


def _guidance(text: str) -> str:
    """Return a template for printing, without the remark that comments do not show, which applies only in a file."""
    return text.replace("Readers do not see comments like this one. ", "")
