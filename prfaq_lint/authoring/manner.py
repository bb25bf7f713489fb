"""The style of a draft's questions and headings, so that additions match the existing text.

A line of the draft is the model: the markup around the words of a question or a heading ("### Q3: … ", "- **…**") is
kept, and the words are replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..outline.model import Outline, Question, Unit
from ..outline.structure.units import LABEL, question_mark

_MARKUP = re.compile(r"[\W\d_]*(?:(?:Q|Question|FAQ)[\W\d_]*)?")
_TAG = re.compile(r"</?\w+[^<>]*>")
_CLOSING = re.compile(r"[*_\"”]*(?:</\w+>)*[*_:]*")
_ANSWER = re.compile(
    r"[\s>]*(?P<bullet>[-*+]\s+)?(?P<mark>(?P<open>\*\*|__)?(?:A|Answer|Ans)\s?\d{0,3}\s?[:.)]\s?(?:\*\*|__)?:?\s*)?"
)
_NUMBER = re.compile(r"\d+(?=\D*$)")
_DETAILS = re.compile(r"\s*<details\b[^<>]*>\s*", re.IGNORECASE)

OPEN = "TBD"
"""The placeholder for an answer or a text to be written; `outline/faq/answers.toml` recognises it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The style of a heading: the markup before and after its words."""

    before: str
    after: str = ""
    label: bool = False
    """True if its text follows on the same line."""

    def write(self, words: str) -> str:
        """Return the line of a heading with these words."""
        return f"{self.before}{words}{self.after}"


@dataclass(frozen=True, slots=True)
class Manner:
    """The style of a question and its answer."""

    before: str
    after: str = ""
    answer: str = ""
    """The markup before the words of an answer: an indentation, "A: ", …"""
    close: str = ""
    """The markup that closes an answer written entirely in bold."""
    gap: int = 1
    """The number of blank lines between a question and its answer; -1 if the answer is on the question's line."""
    between: int = 1
    """The number of blank lines between two questions."""
    gap_mark: str = ""
    """The mark on the blank lines between question and answer, as in a block quote."""
    between_mark: str = ""
    """The mark on the blank lines between two questions."""
    number: int | None = None
    """The number of the model question."""
    step: int = 1
    """The increment between numbers; 0 if Markdown numbers the list."""
    details: str = ""
    """The line that opens a collapsible section around each question."""

    def write(self, question: str, hint: str, number: int) -> list[str]:
        """Return the lines of an unanswered question; `number` counts the added questions from 1."""
        count = "" if self.number is None else str(self.number + self.step * number)
        head = f"{_NUMBER.sub(count, self.before, count=1) if count else self.before}{question}{self.after}"
        mark = _NUMBER.sub(count, self.answer, count=1) if count else self.answer
        open_answer = f"{mark}{OPEN} {comment(hint)}{self.close}"
        if self.gap < 0:
            lines = [f"{head} {open_answer}"]
        else:
            lines = [head, *[self.gap_mark] * self.gap, open_answer]
        if "<summary" in self.before.lower():
            lines = [*([self.details] if self.details else []), *lines, "", "</details>"]
        return lines


def comment(text: str) -> str:
    """Return an HTML comment that its text cannot close."""
    return f"<!-- {re.sub('-{2,}', '–', ' '.join(text.split())).replace('>', '›')} -->"


def manner(outline: Outline, questions: Sequence[Question], fresh: bool = False) -> Manner | None:
    """Return the most common style of these questions, or None if none can be a model.

    `fresh` restarts the numbering.
    """
    found = [(read, question) for question in questions if (read := _read(outline, question))]
    if not found:
        return None
    shapes = Counter(_shape(read) for read, _ in found)
    usual = shapes.most_common(1)[0][0]
    alike = [read for read, _ in found if _shape(read) == usual]
    gaps, betweens = Counter(read.gap for read in alike), Counter(read.between for read in alike[1:] or alike)
    model = replace(alike[-1], gap=gaps.most_common(1)[0][0], between=betweens.most_common(1)[0][0])
    if model.number is not None and len(alike) > 1 and len({read.number for read in alike}) == 1:
        return replace(model, step=0)
    return replace(model, number=0) if fresh and model.number is not None else model


def _shape(read: Manner) -> tuple[str, str, str]:
    return re.sub(r"\d+", "0", read.before), read.after.rstrip(), re.sub(r"\d+", "0", read.answer)


