"""The drafts that have labels: the origin of each, the fingerprint of its text, and its split.

The texts of other people's drafts are not in the repository; copies on disk are recognised by their SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "manifest.jsonl"
DRAFTS = Path(__file__).parent / "drafts"
SPLITS = ("train", "dev", "test", "own")


class Entry(NamedTuple):
    """One draft."""

    id: str
    repo: str
    """`owner/name` on GitHub; "" for a draft in this repository."""
    path: str
    """The path in that repository; `drafts/NAME.md`, relative to this file's folder, for one of our own drafts."""
    commit: str
    sha256: str
    split: str


def split_of(repo: str) -> str:
    """Return the split of a repository's drafts; all drafts of one owner are in the same split."""
    owner = repo.partition("/")[0].lower()
    share = int(hashlib.sha256(f"prfaq:{owner}".encode()).hexdigest()[:8], 16) % 100
    return "train" if share < 66 else "dev" if share < 83 else "test"


def entries(file: Path = FILE) -> list[Entry]:
    """Return the drafts of the manifest, in order."""
    return [Entry(**json.loads(line)) for line in file.read_text(encoding="utf-8").split("\n") if line]


def write(drafts: Iterable[Entry], file: Path = FILE) -> None:
    """Write the manifest, sorted by split and id."""
    ordered = sorted(drafts, key=lambda entry: (SPLITS.index(entry.split), entry.id))
    text = "".join(json.dumps(entry._asdict(), ensure_ascii=False) + "\n" for entry in ordered)
    file.write_text(text, encoding="utf-8", newline="\n")


def own(draft: Path) -> Entry:
    """Return the entry of one of our own drafts."""
    return Entry(draft.stem, "", f"drafts/{draft.name}", "", fingerprint(draft), "own")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def text_of(path: Path) -> str:
    """Return the text of a draft with its original line endings."""
    return path.read_bytes().decode("utf-8", errors="replace")


def find(drafts: Iterable[Entry], folders: Iterable[Path]) -> dict[str, Path]:
    """Return the path of each draft's text by id, among our own drafts and all `*.md` files below the folders."""
    paths = [path for folder in (*folders, DRAFTS) for path in sorted(folder.rglob("*.md")) if path.is_file()]
    known = {fingerprint(path): path for path in reversed(paths)}
    return {entry.id: known[entry.sha256] for entry in drafts if entry.sha256 in known}
