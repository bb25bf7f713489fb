"""Results of earlier runs, so that a draft that has not changed is neither parsed nor checked again.

An entry is one JSON file, named after everything that decides about a result: the draft's bytes and path, its
configuration with own rule pages, the options, and the program as it is installed. An entry that cannot be read, or is
not to the letter what this program wrote, counts as absent; one that cannot be written is not there the next time, and
nothing else happens. The folder is the user's own: one that is a link or belongs to somebody else is left alone, because
whoever can plant an entry can hide findings.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from typing import Any

from . import __version__
from .diagnostic import Diagnostic, Replacement
from .result import Answer, FileResult, NotRead, RulePage

MOST_IN_FOLDER = 40
"""Of more entries in one of the 256 folders, the half that was used least lately is thrown away."""

MAX_BYTES = 4 * 1024 * 1024
"""A longer entry is neither written nor read."""

_DAY = 24 * 3600
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_MARKS = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by prfaq-lint\n",
}
"""What tells version control and backups to leave the folder out."""


class Cache:
    """The entries below a folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def key(self, data: bytes, settings: str) -> str:
        """The name of a draft's entry; `settings` holds all that decides about its result besides its bytes."""
        head = json.dumps([program(), settings]).encode("ascii")
        return hashlib.blake2b(head + b"\0" + data, digest_size=20).hexdigest()

    def get(self, key: str) -> FileResult | NotRead | None:
        """The outcome of an earlier run, or None."""
        if not self._ours:
            return None
        try:
            with open(self._path(key), "rb") as file:
                text = file.read(MAX_BYTES + 1)
                if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    os.utime(self._path(key))  # used lately
            return decoded(key, text)
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def put(self, key: str, outcome: FileResult | NotRead) -> None:
        """Keep an outcome. A reader meets the whole entry or none, however many runs write at once."""
        text = encoded(key, outcome)
        if len(text) > MAX_BYTES or not self._ours:
            return
        path = self._path(key)
        temporary = f"{path}.{os.getpid()}.new"
        with suppress(OSError):
            self._prepare(os.path.dirname(path))
            try:
                descriptor = os.open(temporary, _NEW, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(text)
                os.replace(temporary, path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)
                raise

    @cached_property
    def _ours(self) -> bool:
        """Whether the folder may be used: it is none yet, or one of this user's own and no link to elsewhere."""
        try:
            status = os.lstat(self.folder)
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            return False
        return stat.S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.geteuid())

    def _path(self, key: str) -> str:
        return os.path.join(self.folder, key[:2], f"{key[2:]}.json")

    def _prepare(self, folder: str) -> None:
        """Make the folder of an entry, or make room in it."""
        if not os.path.isdir(folder):
            os.makedirs(self.folder, 0o700, exist_ok=True)
            os.makedirs(folder, 0o700, exist_ok=True)
            for name, text in _MARKS.items():
                with suppress(FileExistsError), open(os.path.join(self.folder, name), "x", encoding="ascii") as file:
                    file.write(text)
        entries = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        if len(entries) > MOST_IN_FOLDER:
            used = {entry.path: entry.stat(follow_symlinks=False).st_mtime_ns for entry in entries}
            for path in sorted(used, key=lambda path: used[path])[: len(entries) // 2]:
                with suppress(OSError):
                    os.unlink(path)


def usual_folder() -> str:
    """Where the user's cache is: `PRFAQ_LINT_CACHE`, else the system's place for caches; "" where that is empty, or there
    is no home."""
    named = os.environ.get("PRFAQ_LINT_CACHE")
    if named is not None:
        return named
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    home = os.path.expanduser("~")
    if not base or not os.path.isabs(base):
        base = os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")
    return os.path.join(base, "prfaq-lint") if os.path.isabs(base) else ""


# What an entry looks like: a JSON array of the key with a checksum, and the outcome, each on its own line.


def encoded(key: str, outcome: FileResult | NotRead) -> bytes:
    """An outcome as an entry."""
    text = json.dumps(_plain(outcome), separators=(",", ":"))
    return f'[["{key}","{_sum(text)}"],\n{text}\n]'.encode("ascii")


def decoded(key: str, entry: bytes) -> FileResult | NotRead:
    """The outcome in an entry; `ValueError`, `TypeError` or `LookupError` where it is not what was written under this key."""
    head, text, end = entry.decode("ascii").split("\n")
    if head != f'[["{key}","{_sum(text)}"],' or end != "]":
        raise ValueError("another entry, or a damaged one")
    value = json.loads(text)
    if "why" in value:
        return NotRead(_text(value["path"]), _text(value["why"]), error=False)
    path = _text(value["path"])
    return FileResult(
        path,
        _text(value["type"]),
        _text(value["language"]),
        [
            Diagnostic(*[path, *_row(row, _FINDING), tuple(Replacement(*_row(edit, _EDIT)) for edit in edits)])
            for *row, edits in value["diagnostics"]
        ],
        [
            Answer(
                _text(question),
                _text(answer),
                tuple((first, last) for first, last in (_row(pair, (int, int)) for pair in lines)),
                tuple(map(_text, missing)),
                *_row(rest, (str, bool, str)),
            )
            for question, answer, lines, missing, *rest in value["questions"]
        ],
        {int(number): _text(line) for number, line in value["excerpts"].items()},
        _text(value["fail_on"]),
        tuple(map(_text, value["remarks"])),
        {name: RulePage(*_row(row, (str, str))) for name, row in value["rules"].items()},
        tuple(map(_text, value["fingerprints"])),
    )


_FINDING = (int, int, int, int, str, str, str, str, str)
_EDIT = (int, int, int, int, str)


def _plain(outcome: FileResult | NotRead) -> dict[str, Any]:
    """An outcome as JSON takes it."""
    if isinstance(outcome, NotRead):
        return {"path": outcome.path, "why": outcome.why}
    return {
        "path": outcome.path,
        "type": outcome.type,
        "language": outcome.language,
        "diagnostics": [
            [
                *(one.line, one.column, one.end_line, one.end_column),
                *(one.rule, one.group, one.severity, one.message, one.fix),
                [[edit.line, edit.column, edit.end_line, edit.end_column, edit.text] for edit in one.edits],
            ]
            for one in outcome.diagnostics
        ],
        "questions": [
            [one.question, one.answer, one.lines, one.missing, one.quote, one.unasked, one.next]
            for one in outcome.questions
        ],
        "excerpts": outcome.excerpts,
        "fail_on": outcome.fail_on,
        "remarks": outcome.remarks,
        "rules": outcome.rules,
        "fingerprints": outcome.fingerprints,
    }


def _sum(text: str) -> str:
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).hexdigest()