def _read(outline: Outline, question: Question) -> Manner | None:
    """Return the style of a question, or None if its line cannot be a model, such as a table row."""
    document = outline.document
    source = document.source
    at = document.lines(question.start, question.start + 1)[0]
    line = source.line(at)
    words = question.text[question_mark(question.text) :]
    column = line.find(words)
    block = document.block_at(question.start)
    if column < 0 or not question.text.endswith("?") or block.row >= 0 or line.lstrip().startswith("|"):
        return None
    before, rest = line[:column], line[column + len(words) :]
    if block.kind == "heading" and "#" not in before:
        before, rest = "#" * block.level + " ", ""  # underlined headings would need a line of their own
    if not _MARKUP.fullmatch(_TAG.sub("", before)):
        return None
    closing = _CLOSING.match(rest)
    after = closing.group() if closing else ""
    same = bool(rest[len(after) :].strip(" \t#*_:"))
    if not same:
        after = rest.rstrip() + ("  " if rest.endswith("  ") else "")
    if any((before + after).count(mark) % 2 for mark in ("**", "__")):
        return None
    lead, close, gap_mark = "", "", ""
    gap = 1 if block.kind == "heading" else 0
    if same:
        lead, close, _ = _lead(rest[len(after) :])
        gap = -1
    elif question.answer:
        there = document.lines(question.answer[0][0], question.answer[0][0] + 1)[0]
        lead, close, marked = _lead(source.line(there))
        if not marked:
            close = ""
        gap = sum(not source.line(number).strip(" \t>") for number in range(at + 1, there))
        gap_mark = source.line(at + 1).rstrip() if gap and not source.line(at + 1).strip(" \t>") else ""
    elif re.match(r"[\s>]*(?:[-*+]|\d+[.)])\s", before) and not before.lstrip(" >").startswith("**"):
        lead = " " * len((re.match(r"[\s>]*(?:[-*+]|\d+[.)])\s+", before) or [""])[0])
    first = at
    details = ""
    if "<summary" in before.lower() and at > 1 and _DETAILS.fullmatch(source.line(at - 1)):
        first, details = at - 1, source.line(at - 1)
    between = 0
    while first - between > 1 and not source.line(first - between - 1).strip(" \t>"):
        between += 1
    if gap:
        between = max(between, 1)  # the model may be directly below a heading
    counted = _NUMBER.search(_TAG.sub("", before)) if re.search(r"\d", before) else None
    return Manner(
        before,
        after,
        lead,
        close,
        min(gap, 2),
        min(between, 3),
        gap_mark,
        source.line(first - 1).rstrip() if between and not source.line(first - 1).strip(" \t>") else "",
        int(counted.group()) if counted else None,
        details=details,
    )


def _lead(text: str) -> tuple[str, str, bool]:
    """Return the markup before an answer's words, the markup that closes it, and whether it has a mark such as "A:"."""
    found = _ANSWER.match(text)
    if not found:
        return "", "", False
    whole, mark, bullet = found.group(), found.group("mark"), found.group("bullet")
    if not mark:
        indent = whole[: len(whole) - len(bullet)] if bullet else whole
        return (whole if bullet and indent.strip(">") else indent), "", False
    opened = found.group("open") or ""
    return whole, opened if opened and mark.count(opened) == 1 else "", True


def heading(outline: Outline, unit: Unit) -> Heading | None:
    """Return the style of a heading, or None if its line also contains something else."""
    document = outline.document
    line = document.source.line(document.lines(unit.start, unit.start + 1)[0])
    column = line.find(unit.text)
    if column < 0:
        return None
    before, rest = line[:column], line[column + len(unit.text) :]
    block = document.blocks[unit.block]
    if block.kind == "heading" and "#" not in before:
        return Heading("#" * block.level + " ")
    before = re.sub(r"(?:(?:part|section|step)\s+)?\d{1,2}(?:\.\d+)*[.):]?\s*", "", before, flags=re.IGNORECASE)
    if unit.level == LABEL:
        closing = re.match(r"[*_:.–—-]*", rest)
        return Heading(before, closing.group() if closing else "", label=True)
    if not _MARKUP.fullmatch(before) or rest.strip(" \t#*_:"):
        return None
    return Heading(before, rest.rstrip())
