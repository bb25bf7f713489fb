"""Promises in the release that the answers rule out, or admit may fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from ..base import Check, Problem, check
from ..matching import Phrases
from .amounts import Amount
from .statements import Facts, Statement, both_sides, content, cue, facts, holding, stem, words
from .wording import problem_at

if TYPE_CHECKING:
    from ...outline import Outline

_PROMISES = ("headline", "subheadline", "summary", "solution", "getting_started", "call_to_action", "release")
_ITEMS = re.compile(r",\s*(?:and |or |nor )?|\s+(?:and|or|nor)\s+|/")
_STOP = re.compile(r"[.;:!?()—–]")
_AFTER = 40
"""The number of characters after “if” or “may” that are searched for a failure."""

_TRAILING = re.compile(r"\b(?:support|features?|version|mode|integrations?)\W*$", re.IGNORECASE)
_ON_TIME = re.compile(r"\bon[ -]time\b")
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’]*")
_TURN = re.compile(r"[.;:!?()—–]|\b(?:but|while|because|although|so|yet)\b")
_POINTS_BACK = re.compile(r"\b(?:it|this|that|they|which|who)\s*$", re.IGNORECASE)
EXCLUDING = Phrases(
    tuple(
        "not n't donot doesnot willnot isnot arenot no out cut dropped exclude excluded postpone postponed defer deferred "
        "planned roadmap come comes arrive arrives follow follows wait waits".split()
    )
)
"""Every sentence that says something is left out contains one of these words."""

ABSOLUTE = Phrases(
    (
        *"never always guarantee guarantees guaranteed 100 100percent zero no instant instantly immediately".split(),
        "every time",
        "without fail",
        "not a single",
    )
)
"""Every unconditional promise contains one of these phrases."""

_MOST_ITEMS = 6
_PLACES = 40
"""The number of occurrences of one word in the release that are examined."""


def _place(start: int, end: int) -> Amount:
    return Amount(start, end, 0, 0, "words", "", "", "", "")


@check
def promised_but_left_out() -> Check:
    """Report something that the release promises although an answer says that it is left out."""

    def run(outline: Outline) -> Iterator[Problem]:
        draft = facts(outline)
        promises = _Promises(draft)
        names = {stem(word) for name in outline.product_names for word in name.split()}
        told: set[str] = set()
        for here in holding(outline, draft.answers, EXCLUDING):
            for start, end, verb in _left_out(here, outline.product_names):
                item = here.masked[start:end]
                wanted = [one for one in content(here.lower[start:end]) if one not in names]
                if verb and len(wanted) > 2 and wanted[0] in _light_stems():
                    wanted = wanted[1:]
                elif verb and len(wanted) < 2:
                    continue
                if len(wanted) > 1 and _TRAILING.search(item):
                    wanted = wanted[:-1]
                key = " ".join(wanted)
                if not wanted or key in told or any(map(str.isdigit, item)) or _vague(item, wanted):
                    continue
                found = promises.of(wanted)
                if found:
                    told.add(key)
                    there, first, last = found
                    yield problem_at(outline, here, _place(start, end), there, _place(first, last))

    return Check(run, (EXCLUDING,), english=True, applies=both_sides)


class _Promises:
    """The promises in the release, indexed only by the words that an answer leaves out."""

    def __init__(self, draft: Facts) -> None:
        self._draft = draft
        self._places: dict[str, list[tuple[Statement, list[tuple[str, int, int]], int]]] = {}

    def of(self, wanted: list[str]) -> tuple[Statement, int, int] | None:
        """Return a promise with these stems next to each other, in any order, and its range; None if there is none."""
        first = wanted[0]
        if first not in self._places:
            self._places[first] = list(islice(self._read(first), _PLACES))
        for statement, stems, number in self._places[first]:
            window = stems[max(0, number - len(wanted)) : number + len(wanted) + 1]
            have = {one for one, _, _ in window}
            if have.issuperset(wanted):
                hits = [(start, end) for one, start, end in window if one in wanted]
                begin, end = min(start for start, _ in hits), max(end for _, end in hits)
                named = statement.masked[begin].isupper()
                if len(wanted) > 1 or named or cue("offers").search(statement.around(begin, end)):
                    return statement, begin, end
        return None

    def _read(self, wanted: str) -> Iterator[tuple[Statement, list[tuple[str, int, int]], int]]:
        """Yield each promise with a stem: the statement, its stems with their ranges, and the index of the stem."""
        for statement in self._by_stem.get(wanted, ()):
            if not cue("no_promise").search(statement.lower):
                stems = _stems(statement.masked)
                for number, (one, _, _) in enumerate(stems):
                    if one == wanted:
                        yield statement, stems, number

    @cached_property
    def _by_stem(self) -> dict[str, list[Statement]]:
        index: dict[str, list[Statement]] = {}
        for statement in self._draft.release:
            if statement.place in _PROMISES:
                for one in statement.stems:
                    index.setdefault(one, []).append(statement)
        return index


def _stems(text: str) -> list[tuple[str, int, int]]:
    """Return the stems of the content words in a text, each with its start and end."""
    small = words("small")
    return [
        (stem(found.group()), found.start(), found.end())
        for found in _LETTERS.finditer(text)
        if found.group().lower() not in small
    ]


def _vague(item: str, wanted: list[str]) -> bool:
    """Return whether the item that is left out is too general to be recognised elsewhere."""
    vague = _vague_stems()
    if len(wanted) > 5 or all(one in vague for one in wanted):
        return True
    return len(wanted) == 1 and (wanted[0] in vague or len(wanted[0]) < 3)


@cache
def _vague_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in words("vague_object"))


@cache
def _light_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in words("light_verbs"))


def _left_out(statement: Statement, names: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield the start and end of each item that a statement leaves out, and whether the item begins with a verb.

    A list yields one range for each of its items.
    """
    text, lower = statement.masked, statement.lower
    for verb, found in [
        *((False, found) for found in cue("left_out").finditer(lower)),
        *(
            (True, found)
            for found in cue("does_not").finditer(lower)
            if not cue("left_out").match(lower, found.start())
        ),
    ]:
        said = text[found.start() : found.end()]
        subject = said.split()[0]
        if _SUBJECT.match(said) and subject.lower() not in _OURS:
            if not any(subject in name.split() for name in names):
                continue  # about somebody else's product
        rest = lower[found.end() :]
        stop = min([m.start() for pattern in (_STOP, cue("cut_words")) if (m := pattern.search(rest))] or [len(rest)])
        if cue("no_exclusion").search(lower[: found.end() + stop]):
            continue
        for first, last in _split(text, found.end(), found.end() + min(stop, 160)):
            yield first, last, verb
    for found in cue("left_out_after").finditer(lower):
        lead = text[: found.start()]
        if cue("no_exclusion").search(lower[: found.start()]):
            continue
        starts = [m.end() for m in _TURN.finditer(lead)]
        start = max(starts[-1] if starts else 0, found.start() - 120)
        if not _POINTS_BACK.search(lead[start:]):
            for first, last in _split(text, start, found.start()):
                yield first, last, False


