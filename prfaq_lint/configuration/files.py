"""Configuration files: the nearest one above a draft, and those it extends. They are data only and cannot run code."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from ..document.source import MAX_BYTES as USUAL_SIZE
from ..document.source import UnreadableDraft, read_document, read_size
from .schema import ConfigError, nearest, shape, validate

NAMES = (".prfaq-lint.toml", "prfaq-lint.toml", "pyproject.toml")
"""The files of a folder that can contain a configuration; the first one found is used."""

USUAL = {"profiles": "standard", "stages": "draft"}
"""The default profile and stage of a draft, which change nothing."""

MAX_BYTES = 1024 * 1024
_TABLES = ("prfaq-lint", "prfaq_lint")
"""The possible names of the table in a `pyproject.toml`, below `tool`."""
_HEADED = re.compile(r"^[ \t]*\[[ \t]*[\"']?tool[\"']?[ \t]*\.[ \t]*[\"']?prfaq[-_]lint", re.MULTILINE)


class Layer(NamedTuple):
    """One configuration file, or a part of one, with a valid shape."""

    source: str
    """The name of the file in findings and errors."""
    folder: str
    """The absolute path that its own paths are relative to."""
    table: Mapping[str, Any]


class Config(NamedTuple):
    """The contents of a configuration file and those it extends.

    It is plain, picklable data, and equal files give equal digests.
    """

    layers: tuple[Layer, ...] = ()
    """The layers, weakest first: extended files before the file itself, without the built-in profiles."""
    root: str = ""
    """The absolute folder below which `exclude` and `overrides` match paths."""

    @property
    def source(self) -> str:
        """Return the file that was found, or ""."""
        return self.layers[-1].source if self.layers else ""

    @property
    def max_bytes(self) -> int:
        """Return the maximum size in bytes of a draft."""
        sizes = [layer.table["max_size"] for layer in self.layers if "max_size" in layer.table]
        return read_size(sizes[-1]) if sizes else USUAL_SIZE

    @property
    def baseline(self) -> str:
        """Return the path of the file with known findings, or ""."""
        named = [(layer.folder, layer.table["baseline"]) for layer in self.layers if "baseline" in layer.table]
        if not named or not named[-1][1]:
            return ""
        return _short(os.path.normpath(os.path.join(*named[-1])))

    def paths(self, key: str) -> tuple[str, ...]:
        """Return the folders that `rules` or `templates` name, as absolute paths."""
        return tuple(
            os.path.normpath(os.path.join(layer.folder, path))
            for layer in self.layers
            for path in layer.table.get(key, ())
        )

    @property
    def templates(self) -> tuple[str, ...]:
        """Return the folders of custom templates, as absolute paths."""
        return self.paths("templates")

    def excludes(self, path: str) -> bool:
        """Return whether `exclude` matches a file."""
        patterns = [pattern for layer in self.layers for pattern in layer.table.get("exclude", ())]
        return bool(patterns) and matches(patterns, path, self.root)

    def overrides(self, path: str) -> Iterator[Layer]:
        """Yield the `[[overrides]]` that apply to a file, weakest first."""
        for layer in self.layers:
            for number, table in enumerate(layer.table.get("overrides", ()), 1):
                if matches(table["paths"], path, self.root):
                    yield Layer(f"{layer.source} [[overrides]] {number}", layer.folder, table)

    def digest(self) -> str:
        """Return a digest of the configuration, equal for equal files in equal folders.

        Custom rule pages are not read.
        """
        parts = [[layer.folder, layer.table] for layer in self.layers]
        text = json.dumps([self.root, parts], sort_keys=True, default=str)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def matches(patterns: Sequence[str], path: str, root: str) -> bool:
    """Return whether gitignore patterns that apply below a folder match a file."""
    inside = os.path.relpath(os.path.abspath(path), root)
    if inside.split(os.sep)[0] == os.pardir or os.path.isabs(inside):
        return False
    return bool(_spec(tuple(patterns)).match_file(inside.replace(os.sep, "/")))


@cache
def _spec(patterns: tuple[str, ...]) -> Any:
    from ..runner.globs import specification

    return specification(patterns)


@dataclass
class Configs:
    """The configurations of files; each folder is examined once.

    `file` is used for all files instead; with `isolated`, none is used. An invalid file raises `ConfigError`.
    """

    file: str = ""
    isolated: bool = False
    _found: dict[str, Config] = field(default_factory=dict)

    def unread(self) -> Configs:
        """Return the same without what was read, for a program in which files can change."""
        return Configs(self.file, self.isolated)

    def above(self, path: str) -> Config:
        """Return the configuration nearest above a file; `-` means a file in the current folder."""
        if self.isolated:
            return Config()
        if self.file:
            if not self._found:
                self._found[""] = read(self.file, os.getcwd())
            return self._found[""]
        return self._nearest(os.path.dirname(os.path.abspath(path)))

    def used(self) -> tuple[set[str], set[str]]:
        """Return the absolute paths of the configuration files read, and of the rule folders they name."""
        found = self._found.values()
        files = {
            os.path.join(layer.folder, os.path.basename(layer.source)) for config in found for layer in config.layers
        }
        return files, {folder for config in found for folder in config.paths("rules")}

    def candidates(self) -> set[str]:
        """Return the absolute paths of the files that were read or would have been read if they existed.

        A change to one of them can change the settings.
        """
        looked = {os.path.join(folder, name) for folder in self._found if folder for name in NAMES}
        return looked | self.used()[0]

    def _nearest(self, folder: str) -> Config:
        passed = []
        found = Config()
        while folder not in self._found:
            passed.append(folder)
            here = in_folder(folder)
            if here:
                found = read(here, folder)
                break
            above = os.path.dirname(folder)
            if above == folder:
                break
            folder = above
        else:
            found = self._found[folder]
        self._found.update(dict.fromkeys(passed, found))
        return found


def in_folder(folder: str) -> str:
    """Return the configuration file of a folder, or ""."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path) and (name != "pyproject.toml" or _has_table(path)):
            return path
    return ""


