"""The terminal: streams, colour, width, and one way to print errors."""

from __future__ import annotations

import os
import shutil
import sys
import time
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from ..configuration.files import Configs
    from ..runner.cache import Cache


def configs(config_file: str, isolated: bool) -> Configs:
    """Return where configurations come from.

    Raises:
        click.UsageError: If options contradict each other.
    """
    from ..configuration.files import Configs

    if config_file and isolated:
        raise click.UsageError("--config and --no-config cannot be used together")
    if config_file and not os.path.isfile(config_file):
        raise click.UsageError(f"--config: no such file “{config_file}”")
    return Configs(config_file, isolated)


def kept_results(forgetful: bool) -> Cache | None:
    """Return the cache of results, unless it is not wanted or there is no place for it."""
    from ..runner.cache import Cache
    from ..runner.store import usual_folder

    folder = "" if forgetful else usual_folder()
    return Cache(folder) if folder else None


def prepare() -> None:
    """Let the streams print anything in any locale, and discard the output if they were closed (`>&-`)."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", line_buffering=False)


def on_terminal() -> bool:
    """Return whether the user can be asked: standard input is a terminal and was not closed (`<&-`)."""
    return sys.stdin is not None and sys.stdin.isatty()


def fail(message: str, path: str = "") -> None:
    """Print one line on stderr with the cause and, if there is one, the file."""
    from ..safe import safe_text

    place = f"{safe_text(path)}: " if path else ""
    tell(f"prfaq-lint: {place}{safe_text(message)}\n")


def say(message: str) -> None:
    """Print one line on stderr."""
    from ..safe import safe_text

    tell(f"prfaq-lint: {safe_text(message)}\n")


def remark(why: str, path: str) -> None:
    """Print one line on stderr about a file that is skipped."""
    say(f"{path}: {why}")


def tell(text: str) -> None:
    """Print a text on stderr immediately; if stderr cannot be written, the run continues without it."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Discard the output that is still buffered, so that the interpreter does not fail on it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Bar:
    """The progress of a run: a bar on stderr, only on a terminal, and only after it has taken a while."""

    def __init__(self, wanted: bool = True, patience: float = 1.0) -> None:
        self._wanted = wanted and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._from = time.monotonic() + patience
        self._bar: Any = None

    def __enter__(self) -> Bar:
        return self

    def step(self, done: int, of: int) -> None:
        """Show how many files are done, of how many."""
        if not self._wanted or (not self._bar and (time.monotonic() < self._from or done == of)):
            return
        if not self._bar:
            self._bar = click.progressbar(length=of, label="checking", file=sys.stderr, show_pos=True)
            self._bar.__enter__()
        self._bar.update(min(done, of) - self._bar.pos)

    def clear(self) -> None:
        """Clear the line of the bar; the next step shows it again."""
        if self._bar:
            sys.stderr.write("\r" + " " * (self._bar.max_width or 0) + "\r")

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.__exit__(*error)
            self._bar = None


def colour() -> bool:
    """Return whether stdout shows colours.

    `NO_COLOR` turns them off, `FORCE_COLOR` or `CLICOLOR_FORCE` turns them on; otherwise a terminal has them.
    """
    if os.environ.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if os.environ.get(name, "") not in ("", "0"):
            return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Return the maximum width of lines: the terminal's width, at most 120; 100 without a terminal."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 100
    return max(40, min(120, width(100)))


def width(otherwise: int) -> int:
    """Return the number of columns that `COLUMNS` sets or the terminal has."""
    return shutil.get_terminal_size((otherwise, 0)).columns
