"""Advice on an answer of the interview: what `check` would say about it, for a user who sees only the answer.

The draft is written as far as possible, and the rules report on the answer's lines. Until the problem paragraph is
complete, an answer is checked in a tiny draft with neutral text around it, because half a problem would trigger no
other finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..assessment import UNCLEAR, assess
from ..checks.base import shorten
from ..diagnostic import SEVERITIES, Diagnostic
from ..outline.faq.answers import is_planned
from ..outline.model import Outline
from . import purpose, thin, wording
from .questions import (
    IN_PROBLEM,
    OF_THE_PLAN,
    QUESTIONS,
    WHOLE_PROBLEM,
    Question,
    for_draft,
    marked,
    questions_of,
    still_open,
)
from .sanity import doubt
from .scaffold import ScaffoldError, Templates, block, one_line

if TYPE_CHECKING:
    from ..configuration.files import Configs
    from ..document.draft import Document
    from ..rules.linter import Linter

_FOR_DEVELOPERS = ("developer", "open-source")
"""Templates for readers whose problems may be described in terms of technologies."""

# Neutral text around the answer: no person, number or claim.
_NEUTRAL_PAIN = (
    "{customer} copy every line twice by hand, and one time in nine a line is lost. That takes two hours of every week."
)
_NEUTRAL_TODAY = "Paper and the telephone are what is left when something is missing."
_BEFORE = """\
# Every line is there in the morning

## Summary

*Every line is there when the bus leaves.*

"""
_AFTER = """\
## Solution

A clerk writes the line once. The driver reads the same line at the bus.

## Internal FAQ

### How do we know that customers want it?

