"""The lists of a Word document, and the numbers of their items."""

from __future__ import annotations

from typing import Any, NamedTuple

from .styles import Styles
from .xml import attribute, children, find, to_int

_LARGEST = 999_999_999


class _Level(NamedTuple):
    """One level of a list."""

    kind: str
    """`bullet`, `number` or `none`."""
    start: int


class Numbering:
    """The lists of a document, which refer to definitions and count together if they share one."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        """The definition of each list, and the numbers at which its levels start instead."""
        self._counts: dict[str, dict[int, int]] = {}
        """The current number of each level, by definition."""
        self._begun: set[str] = set()
        linked: dict[str, str] = {}
        for element in children(root, "abstractNum"):
            definition = attribute(element, "abstractNumId")
            linked[definition] = attribute(find(element, "numStyleLink"))
            self._definitions[definition] = {
                to_int(attribute(level, "ilvl")): _level(level) for level in children(element, "lvl")
            }
        for element in children(root, "num"):
            starts = {
                to_int(attribute(one, "ilvl")): to_int(attribute(find(one, "startOverride")), 1)
                for one in children(element, "lvlOverride")
                if find(one, "startOverride") is not None
            }
            self._lists[attribute(element, "numId")] = attribute(find(element, "abstractNumId")), starts
        for definition, style in linked.items():
            other = self._lists.get(styles.get(style).list_id) if style else None
            if other and not self._definitions[definition]:
                self._definitions[definition] = self._definitions.get(other[0], {})

    def next(self, list_id: str, level: int) -> tuple[str, int]:
        """Return the kind of the next paragraph of a list and its number.

        The kind is `bullet`, `number` or `none`; "" if there is no such list.
        """
        if list_id not in self._lists:
            return "", 0
        definition, starts = self._lists[list_id]
        kind, start = self._definitions.get(definition, {}).get(level, _Level("bullet", 1))
        if kind == "none":
            return kind, 0
        counts = self._counts.setdefault(definition, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            counts.update({at: first - 1 for at, first in starts.items()})
        counts[level] = min(counts.get(level, start - 1) + 1, _LARGEST)
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        return kind, counts[level]


def _level(element: Any) -> _Level:
    kind, text = attribute(find(element, "numFmt")), find(element, "lvlText")
    if kind == "bullet":
        # Some programs put the further paragraphs of an item in a list whose marks are blank.
        kind = "none" if text is not None and not attribute(text).strip() else "bullet"
    elif kind != "none":
        kind = "number"
    return _Level(kind, to_int(attribute(find(element, "start")), 1))
