"""The lines of drafts that changed since a git revision. Git is called so that it runs no other program."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..configuration.schema import ConfigError
from ..document.source import is_word
from ..result import FileResult

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_DIFF = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--ignore-submodules=all")


@dataclass(frozen=True, slots=True)
class _Repository:
    """A work tree, compared with a commit."""

    top: str
    commit: str
    tracked: frozenset[str]
    changed: frozenset[str]


@dataclass
class Changes:
    """The changes since a revision in the work trees of the drafts; files that git does not track count completely.

    A missing repository, revision or git raises `ConfigError`.
    """

    revision: str
    _folders: dict[str, str] = field(default_factory=dict)
    _repositories: dict[str, _Repository] = field(default_factory=dict)

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
        inside = os.path.relpath(os.path.join(os.path.realpath(folder), name), repository.top).replace(os.sep, "/")
        if inside not in repository.tracked:
            return None
        if inside not in repository.changed:
            return []
        if is_word(inside):
            return None  # git knows no paragraphs
        patch = _git(
            repository.top, *_DIFF, "--unified=0", "--text", repository.commit, "--", f":(top,literal){inside}"
        )
        found = []
        for match in _HUNK.finditer(patch):
            first, count = int(match.group(1)), int(match.group(2) or 1)
            if count:
                found.append((first, first + count - 1))
        return found

    def _repository(self, folder: str) -> _Repository:
        """Return the work tree that contains a folder; each is compared once."""
        if folder not in self._folders:
            top = _git(folder, "rev-parse", "--show-toplevel", wrong=f"--since: {folder} is not in a git repository")
            self._folders[folder] = os.path.realpath(os.fsdecode(top.rstrip(b"\r\n")))
        top_folder = self._folders[folder]
        if top_folder not in self._repositories:
            name = self._commit(top_folder)
            self._repositories[top_folder] = _Repository(
                top_folder,
                name,
                _names(_git(top_folder, "ls-files", "-z")),
                _names(_git(top_folder, *_DIFF, "--name-only", "-z", name, "--")),
            )
        return self._repositories[top_folder]

    def _commit(self, folder: str) -> str:
        """Return the commit to compare a work tree with: the point where the branch left the revision.

        Later changes in the revision are then not attributed to the branch. The revision itself is used if the two are
        unrelated.
        """
        first, dots, last = self.revision.partition("...") if "..." in self.revision else self.revision.partition("..")
        tip = self._resolved(folder, first or "HEAD")
        head = self._resolved(folder, last or "HEAD") if dots else "HEAD"
        if dots and head != self._resolved(folder, "HEAD"):
            raise ConfigError(f"--since: “{self.revision}” does not end at what is checked out: end it with HEAD")
        try:
            return _git(folder, "merge-base", tip, "HEAD").decode("ascii").split()[0]
        except (ConfigError, IndexError):
            return tip

    def _resolved(self, folder: str, revision: str) -> str:
        commit = _git(
            folder,
            *("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"),
            wrong=f"--since: no revision “{revision}” in {folder}",
        )
        return commit.decode("ascii").strip()


_OF_ONE_REPOSITORY = frozenset(
    (
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"),
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX"),
    )
)
"""The variables that git sets for its hooks about their repository; each draft's own repository is found from its
folder.
"""


def _names(listing: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(name) for name in listing.split(b"\0") if name)


def _git(folder: str, *arguments: str, wrong: str = "") -> bytes:
    """Return the output of git.

    Raises:
        ConfigError: If git fails, with `wrong` or the first line from git.
    """
    command: Sequence[str] = ("git", "-C", folder, "-c", "core.fsmonitor=false", "--no-pager", *arguments)
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ONE_REPOSITORY}
    environment = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=environment, check=False)
    except OSError:
        raise ConfigError("--since needs git, which was not found") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[0]
        if "dubious ownership" in said or "safe.directory" in said:
            raise ConfigError(f"--since: git does not trust {folder} (git config safe.directory)")
        raise ConfigError(wrong or f"--since: git failed: {said}")
    return done.stdout
