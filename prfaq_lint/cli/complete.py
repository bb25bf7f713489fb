"""Shell completion of values: rules, groups, formats and files. Only file names are read, so that it is fast."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from ..reports import FORMATS, known


def rule_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return rules and groups that begin like the last name of a comma-separated list."""
    from ..rules.pages import GROUPS, RuleError, directory, pages, shipped

    before, comma, start = incomplete.rpartition(",")
    try:
        found = sorted(shipped())
    except RuleError:  # an error in a plug-in must not disturb completion
        found = sorted(path.stem for path in pages(directory("rules")))
    names = [*GROUPS, *found]
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(start)]


def drafts(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete files and folders itself."""
    return [CompletionItem(incomplete, type="file")]


def example_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the examples that begin like this."""
    from ..authoring.examples import examples

    return [CompletionItem(one.name, help=one.about) for one in examples() if one.name.startswith(incomplete)]


def template_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the built-in templates that begin like this."""
    from ..authoring.scaffold import Templates

    return [CompletionItem(one.name, help=one.about) for one in Templates().all() if one.name.startswith(incomplete)]


def format_names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the formats that begin like this."""
    from ..rules.pages import RuleError

    try:
        names = known()
    except RuleError:
        names = list(FORMATS)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
