"""The comparison of a draft's label with the tool's output, for each row of the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from prfaq_lint.diagnostic import Diagnostic

from .align import SLACK, matched, passages_of, questions_of, quoted
from .codes import BAD_VERDICTS, FACETS, NONE, PAINS, QUESTIONS, RELEASE_PARTS, REVIEWED, ROLES, VERDICTS
from .label import Label
from .remarks import is_covered
from .scores import Counts, Row, Sheet
from .tool import Result
from .units import Unit

SEVERITIES = ("error", "warning", "note")

NOT_LEFTOVERS = ("empty-section", "open-assumption", "guidance-comment")
"""The rules of the group placeholders that report something other than what `#placeholders` lists."""

GOOD_VERDICTS = tuple(verdict for verdict in VERDICTS if verdict not in BAD_VERDICTS)

PROFILES = {"open": "open-source", "internal": "internal-tool"}
"""Who pays for what a draft announces, and the profile that fits."""

JUDGED_BY = {
    "alternative": ("problem-without-alternative",),
    "solution": ("vague-solution",),
    "measure": ("no-number-better",),
    "leader-quote": ("empty-leader-quote", "missing-leader-quote"),
    "customer-quote": ("praise-only-quote", "anonymous-speaker", "missing-customer-quote"),
}
"""Aspect of a draft → the rules that report a weakness in it."""

ROWS = (
    Row("document:recognised", "F1"),
    Row("document:template", "F1"),
    *(Row(f"document:{profile}", "F1") for profile in PROFILES.values()),
    *(Row(f"part:{part}", "F1") for part in RELEASE_PARTS),
    Row("part:macro", "macro F1", tuple(f"part:{part}" for part in RELEASE_PARTS)),
    Row("problem:missing", "F1"),
    Row("problem:without-customer", "F1"),
    Row("problem:without-evidence", "F1"),
    Row("problem:without-alternative", "F1"),
    Row("problem:solution-inside", "F1"),
    Row("unit:aligned", "share"),
    Row("unit:part", "share"),
    Row("unit:role", "share"),
    Row("unit:role-macro", "macro F1", tuple(f"role:{role}" for role in ROLES)),
    *(Row(f"role:{role}", "F1") for role in ROLES),
    Row("unit:pain-cost-alternative", "F1"),
    Row("unit:solution-first", "F1"),
    Row("line:solution-first", "F1"),
    Row("line:placeholders", "F1"),
    Row("question:found", "F1"),
    Row("question:audience", "share"),
    Row("question:asked", "F1"),
    Row("question:answered", "F1"),
    Row("question:not-answered-first", "F1"),
    Row("verdict:bad", "F1"),
    *(Row(f"verdict:{verdict}-called-bad", "share") for verdict in GOOD_VERDICTS),
    Row("plan:answered", "F1"),
    *(Row(f"review:{name}", "share") for name in REVIEWED),
    Row("review:all", "share"),
    Row("review:verdict", "share"),
    Row("review:quoted", "share"),
    *(Row(f"aspect:{name}", "F1") for name in JUDGED_BY),
    Row("remark:said", "share"),
    Row("remark:first", "share"),
    Row("clash:found", "F1"),
    *(Row(f"findings:{severity}s", "mean") for severity in SEVERITIES),
)
"""The rows of the table, in order."""


def measure(name: str, label: Label, units: Sequence[Unit], result: Result) -> Sheet:
    """Return the counts of a draft for each row.

    All drafts count in the rows on documents; only written drafts in English count in the others.
    """
    sheet = Sheet(name)
    _documents(sheet, label, str(result.outline["type"]))
    if not label.is_draft or label.language != "en":
        return sheet
    _profile(sheet, label, result)
    if label.kind != "faq-only":
        _parts(sheet, label, result)
        _problem(sheet, label, result)
    if "passages" in result.outline:
        _units(sheet, label, units, result.outline["passages"])
    _lines(sheet, label, units, result)
    _questions(sheet, label, units, result.outline["questions"])
    _plan(sheet, label, result)
    _review(sheet, label, units, result)
    _remarks(sheet, label, units, result)
    if label.clashes is not None:
        _clashes(sheet, label, units, [finding for finding in result.findings if finding.group == "consistency"])
    for severity in SEVERITIES:
        count = sum(finding.severity == severity for finding in result.findings)
        sheet.mean(f"findings:{severity}s", count)
    return sheet


def _documents(sheet: Sheet, label: Label, kind: str) -> None:
    """Count whether a document is recognised as a draft or a template, except where two readers disagree."""
    kinds = [label.kind, label.second_kind or label.kind]
    if kinds.count("decoy") != 1:
        sheet.decide("document:recognised", label.kind != "decoy", kind != "other", label.kind)
    if "decoy" not in kinds and kinds.count("template") != 1:
        sheet.decide("document:template", label.kind == "template", kind == "template", label.kind)


def _parts(sheet: Sheet, label: Label, result: Result) -> None:
    found = {part["part"] for part in result.outline["parts"]}
    for part in RELEASE_PARTS:
        truth = label.has(part)
        if truth is not None:
            sheet.decide(f"part:{part}", truth, part in found)


def _profile(sheet: Sheet, label: Label, result: Result) -> None:
    if label.scope and label.scope.sure > 1:
        for payer, profile in PROFILES.items():
            where = f"{label.scope.payer}, not {result.profile}"
            sheet.decide(f"document:{profile}", label.scope.payer == payer, result.profile == profile, where)


def _problem(sheet: Sheet, label: Label, result: Result) -> None:
    rules = {finding.rule for finding in result.findings}
    sheet.decide("problem:missing", not label.tells_problem(), "missing-problem" in rules)
    problem = label.problem
    if not problem:
        return
    sheet.decide("problem:solution-inside", bool(problem.leak), "solution-in-problem" in rules)
    if problem.genuine:
        for row, told in (
            ("without-customer", problem.customer),
            ("without-evidence", problem.evidence),
            ("without-alternative", problem.alternative),
        ):
            if told is not None:
                sheet.decide(f"problem:{row}", not told, f"problem-{row}" in rules)


def _units(sheet: Sheet, label: Label, units: Sequence[Unit], passages: Sequence[Mapping[str, Any]]) -> None:
    for row, unit, passage in zip(label.rows, units, passages_of(units, passages), strict=True):
        if passage is None and row.part == "template":
            continue  # an instruction in a comment, which the tool does not have to read
        part = passage["part"] if passage else ""
        role = passage["role"] if passage else ""
        family = passage["solution_first"] if passage else NONE
        sheet.share("unit:aligned", passage is not None, _where(unit))
        sheet.share("unit:part", part == row.part, _where(unit, f"{row.part}, not {part}"))
        if row.part in RELEASE_PARTS:
            sheet.share("unit:role", role == row.role, _where(unit, f"{row.role}, not {role}"))
            for one in ROLES:
                sheet.decide(f"role:{one}", row.role == one, role == one, _where(unit, f"{row.role}, not {role}"))
        sheet.decide("unit:pain-cost-alternative", row.role in PAINS, role in PAINS, _where(unit))
        sheet.decide("unit:solution-first", row.solution_first != NONE, family != NONE, _where(unit))


def _lines(sheet: Sheet, label: Label, units: Sequence[Unit], result: Result) -> None:
    texts: dict[int, str] = {}
    for unit in units:
        texts.setdefault(unit.line, unit.text)
    circled = [unit.line for row, unit in zip(label.rows, units, strict=True) if row.solution_first != NONE]
    found = [finding.line for finding in result.findings if finding.group == "solution-first"]
    _pair(sheet, "line:solution-first", circled, found, texts)
    if label.placeholders is not None:
        found = [
            finding.line
            for finding in result.findings
            if finding.group == "placeholders" and finding.rule not in NOT_LEFTOVERS
        ]
        _pair(sheet, "line:placeholders", label.placeholders, found, texts)


def _questions(sheet: Sheet, label: Label, units: Sequence[Unit], questions: Sequence[Mapping[str, Any]]) -> None:
    asked = [(row, unit) for row, unit in zip(label.rows, units, strict=True) if row.is_question]
    found, left = questions_of([unit for _, unit in asked], questions)
    for extra in left:
        sheet.decide("question:found", False, True, f"{extra['line']} {extra['text']}")
    for (row, unit), question in zip(asked, found, strict=True):
        sheet.decide("question:found", True, question is not None, _where(unit))
        if question is None:
            continue
        audience = QUESTIONS[row.part]
        sheet.share("question:audience", question["audience"] == audience, _where(unit, f"it is {audience}"))
        _facets(sheet, "question:asked", row.asks, question["topics"], unit)
        if "answers" in question:
            _facets(sheet, "question:answered", row.answers, question["answers"], unit)
        if row.answered_first is not None:
            late = question["answer_first"] is False
            sheet.decide("question:not-answered-first", not row.answered_first, late, _where(unit))
        if "verdict" in question:
            bad = question["verdict"] in BAD_VERDICTS
            where = _where(unit, f"{row.verdict}, not {question['verdict']}")
            sheet.decide("verdict:bad", row.verdict in BAD_VERDICTS, bad, where)
            if row.verdict in GOOD_VERDICTS:
                sheet.share(f"verdict:{row.verdict}-called-bad", bad)


def _plan(sheet: Sheet, label: Label, result: Result) -> None:
    answered = frozenset[str]().union(*(row.answers for row in label.rows))
    for facet in FACETS:
        sheet.decide("plan:answered", facet in answered, bool(result.outline["plan"].get(facet)), facet)


def _review(sheet: Sheet, label: Label, units: Sequence[Unit], result: Result) -> None:
    """Count the answers of the review that have the reader's verdict and quote one of the reader's passages, if any."""
    said = {answer.question: answer for answer in result.review}
    for name, (verdict, listed) in (label.review or {}).items():
        if answer := said.get(REVIEWED.get(name, "")):
            fits = not answer.quote or quoted(answer.quote, [units[number - 1] for number in listed])
            where = f"(it is {verdict}) {name}: {answer.answer}, “{answer.quote}”"
            for row in (f"review:{name}", "review:all"):
                sheet.share(row, answer.answer == verdict and fits, where)
            sheet.share("review:verdict", answer.answer == verdict, where)
            if answer.quote:
                sheet.share("review:quoted", fits, where)


def _remarks(sheet: Sheet, label: Label, units: Sequence[Unit], result: Result) -> None:
    """Count the aspects with a weakness, and the reviewer's remarks that a finding also makes."""
    rules = {finding.rule for finding in result.findings}
    for name, judges in JUDGED_BY.items():
        if label.review and name in label.review:
            sheet.decide(f"aspect:{name}", label.review[name].verdict != "yes", not rules.isdisjoint(judges))
    for number, remark in enumerate(label.remarks or ()):
        said = is_covered(remark, units, result.findings)
        where = _where(units[remark.unit - 1], remark.kind) if remark.unit else f"0 ({remark.kind})"
        sheet.share("remark:said", said, where)
        if not number:
            sheet.share("remark:first", said, where)


