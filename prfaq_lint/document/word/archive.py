"""The archive of a Word document: its parts, unpacked within limits, and the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from functools import cached_property
from typing import Any, NamedTuple

from ..source import UnreadableDraft
from .xml import parse

MOST_ENTRIES = 5_000
"""The maximum number of files in the archive; a long document with a picture on each page has some hundreds."""

MOST_UNPACKED = 32_000_000
"""The maximum number of bytes of XML that are unpacked from one document."""

MOST_RATIO = 200
"""The maximum ratio of the unpacked to the packed size of a part; in real documents it is below 50."""

_SMALL = 1_000_000
"""Parts below this size may have any ratio: a page of empty table rows packs very well."""

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1
_TOO_MUCH = f"is not read: its text unpacks to more than {MOST_UNPACKED // 1_000_000} MB"
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, OverflowError, RuntimeError, EOFError, OSError)
"""What `zipfile` raises for a damaged archive; `RuntimeError` includes `NotImplementedError`."""


class _Relation(NamedTuple):
    """A relation of a part to another one, or to an address."""

    name: str
    kind: str
    target: str
    external: bool


class Archive:
    """The parts of a Word document, unpacked one by one and never beyond the limits."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_FORMAT):
            raise UnreadableDraft("has a password or the old .doc format: save it as .docx without a password")
        if not data.startswith(b"PK"):
            raise UnreadableDraft("is not a Word document despite its name")
        # Each entry begins like this, so entries can be counted before they are read.
        if data.count(_CENTRAL_ENTRY) > MOST_ENTRIES:
            raise UnreadableDraft(f"is not read: the archive has more than {MOST_ENTRIES} files")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE:
            raise UnreadableDraft("is a damaged Word document (the archive cannot be opened)") from None
        self._left = MOST_UNPACKED
        self.main = _target("", self._relations(""), "/officeDocument") or "word/document.xml"

    def part(self, name: str) -> Any:
        """Return the root element of a part; None if there is no such part."""
        try:
            entry = self._archive.getinfo(name)
        except KeyError:
            return None
        if entry.file_size > self._left:
            raise UnreadableDraft(_TOO_MUCH)
        if entry.file_size > max(_SMALL, MOST_RATIO * max(1, entry.compress_size)):
            raise UnreadableDraft(f"is not read: a part of it unpacks to more than {MOST_RATIO} times its size")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableDraft("has a password: save it without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableDraft("is a damaged Word document (a part is packed in an unusual way)")
        try:
            with self._archive.open(entry) as file:
                data = file.read(self._left + 1)
        except _DAMAGE:
            raise UnreadableDraft("is a damaged Word document (a part cannot be unpacked)") from None
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableDraft(_TOO_MUCH)
        return parse(data)

    def related(self, kind: str) -> Any:
        """Return the root element of the part that the main part is related to in this way, or None."""
        name = _target(self.main, self._main_relations, kind)
        return self.part(name) if name else None

    @property
    def links(self) -> dict[str, str]:
        """Return the addresses that the main part links to, by the name of the relation."""
        return {relation.name: relation.target for relation in self._main_relations if relation.external}

    @cached_property
    def _main_relations(self) -> list[_Relation]:
        return self._relations(self.main)

    def _relations(self, part: str) -> list[_Relation]:
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [
            _Relation(
                one.get("Id", ""), one.get("Type", ""), one.get("Target", ""), one.get("TargetMode") == "External"
            )
            for one in (() if root is None else root)
        ]


def _target(part: str, relations: list[_Relation], kind: str) -> str:
    """Return the name of the first part that `part` is related to in this way; "" if there is none."""
    for relation in relations:
        if relation.kind.endswith(kind) and not relation.external:
            # This is a name inside the archive: nothing outside can be opened by it.
            return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.target)).lstrip("/")
    return ""
