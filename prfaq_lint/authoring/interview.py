"""Questions → answers: from an idea to a first draft, the customer's problem first and the headline last.

Each answer, and each second try, is judged as it is given by what `check` runs: the draft is written as far as it goes, and
the rules on the answer's lines speak. Only until the problem paragraph is whole it is judged in a tiny draft with neutral
text around it, as a draft with half a problem would be told nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..checks.base import shorten
from ..diagnostic import SEVERITIES
from ..vocabulary import read_table
from . import wording
from .sanity import doubt, refusal
from .scaffold import ScaffoldError, Templates, block, one_line

if TYPE_CHECKING:
    from ..configuration.files import Configs
    from ..diagnostic import Diagnostic
    from ..document import Document
    from ..outline import Outline
    from ..rules.linter import Linter


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the interview."""

    key: str
    """The key of its answer."""
    text: str
    """The question; `{customer}` becomes the answer about the customer."""
    hint: str
    place: str = "problem"
    """Where the tiny draft has the answer: a part of the release, or `evidence` for the FAQ."""
    rules: tuple[str, ...] = ()
    """The rules and groups that judge the answer."""


UNFINISHED = "unfinished"
"""The key of saved answers that names the one which was only half typed."""
HALF = "half_typed"
"""The key of what was half typed to replace an answer."""
OWN_KEYS = (UNFINISHED, HALF)
"""Keys that are the interview's own and no answers."""

_PROBLEM = ("solution-first", "solution-in-problem", "our-problem", "problem-is-a-question")
_WHOLE_PROBLEM = ("problem", "solution-first", "vague-amount", "vague-time")
_TECHNOLOGY = ("technology-in-the-lead",)
_FOR_DEVELOPERS = ("developer", "open-source")
"""Templates for readers whose problems may well be told in names of technologies."""

QUESTIONS = (
    Question(
        "customer",
        "Who is the customer?",
        "One kind of person in one situation, specific enough to go and meet one: “finance managers at month end”.",
        "customer",
        ("problem-without-customer", "our-problem", "solution-first"),
    ),
    Question(
        "pain",
        "What goes wrong for {customer} today?",
        "Two or three sentences about them and their day. Leave out what you want to build: the problem must exist without it.",
        "pain",
        (*_PROBLEM, "nobody-does-this", "missing-problem"),
    ),
    Question(
        "today",
        "What do they do about it today?",
        "A spreadsheet, a phone call, another product or doing without, and where that falls short.",
        "today",
        (*_PROBLEM, "nobody-does-this"),
    ),
    Question(
        "cost",
        "What does it cost them?",
        "Hours, money, sleep or trust, with a number. Put a number you only assume in brackets: [40 minutes a day].",
        "cost",
        _WHOLE_PROBLEM,
    ),
    Question(
        "evidence",
        "How do we know?",
        "Who did you ask or watch, how many, and when? If you have not asked anyone yet, who will you ask, and by when?",
        "evidence",
        (
            "evidence",
            "todo-marker",
            "template-slot",
            "empty-answer",
            "tbd-answer",
            "hollow-answer",
            "deferred-answer",
            "we-hope",
            "retrofit",
        ),
    ),
    Question(
        "benefit",
        "What is the main benefit?",
        "One sentence: who can do what tomorrow that they cannot do today? You can mention the product now.",
        "benefit",
        ("solution-first", "hype", "superlative"),
    ),
    Question(
        "experience",
        "How does the customer experience it?",
        "From the first minute: what do they see, do, and no longer have to do? Leave out how it is built.",
        "experience",
        ("solution-first", "solution-without-customer", "feature-list", "hype", "superlative"),
    ),
    Question("product", "What will you call it?", "A working name will do.", ""),
    Question(
        "headline",
        "Finally, the headline.",
        "One line that makes a customer read on: who gains what. No technology, no “revolutionary”.",
        "headline",
        (
            "missing-headline",
            "long-headline",
            "mechanism-in-headline",
            "hype-in-headline",
            "solution-first",
            "hype",
            "superlative",
        ),
    ),
)

# What stands around an answer: no person, no number, no claim.
_NEUTRAL_PAIN = (
    "{customer} copy every line twice by hand, and one time in nine a line is lost. That takes two hours of every week."
)
_NEUTRAL_BENEFIT = "*Every line is there when the bus leaves.*"
_NEUTRAL_TODAY = "Paper and the telephone are what is left when something is missing."
_NEUTRAL_NOTES = "What was said stands in the notes that are kept in the same folder as this draft."


_PLAIN = ("customer", "product", "headline")
"""Answers that are no sentences."""
_EDIT = re.compile(r"edit\s*(\d{1,2})?", re.IGNORECASE)
_HOW = "`?` shows an example, `back` and `edit 2` change an answer, `show` lists them."


