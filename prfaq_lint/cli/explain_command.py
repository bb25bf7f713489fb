"""The command `prfaq-lint explain`, which prints the page of a rule."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .complete import rule_names
from .console import colour, columns, configs
from .options import configured

if TYPE_CHECKING:
    from ..rules.pages import Rule

_SHORTEST = 3
"""The minimum length of a word that says what a rule is about."""
_SMALL_WORDS = frozenset("the and but for from not than that with does are has have you your our they".split())


@click.command(name="explain", short_help="Print a rule's page: why, how to fix, examples.")
@click.argument("name", shell_complete=rule_names)
@click.option("--source", is_flag=True, help="Print the page as it is in the file, with its settings, as Markdown.")
@configured
def command(name: str, source: bool, config_file: str, isolated: bool) -> int:
    """Print a rule's page: why it matters, how to fix it, bad and good examples.

    NAME is a rule, or a word such as `market`: if it occurs in the topic, the group or the title of several rules, they are
    listed. `--source` needs a single one.
    """
    from ..configuration.schema import hint
    from ..document.source import UnreadableDraft, read_document
    from ..reports.plain import plain, without_settings
    from ..reports.style import Style
    from ..rules.pages import load, pages, shipped
    from ..safe import safe_lines, safe_text

    folders = [Path(folder) for folder in configs(config_file, isolated).above("-").paths("rules")]
    found = shipped()
    for folder in folders:
        found.update((path.stem, path) for path in pages(folder))
    rules = [] if name in found else list(load(folders).values())
    meant = meant_by(name, rules)
    if len(meant) > 1 and source:
        raise click.UsageError(f"several rules are about “{name}”: {', '.join(rule.name for rule in meant)}")
    if len(meant) > 1:
        widest = max(len(rule.name) for rule in meant)
        rows = [f"  {rule.name:<{widest}}  {safe_text(rule.title)}\n" for rule in meant]
        sys.stdout.write("".join([f"Several rules are about “{safe_text(name)}”:\n", *rows]))
        return 0
    name = meant[0].name if meant else name
    if name not in found:
        known = [*found, *(word for rule in rules for word in _topics(rule))] if _words(name) else []
        raise click.UsageError(f"unknown rule “{name}”; {hint(name.lower(), known, '`prfaq-lint rules` lists them')}")
    try:
        text = read_document(found[name])
    except UnreadableDraft as error:
        raise click.UsageError(f"{found[name]}: {error}") from None
    sys.stdout.write(safe_lines(text) if source else plain(without_settings(text), Style(colour(), columns())))
    return 0


def meant_by(phrase: str, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules that a phrase may mean, those on a topic of the plan first.

    A phrase may be a name without its hyphens. Otherwise each word of it, without a plural ending, has to begin a word of
    the rule's name, topic, group or title; short and small words do not count.
    """
    rules = list(rules)
    if named := [rule for rule in rules if rule.name == "-".join(phrase.lower().split())]:
        return named
    wanted = [word.removesuffix("s") if len(word) > _SHORTEST else word for word in _words(phrase)]
    found = [rule for rule in rules if wanted and all(_begins(word, rule) for word in wanted)]
    return sorted(found, key=lambda rule: "facet" not in rule.parameters)


def _begins(start: str, rule: Rule) -> bool:
    return any(word.startswith(start) for word in (*_topics(rule), *_words(rule.title)))


def _topics(rule: Rule) -> list[str]:
    """Return the words of a rule's name, group and topic."""
    from ..assessment import LABELS

    facet = str(rule.parameters.get("facet", ""))
    return _words(f"{rule.name} {rule.group} {facet} {LABELS.get(facet, '')}")


def _words(text: str) -> list[str]:
    """Return the words of a text that say what it is about, in lower case."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())
    return [word for word in words if len(word) >= _SHORTEST and word not in _SMALL_WORDS]
