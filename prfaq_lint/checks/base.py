"""What a check is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from .matching import Patterns, Phrases

if TYPE_CHECKING:
    from ..document import Span
    from ..outline import Outline


class Edit(NamedTuple):
    """A range of the source, and what to put in its place. Unlike a problem's place, these are source offsets."""

    start: int
    end: int
    text: str


class Problem(NamedTuple):
    """Where something is wrong, and the values that the rule's message may quote."""

    start: int
    """Prose offsets."""
    end: int
    values: Mapping[str, str] = MappingProxyType({})
    variant: str = ""
    """Which of the page's messages applies, where it has several."""
    severity: str = ""
    """"" for the rule's own."""
    edits: tuple[Edit, ...] = ()
    """What fixes it, where exactly one change is right; all of them or none are made."""
    span: Span | None = None
    """Its place in the source, where that is no prose; `start` and `end` are then of no account."""
    hint: str = ""
    """What else would do, said behind the page's fix."""


@dataclass(frozen=True)
class Check:
    """A check with its parameters filled in."""

    run: Callable[[Outline], Iterable[Problem]]
    phrases: tuple[Phrases, ...] = ()
    patterns: tuple[Patterns, ...] = ()
    english: bool = False
    """Whether it reads words, so that it must be quiet in other languages."""
    final: bool = False
    """Whether it judges the suppressions, so that it must run after all others and cannot be suppressed."""
    applies: Callable[[Outline], bool] | None = None
    """Whether it can say anything about a document; None for always."""


Kind = Callable[..., Check]
"""A function of keyword-only parameters, which a page's keys fill in."""

KINDS: dict[str, Kind] = {}
"""The built-in kinds by name."""

_Kind = TypeVar("_Kind", bound=Kind)


@overload
def check(name: _Kind) -> _Kind: ...
@overload
def check(name: str) -> Callable[[_Kind], _Kind]: ...
def check(name: Any) -> Any:
    """Register a function as a kind of check: `@check` under the function's own name with hyphens, or `@check("name")`."""
    if isinstance(name, str):

        def register(kind: _Kind) -> _Kind:
            KINDS[name] = kind
            return kind

        return register
    KINDS[name.__name__.replace("_", "-")] = name
    return name


_Found = TypeVar("_Found")


def once(work: Callable[[Outline], _Found]) -> Callable[[Outline], _Found]:
    """A function that works once for each outline, though many checks call it: the result is kept with the outline, as a
    `cached_property` would keep it."""
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
    """A place for a finding about something that is absent: the first line of text at or after a prose offset."""
    prose = outline.document.prose
    start = offset
    while start < len(prose) and prose[start].isspace():
        start += 1
    end = prose.find("\n", start)
    return start, end if end >= 0 else len(prose)


def excerpt(outline: Outline, start: int, end: int, most: int = 70) -> str:
    """The prose of a range, on one line, shortened to whole words, for a message that sets it in quotation marks."""
    return _bare(shorten(outline.document.excerpt(start, end), most))


_QUOTES = frozenset('“”„«»"')


def _bare(text: str) -> str:
    """A text without the quotation mark that begins or ends it where its partner is missing, and without both at its ends."""
    if not text or (text[0] not in _QUOTES and text[-1] not in _QUOTES):
        return text
    marks = sum(map(_QUOTES.__contains__, text))
    if marks == 2 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return text[1:-1]
    if marks % 2:
        return text[1:] if text[0] in _QUOTES else text[:-1]
    return text


def shorten(text: str, most: int = 80) -> str:
    """A text on one line, cut after a whole word."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


def heading_of(outline: Outline, names: Iterable[str]) -> tuple[int, int] | None:
    """The first heading that names one of these parts."""
    wanted: Any = set(names)
    for unit in outline.units:
        if unit.kind == "heading" and outline.sections.part(unit.text) in wanted:
            return unit.start, unit.end
    return None
