"""Findings that a team has accepted for now, hidden until their text changes.

A finding is identified by its file, its rule, the text of its lines and, if that is repeated, its number; a finding
about the draft as a whole by its subject instead of the text. Line numbers are never used, because they change with
every edit above.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..configuration.files import Configs
from ..configuration.schema import ConfigError
from ..diagnostic import Diagnostic, identity
from ..document.source import LARGEST, Source, UnreadableDraft, read_document
from ..reader.labels import FACETS
from ..result import FileResult

VERSION = 1

USUAL = ".prfaq-lint-baseline.json"
"""The file that `check --write-baseline` writes if no other is named."""

MOVED = 0.5
"""The share of a deleted file's findings that must recur in a new file for it to count as renamed."""


class Entry(NamedTuple):
    """A known finding."""

    path: str
    """The path relative to the folder of the baseline, with slashes."""
    rule: str
    fingerprint: str


def fingerprints(diagnostics: Iterable[Diagnostic], source: Source) -> tuple[str, ...]:
    """Return the identities of the findings of a draft, in order; white space and line numbers are ignored."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for diagnostic in diagnostics:
        lines = map(source.quoted, range(diagnostic.line, diagnostic.end_line + 1))
        place = (diagnostic.rule, identity(diagnostic, " ".join(lines)))
        seen[place] += 1
        found.append(_fingerprint(*place, seen[place]))
    return tuple(found)


def _fingerprint(rule: str, identified: str, number: int = 1) -> str:
    text = "\0".join((rule, identified, str(number)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


_WITHOUT_FAQ = frozenset(
    _fingerprint(rule, f"\n{subject}")
    for rule, subject in (("missing-faq", "faq"), ("missing-internal-faq", "internal faq"))
)
"""The findings that say that a draft has no FAQ, or no internal one."""


def was_lacking(diagnostic: Diagnostic, fingerprint: str, known: Collection[str]) -> bool:
    """Return whether a draft has a known finding, or lacked a topic that it still lacks because it had no FAQ.

    Otherwise the first question of a new FAQ would bring up all topics that the FAQ does not cover yet.

    Args:
        diagnostic: The finding.
        fingerprint: Its identity; see `fingerprints`.
        known: The identities of the draft's known findings.
    """
    in_faq = diagnostic.subject in (*FACETS, "internal faq")
    return fingerprint in known or (in_faq and not _WITHOUT_FAQ.isdisjoint(known))


@dataclass
class Baseline:
    """The known findings in a file, and which of them occur in a run."""

    file: str
    entries: frozenset[Entry]
    met: set[Entry] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    """The former paths of drafts that were renamed, by their paths."""
    _checked: set[str] = field(default_factory=set)

    def without_known(self, results: Sequence[FileResult]) -> list[FileResult]:
        """Return results without the known findings; drafts may have been renamed."""
        paths = [_within(self.file, result.path) for result in results]
        self._checked.update(paths)
        self.moved = self._moves(dict(zip(paths, results, strict=True)))
        return [self._new(result, self.moved.get(path, path)) for result, path in zip(results, paths, strict=True)]

    def _new(self, result: FileResult, path: str) -> FileResult:
        """Return a result without the findings that are known for a path."""
        known = {entry.fingerprint: entry for entry in self.entries if entry.path == path}
        new = []
        for diagnostic, fingerprint in zip(result.diagnostics, result.fingerprints, strict=True):
            if fingerprint in known:
                self.met.add(known[fingerprint])
            elif not was_lacking(diagnostic, fingerprint, known):
                new.append((diagnostic, fingerprint))
        return result.with_only(new)

    def _moves(self, results: Mapping[str, FileResult]) -> dict[str, str]:
        """Return the former paths of renamed drafts, by their paths.

        A new file counts as a renamed one if at least the share `MOVED` of a deleted file's findings recur in it. Any two
        drafts can lack the same parts, so one of these findings has to concern the same text, unless the file has kept its
        name. Each deleted file is matched only once, with the most similar draft.
        """
        known: dict[str, set[Entry]] = {}
        for entry in self.entries:
            known.setdefault(entry.path, set()).add(entry)
        gone = [path for path in known if path != "-" and not self._exists(path)]
        new = [path for path in results if path != "-" and path not in known] if gone else []
        likeness = []
        for path in new:
            for old in gone:
                met = [
                    one
                    for one, fingerprint in zip(results[path].diagnostics, results[path].fingerprints, strict=True)
                    if Entry(old, one.rule, fingerprint) in known[old]
                ]
                named_alike = posixpath.basename(path) == posixpath.basename(old)
                alike = named_alike or any(not one.subject for one in met)
                if alike and len(met) >= MOVED * len(known[old]):
                    likeness.append((-len(met), old, path))
        moved: dict[str, str] = {}
        for _, old, path in sorted(likeness):
            if path not in moved and old not in moved.values():
                moved[path] = old
        return moved

    def summary(self, whole: bool = True) -> str:
        """Return how many findings are known, and what in the file is outdated after a `whole` run of all rules."""
        counted = f"{len(self.entries)} known finding{'' if len(self.entries) == 1 else 's'}"
        old = self.outdated(whole)
        advice = f", {' and '.join(old)} (update it with --write-baseline={self.file})" if old else ""
        return f"{self.file}: {counted}{advice}"

    def outdated(self, whole: bool = True) -> list[str]:
        """Return what in the file is outdated: findings that are gone, after a `whole` run, and renamed files."""
        return [
            *([f"{self.gone} no longer found"] if whole and self.gone else []),
            *([f"{len(self.moved)} file{'' if len(self.moved) == 1 else 's'} renamed"] if self.moved else []),
        ]

    @property
    def gone(self) -> int:
        """Return how many known findings did not occur again in the checked files or in deleted ones."""
        return sum(
            entry not in self.met and (entry.path in self._checked or not self._exists(entry.path))
            for entry in self.entries
        )

    def _exists(self, path: str) -> bool:
        """Return whether a path in the baseline leads to a file."""
        return os.path.exists(os.path.join(os.path.dirname(os.path.abspath(self.file)), path))


class Baselines:
    """The baselines of a run.

    Args:
        configs: The configurations, each of which can name a baseline.
        file: The baseline of all drafts; "" to use those of the configurations.
        ignored: Whether to ignore the baselines that configurations name.

    Raises:
        ConfigError: If a baseline cannot be read.
    """

    def __init__(self, configs: Configs, file: str = "", ignored: bool = False) -> None:
        self._configs = configs
        self._file = file
        self._ignored = ignored
        self.used: dict[str, Baseline] = {file: read(file)} if file else {}

    def of(self, path: str) -> str:
        """Return the file with the known findings of a draft, or ""."""
        return self._file or ("" if self._ignored else self._configs.above(path).baseline)

    def without_known(self, results: Sequence[FileResult]) -> list[FileResult]:
        """Return results without the known findings."""
        left = list(results)
        for file, places in grouped(results, self.of).items():
            if file:
                if file not in self.used:
                    self.used[file] = read(file)
                for at, new in zip(places, self.used[file].without_known([results[at] for at in places]), strict=True):
                    left[at] = new
        return left


def grouped(results: Sequence[FileResult], of: Callable[[str], str]) -> dict[str, list[int]]:
    """Return the positions of results by what `of` returns for their paths."""
    found: dict[str, list[int]] = {}
    for at, result in enumerate(results):
        found.setdefault(of(result.path), []).append(at)
    return found


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
