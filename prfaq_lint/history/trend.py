"""The development of drafts from one commit to the next.

Every revision is checked with the current rules, the current configuration and the draft's current name, so that a
change in the table is a change in the text. The author is the one assessed: a fixed problem that came back suggests
a habit.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..configuration.schema import ConfigError
from ..diagnostic import SEVERITIES, Diagnostic
from ..result import FileResult, NotRead
from ..runner.files import SUFFIXES
from .difference import compare
from .repository import Commit, Repository, Revision, follow

if TYPE_CHECKING:
    from ..runner.cache import Cache
    from ..runner.run import Linters

VERSION = 1
"""The version of the JSON. Fields may be added without a new version; none is removed or changes its meaning."""

MOST_FINDINGS = 100
"""The maximum number of fixed or new findings listed for a revision; all are counted."""


class Count(NamedTuple):
    """The number of findings of one rule that a revision fixed or introduced."""

    rule: str
    group: str
    severity: str
    number: int

    def to_json(self) -> dict[str, Any]:
        """Return the count as a JSON object."""
        return {"rule": self.rule, "group": self.group, "severity": self.severity, "count": self.number}


@dataclass(frozen=True, slots=True)
class State:
    """The state of a draft after a commit."""

    commit: Commit
    path: str
    """The name at that time, relative to the top of the repository."""
    note: str
    """The reason why it was not checked; "" if it was."""
    type: str = ""
    verdicts: tuple[tuple[str, str], ...] = ()
    """A reviewer's three questions, each with `yes`, `partly` or `no`."""
    counts: tuple[int, int, int] = (0, 0, 0)
    """Errors, warnings and notes."""
    open: tuple[str, ...] = ()
    """The rules whose questions about the plan are open."""
    asked: int = 0
    """The number of questions about the plan."""
    fixed: tuple[Count, ...] = ()
    """The findings that are gone since the previous revision."""
    appeared: tuple[Count, ...] = ()
    """The findings that are new since the previous revision; empty for the first one."""

    @property
    def has_no_faq(self) -> bool:
        """Return whether the draft is a release alone, so that none of the questions could be asked."""
        return self.type == "pr-only" and not self.open

    def to_json(self) -> dict[str, Any]:
        """Return the state as a JSON object."""
        return {
            "commit": self.commit.name,
            "time": self.commit.time,
            "subject": self.commit.subject,
            "path": self.path,
            "read": not self.note,
            "note": self.note,
            "type": self.type,
            "verdicts": [{"question": question, "answer": answer} for question, answer in self.verdicts],
            **dict(zip(("errors", "warnings", "notes"), self.counts, strict=True)),
            "open_plan_questions": list(self.open),
            "plan_questions": self.asked,
            "fixed": [count.to_json() for count in self.fixed],
            "appeared": [count.to_json() for count in self.appeared],
        }


class Return(NamedTuple):
    """A rule whose findings disappeared from a draft and came back."""

    rule: str
    group: str
    times: int
    """The number of times that it came back."""
    commits: tuple[str, ...]
    """The commits in which it came back."""


