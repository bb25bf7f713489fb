"""The settings of one file, combined from profile and stage, configuration, front matter and options.

Weakest first: the rule's page; profile and stage; the configuration and those it extends; its `[[overrides]]`; the
front matter; the command line.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from stat import S_ISREG
from typing import Any, NamedTuple

from ..document.source import UnreadableDraft, read_bytes
from ..outline.scope import PHRASES, profile_of
from ..rules.plugins import digest as digest_of_plugins
from .files import USUAL, Config, Layer, chain, names
from .schema import ConfigError, nearest

OPTIONS = "command line"
FRONT = "front matter"
DRAFT = "the draft"
DEFAULT = "default"
REQUIRED_QUESTION = "required-question"


class Level(NamedTuple):
    """A requested severity for a rule or a group, and its source."""

    kind: str
    """`rule` or `group`."""
    name: str
    severity: str
    source: str


class Parameter(NamedTuple):
    """A requested value for a parameter of a rule, and its source."""

    rule: str
    key: str
    value: Any
    source: str


class Named(NamedTuple):
    """The name of a rule or a group, and the place that names it."""

    name: str
    source: str


READ_AS = "read as "
"""The beginning of the remark about a profile that follows from the draft's own words."""


@dataclass(frozen=True)
class Options:
    """The command-line options about rules; "" and empty if not given."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = ""
    stage: str = ""
    fail_on: str = ""
    max_bytes: int = 0
    """The size above which files are not read; 0 to use the configuration's."""


