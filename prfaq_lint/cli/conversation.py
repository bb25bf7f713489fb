"""The conversation with the user of a terminal: answers of one or several lines, and texts that are wrapped to it."""

from __future__ import annotations

import signal
import sys
import textwrap

import click

from ..safe import safe_text
from .console import colour, columns, on_terminal


def stop_on_hangup() -> None:
    """Let a closed terminal end the interview as Ctrl-C does, so that unfinished input is kept."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)


def ask() -> str:
    """Return one answer: a line and the pasted lines that follow it.

    Without a terminal, the answer is all lines up to an empty one.

    Raises:
        KeyboardInterrupt: If the user stops, with the unfinished input.
    """
    lines: list[str] = []
    if not on_terminal():
        while line := _piped():
            if not line.strip():
                return "\n".join(lines)
            lines.append(line.rstrip("\r\n"))
        if lines:
            return "\n".join(lines)
        raise EOFError
    try:
        lines.append(_line("> "))
        while _more_is_there():
            lines.append(_line("… "))
    except (KeyboardInterrupt, EOFError) as stop:
        raise type(stop)(" ".join([*lines, *map(str, stop.args)])) from None
    if len(lines) > 1:
        tell("hint", f"({len(lines)} lines, taken as one answer)")
    return "\n".join(lines)


def _piped() -> str:
    """Return the next line of standard input; "" at its end.

    Raises:
        ScaffoldError: If it is not UTF-8.
    """
    from ..authoring.scaffold import ScaffoldError

    try:
        return sys.stdin.readline() if sys.stdin else ""
    except UnicodeDecodeError:
        raise ScaffoldError("standard input is not UTF-8") from None


_PASTED = 0.08
"""The number of seconds in which the next line of pasted text arrives; no one types that fast."""


def _more_is_there() -> bool:
    """Return whether there is more input than the line that was read: pasted text arrives at once."""
    if sys.platform == "win32":
        import msvcrt
        import time

        time.sleep(_PASTED)
        return msvcrt.kbhit()
    import select

    return bool(select.select([sys.stdin], [], [], _PASTED)[0])


def _line(prompt: str) -> str:
    """Return one line from the terminal, with line editing if available.

    Raises:
        KeyboardInterrupt: If the user stops, with the unfinished input.
    """
    try:
        import readline
    except ImportError:  # not available on every system
        readline = None  # type: ignore[assignment]
    try:
        return input(prompt).encode("utf-8", "replace").decode("utf-8")
    except (KeyboardInterrupt, EOFError) as stop:
        # The line editor still has the line of a closed terminal.
        raise type(stop)(readline.get_line_buffer() if readline else "") from None


def tell(kind: str, text: str) -> None:
    """Show a question, a hint or advice, wrapped to the terminal."""
    style = {"question": {"bold": True}, "advice": {"fg": "yellow"}, "hint": {"dim": True}, "draft": {}}[kind]
    if kind == "question":
        click.echo(err=True)
    indent = "  " if kind in ("advice", "draft") else ""
    for line in text.split("\n"):
        for wrapped in textwrap.wrap(safe_text(line), min(columns(), 100) - 4):
            click.echo(indent + (click.style(wrapped, **style) if colour() else wrapped), err=True)  # type: ignore[arg-type]