@dataclass
class Interviewer:
    """Asks, judges and saves. `ask` shows a prompt and returns an answer; `tell` shows a text; `save` keeps the answers.

    An answer may have several lines. `ask` may raise `KeyboardInterrupt` or `EOFError`; what was answered until then is
    saved.
    """

    ask: Callable[[], str]
    tell: Callable[[str, str], None]
    """Called with what kind of text it is (`question`, `hint`, `advice` or `draft`) and the text."""
    save: Callable[[], None]
    answers: MutableMapping[str, str]
    title: str = ""
    template: str = ""
    templates: Templates | None = None
    configs: Configs | None = None

    def run(self) -> None:
        """Ask every question that has not been asked yet; an empty answer leaves one open."""
        unfinished = self.answers.pop(UNFINISHED, "")
        if any(self.answers.get(question.key) for question in QUESTIONS):
            self._show()
        at = next((number for number, one in enumerate(QUESTIONS) if one.key == unfinished), self._next_open())
        while True:
            if at is None:
                at = self._finish()
                if at is None:
                    return
            move = self._one(at)
            at = self._next_open() if move is None else move

    def _next_open(self) -> int | None:
        """The first question that has not been asked yet."""
        return next((number for number, one in enumerate(QUESTIONS) if one.key not in self.answers), None)

    def _one(self, number: int) -> int | None:
        """Ask a question until its answer stands; the number of the question to go to, where another is wanted."""
        question = QUESTIONS[number]
        customer = wording.inside(one_line(self.answers.get("customer", "")).rstrip(".")) or "the customer"
        shown = question.text.replace("{customer}", customer if len(customer) <= 80 else "them")
        self.tell("question", f"{number + 1}/{len(QUESTIONS)}  {shown}")
        self.tell("hint", question.hint)
        before, half = self.answers.get(question.key, ""), self.answers.pop(HALF, "")
        if half:
            self.tell("hint", f"You had begun: “{half}”.")
        if before:
            self.tell("hint", f"You wrote: “{before}”. Press Enter to keep it.")
        while True:
            text = self._line(question, before).strip()
            move = self._command(text, number)
            if move is not None:
                if move != number:
                    return move
                continue
            answer = one_line(text) if question.key in _PLAIN else wording.told(text)
            refused = refusal(question.key, answer) if answer else ""
            if refused:
                self.tell("advice", refused)
                continue
            if not answer or answer == before:
                self._keep(question, before)
                return None
            self._keep(question, answer)
            advice = self.advice(question, answer)
            if not advice:
                return None
            self.tell("advice", advice)
            self.tell("hint", "Try again, or press Enter to keep what you wrote. `?` shows an example.")
            if question.key == "cost" and not _about(advice, answer):
                self.tell("hint", "That is about the problem as a whole: `edit 2` and `edit 3` change the rest of it.")
            before = answer

    def _command(self, text: str, number: int) -> int | None:
        """The question to go to where a line is a command, which may be the same one; None where it is an answer."""
        lower = text.lower()
        edit = _EDIT.fullmatch(text)
        if lower in ("?", "help"):
            for line in self.help(number):
                self.tell("hint", line)
            return number
        if lower == "show":
            self._show()
            return number
        if lower == "back":
            if number == 0:
                self.tell("hint", "This is the first question.")
            return max(0, number - 1)
        if edit:
            wanted = int(edit.group(1) or 0)
            if 1 <= wanted <= len(QUESTIONS):
                return wanted - 1
            self.tell("hint", f"Which one? `edit 1` to `edit {len(QUESTIONS)}`; `show` lists them.")
            return number
        return None

    def help(self, number: int) -> list[str]:
        """Return an example from a draft of the same template, and what else can be typed."""
        examples = read_table("authoring/interview.toml")
        own = examples.get(self.template) or examples["classic"]
        question = QUESTIONS[number]
        return [f"For example: {own.get(question.key) or examples['classic'][question.key]}", _HOW]

    def _show(self) -> None:
        self.tell("hint", "What is there so far:")
        for number, question in enumerate(QUESTIONS, 1):
            if question.key in self.answers:
                answer = self.answers[question.key]
                self.tell("hint", f"  {number}  {shorten(answer, 70) if answer else '(open)'}")

    def _keep(self, question: Question, answer: str) -> None:
        self.answers[question.key] = answer
        self.save()

    def _line(self, question: Question, before: str) -> str:
        """What was typed. What was half typed when somebody broke off is saved, too."""
        try:
            return self.ask()
        except (KeyboardInterrupt, EOFError) as stop:
            half = one_line(str(stop.args[0])) if stop.args else ""
            if half:
                self.answers[HALF if before else question.key] = half
                self.answers[UNFINISHED] = question.key
                self.save()
            raise

    def _finish(self) -> int | None:
        """Show the problem paragraph and what the linter says of it; the question to go back to, or None to write it."""
        for kind, text in self.verdict():
            self.tell(kind, text)
        self.tell("question", "Press Enter to write the draft.")
        self.tell("hint", "`edit 2` changes an answer first, `show` lists them.")
        while True:
            text = self.ask().strip()
            if not text:
                return None
            move = self._command(text, len(QUESTIONS)) if text.lower() not in ("?", "help") else None
            if move is not None and move < len(QUESTIONS):
                return move
            if move is None:
                self.tell("hint", "Press Enter to write the draft, or type `edit` and the number of a question.")

    def verdict(self) -> list[tuple[str, str]]:
        """Return the problem paragraph as it will stand in the draft and what the linter says of it, as texts to tell."""
        text = self._draft()
        outline = self._linter.outline(_document(text))
        lines = _section(text, outline, "problem")
        told = "\n".join(line for line in text.split("\n")[lines[0] : lines[1]] if line and not line.startswith("<!--"))
        said = [
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*_WHOLE_PROBLEM} and lines[0] <= found.line <= lines[1]
        ]
        said.sort(key=lambda found: SEVERITIES.index(found.severity))
        if not told or (any(found.rule == "missing-problem" for found in said) and not self.answers.get("pain")):
            return [
                ("question", "There is no problem paragraph yet."),
                ("advice", "Everything else stands on it: begin there when you open the draft, or `edit 2` now."),
            ]
        shown = [("question", "Your problem paragraph:"), ("draft", told)]
        if not said:
            return [*shown, ("hint", "The linter finds nothing wrong with it.")]
        return [*shown, ("hint", "The linter says:"), *(("advice", _kindly(found, "")) for found in said[:3])]

    def warm_up(self) -> None:
        """Load what judging needs; it takes a moment, so the command does it while the first answer is being typed."""
        with suppress(Exception):  # what is wrong shows when the first answer is judged
            self._linter.outline(_document("Warm."))

    def advice(self, question: Question, answer: str) -> str:
        """What the question's rules say about an answer and what to do about it; "" where they are content."""
        if doubtful := doubt(question.key, answer):
            return doubtful
        if not question.rules or (question.key == "today" and wording.nothing(answer)):
            return ""  # to do nothing about it is an honest answer
        answers = {**self.answers, question.key: answer}
        rules = question.rules
        if question.place in ("customer", "pain", "today") or (question.place == "cost" and not answers.get("pain")):
            rules = _PROBLEM if question.place == "cost" else rules
            text, first, last = tiny_draft(question, answers, self.title)
        else:
            text = self._draft(answers)
            first, last = _place(text, question, answers)
        after = _column(text, first, question, answers) if question.place == "today" else 0
        outline = self._linter.outline(_document(text))
        said = [
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*rules}
            and first <= found.line <= last
            and not (found.line > first and found.end_column <= after)
            and not (found.rule in _TECHNOLOGY and self.template in _FOR_DEVELOPERS)
        ]
        said.sort(key=_gravest)
        return _kindly(said[0], answer if question.key != "cost" else "") if said else ""

    def _draft(self, answers: Mapping[str, str] | None = None) -> str:
        """The draft as far as it is written, at the stage at which `check` says most."""
        given = {key: text for key, text in (self.answers if answers is None else answers).items() if text.strip()}
        given = {key: text for key, text in given.items() if key not in OWN_KEYS}
        templates = self.templates or Templates()
        try:
            text = templates.render(self.template or "classic", self.title or "Working title", given)
        except ScaffoldError:  # an own template that asks for something else
            text = Templates().render("classic", self.title or "Working title", given)
        return re.sub(r"(?m)^(\s*stage:).*$", r"\1 draft", text, count=1)

    @cached_property
    def _linter(self) -> Linter:
        """The linter that `check` would run on the draft."""
        from ..configuration.files import Configs
        from ..runner.run import Linters

        linters = Linters(configs=self.configs or Configs(isolated=True))
        return linters.of(linters.settings(_document(self._draft({}))))