@dataclass(frozen=True, slots=True)
class History:
    """A draft with its revisions, the earliest first."""

    path: str
    """The current name of the draft, relative to the top of the repository."""
    states: tuple[State, ...]
    returns: tuple[Return, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the history as a JSON object."""
        return {
            "path": self.path,
            "revisions": [state.to_json() for state in self.states],
            "returning": [{**one._asdict(), "commits": list(one.commits)} for one in self.returns],
        }


@dataclass(frozen=True, slots=True)
class Trend:
    """The histories of drafts."""

    drafts: tuple[History, ...]
    shallow: bool
    """True if the repository was cloned with a truncated history."""
    since: str = ""
    """The commit that it begins with; "" for the whole history."""

    @property
    def returning(self) -> list[tuple[str, str, int, list[str]]]:
        """Return the rules whose findings came back, the most frequent first.

        Each is returned with its group, the number of returns and the drafts.
        """
        times: Counter[str] = Counter()
        groups: dict[str, str] = {}
        places: dict[str, list[str]] = {}
        for draft in self.drafts:
            for one in draft.returns:
                times[one.rule] += one.times
                groups[one.rule] = one.group
                places.setdefault(one.rule, []).append(draft.path)
        order = sorted(times, key=lambda rule: (-times[rule], rule))
        return [(rule, groups[rule], times[rule], places[rule]) for rule in order]

    def to_json(self) -> dict[str, Any]:
        """Return the trend as the documented JSON object."""
        return {
            "version": VERSION,
            "since": self.since,
            "shallow": self.shallow,
            "drafts": [draft.to_json() for draft in self.drafts],
            "returning": [
                {"rule": rule, "group": group, "times": times, "drafts": drafts}
                for rule, group, times, drafts in self.returning
            ],
        }


def trend(path: str, linters: Linters, since: str = "", cache: Cache | None = None, jobs: int = 0) -> Trend:
    """Return the histories of the drafts at or below a path.

    Args:
        path: A draft or a folder in a git repository.
        linters: The linters that check the revisions.
        since: A git revision; the history begins with the drafts as they were there.
        cache: The cache that keeps results, so that each text is checked once.
        jobs: As for `runner.run.check`.

    Raises:
        ConfigError: If there is no history: no repository, no commit, no draft, or no such revision.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise ConfigError(f"{path}: no such file or folder")
    repository = Repository(folder)
    start = repository.commit(since) if since else ""
    drafts = {
        name: blob
        for name, blob in repository.drafts(path).items()
        if not (
            name != repository.inside(path)
            and linters.configs.above(_here(repository, name)).excludes(_here(repository, name))
        )
    }
    if not drafts:
        raise ConfigError(f"{path}: no draft here that is in the last commit")
    every = not all(name.lower().endswith(SUFFIXES) for name in drafts)
    found = follow(repository.history(start, every), drafts)
    revisions = {
        name: _with_start(repository, start, drafts[name], *found[name]) if start else found[name][0] for name in drafts
    }
    results = _judged(repository, revisions, linters, cache, jobs)
    return Trend(tuple(_history(name, revisions[name], results) for name in drafts), repository.shallow, start)


def _here(repository: Repository, name: str) -> str:
    """Return a draft's path as used in the rest of the program: relative to the current folder if it is below it."""
    full = os.path.join(repository.top, *name.split("/"))
    short = os.path.relpath(full, os.path.realpath(os.getcwd()))
    return full if short.split(os.sep)[0] == os.pardir else short


def _with_start(
    repository: Repository, start: str, blob: str, revisions: list[Revision], name: str, before: str
) -> list[Revision]:
    """Return the revisions, preceded by the draft as of the commit that the history begins with, if it existed."""
    first = before if revisions else blob
    if not first.strip("0"):
        return revisions
    return [Revision(repository.about(start), name, first), *revisions]


Judged = dict[tuple[str, str], FileResult | NotRead]
"""The result of each draft and blob."""


def _judged(
    repository: Repository, revisions: dict[str, list[Revision]], linters: Linters, cache: Cache | None, jobs: int
) -> Judged:
    """Lint each text once."""
    from contextlib import closing

    from ..document.source import too_large
    from ..runner.run import lint_texts

    order = list(dict.fromkeys((name, one.blob) for name, states in revisions.items() for one in states))
    paths = {name: _here(repository, name) for name in revisions}
    most = max((linters.max_bytes(path) for path in paths.values()), default=0)

    def contents() -> Iterator[tuple[str, bytes] | NotRead]:
        with closing(repository.texts((blob for _, blob in order), most)) as texts:  # type: ignore[type-var]
            for (name, _), (_, data) in zip(order, texts, strict=True):
                path = paths[name]
                limit = linters.max_bytes(path)
                if data is None or len(data) > limit:
                    yield NotRead(path, f"{too_large(limit)}, or missing in this clone")
                else:
                    yield path, data

    with closing(lint_texts(contents(), linters, cache=cache, jobs=jobs)) as outcomes:
        return dict(zip(order, outcomes, strict=True))


def _history(name: str, revisions: Sequence[Revision], results: Judged) -> History:
    states: list[State] = []
    before: FileResult | None = None
    for one in revisions:
        outcome = results[name, one.blob]
        if isinstance(outcome, NotRead):
            states.append(State(one.commit, one.path, outcome.why))
            continue
        change = compare(before, outcome) if before else None
        states.append(
            State(
                one.commit,
                one.path,
                "",
                outcome.type,
                tuple((answer.question, answer.answer) for answer in outcome.questions),
                _counts(outcome.diagnostics),
                tuple(question.rule for question in outcome.plan),
                outcome.plan_size,
                _by_rule(change.fixed) if change else (),
                _by_rule(change.appeared) if change else (),
            )
        )
        before = outcome
    return History(name, tuple(states), tuple(_returns(name, revisions, results)))


def _counts(found: Sequence[Diagnostic]) -> tuple[int, int, int]:
    counts = Counter(one.severity for one in found)
    errors, warnings, notes = (counts[severity] for severity in SEVERITIES)
    return errors, warnings, notes


def _by_rule(found: Sequence[Diagnostic]) -> tuple[Count, ...]:
    counts = Counter((one.rule, one.group, one.severity) for one in found)
    order = sorted(counts, key=lambda key: (SEVERITIES.index(key[2]), key[0]))
    return tuple(Count(*key, counts[key]) for key in order[:MOST_FINDINGS])


def _returns(name: str, revisions: Sequence[Revision], results: Judged) -> Iterator[Return]:
    """Yield the rules that a draft stopped breaking and later broke again, the most frequent first."""
    broken: set[str] = set()
    gone: set[str] = set()
    groups: dict[str, str] = {}
    back: dict[str, list[str]] = {}
    for one in revisions:
        outcome = results[name, one.blob]
        if isinstance(outcome, NotRead):
            continue
        now = {found.rule: found.group for found in outcome.diagnostics}
        groups.update(now)
        for rule in sorted(gone & now.keys()):
            back.setdefault(rule, []).append(one.commit.name)
        gone = (gone | broken) - now.keys()
        broken = set(now)
    for rule in sorted(back, key=lambda rule: (-len(back[rule]), rule)):
        yield Return(rule, groups[rule], len(back[rule]), tuple(back[rule]))
