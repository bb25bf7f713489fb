"""The styles of a Word document."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .xml import attribute, children, find, switch, to_int

_HEADING = re.compile(r"heading (\d)")
_LIST_LEVEL = re.compile(r"list (?:bullet|number|continue) (\d)")
_LONGEST_CHAIN = 20


class Style(NamedTuple):
    """The properties of a style, including inherited ones."""

    names: tuple[str, ...] = ()
    """Its own name and those of the styles that it is based on, in lower case."""
    outline: int = -1
    """The level of the heading that it makes, from 0."""
    list_id: str = ""
    list_level: int = 0
    """The level in the list, from 0."""
    named_level: int = 0
    """The level in its name, from 0: each level may have its own list."""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._known: dict[str, Style] = {}
        self.default = ""
        """The style of paragraphs that do not name one."""
        for element in children(root, "style"):
            style_id = attribute(element, "styleId")
            self._elements.setdefault(style_id, element)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self.default = self.default or style_id

    def get(self, style_id: str) -> Style:
        """Return the properties of a style; the defaults if there is no such style."""
        if style_id not in self._known:
            chain: list[str] = []
            base = style_id
            while base in self._elements and base not in chain and len(chain) < _LONGEST_CHAIN:
                chain.append(base)
                base = attribute(find(self._elements[base], "basedOn"))
            style = Style()
            for name in reversed(chain):
                style = _inherit(style, name, self._elements[name])
            self._known[style_id] = style
        return self._known[style_id]


def _inherit(base: Style, style_id: str, element: Any) -> Style:
    """Return the properties of a style that is based on another one."""
    paragraph, run = find(element, "pPr"), find(element, "rPr")
    name = attribute(find(element, "name")).lower() or style_id.lower()
    level = attribute(find(paragraph, "outlineLvl"))
    heading = _HEADING.fullmatch(name)
    listed = _LIST_LEVEL.fullmatch(name)
    bold, italic, hidden = (switch(find(run, kind)) for kind in ("b", "i", "vanish"))
    return Style(
        (name, *base.names),
        int(heading[1]) - 1 if heading else 0 if name == "title" else to_int(level, base.outline),
        attribute(find(paragraph, "numPr", "numId")) or base.list_id,
        to_int(attribute(find(paragraph, "numPr", "ilvl")), base.list_level),
        max(0, int(listed[1]) - 1) if listed else base.named_level,
        base.bold if bold is None else bold,
        base.italic if italic is None else italic,
        base.hidden if hidden is None else hidden,
    )
