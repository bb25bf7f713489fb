"""The edge to the terminal: streams, colour, width, and one way to say what went wrong."""

from __future__ import annotations

import os
import shutil
import sys

from ..safe import safe_text


def prepare() -> None:
    """Make the streams able to print anything, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", line_buffering=False)


def fail(message: str, path: str = "") -> None:
    """One line on stderr that names the file, where there is one, and the cause."""
    place = f"{safe_text(path)}: " if path else ""
    print(f"prfaq-lint: {place}{safe_text(message)}", file=sys.stderr)


def say(message: str) -> None:
    """One line of remark on stderr."""
    print(f"prfaq-lint: {safe_text(message)}", file=sys.stderr)


def colour() -> bool:
    """Whether stdout shows colours: `NO_COLOR` forbids them, `FORCE_COLOR` or `CLICOLOR_FORCE` asks for them, else a terminal has them."""
    if os.environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if os.environ.get(name, "") not in ("", "0"):
            return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """How wide lines may be: the terminal's width, 100 where there is none, and never more than 120."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 100
    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))
