"""Git's record of drafts: their revisions, followed through renames, and the bytes of each.

File names come from git's output, separated by NUL, and go back to git only as object names.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from ..configuration.schema import ConfigError
from ..runner.files import SUFFIXES
from ..runner.git import NAME, PLAIN, Git, environment

MOST_REVISIONS = 5000
"""The maximum number of commits that are read; the latest ones are used."""

_LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "--find-renames=50%"),
    *(*PLAIN, "--no-notes", "--no-decorate", "--no-mailmap"),
    *(f"--max-count={MOST_REVISIONS}", "--format=tformat:%H %ct %s"),
)
_HEAD = re.compile(rb"([0-9a-f]{40}(?:[0-9a-f]{24})?) (\d+) (.*)", re.DOTALL)
_REGULAR = ("100644", "100755")


class Commit(NamedTuple):
    """A commit of the branch."""

    name: str
    time: int
    """The time of the commit, in seconds since 1970."""
    subject: str


class Revision(NamedTuple):
    """The state of a draft after a commit."""

    commit: Commit
    path: str
    """The name of the draft at that time, relative to the top of the repository, with forward slashes."""
    blob: str
    """The git object with its text."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change that a commit made to a file."""

    status: str
    """`A`, `C`, `D`, `M`, `R` or `T`."""
    mode: str
    before: str
    """The previous blob; zeros if there was none."""
    blob: str
    old: str
    """The previous name; the same unless the file was renamed."""
    path: str


@dataclass
class Repository:
    """A git repository, and the folder in it that paths are relative to.

    Raises:
        ConfigError: If git, a repository or a commit is missing; the message gives the cause in one line.
    """

    folder: str
    top: str = field(init=False)
    """The top of the work tree."""
    shallow: bool = field(init=False)
    """True if the repository was cloned with a truncated history."""

    def __post_init__(self) -> None:
        self._git = Git(self.folder, "trend").top()
        self.top = self._git.folder
        self.shallow = self._git.output("rev-parse", "--is-shallow-repository").strip() == b"true"
        self.head = self._git.commit("HEAD", wrong=f"{self.top} has no commit yet")

    def commit(self, revision: str) -> str:
        """Return the name of the commit that a revision refers to."""
        if not revision or revision.startswith("-") or "\0" in revision or ".." in revision:
            raise ConfigError(f"--since: “{revision}” is not a git revision")
        return self._git.commit(revision, wrong=f"--since: no revision “{revision}” in {self.top}")

    def inside(self, path: str) -> str:
        """Return a path as git names it: relative to the top, with forward slashes; "" for the top itself."""
        folder, name = os.path.split(os.path.abspath(path))
        found = os.path.relpath(os.path.join(os.path.realpath(folder), name), self.top)
        if found.split(os.sep)[0] == os.pardir or os.path.isabs(found):
            raise ConfigError(f"{path} is outside of the repository {self.top}")
        return "" if found == os.curdir else found.replace(os.sep, "/")

    def drafts(self, path: str) -> dict[str, str]:
        """Return the drafts in the last commit at or below a path: their names and blobs, in order.

        A file that is given by name always counts; in a folder, only the Markdown files do.
        """
        wanted = self.inside(path)
        found = {}
        for entry in self._git.output("ls-tree", "-r", "-z", "--full-tree", self.head).split(b"\0"):
            head, _, raw = entry.partition(b"\t")
            mode, _, blob = ([*head.decode("ascii").split(" "), "", "", ""])[:3]
            name = os.fsdecode(raw)
            below = not wanted or name.startswith(f"{wanted}/")
            if mode in _REGULAR and (name == wanted or (below and name.lower().endswith(SUFFIXES))):
                found[name] = blob
        return dict(sorted(found.items()))

    def history(self, since: str = "", every: bool = False) -> Iterator[tuple[Commit, list[Change]]]:
        """Yield the commits of the branch, the latest first, each with its changes.

        Only Markdown files count unless `every` is set. A merge counts as one commit, so that each state of a draft
        follows from the one before. `since` is the name of a commit: it and its ancestors are left out.
        """
        span = f"{since}..{self.head}" if since else self.head
        drafts = () if every else tuple(f":(top,icase,glob)**/*{suffix}" for suffix in SUFFIXES)
        yield from _commits(self._git.output(*_LOG, span, "--", *drafts).split(b"\0"))

    def about(self, commit: str) -> Commit:
        """Return the time and the subject of a commit."""
        plain = ("--no-color", "--no-notes", "--no-mailmap")
        text = self._git.output("log", "-1", *plain, "--format=%ct %s", commit, "--")
        time, _, subject = text.decode("utf-8", "replace").strip("\n").partition(" ")
        return Commit(commit, int(time), subject)

    def texts(self, blobs: Iterable[str], most: int) -> Iterator[tuple[str, bytes | None]]:
        """Yield blobs with their bytes, in order; None for a missing blob or one with more than `most` bytes."""
        wanted = [blob for blob in blobs if NAME.fullmatch(blob)]
        listing = "".join(f"{blob}\n" for blob in wanted).encode("ascii")
        sizes = self._git.output("cat-file", "--batch-check", given=listing)
        rows = dict(zip(wanted, sizes.decode("utf-8", "replace").splitlines(), strict=False))
        readable = [blob for blob in wanted if _is_blob(rows.get(blob, ""), most)]
        command = self._git.command("cat-file", "--batch")
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
        ) as process:
            assert process.stdin and process.stdout
            try:
                for blob in wanted:
                    if blob not in readable:
                        yield blob, None
                        continue
                    process.stdin.write(f"{blob}\n".encode("ascii"))
                    process.stdin.flush()
                    head = process.stdout.readline().split()
                    if len(head) != 3:
                        yield blob, None
                        continue
                    data = process.stdout.read(int(head[2]))
                    process.stdout.read(1)
                    yield blob, data
            finally:
                process.kill()  # forked processes hold its input open, so that closing ours would not end it
                with suppress(OSError):
                    process.stdin.close()


