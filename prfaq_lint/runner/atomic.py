"""Writing a file completely or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress

from .signals import ENDING, held

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def replace(
    path: str,
    data: bytes,
    like: os.stat_result | None = None,
    mode: int = 0o666,
    check: Callable[[], object] | None = None,
    sync: bool = True,
) -> None:
    """Write a file completely or not at all, under a temporary name in the same folder until it is complete.

    An existing file is replaced, and so is a link: what it leads to is not changed. Signals that end the program are
    deferred, and nothing is left behind on failure.

    Args:
        path: The file.
        data: Its new content.
        like: The status of a file whose mode and, if permitted, owner are copied. Until then, only the user can read
            the new file.
        mode: The mode of the new file without `like`, less the umask.
        check: Called just before the file is replaced; if it raises an exception, the old file is kept.
        sync: Whether the new file has to survive a power failure.

    Raises:
        OSError: If the file cannot be written; the old one is then unchanged.
        ValueError: If the path is invalid.
    """
    folder = os.path.dirname(path)
    # The module `tempfile` takes longer to import than most files take to write.
    temporary = os.path.join(folder, f".prfaq-lint-{os.urandom(8).hex()}.tmp")
    with held(*ENDING):  # a process killed here would leave the temporary file behind
        descriptor = os.open(temporary, _NEW, 0o600 if like else mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                if like:
                    _give_away(descriptor, temporary, like)
                if sync:
                    os.fsync(descriptor)
            if check:
                check()
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    if sync:
        _sync(folder or os.curdir)


def _give_away(descriptor: int, path: str, status: os.stat_result) -> None:
    """Copy the mode of another file and, if permitted, its owner."""
    if hasattr(os, "fchown"):
        with suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    mode = stat.S_IMODE(status.st_mode)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    else:
        os.chmod(path, mode)


def _sync(folder: str) -> None:
    """Make a new name in a folder survive a power failure, if the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
