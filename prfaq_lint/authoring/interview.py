"""Questions → answers: from an idea to a first draft, the customer's problem first and the headline last.

Each answer is judged as it is given by the linter's own rules, on a tiny draft in which it stands in its place. What
they say is said once, with their reason; the second answer is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..checks.base import shorten
from .scaffold import block, heading, one_line, sentence, with_customer

if TYPE_CHECKING:
    from ..diagnostic import Diagnostic
    from ..document import Document
    from ..rules.linter import Linter
    from ..rules.pages import Rule


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

_PROBLEM = ("solution-first", "solution-in-problem", "our-problem", "problem-is-a-question")
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
        (*_PROBLEM, "problem-without-evidence", "vague-amount", "vague-time"),
    ),
    Question(
        "evidence",
        "How do we know?",
        "Who did you ask or watch, how many, and when? If you have not asked anyone yet, who will you ask, and by when?",
        "evidence",
        ("evidence", "empty-answer", "tbd-answer", "hollow-answer", "deferred-answer", "we-hope", "retrofit"),
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

_NOBODY = re.compile(
    r"\W*(?:all |our |the |my )*(?:every(?:one|body)|any(?:one|body)|people|(?:end )?users?|customers?|consumers|companies|business(?:es)?)\W*",
    re.IGNORECASE,
)
"""Answers about the customer that name nobody; inside a sentence of the tiny draft they would pass for somebody."""

# What stands around an answer: no person, no number, no claim.
_NEUTRAL_PAIN = (
    "{customer} copy every line twice by hand, and one time in nine a line is lost. That takes two hours of every week."
)
_NEUTRAL_BENEFIT = "*Every line is there when the bus leaves.*"
_NEUTRAL_TODAY = "Paper and the telephone are what is left when something is missing."
_NEUTRAL_NOTES = "What was said stands in the notes that are kept in the same folder as this draft."


@dataclass
class Interviewer:
    """Asks, judges and saves. `ask` shows a prompt and returns a line; `tell` shows a text; `save` keeps the answers.

    `ask` may raise `KeyboardInterrupt` or `EOFError`; what was answered until then is saved.
    """

    ask: Callable[[], str]
    tell: Callable[[str, str], None]
    """Called with what kind of text it is (`question`, `hint` or `advice`) and the text."""
    save: Callable[[], None]
    answers: MutableMapping[str, str]
    title: str = ""
    template: str = ""

    def run(self) -> None:
        """Ask every question that has not been asked yet; an empty answer leaves one open."""
        unfinished = self.answers.pop(UNFINISHED, "")
        for number, question in enumerate(QUESTIONS, 1):
            if question.key not in self.answers or question.key == unfinished:
                self._one(question, number)

    def _one(self, question: Question, number: int) -> None:
        customer = _inside(self.answers.get("customer", "")) or "the customer"
        self.tell("question", f"{number}/{len(QUESTIONS)}  {question.text.replace('{customer}', customer)}")
        self.tell("hint", question.hint)
        before = self.answers.get(question.key, "")
        if before:
            self.tell("hint", f"You had started: “{before}”. Press Enter to keep it.")
        answer = self._line(question, before)
        advice = self.advice(question, answer) if answer else ""
        if advice:
            self.tell("advice", advice)
            self.tell("hint", "Try once more, or press Enter to keep what you wrote.")
            self._line(question, answer)

    def _line(self, question: Question, before: str) -> str:
        """An answer, saved; `before` where the line is empty. What was half typed when somebody broke off is saved too."""
        try:
            answer = one_line(self.ask()) or before
        except (KeyboardInterrupt, EOFError) as stop:
            half = one_line(str(stop.args[0])) if stop.args else ""
            if half:
                self.answers[question.key] = f"{before} {half}".strip()
                self.answers[UNFINISHED] = question.key
                self.save()
            raise
        self.answers[question.key] = answer
        self.save()
        return answer

    def warm_up(self) -> None:
        """Load what judging needs; it takes a moment, so the command does it while the first answer is being typed."""
        with suppress(Exception):  # what is wrong shows when the first answer is judged
            self._linter.outline(_document("Warm."))

    def advice(self, question: Question, answer: str) -> str:
        """What the question's rules say about an answer and what to do about it; "" where they are content."""
        if not question.rules:
            return ""
        if question.key == "customer" and _NOBODY.fullmatch(answer):
            rule = next(rule for rule in self._rules if rule.name == "problem-without-customer")
            return f"{rule.message[''].replace('{match}', one_line(answer).rstrip('.'))}.\n{rule.fix['']}."
        text, first, last = tiny_draft(question, {**self.answers, question.key: answer}, self.title)
        outline = self._linter.outline(_document(text))
        said = [
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*question.rules} and first <= found.line <= last
        ]
        # The most telling one first: what sends the answer the wrong way round, and last that it is little.
        said.sort(key=lambda found: (found.rule == "missing-problem", found.group != "solution-first"))
        return _kindly(said[0], answer) if said else ""

    @cached_property
    def _rules(self) -> list[Rule]:
        """All rules that judge an answer."""
        from ..rules.pages import load

        ignored = _TECHNOLOGY if self.template in _FOR_DEVELOPERS else ()
        return [
            rule
            for rule in load().values()
            if rule.name not in ignored and any({rule.name, rule.group} & {*question.rules} for question in QUESTIONS)
        ]

    @cached_property
    def _linter(self) -> Linter:
        from ..rules.linter import Linter

        return Linter(self._rules)