@dataclass(frozen=True)
class Settings:
    """The settings of one file, as plain data."""

    profile: str = USUAL["profiles"]
    stage: str = USUAL["stages"]
    customers: str = ""
    """The customers, if the profile declares them: `developers`, `colleagues` or `consumers`."""
    product: str = ""
    fail_on: str = "error"
    select: tuple[Named, ...] = ()
    ignore: tuple[Named, ...] = ()
    profile_levels: tuple[Level, ...] = ()
    stage_levels: tuple[Level, ...] = ()
    levels: tuple[Level, ...] = ()
    """The levels from the configuration, weakest first."""
    parameters: tuple[Parameter, ...] = ()
    """Weakest first."""
    sections: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    """Custom names of sections: source, role, names."""
    folders: tuple[str, ...] = ()
    """Absolute paths of custom rule pages."""
    sources: tuple[tuple[str, str], ...] = ()
    """The sources of the simple values, by key."""
    remarks: tuple[str, ...] = field(default=(), compare=False)
    """The errors in the draft's front matter, one for each line."""

    def digest(self) -> str:
        """Return a digest of everything that affects findings.

        It includes the contents of custom rule pages and plug-ins.
        """
        said = [
            self.profile,
            self.stage,
            self.customers,
            self.product,
            [name.name for name in self.select],
            bool(self.select) and self.select[0].source == OPTIONS,
            [name.name for name in self.ignore],
            [level[:3] for levels in (self.profile_levels, self.stage_levels, self.levels) for level in (*levels, "|")],
            [parameter[:3] for parameter in self.parameters],
            [section[1:] for section in self.sections],
            [own_pages(folder) for folder in self.folders],
            digest_of_plugins(),
        ]
        return hashlib.blake2b(json.dumps(said, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()


def own_pages(folder: str) -> tuple[tuple[str, str], ...]:
    """Return the custom pages of a folder with their contents; unreadable ones fail when rules are loaded.

    A page is read again if it has changed.
    """
    from pathlib import Path

    found = []
    for page in sorted(map(str, Path(folder).glob("*/*.md"))):
        with suppress(OSError):
            status = os.stat(page)
            if S_ISREG(status.st_mode):
                found.append((page, _content(page, status.st_mtime_ns, status.st_size, status.st_ino)))
    return tuple(found)


@lru_cache(maxsize=1024)
def _content(page: str, *state: int) -> str:
    """Return a digest of a page in this state of its file, reading no more of it than of a draft."""
    try:
        return hashlib.blake2b(read_bytes(page)).hexdigest()
    except UnreadableDraft as error:
        return str(error)


def settle(
    config: Config = Config(),
    options: Options = Options(),
    path: str = "-",
    front: Mapping[str, Any] | None = None,
    text: str = "",
) -> Settings:
    """Return the settings that apply to a file.

    Args:
        config: The configuration above the file.
        options: The options from the command line.
        path: The file's path, for overrides.
        front: The `prfaq` table of the file's front matter.
        text: The draft, which names the profile if nothing else does.

    Raises:
        ConfigError: For an unknown profile or stage; one in the front matter is ignored with a remark.
    """
    layers = [*config.layers, *config.overrides(path)]
    values = {"profile": USUAL["profiles"], "stage": USUAL["stages"], "product": "", "fail_on": "error"}
    sources = dict.fromkeys(values, DEFAULT)
    remarks: list[str] = []

    def wrong(key: str, value: Any) -> str:
        """Return an error message for an unknown profile or stage, or ""."""
        if not isinstance(value, str):
            return f"{key} is not a string"
        found = names(config.layers, f"{key}s") if key in ("profile", "stage") else [value]
        return "" if value in found else f"unknown {key} “{value}”{nearest(value, found)}"

    tables = [(layer.source, layer.table) for layer in layers]
    tables.append((FRONT, {key: value for key, value in (front or {}).items() if key != "fail_on"}))
    tables.append((OPTIONS, {key: value for key in values if (value := getattr(options, key, ""))}))
    for source, table in tables:
        for key in values:
            if table.get(key) is None:
                continue
            error = wrong(key, table[key])
            if not error:
                values[key], sources[key] = table[key], source
            elif source == FRONT:
                remarks.append(f"{FRONT}: {error}")
            else:
                raise ConfigError(error if source == OPTIONS else f"{source}: {error}")

    fitting = profile_of(text) if sources["profile"] == DEFAULT else ""
    if fitting:
        values["profile"], sources["profile"] = fitting, DRAFT
        remarks.append(f"{READ_AS}{PHRASES[fitting]} (profile {fitting}); --profile standard applies every rule")
    profile = chain(config.layers, "profiles", values["profile"])
    stage = chain(config.layers, "stages", values["stage"])
    questions, asked = _questions(layers)
    select, ignore = _chosen(layers, options)
    return Settings(
        **values,
        customers=next((layer.table["customers"] for _, layer in reversed(profile) if "customers" in layer.table), ""),
        select=select,
        ignore=ignore,
        profile_levels=tuple(_levels(_titled("profile", profile))),
        stage_levels=tuple(_levels(_titled("stage", stage))),
        levels=(*asked, *_levels(layers)),
        parameters=(
            *_parameters([*_titled("profile", profile), *_titled("stage", stage)]),
            *questions,
            *_parameters(layers),
        ),
        sections=tuple(
            (layer.source, role, tuple(found))
            for layer in layers
            for role, found in layer.table.get("vocabulary", {}).get("sections", {}).items()
        ),
        folders=config.paths("rules"),
        sources=tuple(sources.items()),
        remarks=tuple(remarks),
    )


def _titled(kind: str, found: Sequence[tuple[str, Layer]]) -> list[Layer]:
    """Return the tables of a profile or stage, with a source that names it."""
    return [
        Layer(
            f"{kind} {name}" if layer.source == "built in" else f"{layer.source} {kind}s.{name}",
            layer.folder,
            layer.table,
        )
        for name, layer in found
    ]


def _levels(layers: Iterable[Layer]) -> Iterable[Level]:
    """Yield the severities in layers, weakest first; within a layer, a rule overrides its group."""
    for layer in layers:
        for kind in ("group", "rule"):
            for name, table in layer.table.get(kind, {}).items():
                if "severity" in table:
                    yield Level(kind, name, table["severity"], layer.source)


def _parameters(layers: Iterable[Layer]) -> Iterable[Parameter]:
    for layer in layers:
        for rule, table in layer.table.get("rule", {}).items():
            for key, value in table.items():
                if key != "severity":
                    yield Parameter(rule, key.replace("-", "_"), value, layer.source)
            if not table:
                yield Parameter(rule, "", None, layer.source)  # not used, but the name still has to be known


def _questions(layers: Iterable[Layer]) -> tuple[list[Parameter], list[Level]]:
    """Return the required questions as the parameter of their rule, and the level that switches the rule on."""
    found: list[Any] = []
    source = ""
    for layer in layers:
        mine = layer.table.get("vocabulary", {}).get("questions", ())
        if mine:
            found, source = [*found, *mine], layer.source
    if not found:
        return [], []
    return (
        [Parameter(REQUIRED_QUESTION, "questions", found, source)],
        [Level("rule", REQUIRED_QUESTION, "warning", source)],
    )


def _chosen(layers: Sequence[Layer], options: Options) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Return the names to select and to ignore.

    A selection on the command line overrides what the configuration ignores.
    """
    select: tuple[Named, ...] = ()
    ignore: tuple[Named, ...] = ()
    for layer in layers:
        if "select" in layer.table:
            select = tuple(Named(name, layer.source) for name in layer.table["select"])
        ignore += tuple(Named(name, layer.source) for name in layer.table.get("ignore", ()))
    if options.select:
        select, ignore = tuple(Named(name, OPTIONS) for name in options.select), ()
    return select, (*ignore, *(Named(name, OPTIONS) for name in options.ignore))