def _has_table(path: str) -> bool:
    """Return whether a `pyproject.toml` configures this program, however its table is written."""
    text = _text(path)
    if not any(name in text for name in _TABLES):
        return False
    if _HEADED.search(text):
        return True
    from .toml import loads

    try:
        tool = loads(text).get("tool")
    except ValueError:  # reported when the rest of it is read
        return False
    return isinstance(tool, dict) and any(name in tool for name in _TABLES)


def _text(path: str) -> str:
    try:
        return read_document(path, MAX_BYTES)
    except UnreadableDraft as error:
        raise ConfigError(f"{_short(path)}: {error}") from None


def _short(path: str) -> str:
    """Return a readable path: relative to the current folder unless that is longer."""
    short = os.path.relpath(path)
    return short if len(short) < len(path) else path


def read(path: str, root: str) -> Config:
    """Read the configuration in a file, with those it extends; `root` is as in `Config`."""
    passed: list[str] = []
    layers: list[Layer] = []
    while path:
        path = _straight(path)
        real = os.path.realpath(path)
        if real in passed:
            raise ConfigError(f"{_short(path)}: extends: leads back to this file")
        passed.append(real)
        table = validate(_load(path), shape(), _short(path))
        try:
            read_size(table.get("max_size", "1"))
        except ValueError as error:
            raise ConfigError(f"{_short(path)}: max_size: {error}") from None
        for patterns in (table.get("exclude", ()), *(one["paths"] for one in table.get("overrides", ()))):
            try:
                _spec(tuple(patterns))
            except ValueError as error:
                raise ConfigError(f"{_short(path)}: exclude and paths: {error}") from None
        layers.insert(0, Layer(_short(path), os.path.dirname(os.path.abspath(path)), table))
        path = _extended(table, path)
    for kind in USUAL:  # also those that no draft uses
        for name in dict.fromkeys(name for layer in layers for name in layer.table.get(kind, {})):
            chain(layers, kind, name)
    return Config(tuple(layers), os.path.abspath(root))


def _straight(path: str) -> str:
    """Return a path to the same file without `..`, which after a link means the parent of the link's target."""
    plain = os.path.normpath(path)
    if os.path.realpath(plain) != os.path.realpath(path):
        return os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
    return plain


def _extended(table: Mapping[str, Any], path: str) -> str:
    if "extends" not in table:
        return ""
    found = os.path.join(os.path.dirname(path), table["extends"])
    if not os.path.isfile(found):
        raise ConfigError(f"{_short(path)}: extends: no such file “{table['extends']}”")
    return found


def _load(path: str) -> dict[str, Any]:
    """Read the table of a configuration file."""
    from .toml import loads

    text = _text(path)
    try:
        table = loads(text)
        json.dumps(table, default=str)  # some numbers and some depths can be read but not written
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{_short(path)}: is not valid TOML ({error})") from None
    if os.path.basename(path) != "pyproject.toml":
        return table
    own = table.get("tool", {})
    found: Any = next((own[name] for name in _TABLES if name in own), {}) if isinstance(own, dict) else {}
    if not isinstance(found, dict):
        raise ConfigError(f"{_short(path)}: [tool.prfaq-lint] must be a table")
    return found


@cache
def built_in() -> Layer:
    """Read the profiles and stages that ship with the package."""
    from ..vocabulary import read_table

    name = "configuration/profiles.toml"
    return Layer("built in", "", validate(read_table(name), shape(), name))


def chain(layers: Sequence[Layer], kind: str, name: str) -> list[tuple[str, Layer]]:
    """Return the named tables that make up a profile or a stage, weakest first.

    The default ones are empty, so that a run without configuration does not have to read the others.

    Args:
        layers: The configurations that apply, weakest first.
        kind: `profiles` or `stages`.
        name: The name of the profile or stage.

    Raises:
        ConfigError: If one extends itself or an unknown one.
    """
    if name == USUAL[kind] and not any(_has(layer, kind, name) for layer in layers):
        return []
    every = (built_in(), *layers)
    known = names(layers, kind)
    found: list[tuple[str, Layer]] = []
    seen: list[str] = []
    while name:
        mine = [
            Layer(layer.source, layer.folder, layer.table[kind][name]) for layer in every if _has(layer, kind, name)
        ]
        seen.append(name)
        found[:0] = [(name, layer) for layer in mine]
        parents = [(layer.table["extends"], layer.source) for layer in mine if "extends" in layer.table]
        if not parents:
            return found
        name, source = parents[-1]
        if name not in known:
            raise ConfigError(
                f"{source}: {kind}.{seen[-1]}.extends: unknown {kind[:-1]} “{name}”{nearest(name, known)}"
            )
        if name in seen:
            raise ConfigError(f"{source}: {kind}.{seen[-1]}.extends: leads back to “{name}”")
    return found


def names(layers: Sequence[Layer], kind: str) -> list[str]:
    """Return the names of all profiles or stages, built-in ones first."""
    return list(dict.fromkeys(name for layer in (built_in(), *layers) for name in layer.table.get(kind, {})))


def _has(layer: Layer, kind: str, name: str) -> bool:
    return name in layer.table.get(kind, {})