_SUBJECT = re.compile(r"[\w-]+ (?:do|does|will|can|has|offers|includes|comes)\b")
_OURS = frozenset("it we v1 1 one version release service app product tool launch".split())


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    cuts = [(m.start() + start, m.end() + start) for m in _ITEMS.finditer(text[start:end])]
    for count, (stop, following) in enumerate([*cuts, (end, end)]):
        if count == _MOST_ITEMS:
            return
        item = text[at:stop]
        first = at + len(item) - len(item.lstrip())
        last = at + len(item.rstrip())
        if first < last:
            yield first, last
        at = following


@check
def promise_against_risk() -> Check:
    """Report an unconditional promise in the release that an answer admits may fail.

    The finding points at the promise, because the answer is honest.
    """

    def run(outline: Outline) -> Iterator[Problem]:
        draft = facts(outline)
        names = {stem(word) for name in outline.product_names for word in name.split()}
        promises = list(_absolute(holding(outline, draft.release, ABSOLUTE), names))
        admissions = _admissions(draft) if promises else {}
        for there, first, last, stems in promises:
            admitted = _admitted(stems, admissions, names)
            if admitted:
                here, match = admitted
                begin = here.clause(match.start(), match.end())[0]
                begin += len(here.masked[begin:]) - len(here.masked[begin:].lstrip())
                clause = there.masked[first:last]
                strip = len(clause) - len(clause.lstrip())
                yield problem_at(
                    outline,
                    there,
                    _place(first + strip, first + len(clause.rstrip())),
                    here,
                    _place(begin, len(here.text)),
                )
                return

    return Check(run, (ABSOLUTE,), english=True, applies=both_sides)


