"""Lints unsaved text as `check` would lint the file, in the worker thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..configuration.files import Configs
from ..configuration.selection import forget, known
from ..configuration.settings import Options, Settings, settle
from ..document import Document, UnreadableDraft
from ..document.source import MAX_BYTES, decode, too_large
from ..outline import Outline
from ..reports.identity import HOME
from ..result import FileResult, NotRead
from ..rules.linter import Linter
from ..rules.pages import Page, Rule, RuleError, directory, parse_page
from ..runner.run import Linters, examine
from .text import BOM, Text

MEMORY = 32_000_000
"""So many bytes of what the reader's windows read as are kept: those of some fifty long drafts."""


class Stale(Exception):
    """Nobody waits for this result any more."""


@dataclass(frozen=True)
class Analysis:
    """What is known of one version of an open draft."""

    uri: str
    version: int | None
    text: Text
    outcome: FileResult | NotRead
    outline: Outline | None = None
    """None where the draft could not be read, or is excluded."""
    linter: Linter | None = None

    @property
    def result(self) -> FileResult | None:
        """The findings; None where the draft was passed over."""
        return self.outcome if isinstance(self.outcome, FileResult) else None


class Analyst:
    """Lints drafts with the configuration above each; reads that anew when it has changed.

    Args:
        config_file: The configuration for all drafts; "" where each has the one above it.
        isolated: Whether no configuration is read.
    """

    def __init__(self, config_file: str = "", isolated: bool = False) -> None:
        self._config_file = config_file
        self._isolated = isolated
        self._stamp: tuple[tuple[str, int, int], ...] = ()
        self._linters = self._new()
        self.generation = 0
        """Counts how often the configuration was read anew."""

    def analyse(self, uri: str, path: str, text: Text, version: int | None = None, force: bool = False) -> Analysis:
        """Lint a text.

        Args:
            uri: How the editor names the draft.
            path: The file that it is or will be; "-" where it has none.
            text: The text.
            version: The editor's number of the text.
            force: Whether to lint what does not look like a PR/FAQ.
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
        """Return what applies to a draft; of a draft or a configuration that is wrong, what applies where there is none."""
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
        """Return the names of the profiles and of the stages that a draft may have."""
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
        """Whether a file is in a folder of own rule pages."""
        return any(path.startswith(folder + os.sep) for folder in self._linters.configs.used()[1])

    def refresh(self) -> None:
        """Read the configuration and own rule pages anew if a file of them has changed."""
        if self._stamp and self._stamp != self._now():
            self._linters = self._new()
            self._stamp = ()
            self.generation += 1
            forget()

    def _new(self) -> Linters:
        return Linters(Options(), Configs(self._config_file, self._isolated))

    def _now(self) -> tuple[tuple[str, int, int], ...]:
        """Return the state of each file that decides about settings."""
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
    """Let the reader keep what windows read as, and ask `go_on` before each that it has to read; it may raise `Stale`."""
    from ..reader import model
    from ..reader.memory import Memory

    model.load().memory = Memory(MEMORY, go_on, min(4, os.cpu_count() or 1))


@cache
def _page(path: str, changed: int) -> Page | None:
    try:
        return parse_page(Path(path))
    except RuleError:
        return None


def page_of(path: str) -> Page | None:
    """Return what the page of a rule says, as it is now; None where it cannot be read."""
    try:
        changed = os.stat(path).st_mtime_ns
    except OSError:
        return None
    return _page(path, changed)


def address_of(rule: str, group: str, path: str) -> str:
    """Return where people read the page of a rule: on the web, or in a file of their own."""
    if Path(path) == directory("rules") / group / f"{rule}.md":
        return f"{HOME}/blob/main/rules/{group}/{rule}.md"
    return Path(path).absolute().as_uri()
