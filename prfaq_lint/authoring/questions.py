"""The questions of the interview that leads from an idea to a first draft, and what is saved with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import unknown, wording
from .scaffold import ScaffoldError, Templates, one_line


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


UNFINISHED = "unfinished"
"""The key in saved answers that names the answer that was left unfinished."""
HALF = "half_typed"
"""The key of a replacement for an answer that was left unfinished."""
MARKED = "marked_open"
"""The key under which the answers kept despite an objection are listed."""
OWN_KEYS = (UNFINISHED, HALF, MARKED)
"""The keys that the interview itself uses and that are not answers."""

PROBLEM = ("solution-first", "solution-in-problem", "our-problem", "problem-is-a-question")
WHOLE_PROBLEM = ("problem", "solution-first", "vague-amount", "vague-time")
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
        WHOLE_PROBLEM,
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

OF_THE_PLAN = tuple(question.key for question in QUESTIONS if question.place in ("plan", "evidence"))
"""The keys of the questions about the plan, to which “don't know” is an answer if somebody will find out."""
IN_PROBLEM = ("customer", "pain", "today", "cost")
"""The keys of the answers that make up the problem paragraph."""
_PLAIN = ("customer", "product", "headline")
"""The keys of answers that are not sentences."""
_RELEASE = {*(one.key for one in QUESTIONS if one.key not in OF_THE_PLAN), "summary", "leader_quote", "call_to_action"}
"""The keys of answers in the release, where an unknown is not an answer."""


def read(key: str, text: str) -> str:
    """Return what was typed as one line or as sentences.

    “Don't know” with a plan to find out becomes a sentence; outside the plan, it is no answer.
    """
    if key not in OF_THE_PLAN and unknown.gives_up(text):
        return ""
    if key in _PLAIN:
        return one_line(text.strip())
    told = wording.told(text.strip())
    return unknown.with_plan(told) if key in OF_THE_PLAN else told


def keys_of(templates: Templates, template: str) -> frozenset[str]:
    """Return the keys of the answers that a template uses; those of all questions if the template has a mistake.

    The mistake is reported when the draft is written.
    """
    try:
        return templates.keys(template)
    except ScaffoldError:
        return frozenset(question.key for question in QUESTIONS)


def marked(answers: Mapping[str, str]) -> list[str]:
    """Return the keys of the answers that were kept although the linter objected to them."""
    return answers.get(MARKED, "").split()


def still_open(answers: Mapping[str, str]) -> list[str]:
    """Return what the interview asked about answers that were kept although the linter objected to them."""
    kept = marked(answers)
    return [f"{one.text.replace('{customer}', 'the customer')} {one.hint}" for one in QUESTIONS if one.key in kept]


def for_draft(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that a draft is made of, without empty ones and the interview's own keys.

    Outside the release, “don't know” with a plan to find out becomes a sentence.
    """
    return {
        key: text if key in _RELEASE else unknown.with_plan(text)
        for key, text in answers.items()
        if text.strip() and key not in OWN_KEYS
    }
