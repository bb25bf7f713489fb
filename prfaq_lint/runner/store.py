"""Files that this program stores in a user's folder for later runs.

The folder has to belong to the user: a link or another user's folder is not used, because anyone who can add an entry
can hide findings. An entry that cannot be read counts as missing; one that cannot be written is missing the next time,
with no other effect.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from functools import cached_property

from . import atomic

MAX_BYTES = 4 * 1024 * 1024
"""A longer entry is neither written nor read."""

_DAY = 24 * 3600
_MARKS = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by prfaq-lint\n",
}
"""The files that tell version control and backups to ignore the folder."""


class Store:
    """The entries below a folder, each in a folder for its kind and named by a path such as `ab/cdef.json`.

    If a folder has more than `most` entries, the least recently used half is deleted.
    """

    def __init__(self, folder: str, most: int) -> None:
        self.folder = folder
        self.most = most

    def read(self, name: str) -> bytes:
        """Read the bytes of an entry; empty if there is no such entry."""
        if not self._ours:
            return b""
        path = os.path.join(self.folder, name)
        try:
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
                if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    os.utime(path)  # marks the entry as recently used
            return data if len(data) <= MAX_BYTES else b""
        except (OSError, ValueError):
            return b""

    def write(self, name: str, data: bytes) -> None:
        """Store an entry. A reader sees either all of it or nothing, however many runs write at once."""
        if len(data) > MAX_BYTES or not self._ours:
            return
        path = os.path.join(self.folder, name)
        with suppress(OSError):
            self._prepare(os.path.dirname(path))
            atomic.replace(path, data, mode=0o600, sync=False)

    @cached_property
    def _ours(self) -> bool:
        """Return whether the folder can be used: it does not exist yet, or it belongs to the user and is not a link."""
        try:
            status = os.lstat(self.folder)
        except FileNotFoundError:
            return True
        except (OSError, ValueError):
            return False
        return stat.S_ISDIR(status.st_mode) and (os.name == "nt" or status.st_uid == os.geteuid())

    def _prepare(self, folder: str) -> None:
        """Create the folder of an entry, or make room in it."""
        if not os.path.isdir(folder):
            os.makedirs(self.folder, 0o700, exist_ok=True)
            os.makedirs(folder, 0o700, exist_ok=True)
            for name, text in _MARKS.items():
                with suppress(FileExistsError), open(os.path.join(self.folder, name), "x", encoding="ascii") as file:
                    file.write(text)
        entries = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        if len(entries) > self.most:
            used = {entry.path: entry.stat(follow_symlinks=False).st_mtime_ns for entry in entries}
            for path in sorted(used, key=lambda path: used[path])[: len(entries) // 2]:
                with suppress(OSError):
                    os.unlink(path)


def usual_folder() -> str:
    """Return the path of the user's cache: `PRFAQ_LINT_CACHE`, or else the system's folder for caches.

    It is "" if the variable is empty or there is no home folder.
    """
    named = os.environ.get("PRFAQ_LINT_CACHE")
    if named is not None:
        return named
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    home = os.path.expanduser("~")
    if not base or not os.path.isabs(base):
        base = os.path.join(home, "Library/Caches" if sys.platform == "darwin" else ".cache")
    return os.path.join(base, "prfaq-lint") if os.path.isabs(base) else ""
