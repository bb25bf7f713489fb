"""Findings that a team has accepted for now, hidden until their text changes.

A finding is identified by its file, its rule, the text of its lines and, if that is repeated, its number. Line numbers
are never used, because they change with every edit above.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..configuration.schema import ConfigError
from ..diagnostic import Diagnostic
from ..document.source import LARGEST, Source, UnreadableDraft, read_document
from ..result import FileResult

VERSION = 1


class Entry(NamedTuple):
    """A known finding."""

    path: str
    """The path relative to the folder of the baseline, with slashes."""
    rule: str
    fingerprint: str


def fingerprints(diagnostics: Iterable[Diagnostic], source: Source) -> tuple[str, ...]:
    """Return the identities of findings, in order; white space and line numbers are ignored."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for diagnostic in diagnostics:
        lines = (source.quoted(number) for number in range(diagnostic.line, diagnostic.end_line + 1))
        place = (diagnostic.rule, " ".join(" ".join(lines).split()))
        seen[place] += 1
        text = "\0".join((*place, str(seen[place])))
        found.append(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest())
    return tuple(found)


@dataclass
class Baseline:
    """The known findings in a file, and which of them occur in a run."""

    file: str
    entries: frozenset[Entry]
    met: set[Entry] = field(default_factory=set)
    _checked: set[str] = field(default_factory=set)

    def without_known(self, result: FileResult) -> FileResult:
        """Return a result without the known findings."""
        path = _within(self.file, result.path)
        self._checked.add(path)
        new = []
        for diagnostic, fingerprint in zip(result.diagnostics, result.fingerprints, strict=True):
            entry = Entry(path, diagnostic.rule, fingerprint)
            if entry in self.entries:
                self.met.add(entry)
            else:
                new.append((diagnostic, fingerprint))
        return result.with_only(new)

    def summary(self, whole: bool = True) -> str:
        """Return how many findings are known and, after a `whole` run of all rules, how many of them are gone."""
        gone = (
            f", {self.gone} no longer found (remove them with --write-baseline={self.file})"
            if whole and self.gone
            else ""
        )
        return f"{self.file}: {len(self.entries)} known finding{'' if len(self.entries) == 1 else 's'}{gone}"

    @property
    def gone(self) -> int:
        """Return how many known findings did not occur again in the checked files or in deleted ones."""
        folder = os.path.dirname(os.path.abspath(self.file))
        return sum(
            entry not in self.met
            and (entry.path in self._checked or not os.path.exists(os.path.join(folder, entry.path)))
            for entry in self.entries
        )


def read(file: str) -> Baseline:
    """Read the baseline in a file.

    Raises:
        ConfigError: If it cannot be read.
    """
    try:
        data = json.loads(read_document(Path(file), LARGEST))
        if data["version"] != VERSION:
            raise ConfigError(
                f"{file}: has baseline version {data['version']}, but this program reads version {VERSION}"
            )
        entries = frozenset(
            Entry(str(one["path"]), str(one["rule"]), str(one["fingerprint"])) for one in data["findings"]
        )
    except UnreadableDraft as error:
        raise ConfigError(f"{file}: {error}") from None
    except ConfigError:
        raise
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigError(f"{file}: is not a baseline (create one with `check --write-baseline`)") from None
    return Baseline(file, entries)


def write(file: str, results: Sequence[FileResult]) -> int:
    """Write the findings of a run, keep those of unchecked files, and return the number of findings in the file.

    The file is replaced completely or not at all.

    Raises:
        ConfigError: If an existing file is not a baseline, or if it cannot be written.
    """
    checked = {_within(file, result.path) for result in results}
    folder = os.path.dirname(os.path.abspath(file))
    kept = {
        entry
        for entry in (read(file).entries if os.path.exists(file) else ())
        if entry.path not in checked and os.path.exists(os.path.join(folder, entry.path))
    }
    kept |= {
        Entry(_within(file, result.path), diagnostic.rule, fingerprint)
        for result in results
        for diagnostic, fingerprint in zip(result.diagnostics, result.fingerprints, strict=True)
    }
    data = {"version": VERSION, "findings": [entry._asdict() for entry in sorted(kept)]}
    from .output import NotWritten, save

    try:
        save(file, json.dumps(data, indent=1) + "\n")
    except NotWritten as error:
        raise ConfigError(f"{file}: {error}") from None
    return len(kept)


def _within(file: str, path: str) -> str:
    """Return a draft's path as written in a baseline."""
    if path == "-":
        return path
    return os.path.relpath(path, os.path.dirname(os.path.abspath(file))).replace(os.sep, "/")
