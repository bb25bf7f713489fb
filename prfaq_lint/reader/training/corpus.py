"""Labelled text → training examples: segments with a label each.

Real drafts come from the folders that the user names and are matched to the labels of `tests/evaluation` by their hash;
the sentences in `data/` were written for this project.
"""

from __future__ import annotations

import difflib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...document.draft import Document
from ..labels import ATTRIBUTES
from ..segments import segment

DATA = Path(__file__).parent / "data"
RELEASE = (
    *("headline", "subheadline", "summary", "problem", "solution"),
    *("leader_quote", "customer_quote", "getting_started", "call_to_action"),
)


@dataclass(frozen=True)
class Example:
    """A segment with what a reader said of it; None where nobody did."""

    kind: str
    text: str
    level: int = 0
    block: int = 0
    part: str | None = None
    role: str | None = None
    family: str | None = None
    leak: int | None = None
    attributes: tuple[int, ...] | None = None
    """Of the problem that the segment belongs to, in the order of `ATTRIBUTES`."""
    asks: tuple[str, ...] | None = None
    answers: tuple[str, ...] | None = None
    verdict: str | None = None
    first: str | None = None


@dataclass(frozen=True)
class Text:
    """A draft, or a piece of one, with its labels."""

    name: str
    examples: tuple[Example, ...]
    real: bool = True
    problem: Mapping[str, int] = field(default_factory=dict)


def questions(examples: Sequence[Example]) -> list[tuple[int, list[int]]]:
    """Return each labelled question's index with those of its answer."""
    found: list[tuple[int, list[int]]] = []
    current: list[int] | None = None
    for index, example in enumerate(examples):
        if example.asks is not None:
            current = []
            found.append((index, current))
        elif example.part in ("q_ext", "q_int"):
            continue
        elif example.part in ("answer", "template"):
            if current is not None:
                current.append(index)
        elif (example.part in ("heading", "other") and example.kind == "h") or example.part not in (
            "heading",
            "other",
            None,
        ):
            current = None
    return found


def drafts(rows: Iterable[tuple[str, str, Sequence[Mapping[str, Any]], Mapping[str, Any]]]) -> Iterator[Text]:
    """Return real drafts as training texts.

    Args:
        rows: For each draft its name, its text, its labelled units in order (`text, part, role, family, extra`) and what
            is known of its problem (`ATTRIBUTES` as 0 or 1, and `leak`, the lines that pitch).
    """
    for name, text, units, problem in rows:
        document = Document.parse(text.removeprefix("\ufeff"))
        segments = segment(document)
        matched = align([unit["text"] for unit in units], [one.text for one in segments])
        used: set[int] = set()
        examples = []
        leaks = set(problem.get("leak", ()))
        for one, at in zip(segments, matched, strict=True):
            example = Example(one.kind, one.text, one.level, one.block)
            if at is not None:
                unit = units[at]
                example = replace(example, part=unit["part"], role=unit["role"], family=unit["family"])
                if unit["part"] in ("q_ext", "q_int") and at not in used and "asks" in unit["extra"]:
                    extra = unit["extra"]
                    example = replace(
                        example,
                        asks=_codes(extra["asks"]),
                        answers=_codes(extra.get("ans", "")),
                        verdict=extra.get("v"),
                        first=extra.get("first"),
                    )
                elif unit["part"] not in ("q_ext", "q_int", "heading", "title"):
                    example = replace(example, answers=_codes(unit["extra"].get("ans", "")))
                if problem and unit["part"] == "problem":
                    lines = range(document.lines(one.start, one.end)[0], document.lines(one.start, one.end)[1] + 1)
                    pitches = not leaks.isdisjoint(lines) and unit["role"] not in ("pain", "cost", "alternative")
                    example = replace(
                        example, leak=int(pitches), attributes=tuple(int(problem[key]) for key in ATTRIBUTES)
                    )
                used.add(at)
            examples.append(example)
        yield Text(name, tuple(examples), problem={key: int(problem[key]) for key in ATTRIBUTES if key in problem})