def follow(
    history: Iterable[tuple[Commit, Sequence[Change]]], drafts: Iterable[str]
) -> dict[str, tuple[list[Revision], str, str]]:
    """Return the revisions of each draft, the earliest first, with its name and its blob before the first of them.

    A draft is followed through renames. Its history begins at the commit that adds it, unless a draft with the same
    name was deleted before. The blob is "" if the draft did not exist before.
    """
    found: dict[str, list[Revision]] = {name: [] for name in drafts}
    now = {name: name for name in found}
    before = dict.fromkeys(found, "")
    added: set[str] = set()
    for commit, changes in history:
        touched = {change.path: change for change in changes}
        for draft, name in list(now.items()):
            change = touched.get(name)
            if not change:
                continue
            if draft in added:
                if change.status != "D":
                    del now[draft]  # another draft with that name, which was renamed
                    continue
                added.discard(draft)
            if change.status == "D":
                before[draft] = change.before
                continue
            if change.mode in _REGULAR:
                found[draft].append(Revision(commit, name, change.blob))
            if change.status in "AC":
                added.add(draft)
                before[draft] = ""
            else:
                before[draft] = change.before
                now[draft] = change.old
    return {
        draft: (list(reversed(revisions)), now.get(draft, draft), before[draft]) for draft, revisions in found.items()
    }


def _commits(fields: Sequence[bytes]) -> Iterator[tuple[Commit, list[Change]]]:
    """Yield the commits in the fields of git's raw format.

    Fields are identified by position, because a subject or a file name may contain anything.
    """
    commit: Commit | None = None
    changes: list[Change] = []
    place = 0
    while place < len(fields):
        entry = fields[place].lstrip(b"\n")
        place += 1
        head = _HEAD.fullmatch(entry)
        if head:
            if commit:
                yield commit, changes
            name, time, subject = (part.decode("utf-8", "replace") for part in head.groups())
            commit, changes = Commit(name, int(time), subject), []
        elif entry.startswith(b":"):
            _, mode, before, blob, status = entry.decode("ascii").split(" ")
            count = 2 if status[0] in "RC" else 1
            names = [os.fsdecode(name) for name in fields[place : place + count]]
            place += count
            changes.append(Change(status[0], mode, before, blob, names[0], names[-1]))
    if commit:
        yield commit, changes


def _is_blob(row: str, most: int) -> bool:
    parts = row.split(" ")
    return len(parts) == 3 and parts[1] == "blob" and int(parts[2]) <= most
