"""The labels that readers give a draft, and their file format; README.md describes both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .codes import (
    ANSWERS,
    ASPECTS,
    CLASHES,
    FACETS,
    FAMILIES,
    KINDS,
    NONE,
    PAINS,
    PARTS,
    PAYERS,
    QUESTIONS,
    RELEASE_PARTS,
    REMARKS,
    ROLES,
    SIZES,
    SUBJECTS,
    UNIT_KINDS,
    VERDICTS,
)

MAX_REMARKS = 6
"""The number of remarks that a reviewer may make on a draft."""

_FLAGS = ("genuine", "customer", "cost", "evidence", "alternative", "first")


class LabelError(ValueError):
    """An error that makes a label file unusable; the message gives the reason."""


class Row(NamedTuple):
    """The label of one unit of a draft."""

    unit: int
    part: str
    role: str = NONE
    solution_first: str = NONE
    extra: str = NONE
    """`asks=F,F ans=F,F v=VERDICT first=1|0|-` for questions, `ans=F` for any other unit that answers a facet."""
    line: int = 0
    kind: str = NONE
    hash: str = NONE

    @property
    def is_question(self) -> bool:
        """Return whether the unit asks a question of the FAQ."""
        return self.part in QUESTIONS

    @property
    def asks(self) -> frozenset[str]:
        """Return the facets that the question asks about."""
        return self._facets("asks")

    @property
    def answers(self) -> frozenset[str]:
        """Return the facets that the question's answer, or the unit itself, answers with substance."""
        return self._facets("ans")

    @property
    def verdict(self) -> str:
        """Return the verdict on the answer, or "" for a unit that is not a question."""
        return self._values().get("v", "")

    @property
    def answered_first(self) -> bool | None:
        """Return whether the first sentence of the answer answers the question; None if this does not apply."""
        return _flag(self._values().get("first", NONE))

    def _values(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in self.extra.split() if "=" in pair)

    def _facets(self, key: str) -> frozenset[str]:
        return frozenset(filter(None, self._values().get(key, "").split(",")))


@dataclass(frozen=True)
class Problem:
    """A reader's judgement of the problem in a release; None in a field that no reader has judged."""

    genuine: bool | None = None
    customer: bool | None = None
    cost: bool | None = None
    evidence: bool | None = None
    alternative: bool | None = None
    first: bool | None = None
    """Whether it comes before the solution; None also if one of the two is missing."""
    leak: tuple[int, ...] = ()
    """The lines in the problem's text that pitch the product."""


class Clash(NamedTuple):
    """Two units of a draft that disagree."""

    claim: int
    """The unit whose claim the other one takes back."""
    answer: int
    label: str
    """`contradict` if both cannot be true, `qualifies` if the second takes back a part of the first."""
    subject: str
    sure: int
    """3 any reviewer would object, 2 most would, 1 some would."""


class Scope(NamedTuple):
    """Who is to pay for what a draft announces, and how large it is."""

    payer: str
    """One of `codes.PAYERS`."""
    size: str
    """One of `codes.SIZES`."""
    sure: int
    """3 certain, 2 likely, 1 a guess."""


class Remark(NamedTuple):
    """What a reviewer would tell the author."""

    kind: str
    """One of `codes.REMARKS`."""
    unit: int
    """The unit it is about; 0 for something that the draft lacks."""


class Answer(NamedTuple):
    """A reader's verdict on one aspect of a draft."""

    verdict: str
    """One of `codes.ANSWERS`."""
    units: tuple[int, ...]
    """The units that show it, the best first; at most five."""