def _codes(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def align(units: Sequence[str], segments: Sequence[str]) -> list[int | None]:
    """Return, for each segment, the unit that it shares most words with, or None."""
    left = [(word, index) for index, text in enumerate(units) for word in _words(text)]
    right = [(word, index) for index, text in enumerate(segments) for word in _words(text)]
    votes: list[Counter[int]] = [Counter() for _ in segments]
    matcher = difflib.SequenceMatcher(None, [word for word, _ in left], [word for word, _ in right], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for step in range(size):
            votes[right[b + step][1]][left[a + step][1]] += 1
    return [vote.most_common(1)[0][0] if vote else None for vote in votes]


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).split()


_SENTENCE = re.compile(r'(?<=[.!?])["”]?\s+(?=["“(]?[A-Z0-9$€£])')
_ZONES = {
    "problem": "Problem",
    "solution": "Solution",
    "leader_quote": "Leader quote",
    "external_faq": "Customer FAQ",
    "internal_faq": "Internal FAQ",
    "headline": "",
    "subheadline": "",
    "summary": "",
}
_PROBLEM_HEADINGS = ("Problem", "The problem", "", "Why", "Customer problem", "The Problem")


def written() -> Iterator[Text]:
    """Return the sentences, answers, problems and short releases that were written for this project."""
    for row in _rows("solution_first.jsonl"):
        heading = _ZONES.get(row["zone"], row["zone"].replace("_", " "))
        family = {"tech-led": "tech", "none": "-"}.get(row["family"], row["family"])
        kind = "h" if row["zone"] == "headline" else "p"
        yield _text([*_heading(heading), Example(kind, row["text"], int(kind == "h"), 1, family=family)])
    for row in _rows("roles.jsonl"):
        before = [Example("p", row["before"], block=0)] if row["before"] else []
        if row["class"] in ("pain", "missing", "pitch", "benefit", "announce", "start", "market", "other"):
            yield _text([*before, Example("p", row["text"], block=1, role=row["class"])])
    for number, row in enumerate(_rows("answers*.jsonl")):
        asked = Example(
            "hbhbp"[number % 5],
            row["q"],
            3,
            0,
            "q_int" if row["audience"] == "internal" else "q_ext",
            asks=tuple(row["asks"]),
            answers=tuple(row["answers"]),
            verdict=row["verdict"],
            first={True: "1", False: "0"}.get(row["first"], "-"),
        )
        yield _text([asked, *(Example("p", one, 0, 1, "answer", answers=None) for one in _sentences(row["a"]))])
    for number, row in enumerate(_rows("problems.jsonl")):
        attributes = tuple(int(row[key]) for key in ATTRIBUTES)
        sentences = [
            Example("p", one, 0, 1, leak=int(_pitches(one, row["leak"])), attributes=attributes)
            for one in _sentences(row["text"])
        ]
        yield _text([*_heading(_PROBLEM_HEADINGS[number % len(_PROBLEM_HEADINGS)]), *sentences])
    for path in sorted([*(DATA / "releases").glob("*.tsv"), *(DATA / "faqs").glob("*.tsv")]):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        yield Text(path.stem, tuple(_labelled(number, row) for number, row in enumerate(rows)), real=False)


def _labelled(number: int, row: Sequence[str]) -> Example:
    """Return the example of a row `kind, text, part, role, family` and, for a question, `extra`."""
    kind, text, part, role, family, *more = row
    example = Example(kind, text, (2 if number else 1) if kind == "h" else 0, number, part, role, family)
    if part in ("q_ext", "q_int") and more:
        extra = dict(pair.split("=", 1) for pair in more[0].split() if "=" in pair)
        return replace(
            example,
            level=3 if kind == "h" else 0,
            asks=_codes(extra.get("asks", "")),
            answers=_codes(extra.get("ans", "")),
            verdict=extra.get("v"),
            first=extra.get("first"),
        )
    return example


def _pitches(sentence: str, leaks: Iterable[str]) -> bool:
    return any(leak.strip()[:40] in sentence or sentence in leak for leak in leaks)


def _heading(text: str) -> list[Example]:
    return [Example("h", text, 2, 0)] if text else []


def _text(examples: list[Example]) -> Text:
    return Text("", tuple(examples), real=False)


def _sentences(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(text) if one.strip()]


def _rows(pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(DATA.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def varied(text: Text, others: Sequence[Text], chance: random.Random) -> Sequence[Example]:
    """Return a draft as it could also have been written, half of the time.

    Its problem is cut out, a pitch stands under the problem's heading instead, headings go missing, or are bold lines. So
    the reader learns to go by what the text says.
    """
    examples = list(text.examples)
    if not text.real or chance.random() < 0.5 or not any(one.part in RELEASE for one in examples):
        return examples
    inside = [index for index, one in enumerate(examples) if one.part == "problem"]
    draw = chance.random()
    if draw < 0.3 and inside:
        source = chance.choice(others).examples if chance.random() < 0.5 else examples
        pitches = [one for one in source if one.part in ("solution", "summary") and one.kind in "pl"]
        if pitches:
            start = chance.randrange(len(pitches))
            instead = [
                replace(one, part="solution", leak=None, attributes=None)
                for one in pitches[start : start + max(1, min(len(inside), 4))]
            ]
            gone = set(inside)
            kept = [one for index, one in enumerate(examples) if index > inside[0] and index not in gone]
            return [*examples[: inside[0]], *instead, *kept]
    elif draw < 0.45 and inside:
        return [one for one in examples if one.part != "problem"]
    elif draw < 0.75:
        return [one for one in examples if not (one.part == "heading" and one.kind in "hb" and chance.random() < 0.6)]
    return [replace(one, kind="b", level=0) if one.kind == "h" and chance.random() < 0.5 else one for one in examples]
