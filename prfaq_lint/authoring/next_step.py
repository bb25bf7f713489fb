"""The one thing to write next: the first step of `steps.toml` that is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..diagnostic import Diagnostic
from ..outline import FAQ_ZONES, Outline
from ..outline.model import Question
from ..result import NextStep as NextStep
from ..rules.linter import Linter
from .additions import Entry, headed, steps

_DONE = "Nothing left that must be written"


def next_step(
    outline: Outline, linter: Linter, ready: Mapping[str, Entry], found: Sequence[Diagnostic] | None = None
) -> NextStep:
    """The first open step of a draft, judged by the rules of a linter; `ready` gives the question of each facet.

    `found` are the findings of the draft, where they are known already.
    """
    draft = as_draft(outline)
    return _Reader(draft, linter, ready, found if draft is outline else None).first()


def as_draft(outline: Outline) -> Outline:
    """The outline with a template, or what hardly looks like a draft yet, taken for a draft that has just been begun."""
    if outline.type not in ("template", "other"):
        return outline
    return replace(outline, type="prfaq" if outline.questions else "pr-only")


class _Reader:
    """A draft with its findings by rule."""

    def __init__(
        self, outline: Outline, linter: Linter, ready: Mapping[str, Entry], found: Sequence[Diagnostic] | None
    ) -> None:
        self.outline = outline
        self.ready = ready
        self.rules = {rule.name: rule for rule in linter.rules}
        self.facets = {str(rule.parameters["facet"]): rule.name for rule in linter.rules if "ask" in rule.parameters}
        self.found = linter.check(outline) if found is None else list(found)

    def first(self) -> NextStep:
        for step in steps():
            if "rules" in step and not any(rule in self.rules for rule in step["rules"]):
                continue  # who has switched its rules off does not want it
            open_step = (
                self._missing(step)
                or self._lacking(step)
                or self._reported(step, step.get("rules", ()))
                or self._unasked(step)
                or self._facet(step)
                or self._open_answers(step)
            )
            if open_step:
                return open_step
        errors = [finding for finding in self.found if finding.severity == "error"]
        if errors:
            return self._about(errors[0], self.rules[errors[0].rule].title, "")
        document = self.outline.document
        return NextStep(document.path, len(document.source), _DONE, "", "", "", done=True)

    def _missing(self, step: dict[str, Any]) -> NextStep | None:
        """A part that is not there, or that has a blank to be filled in."""
        if "part" not in step:
            return None
        places = self.outline.intervals(step["part"])
        blanks = [
            (blank.start, blank.end)
            for blank in self.outline.placeholders
            if blank.kind != "assumption" and blank.start in places
        ]
        if any(self.outline.of(step["part"])) and not blanks:
            return None
        return self._reported(step, step["rules"]) or self._step(step, *(blanks or [self._head(step["part"])])[0])

    def _head(self, part: str) -> tuple[int, int]:
        """The heading of a part, or else what comes before it: the end of the release."""
        outline = self.outline
        pairs = list(zip(outline.units, outline.zones, strict=True))
        if headed(outline, part):
            return next(
                (u.start, u.end) for u, _ in pairs if u.kind == "heading" and outline.sections.part(u.text) == part
            )
        release = [(unit.start, unit.end) for unit, zone in pairs if zone in ("release", "front")]
        return release[-1] if release else (0, 1)

    def _lacking(self, step: dict[str, Any]) -> NextStep | None:
        """Something that the problem paragraph does not say."""
        problem = self.outline.problem
        if "verdict" not in step or not problem.genuine or getattr(problem, step["verdict"]) or not self._english:
            return None
        return self._step(step, problem.start, problem.end)

    def _reported(self, step: dict[str, Any], rules: Sequence[str]) -> NextStep | None:
        """What one of a step's rules found."""
        for name in rules:
            for finding in self.found:
                if finding.rule == name:
                    return self._about(finding, step["what"], step.get("question", ""))
        return None

    def _unasked(self, step: dict[str, Any]) -> NextStep | None:
        """An audience that asks nothing."""
        audience = step.get("audience")
        if not audience or any(question.audience == audience for question in self.outline.questions):
            return None
        pairs = zip(self.outline.units, self.outline.zones, strict=True)
        faq = next(((unit.start, unit.end) for unit, zone in pairs if zone in FAQ_ZONES), (0, 1))
        return self._step(step, *faq)

    def _facet(self, step: dict[str, Any]) -> NextStep | None:
        """A facet that nobody asks about, or whose question has no answer of substance."""
        outline = self.outline
        for facet in step.get("facets", ()):
            if facet not in self.facets or outline.plan.get(facet):
                continue
            rule = self.rules[self.facets[facet]]
            entry = self.ready[facet]
            finding = next((one for one in self.found if one.rule == rule.name), None)
            asked = [one for one in outline.questions if facet in one.topics or entry.ask in one.text]
            if finding:
                question = next((one.text for one in asked if one.asks_directly(facet)), entry.ask)
                guidance = f"{finding.message}. {entry.holds}."
                return NextStep(finding.path, finding.line, rule.title, question, guidance, rule.name)
            if asked and not asked[0].answered:
                return self._unanswered(asked[0], rule.title, entry.holds)
        return None

    def _open_answers(self, step: dict[str, Any]) -> NextStep | None:
        """A question of whatever kind that has no answer."""
        if not step.get("every_question"):
            return None
        found = (self._unanswered(one, step["what"]) for one in self.outline.questions if not one.answered)
        return next(filter(None, found), None)

    def _unanswered(self, question: Question, what: str, holds: str = "") -> NextStep | None:
        """A question that is asked and not answered, where a rule objects to that."""
        first, last = self.outline.document.lines(question.start, question.end)
        for finding in self.found:
            if first <= finding.line <= last and finding.severity == "error":
                guidance = f"{finding.message}. {holds or finding.fix}."
                return NextStep(finding.path, first, what, question.text, guidance, finding.rule)
        return None

    @property
    def _english(self) -> bool:
        return self.outline.document.language == "en"

    def _step(self, step: dict[str, Any], start: int, end: int) -> NextStep:
        document = self.outline.document
        line = document.lines(start, max(end, start + 1))[0] if document.prose else 1
        return NextStep(document.path, line, step["what"], step["question"], step["guidance"], "")

    def _about(self, finding: Diagnostic, what: str, question: str) -> NextStep:
        return NextStep(
            finding.path,
            finding.line,
            what,
            question,
            f"{finding.message}. {finding.fix}.".replace("?.", "?"),
            finding.rule,
        )
