"""The selection of the loaded rules to run, and their severities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ..diagnostic import SEVERITIES
from ..rules.pages import GROUPS, Rule, load
from .schema import ConfigError, hint
from .settings import DEFAULT, OPTIONS, Level, Named, Parameter, Settings, own_pages

PAGE = "rule page"


class Loudness(NamedTuple):
    """The severity of a rule's findings, or `off`, and its source."""

    severity: str
    source: str


def rules_for(settings: Settings) -> list[Rule]:
    """Return the rules that run on a file, with the severities from its settings.

    Raises:
        ConfigError: If the configuration is wrong about rules, or a name on the command line is unknown.
        RuleError: If a page is invalid.
    """
    rules = known(settings)
    return [
        rule if loud.source == PAGE else _as_loud(rule, loud.severity)
        for rule, loud in chosen(rules, settings)
        if loud.severity != "off"
    ]


def known(settings: Settings) -> dict[str, Rule]:
    """Return all rules, with the parameters from a file's settings."""
    pages = tuple(own_pages(folder) for folder in settings.folders)
    rules = _loaded(settings.folders, pages, _Parameters(settings.parameters))
    for parameter in settings.parameters:
        if parameter.rule not in rules:
            raise ConfigError(f"{parameter.source}: [rule.{parameter.rule}]: {_unknown(parameter.rule, rules, 'rule')}")
    for level in (*settings.profile_levels, *settings.stage_levels, *settings.levels):
        if level.kind == "rule" and level.name not in rules:
            raise ConfigError(f"{level.source}: [rule.{level.name}]: {_unknown(level.name, rules, 'rule')}")
    return rules


class _Parameters(tuple[Parameter, ...]):
    """Parameters as a cache key, equal if their text is equal."""

    def __hash__(self) -> int:
        return hash(repr(tuple(self)))


@lru_cache(maxsize=64)
def _loaded(
    folders: tuple[str, ...], pages: tuple[tuple[tuple[str, str], ...], ...], parameters: _Parameters
) -> dict[str, Rule]:
    """Load the rules of these folders; files with the same folders, `pages` and parameters share them."""
    from pathlib import Path

    return load([Path(folder) for folder in folders], parameters=parameters)


def chosen(rules: Mapping[str, Rule], settings: Settings) -> list[tuple[Rule, Loudness]]:
    """Return every rule with its loudness; `off` for those that do not run."""
    wanted, unwanted = _expand(rules, settings.select), _expand(rules, settings.ignore)
    exactly = {name.name: name.source for name in settings.select}
    found = []
    for name, rule in rules.items():
        loud = loudness(rule, settings)
        shipped = Loudness(rule.severity, PAGE)
        if name in unwanted:
            loud = Loudness("off", f"ignored by {unwanted[name]}")
        elif wanted and name not in wanted:
            loud = Loudness("off", f"not selected by {settings.select[0].source}")
        elif loud.severity == "off" and name in wanted:
            # A rule that is selected by name runs even if it is off, unless a configuration turns it off; `all` also
            # includes rules that only their pages turn off; a group includes only those of its rules that are on.
            says = any(level.name == name for level in settings.levels)
            by_name = name in exactly and (exactly[name] == OPTIONS or not says)
            if by_name or ("all" in exactly and loud.source == PAGE):
                loud = shipped._replace(source=wanted[name])
        found.append((rule, loud))
    return found


def loudness(rule: Rule, settings: Settings) -> Loudness:
    """Return the severity of a rule before rules are selected."""
    page = Loudness("off" if rule.off else rule.severity, PAGE)
    profile, stage = _through(settings.profile_levels, rule, page), _through(settings.stage_levels, rule, page)
    both = [loud for loud in (profile, stage) if loud.source != PAGE]
    start = max(both, key=lambda loud: _LOUDNESS.index(loud.severity)) if both else page
    return _through(settings.levels, rule, start)


_LOUDNESS = (*SEVERITIES, "off")


def _through(levels: Iterable[Level], rule: Rule, start: Loudness) -> Loudness:
    """Apply these levels to a rule. A level for its group does not switch it on."""
    now = start
    for level in levels:
        if (level.kind == "rule" and level.name == rule.name) or (
            level.kind == "group" and level.name == rule.group and now.severity != "off"
        ):
            now = Loudness(level.severity, level.source)
    return now


def _as_loud(rule: Rule, severity: str) -> Rule:
    """Return the rule with another severity. If it is more severe in some places, it stays so by the same amount."""
    shift = SEVERITIES.index(severity) - SEVERITIES.index(rule.severity)
    return replace(rule, severity=severity, shift=shift, off=False)


def _expand(rules: Mapping[str, Rule], names: Iterable[Named]) -> dict[str, str]:
    """Expand names of rules and groups, or `all`, into rules, each with its source."""
    found: dict[str, str] = {}
    for name, source in names:
        if name in rules:
            found[name] = source
        elif name == "all":
            found.update(dict.fromkeys(rules, source))
        elif name in GROUPS:
            found.update((rule.name, source) for rule in rules.values() if rule.group == name)
        else:
            place = "" if source in (OPTIONS, DEFAULT) else f"{source}: "
            raise ConfigError(f"{place}{_unknown(name, [*rules, *GROUPS])}")
    return found


def _unknown(name: str, names: Iterable[str], what: str = "rule or group") -> str:
    return f"unknown {what} “{name}”; {hint(name, names, '`prfaq-lint rules` lists them')}"
