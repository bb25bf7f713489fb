"""An interview that leads from an idea to a first draft, from the customer's problem to the headline.

Each answer, including each second attempt, is checked as soon as it is given by the same rules as in `check`: the
draft is written as far as possible, and the rules report on the answer's lines. Until the problem paragraph is
complete, an answer is checked in a tiny draft with neutral text around it, because half a problem would trigger no
other finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..checks.base import shorten
from ..diagnostic import SEVERITIES
from ..vocabulary import read_table
from . import purpose, unknown, wording
from .sanity import doubt, is_name, refusal
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
    """The location of the answer in the tiny draft: a part of the release, or `evidence` for the FAQ."""
    rules: tuple[str, ...] = ()
    """The rules and groups that check the answer."""


MINUTES = 1.2
"""The minutes that a writer needs for one answer."""

UNFINISHED = "unfinished"
"""The key in saved answers that names the answer that was left unfinished."""
HALF = "half_typed"
"""The key of a replacement for an answer that was left unfinished."""
MARKED = "marked_open"
"""The key under which the answers kept despite an objection are listed."""
OWN_KEYS = (UNFINISHED, HALF, MARKED)
"""The keys that the interview itself uses and that are not answers."""

_PROBLEM = ("solution-first", "solution-in-problem", "our-problem", "problem-is-a-question")
_WHOLE_PROBLEM = ("problem", "solution-first", "vague-amount", "vague-time")
_TECHNOLOGY = ("technology-in-the-lead",)
_UNANSWERED = (
    "todo-marker",
    "template-slot",
    "empty-answer",
    "tbd-answer",
    "hollow-answer",
    "evasive-answer",
    "deferred-answer",
)
_ANSWER = ("plan", *_UNANSWERED)
_FOR_DEVELOPERS = ("developer", "open-source")
"""Templates for readers whose problems may be described in terms of technologies."""

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
        "Two or three sentences about them and their day. Leave out what you want to build: the problem must still exist without it.",
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
        "Hours, money, sleep or trust, with a number. Put assumed numbers in brackets: [40 minutes a day].",
        "cost",
        _WHOLE_PROBLEM,
    ),
    Question(
        "evidence",
        "How do we know?",
        "Who did you ask or watch, how many, and when? If you have not asked anyone yet, who will you ask, and by when?",
        "evidence",
        ("evidence", *_UNANSWERED, "we-hope", "retrofit"),
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
    Question(
        "customer_quote",
        "What would one customer say about it?",
        "A moment before and a moment after, then a dash and who says it: I used to …. Now I … – Ana Ruiz, night nurse (illustrative)",
        "quote",
        ("praise-only-quote", "anonymous-speaker", "vendor-speak-in-customer-quote", "excitement-boilerplate"),
    ),
    Question(
        "getting_started",
        "How does a customer get started?",
        "Where do they go, what do they need, how long does it take, and what does it cost?",
        "start",
        ("missing-first-step", "hype", "superlative"),
    ),
    Question(
        "market",
        "How many people have this problem?",
        "A number and how you got it; a guess goes in brackets: [600 households].",
        "plan",
        _ANSWER,
    ),
    Question(
        "economics",
        "What would it cost you, and how would it make or save money?",
        "What one customer pays or saves, and what it costs to build and to run; guesses in brackets: [£25 a month].",
        "plan",
        _ANSWER,
    ),
    Question(
        "fit",
        "Why are you the ones to do it?",
        "What you can do for this customer that others cannot, or not soon. Owning the technology is not a reason by itself.",
        "plan",
        _ANSWER,
    ),
    Question(
        "hurdles",
        "What is the hardest part to build, and how far are you with it?",
        "The one thing that you do not know how to do yet, and the test that will show whether it works.",
        "plan",
        _ANSWER,
    ),
    Question(
        "risks",
        "Why might it fail, and when would you stop?",
        "The two or three likeliest reasons, what happens then, and the number at which you would stop.",
        "plan",
        _ANSWER,
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

# Neutral text around the answer: no person, number or claim.
_NEUTRAL_PAIN = (
    "{customer} copy every line twice by hand, and one time in nine a line is lost. That takes two hours of every week."
)
_NEUTRAL_BENEFIT = "*Every line is there when the bus leaves.*"
_NEUTRAL_TODAY = "Paper and the telephone are what is left when something is missing."
_NEUTRAL_NOTES = "What was said stands in the notes that are kept in the same folder as this draft."


OF_THE_PLAN = tuple(question.key for question in QUESTIONS if question.place in ("plan", "evidence"))
"""The keys of the questions about the plan, to which “don't know” is an answer if somebody will find out."""
_PLAIN = ("customer", "product", "headline")
"""The keys of answers that are not sentences."""
_TOLD_WITH_PAIN = {"today": ("alternative", "what they do about it today"), "cost": ("cost", "what it costs them")}
"""The questions that the answer about the problem often answers, too: the role of such a sentence, and what it says."""
_SURELY_TOLD = 0.9
"""The probability from which a sentence answers such a question: of the problems of dev, 3 of 4 do, and below it only 5 of 14."""
_IN_PROBLEM = ("customer", "pain", *_TOLD_WITH_PAIN)
"""The keys of the answers that make up the problem paragraph."""
ENOUGH = "benefit"
"""The key of the question after which the draft says enough to be looked at."""
LATER = "later"
"""The command that leaves the rest of the questions open."""
_EDIT = re.compile(r"edit\s*(\d{1,2})?", re.IGNORECASE)
_HOW = "`?` shows an example, `back` and `edit 2` change an answer, `show` lists them, `later` leaves the rest open."


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
    template: str = ""
    templates: Templates | None = None
    configs: Configs | None = None
    scripted: bool = False
    doubted: set[str] = field(default_factory=set)
    """The keys of answers that were remarked on and neither changed nor confirmed yet."""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions to ask: those that the template uses."""
        known = keys_of(self.templates or Templates(), self.template or "classic")
        return tuple(question for question in QUESTIONS if question.key in known)

    def run(self) -> None:
        """Ask every question that has not been asked yet; an empty answer leaves a question open."""
        unfinished = self.answers.pop(UNFINISHED, "")
        if any(self.answers.get(question.key) for question in self.questions):
            self._show()
        at = next((number for number, one in enumerate(self.questions) if one.key == unfinished), self._next_open())
        while True:
            if at is None:
                at = self._finish()
                if at is None:
                    return
            move = self._one(at)
            at = self._next_open() if move is None else move

    def _next_open(self) -> int | None:
        """Return the number of the first question that has not been asked yet, or whose answer is still in doubt."""
        return next((number for number, one in enumerate(self.questions) if self._is_open(one)), None)

    def _is_open(self, question: Question) -> bool:
        return question.key not in self.answers or question.key in self.doubted

    def _progress(self, number: int) -> str:
        """Return which question this is, and how long the rest will take."""
        left = sum(map(self._is_open, self.questions)) + (not self._is_open(self.questions[number]))
        return f"{number + 1} of {len(self.questions)}, about {max(2, round(left * MINUTES))} minutes left"

    def _one(self, number: int) -> int | None:
        """Ask a question until its answer is accepted; return the number of the question to jump to, if any."""
        question = self.questions[number]
        before, offered = self.answers.get(question.key, ""), self._offered(question)
        self._introduce(number, before, offered)
        if not self.scripted:
            return self._discuss(number, before, offered)
        self._take(question, before, offered)
        return None

    def _take(self, question: Question, before: str, offered: str) -> None:
        """Take one answer as it is, marked as open if there is an objection; one without words leaves the question open."""
        answer = _read(question, self._line(question, before)) or before or offered
        objection = refusal(question.key, answer) if answer else ""
        if objection:
            answer = ""
        elif answer:
            objection = self.advice(question, answer)
        self._keep(question, answer, marked=bool(objection))
        if objection:
            self.tell("advice", objection)

    def _discuss(self, number: int, before: str, offered: str) -> int | None:
        """Take an answer, and a second one after an objection; return the number of the question to jump to, if any."""
        question = self.questions[number]
        tried = reminded = False
        not_known = ""
        while True:
            text = self._line(question, before or not_known).strip()
            if text.lower() == LATER:
                self._leave_rest()
                return None
            move = self._command(text, number)
            if move == number:
                continue
            if move is not None:
                return move
            answer = _read(question, text) or offered
            if question.key in OF_THE_PLAN and unknown.is_unknown(answer):
                self.tell("hint", unknown.ASK)
                not_known = answer
                continue
            if not_known and answer:
                planned = unknown.plan(text)
                if not planned and not reminded and unknown.resembles_plan(text):
                    reminded = True
                    self.tell("advice", unknown.ASK_AGAIN)
                    continue
                answer = planned or answer
            refused = refusal(question.key, answer) if answer else ""
            if refused:
                self.tell("advice", refused)
                continue
            self.doubted.discard(question.key)
            if not_known and not answer:
                self._keep(question, "")
                return None
            if not answer or answer == before:
                self._keep(question, before, tried or question.key in self.marked)
                return None
            self._keep(question, answer)
            advice = self.advice(question, answer)
            if not advice:
                self._skip_told(question)
                return None
            self.tell("advice", advice)
            if tried:
                self._keep(question, answer, marked=True)
                self.tell("hint", f"It stays as it is, marked as open in the draft; `edit {number + 1}` changes it.")
                return None
            tried = True
            self.doubted.add(question.key)
            self.tell("hint", "Try again, or press Enter to keep what you wrote. `?` shows an example.")
            if question.key == "cost" and not _about(advice, answer):
                self.tell("hint", "That is about the problem as a whole: `edit 2` and `edit 3` change the rest of it.")
            before, offered = answer, ""

    def _leave_rest(self) -> None:
        """Leave all questions open that have not been asked yet, and mark the answers in doubt as open."""
        for question in filter(self._is_open, self.questions):
            answer = self.answers.get(question.key, self._offered(question))
            self._keep(question, answer, marked=question.key in self.doubted)
        self.doubted.clear()

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
        self.tell("hint", question.hint)
        if question.key in OF_THE_PLAN and not self.scripted:
            self.tell("hint", "If nobody knows yet, type “don't know”, and you will be asked who will find out.")
        if number and self.questions[number - 1].key == ENOUGH and not self.scripted and not before:
            self.tell(
                "hint", f"The rest can wait: type `{LATER}` to look at the draft now; `prfaq-lint next` asks for it."
            )
        half = self.answers.pop(HALF, "")
        if half:
            self.tell("hint", f"You had begun: “{half}”.")
        if before:
            self.tell("hint", f"You wrote: “{before}”. Press Enter to keep it.")
        if offered:
            self.tell("hint", f"Press Enter to call it “{offered}”.")

    def _command(self, text: str, number: int) -> int | None:
        """Return the number of the question to jump to if a line is a command, or None if it is an answer."""
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
            if 1 <= wanted <= len(self.questions):
                return wanted - 1
            self.tell("hint", f"Which one? `edit 1` to `edit {len(self.questions)}`; `show` lists them.")
            return number
        return None

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

    def _keep(self, question: Question, answer: str, marked: bool = False) -> None:
        """Save an answer; `marked` says that it is kept despite an objection."""
        self.answers[question.key] = answer
        left = [key for key in self.marked if key != question.key]
        if marked and answer:
            left.append(question.key)
        self.answers.pop(MARKED, None)
        if left:
            self.answers[MARKED] = " ".join(left)
        self.save()

    @property
    def marked(self) -> list[str]:
        """Return the keys of the answers that were kept although the linter objected to them."""
        return self.answers.get(MARKED, "").split()

    def _skip_told(self, question: Question) -> None:
        """Skip the questions that the answer about the problem already answers."""
        if question.key != "pain":
            return
        told = self.told(self.answers["pain"])
        skipped = [
            (number, one)
            for number, one in enumerate(self.questions, 1)
            if one.key in told and one.key not in self.answers
        ]
        if not skipped:
            return
        for _, one in skipped:
            self._keep(one, "")
        names = " and ".join(_TOLD_WITH_PAIN[one.key][1] for _, one in skipped)
        edits = " or ".join(f"`edit {number}`" for number, _ in skipped)
        these = "this question is" if len(skipped) == 1 else "these questions are"
        self.tell("hint", f"That also says {names}, so {these} skipped; {edits} adds more.")

    def told(self, pain: str) -> list[str]:
        """Return the keys of the questions that an answer about the problem already answers."""
        answers = {**self.answers, "pain": pain}
        question = next(one for one in QUESTIONS if one.key == "pain")
        outline = self._linter.outline(_document(tiny_draft(question, answers, self.title)[0]))
        problem = outline.problem
        if not problem.genuine:
            return []
        stated = {"today": problem.names_alternative, "cost": problem.states_cost}
        roles = {
            one.role
            for one in outline.passages_in("problem")
            if one.text.rstrip(".") in pain and one.problem >= _SURELY_TOLD
        }
        return [key for key, (role, _) in _TOLD_WITH_PAIN.items() if stated[key] and role in roles]

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

    def _finish(self) -> int | None:
        """Show the problem paragraph and its findings; return the question to go back to, or None to continue."""
        for kind, text in self.verdict():
            self.tell(kind, text)
        if self.scripted:
            return None
        self.tell("question", "Press Enter to write the draft.")
        self.tell("hint", "`edit 2` changes an answer first, `show` lists them.")
        while True:
            text = self.ask().strip()
            if not text:
                return None
            move = self._command(text, len(self.questions)) if text.lower() not in ("?", "help") else None
            if move is not None and move < len(self.questions):
                return move
            if move is None:
                self.tell("hint", "Press Enter to write the draft, or type `edit` and the number of a question.")

    def verdict(self) -> list[tuple[str, str]]:
        """Return the problem paragraph as it will appear in the draft and the findings on it, as texts to show."""
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
                ("advice", "Everything else depends on it: begin there when you open the draft, or `edit 2` now."),
            ]
        shown = [("question", "Your problem paragraph:"), ("draft", told)]
        if said:
            shown += [("hint", "The linter says:"), *(("advice", _kindly(found, "")) for found in said[:3])]
        elif set(self.marked).isdisjoint(_IN_PROBLEM):
            shown.append(("hint", "The linter finds nothing wrong with it."))
        return [*shown, *(("hint", f"Still open: {point}") for point in still_open(self.answers))]

    def warm_up(self) -> None:
        """Load everything needed for checking.

        This takes a moment, so the command does it while the user types the first answer.
        """
        with suppress(Exception):  # errors appear when the first answer is checked
            self._linter.outline(_document("Warm."))

    def advice(self, question: Question, answer: str) -> str:
        """Return the findings of the question's rules on an answer and their fixes; "" if there are none."""
        if doubtful := doubt(question.key, answer):
            return doubtful
        for_developers = self.template in _FOR_DEVELOPERS
        if question.key == "customer" and not for_developers and (objection := purpose.objection("customer", answer)):
            return objection
        if not question.rules or (question.key == "today" and wording.nothing(answer)):
            return ""  # doing nothing about it is an honest answer
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
        technical = purpose.names_technology(answer)  # otherwise the next answers may add what the problem lacks
        said = [
            found
            for found in self._linter.check(outline)
            if {found.rule, found.group} & {*rules}
            and first <= found.line <= last
            and not (found.line > first and found.end_column <= after)
            and not (found.rule in _TECHNOLOGY and for_developers)
            and not (found.severity == "note" and question.place == "plan")
            and not (found.rule == "missing-problem" and found.severity == "warning" and not technical)
        ]
        said.sort(key=_priority)
        if said:
            return _kindly(said[0], answer if question.key != "cost" else "")
        if for_developers:
            return ""
        roles = [one.role for one in outline.passages if first <= outline.lines(one)[0] <= last]
        return purpose.objection(question.key, answer, answers.get("customer", ""), roles)

    def _draft(self, answers: Mapping[str, str] | None = None) -> str:
        """Return the draft as far as it is written, at the stage with the most findings."""
        given = {key: text for key, text in (self.answers if answers is None else answers).items() if text.strip()}
        given = {key: text for key, text in given.items() if key not in OWN_KEYS}
        templates = self.templates or Templates()
        try:
            text = templates.render(self.template or "classic", self.title or "Working title", given)
        except ScaffoldError:  # a custom template that asks for something else
            text = Templates().render("classic", self.title or "Working title", given)
        return re.sub(r"(?m)^(\s*stage:).*$", r"\1 draft", text, count=1)

    @cached_property
    def _linter(self) -> Linter:
        """Return the linter that `check` would run on the draft."""
        from ..configuration.files import Configs
        from ..runner.run import Linters

        linters = Linters(configs=self.configs or Configs(isolated=True))
        return linters.of(linters.settings(_document(self._draft({}))))


