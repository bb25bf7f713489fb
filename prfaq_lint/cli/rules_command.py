"""`prfaq-lint rules`"""

from __future__ import annotations

import sys

import click


@click.command(name="rules", short_help="List the rules.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to list them.",
)
def command(shape: str) -> int:
    """List the rules: name, severity and what each is about, by group."""
    from ..rules import RuleError, load

    try:
        rules = load()
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    if shape == "json":
        from ..formats.json import dump

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
        sys.stdout.write(f"  {rule.name:<{widest}}  {'off' if rule.off else rule.severity:<7}  {rule.title}\n")
    return 0
