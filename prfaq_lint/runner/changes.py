"""The lines of drafts that changed since a git revision."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from ..configuration.schema import ConfigError
from ..document.source import is_word
from ..result import FileResult
from .git import PLAIN, Git

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_DIFF = ("diff", *PLAIN, "--no-renames")


@dataclass(frozen=True, slots=True)
class _Repository:
    """A work tree, compared with a commit."""

    git: Git
    commit: str
    tracked: frozenset[str]
    changed: frozenset[str]


@dataclass
class Changes:
    """The changes since a revision in the work trees of the drafts; files that git does not track count completely.

    A missing repository, revision or git raises `ConfigError`.
    """

    revision: str
    _folders: dict[str, Git] = field(default_factory=dict)
    _repositories: dict[Git, _Repository] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.revision or self.revision.startswith("-"):
            raise ConfigError(f"--since: “{self.revision}” is not a git revision")

    def narrowed(self, result: FileResult) -> FileResult:
        """Return a result with only the findings on changed lines. All of standard input counts as changed."""
        ranges = None if result.path == "-" else self.lines(result.path)
        if ranges is None:
            return result
        kept = [
            (diagnostic, fingerprint)
            for diagnostic, fingerprint in zip(result.diagnostics, result.fingerprints, strict=True)
            if any(first <= diagnostic.end_line and diagnostic.line <= last for first, last in ranges)
        ]
        return result.with_only(kept)

    def lines(self, path: str) -> list[tuple[int, int]] | None:
        """Return the first and last lines of each change in a file; None if all of it changed."""
        folder, name = os.path.split(os.path.abspath(path))
        repository = self._repository(os.path.realpath(folder))
        top = repository.git.folder
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), top).replace(os.sep, "/")
        if inside not in repository.tracked:
            return None
        if inside not in repository.changed:
            return []
        if is_word(inside):
            return None  # git knows no paragraphs
        place = f":(top,literal){inside}"
        patch = repository.git.output(*_DIFF, "--unified=0", "--text", repository.commit, "--", place)
        found = []
        for match in _HUNK.finditer(patch):
            first, count = int(match.group(1)), int(match.group(2) or 1)
            if count:
                found.append((first, first + count - 1))
        return found

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
                _names(git.output("ls-files", "-z")),
                _names(git.output(*_DIFF, "--name-only", "-z", name, "--")),
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


def _names(listing: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(name) for name in listing.split(b"\0") if name)
