"""Outline × rules → diagnostics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from ..checks.base import Problem
from ..checks.spacy_patterns import PatternError
from ..configuration.settings import Settings
from ..diagnostic import SEVERITIES, Diagnostic, Replacement
from ..document.draft import Document
from ..document.source import Span
from ..outline.analysis import build
from ..outline.model import Outline
from ..outline.structure.sections import Sections
from .lexicon import Lexicon
from .pages import Rule, RuleError, fields, fill, in_unit
from .suppressions import Suppressions

MOST_PER_RULE = 50
"""Findings of one rule in one file beyond this number are summarized in the last."""


MOST_PROSE = 10
"""Findings of the group `prose` in one file beyond this number are only counted: remarks on style must not hide the
substance. If only that group is selected, all are shown.
"""


class Linter:
    """Rules prepared for many documents: their phrases form one lexicon, which is searched once per document."""

    def __init__(
        self, rules: Sequence[Rule], sections: Sections | None = None, settings: Settings = Settings()
    ) -> None:
        self.rules = list(rules)
        self._in_turn = sorted(self.rules, key=lambda rule: rule.check.final)
        self._several_groups = len({rule.group for rule in self.rules}) > 1
        self.sections = sections or Sections(_merged(settings.sections), settings.customers)
        self.settings = settings
        self._lexicon = Lexicon()
        for rule in self.rules:
            for phrases in rule.check.phrases:
                self._lexicon.add(phrases.label, phrases.words)
            for patterns in rule.check.patterns:
                try:
                    self._lexicon.add(patterns.label, patterns.anchors)
                except PatternError as error:
                    raise RuleError(f"{rule.path}: {error}") from None

    def outline(self, document: Document) -> Outline:
        """Return the structure of a document."""
        settings = self.settings
        return build(
            document,
            self._lexicon.find(document.tokens.words),
            self.sections,
            settings.product,
            settings.profile,
            settings.stage,
            settings.customers,
        )

    def check(self, outline: Outline, every: bool = False) -> list[Diagnostic]:
        """Return the findings of a document, sorted by position.

        Unless `every` is true, those beyond `MOST_PER_RULE` and `MOST_PROSE` are summarized.
        """
        found: set[Diagnostic] = set()
        hidden: set[tuple[str, int]] = set()
        outline = replace(outline, complaints=[])
        running = self._running(outline)
        suppressions = Suppressions(outline.document, self._known) if outline.document.comments else None
        for rule in running:
            if rule.check.final and suppressions:
                ran = {rule.name for rule in running}
                outline.complaints.extend(suppressions.complaints(ran, not self.settings.select))
            problems = list(rule.check.run(outline))
            if problems and suppressions:
                problems = _shown(problems, rule, outline.document, suppressions, hidden)
            for problem in problems if every else problems[:MOST_PER_RULE]:
                found.add(diagnose(rule, outline, problem))
            if len(problems) > MOST_PER_RULE and not every:
                found.add(_rest(rule, outline, problems))
        kept = sorted(self._yielding(found, hidden), key=Diagnostic.sort_key)
        if not every and self._several_groups:
            kept = _with_little_prose(kept)
        if not any(diagnostic.edits for diagnostic in kept):
            return kept
        from ..runner.fixes import verified  # few drafts need it

        return verified(outline.document, kept)

    @cached_property
    def _known(self) -> dict[str, str]:
        """Return the group of every rule that a suppression may name."""
        from ..configuration.selection import known

        rules = [*known(self.settings).values(), *self.rules]
        return {rule.name: rule.group for rule in rules}

    def _yielding(self, found: Collection[Diagnostic], hidden: Iterable[tuple[str, int]]) -> list[Diagnostic]:
        """Return the findings except those that another rule's finding on the same line makes redundant.

        The other finding counts even if a suppression has `hidden` it. If two rules yield to each other, the first in
        alphabetical order is kept.
        """
        yields = self._yields
        kept = [diagnostic for diagnostic in found if diagnostic.rule not in yields]
        at = {*hidden, *((diagnostic.rule, diagnostic.line) for diagnostic in kept)}
        yielding = [diagnostic for diagnostic in found if diagnostic.rule in yields]
        for diagnostic in sorted(yielding, key=lambda d: (d.rule, d.line, d.column)):
            lines = range(diagnostic.line, diagnostic.end_line + 1)
            if not any((other, line) in at for other in yields[diagnostic.rule] for line in lines):
                kept.append(diagnostic)
                at.add((diagnostic.rule, diagnostic.line))
        return kept

    @cached_property
    def _yields(self) -> dict[str, tuple[str, ...]]:
        """Return the rules that yield to others, and to which."""
        return {rule.name: rule.yields_to for rule in self.rules if rule.yields_to}

    def _running(self, outline: Outline) -> list[Rule]:
        """Return the rules that can have findings in a document, in the order in which they run."""
        english = outline.document.language == "en"
        said: dict[Callable[[Outline], bool], bool] = {}
        running = []
        for rule in self._in_turn:
            applies = rule.check.applies
            if rule.check.english and not english:
                continue
            if applies and applies not in said:
                said[applies] = applies(outline)
            if not applies or said[applies]:
                running.append(rule)
        return running


def _merged(sections: Iterable[tuple[str, str, tuple[str, ...]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, role, names in sections:
        found.setdefault(role, []).extend(names)
    return found


def _with_little_prose(found: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings, in order, with at most `MOST_PROSE` of the group `prose`.

    The most severe are kept first, then the first of each rule, then the second. The last one says how many are left
    out.
    """
    seen: Counter[str] = Counter()
    turns: list[tuple[int, int, int]] = []
    for index, diagnostic in enumerate(found):
        if diagnostic.group == "prose":
            turns.append((SEVERITIES.index(diagnostic.severity), seen[diagnostic.rule], index))
            seen[diagnostic.rule] += 1
    ranked = [index for *_, index in sorted(turns)]
    dropped = ranked[MOST_PROSE:]
    kept = list(found)
    if dropped:
        last = max(ranked[:MOST_PROSE])
        more = f" ({len(dropped)} more in group prose; use `--select prose` to see all)"
        kept[last] = found[last]._replace(message=found[last].message + more)
    return [diagnostic for index, diagnostic in enumerate(kept) if index not in dropped]