def _row(values: Iterable[Any], kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """Values of exactly these types."""
    found = tuple(values)
    if tuple(map(type, found)) != kinds:
        raise TypeError("other values")
    return found


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value


# What the program is.


@cache
def program() -> str:
    """A name for the program as it is installed: its files, Python, and all installed packages by name and version."""
    package = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(os.path.dirname(package), "rules")
    own = contents([package] if os.path.isdir(os.path.join(package, "rules")) else [package, beside])
    return " ".join((__version__, own, sys.version, _digest(installed(sys.path))))


def installed(places: Iterable[str]) -> list[object]:
    """The packages that are installed in these places, each `name-version`; of those with checks or rules for this program,
    also what their files are. (`importlib.metadata` tells the same, and takes longer than all the rest.)"""
    found: list[object] = []
    for place in places:
        with suppress(OSError):
            for name in sorted(os.listdir(place)):
                if name.endswith((".dist-info", ".egg-info")):
                    found.append(name)
                    with suppress(OSError), open(os.path.join(place, name, "entry_points.txt"), "rb") as file:
                        if b"[prfaq_lint." in file.read(MAX_BYTES):
                            found.append(_plugin_files())
    return found


@cache
def _plugin_files() -> str:
    """A name for the files of all plug-ins."""
    from importlib.metadata import entry_points
    from importlib.util import find_spec

    folders = []
    for group in ("prfaq_lint.checks", "prfaq_lint.rules"):
        for point in entry_points(group=group):
            with suppress(Exception):  # a plug-in that cannot be found fails where rules are loaded
                spec = find_spec(point.module.split(".")[0])
                folders += [*(spec.submodule_search_locations or ()), spec.origin or ""] if spec else []
    return contents(folders)


def contents(places: Iterable[str]) -> str:
    """A name for files, and for all below folders, by path, size and time of change; compiled modules do not count."""
    return _digest([status for place in places for status in _statuses(place)])


def _statuses(place: str) -> Iterator[tuple[str, int, int]]:
    if not os.path.isdir(place):
        with suppress(OSError):
            yield _status(place, os.stat(place))
        return
    with os.scandir(place) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if not entry.is_dir(follow_symlinks=False):
            with suppress(OSError):
                yield _status(entry.path, entry.stat())
        elif entry.name != "__pycache__":
            yield from _statuses(entry.path)


def _status(path: str, status: os.stat_result) -> tuple[str, int, int]:
    return path, status.st_size, status.st_mtime_ns


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
