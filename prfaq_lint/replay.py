"""A whole run in which nothing changed, answered with what it printed the last time.

Nothing need be parsed for that, not even the command line, and next to nothing is imported: a run is found again under its
arguments and surroundings, and counts when all that it looked at is as it was: the drafts and configurations by their bytes,
the folders by the names in them, and what was not there by its absence. Only runs of `check` that wrote nothing and failed
in nothing are kept.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress

from .program import blake2b, program
from .store import Store, usual_folder

TYPE_CHECKING = False  # as in typing, which takes longer to import than all this
if TYPE_CHECKING:
    from typing import TextIO

ENVIRONMENT = (
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS"),
    *("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"),
)
"""The variables that decide about what is printed."""

MOST = 16
"""Runs that are kept."""

_LARGEST = 16_000_000
"""Bytes of the largest file that is read for this; no draft and no configuration is larger."""

_TICK = 50_000_000
"""Nanoseconds by which the time of a change may be behind the clock."""


def replayed(arguments: Sequence[str]) -> int | None:
    """Print what the same run printed the last time, and return its status; None where it is to be run."""
    folder = usual_folder()
    if not folder or not _byte_streams():
        return None
    try:
        entry = Store(folder, MOST).read(_name(arguments))
    except OSError:  # the current folder is gone
        return None
    end = entry.find(b"\n")
    if end < 0 or entry[:end] != _sum(memoryview(entry)[end + 1 :]):
        return None
    begin = entry.index(b"\0\0") + 2
    before, status, told, *places = entry[end + 1 : begin - 2].split(b"\0")
    if state(map(os.fsdecode, places)) != before:
        return None
    printed = memoryview(entry)[begin:]
    try:
        sys.stderr.buffer.write(printed[: int(told)])
        sys.stderr.buffer.flush()
    except OSError:
        from .cli.console import tell

        tell("")  # which passes over it
    sys.stdout.buffer.write(printed[int(told) :])
    sys.stdout.buffer.flush()
    return int(status)


def keep(
    folder: str,
    arguments: Sequence[str],
    begun: int,
    places: Iterable[str],
    needed: Iterable[str],
    told: str,
    report: str,
    status: int,
) -> None:
    """Keep a run that began at `begun` (nanoseconds since the epoch): what it `told` on standard error, its report and its
    status. `places` are all that it looked at, and of these it `needed` some that were there; a run is not kept where one
    changed or went meanwhile."""
    if not _byte_streams():
        return
    here = os.getcwd()
    wanted = sorted({os.path.join(here, place) for place in places})  # with `..` left in, which may stand behind a link
    before = state(wanted)  # what changes from here on is seen by the next run
    if any(_changed(place, begun - _TICK) for place in wanted) or not all(map(os.path.exists, needed)):
        return
    said, shown = _encoded(told, sys.stderr), _encoded(report, sys.stdout)
    head = (before, b"%d" % status, b"%d" % len(said), *map(os.fsencode, wanted))
    whole = b"\0".join(head) + b"\0\0" + said + shown
    Store(folder, MOST).write(_name(arguments), _sum(whole) + b"\n" + whole)


def looked_at(files: Iterable[str], folders: Iterable[str], configs: Iterable[str], pages: Iterable[str]) -> set[str]:
    """All that decides about a run: the files that were read, the folders that were looked through for drafts, the
    configurations that were found, the folders of own rule pages with all in them, and, in every folder above, what would
    have been read if it had been there."""
    from .config import NAMES

    places = {*files, *folders, *configs}
    above: set[str] = set()
    for place in (*places, os.curdir):
        whole = os.path.abspath(place)
        for folder in (whole, os.path.realpath(place)) if os.path.isdir(place) else (os.path.dirname(whole),):
            while folder not in above:
                above.add(folder)
                folder = os.path.dirname(folder)
    places.update(os.path.join(folder, name) for folder in above for name in (*NAMES, ".gitignore", ".git"))
    for folder in pages:
        groups = _inside(folder)
        places.update((folder, *groups, *(page for group in groups for page in _inside(group))))
    return places


def _inside(folder: str) -> list[str]:
    """What is in a folder, be it one that a link leads to; nothing where there is none."""
    with suppress(OSError):
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    return []


def state(places: Iterable[str]) -> bytes:
    """A name for what is in these places, and for where the links above them lead."""
    found = blake2b(digest_size=20)
    places = list(places)
    links = [folder for folder in sorted(set(map(os.path.dirname, places))) if os.path.islink(folder)]
    found.update(repr([(link, os.path.realpath(link)) for link in links]).encode(errors="backslashreplace"))
    for place in places:
        content = _content(place)
        found.update(b"%d " % len(content))
        found.update(content)
    return found.hexdigest().encode()


def _content(place: str) -> bytes:
    """The bytes of a file, the names in a folder and what they are (links are not followed, because one may lead back to
    itself); of a repository's `.git`, and of anything else, what it is."""
    try:
        status = os.stat(place)
        if stat.S_ISDIR(status.st_mode) and os.path.basename(place) != ".git":
            with os.scandir(place) as entries:
                names = sorted(
                    (one.name, one.is_symlink(), one.is_dir(follow_symlinks=False), one.is_file(follow_symlinks=False))
                    for one in entries
                )
            return repr(names).encode(errors="backslashreplace")
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
            with open(place, "rb", buffering=0) as file:
                return file.read(status.st_size + 1)
    except (OSError, ValueError):
        return b"nothing"
    return b"%d %d %d" % (stat.S_IFMT(status.st_mode), status.st_size, status.st_mtime_ns)


def _changed(place: str, since: int) -> bool:
    """Whether a place may have changed since a time in nanoseconds."""
    try:
        status = os.stat(place)
    except (OSError, ValueError):
        return False
    when = max(status.st_ctime_ns, status.st_mtime_ns)
    coarse = when % 1_000_000_000 == 0  # a file system that counts whole seconds, or two at once
    return os.path.basename(place) != ".git" and when + (2_000_000_000 if coarse else 0) >= since


def _name(arguments: Sequence[str]) -> str:
    """The entry of a run: its arguments, and all around it that decides about what it prints."""
    terminal = sys.stdout.isatty()
    facts = (
        *(program(), tuple(arguments), os.getcwd(), [os.environ.get(name) for name in ENVIRONMENT]),
        *(terminal, terminal and os.get_terminal_size(sys.stdout.fileno()), sys.stdout.encoding, sys.stderr.encoding),
    )
    return f"runs/{blake2b(repr(facts).encode(errors='backslashreplace'), digest_size=20).hexdigest()}"


def _byte_streams() -> bool:
    """Whether what is printed goes out as bytes, and not to a program that has put streams of its own in their place."""
    return all(hasattr(stream, "buffer") for stream in (sys.stdout, sys.stderr))


def _encoded(text: str, stream: TextIO) -> bytes:
    return text.encode(stream.encoding, "backslashreplace").replace(b"\n", os.linesep.encode())


def _sum(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=16).hexdigest().encode()
