"""Checks and the problems they yield."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from inspect import Signature, signature
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from ..document.source import Span
from ..outline.model import Outline
from .matching import Patterns, Phrases


class Edit(NamedTuple):
    """A range of the source and its replacement. Unlike the offsets of a problem, these are source offsets."""

    start: int
    end: int
    text: str


class Problem(NamedTuple):
    """The place of a problem and the values that the rule's message can quote."""

    start: int
    """Prose offsets, like `end`."""
    end: int
    values: Mapping[str, str] = MappingProxyType({})
    variant: str = ""
    """The message of the page to use, if it has several."""
    severity: str = ""
    """The severity, or "" for the rule's own."""
    edits: tuple[Edit, ...] = ()
    """The fix, if exactly one change is correct. Either all of these edits are made or none."""
    span: Span | None = None
    """The place in the source if it is outside the prose; `start` and `end` are then ignored."""
    hint: str = ""
    """An alternative, added after the page's fix."""
    subject: str = ""
    """What the problem is about if that is the draft as a whole, such as a missing part.

    The place then only shows where to begin: the problem stays the same if the text there changes.
    """
    unless_set: bool = False
    """Whether `severity` applies only if no settings ask for the severity on the rule's page."""


@dataclass(frozen=True)
class Check:
    """A check with its parameters filled in."""

    run: Callable[[Outline], Iterable[Problem]]
    phrases: tuple[Phrases, ...] = ()
    patterns: tuple[Patterns, ...] = ()
    english: bool = False
    """Whether the check reads words, so that it has to be silent in other languages."""
    final: bool = False
    """Whether the check judges suppressions, so that it has to run after all others and cannot be suppressed."""
    applies: Callable[[Outline], bool] | None = None
    """Whether the check can apply to a document; None means always."""


Kind = Callable[..., Check]
"""A function with keyword-only parameters, which are filled in from the keys of a page."""

KINDS: dict[str, Kind] = {}
"""The built-in kinds by name."""

_Kind = TypeVar("_Kind", bound=Kind)


def kind(factory: _Kind) -> _Kind:
    """Register a function that returns a `Check`; the kind has its name, with hyphens."""
    KINDS[factory.__name__.replace("_", "-")] = factory
    return factory


def check(
    *,
    phrases: tuple[Phrases, ...] = (),
    english: bool = False,
    applies: Callable[[Outline], bool] | None = None,
) -> Callable[[Callable[..., Iterable[Problem]]], Kind]:
    """Register a function that takes an outline and yields problems; the kind has its name, with hyphens.

    Its keyword-only parameters are those that a page may set. The decorator's parameters are fields of `Check`.
    """

    def register(run: Callable[..., Iterable[Problem]]) -> Kind:
        def make(**parameters: Any) -> Check:
            return Check(partial(run, **parameters), phrases, english=english, applies=applies)

        make.__name__, make.__doc__ = run.__name__, run.__doc__
        own = list(signature(run).parameters.values())[1:]
        make.__signature__ = Signature(own)  # type: ignore[attr-defined]
        return kind(make)

    return register


_Found = TypeVar("_Found")


def once(work: Callable[[Outline], _Found]) -> Callable[[Outline], _Found]:
    """Compute a result only once for each outline, even if many checks need it.

    The result is stored on the outline, as with `cached_property`.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(outline: Outline) -> _Found:
        known = vars(outline)
        if name not in known:
            known[name] = work(outline)
        found: _Found = known[name]
        return found

    return kept


def whole_line(outline: Outline, offset: int = 0) -> tuple[int, int]:
    """Return where to report something that is missing: the first line of text at or after a prose offset."""
    prose = outline.document.prose
    start = offset
    while start < len(prose) and prose[start].isspace():
        start += 1
    end = prose.find("\n", start)
    return start, end if end >= 0 else len(prose)


def excerpt(outline: Outline, start: int, end: int, most: int = 70) -> str:
    """Return the prose of a range on one line, shortened to whole words, for use in quotation marks."""
    return _bare(shorten(outline.document.excerpt(start, end), most))


_QUOTATION_MARKS = frozenset('“”„«»"')


def _bare(text: str) -> str:
    """Remove the quotation marks around a text, or an unpaired one at either end."""
    if not text or (text[0] not in _QUOTATION_MARKS and text[-1] not in _QUOTATION_MARKS):
        return text
    marks = sum(map(_QUOTATION_MARKS.__contains__, text))
    if marks == 2 and text[0] in _QUOTATION_MARKS and text[-1] in _QUOTATION_MARKS:
        return text[1:-1]
    if marks % 2:
        return text[1:] if text[0] in _QUOTATION_MARKS else text[:-1]
    return text


def shorten(text: str, most: int = 80) -> str:
    """Shorten a text at a word boundary."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


def heading_of(outline: Outline, names: Iterable[str]) -> tuple[int, int] | None:
    """Return the range of the first heading that names one of these parts."""
    wanted: Any = set(names)
    for unit in outline.units:
        if unit.kind == "heading" and outline.sections.part(unit.text) in wanted:
            return unit.start, unit.end
    return None