@dataclass(frozen=True)
class Label:
    """The readers' labels for a draft."""

    kind: str
    language: str
    rows: tuple[Row, ...]
    second_kind: str = ""
    """The kind according to another reader, if the two disagree."""
    problem: Problem | None = None
    placeholders: tuple[int, ...] | None = None
    """The lines that still have to be filled in; None if no reader has looked for them."""
    parts: Mapping[str, tuple[tuple[int, int], ...]] | None = None
    """The line ranges of the release's parts from a reader of whole lines; None if there was no such reader."""

    clashes: tuple[Clash, ...] | None = None
    """The places where the draft contradicts itself; None if no reader has looked for them."""
    scope: Scope | None = None
    """None if no reader has judged it."""
    review: Mapping[str, Answer] | None = None
    """The verdict on each of `codes.ASPECTS` that a reader has judged; None if no reader has judged any."""

    remarks: tuple[Remark, ...] | None = None
    """A reviewer's remarks, the most important first, at most six; None if nobody has reviewed the draft."""

    @property
    def is_draft(self) -> bool:
        """Return whether all readers say that it is a release or a FAQ, and not a template or a decoy."""
        return {self.kind, self.second_kind or self.kind} <= {"prfaq", "pr-only", "faq-only"}

    def has(self, part: str) -> bool | None:
        """Return whether the release has a part; None if the label does not say.

        A unit has only one part, but a dateline can open the summary, and the first steps can contain the call to
        action. Only a reader of lines can tell that one of these two is missing; the call to action is also known to be
        missing if there are no first steps.
        """
        parts = {row.part for row in self.rows}
        if part in parts:
            return True
        if part in ("dateline", "call_to_action"):
            if self.parts is not None and part in self.parts:
                return bool(self.parts[part])
            return None if part == "dateline" or "getting_started" in parts else False
        return False

    def tells_problem(self) -> bool:
        """Return whether the release describes a genuine problem of the customer."""
        if self.problem and self.problem.genuine is not None:
            return self.problem.genuine
        return any(row.part == "problem" and row.role in PAINS for row in self.rows)


def parse(text: str) -> Label:
    """Return the label in the text of a file.

    Raises:
        LabelError: If the text is not a valid label.
    """
    headers: dict[str, str] = {}
    parts: dict[str, tuple[tuple[int, int], ...]] = {}
    clashes: list[Clash] = []
    compared = False
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            if not line.startswith("#"):
                rows.append(_row(line))
                continue
            name, value = (*line[1:].split(None, 1), "")[:2]
            if name == "part":
                part, *ranges = value.split(None, 1)
                parts[_known(part, RELEASE_PARTS)] = _ranges("".join(ranges))
            elif name == "clash":
                compared = True
                clashes += [_clash(value)] if value.strip() != NONE else []
            else:
                headers[_known(name, ("doc", "second", "problem", "placeholders", "scope", "review", "remarks"))] = (
                    value.strip()
                )
        except (ValueError, TypeError) as error:
            raise LabelError(f"line {number}: {error}") from None
    if len(headers.get("doc", "").split()) != 2:
        raise LabelError("no line “#doc KIND LANGUAGE”")
    if [row.unit for row in rows] != list(range(1, len(rows) + 1)):
        raise LabelError("the units are not numbered 1, 2, 3 …")
    kind, language = headers["doc"].split()
    try:
        return Label(
            kind=_known(kind, KINDS),
            language=language,
            rows=tuple(rows),
            second_kind=_known(headers["second"], KINDS) if "second" in headers else "",
            problem=_problem(headers["problem"]) if "problem" in headers else None,
            placeholders=_numbers(headers["placeholders"]) if "placeholders" in headers else None,
            parts=parts or None,
            clashes=tuple(clashes) if compared else None,
            scope=_scope(headers["scope"]) if "scope" in headers else None,
            review=_review(headers["review"]) if "review" in headers else None,
            remarks=_remarks(headers["remarks"]) if "remarks" in headers else None,
        )
    except (ValueError, TypeError) as error:
        raise LabelError(str(error)) from None


