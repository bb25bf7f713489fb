"""The questions of the interview that leads from an idea to a first draft, and what is saved with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from . import unknown, wording
from .scaffold import ScaffoldError, Templates, one_line


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the interview."""

    key: str
    """The key of its answer."""
    text: str
    """The question; `{customer}` becomes the answer about the customer. On the plan, the template's own question replaces it."""
    hint: str = ""
    """What a good answer holds; without it, the template's guidance."""
    place: str = "problem"
    """The location of the answer in the tiny draft: a part of the release, or `evidence` for the FAQ."""
    rules: tuple[str, ...] = ()
    """The rules and groups that check the answer."""


UNFINISHED = "unfinished"
"""The key in saved answers that names the answer that was left unfinished."""
HALF = "half_typed"
"""The key of a replacement for an answer that was left unfinished."""
MARKED = "marked_open"
"""The key under which the answers kept despite an objection are listed."""
DOUBTED = "in_doubt"
"""The key under which the answers objected to are listed that were neither changed nor confirmed yet."""
MATERIAL = "pasted"
"""The key of a paragraph that was pasted as the first answer and answers several questions."""
TO_CALL = "to_call"
"""The key of the person to call about a problem that the linter still objects to."""
OWN_KEYS = (UNFINISHED, HALF, MARKED, DOUBTED, MATERIAL, TO_CALL)
"""The keys that the interview itself uses and that are not answers."""

PROBLEM = ("solution-first", "solution-in-problem", "our-problem", "problem-is-a-question")
WHOLE_PROBLEM = ("problem", "solution-first", "vague-amount", "vague-time")
_UNANSWERED = tuple(
    "todo-marker template-slot empty-answer tbd-answer hollow-answer evasive-answer deferred-answer".split()
)
_ANSWER = ("plan", *_UNANSWERED)

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
        "What goes wrong today for {customer}?",
        "Two or three sentences about them and their day. Leave out what you want to build: the problem must still exist without it.",
        "pain",
        (*PROBLEM, "nobody-does-this", "missing-problem"),
    ),
    Question(
        "today",
        "What do they do about it today?",
        "A spreadsheet, a phone call, another product or doing without, and where that falls short.",
        "today",
        (*PROBLEM, "nobody-does-this"),
    ),
    Question(
        "cost",
        "What does it cost them?",
        "Hours, money, sleep or trust, with a number. Put assumed numbers in brackets: [40 minutes a day].",
        "cost",
        (*PROBLEM, "vague-amount", "vague-time"),
    ),
    Question(
        "evidence",
        "How do we know?",
        place="evidence",
        rules=("evidence", *_UNANSWERED, "we-hope", "retrofit"),
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
        "How do they experience it?",
        "From the first minute: what do they see, do, and no longer have to do? Leave out how it is built.",
        "experience",
        ("solution-first", "vague-solution", "solution-without-customer", "feature-list", "hype", "superlative"),
    ),
    Question(
        "getting_started",
        "How do they get started?",
        place="start",
        rules=("missing-first-step", "hype", "superlative"),
    ),
    Question(
        "customer_quote",
        "What would one of them say about it?",
        "A moment before and a moment after, then a dash and who says it: I used to …. Now I … – Ana Ruiz, night nurse (illustrative)",
        "quote",
        ("praise-only-quote", "anonymous-speaker", "vendor-speak-in-customer-quote", "excitement-boilerplate"),
    ),
    Question("market", "How big is it?", place="plan", rules=_ANSWER),
    Question("economics", "What does it cost, and what does it bring in or save?", place="plan", rules=_ANSWER),
    Question("fit", "Why us?", place="plan", rules=_ANSWER),
    Question("hurdles", "What is the hardest part?", place="plan", rules=_ANSWER),
    Question("risks", "Why might it fail, and when would you stop?", place="plan", rules=_ANSWER),
    Question("product", "What will you call it?", "A working name will do.", ""),
    Question(
        "dateline",
        "Where and when will you announce it?",
        "A city and a date that you could defend: Utrecht, 1 March 2027. Press Enter to leave it open.",
        "",
    ),
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

OF_THE_PLAN = tuple(question.key for question in QUESTIONS if question.place in ("plan", "evidence"))
"""The keys of the questions about the plan, to which “don't know” is an answer if somebody will find out."""
IN_PROBLEM = ("customer", "pain", "today", "cost")
"""The keys of the answers that make up the problem paragraph."""
_PLAIN = ("customer", "product", "dateline", "headline")
"""The keys of answers that are not sentences."""
_RELEASE = {*(one.key for one in QUESTIONS if one.key not in OF_THE_PLAN), "summary", "leader_quote", "call_to_action"}
"""The keys of answers in the release, where an unknown is not an answer."""


def read(key: str, text: str) -> str:
    """Return what was typed as one line or as sentences; “don't know” with a plan to find out becomes a sentence."""
    if key in _PLAIN:
        return one_line(text.strip())
    paragraph = wording.as_paragraph(text.strip())
    return unknown.with_plan(paragraph) if key in OF_THE_PLAN else paragraph


def questions_of(templates: Templates, template: str) -> tuple[Question, ...]:
    """Return the questions for a template, asked as the draft will ask them; all of them if the template has a mistake.

    The mistake is reported when the draft is written.
    """
    try:
        known, prompts = templates.keys(template), templates.prompts(template)
    except ScaffoldError:
        return QUESTIONS
    return tuple(_as_asked(one, *prompts.get(one.key, ("", ""))) for one in QUESTIONS if one.key in known)


def _as_asked(question: Question, heading: str, guidance: str) -> Question:
    """Return a question with what the template says: the heading if it is about the plan, the guidance if it has no hint."""
    text = heading if heading and question.key in OF_THE_PLAN else question.text
    return replace(question, text=text, hint=question.hint or guidance)


def marked(answers: Mapping[str, str]) -> list[str]:
    """Return the keys of the answers that were kept although the linter objected to them."""
    return answers.get(MARKED, "").split()


def still_open(answers: Mapping[str, str], questions: Iterable[Question] = QUESTIONS) -> list[str]:
    """Return what is still to do: whom to call, and what was asked about answers kept despite an objection.

    What was pasted is part of it, as long as any question has no answer.
    """
    kept = marked(answers)
    points = [f"{one.text.replace('{customer}', 'the customer')} {one.hint}" for one in questions if one.key in kept]
    if "pain" in kept and TO_CALL in answers:
        points.insert(0, f"Call {answers[TO_CALL].rstrip('.')} and ask what went wrong the last time.")
    if MATERIAL in answers and not all(answers.get(one.key) for one in questions):
        points.append(f"You pasted: {answers[MATERIAL]}")
    return points


def for_draft(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that a draft is made of, without empty ones and the interview's own keys.

    Outside the release, “don't know” with a plan to find out becomes a sentence.
    """
    return {
        key: text if key in _RELEASE else unknown.with_plan(text)
        for key, text in answers.items()
        if text.strip() and key not in OWN_KEYS
    }
