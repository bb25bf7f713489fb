"""The drafts in one folder: listing, reading and saving them, without access to anything outside it."""

from __future__ import annotations

import hashlib
import os
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ..authoring.scaffold import ScaffoldError
from ..authoring.scaffold import write as create
from ..document.source import UnreadableDraft, decode, too_large
from ..runner.files import SUFFIXES, walk
from ..runner.fixes import NotFixed, Original, encode, read_original
from ..runner.fixes import write as replace

MOST_LISTED = 1000
"""The maximum number of drafts that are listed."""


class Refused(Exception):
    """A request that cannot be fulfilled; the message gives the reason in one line."""


class Conflict(Refused):
    """A conflict: the file has changed since the browser read it."""


class Draft(NamedTuple):
    """A draft as the browser receives it."""

    path: str
    """The path relative to the folder, with forward slashes."""
    text: str
    """The text with line feeds only, as in a browser's text field."""
    version: str
    """An identifier of the bytes on disk."""


class Drafts:
    """The drafts below a folder.

    Args:
        folder: The folder; links in its name are resolved once, here.
    """

    def __init__(self, folder: str) -> None:
        self.folder = os.path.realpath(folder)

    def all(self) -> list[tuple[str, float]]:
        """Return the drafts by path, each with the time of its last change."""
        found = []
        for path in islice((one for one in walk(self.folder) if one.lower().endswith(SUFFIXES)), MOST_LISTED):
            try:
                changed = os.stat(path).st_mtime
            except OSError:
                continue
            found.append((os.path.relpath(path, self.folder).replace(os.sep, "/"), changed))
        return found

    def place(self, name: str) -> str:
        """Return the path of a draft, which need not exist.

        Raises:
            Refused: If the name leads out of the folder or into a hidden one, or is not that of a Markdown file.
        """
        parts = name.split("/")
        odd = any(part.startswith(".") or not part.strip() or not part.isprintable() for part in parts)
        if odd or any(character in name for character in '\\:*?"<>|') or len(name) > 400:
            raise Refused("not a valid name for a draft: use letters, digits, hyphens and existing folders")
        if not name.lower().endswith(SUFFIXES):
            raise Refused(f"the name of a draft ends with {' or '.join(SUFFIXES)}")
        real = os.path.realpath(os.path.join(self.folder, *parts))
        if os.path.commonpath([real, self.folder]) != self.folder or not real.lower().endswith(SUFFIXES):
            raise Refused("this leads out of the folder")
        return real

    def read(self, name: str, max_bytes: int) -> Draft:
        """Return a draft.

        Raises:
            Refused: If it cannot be read.
        """
        original = self._original(name, max_bytes)
        try:
            text = decode(original.data)
        except UnreadableDraft as error:
            raise Refused(str(error)) from None
        return Draft(name, text.replace("\r\n", "\n").replace("\r", "\n"), _version(original.data))

    def save(self, name: str, text: str, version: str, max_bytes: int) -> str:
        """Save a text to a file atomically.

        Args:
            name: The draft.
            text: Its new text.
            version: The version that the browser read; "" for a new file.
            max_bytes: The size of the largest draft.

        Returns:
            The new version.

        Raises:
            Conflict: If the file has changed since it was read, or a new one already exists.
            Refused: If the file cannot be written, or is too large to be read again.
        """
        if len(text.encode()) > max_bytes:
            raise Refused(f"not saved: it {too_large(max_bytes)}")
        place = self.place(name)
        if not version:
            return self._create(place, name, text)
        if not os.path.exists(place):
            raise Conflict(f"{name} is no longer there: it was deleted or renamed on disk")
        original = self._original(name, max_bytes)
        if _version(original.data) != version:
            raise Conflict(f"{name} changed on disk since you opened it")
        if b"\r\n" in original.data:
            text = text.replace("\n", "\r\n")
        try:
            replace(original, text)
        except NotFixed as error:
            why = str(error).removeprefix("not fixed: ")
            raise (Conflict if "changed" in why else Refused)(f"not saved: {why}") from None
        return _version(encode(original, text))

    def _create(self, place: str, name: str, text: str) -> str:
        if not os.path.isdir(os.path.dirname(place)):
            raise Refused(f"there is no folder {os.path.dirname(name)}")
        if os.path.lexists(place):
            raise Conflict(f"{name} is there already")
        try:
            create(Path(place), text)
        except ScaffoldError as error:
            raise Refused(f"not saved: {str(error).replace(str(place), name)}") from None
        return _version(text.encode())

    def _original(self, name: str, max_bytes: int) -> Original:
        try:
            return read_original(self.place(name), max_bytes)
        except UnreadableDraft as error:
            raise Refused(f"{name}: {error}") from None


def _version(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
