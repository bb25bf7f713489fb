"""The information that a reporter has about a run, in addition to its results."""

from __future__ import annotations

import os
from types import ModuleType
from typing import NamedTuple

_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "path": "1",
    "rule": "2",
    "mark": "1;31",
    "fix": "32",
    "yes": "32",
    "partly": "33",
    "no": "31",
    "dim": "2",
}


class Style(NamedTuple):
    """The style of a report."""

    colour: bool = False
    width: int = 100
    """The width of the terminal in columns."""
    quiet: bool = False
    """Whether to show people only findings."""
    verbose: bool = False
    """Whether to show people every finding separately."""
    folder: str = ""
    """The current folder, to which paths are relative; "" if it is not needed."""
    root: str = ""
    """The repository's folder, which CI services use as the base of paths; "" if there is none."""
    unread: tuple[tuple[str, str], ...] = ()
    """The files that could not be read, with the reasons."""

    def paint(self, name: str, text: str) -> str:
        """Return a text in a colour, if colours are enabled."""
        return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if self.colour else text

    def within(self, path: str, system: ModuleType = os.path) -> str:
        """Return a path for CI services, with forward slashes.

        It is relative to the repository's root, or unchanged outside it. `system` is `ntpath` or `posixpath`.
        """
        shown = system.normpath(path)
        if self.root and self.folder:
            full = system.normpath(system.join(self.folder, path))
            base = system.normpath(self.root)
            same = system.normcase(full[: len(base)]) == system.normcase(base)
            if same and full[len(base) : len(base) + 1] == system.sep:
                shown = full[len(base) + 1 :]
        return str(shown).replace("\\", "/") if system.sep == "\\" else str(shown)


def place_of(line: int, unit: str, column: int = 0) -> str:
    """Return a place as people read it after a file's name: `12:3`, or `¶12`.

    The column is omitted for a paragraph, because people do not count the columns of a paragraph.
    """
    if unit == "paragraph":
        return f"¶{line}"
    return f"{line}:{column}" if column else str(line)