We asked. What was said stands in the notes that are kept in the same folder as this draft.
"""

_READ_ALOUD = "Before the meeting, read the problem to one of these customers: only they can tell whether it is true."
_UNCLEAR_SIZE = (
    "A reader cannot tell how many that is, or how you know.\n"
    "Give a number and where it comes from; a guess goes in [brackets]."
)
_SURELY_COVERED = 0.9
"""The probability from which a sentence answers such a question: of the problems of dev, 3 of 4 do, and below it only 5 of 14."""
_COVERED_BY = {"today": "alternative", "cost": "cost"}
"""The questions that the answer about the problem often answers, too, and the role of a sentence that does."""


@dataclass
class Adviser:
    """The rules that `check` would apply to the draft, for the answers of an interview."""

    title: str = ""
    template: str = "classic"
    templates: Templates = field(default_factory=Templates)
    configs: Configs | None = None

    def covered(self, answers: Mapping[str, str]) -> list[str]:
        """Return the keys of the questions that the answer about the problem already answers."""
        question = next(one for one in QUESTIONS if one.key == "pain")
        outline = self._linter.outline(_document(_tiny_draft(question, answers, self.title)[0]))
        problem = outline.problem
        if not problem.genuine:
            return []
        stated = {"today": problem.names_alternative, "cost": problem.states_cost}
        roles = {
            one.role
            for one in outline.passages_in("problem")
            if one.text.rstrip(".") in answers["pain"] and one.problem >= _SURELY_COVERED
        }
        return [key for key, role in _COVERED_BY.items() if stated[key] and role in roles]

    def verdict(self, answers: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return the problem paragraph as it will appear in the draft and the findings on it, as texts to show."""
        text = self._draft(answers)
        outline = self._linter.outline(_document(text))
        lines = _section(text, outline, "problem")
        shown_text = "\n".join(
            line for line in text.split("\n")[lines[0] : lines[1]] if line and not line.startswith("<!--")
        )
        said = [
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*WHOLE_PROBLEM} and lines[0] <= found.line <= lines[1]
        ]
        said.sort(key=lambda found: SEVERITIES.index(found.severity))
        if not shown_text or (any(found.rule == "missing-problem" for found in said) and not answers.get("pain")):
            return [
                ("question", "There is no problem paragraph yet."),
                ("advice", "Everything else depends on it: begin there when you open the draft, or `edit 2` now."),
            ]
        shown = [("question", "Your problem paragraph:"), ("draft", shown_text)]
        if said:
            shown += [("hint", "The linter says:"), *(("advice", _kindly(found, "")) for found in said[:3])]
        elif set(marked(answers)).isdisjoint(IN_PROBLEM):
            shown.append(("hint", _READ_ALOUD))
        return [*shown, *(("hint", point) for point in self._left(answers))]

    def _left(self, answers: Mapping[str, str]) -> list[str]:
        """Return what is left to do about the answers: what is marked as open, what is thin and what has no answer."""
        asked = questions_of(self.templates, self.template)
        points = [f"Still open: {point}" for point in still_open(answers, asked)]
        doubtful = marked(answers)
        answered = [(number, one) for number, one in enumerate(asked, 1) if answers.get(one.key)]
        thin = [number for number, one in answered if one.key not in doubtful and self.thin(one, answers)]
        if thin:
            points.append(f"Still thin: {_listed('answer', thin)}. `edit {thin[0]}` adds to it.")
        without = [number for number, one in enumerate(asked, 1) if one.key in OF_THE_PLAN and not answers.get(one.key)]
        if without:
            points.append(f"No answer yet to {_listed('question', without)}; the draft marks what is open.")
        return points

    def thin(self, question: Question, answers: Mapping[str, str]) -> str:
        """Return what to ask about a sound answer that leaves out what its question asks for; "" if it is not thin."""
        answer = answers[question.key]
        if question.key == "experience" and self.template in _FOR_DEVELOPERS:
            return ""
        said = thin.thin(question.key, f"{question.text} {question.hint}", answer)
        return said or (thin.OWNED if question.key == "fit" and self._names_what_is_owned(question, answers) else "")

    def _names_what_is_owned(self, question: Question, answers: Mapping[str, str]) -> bool:
        """Return whether the reader takes the whole of an answer about technology for a start from what the writer owns."""
        if not purpose.names_technology(answers[question.key]):
            return False
        text = self._draft(answers)
        first, last = _place(text, question, answers)
        outline = self._linter.outline(_document(text))
        inside = [one for one in outline.passages if one.kind != "h" and first <= outline.lines(one)[0] <= last]
        return bool(inside) and all(one.starts_from_solution for one in inside)

    def warm_up(self) -> None:
        """Load everything needed for checking.

        This takes a moment, so the command does it while the user types the first answer.
        """
        with suppress(Exception):  # errors appear when the first answer is checked
            self._linter.outline(_document("Warm."))

    def advice(self, question: Question, answers: Mapping[str, str]) -> str:
        """Return the first finding of a question's rules on its answer and the fix; "" if there is none."""
        answer = answers[question.key]
        if doubtful := doubt(question.key, answer):
            return doubtful
        for_developers = self.template in _FOR_DEVELOPERS
        if question.key == "customer" and not for_developers and (objection := purpose.objection("customer", answer)):
            return objection
        if not question.rules or (question.key == "today" and wording.nothing(answer)):
            return ""  # doing nothing about it is an honest answer
        rules = question.rules
        if question.place in IN_PROBLEM:
            text, first, last = _tiny_draft(question, answers, self.title)
        else:
            text = self._draft(answers)
            first, last = _place(text, question, answers)
        after = _column(text, first, question, answers) if question.place in ("today", "cost") else 0
        outline = self._linter.outline(_document(text))
        technical = purpose.names_technology(answer)  # otherwise the next answers may add what the problem lacks
        said = (
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*rules}
            and first <= found.line <= last
            and not (after and found.end_column <= after)  # about an earlier answer, or the whole problem
            and not (found.rule == "technology-in-the-lead" and for_developers)
            and not (found.severity == "note" and question.place == "plan")
            and not (found.rule == "missing-problem" and found.severity == "warning" and not technical)
        )
        worst = min(said, key=_priority, default=None)
        if worst:
            return _kindly(worst, answer)
        if question.key == "market" and not is_planned(answer, outline.product_names):
            return _UNCLEAR_SIZE if assess(outline, "market-size").state == UNCLEAR else ""
        if for_developers:
            return ""
        roles = [one.role for one in outline.passages if first <= outline.lines(one)[0] <= last]
        return purpose.objection(question.key, answer, answers.get("customer", ""), roles)

    def _draft(self, answers: Mapping[str, str]) -> str:
        """Return the draft as far as it is written, at the stage with the most findings."""
        written = for_draft(answers)
        title = self.title or "Working title"
        try:
            text = self.templates.render(self.template, title, written)
        except ScaffoldError:  # a custom template that asks for something else
            text = Templates().render("classic", title, written)
        return re.sub(r"(?m)^(\s*stage:).*$", r"\1 draft", text, count=1)

    @cached_property
    def _linter(self) -> Linter:
        """Return the linter that `check` would run on the draft."""
        from ..configuration.files import Configs
        from ..runner.run import Linters

        linters = Linters(configs=self.configs or Configs(isolated=True))
        return linters.of(linters.settings(_document(self._draft({}))))


