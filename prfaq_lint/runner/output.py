"""The destinations of reports: standard output, or files that are written completely or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..document.source import reason
from . import atomic


class NotWritten(Exception):
    """A report that cannot be written; the message gives the reason in one line, without the path."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.path = path


class Target(NamedTuple):
    """A requested report."""

    format: str
    path: str = ""
    """The file to write; "" for standard output."""


def targets(wanted: Sequence[str], output_file: str, known: Iterable[str]) -> list[Target]:
    """Return the reports of `--format NAME[:FILE]` and `--output-file`; text on standard output by default.

    Raises:
        ValueError: If a format is unknown, two reports have the same destination, or a destination is given twice.
    """
    found = []
    for value in wanted or ("text",):
        name, colon, path = value.partition(":")
        if name not in known:
            raise ValueError(f"unknown format “{name}” (known: {', '.join(known)})")
        if colon and not path:
            raise ValueError(f"no file name after “{name}:”")
        found.append(Target(name, path))
    if output_file:
        if len(found) > 1 or found[0].path:
            raise ValueError("--output-file works with one format; give the others a file with --format NAME:FILE")
        found = [Target(found[0].format, output_file)]
    if sum(not target.path for target in found) > 1:
        raise ValueError("two formats would go to standard output; give one a file with --format NAME:FILE")
    places = [os.path.realpath(target.path) for target in found if target.path]
    if len(places) != len(set(places)):
        raise ValueError("two formats would go to the same file")
    return found


def expect_writable(path: str) -> None:
    """Check early that a file can probably be written, before time is spent on its content.

    Raises:
        NotWritten: If it certainly cannot be written.
    """
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise NotWritten(path, f"cannot be written: no folder {os.path.dirname(path) or folder}")
    if os.path.isdir(path):
        raise NotWritten(path, "cannot be written: is a directory")


def save(path: str, content: str | bytes, read: Iterable[str] = ()) -> None:
    """Write a report, or another document, to a file, completely or not at all.

    A file that was `read` is never overwritten. A device or a pipe is written to directly.

    Raises:
        NotWritten: If this fails; the file is then unchanged.
    """
    real = os.path.realpath(path)
    if real in {os.path.realpath(other) for other in read if other != "-"}:
        raise NotWritten(path, "not written: it is one of the input files")
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        status = os.stat(path)
    except OSError:
        status = None
    try:
        if (status and not stat.S_ISREG(status.st_mode)) or path.startswith(("/dev/", "/proc/")):
            with open(path, "wb") as file:
                file.write(data)
        else:
            atomic.replace(real, data, like=status)
    except (OSError, ValueError) as error:
        raise NotWritten(path, f"cannot be written ({reason(error)})") from None


def root(folder: str, environment: Mapping[str, str]) -> str:
    """Return the repository that a folder is in, which CI services name files from; "" if there is none."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"):
        place = os.path.normpath(environment.get(name, "") or os.sep)
        if place != os.sep and f"{folder}{os.sep}".startswith(place + os.sep):
            return place
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return ""
    return folder
