"""The command `prfaq-lint rules`, which lists the rules."""

from __future__ import annotations

import sys

import click

from .console import configs
from .options import configured, shape


@click.command(name="rules", short_help="List the rules.")
@shape("text", "json")
@configured
def command(shape: str, config_file: str, isolated: bool) -> int:
    """List the rules by group, with name, severity and title.

    Rules from installed plug-ins and from the configuration's own folders are included.
    """
    from pathlib import Path

    from ..rules.pages import load
    from ..safe import safe_text

    rules = load(Path(folder) for folder in configs(config_file, isolated).above("-").paths("rules"))
    if shape == "json":
        from ..reports.json import dump

        sys.stdout.write(
            dump(
                [
                    {
                        "rule": rule.name,
                        "group": rule.group,
                        "severity": "off" if rule.off else rule.severity,
                        "title": rule.title,
                    }
                    for rule in rules.values()
                ]
            )
        )
        return 0
    group = ""
    widest = max((len(name) for name in rules), default=0)
    for rule in rules.values():
        if rule.group != group:
            sys.stdout.write(("\n" if group else "") + rule.group + "\n")
            group = rule.group
        sys.stdout.write(
            f"  {rule.name:<{widest}}  {'off' if rule.off else rule.severity:<7}  {safe_text(rule.title)}\n"
        )
    return 0
