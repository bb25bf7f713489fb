"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

stdin_filename = click.option(
    "--stdin-filename",
    default="-",
    metavar="NAME",
    help="Name to use for a draft read from standard input.",
    type=click.Path(),
)

template_folder = click.option(
    "--template-folder",
    multiple=True,
    metavar="DIR",
    help="Folder of your own templates, which take precedence (repeatable).",
)


def shape(*names: str) -> Decorator:
    """Return the option for one of several formats, the first of which is the default."""
    return click.option(
        "--format", "shape", type=click.Choice(names), default=names[0], show_default=True, help="Output format."
    )


def several(*options: Decorator) -> Decorator:
    """Return a decorator that adds several options, in this order."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


configured = several(
    click.option(
        "--config",
        "config_file",
        default="",
        metavar="FILE",
        help="Use this configuration file for every draft.",
        type=click.Path(),
    ),
    click.option("--no-config", "isolated", is_flag=True, help="Ignore configuration files."),
)
"""The options that choose the configuration."""

profile_and_stage = several(
    click.option("--profile", default="", metavar="NAME", help="Who the drafts are for: standard, lite, consumer …"),
    click.option("--stage", default="", metavar="NAME", help="Maturity of the drafts: hypothesis, draft or final."),
)

jobs_and_cache = several(
    click.option(
        "--jobs",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        help="Check N files at once; 0, the default, uses one per core when that is faster.",
    ),
    click.option("--no-cache", "forgetful", is_flag=True, help="Disable the cache."),
)
