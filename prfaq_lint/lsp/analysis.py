"""Linting of unsaved text, as `check` would lint the file, in the worker thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..configuration.files import Configs
from ..configuration.selection import known
from ..configuration.settings import Options, Settings, settle
from ..document.draft import Document
from ..document.source import MAX_BYTES, UnreadableDraft, decode, too_large
from ..outline.model import Outline
from ..reports.identity import HOME
from ..result import FileResult, NotRead
from ..rules.linter import Linter
from ..rules.pages import Rule, RuleError, directory
from ..runner.run import Linters, examine
from .text import BOM, Text

MEMORY = 32_000_000
"""The size in bytes of the cache of read windows, enough for about fifty long drafts."""


class Stale(Exception):
    """A result that is no longer needed."""


@dataclass(frozen=True)
class Analysis:
    """The analysis of one version of an open draft."""

    uri: str
    version: int | None
    text: Text
    outcome: FileResult | NotRead
    outline: Outline | None = None
    """None if the draft could not be read or is excluded."""
    linter: Linter | None = None

    @property
    def result(self) -> FileResult | None:
        """Return the findings, or None if the draft was skipped."""
        return self.outcome if isinstance(self.outcome, FileResult) else None


class Analyst:
    """A linter for drafts that uses the configuration above each and reloads it when it has changed.

    Args:
        config_file: The configuration for all drafts; "" if each uses the one above it.
        isolated: Whether to read no configuration.
    """

    def __init__(self, config_file: str = "", isolated: bool = False) -> None:
        self._config_file = config_file
        self._isolated = isolated
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._linters = self._new()
        self.generation = 0
        """The number of times that the configuration was reloaded."""

    def analyse(self, uri: str, path: str, text: Text, version: int | None = None, force: bool = False) -> Analysis:
        """Lint a text.

        Args:
            uri: The draft's URI in the editor.
            path: The file in which it is or will be saved; "-" if there is none.
            text: The text.
            version: The editor's version number of the text.
            force: Whether to lint a text that does not look like a PR/FAQ.
        """
        self.refresh()
        try:
            config = self._linters.configs.above(path)
            if path != "-" and config.excludes(path):
                why = f"skipped: excluded by {config.source}"
                return Analysis(uri, version, text, NotRead(path, why, error=False))
            data = text.text.removeprefix(BOM).encode()
            most = self._linters.max_bytes(path)
            if len(data) > most:
                raise UnreadableDraft(too_large(most))
            document = Document.parse(decode(data), path)
            found = examine(document, self._linters, force)
        except (UnreadableDraft, RuleError, ValueError, RecursionError) as error:
            why = "is nested too deeply to be read" if isinstance(error, RecursionError) else str(error)
            return Analysis(uri, version, text, NotRead(path, why))
        finally:
            self._stamp = self._now()
        return Analysis(uri, version, text, found.outcome, found.outline, found.linter)

    def settings(self, path: str, text: Text) -> Settings:
        """Return the settings for a draft; an invalid draft or configuration gets the defaults."""
        self.refresh()
        try:
            return self._linters.settings(Document.parse(text.text.removeprefix(BOM), path))
        except (RuleError, ValueError):
            return settle()

    def rules(self, path: str, text: Text) -> dict[str, Rule]:
        """Return all rules that a comment in a draft may name."""
        try:
            return known(self.settings(path, text))
        except (RuleError, ValueError):
            return known(Settings())

    def profiles(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the profiles and the stages that a draft may use."""
        from ..configuration.files import names

        self.refresh()
        try:
            layers = self._linters.configs.above(path).layers
        except ValueError:
            layers = ()
        return names(layers, "profiles"), names(layers, "stages")

    def max_bytes(self, path: str) -> int:
        """Return the size of the largest file that is read."""
        self.refresh()
        try:
            return self._linters.max_bytes(path)
        except ValueError:
            return MAX_BYTES

    def is_page(self, path: str) -> bool:
        """Return whether a file is in a folder of custom rule pages."""
        return any(path.startswith(folder + os.sep) for folder in self._linters.configs.used()[1])

    def refresh(self) -> None:
        """Reload the configuration and custom rule pages if any of their files has changed."""
        if self._stamp and self._stamp != self._now():
            self._linters = self._new()
            self._stamp = ()
            self.generation += 1

    def _new(self) -> Linters:
        return Linters(Options(), Configs(self._config_file, self._isolated))

    def _now(self) -> tuple[tuple[str, int, int], ...]:
        """Return the state of each file that affects the settings."""
        configs = self._linters.configs
        return tuple(_states([*sorted(configs.candidates()), *_pages(configs)]))


def _pages(configs: Configs) -> Iterator[str]:
    for folder in sorted(configs.used()[1]):
        yield from sorted(map(str, Path(folder).glob("*/*.md")))


def _states(paths: list[str]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            continue
        yield path, status.st_mtime_ns, status.st_size


def keep_windows(go_on: Callable[[], None]) -> None:
    """Make the reader cache its windows and call `go_on` before each new one; `go_on` may raise `Stale`."""
    from ..reader import model
    from ..reader.memory import Memory

    model.load().memory = Memory(MEMORY, go_on, min(4, os.cpu_count() or 1))


def address_of(rule: str, group: str, path: str) -> str:
    """Return the address of a rule's page: on the web, or the user's own file."""
    if Path(path) == directory("rules") / group / f"{rule}.md":
        return f"{HOME}/blob/main/rules/{group}/{rule}.md"
    return Path(path).absolute().as_uri()
