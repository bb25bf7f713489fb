"""Suppressions: what comments in a draft switch off, whether they had any effect, and their errors.

    <!-- prfaq-lint: disable-next RULE[, RULE] -- reason -->   the block around it, or the next one (a whole table)
    <!-- prfaq-lint: disable RULE -->  …  <!-- prfaq-lint: enable RULE -->
    <!-- prfaq-lint: disable-file RULE -->

RULE is the name of a rule or a group. A rule about suppressions cannot be suppressed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..checks.base import shorten
from ..configuration.schema import hint
from ..document.comments import WORDS, Directive, directives
from ..document.draft import Document
from ..document.source import Span
from ..outline.faq.not_applicable import TOPICS, declared

OURS = ("unused-suppression", "unknown-suppression")
"""The rules about suppressions themselves."""


class Complaint(NamedTuple):
    """An error in a directive."""

    kind: str
    """`unused` or `unknown`."""
    variant: str
    span: Span
    """Source offsets."""
    values: Mapping[str, str]


@dataclass
class _Suppression:
    """One name in one directive: where it applies, and whether it hid anything."""

    directive: Directive
    name: str
    start: int
    end: int
    used: bool = False


@dataclass
class Suppressions:
    """The suppressions of a document. `rules` gives the group of every known rule, whether it runs or not."""

    document: Document
    rules: Mapping[str, str]
    _found: list[_Suppression] = field(default_factory=list)
    _by_name: dict[tuple[str, str], list[_Suppression]] = field(default_factory=dict)
    """The suppressions by word and name, in order; those in one list are disjoint or apply to the same block."""
    _complaints: list[Complaint] = field(default_factory=list)

    def __post_init__(self) -> None:
        groups = set(self.rules.values())
        for directive in directives(self.document):
            if directive.word == "not-applicable":  # it is read with the answers
                topic, _ = declared(directive)
                if not topic:
                    self._complain("unknown", "malformed", directive, directive.word)
                elif topic not in TOPICS:
                    self._complain("unknown", "topic", directive, topic, TOPICS)
                continue
            if directive.word not in WORDS:
                self._complain("unknown", "word" if directive.word else "malformed", directive, directive.word)
                continue
            if not directive.names:
                self._complain("unknown", "malformed", directive, directive.word)
            for name in dict.fromkeys(directive.names):
                if name in OURS:
                    self._complain("unknown", "ours", directive, name)
                elif name not in self.rules and name not in groups:
                    self._complain("unknown", "", directive, name, [*self.rules, *sorted(groups)])
                elif directive.word == "enable":
                    self._close(directive, name)
                else:
                    self._add(directive, name)

    def _add(self, directive: Directive, name: str) -> None:
        same = self._by_name.setdefault((directive.word, name), [])
        size = len(self.document.source.text)
        if directive.word == "disable" and same and same[-1].end == size:
            start, end = size + 1, size + 1  # it is already off
        else:
            start, end = self._reach(directive)
        one = _Suppression(directive, name, start, end)
        self._found.append(one)
        if start <= size:
            same.append(one)

    def hides(self, rule: str, offset: int) -> bool:
        """Return whether a finding of a rule at a source offset is suppressed, and record which suppressions apply."""
        hidden = False
        for name in (rule, self.rules.get(rule, "")) if rule not in OURS else ():
            for word in ("disable-next", "disable", "disable-file"):
                same = self._by_name.get((word, name), [])
                for number in range(bisect_right(same, offset, key=lambda one: one.start) - 1, -1, -1):
                    if same[number].end < offset:
                        break
                    same[number].used = hidden = True
        return hidden

    def complaints(self, ran: Collection[str], whole: bool) -> Iterator[Complaint]:
        """Yield the errors in the document's suppressions, after `ran` rules have run and called `hides`.

        A suppression is reported as unused only if its rule ran; one for a group only after a `whole` run, in which no
        rules were selected.
        """
        yield from self._complaints
        for one in self._found:
            judged = one.name in ran or (whole and any(self.rules.get(rule) == one.name for rule in ran))
            if judged and not one.used:
                yield Complaint("unused", "", one.directive.span, {"name": one.name})

    def _reach(self, directive: Directive) -> tuple[int, int]:
        """Return where a directive applies, in source offsets."""
        size = len(self.document.source.text)
        if directive.word == "disable-file":
            return 0, size
        if directive.word == "disable":
            return directive.span.end, size
        blocks = self.document.blocks
        number = bisect_left(blocks, directive.span.end, key=lambda block: block.span.end)
        if number == len(blocks):
            return size + 1, size + 1
        start, last = blocks[number].span.start, number
        if blocks[number].kind == "cell" and start >= directive.span.end:
            while last + 1 < len(blocks) and blocks[last + 1].kind == "cell":
                last += 1
        return start, blocks[last].span.end

    def _close(self, directive: Directive, name: str) -> None:
        """End the open range of a name; a comment that ends none is unused."""
        same = self._by_name.get(("disable", name))
        if same and same[-1].end == len(self.document.source.text):
            same[-1].end = directive.span.start
        else:
            self._complain("unused", "enable", directive, name)

    def _complain(self, kind: str, variant: str, directive: Directive, name: str, known: Collection[str] = ()) -> None:
        values = {"name": shorten(name), "hint": hint(name[:60], known, "`prfaq-lint rules` lists them")}
        self._complaints.append(Complaint(kind, variant, directive.span, values))
