"""The text of a Word document: its paragraphs and tables, with tracked changes accepted and without comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..source import UnreadableDraft
from .archive import Archive
from .blocks import Paragraph, Run, Table, paragraphs
from .numbering import Numbering
from .styles import Style, Styles
from .xml import attribute, find, name_of, switch, to_int

_MOST_LEVELS = 9
_MOST_SPANNED = 63

_ADDED = frozenset(("ins", "moveTo"))
_REMOVED = frozenset(("del", "moveFrom"))
_CHANGES = _ADDED | _REMOVED
_WRAPPERS = frozenset(("sdt", "sdtContent", "smartTag", "customXml"))
_RUN_WRAPPERS = _WRAPPERS | {"fldSimple", "dir", "bdo", "oMath", "oMathPara"}

_QUOTE_STYLES = frozenset(("quote", "intense quote", "block text", "quotations"))
_CODE_BLOCK_STYLES = frozenset(("source code", "html preformatted", "preformatted text", "macro text"))
_CODE_STYLES = frozenset(
    ("verbatim char", "html code", "html keyboard", "html typewriter", "source text", "source_text")
)
_CONTENTS_STYLE = re.compile(r"(?:toc|table of figures|contents) ?(?:\d|heading)?")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\\]{1,2000}", re.IGNORECASE)
_CLEAN = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ") | dict.fromkeys((*range(9), *range(14, 32), 127))
"""A space for each tab and line end in a text, which Word shows like one, and nothing for control characters."""

_NOTES = {
    "tracked change": "read as if accepted",
    "comment": "not read",
    "footnote": "not read",
    "embedded document": "not read",
}
_REFERENCES = {"commentReference": "comment", "footnoteReference": "footnote", "endnoteReference": "footnote"}


class Body:
    """The text of a document, read once from its beginning to its end."""

    def __init__(self, archive: Archive) -> None:
        root = archive.part(archive.main)
        self._body = find(root, "body") if root is not None and name_of(root) == "document" else None
        if self._body is None:
            raise UnreadableDraft("is not a Word document despite its name")
        self._links = archive.links
        self._styles = Styles(archive.related("/styles"))
        self._numbering = Numbering(archive.related("/numbering"), self._styles)
        self._noted: Counter[str] = Counter()
        self._waiting: list[Run] = []
        """The runs of a paragraph whose end was deleted: they belong to the next one."""
        self._boxes: list[Any] = []
        """The text boxes in the current paragraph, which follow it."""

    def blocks(self) -> Iterator[Paragraph | Table]:
        """Yield the paragraphs and tables of the document."""
        yield from self._in(self._body)
        if self._waiting:
            yield Paragraph("paragraph", self._waiting)

    def notes(self) -> tuple[str, ...]:
        """Return what was not read exactly as it is in the document, one line each."""
        return tuple(
            f"{count} {what}{'' if count == 1 else 's'} {how}"
            for what, how in _NOTES.items()
            if (count := self._noted[what])
        )

    def _in(self, container: Any) -> Iterator[Paragraph | Table]:
        for element in container:
            name = name_of(element)
            self._noted["tracked change"] += name in _CHANGES
            if name == "p":
                yield from self._paragraph(element)
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._in(box)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _ADDED or (name in _WRAPPERS and not _is_contents(element)):
                yield from self._in(element)
            elif name == "altChunk":
                self._noted["embedded document"] += 1

    def _paragraph(self, element: Any) -> Iterator[Paragraph]:
        properties = find(element, "pPr")
        style = self._styles.get(attribute(find(properties, "pStyle")) or self._styles.default)
        runs = list(self._runs(element, style, ""))
        changes = {kind for kind in _CHANGES if find(properties, "rPr", kind) is not None}
        self._noted["tracked change"] += len(changes)
        if changes & _REMOVED:
            self._waiting += runs
            return
        runs, self._waiting = [*self._waiting, *runs], []
        if style.names and _CONTENTS_STYLE.fullmatch(style.names[0]):
            return
        paragraph = self._of_its_kind(element, style, runs)
        if paragraph.kind == "rule" or not _is_blank(runs):
            yield paragraph

    def _of_its_kind(self, element: Any, style: Style, runs: list[Run]) -> Paragraph:
        """Return a paragraph with its kind; a list counts its empty items too."""
        properties = find(element, "pPr")
        outline = to_int(attribute(find(properties, "outlineLvl")), style.outline)
        list_id = attribute(find(properties, "numPr", "numId")) or style.list_id
        level = min(to_int(attribute(find(properties, "numPr", "ilvl")), style.list_level), _MOST_LEVELS - 1)
        depth = max(level, style.named_level)
        kind, number = self._numbering.next(list_id, level) if list_id and list_id != "0" else ("", 0)
        if 0 <= outline < _MOST_LEVELS:
            return Paragraph("heading", [run._replace(bold=False, italic=False) for run in runs], min(outline + 1, 6))
        if not _CODE_BLOCK_STYLES.isdisjoint(style.names):
            return Paragraph("code", runs)
        if kind == "none":
            return Paragraph("none", runs, depth)
        if kind:
            return Paragraph("item", runs, depth, "-" if kind == "bullet" else f"{number}.")
        if not _QUOTE_STYLES.isdisjoint(style.names):
            return Paragraph("quote", runs)
        if _is_blank(runs) and _is_rule(element, style):
            return Paragraph("rule", [])
        return Paragraph("paragraph", runs)

    def _runs(self, element: Any, style: Style, link: str) -> Iterator[Run]:
        """Yield the text of a paragraph or of a part of it."""
        for child in element:
            name = name_of(child)
            self._noted["tracked change"] += name in _CHANGES
            if name == "r":
                yield from self._run(child, style, link)
            elif name in _ADDED or name in _RUN_WRAPPERS:
                yield from self._runs(child, style, link)
            elif name == "hyperlink":
                address = _ADDRESS.fullmatch(self._links.get(attribute(child, "id"), ""))
                yield from self._runs(child, style, address[0] if address else "")
            elif name == "AlternateContent" and (choice := find(child, "Choice")) is not None:
                yield from self._runs(choice, style, link)

    def _run(self, element: Any, outer: Style, link: str) -> Iterator[Run]:
        properties = find(element, "rPr")
        style = self._styles.get(attribute(find(properties, "rStyle")))

        def is_on(kind: str, *inherited: bool | None) -> bool:
            return next((value for value in (switch(find(properties, kind)), *inherited) if value is not None), False)

        for child in element:
            if noted := _REFERENCES.get(name_of(child)):
                self._noted[noted] += 1
        text = "" if is_on("vanish", style.hidden, outer.hidden) else "".join(self._words(element))
        if text:
            bold, italic = is_on("b", style.bold, outer.bold), is_on("i", style.italic, outer.italic)
            yield Run(text, bold, italic, not _CODE_STYLES.isdisjoint(style.names), link)

    def _words(self, element: Any) -> Iterator[str]:
        """Yield the characters of a run, with line breaks as line feeds."""
        for child in element:
            name = name_of(child)
            if name == "t":
                yield (child.text or "").translate(_CLEAN)
            elif name in ("tab", "ptab"):
                yield " "
            elif name in ("br", "cr"):
                yield "\n" if attribute(child, "type") in ("", "textWrapping") else " "
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "AlternateContent" and (choice := find(child, "Choice")) is not None:
                self._boxes += _text_boxes(choice)
            elif name in ("drawing", "pict"):
                self._boxes += _text_boxes(child)

    def _table(self, element: Any) -> Iterator[Paragraph | Table]:
        rows = []
        for row in _unwrapped(element, "tr"):
            changes = {kind for kind in ("ins", "del") if find(row, "trPr", kind) is not None}
            self._noted["tracked change"] += len(changes)
            if "del" not in changes:
                rows.append([cell for one in _unwrapped(row, "tc") for cell in self._cells(one)])
        if all(sum(map(bool, cells)) <= 1 for cells in rows):
            # A frame around text, not a table.
            yield from paragraphs(Table(rows))
        else:
            yield Table(rows)

    def _cells(self, element: Any) -> list[list[Paragraph]]:
        """Return the paragraphs of a cell, and an empty cell for each further column that it spans."""
        merged = find(element, "tcPr", "vMerge")
        is_merged = merged is not None and attribute(merged) != "restart"
        cell = [] if is_merged else [one for block in self._in(element) for one in paragraphs(block)]
        columns = to_int(attribute(find(element, "tcPr", "gridSpan")), 1)
        return [cell, *([] for _ in range(min(columns, _MOST_SPANNED) - 1))]


def _unwrapped(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, including wrapped ones."""
    for child in element:
        if name_of(child) == name:
            yield child
        elif name_of(child) in _WRAPPERS | _ADDED:
            yield from _unwrapped(child, name)


def _text_boxes(element: Any) -> Iterator[Any]:
    """Yield the contents of the text boxes in a drawing; an outer box includes its inner ones."""
    for child in element:
        if name_of(child) == "txbxContent":
            yield child
        elif name_of(child) != "Fallback":
            yield from _text_boxes(child)


def _is_blank(runs: list[Run]) -> bool:
    return not any(run.text.strip() for run in runs)


def _is_contents(element: Any) -> bool:
    """Return whether this is a table of contents."""
    gallery = find(element, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery).lower() == "table of contents"


def _is_rule(element: Any, style: Style) -> bool:
    """Return whether an empty paragraph is a line across the page."""
    if "horizontal line" in style.names or find(element, "pPr", "pBdr", "bottom") is not None:
        return True
    return any(attribute(shape, "hr") in ("t", "true") for shape in element.iter() if name_of(shape) == "rect")
