"""The commands `prfaq-lint config show`, `config learn` and `config schema`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .complete import drafts
from .console import configs
from .options import configured, profile_and_stage

if TYPE_CHECKING:
    from ..configuration.files import Config
    from ..configuration.settings import Settings


@click.group(
    name="config",
    short_help="Show the settings for a draft, the schema of configuration files, or learn section names.",
)
def command() -> None:
    """Show the settings for a draft or the schema of configuration files, or learn your own names of sections."""


@command.command(name="show")
@click.argument("file", shell_complete=drafts)
@profile_and_stage
@configured
def show(file: str, profile: str, stage: str, config_file: str, isolated: bool) -> int:
    """Print the settings for FILE and where each value comes from, in TOML.

    Only rules that differ from their defaults are listed.
    """
    from pathlib import Path

    from ..configuration.settings import Options, settle
    from ..document.draft import Document
    from ..document.source import UnreadableDraft, read_document
    from ..outline.analysis import front_matter
    from ..safe import safe_text

    try:
        config = configs(config_file, isolated).above(file)
        document = Document.parse(read_document(Path(file), config.max_bytes), file)
        text = document.source.text if document.language == "en" else ""
        settings = settle(config, Options(profile=profile, stage=stage), file, front_matter(document), text)
        lines = [*_values(config, settings, file), *_rules(settings)]
    except UnreadableDraft as error:
        raise click.UsageError(f"{file}: {error}") from None
    width = min(60, max((len(value) for value, _ in lines), default=0))
    for value, source in lines:
        sys.stdout.write(safe_text(f"{value:<{width}}  # {source}" if source else value).rstrip() + "\n")
    return 0


def _values(config: Config, settings: Settings, file: str) -> list[tuple[str, str]]:
    """Return the simple values and lists, each with its source."""
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
        if "baseline" in layer.table:
            lines.append((f"baseline = {_toml(layer.table['baseline'])}", layer.source))
        for key in ("exclude", "rules", "templates"):
            lines += [(f"{key} += {_toml(value)}", layer.source) for value in layer.table.get(key, ())]
    for source, role, found in settings.sections:
        lines.append((f"vocabulary.sections.{role} += {_toml(list(found))}", source))
    return lines


def _rules(settings: Settings) -> list[tuple[str, str]]:
    """Return the rules and parameters that differ from their page."""
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
    """Return a value in TOML."""
    import json

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)


@command.command(name="learn")
@click.argument("folder")
@click.option(
    "--at-least",
    type=click.IntRange(1),
    default=2,
    show_default=True,
    metavar="N",
    help="Only headings and words in at least N drafts.",
)
@click.option("--write", "writing", is_flag=True, help="Change the configuration file.")
@configured
def learn(folder: str, at_least: int, writing: bool, config_file: str, isolated: bool) -> int:
    """Propose your organisation's own section names and words, from the accepted drafts in FOLDER.

    The change to the configuration file is shown: unknown headings with the part that they most likely name, and jargon and
    acronyms that the drafts use although a rule objects. Nothing is written without --write.
    """
    import os

    from ..authoring.learn import NotChanged, learned, pasted, place, proposals, unlearned, words
    from ..document.source import UnreadableDraft, read_document
    from ..outline.model import Outline
    from ..runner.fixes import diff
    from ..runner.output import NotWritten, save
    from ..runner.run import Linters, outlines
    from ..safe import safe_text
    from .console import fail, say

    if isolated:
        raise click.UsageError("learn changes a configuration: give it without --no-config")
    if not os.path.isdir(folder):
        raise click.UsageError(f"“{folder}” is not a folder")
    linters = Linters(configs=configs(config_file, isolated), reading=True)
    read = [outcome for outcome, _ in outlines([folder], linters) if isinstance(outcome, Outline)]
    drafts = [one for one in read if one.type in ("prfaq", "pr-only", "faq-only")]
    found = proposals(drafts, at_least)
    target = config_file or place(folder)
    allowed = words((one.document for one in drafts), at_least)
    try:
        before = read_document(target) if os.path.exists(target) else ""
        allowed = unlearned(before, allowed)
        if not found and not allowed:
            say(f"{len(drafts)} draft{'' if len(drafts) == 1 else 's'} read: nothing to learn")
            return 0
        after = learned(before, found, allowed, os.path.basename(target) == "pyproject.toml")
        if writing:
            save(target, after)
    except (NotChanged, NotWritten, UnreadableDraft) as error:
        fail(str(error), os.path.relpath(target))
        sys.stdout.write("".join(f"{safe_text(line)}\n" for line in pasted(found, allowed).splitlines()))
        return 2
    for one in found:
        sys.stdout.write(
            f"# {one.role}: {safe_text(one.heading)} ({one.drafts} drafts, {one.share:.0%} of the text below it)\n"
        )
    for word in allowed:
        sys.stdout.write(f"# {word.rule}: {safe_text(word.word)} ({word.drafts} drafts)\n")
    sys.stdout.write(diff(os.path.relpath(target), before, after))
    say(f"{os.path.relpath(target)}: {'written' if writing else 'not changed; --write changes it'}")
    return 0


@command.command(name="schema")
def schema() -> int:
    """Print the JSON Schema of configuration files, for editors."""
    from ..configuration.schema import document
    from ..reports.json import dump
    from ..rules.pages import load

    sys.stdout.write(dump(document(load().values())))
    return 0
