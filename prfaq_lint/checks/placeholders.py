"""Checks for text that still has to be filled in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ..document.markdown import CODE
from ..outline.faq.answers import is_planned
from ..outline.intervals import Intervals
from ..outline.model import Outline
from ..outline.placeholders import Placeholder
from ..outline.structure.units import BOLD_LINE
from ..outline.structure.zones import FAQ_ZONES, asks
from .base import Check, Edit, Problem, check, excerpt, kind, shorten

_WORD = re.compile(r"[^\W\d_]+")
_MARKUP = re.compile(r"[`<\[]|" + CODE)
"""Content next to a prompt that is not part of it: code, tags, comments, images, links."""
_CONTAINERS = re.compile(r"[ \t>]*")
_MOST_SPREAD = 400
"""Longer prompts are not deleted automatically."""


@kind
def placeholder(*, kind: str) -> Check:
    """Report placeholders of one kind, `marker`, `slot`, `prompt` or `assumption`, at most one for each line.

    Variant `open`: an answer that calls itself open admits that it is unknown, which is only a warning. Variant
    `guided`: a marker with guidance in a comment, as `prfaq-lint add` writes it, is only a warning before the stage
    `final`.
    """
    if kind not in ("marker", "slot", "prompt", "assumption"):
        raise ValueError(f"unknown kind of placeholder “{kind}” (known: marker, slot, prompt, assumption)")

    def run(outline: Outline) -> Iterator[Problem]:
        lines = set()
        prompts = (
            {
                outline.document.lines(found.start, found.end)[0]
                for found in outline.placeholders
                if found.kind == "prompt"
            }
            if kind == "slot"
            else set()
        )
        leftovers = (
            _Leftovers(outline)
            if kind == "prompt"
            and outline.type != "template"
            and any(found.kind == kind for found in outline.placeholders)
            else None
        )
        owned: dict[int, bool] = {}
        sentences = [passage.start for passage in outline.passages]
        slots = [(found.start, found.end) for found in outline.placeholders if found.kind == "slot"]
        for found in outline.placeholders:
            if found.kind != kind:
                continue
            if kind == "marker":
                at = bisect_right(slots, (found.start, found.end)) - 1
                if at >= 0 and found.end <= slots[at][1]:
                    continue  # the enclosing slot is reported
                at = bisect_right(sentences, found.start) - 1
                key = at if at >= 0 and found.start < outline.passages[at].end else -1 - found.start
                if key not in owned:
                    owned[key] = has_owner(outline, at, found.start)
                if owned[key]:
                    continue
            line = outline.document.lines(found.start, found.end)[0]
            if line in lines or line in prompts:
                continue
            lines.add(line)
            variant = _variant(outline, found)
            lenient = variant == "open" or (variant == "guided" and outline.stage != "final")
            yield Problem(
                found.start,
                found.end,
                {"match": excerpt(outline, found.start, found.end, 60)},
                variant,
                severity="warning" if lenient else "",
                unless_set=variant == "guided",
                edits=leftovers.deletion(found) if leftovers else (),
            )

    return Check(run)


@kind
def suppression(*, kind: str) -> Check:
    """Report comments for this program that suppress nothing (`unused`) or cannot be read (`unknown`)."""
    if kind not in ("unused", "unknown"):
        raise ValueError(f"unknown kind of suppression “{kind}” (known: unused, unknown)")

    def run(outline: Outline) -> Iterator[Problem]:
        for complaint in outline.complaints:
            if complaint.kind == kind:
                yield Problem(0, 0, complaint.values, complaint.variant, span=complaint.span)

    return Check(run, final=True)


_GUIDANCE = re.compile(r"[ \t]*<!--(?!\s*prfaq)(?:(?!-->)[^\n])*-->[ \t\r*_]*$", re.MULTILINE)
_LEAD = re.compile(r"(?:^|[?:]|(?:^|\n)(?:A|Ans|Answer) ?\d{0,3}[.)])[\W_]*$")
"""The end of what may precede a marker that is a whole text: nothing, a question, or a label such as "A:"."""
_LONGEST_LEAD = 20


def _variant(outline: Outline, found: Placeholder) -> str:
    """Return the variant of the message for a placeholder."""
    if found.kind != "marker":
        return ""
    if found.text == "open":
        return "open"
    document = outline.document
    before = document.prose[max(document.block_at(found.start).start, found.start - _LONGEST_LEAD) : found.start]
    end = document.span(found.start, found.end).end
    return "guided" if _LEAD.search(before) and _GUIDANCE.match(document.source.text, end) else ""


class _Leftovers:
    """Prompts that remain next to the text they asked for and that can be deleted safely."""

    def __init__(self, outline: Outline) -> None:
        self.document = outline.document
        self.prompts = [(found.start, found.end) for found in outline.placeholders if found.kind == "prompt"]
        self.headings = [(unit.start, unit.end) for unit in outline.units if unit.kind == "heading"]
        # A hostile draft can have thousands of prompts in one paragraph, so results are reused.
        self.found: tuple[int, int] | None = None
        self.made: dict[tuple[int, int], Edit | None] = {}
        prose = self.document.prose
        self.unprompted = _blanked(prose, self.prompts)
        self.own = _blanked(
            self.unprompted,
            [
                *self.headings,
                *((found.start, found.end) for found in outline.placeholders if found.kind in ("slot", "marker")),
            ],
        )
        """The prose with only the author's own text left, at the same offsets."""

    def deletion(self, prompt: Placeholder) -> tuple[Edit, ...]:
        """Return the edit that deletes a prompt; empty if it is still unanswered or its extent is unclear."""
        block = self.document.block_at(prompt.start)
        if block.kind != "paragraph" or prompt.end > block.end or prompt.end - prompt.start > _MOST_SPREAD:
            return ()
        lines = self._lines(prompt, block.start, block.end)
        if lines:
            if lines not in self.made:
                whole = lines == (block.start, block.end)
                self.made[lines] = (
                    self._without_lines(*lines, whole) if not block.depth and self._answered(*lines) else None
                )
            edit = self.made[lines]
        elif self.document.prose[prompt.start] == "(" and self._words(block.start, block.end):
            edit = self._without_aside(prompt)
        else:
            edit = None
        if not edit or _MARKUP.search(self.document.source.text, edit.start, edit.end):
            return ()
        return (edit,)

    def _words(self, start: int, end: int) -> bool:
        """Return whether the author has written at least three words in a range, more than a label."""
        return len(_WORD.findall(self.own, start, end)) >= 3

    def _lines(self, prompt: Placeholder, first: int, last: int) -> tuple[int, int] | None:
        """Return the prose range of the lines around a prompt that contain only prompts.

        It is None if the prompt's own line contains more.
        """
        if self.found and self.found[0] <= prompt.start < self.found[1]:
            return self.found
        prose = self.document.prose
        start = prose.rfind("\n", first, prompt.start) + 1 or first
        end = self._line_end(max(prompt.start, prompt.end - 1), last)
        if not self._is_bare(start, end):
            return None
        while start > first and self._is_bare(above := prose.rfind("\n", first, start - 1) + 1 or first, start - 1):
            start = above
        while end < last and self._is_bare(end + 1, below := self._line_end(end + 1, last)):
            end = below
        self.found = start, end
        return self.found

    def _line_end(self, at: int, last: int) -> int:
        end = self.document.prose.find("\n", at, last)
        return end if end >= 0 else last

    def _is_bare(self, start: int, end: int) -> bool:
        text = self.unprompted[start:end]
        return CODE not in text and not any(map(str.isalnum, text))

    def _answered(self, start: int, end: int) -> bool:
        """Return whether the author's text answers the prompts in a range.

        It follows before the next prompt, or is anywhere in a section with no other prompt.
        """
        at = bisect_right(self.headings, (start, len(self.own)))
        begin = self.headings[at - 1][1] if at else 0
        until = self.headings[at][0] if at < len(self.headings) else len(self.own)
        after = bisect_right(self.prompts, (end, 0))
        following = self.prompts[after][0] if after < len(self.prompts) else len(self.own)
        if self._words(end, min(until, following)):
            return True
        before = bisect_right(self.prompts, (start, 0)) - 1
        alone = following >= until and (before < 0 or self.prompts[before][0] < begin)
        return alone and self._words(begin, until)

    def _without_lines(self, start: int, end: int, whole: bool) -> Edit | None:
        """Return the deletion of the source lines behind a prose range.

        If the range is a whole paragraph, the deletion includes an adjacent blank line.
        """
        source = self.document.source
        text, origin = source.text, self.document.origin
        span = self.document.span(start, end)
        first, last = source.line_of(span.start), source.line_of(max(span.start, span.end - 1))
        # One source line can contain two lines of prose, separated by a <br>.
        if (start > 1 and source.line_of(origin[start - 2]) >= first) or (
            end + 1 < len(origin) and source.line_of(origin[end + 1]) <= last
        ):
            return None
        blank_above = first > 1 and self._is_blank(first - 1)
        if (
            whole
            and blank_above
            and last < len(source)
            and source.starts[last] < len(text)
            and self._is_blank(last + 1)
        ):
            last += 1
        at_end = last >= len(source) or source.starts[last] >= len(text)
        if at_end and whole and blank_above:
            first -= 1
        begin = source.starts[first - 1]
        if last >= len(source) and first > 1:
            begin = source.ends[first - 2]  # keep a missing newline at the end of the file missing
        return Edit(begin, source.starts[last] if last < len(source) else len(text), "")

    def _is_blank(self, line: int) -> bool:
        return not self.document.source.line(line).strip(" \t>")

    def _without_aside(self, prompt: Placeholder) -> Edit | None:
        """Return the deletion of a prompt in parentheses, with its emphasis and the spaces on one side."""
        text = self.document.source.text
        span = self.document.span(prompt.start, prompt.end)
        start, end = span.start, span.end
        while start and end < len(text) and text[start - 1] in "*_" and text[end] == text[start - 1]:
            start, end = start - 1, end + 1
        line = self.document.source.starts[self.document.source.line_of(start) - 1]
        before = len(text[line:start].rstrip(" \t"))
        if _CONTAINERS.fullmatch(text, line, start):
            while text[end : end + 1] in (" ", "\t"):
                end += 1
        elif line + before < start and not text[end : end + 1].isalnum():
            start = line + before
        elif line + before == start and text[end : end + 1].isalnum():
            return None
        return Edit(start, end, "")