def _rest(rule: Rule, outline: Outline, problems: Sequence[Problem]) -> Diagnostic:
    """Return the finding that stands for all problems beyond `MOST_PER_RULE`."""
    first = diagnose(rule, outline, problems[MOST_PER_RULE])
    more = len(problems) - MOST_PER_RULE
    return first._replace(message=f"and {more} more like this below", fix="", edits=())


def _shown(
    problems: Iterable[Problem],
    rule: Rule,
    document: Document,
    suppressions: Suppressions,
    hidden: set[tuple[str, int]],
) -> list[Problem]:
    """Return the problems that are not suppressed; of the others, add the rule and the line to `hidden`."""
    shown = []
    for problem in problems:
        start = _span(document, problem).start
        if suppressions.hides(rule.name, start):
            hidden.add((rule.name, document.source.number_of(start)))
        else:
            shown.append(problem)
    return shown


def _span(document: Document, problem: Problem) -> Span:
    """Return the position of a problem in the source."""
    if problem.span:
        return problem.span
    return document.span(problem.start, max(problem.end, problem.start + 1) if document.prose else 0)


def diagnose(rule: Rule, outline: Outline, problem: Problem) -> Diagnostic:
    """Return the finding that a rule makes of a problem."""
    document = outline.document
    span = _span(document, problem)
    source = document.source
    line, column = source.place(span.start)
    end_line, end_column = source.place(span.end)
    values = dict(problem.values)
    message = in_unit(rule.message.get(problem.variant, rule.message.get("", "")), source.unit)
    fix = in_unit(rule.fix.get(problem.variant, rule.fix.get("", "")), source.unit)
    if source.unit != "line":  # such a file is not written to
        problem = problem._replace(edits=())
    used = fields(f"{message} {fix}")
    return Diagnostic(
        path=document.path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        rule=rule.name,
        group=rule.group,
        severity=_severity(rule, problem),
        message=fill(message, values),
        fix=f"{fill(fix, values)}; {problem.hint}" if problem.hint else fill(fix, values),
        edits=tuple(
            Replacement(*source.position(edit.start), *source.position(edit.end), edit.text) for edit in problem.edits
        ),
        subject=problem.subject,
        variant=problem.variant,
        values=tuple((name, text) for name, text in values.items() if name in used),
    )


def _severity(rule: Rule, problem: Problem) -> str:
    """Return the severity of a problem: the rule's, or its own, moved as far as settings move the rule's."""
    if not problem.severity or (problem.unless_set and rule.shift == 0):
        return rule.severity
    moved = SEVERITIES.index(problem.severity) + (rule.shift or 0)
    return SEVERITIES[max(0, min(len(SEVERITIES) - 1, moved))]
