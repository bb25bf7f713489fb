"""The conversation of an interview that leads from an idea to a first draft, from the customer's problem to the headline.

Each answer, including each second attempt, gets advice as soon as it is given, and is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..checks.base import shorten
from ..vocabulary import read_table
from . import unknown, wording
from .advice import Adviser
from .questions import (
    DOUBTED,
    HALF,
    IN_PROBLEM,
    MARKED,
    MATERIAL,
    OF_THE_PLAN,
    TO_CALL,
    UNFINISHED,
    Question,
    marked,
    questions_of,
    read,
)
from .sanity import is_name, refusal
from .scaffold import Templates, one_line
from .thin import WHO_FINDS_OUT

if TYPE_CHECKING:
    from ..configuration.files import Configs

MINUTES = 1.5
"""The minutes that a writer needs for one answer."""
ENOUGH = "benefit"
"""The key of the question after which the draft says enough to be looked at."""
LATER = "later"
"""The command that leaves the rest of the questions open."""
_TOLD_WITH_PAIN = {"today": "what they do about it today", "cost": "what it costs them"}
"""The questions that the answer about the problem often answers, too, and what it then says."""
_FOR_CUSTOMER = {
    "pain": "the problem",
    "benefit": "the benefit",
    "experience": "the solution",
    "getting_started": "the first step",
    "customer_quote": "the customer's quote",
    "headline": "the headline",
}
"""The answers that are about the customer, and what to call them."""
_EDIT = re.compile(r"edit\s*(\d{1,2})?", re.IGNORECASE)
_HOW = "`?` shows an example, `back` and `edit 2` change an answer, `show` lists them, `later` leaves the rest open."

_CALL = (
    "No wording mends this: what goes wrong for people, only they can tell. Before you go on, name one person whom you will "
    "call and ask what happened the last time, or write what you saw. `later` leaves the rest open."
)
_LONGEST_CUSTOMER = 60
"""The number of words from which the answer about the customer answers other questions, too."""
_SEVERAL = (
    "That answers several questions. It is kept, and shown with the next one; `show` repeats it. "
    "Here, one line is enough: which kind of person, in what situation?"
)
_LAUNCH = "The release is about the day of the launch: write what will be true then, or press Enter to leave it open."
_IMAGINE = {
    "customer_quote": "Nobody has used it yet? Invent one and mark it (illustrative), or press Enter to leave it open.",
    "product": "Any working name will do.",
    "dateline": "A best guess in [brackets] will do, or press Enter to leave it open.",
    **dict.fromkeys(("benefit", "experience", "getting_started", "headline"), _LAUNCH),
}
"""What to say to “don't know” about the release, which is imagined."""
_ASK_THEM = (
    "Only the people who have the problem can tell. The question stays open: ask one of them, then come back to it."
)
"""What to say to “don't know” about the problem."""
_ON_PLAN = (
    "A guess goes in [brackets]. If nobody knows yet, type “don't know”, and you will be asked who will find out."
)

_ON_PLAN_AGAIN = "A guess goes in [brackets]; “don't know” is an answer, too."


class _Jump(Exception):
    """A command that leads to the question with this number, or to the end of the interview."""

    def __init__(self, number: int | None) -> None:
        super().__init__()
        self.number = number


