"""The one thing to write next: the most important finding, or else the first open step of `steps.toml`.

Errors and warnings of `check` come first, the most important one before all others; of its notes, only those about a
missing part of the release count. So `next` is never done before `check` is, and never asks for something that cannot be
satisfied.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import starmap, takewhile
from typing import Any

from ..assessment import ANSWERED, LABELS, SET_ASIDE, TO_FIND_OUT, UNCLEAR, assess
from ..diagnostic import Diagnostic
from ..document.source import is_word
from ..lang.en.numbers import QUANTITY
from ..outline.model import Outline, Question
from ..outline.structure.sections import FAQ_ZONES
from ..priority import advice, most_important
from ..review import three_questions
from ..rules.linter import Linter
from .additions import Entry, headed, steps, unasked

_DONE = "nothing left that must be written"
_ALL_ELSE = "nothing else must be written"
_THIN = "every required part is there, but a reviewer will still have questions"
_READY = "Ready for a first meeting"
_ANSWER = "a missing answer"
_FIRST_ANSWER = "the first answer of the plan"
_ALL_UNKNOWN = "Every question of the plan is still to be found out, and a first meeting needs some answers to discuss"
_STAGE = re.compile(r"\bstage\s*:")
STAGES = ("hypothesis", "draft", "final")
"""The built-in stages, in the order in which a draft goes through them."""


_WITH_HEADING = ("getting_started", "customer_quote", "leader_quote", "call_to_action")


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a draft."""

    parts: tuple[tuple[str, bool], ...] = ()
    """Each required part of the release, and whether it is written."""
    plan: tuple[int, int] = (0, 0)
    """The numbers of answered and of required questions of the plan."""
    to_find_out: tuple[str, ...] = ()
    """The topics of the required questions about which the draft only says that they are not known yet."""
    unclear: tuple[str, ...] = ()
    """The topics of the required questions that the draft possibly answers."""
    open_questions: int = 0
    """The number of questions in the draft without an answer."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to write next."""

    path: str
    line: int
    """The line to write in, or of the text to replace or, if nothing has to be written, of the first suggestion."""
    what: str
    question: str
    """The question that it answers; "" if a finding says everything."""
    guidance: str
    rule: str
    """The rule that requires it or, if nothing has to be written, that makes the first suggestion; "" if none does."""
    done: bool = False
    progress: Progress = Progress()
    stage: str = ""
    next_stage: str = ""
    """The stage that the draft is ready for; "" if something is open, or if it is the last one."""
    stage_line: int = 0
    """The line of the front matter that sets the stage; 0 if none does."""
    remarks: int = 0
    """The number of notes of `check`, if nothing has to be written."""
    unasked: int = 0
    """The number of topics of a complete plan that the draft neither asks about nor answers, if nothing has to be written."""
    doubted: tuple[str, ...] = ()
    """The questions about the plan to which a reviewer would not say yes, if nothing has to be written."""

    def to_json(self) -> dict[str, Any]:
        """Return the step as a JSON object."""
        return asdict(self)


def next_step(
    outline: Outline, linter: Linter, ready: Mapping[str, Entry], found: list[Diagnostic] | None = None
) -> NextStep:
    """Return the first open step of a draft, judged by the rules of a linter.

    Args:
        outline: The draft.
        linter: The rules.
        ready: The question of each facet.
        found: The findings of the outline `as_draft`, if they are known.
    """
    reader = _Reader(as_draft(outline), linter, ready, found)
    return replace(reader.first(), progress=reader.progress(), stage=outline.stage)


def as_draft(outline: Outline) -> Outline:
    """Return the outline, with a template or what hardly looks like a draft yet treated as a draft just begun."""
    if outline.type not in ("template", "other"):
        return outline
    return replace(outline, type="prfaq" if outline.questions else "pr-only")