def _gravest(found: Diagnostic) -> tuple[bool, bool, int]:
    """The most telling one first: what sends the answer the wrong way round, and last that it is little."""
    return found.rule == "missing-problem", found.group != "solution-first", SEVERITIES.index(found.severity)


def _about(advice: str, answer: str) -> bool:
    """Whether advice quotes an answer, or quotes nothing."""
    quoted = re.match("“([^”]*)”", advice)
    return not quoted or quoted.group(1).removesuffix(" …").rstrip(".") in answer


def _column(text: str, first: int, question: Question, answers: Mapping[str, str]) -> int:
    """Where an answer begins in the paragraph of a tiny draft; what comes before it was judged before."""
    paragraph = max(text.split("\n")[first : first + 3], key=len)
    return max(0, paragraph.rfind(answers[question.key][1:20]))


def _section(text: str, outline: Outline, part: str) -> tuple[int, int]:
    """The lines from the heading of a part to the next heading, the first one inclusive; all lines where none names it."""
    lines = outline.document.lines
    units = [unit for unit in outline.units if unit.kind == "heading"]
    for unit, following in zip(units, [*units[1:], None], strict=True):
        if outline.sections.part(unit.text) == part:
            first = lines(unit.start, unit.end)[0]
            return first, lines(following.start, following.end)[0] - 1 if following else text.count("\n") + 1
    return 0, text.count("\n") + 1