def render(label: Label) -> str:
    """Return the text of a label file, in the full format."""
    lines = [f"#doc\t{label.kind}\t{label.language}"]
    if label.second_kind:
        lines.append(f"#second\t{label.second_kind}")
    if label.scope:
        lines.append(f"#scope\t{' '.join(map(str, label.scope))}")
    if label.review:
        answers = [f"{name}={verdict}:{_listed(units)}" for name, (verdict, units) in label.review.items()]
        lines.append(f"#review\t{' '.join(answers)}")
    if label.remarks is not None:
        lines.append(f"#remarks\t{' '.join(f'{kind}:{unit}' for kind, unit in label.remarks) or NONE}")
    if problem := label.problem:
        said = [f"{name}={_sign(getattr(problem, name))}" for name in _FLAGS]
        lines.append(f"#problem\t{' '.join(said)} leak={_listed(problem.leak)}")
    if label.placeholders is not None:
        lines.append(f"#placeholders\t{_listed(label.placeholders)}")
    if label.parts is not None:
        for part in sorted(label.parts, key=RELEASE_PARTS.index):
            ranges = [f"{a}-{b}" if a != b else f"{a}" for a, b in label.parts[part]]
            lines.append(f"#part\t{part}\t{','.join(ranges) or NONE}")
    if label.clashes is not None:
        lines += [f"#clash\t{' '.join(map(str, clash))}" for clash in label.clashes] or [f"#clash\t{NONE}"]
    for row in label.rows:
        columns = (row.unit, row.line, row.kind, row.hash, row.part, row.role, row.solution_first, row.extra)
        lines.append("\t".join(map(str, columns)))
    return "\n".join(lines) + "\n"


def _row(line: str) -> Row:
    """Parse `unit line kind hash part role solution_first extra`, or the same without line, kind and hash."""
    columns = [column.strip() for column in (line.split("\t") if "\t" in line else line.split(None, 4))]
    if len(columns) < 6:
        unit, part, role, family, extra = [*columns, *[NONE] * 5][:5]
        place = 0, NONE, NONE
    else:
        unit, number, kind, known_by, part, role, family, extra = columns
        place = int(number), _known(kind, (NONE, *UNIT_KINDS)), known_by
    row = Row(
        int(unit),
        _known(part, PARTS),
        _known(role, (NONE, *ROLES)),
        _known(family, (NONE, *FAMILIES)),
        extra or NONE,
        *place,
    )
    for pair in row.extra.split() if row.extra != NONE else ():
        _known(pair.partition("=")[0], ("asks", "ans", "v", "first"))
    for facet in row.asks | row.answers:
        _known(facet, FACETS)
    if row.is_question or row.verdict:
        _known(row.verdict, VERDICTS)
    return row


def _clash(value: str) -> Clash:
    claim, answer, label, subject, sure = value.split()
    return Clash(int(claim), int(answer), _known(label, CLASHES), _known(subject, SUBJECTS), int(sure))


def _scope(value: str) -> Scope:
    payer, size, sure = value.split()
    return Scope(_known(payer, PAYERS), _known(size, SIZES), int(sure))


def _review(value: str) -> dict[str, Answer]:
    found = {}
    for pair in value.split():
        name, _, answer = pair.partition("=")
        verdict, _, units = answer.partition(":")
        found[_known(name, ASPECTS)] = Answer(_known(verdict, ANSWERS), _numbers(units))
    return found


def _remarks(value: str) -> tuple[Remark, ...]:
    pairs = [pair.partition(":") for pair in value.split() if value != NONE]
    found = tuple(Remark(_known(kind, REMARKS), int(unit)) for kind, _, unit in pairs)
    if len(found) > MAX_REMARKS or any(remark.unit < 0 for remark in found):
        raise ValueError(f"more than {MAX_REMARKS} remarks, or a unit below 0")
    return found


def _problem(value: str) -> Problem:
    said = dict(pair.split("=", 1) for pair in value.split())
    leak = _numbers(said.pop("leak", NONE))
    return Problem(leak=leak, **{_known(name, _FLAGS): _flag(sign) for name, sign in said.items()})


def _known(code: str, codes: Sequence[str]) -> str:
    if code not in codes:
        raise ValueError(f"“{code}” is none of {', '.join(codes)}")
    return code


def _flag(sign: str) -> bool | None:
    return {"1": True, "0": False, NONE: None}[_known(sign, ("1", "0", NONE))]


def _sign(flag: bool | None) -> str:
    return NONE if flag is None else str(int(flag))


def _numbers(value: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.split(r"[,\s]+", value) if number not in ("", NONE))


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers)) or NONE


def _ranges(value: str) -> tuple[tuple[int, int], ...]:
    found = []
    for stretch in re.split(r"[,\s]+", value):
        if stretch not in ("", NONE):
            first, _, last = stretch.partition("-")
            found.append((int(first), int(last or first)))
    return tuple(found)