def _with_details(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the step of a part and, for the problem, the steps that ask for more of it."""
    if step["name"] != "problem":
        return [step]
    return list(takewhile(lambda one: one["name"] != "solution", steps()))


class _Reader:
    """A draft with its findings by rule."""

    def __init__(
        self, outline: Outline, linter: Linter, ready: Mapping[str, Entry], found: list[Diagnostic] | None
    ) -> None:
        self.outline = outline
        self.ready = ready
        self.rules = {rule.name: rule for rule in linter.rules}
        self.facets = {str(rule.parameters["facet"]): rule.name for rule in linter.rules if "ask" in rule.parameters}
        self.found = linter.check(outline) if found is None else found

    def first(self) -> NextStep:
        """Return the step that the most important finding asks for, or else the first open step.

        An empty draft begins with the first open step, whatever is reported.
        """
        serious = [one for one in self.found if one.severity != "note"]
        begun = self.outline.paragraphs or self.outline.questions
        open_step = None if serious and begun else next(filter(None, map(self._open, steps())), None)
        if open_step:
            return open_step
        if serious:
            return self._settling(most_important(serious))
        unknown = self._to_find_out()
        return self._finding_out(unknown) if unknown and len(unknown) == len(self.facets) else self._done(unknown)

    def _to_find_out(self) -> list[str]:
        """Return the topics about which the draft only says that they are not known yet."""
        return [facet for facet in self.facets if self._state(facet) == TO_FIND_OUT]

    def _state(self, facet: str) -> str:
        return assess(self.outline, facet, self.ready[facet].ask).state

    def _finding_out(self, unknown: Sequence[str]) -> NextStep:
        """Return the step that finds out the most important answer of a plan that has none yet."""
        facet = next((facet for facet in self._topics if facet in unknown), unknown[0])
        question = self._asking(facet)[0]
        line = self.outline.document.lines(*question.heading)[0]
        guidance = f"{_ALL_UNKNOWN}. {self.ready[facet].holds}."
        return NextStep(self.outline.document.path, line, _FIRST_ANSWER, question.text, guidance, "")

    def _done(self, unknown: Sequence[str]) -> NextStep:
        """Return that nothing has to be written, with the suggestion that `check` names first if it has any."""
        document = self.outline.document
        doubted = self._doubted()
        left = _THIN if doubted or any(one.group == "plan" for one in self.found) else _DONE
        if unknown:
            verb = "is" if len(unknown) == 1 else "are"
            left = f"{len(unknown)} of {len(self.facets)} answers of the plan {verb} still to be found out; {_ALL_ELSE}"
        what = f"{_READY}: {left}" if self.outline.stage == STAGES[0] else f"{left[:1].upper()}{left[1:]}"
        done = NextStep(document.path, document.source.last, what, "", "", "", done=True, remarks=len(self.found))
        done = replace(done, unasked=len(unasked(self.outline)), doubted=doubted)
        if suggestion := self._weakest() or self._customer_questions():
            done = replace(done, line=suggestion.line, guidance=suggestion.guidance)
        elif self.found:
            first = most_important(self.found)
            question = self._settling(first).question if first.rule in self.facets.values() else ""
            done = replace(done, line=first.line, guidance=advice(first, question), rule=first.rule)
        return replace(done, next_stage=self._next_stage(), stage_line=self._stage_line())

    def _doubted(self) -> tuple[str, ...]:
        """Return the questions about the plan to which `check` and `review` do not answer yes."""
        outline = self.outline
        if outline.type not in ("prfaq", "faq-only") or not self._english:
            return ()
        answers = three_questions(outline, self.facets, self.found) if self.facets else ()
        return tuple(answer.question for answer in answers if answer.answer != "yes")

    def _weakest(self) -> NextStep | None:
        """Return the first topic, in the order of writing, that the draft leaves unclear or to be found out."""
        for facet in self._topics:
            topic = assess(self.outline, facet, self.ready[facet].ask)
            if topic.state in (UNCLEAR, TO_FIND_OUT) and topic.questions:
                line = self.outline.document.lines(*(topic.nearest or topic.questions[0].heading))[0]
                holds = self.ready[facet].holds
                guidance = f"about {LABELS[facet]}: {holds[:1].lower()}{holds[1:]}"
                return NextStep(self.outline.document.path, line, "", "", guidance, "")
        return None

    def _customer_questions(self) -> NextStep | None:
        """Return the suggestion to let customers ask something, if they do not and a complete FAQ is required."""
        step = next(filter(None, map(self._unasked, steps())), None)
        if not step:
            return None
        adds = self._adding("external_faq")
        return replace(step, guidance=f"add what a customer would ask: “{step.question}”{f' ({adds})' if adds else ''}")

    def _adding(self, name: str) -> str:
        """Return the command that adds a part or a FAQ to the draft; "" if it is not a file that `add` can change."""
        path = self.outline.document.path
        return "" if path == "-" or is_word(path) else f"`prfaq-lint add section {name} {shlex.quote(path)}`"

    def _settling(self, finding: Diagnostic) -> NextStep:
        """Return the step that settles a finding, with the question that the author has to answer."""
        for step in steps():
            if finding.rule in step.get("rules", ()):
                return self._about(finding, step["what"], step.get("question", ""))
        for facet, rule in self.facets.items():
            if finding.rule == rule:
                return self._about_facet(finding, facet)
        for question in self.outline.questions:
            first, last = self.outline.document.lines(question.start, question.end)
            if not question.answered and first <= finding.line <= last:
                return self._about_answer(finding, question)
        if finding.group == "placeholders":
            for step in steps():
                if "part" in step and self._within(step["part"], finding):
                    return self._about(finding, step["what"], step["question"])
        return self._about(finding)

    def _within(self, part: str, finding: Diagnostic) -> bool:
        """Return whether a finding is in a part of the release, or at its heading."""
        places = [(one.start, one.end) for one in self.outline.of(part)]
        if headed(self.outline, part):
            places.append(self._head(part))
        return any(first <= finding.line <= last for first, last in starmap(self.outline.document.lines, places))

    def _open(self, step: dict[str, Any]) -> NextStep | None:
        """Return what is open in a step; None if nothing is, or if its rules are off."""
        blank = self._blank(step)
        if blank or ("rules" in step and not any(rule in self.rules for rule in step["rules"])):
            return blank  # its rules were turned off on purpose
        return self._lacking(step) or self._reported(step, step.get("rules", ()))

    def progress(self) -> Progress:
        """Return how far the draft is."""
        wanted = [step for step in steps() if "part" in step]
        wanted = [
            step
            for step in wanted
            if self._is_asked_for(step) or headed(self.outline, step["part"]) or any(self.outline.of(step["part"]))
        ]
        states = [self._state(facet) for facet in self.facets]
        return Progress(
            tuple((step["part"], self._is_written(step)) for step in wanted),
            (sum(state in (ANSWERED, SET_ASIDE) for state in states), len(self.facets)),
            tuple(LABELS[facet] for facet in self._to_find_out()),
            tuple(LABELS[facet] for facet, state in zip(self.facets, states, strict=True) if state == UNCLEAR),
            sum(not question.answered for question in self.outline.questions),
        )

    def _is_asked_for(self, step: dict[str, Any]) -> bool:
        """Return whether the stage asks for the part of a step."""
        active = [rule for rule in step["rules"] if rule in self.rules]
        serious = any(self.rules[rule].severity in ("error", "warning") for rule in active)
        return serious and any(rule.startswith("missing-") for rule in active)

    def _is_written(self, step: dict[str, Any]) -> bool:
        """Return whether the draft has the part of a step, nothing in it is open, and `check` has no complaint about it."""
        part = step["part"]
        present = any(self.outline.of(part)) or (part == "problem" and self.outline.problem.genuine)
        details = _with_details(step)
        return (
            present and not any(map(self._open, details)) and not any(self._blames(details, one) for one in self.found)
        )

    def _blames(self, details: Sequence[dict[str, Any]], finding: Diagnostic) -> bool:
        """Return whether a finding says that a part is missing or needs work: by its rule, or else by its place."""
        if any(finding.rule in step.get("rules", ()) for step in details):
            return finding.severity != "note" or finding.rule.startswith("missing-")
        general = bool(finding.subject) or finding.rule.startswith("missing-") or finding.rule in self.facets.values()
        return finding.severity != "note" and not general and self._within(details[0]["part"], finding)

    def _next_stage(self) -> str:
        stage = self.outline.stage
        return STAGES[STAGES.index(stage) + 1] if stage in STAGES[:-1] else ""

    def _stage_line(self) -> int:
        document = self.outline.document
        source = document.source
        lines = range(1, document.front_lines + 1)
        return next((source.number_of(source.starts[at - 1]) for at in lines if _STAGE.search(source.line(at))), 0)

    def _blank(self, step: dict[str, Any]) -> NextStep | None:
        """Return the step if its part has a blank to fill in or only a heading, or if the draft is empty."""
        if "part" not in step:
            return None
        places = self.outline.intervals(step["part"])
        blanks = [
            (blank.start, blank.end)
            for blank in self.outline.placeholders
            if blank.kind != "assumption" and blank.start in places
        ]
        if blanks:
            return self._reported(step, step["rules"]) or self._step(step, *blanks[0])
        if headed(self.outline, step["part"]) and not self._told_below(step["part"]):
            return self._reported(step, step["rules"]) or self._step(step, *self._head(step["part"]))
        if self.outline.paragraphs or "rules" not in step or not any(rule in self.rules for rule in step["rules"]):
            return None
        return self._step(step, *self._head(step["part"]))

    def _told_below(self, part: str) -> bool:
        """Return whether anything is written below the heading of a part."""
        start = self._head(part)[0]
        units = self.outline.units
        at = next(index for index, unit in enumerate(units) if unit.start == start)
        below = takewhile(lambda unit: unit.kind != "heading", units[at + 1 :])
        return any(self.outline.document.prose[unit.start : unit.end].strip() for unit in below)

    def _head(self, part: str) -> tuple[int, int]:
        """Return the heading of a part, or else the end of the release."""
        outline = self.outline
        pairs = list(zip(outline.units, outline.zones, strict=True))
        if headed(outline, part):
            return next(
                (u.start, u.end) for u, _ in pairs if u.kind == "heading" and outline.sections.part(u.text) == part
            )
        release = [(unit.start, unit.end) for unit, zone in pairs if zone in ("release", "front")]
        return release[-1] if release else (0, 1)

    def _lacking(self, step: dict[str, Any]) -> NextStep | None:
        """Return the step if the problem paragraph does not say something.

        A number in it is enough: no rule asks for more.
        """
        problem = self.outline.problem
        if "verdict" not in step or not problem.genuine or getattr(problem, step["verdict"]) or not self._english:
            return None
        if QUANTITY.search(" ".join(one.text for one in self.outline.passages_in("problem"))):
            return None
        return self._step(step, problem.start, problem.end)

    def _reported(self, step: dict[str, Any], rules: Sequence[str]) -> NextStep | None:
        """Return the step with the first finding of one of its rules."""
        for name in rules:
            for finding in self.found:
                if finding.rule == name and (finding.severity != "note" or self._lacks(step, name)):
                    about = self._about(finding, step["what"], step.get("question", ""))
                    part = step.get("part", "")
                    missing = bool(part) and name.startswith("missing-")
                    if missing and headed(self.outline, part):
                        document = self.outline.document
                        about = replace(about, line=document.lines(*self._head(part))[0])
                    elif missing and part in _WITH_HEADING and (adds := self._adding(part)):
                        about = replace(about, guidance=f"{about.guidance} {adds} adds its heading.")
                    return about
        return None

    def _lacks(self, step: dict[str, Any], rule: str) -> bool:
        """Return whether a note says that something is missing: a FAQ that has to show a plan, or a part without a heading."""
        if rule == "missing-faq":
            return bool(self.facets)
        part = step.get("part", "")
        return part in _WITH_HEADING and rule.startswith("missing-") and not headed(self.outline, part)

    def _unasked(self, step: dict[str, Any]) -> NextStep | None:
        """Return the step if an audience asks nothing, and the profile and the stage require a complete FAQ."""
        audience = step.get("audience")
        if not audience or any(question.audience == audience for question in self.outline.questions):
            return None
        whole = self.rules.get("missing-internal-faq")
        if not whole or whole.severity == "note":
            return None
        pairs = zip(self.outline.units, self.outline.zones, strict=True)
        faq = next(((unit.start, unit.end) for unit, zone in pairs if zone in FAQ_ZONES), (0, 1))
        return self._step(step, *faq)

    def _asking(self, facet: str) -> list[Question]:
        """Return the questions about a topic."""
        ask = self.ready[facet].ask
        return [one for one in self.outline.questions if facet in one.topics or ask in one.text]

    def _about_facet(self, finding: Diagnostic, facet: str) -> NextStep:
        """Return the step for a finding about a topic."""
        entry = self.ready[facet]
        question = next((one.text for one in self._asking(facet) if one.asks_directly(facet)), entry.ask)
        return self._about(finding, question=question, guidance=f"{finding.message}. {entry.holds}.")

    def _about_answer(self, finding: Diagnostic, question: Question) -> NextStep:
        """Return the step for a finding about a question without an answer, with the topic of the question if it has one."""
        facet = next((facet for facet in self._topics if question in self._asking(facet)), "")
        what = self.rules[self.facets[facet]].title if facet else _ANSWER
        holds = self.ready[facet].holds if facet else finding.fix
        return self._about(finding, what, question.text, f"{finding.message}. {holds}.")

    @property
    def _topics(self) -> list[str]:
        """Return the topics that some rule asks for and that the draft leaves open, the most important first."""
        asked = [facet for step in steps() for facet in step.get("facets", ()) if facet in self.facets]
        return [facet for facet in asked if self._state(facet) not in (ANSWERED, SET_ASIDE)]

    @property
    def _english(self) -> bool:
        return self.outline.document.language == "en"

    def _step(self, step: dict[str, Any], start: int, end: int) -> NextStep:
        document = self.outline.document
        start = min(start, len(document.prose) - 1)  # code at the end of a draft has no prose of its own
        line = document.lines(start, max(end, start + 1))[0] if document.prose else 1
        return NextStep(document.path, line, step["what"], step["question"], step["guidance"], "")

    def _about(self, finding: Diagnostic, what: str = "", question: str = "", guidance: str = "") -> NextStep:
        """Return the step for a finding; by default, its texts come from the rule and the finding."""
        return NextStep(
            finding.path,
            finding.line,
            what or self.rules[finding.rule].title,
            question,
            guidance or f"{finding.message}. {finding.fix}.".replace("?.", "?"),
            finding.rule,
        )