def _read(question: Question, text: str) -> str:
    """Return what was typed as one line or as sentences.

    “Don't know” with a plan to find out becomes a sentence; outside the plan, it is no answer.
    """
    if question.key not in OF_THE_PLAN and unknown.gives_up(text):
        return ""
    if question.key in _PLAIN:
        return one_line(text.strip())
    told = wording.told(text.strip())
    return unknown.with_plan(told) if question.key in OF_THE_PLAN else told


def keys_of(templates: Templates, template: str) -> frozenset[str]:
    """Return the keys of the answers that a template uses; those of all questions if the template has a mistake.

    The mistake is reported when the draft is written.
    """
    try:
        return templates.keys(template)
    except ScaffoldError:
        return frozenset(question.key for question in QUESTIONS)


def still_open(answers: Mapping[str, str]) -> list[str]:
    """Return what the interview asked about answers that were kept although the linter objected to them."""
    marked = answers.get(MARKED, "").split()
    return [f"{one.text.replace('{customer}', 'the customer')} {one.hint}" for one in QUESTIONS if one.key in marked]


def _priority(found: Diagnostic) -> tuple[bool, bool, int]:
    """Return the sort key for findings: `solution-first` first, `missing-problem` last."""
    return found.rule == "missing-problem", found.group != "solution-first", SEVERITIES.index(found.severity)