def _priority(found: Diagnostic) -> tuple[bool, bool, int]:
    """Return the sort key for findings: `solution-first` first, `missing-problem` last."""
    return found.rule == "missing-problem", found.group != "solution-first", SEVERITIES.index(found.severity)


def _column(text: str, first: int, question: Question, answers: Mapping[str, str]) -> int:
    """Return the column at which an answer begins in the tiny draft; the text before it is already checked."""
    paragraph = max(text.split("\n")[first : first + 3], key=len)
    return max(0, paragraph.rfind(answers[question.key][1:20]))


def _section(text: str, outline: Outline, part: str) -> tuple[int, int]:
    """Return the first and last line of a part, from its heading to the line before the next heading.

    If no heading names the part, all lines are returned.
    """
    lines = outline.document.lines
    units = [unit for unit in outline.units if unit.kind == "heading"]
    for unit, following in zip(units, [*units[1:], None], strict=True):
        if outline.sections.part(unit.text) == part:
            first = lines(unit.start, unit.end)[0]
            return first, lines(following.start, following.end)[0] - 1 if following else text.count("\n") + 1
    return 0, text.count("\n") + 1


def _place(text: str, question: Question, answers: Mapping[str, str]) -> tuple[int, int]:
    """Return the lines of a draft that concern an answer, with the heading for the problem and for a question."""
    lines = text.split("\n")
    if question.place == "headline":
        at = next((number for number, line in enumerate(lines, 1) if line.startswith("# ")), 1)
        return at, at
    worded = wording.for_draft(question.key, answers[question.key], one_line(answers.get("customer", "")).rstrip("."))
    written = block(wording.sentence(worded)).split("\n")[0]
    at = next((number for number, line in enumerate(lines, 1) if written and written in line), 0)
    first = at
    while question.place != "benefit" and first > 1 and not lines[first - 1].startswith("#"):
        first -= 1
    return first, at


def _tiny_draft(question: Question, answers: Mapping[str, str], title: str) -> tuple[str, int, int]:
    """Return a short draft with an answer in its problem, and the first and last line that concern the answer.

    The text around the answer is neutral, so a finding in these lines is about the answer.
    """
    customer = answers.get("customer", "")
    said = {key: wording.for_draft(key, answers.get(key, ""), customer) for key in ("pain", question.key)}
    answer = block(wording.sentence(said[question.key]))
    person = wording.sentence(one_line(customer)).rstrip(".") or "School secretaries"
    neutral = _NEUTRAL_PAIN.replace("{customer}", person)
    pain = block(wording.sentence(said["pain"])) or neutral
    paragraph = {"customer": f"{neutral} {_NEUTRAL_TODAY}", "pain": answer}.get(question.place, f"{pain} {answer}")
    before = f"{_front(answers, title)}\n{_BEFORE}"
    first = before.count("\n") + 1
    return f"{before}## Problem\n\n{paragraph}\n\n{_AFTER}", first, first + 2 + paragraph.count("\n")


def _listed(what: str, numbers: Sequence[int]) -> str:
    """Return numbered things as text: “answer 4”, “answers 4, 7 and 9”."""
    *others, last = map(str, numbers)
    return f"{what}s {', '.join(others)} and {last}" if others else f"{what} {last}"


def _document(text: str) -> Document:
    from ..document.draft import Document

    return Document.parse(text, "answer.md")


def _front(answers: Mapping[str, str], title: str) -> str:
    import yaml

    name = one_line(answers.get("product", "")) or (title if len(title.split()) <= 2 else "")
    values: dict[str, str] = {"stage": "draft", **({"product": name} if name else {})}
    return f"---\n{yaml.safe_dump({'prfaq': values}, allow_unicode=True, width=10_000)}---\n"


def _kindly(found: Diagnostic, answer: str) -> str:
    """Return a finding reworded for a user who sees only the answer, not the tiny draft around it."""
    quoted = re.match("“+([^“”]*)”+", found.message)
    message = found.message
    if answer and quoted and quoted.group(1).removesuffix(" …") not in answer:
        message = f"“{shorten(answer, 60)}”{message[quoted.end() :]}"
    fix = re.sub("[:;] “###.*", "", found.fix)
    return "\n".join(text if text.endswith("?") else f"{text}." for text in (message, fix) if text)