def _blanked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Replace these ranges of a text with spaces."""
    pieces, at = [], 0
    for start, end in sorted(ranges):
        start = max(start, at)
        if end > start:
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def has_owner(outline: Outline, index: int, start: int) -> bool:
    """Return whether a marker comes with an owner and a deadline, which makes it a plan.

    They count only in the marker's own sentence and the one after it: a name and a date elsewhere in a paragraph say
    nothing about what is open. In a language that is not read sentence by sentence, the whole block counts.

    Args:
        outline: The draft.
        index: The index of the passage that begins last before the marker; -1 if none does.
        start: The prose offset of the marker.
    """
    prose = outline.document.prose
    if index < 0 or start >= outline.passages[index].end:
        block = outline.document.block_at(start)
        return is_planned(prose[block.start : block.end], outline.product_names)
    own, *following = outline.passages[index : index + 2]
    end = following[0].end if following and following[0].block == own.block else own.end
    return is_planned(prose[own.start : end], outline.product_names)


_VALUE = re.compile(r"[^:]{1,20}:\s*[^\W_]")
"""A bold line that is complete in itself: "Date: 3 May 2027"."""


@check()
def empty_section(outline: Outline) -> Iterator[Problem]:
    """Report headings with nothing below them."""
    units = outline.units
    parts, headline = Intervals((part.start, part.end) for part in outline.parts), outline.intervals("headline")
    for index, unit in enumerate(units):
        if unit.kind != "heading" or unit.level > 7 or (outline.zones[index] in FAQ_ZONES and asks(unit.text)):
            continue
        following = next((other for other in units[index + 1 : index + 6] if other.kind != "rule"), None)
        names_part = bool(outline.sections.part(unit.text))
        if unit.level == BOLD_LINE and (not names_part or _VALUE.match(unit.text)):
            continue
        if following is None or (following.kind == "heading" and following.level <= unit.level):
            if index == 0 or (not names_part and unit.start in parts):
                continue
            if outline.zones[index] in FAQ_ZONES and any(
                other.kind == "heading" and asks(other.text) for other in units[index + 1 : index + 3]
            ):
                continue  # its questions have their own level
            if following is not None and following.start in headline:  # a heading of the release, at any level
                continue
            if (
                following is not None
                and following.level == unit.level
                and not names_part
                and outline.zones[index] in ("release", "front")
                and index < 4
            ):
                continue
            yield Problem(unit.start, unit.end, {"heading": shorten(unit.text)})