def tiny_draft(question: Question, answers: MutableMapping[str, str], title: str) -> tuple[str, int, int]:
    """A draft of a few lines with the answer in its place, and the first and last line that speak of it.

    What surrounds the answer is neutral, so that a finding in these lines is about the answer.
    """
    told = with_customer(answers.get("pain", ""), answers.get("customer", ""))
    answer = block(sentence(told if question.key == "pain" else answers[question.key]))
    customer = sentence(one_line(answers.get("customer", ""))).rstrip(".") or "School secretaries"
    neutral = _NEUTRAL_PAIN.replace("{customer}", customer)
    pain = block(sentence(told)) or neutral
    paragraph = {
        "customer": f"{neutral} {_NEUTRAL_TODAY}",
        "pain": answer,
        "today": f"{pain} {answer}",
        "cost": " ".join(filter(None, (pain, block(sentence(answers.get("today", ""))), answer))),
    }
    place = question.place
    parts = [
        (
            "headline",
            f"# {heading(answers['headline']) if place == 'headline' else 'Every line is there in the morning'}",
        ),
        ("", "## Summary"),
        *(() if place == "headline" else (("benefit", answer if place == "benefit" else _NEUTRAL_BENEFIT),)),
        (place if place in paragraph else "", "## Problem"),
        (place if place in paragraph else "", paragraph.get(place, f"{pain} {_NEUTRAL_TODAY}")),
        ("", "## Solution"),
        (
            "experience",
            answer
            if place == "experience"
            else "A clerk writes the line once. The driver reads the same line at the bus.",
        ),
        ("", "## Internal FAQ"),
        ("evidence", "### How do we know that customers want it?"),
        ("evidence", f"{answer} {_NEUTRAL_NOTES}"),
    ]
    lines = _front(answers, title)
    first = last = 0
    for where, text in parts:
        if where and where == place:
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


def _inside(customer: str) -> str:
    """The answer about the customer as it stands inside a question."""
    text = one_line(customer).rstrip(".")
    if len(text) > 80:
        return "them"
    second = text[1:2]
    return text[:1].lower() + text[1:] if second.islower() or second == " " else text


def _kindly(found: Diagnostic, answer: str) -> str:
    """A finding as it is said to somebody who sees only the answer, and not the tiny draft around it."""
    quoted = re.match("“([^”]*)”", found.message)
    message = found.message
    if quoted and quoted.group(1).removesuffix(" …") not in answer:
        message = f"“{shorten(answer, 60)}”{message[quoted.end() :]}"
    fix = re.sub("[:;] “###.*", "", found.fix)
    return "\n".join(text if text.endswith("?") else f"{text}." for text in (message, fix) if text)
