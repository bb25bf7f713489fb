"""The outline of a draft for the editor: its parts and questions, and its folding ranges."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from ..document.source import Span
from ..outline.model import Outline
from ..safe import safe_text
from .analysis import Analysis

MOST = 2000
"""The maximum number of symbols or ranges returned."""
_TITLES = {"external": "External FAQ", "internal": "Internal FAQ"}
_LONGEST = 120


def symbols(analysis: Analysis) -> list[types.DocumentSymbol]:
    """Return the parts of the release and the questions of each audience, as a tree."""
    outline = analysis.outline
    if not outline:
        return []
    place = _Places(analysis, outline)
    groups = []
    parts = [
        place.symbol(_name(part.part), part.found_by, types.SymbolKind.Field, place.span(part.start, part.end))
        for part in outline.parts[:MOST]
    ]
    if parts:
        groups.append(_group("Press release", types.SymbolKind.Package, parts))
    for audience, title in _TITLES.items():
        asked = [
            place.symbol(
                question.text,
                "" if question.answered else "not answered",
                types.SymbolKind.Method,
                place.span(question.start, question.end),
                place.span(*question.heading),
            )
            for question in outline.questions[:MOST]
            if question.audience == audience
        ]
        if asked:
            groups.append(_group(title, types.SymbolKind.Class, asked))
    return groups


def flat(analysis: Analysis) -> list[types.SymbolInformation]:
    """Return the symbols as a list, for editors that do not support a tree."""
    return [
        types.SymbolInformation(
            types.Location(analysis.uri, child.range), child.name, child.kind, container_name=group.name
        )
        for group in symbols(analysis)
        for child in group.children or ()
    ]


def foldings(analysis: Analysis) -> list[types.FoldingRange]:
    """Return the folding ranges: front matter, sections, questions and comments of several lines."""
    outline = analysis.outline
    if not outline:
        return []
    document = outline.document
    found: dict[tuple[int, int], types.FoldingRangeKind | None] = {}
    if document.front_lines > 1:
        found[0, document.front_lines - 1] = types.FoldingRangeKind.Region
    for span in document.comments:
        first, last = document.source.line_of(span.start), document.source.line_of(max(span.start, span.end - 1))
        found[first - 1, last - 1] = types.FoldingRangeKind.Comment
    for first, last in (*_sections(outline), *_answers(outline)):
        while last > first and not document.source.line(last).strip():
            last -= 1
        found.setdefault((first - 1, last - 1), None)
    ranges = sorted((first, last, kind) for (first, last), kind in found.items() if last > first)
    return [types.FoldingRange(first, last, kind=kind) for first, last, kind in ranges[:MOST]]


def _sections(outline: Outline) -> Iterator[tuple[int, int]]:
    """Yield the lines from each heading to the next one of the same or a higher level."""
    document = outline.document
    opened: list[tuple[int, int]] = []
    for unit in outline.units:
        if unit.kind != "heading" or unit.level > 7:
            continue
        line = document.lines(unit.start, unit.end)[0]
        while opened and opened[-1][1] >= unit.level:
            yield opened.pop()[0], line - 1
        opened.append((line, unit.level))
    for line, _ in opened:
        yield line, len(document.source)


def _answers(outline: Outline) -> Iterator[tuple[int, int]]:
    for question in outline.questions:
        yield outline.document.lines(question.start, question.end)


def _name(part: str) -> str:
    return part.replace("_", " ").capitalize()


class _Places:
    """Positions of an outline's items in the editor's text."""

    def __init__(self, analysis: Analysis, outline: Outline) -> None:
        self._text = analysis.text
        self._document = outline.document
        self._shift = len(analysis.text.text) - len(outline.document.source.text)

    def span(self, start: int, end: int) -> Span:
        return self._document.span(start, max(end, start + 1))

    def symbol(
        self, name: str, detail: str, kind: types.SymbolKind, span: Span, head: Span | None = None
    ) -> types.DocumentSymbol:
        """Return a symbol; `head` is the range inside `span` that the editor selects."""
        chosen = head or span
        start, end = span.start + self._shift, span.end + self._shift
        first = max(start, min(chosen.start + self._shift, end))
        last = max(first, min(chosen.end + self._shift, end))
        shown = " ".join(safe_text(name).split()) or "?"
        return types.DocumentSymbol(
            name=shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…",
            kind=kind,
            range=self._text.range(start, end),
            selection_range=self._text.range(first, last),
            detail=detail or None,
        )


def _group(name: str, kind: types.SymbolKind, children: list[types.DocumentSymbol]) -> types.DocumentSymbol:
    def key(place: types.Position) -> tuple[int, int]:
        return place.line, place.character

    start = min((child.range.start for child in children), key=key)
    end = max((child.range.end for child in children), key=key)
    return types.DocumentSymbol(name, kind, types.Range(start, end), children[0].selection_range, children=children)
