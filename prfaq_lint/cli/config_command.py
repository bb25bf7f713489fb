"""`prfaq-lint config`"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .complete import drafts
from .console import configs, configured

if TYPE_CHECKING:
    from ..configuration.files import Config
    from ..configuration.settings import Settings


@click.group(name="config", short_help="Show the settings for a draft, or the schema of configuration files.")
def command() -> None:
    """Show the settings for a draft, or the schema of configuration files."""


@command.command(name="show")
@click.argument("file", shell_complete=drafts)
@click.option("--profile", default="", metavar="NAME", help="Same as for check.")
@click.option("--stage", default="", metavar="NAME", help="Same as for check.")
@configured
def show(file: str, profile: str, stage: str, config_file: str, isolated: bool) -> int:
    """Print the settings for FILE and where each value comes from, in TOML.

    Only rules that differ from their defaults are listed.
    """
    from pathlib import Path

    from ..configuration.settings import Options, settle
    from ..document import Document, UnreadableDraft, read_document
    from ..outline import front_matter
    from ..rules.pages import RuleError

    try:
        config = configs(config_file, isolated).above(file)
        document = Document.parse(read_document(Path(file), config.max_bytes), file)
        settings = settle(config, Options(profile=profile, stage=stage), file, front_matter(document))
        lines = [*_values(config, settings, file), *_rules(settings)]
    except UnreadableDraft as error:
        raise click.UsageError(f"{file}: {error}") from None
    except (RuleError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    from ..safe import safe_text

    width = min(60, max((len(value) for value, _ in lines), default=0))
    for value, source in lines:
        sys.stdout.write(safe_text(f"{value:<{width}}  # {source}" if source else value).rstrip() + "\n")
    return 0


def _values(config: Config, settings: Settings, file: str) -> list[tuple[str, str]]:
    """The simple values and lists, each with its source."""
    sources = dict(settings.sources)
    lines = [(f"# {file}: {config.source or 'no configuration file'}", "")]
    for layer in reversed(config.layers[:-1]):
        lines.append((f"# extends {layer.source}", ""))
    lines += [(f"# {remark}", "") for remark in settings.remarks]
    for key in ("profile", "stage", "product", "fail_on"):
        value = getattr(settings, key)
        if value:
            lines.append((f"{key} = {_toml(value)}", sources[key]))
    for key, names in (("select", settings.select), ("ignore", settings.ignore)):
        lines += [(f"{key} += {_toml(name.name)}", name.source) for name in names]
    for layer in config.layers:
        if "max_size" in layer.table:
            lines.append((f"max_size = {_toml(layer.table['max_size'])}", layer.source))
        for key in ("exclude", "rules", "templates"):
            lines += [(f"{key} += {_toml(value)}", layer.source) for value in layer.table.get(key, ())]
    for source, role, found in settings.sections:
        lines.append((f"vocabulary.sections.{role} += {_toml(list(found))}", source))
    return lines


def _rules(settings: Settings) -> list[tuple[str, str]]:
    """The rules that are not as their page has them, and the parameters that are not."""
    from ..configuration.selection import PAGE, chosen, known

    lines = []
    for rule, loud in chosen(known(settings), settings):
        if loud.source != PAGE:
            lines.append((f"rule.{rule.name}.severity = {_toml(loud.severity)}", loud.source))
        for parameter in settings.parameters:
            if parameter.rule == rule.name and parameter.key:
                lines.append((f"rule.{rule.name}.{parameter.key} = {_toml(parameter.value)}", parameter.source))
    return lines


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    import json

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


@command.command(name="schema")
def schema() -> int:
    """Print the JSON Schema of configuration files, for editors."""
    from ..configuration.schema import document
    from ..reports.json import dump
    from ..rules.pages import RuleError, load

    try:
        sys.stdout.write(dump(document(load().values())))
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    return 0