def _about(advice: str, answer: str) -> bool:
    """Return whether advice quotes an answer, or quotes nothing."""
    quoted = re.match("“+([^“”]*)”+", advice)
    return not quoted or quoted.group(1).removesuffix(" …").rstrip(".") in answer


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
    written = block(wording.sentence(_said(question, answers))).split("\n")[0]
    at = next((number for number, line in enumerate(lines, 1) if written and written in line), 0)
    first = at
    while question.place != "benefit" and first > 1 and not lines[first - 1].startswith("#"):
        first -= 1
    return first, at


def _said(question: Question, answers: Mapping[str, str]) -> str:
    """Return an answer as the draft has it."""
    reword = {"cost": wording.cost, "evidence": wording.evidence, "customer_quote": wording.quotation}.get(question.key)
    return reword(answers[question.key]) if reword else answers[question.key]


def tiny_draft(question: Question, answers: MutableMapping[str, str], title: str) -> tuple[str, int, int]:
    """Return a short draft with an answer in its problem, and the first and last line that concern the answer.

    The text around the answer is neutral, so a finding in these lines is about the answer.
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
    """Return a finding reworded for a user who sees only the answer, not the tiny draft around it."""
    quoted = re.match("“+([^“”]*)”+", found.message)
    message = found.message
    if answer and quoted and quoted.group(1).removesuffix(" …") not in answer:
        message = f"“{shorten(answer, 60)}”{message[quoted.end() :]}"
    fix = re.sub("[:;] “###.*", "", found.fix)
    return "\n".join(text if text.endswith("?") else f"{text}." for text in (message, fix) if text)
