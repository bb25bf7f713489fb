"""Which files a run reads: the ones named, and the drafts below the folders named."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..document.source import WORD_SUFFIX, Source, UnreadableDraft, read_bytes, reason
from .globs import IgnoreList

SUFFIXES = (".md", ".markdown")
_LOCK = "~$"
"""The beginning of the names of files that Word keeps next to an open document."""
_NEVER = frozenset((".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".prfaq-lint-cache"))


class Found(NamedTuple):
    """The files and folders that paths lead to."""

    files: list[str]
    """The files to read, each once and in order."""
    empty: list[str]
    """The folders named that hold no draft."""
    unread: list[tuple[str, str]]
    """The folders that cannot be read, and why."""

    @property
    def kinds(self) -> str:
        """Return the names of the kinds of drafts that folders are searched for."""
        return "*.md, *.markdown or *.docx" if _reads_word() else "*.md or *.markdown"


def expand(paths: Sequence[str]) -> Found:
    """Return the files that paths lead to, each under the first of its spellings.

    Folders are walked without following links; `.gitignore` files in them, and in the folders above them up to the
    repository's root, are respected. A file that is named is read even if its name is not that of a draft.
    """
    found: dict[str, str] = {}
    empty: list[str] = []
    unread: dict[str, str] = {}
    for path in paths:
        if path != "-" and os.path.isdir(path):
            wrong: list[OSError] = []
            inside = list(walk(path, wrong.append))
            for file in inside:
                found.setdefault(identity(file), file)
            for error in wrong:
                unread.setdefault(os.path.normpath(error.filename or path), f"cannot be read ({reason(error)})")
            if not inside and not wrong:
                empty.append(path)
        else:
            found.setdefault(identity(path), path)
    return Found(list(found.values()), empty, list(unread.items()))


def identity(path: str) -> str:
    """Return an identifier that is the same for all spellings of a path; `-` is standard input."""
    return path if path == "-" else os.path.normcase(os.path.realpath(path))


@cache
def _reads_word() -> bool:
    """Return whether the packages that read Word documents are installed."""
    from ..document.word import available

    return available()


def is_draft(name: str) -> bool:
    """Return whether a file in a folder is read, judging by its name."""
    lower = name.lower()
    return lower.endswith(SUFFIXES) or (lower.endswith(WORD_SUFFIX) and not name.startswith(_LOCK) and _reads_word())


def walk(folder: str, wrong: Callable[[OSError], None] = lambda error: None) -> Iterator[str]:
    """Yield the drafts below a folder, sorted; `wrong` is called for each folder that cannot be read."""
    ignored = _Ignored(folder)
    for current, folders, names in os.walk(folder, onerror=wrong):
        ignored.enter(current, names)
        folders[:] = sorted(name for name in folders if name not in _NEVER and not ignored.matches(current, name, True))
        for name in sorted(names):
            path = os.path.join(current, name)
            if (
                is_draft(name)
                and not os.path.islink(path)
                and os.path.isfile(path)
                and not ignored.matches(current, name)
            ):
                yield os.path.normpath(path) if folder != "." else os.path.relpath(path)


class _Ignored:
    """The `.gitignore` files that apply to a walk."""

    def __init__(self, folder: str) -> None:
        self._lists: list[tuple[str, IgnoreList]] = []
        above = os.path.realpath(folder)
        while not os.path.exists(os.path.join(above, ".git")):
            above, below = os.path.dirname(above), above
            if above == below:
                self._lists.clear()  # not in a repository: ignore files above do not apply
                break
            self._read(above)
        self._buried = self._is_buried(os.path.realpath(folder))

    def _is_buried(self, folder: str) -> bool:
        """Return whether a folder, or one above it in its repository, is ignored."""
        while self._lists and len(folder) > len(self._lists[-1][0]):
            folder, name = os.path.split(folder)
            if self._verdict(os.path.join(folder, name), True):
                return True
        return False

    def enter(self, folder: str, names: Sequence[str]) -> None:
        if ".gitignore" in names:
            self._read(os.path.realpath(folder))

    def _read(self, folder: str) -> None:
        path = os.path.join(folder, ".gitignore")
        if os.path.isfile(path):
            from .globs import IgnoreList

            try:
                lines = Source(read_bytes(path).decode("utf-8-sig", "replace")).lines()
            except UnreadableDraft:
                return
            self._lists.append((folder, IgnoreList(lines)))
            self._lists.sort(key=lambda pair: -len(pair[0]))

    def matches(self, folder: str, name: str, is_folder: bool = False) -> bool:
        """Return whether a file or a folder in a folder of the walk is ignored, regardless of the folders above it."""
        return self._buried or bool(
            self._lists and self._verdict(os.path.join(os.path.realpath(folder), name), is_folder)
        )

    def _verdict(self, full: str, is_folder: bool) -> bool:
        for base, ignored in self._lists:  # the nearest first
            if full.startswith(base.rstrip(os.sep) + os.sep):
                verdict = ignored.verdict(os.path.relpath(full, base).replace(os.sep, "/"), is_folder)
                if verdict is not None:
                    return verdict
        return False
