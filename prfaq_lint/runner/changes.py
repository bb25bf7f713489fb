"""What changed in drafts since a git revision."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ..configuration.schema import ConfigError
from ..diagnostic import Diagnostic
from ..document.source import is_word
from ..result import FileResult
from .baseline import was_lacking
from .git import PLAIN, Git

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_DIFF = ("diff", *PLAIN, "--find-renames=50%")
_UNEDITED = "R100"
"""The status of a file that was renamed and otherwise left as it was."""

Lint = Callable[[str, bytes], Collection[str]]
"""Lints bytes as if they were read from a path, and returns the fingerprints of the findings."""


@dataclass(frozen=True, slots=True)
class _Repository:
    """A work tree, compared with a commit."""

    git: Git
    commit: str
    tracked: frozenset[str]
    changed: Mapping[str, str]
    """The files that changed, each with its name in the commit; "" if it is new."""

    def lines(self, file: str) -> list[tuple[int, int]]:
        """Return the first and last lines of each change in a changed file."""
        places = [f":(top,literal){name}" for name in {file, self.changed[file] or file}]
        patch = self.git.output(*_DIFF, "--unified=0", "--text", self.commit, "--", *places)
        found = []
        for match in _HUNK.finditer(patch):
            first, count = int(match.group(1)), int(match.group(2) or 1)
            if count:
                found.append((first, first + count - 1))
        return found

    def before(self, file: str) -> bytes:
        """Return what a changed file was in the commit."""
        return self.git.output("cat-file", "blob", f"{self.commit}:{self.changed[file]}")


@dataclass
class Changes:
    """The changes since a revision in the work trees of the drafts; files that git does not track count completely.

    `lint` checks the earlier version of a draft. A missing repository, revision or git raises `ConfigError`.
    """

    revision: str
    lint: Lint
    _folders: dict[str, Git] = field(default_factory=dict)
    _repositories: dict[Git, _Repository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.revision or self.revision.startswith("-"):
            raise ConfigError(f"--since: “{self.revision}” is not a git revision")

    def narrowed(self, result: FileResult) -> FileResult:
        """Return a result with only the findings that are new. All of standard input counts as changed.

        A finding is new if it is on a changed line. A finding about the whole draft is new if the earlier version did not
        have it, wherever it is reported; see `was_lacking`.
        """
        if result.path == "-":
            return result
        folder, name = os.path.split(os.path.abspath(result.path))
        repository = self._repository(os.path.realpath(folder))
        path = os.path.join(os.path.realpath(folder), name)
        file = os.path.relpath(path, repository.git.folder).replace(os.sep, "/")
        if file not in repository.tracked:
            return result
        if file not in repository.changed:
            return result.with_only([])
        if is_word(file):
            return result  # git knows no paragraphs
        lines = repository.lines(file)
        known: Collection[str] = ()
        if repository.changed[file] and any(one.subject for one in result.diagnostics):
            known = self.lint(result.path, repository.before(file))
        return result.with_only(
            [
                (one, fingerprint)
                for one, fingerprint in zip(result.diagnostics, result.fingerprints, strict=True)
                if (not was_lacking(one, fingerprint, known) if one.subject else _overlaps(one, lines))
            ]
        )

    def _repository(self, folder: str) -> _Repository:
        """Return the work tree that contains a folder; each is compared once."""
        if folder not in self._folders:
            self._folders[folder] = Git(folder, "--since").top()
        git = self._folders[folder]
        if git not in self._repositories:
            name = self._commit(git)
            self._repositories[git] = _Repository(
                git,
                name,
                frozenset(_names(git.output("ls-files", "-z"))),
                _changed(_names(git.output(*_DIFF, "--name-status", "-z", name, "--"))),
            )
        return self._repositories[git]

    def _commit(self, git: Git) -> str:
        """Return the commit to compare a work tree with: the point where the branch left the revision.

        Later changes in the revision are then not attributed to the branch. The revision itself is used if the two are
        unrelated.
        """
        first, dots, last = self.revision.partition("...") if "..." in self.revision else self.revision.partition("..")
        tip = self._resolved(git, first or "HEAD")
        if dots and self._resolved(git, last or "HEAD") != self._resolved(git, "HEAD"):
            raise ConfigError(f"--since: “{self.revision}” does not end at what is checked out: end it with HEAD")
        try:
            return git.output("merge-base", tip, "HEAD").decode("ascii").split()[0]
        except (ConfigError, IndexError):
            return tip

    def _resolved(self, git: Git, revision: str) -> str:
        return git.commit(revision, wrong=f"--since: no revision “{revision}” in {git.folder}")


def _overlaps(diagnostic: Diagnostic, ranges: Iterable[tuple[int, int]]) -> bool:
    """Return whether a finding is on one of these lines."""
    return any(first <= diagnostic.end_line and diagnostic.line <= last for first, last in ranges)


def _names(listing: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listing.split(b"\0") if name]


def _changed(fields: Iterable[str]) -> dict[str, str]:
    """Return the files that git lists as changed, each with its former name; "" if it is new."""
    rest = iter(fields)
    found: dict[str, str] = {}
    for status in rest:
        before = next(rest)
        file = next(rest) if status.startswith("R") else before
        if status != _UNEDITED:
            # A file that another one replaces is listed twice, as deleted and as renamed, in either order.
            found[file] = before if status[0] in "MRT" else found.get(file, "")
    return found
