"""How a draft writes its questions and headings, so that what is added looks like what is there.

A line of the draft is the model: what stands around the words of a question or a heading ("### Q3: … ", "- **…**") is kept,
and other words are put in their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..outline import Outline, Unit
from ..outline.model import Question
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
"""What stands where an answer or a text is still to be written; `outline/faq/answers.toml` knows it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How a heading is written: what stands before and after its words."""

    before: str
    after: str = ""
    label: bool = False
    """Whether its text follows on the same line."""

    def write(self, words: str) -> str:
        """The line of a heading with these words."""
        return f"{self.before}{words}{self.after}"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question and its answer are written."""

    before: str
    after: str = ""
    answer: str = ""
    """What stands before the words of an answer: an indentation, "A: ", …"""
    close: str = ""
    """What closes an answer that is in bold type as a whole."""
    gap: int = 1
    """Blank lines between a question and its answer; -1 where the answer stands on the question's line."""
    between: int = 1
    """Blank lines between one question and the next."""
    gap_mark: str = ""
    """What stands on the blank lines of a gap: in a block quote its mark."""
    between_mark: str = ""
    """What stands on those between two questions."""
    number: int | None = None
    """The number of the model question."""
    step: int = 1
    """How much the numbers grow; 0 where a list leaves counting to Markdown."""
    details: str = ""
    """The line that opens a folding section around each question."""

    def write(self, question: str, hint: str, number: int) -> list[str]:
        """The lines of a question that is still to be answered; `number` counts the added questions from 1."""
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
    """An HTML comment that nothing in its text can end."""
    return f"<!-- {re.sub('-{2,}', '–', ' '.join(text.split())).replace('>', '›')} -->"


def manner(outline: Outline, questions: Sequence[Question], fresh: bool = False) -> Manner | None:
    """How most of these questions are written; None where none can be a model. `fresh` begins to count anew."""
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
    """How a question is written; None where its line cannot be a model, such as a row of a table."""
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
        between = max(between, 1)  # the model may stand right below a heading
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
    """What stands before the words of an answer on its line, what closes it, and whether it has a mark such as "A:"."""
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
    """How a heading is written; None where its line holds something else besides."""
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