def _clashes(sheet: Sheet, label: Label, units: Sequence[Unit], findings: Sequence[Diagnostic]) -> None:
    """Count the claims of the release that an answer takes back, by the lines that findings on consistency name.

    A clash that only some reviewers would object to counts neither for nor against the tool.
    """
    places = {clash: (units[clash.claim - 1].line, units[clash.answer - 1].line) for clash in label.clashes or ()}
    hit = set()
    for finding in findings:
        named = {finding.line, *map(int, re.findall(r"\bline (\d+)", finding.message))}
        same = [clash for clash, lines in places.items() if all(_near(line, named) for line in lines)]
        hit.update(same)
        if not same or any(clash.sure > 1 for clash in same):
            sheet.decide("clash:found", bool(same), True, f"{finding.line} {finding.message}")
    for clash, (line, _) in places.items():
        parts = label.rows[clash.claim - 1].part, label.rows[clash.answer - 1].part
        if parts[0] in RELEASE_PARTS and parts[1] == "answer" and clash.sure > 1 and clash not in hit:
            told = units[clash.claim - 1].text, units[clash.answer - 1].text
            sheet.decide("clash:found", True, False, f"{line} {' | '.join(told)}")


def _near(line: int, lines: Iterable[int]) -> bool:
    return any(abs(line - other) <= SLACK for other in lines)


def _facets(sheet: Sheet, row: str, truth: frozenset[str], guess: Sequence[str], unit: Unit) -> None:
    for facet in FACETS:
        sheet.decide(row, facet in truth, facet in guess, _where(unit, facet))


def _pair(sheet: Sheet, row: str, truth: Sequence[int], guess: Sequence[int], texts: Mapping[int, str]) -> None:
    """Count the true lines that were found or missed, and those that were invented; there are no true negatives."""
    found, missed, invented = matched(truth, guess)
    sheet.add(row, Counts(tp=len(found)))
    for line in missed:
        sheet.decide(row, True, False, f"{line} {texts.get(line, '')}")
    for line in invented:
        sheet.decide(row, False, True, f"{line} {texts.get(line, '')}")


def _where(unit: Unit, what: str = "") -> str:
    return f"{unit.line} {f'({what}) ' if what else ''}{unit.text}"
