"""Which files a run reads: the ones named, and the drafts below the folders named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from ..document.source import WORD_SUFFIX, Source, UnreadableDraft, read_bytes

SUFFIXES = (".md", ".markdown")
_LOCK = "~$"
"""How the names of files begin that Word keeps beside a document while somebody has it open."""
_NEVER = frozenset((".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".prfaq-lint-cache"))


class Found(NamedTuple):
    """What paths lead to."""

    files: list[str]
    """The files to read, each once and in order."""
    empty: list[str]
    """The folders named that hold no draft."""

    @property
    def kinds(self) -> str:
        """What drafts in folders are called."""
        return "*.md, *.markdown or *.docx" if _reads_word() else "*.md or *.markdown"


def expand(paths: Sequence[str]) -> Found:
    """The files that paths lead to.

    Folders are walked without following links; `.gitignore` files in them, and in the folders above them up to the
    repository's root, are respected. A file that is named is read whatever its name.
    """
    found: dict[str, None] = {}
    empty: list[str] = []
    for path in paths:
        if path != "-" and os.path.isdir(path):
            inside = list(walk(path))
            found.update(dict.fromkeys(inside))
            if not inside:
                empty.append(path)
        else:
            found[path] = None
    return Found(list(found), empty)


@cache
def _reads_word() -> bool:
    """Whether the packages that read Word documents are installed."""
    from ..document.word import available

    return available()


def _is_draft(name: str) -> bool:
    """Whether a file in a folder is read, by its name."""
    lower = name.lower()
    return lower.endswith(SUFFIXES) or (lower.endswith(WORD_SUFFIX) and not name.startswith(_LOCK) and _reads_word())


def walk(folder: str) -> Iterator[str]:
    """Yield the drafts below a folder, sorted."""
    ignored = _Ignored(folder)
    for current, folders, names in os.walk(folder):
        ignored.enter(current, names)
        folders[:] = sorted(name for name in folders if name not in _NEVER and not ignored.matches(current, name + "/"))
        for name in sorted(names):
            path = os.path.join(current, name)
            if (
                _is_draft(name)
                and not os.path.islink(path)
                and os.path.isfile(path)
                and not ignored.matches(current, name)
            ):
                yield os.path.normpath(path) if folder != "." else os.path.relpath(path)


class _Ignored:
    """The `.gitignore` files that hold for a walk."""

    def __init__(self, folder: str) -> None:
        self._specs: list[tuple[str, Any]] = []
        above = os.path.realpath(folder)
        while not os.path.exists(os.path.join(above, ".git")):
            above, below = os.path.dirname(above), above
            if above == below:
                self._specs.clear()  # no repository: ignore files above mean nothing here
                break
            self._read(above)

    def enter(self, folder: str, names: Sequence[str]) -> None:
        if ".gitignore" in names:
            self._read(os.path.realpath(folder))

    def _read(self, folder: str) -> None:
        path = os.path.join(folder, ".gitignore")
        if os.path.isfile(path):
            from .globs import is_pattern, specification

            try:
                lines = Source(read_bytes(path).decode("utf-8", "replace")).lines()
            except UnreadableDraft:
                return
            try:
                spec = specification(lines)
            except ValueError:
                spec = specification(filter(is_pattern, lines))  # git passes over a line that is none
            self._specs.append((folder, spec))

    def matches(self, folder: str, name: str) -> bool:
        if not self._specs:
            return False
        full = os.path.join(os.path.realpath(folder), name)
        for base, spec in reversed(self._specs):
            if full.startswith(base + os.sep):
                verdict = spec.check_file(full[len(base) + 1 :].replace(os.sep, "/")).include
                if verdict is not None:
                    return bool(verdict)
        return False