def _absolute(release: Sequence[Statement], names: set[str]) -> Iterator[tuple[Statement, int, int, list[str]]]:
    """Yield the clauses that promise something unconditionally, each with its statement, range and stems.

    Only clauses about one of the themes count.
    """
    for there in release:
        if there.quoted or there.place in ("problem", "dateline"):
            continue
        for absolute in cue("absolute").finditer(there.lower):
            if cue("no_promise").search(there.lower):
                break
            first, last = there.clause(absolute.start(), absolute.end())
            stems = [one for one in _theme_stems(there.lower[first:last]) if one not in names]
            if not _theme_words().keys().isdisjoint(stems):
                yield there, first, last, stems


def _admissions(draft: Facts) -> dict[str, list[tuple[Statement, re.Match[str]]]]:
    """Return, for each theme, the statements in answers that admit its bad side, with the match that shows it."""
    admissions: dict[str, list[tuple[Statement, re.Match[str]]]] = {}
    for here in draft.answers:
        if cue("absolute").search(here.lower):
            continue
        for found in islice(cue("admits").finditer(here.lower), _MOST_ITEMS):
            first = here.clause(found.start(), found.end())[0]
            last = here.clause(found.start(), min(len(here.text), found.end() + _AFTER))[1]
            for one in _admitted_themes(here.lower[first:last]):
                admissions.setdefault(one, []).append((here, found))
    return admissions


@cache
def _theme_words() -> dict[str, tuple[str, bool]]:
    """Return, for each stem, its theme and whether it is the bad side of it.

    For example, “late” and “on time” both belong to the theme `late`.
    """
    found = {}
    for group in sorted(words("themes")):
        bad, _, good = group.partition("|")
        for side in (good, bad):
            found.update({stem(word): (bad.split()[0], side is bad) for word in side.split()})
    return found


def _admitted_themes(text: str) -> set[str]:
    """Return the themes whose bad side a text admits: “late”, or “not on time”."""
    themes = _theme_words()
    denied = bool(cue("negated").search(text))
    return {themes[one][0] for one in _theme_stems(text) if one in themes and (themes[one][1] or denied)}


def _theme_stems(text: str) -> list[str]:
    return content(_ON_TIME.sub("punctual", text))


def _admitted(
    stems: list[str], admissions: dict[str, list[tuple[Statement, re.Match[str]]]], names: set[str]
) -> tuple[Statement, re.Match[str]] | None:
    """Return an answer that admits what a promise rules out, and the match in it; None if there is none.

    Both must have a theme in common, and also another content word, unless the promise is only about the theme.
    """
    themes = _theme_words()
    promised = set(stems)
    for one in stems:
        if one not in themes:
            continue
        theme = themes[one][0]
        for here, found in admissions.get(theme, ())[:_PLACES]:
            shared = (promised & here.stems) - names
            if {part for part in shared if themes.get(part, ("",))[0] != theme} or len(promised) == 1:
                return here, found
    return None
