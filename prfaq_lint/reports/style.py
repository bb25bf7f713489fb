"""What a reporter knows of the run beside its results."""

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
    """How a report is written."""

    colour: bool = False
    width: int = 100
    """Columns of the terminal."""
    quiet: bool = False
    """Whether people are shown findings alone."""
    verbose: bool = False
    """Whether people are shown every finding by itself."""
    folder: str = ""
    """Where the program stands, and what relative paths start from; "" where nobody needs to know."""
    root: str = ""
    """The repository's folder, which CI services name files from; "" where there is none."""
    unread: tuple[tuple[str, str], ...] = ()
    """Files that could not be read, and why."""

    def paint(self, name: str, text: str) -> str:
        """Text in a colour, where colours are shown."""
        return f"\x1b[{_COLOURS[name]}m{text}\x1b[0m" if self.colour else text

    def within(self, path: str, system: ModuleType = os.path) -> str:
        """A path as CI services want it: from the repository's root, with forward slashes; outside it as it is.

        `system` is `ntpath` or `posixpath`.
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
    """A place as people read it after a file's name: `12:3`, or `¶12`, since nobody counts the columns of a paragraph."""
    if unit == "paragraph":
        return f"¶{line}"
    return f"{line}:{column}" if column else str(line)
