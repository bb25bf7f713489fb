"""The identity of the installed program: data stored by one version is used only by the same version."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache

from .. import __version__

try:
    from _blake2 import blake2b as blake2b  # the same as hashlib's, without loading OpenSSL
except ImportError:  # not every Python has it under this name
    from hashlib import blake2b as blake2b


@cache
def program() -> str:
    """Return a digest of the installed program: its files, Python, and all packages by name and version."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    beside = os.path.join(os.path.dirname(package), "rules")
    own = contents([package] if os.path.isdir(os.path.join(package, "data")) else [package, beside])
    return " ".join((__version__, own, sys.version, digest(installed(sys.path))))


def installed(places: Iterable[str]) -> list[str]:
    """Return the packages installed in these places, each as `name-version`.

    (`Settings.digest` includes the files of plug-ins.)
    """
    found: list[str] = []
    for place in places:
        with suppress(OSError):
            found += sorted(name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))
    return found


def contents(places: Iterable[str]) -> str:
    """Return a digest of files and folders by path, size and modification time, ignoring compiled modules."""
    return digest([status for place in places for status in _statuses(place)])


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


def digest(value: object) -> str:
    """Return a short hash of a value's `repr`, the same in every process."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