def _place(text: str, question: Question, answers: Mapping[str, str]) -> tuple[int, int]:
    """The lines of a draft that are about an answer: its own, and for the problem and a question the heading, too."""
    lines = text.split("\n")
    if question.place == "headline":
        at = next((number for number, line in enumerate(lines, 1) if line.startswith("# ")), 1)
        return at, at
    stands = block(wording.sentence(_said(question, answers))).split("\n")[0]
    at = next((number for number, line in enumerate(lines, 1) if stands and stands in line), 0)
    first = at
    while question.place in ("cost", "evidence", "experience") and first > 1 and not lines[first - 1].startswith("#"):
        first -= 1
    return first, at


def _said(question: Question, answers: Mapping[str, str]) -> str:
    return wording.cost(answers["cost"]) if question.key == "cost" else answers[question.key]


def tiny_draft(question: Question, answers: MutableMapping[str, str], title: str) -> tuple[str, int, int]:
    """A draft of a few lines with an answer in its problem, and the first and last line that speak of it.

    What surrounds the answer is neutral, so that a finding in these lines is about the answer.
    """
    sentence = wording.sentence
    told = wording.pain(answers.get("pain", ""), answers.get("customer", ""))
    own = {"pain": told, "today": wording.today(answers.get("today", ""))}
    answer = block(sentence(own.get(question.key) or answers[question.key]))
    customer = sentence(one_line(answers.get("customer", ""))).rstrip(".") or "School secretaries"
    neutral = _NEUTRAL_PAIN.replace("{customer}", customer)
    pain = block(sentence(told)) or neutral
    paragraph = {
        "customer": f"{neutral} {_NEUTRAL_TODAY}",
        "pain": answer,
        "today": f"{pain} {answer}",
        "cost": f"{pain} {answer}",
    }
    parts = [
        ("", "# Every line is there in the morning"),
        ("", "## Summary"),
        ("", _NEUTRAL_BENEFIT),
        ("problem", "## Problem"),
        ("problem", paragraph[question.place]),
        ("", "## Solution"),
        ("", "A clerk writes the line once. The driver reads the same line at the bus."),
        ("", "## Internal FAQ"),
        ("", "### How do we know that customers want it?"),
        ("", f"We asked. {_NEUTRAL_NOTES}"),
    ]
    lines = _front(answers, title)
    first = last = 0
    for where, text in parts:
        if where:
            first = first or len(lines) + 1
            last = len(lines) + 1 + text.count("\n")
        lines += [*text.split("\n"), ""]
    return "\n".join(lines), first, last


def _document(text: str) -> Document:
    from ..document import Document

    return Document.parse(text, "answer.md")


def _front(answers: MutableMapping[str, str], title: str) -> list[str]:
    import yaml

    name = one_line(answers.get("product", "")) or (title if len(title.split()) <= 2 else "")
    values: dict[str, str] = {"stage": "draft", **({"product": name} if name else {})}
    body = yaml.safe_dump({"prfaq": values}, allow_unicode=True, width=10_000)
    return ["---", *body.strip().split("\n"), "---", ""]


def _kindly(found: Diagnostic, answer: str) -> str:
    """A finding as it is said to somebody who sees only the answer, and not the tiny draft around it."""
    quoted = re.match("“([^”]*)”", found.message)
    message = found.message
    if answer and quoted and quoted.group(1).removesuffix(" …") not in answer:
        message = f"“{shorten(answer, 60)}”{message[quoted.end() :]}"
    fix = re.sub("[:;] “###.*", "", found.fix)
    return "\n".join(text if text.endswith("?") else f"{text}." for text in (message, fix) if text)