@dataclass
class Interviewer:
    """An interview that asks questions, checks the answers and saves them.

    `ask` shows a prompt and returns an answer; `tell` shows a text; `save` stores the answers. An answer may have
    several lines. `ask` may raise `KeyboardInterrupt` or `EOFError`; the answers given so far are saved.

    A `scripted` interview takes one answer for each question, in order: it skips none and asks none again.
    """

    ask: Callable[[], str]
    tell: Callable[[str, str], None]
    """Called with the kind of text (`question`, `hint`, `advice` or `draft`) and the text."""
    save: Callable[[], None]
    answers: MutableMapping[str, str]
    title: str = ""
    template: str = "classic"
    templates: Templates = field(default_factory=Templates)
    configs: Configs | None = None
    scripted: bool = False
    _concluded: list[tuple[str, str]] = field(default_factory=list, init=False)
    """What was shown at the end, which an edit may change."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions to ask: those that the template uses, in its words."""
        return questions_of(self.templates, self.template)

    @cached_property
    def adviser(self) -> Adviser:
        """Return who judges the answers."""
        return Adviser(self.title, self.template, self.templates, self.configs)

    def run(self) -> None:
        """Ask every question that has not been asked yet; an empty answer leaves a question open."""
        unfinished = self.answers.pop(UNFINISHED, "")
        if any(self.answers.get(question.key) for question in self.questions):
            self._show()
        at = next((number for number, one in enumerate(self.questions) if one.key == unfinished), self._next_open())
        while True:
            try:
                if at is None:
                    self._finish()
                    return
                self._one(at)
                at = self._next_open()
            except _Jump as jump:
                at = jump.number

    def conclude(self) -> None:
        """Show the problem paragraph, unless it was shown before, the findings on it, and what is left to do."""
        said = self.adviser.verdict(self.answers)
        same = [one for one in said if one[0] == "draft"] == [one for one in self._concluded if one[0] == "draft"]
        for kind, text in said:
            if not (self._concluded and same and kind in ("question", "draft")):
                self.tell(kind, text)
        self._concluded = said

    def _next_open(self) -> int | None:
        """Return the number of the first question that has not been asked yet, or whose answer is still in doubt."""
        return next((number for number, one in enumerate(self.questions) if self._is_open(one)), None)

    def _is_open(self, question: Question) -> bool:
        return question.key not in self.answers or self._is_in_doubt(question)

    def _is_in_doubt(self, question: Question) -> bool:
        """Return whether an answer was objected to and neither changed nor confirmed yet."""
        return question.key in self.answers.get(DOUBTED, "").split()

    def _progress(self, number: int) -> str:
        """Return which question this is, and how long the rest will take."""
        left = sum(map(self._is_open, self.questions)) + (not self._is_open(self.questions[number]))
        return f"{number + 1} of {len(self.questions)}, about {max(2, round(left * MINUTES))} minutes left"

    def _one(self, number: int) -> None:
        """Ask a question until its answer is accepted."""
        question = self.questions[number]
        before, offered = self.answers.get(question.key, ""), self._offered(question)
        self._introduce(number, before, offered)
        if self.scripted:
            self._take(question, before, offered)
            return
        self._discuss(number, before, offered)
        if question.key == "customer" and before and self.answers["customer"] != before:
            self._remind_of_former()

    def _remind_of_former(self) -> None:
        """Name the answers that were written for the former customer."""
        kept = [
            (number, _FOR_CUSTOMER[one.key])
            for number, one in enumerate(self.questions, 1)
            if one.key in _FOR_CUSTOMER and self.answers.get(one.key)
        ]
        if kept:
            names = ", ".join(f"{name} (`edit {number}`)" for number, name in kept)
            self.tell("advice", f"Written for the former customer: {names}. Do they still fit?")

    def _take(self, question: Question, before: str, offered: str) -> None:
        """Take one answer as it is, marked as open if there is an objection; one without words leaves the question open."""
        answer = read(question.key, self._line(question, before)) or before or offered
        objection = refusal(answer) if answer else ""
        if unknown.is_unknown(answer):
            objection = _ASK_THEM if question.key in IN_PROBLEM else "Not known yet: the question stays open."
        if objection:
            answer = ""
        elif answer:
            objection = self._advice(question, answer)
        self._keep(question, answer, objected=bool(objection))
        if objection:
            self.tell("advice", objection)
        elif answer and (asked := self.adviser.thin(question, self.answers)):
            self.tell("hint", asked)

    def _discuss(self, number: int, before: str, offered: str) -> None:
        """Take an answer, and a second one after an objection; without a real problem, ask for a person to call."""
        question = self.questions[number]
        answer, tried, completed = self._answer(number, before, offered), False, False
        while True:
            if not answer or answer == before:
                self._keep(question, answer, tried or question.key in marked(self.answers))
                return
            self._keep(question, answer)
            advice = self._advice(question, answer)
            if not advice:
                more = "" if tried or completed else self._completed(number, answer)
                if more:
                    before, answer, completed = answer, more, True
                    continue
                self._skip_covered(question)
                return
            self._keep(question, answer, objected=True, doubted=not tried)
            self.tell("advice", advice)
            before = answer
            if not tried:
                self.tell("hint", "Try again, or press Enter to keep what you wrote. `?` shows an example.")
                answer, tried = self._answer(number, before, ""), True
                continue
            if question.key != "pain":
                self.tell("hint", f"It stays as it is, marked as open in the draft; `edit {number + 1}` changes it.")
                return
            self.tell("hint", _CALL)
            answer = read(question.key, self._typed(number, before))
            if not answer or unknown.is_unknown(answer) or unknown.is_nobody(answer):
                answer = before
            if answer != before and (who := unknown.person(answer)):
                self.answers[TO_CALL] = who
                self.tell("hint", f"Noted: call {who}. Then `edit {number + 1}`; until then it is marked as open.")
                answer = before
            elif answer == before:
                self.tell("hint", f"It stays marked as open. `edit {number + 1}` once you have asked somebody.")

    def _completed(self, number: int, answer: str) -> str:
        """Ask once for what a sound answer leaves out; return the whole answer, or "" if it stays as it is."""
        question = self.questions[number]
        asked = self.adviser.thin(question, self.answers)
        if not asked:
            return ""
        self.tell("advice", asked)
        if question.key == "customer":
            self.tell("hint", "Type that one, or press Enter to keep both.")
            return read(question.key, self._typed(number, answer))
        self.tell("hint", "What you type is added; Enter alone goes on.")
        typed = read(question.key, self._typed(number, answer))
        if not typed or unknown.is_unknown(typed):
            return ""
        if WHO_FINDS_OUT in asked:
            typed = unknown.without_admission(unknown.plan(typed)) or typed
        return wording.joined(answer, typed)

    def _answer(self, number: int, before: str, offered: str) -> str:
        """Return an answer, by default the one offered or the one before; what is unknown becomes a plan."""
        question = self.questions[number]
        typed = read(question.key, self._typed(number, before))
        again = _IMAGINE.get(question.key, "") if unknown.begins_unknown(typed) else ""
        if question.key == "customer" and len(typed.split()) > _LONGEST_CUSTOMER:
            self.answers[MATERIAL] = typed
            self.save()
            again = _SEVERAL
        if again:
            self.tell("hint", again)
            return self._answer(number, before, offered)
        answer = typed or offered or before
        if not unknown.is_unknown(answer):
            return answer
        earlier = "" if unknown.is_unknown(before) else before
        if question.key in OF_THE_PLAN:
            return self._plan(number, answer, earlier) or earlier
        if question.key in IN_PROBLEM and not earlier:
            self.tell("hint", _ASK_THEM)
        return earlier

    def _plan(self, number: int, not_known: str, earlier: str) -> str:
        """Return who will find out, as a sentence; it may be an answer after all, or "" to give up the plan."""
        key, answer = self.questions[number].key, not_known
        while unknown.is_unknown(answer):
            self.tell("hint", unknown.ASK)
            answer = read(key, self._typed(number, not_known))
        lacking = unknown.missing(answer)
        if not lacking:
            return unknown.plan(answer) or answer
        kept = "this plan" if unknown.plan(answer) else "your earlier answer" if earlier else ""
        self.tell("advice", f"{lacking} Enter {f'keeps {kept}' if kept else 'leaves the question open'}.")
        added = read(key, self._typed(number, not_known))
        whole = ", ".join(filter(None, (answer.rstrip("."), added)))
        planned = unknown.plan(added) or unknown.plan(whole)
        return planned or ("" if unknown.missing(whole) else added)

    def _typed(self, number: int, before: str) -> str:
        """Return what is typed that is neither a command nor without words.

        Raises:
            _Jump: If a command leads away from the question.
        """
        while True:
            text = self._line(self.questions[number], before).strip()
            if text.lower() == LATER:
                self._leave_rest()
                raise _Jump(None)
            if self._is_command(text, number):
                continue
            refused = refusal(text) if text else ""
            if not refused:
                return text
            self.tell("advice", refused)

    def _advice(self, question: Question, answer: str) -> str:
        return self.adviser.advice(question, {**self.answers, question.key: answer})

    def _leave_rest(self) -> None:
        """Leave all questions open that have not been asked yet, and mark the answers in doubt as open."""
        for question in filter(self._is_open, self.questions):
            answer = self.answers.get(question.key, self._offered(question))
            self._keep(question, answer, objected=self._is_in_doubt(question))

    def _offered(self, question: Question) -> str:
        """Return the answer that Enter alone gives: a title that looks like a name, for the product."""
        if question.key != "product" or self.answers.get("product") or not is_name(self.title):
            return ""
        return self.title

    def _introduce(self, number: int, before: str, offered: str) -> None:
        """Show a question, its hint and the answers that are there: the one `before`, and the one `offered`."""
        question = self.questions[number]
        customer = wording.inside(one_line(self.answers.get("customer", "")).rstrip(".")) or "the customer"
        shown = question.text.replace("{customer}", customer if len(customer) <= 80 else "them")
        self.tell("question", f"{self._progress(number)}\n{shown}")
        if question.hint:
            self.tell("hint", question.hint)
        if question.key in OF_THE_PLAN and not self.scripted:
            self.tell("hint", _ON_PLAN if question.key == OF_THE_PLAN[0] else _ON_PLAN_AGAIN)
        if number and self.questions[number - 1].key == ENOUGH and not self.scripted and not before:
            self.tell(
                "hint", f"The rest can wait: type `{LATER}` to look at the draft now; `prfaq-lint next` asks for it."
            )
        half = self.answers.pop(HALF, "")
        if half:
            self.tell("hint", f"You had begun: {quoted(half)}")
        if number == 1 and MATERIAL in self.answers:
            self.tell("hint", f"You pasted {quoted(self.answers[MATERIAL])} Copy what answers this question.")
        if before:
            self.tell("hint", f"You wrote: {quoted(before)} Press Enter to keep it.")
        if offered:
            self.tell("hint", f"Press Enter to call it “{offered}”.")

    def _is_command(self, text: str, number: int) -> bool:
        """Carry out a line that is a command; return whether it is one.

        Raises:
            _Jump: If it leads to another question.
        """
        lower = text.lower()
        edit = _EDIT.fullmatch(text)
        if lower in ("?", "help"):
            for line in self.help(number):
                self.tell("hint", line)
        elif lower == "show":
            self._show()
        elif lower == "back":
            if number:
                raise _Jump(number - 1)
            self.tell("hint", "This is the first question.")
        elif edit:
            wanted = int(edit.group(1) or 0)
            if 1 <= wanted <= len(self.questions) and wanted != number + 1:
                raise _Jump(wanted - 1)
            if wanted != number + 1:
                self.tell("hint", f"Which one? `edit 1` to `edit {len(self.questions)}`; `show` lists them.")
        else:
            return False
        return True

    def help(self, number: int) -> list[str]:
        """Return an example from a draft with the same template, and the commands that can be typed."""
        examples = read_table("authoring/interview.toml")
        own = examples.get(self.template) or examples["classic"]
        question = self.questions[number]
        return [f"For example: {own.get(question.key) or examples['classic'][question.key]}", _HOW]

    def _show(self) -> None:
        self.tell("hint", "Your answers so far:")
        for number, question in enumerate(self.questions, 1):
            if question.key in self.answers:
                answer = self.answers[question.key]
                self.tell("hint", f"  {number}  {shorten(answer, 70) if answer else '(open)'}")
        if MATERIAL in self.answers:
            self.tell("hint", f"You pasted {quoted(self.answers[MATERIAL])}")

    def _keep(self, question: Question, answer: str, objected: bool = False, doubted: bool = False) -> None:
        """Save an answer; `objected` says that it is kept despite an objection, `doubted` that it is asked for again."""
        self.answers[question.key] = answer
        for own, listed in ((MARKED, objected and answer), (DOUBTED, doubted)):
            keys = [key for key in self.answers.pop(own, "").split() if key != question.key]
            if listed:
                keys.append(question.key)
            if keys:
                self.answers[own] = " ".join(keys)
        self.save()

    def _skip_covered(self, question: Question) -> None:
        """Skip the questions that the answer about the problem already answers."""
        if question.key != "pain":
            return
        covered = self.adviser.covered(self.answers)
        skipped = [
            (number, one)
            for number, one in enumerate(self.questions, 1)
            if one.key in covered and one.key not in self.answers
        ]
        if not skipped:
            return
        for _, one in skipped:
            self._keep(one, "")
        names = " and ".join(_TOLD_WITH_PAIN[one.key] for _, one in skipped)
        edits = " or ".join(f"`edit {number}`" for number, _ in skipped)
        these = "this question is" if len(skipped) == 1 else "these questions are"
        self.tell("hint", f"That also says {names}, so {these} skipped; {edits} adds more.")

    def _line(self, question: Question, before: str) -> str:
        """Read a line; text that is half typed when the user stops is saved, too."""
        try:
            return self.ask()
        except (KeyboardInterrupt, EOFError) as stop:
            half = one_line(str(stop.args[0])) if stop.args else ""
            if half:
                self.answers[HALF if before else question.key] = half
                self.answers[UNFINISHED] = question.key
                self.save()
            raise

    def _finish(self) -> None:
        """Show the problem paragraph and its findings, and wait until the user wants the draft."""
        self.conclude()
        if self.scripted:
            return
        self.tell("question", "Press Enter to write the draft.")
        self.tell("hint", "`edit 2` changes an answer first, `show` lists them.")
        while text := self.ask().strip():
            if text.lower() in ("?", "help") or not self._is_command(text, len(self.questions)):
                self.tell("hint", "Press Enter to write the draft, or type `edit` and the number of a question.")


def quoted(text: str) -> str:
    """Return a text in quotation marks, with one full stop at its end."""
    return f"“{text}”" if text.endswith((".", "!", "?", "…")) else f"“{text}”."
