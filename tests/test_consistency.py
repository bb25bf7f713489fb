"""Tests on contradictions: single ones planted in sound drafts, and harmless variations that must not be reported.

`consistency/plants.toml` lists both; the sound drafts are next to it and under `examples/`. `consistency/pairs.toml`
adds a sentence to the release and an answer to the FAQ of one short draft, in many wordings.
"""

from __future__ import annotations

import random
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from re import _parser  # type: ignore[attr-defined]  # how Python itself reads an expression
from typing import Any

import pytest
from conftest import ROOT

from prfaq_lint.checks.consistency import price
from prfaq_lint.checks.consistency.amounts import Amount, amounts
from prfaq_lint.checks.consistency.dates import moments
from prfaq_lint.checks.consistency.statements import cue
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.rules.lexicon import Lexicon, words_of
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule

HERE = ROOT / "tests" / "consistency"
PLANTS = tomllib.loads((HERE / "plants.toml").read_text(encoding="utf-8"))
PAIRS = tomllib.loads((HERE / "pairs.toml").read_text(encoding="utf-8"))
SOUND = sorted([*(path.stem for path in HERE.glob("*.md")), "night-shift-handover", "rent-receipts"])
KNOWN_MISSES = {
    "We want 2,000 downloads and 500 registrations by March 2029.",
    "A trained crew of six movers waits",
    "Plans start at $20 per month.",
    "We charge a 5% commission on each sale.",
    "Hivebell listens to the hive. Hivebell rings when the queen pipes.",
}
"""The planted contradictions that the intended rule does not report."""

Check = Callable[[str], list[Diagnostic]]


def draft(name: str) -> str:
    """Return a sound draft."""
    own = HERE / f"{name}.md"
    return (own if own.is_file() else ROOT / "examples" / f"{name}.md").read_text(encoding="utf-8")


def changed(name: str, before: str, after: str) -> str:
    """Return a sound draft with one change in one place."""
    text = draft(name)
    assert text.count(before) == 1, f"{name}: “{before}” stands there {text.count(before)} times"
    return text.replace(before, after)


def cases(kind: str) -> list[tuple[str, str, str, str]]:
    return [(group, *one) for group, several in PLANTS[kind].items() for one in several]


def paired(part: str, sentence: str, question: str, answer: str) -> str:
    """Return the short draft with a sentence added to a part of its release, and one more answer."""
    slots = {"summary": "", "problem": "", "solution": "", part: sentence, "question": question, "answer": answer}
    return str(PAIRS["draft"]).format(**slots)


@pytest.fixture(scope="module")
def check(rules: dict[str, Rule]) -> Check:
    """Return a function that gives the findings of the rules on consistency in a text."""
    linter = Linter([rule for rule in rules.values() if rule.group == "consistency" or rule.name in PAIRS["planted"]])
    return lambda text: linter.check(linter.outline(Document.parse(text, "draft.md")))


@pytest.mark.parametrize("name", SOUND)
def test_sound_draft_has_no_findings(name: str, check: Check) -> None:
    assert [(found.line, found.message) for found in check(draft(name))] == []


def test_planted_contradictions_are_caught(check: Check) -> None:
    planted = cases("planted")
    assert len(planted) >= 40
    missed = {
        after
        for rule, name, before, after in planted
        if rule not in {found.rule for found in check(changed(name, before, after))}
    }
    assert missed == KNOWN_MISSES & {after for *_, after in planted}


def test_planted_contradiction_gets_no_other_finding(check: Check) -> None:
    """Check that a change that contradicts two places is still reported by only one rule."""
    others = [
        f"{name}: {after}: {found.message}"
        for rule, name, before, after in cases("planted")
        for found in check(changed(name, before, after))
        if found.rule != rule
    ]
    assert others == []


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [pytest.param(*case, id=f"{group}-{number}") for number, (group, *case) in enumerate(cases("harmless"))],
)
def test_harmless_variation_is_not_reported(name: str, before: str, after: str, check: Check) -> None:
    assert [(found.line, found.message) for found in check(changed(name, before, after))] == []


def test_contradictions_in_many_wordings_are_caught(check: Check) -> None:
    planted = [(rule, pair) for rule, pairs in PAIRS["planted"].items() for pair in pairs]
    missed = {pair[-1] for rule, pair in planted if rule not in {found.rule for found in check(paired(*pair))}}
    assert missed == KNOWN_MISSES & {pair[-1] for _, pair in planted}


@pytest.mark.parametrize("pair", PAIRS["harmless"]["both-true"], ids=lambda pair: pair[2])
def test_statements_that_can_both_be_true_are_not_reported(pair: list[str], check: Check) -> None:
    assert [(found.line, found.message) for found in check(paired(*pair))] == []


def test_date_of_an_event_at_the_beginning_is_not_the_launch_date(check: Check) -> None:
    text = paired("summary", "", "When will it be available?", "Swarmbell will be available in September 2028.")
    dated = "**TRENTO, March 3, 2028.** Alveo today launched"
    assert dated in text
    assert [found.rule for found in check(text)] == ["conflicting-dates"]
    assert check(text.replace(dated, "Alveo, which won the March 2027 award, today launched")) == []


def test_finding_points_at_the_later_place_and_quotes_both(check: Check) -> None:
    text = changed("kelpline", "It costs £14 a month per farm.", "It costs £18 a month per farm.")
    lines = text.split("\n")
    (found,) = check(text)
    assert "£18 a month per farm" in lines[found.line - 1]
    first = next(number for number, line in enumerate(lines, 1) if "£14 a month per farm" in line)
    assert "£18 a month per farm" in found.message
    assert f"£14 a month per farm on line {first}" in found.message


def test_release_without_faq_has_no_findings(check: Check) -> None:
    assert check(draft("lanternmail").partition("## External FAQ")[0]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$9.00/mo", ("$", 9, 9, "", "month", "")),
        ("nine dollars a month", ("$", 9, 9, "", "month", "")),
        ("£38 per bed per month", ("£", 38, 38, "", "month", "bed")),
        ("about 40%", ("%", 40, 40, "about", "", "")),
        ("thirty-seven percent", ("%", 37, 37, "", "", "")),
        ("5-9 days", ("time", 7200, 12960, "", "", "")),
        ("between two and three hours", ("time", 120, 180, "", "", "")),
        ("120 seconds", ("time", 2, 2, "", "", "")),
        ("$2.5M", ("$", 2.5e6, 2.5e6, "", "", "")),
        ("6.7 million households", ("count", 6.7e6, 6.7e6, "", "", "")),
        ("at least 1,200 riders", ("count", 1200, 1200, "least", "", "")),
        ("starting at €9", ("€", 9, 9, "least", "", "")),
        ("from £9 a month", ("£", 9, 9, "least", "month", "")),
        ("within 20 minutes", ("time", 20, 20, "most", "", "")),
        ("26 unpaid minutes", ("time", 26, 26, "", "", "")),
        ("3x faster", ("times", 3, 3, "", "", "")),
        ("50 cents", ("$", 0.5, 0.5, "", "", "")),
    ],
)
def test_amount(text: str, expected: tuple[object, ...]) -> None:
    (one,) = amounts(f"It is {text}.")
    assert (one.kind, one.low, one.high, one.bound, one.period, one.per) == expected


@pytest.mark.parametrize(
    "text", ["14 desk hours and 260 days", "2 office hours, 30 minutes", "3 long hours and 20 minutes"]
)
def test_times_with_words_before_the_unit_are_two_amounts(text: str) -> None:
    assert [one.kind for one in amounts(f"It takes {text}.")] == ["time", "time"]


@pytest.mark.parametrize(
    "text", ["between 2 hours and 30 minutes", "from 2 hours and 1 hour", "2 hours and 90 minutes"]
)
def test_separate_times_are_not_added_up(text: str) -> None:
    assert len([*amounts(f"It takes {text}.")]) == 2


def test_a_time_of_two_units_keeps_its_period() -> None:
    (one,) = amounts("It takes 1 hour and 30 minutes a week.")
    assert (one.low, one.period) == (90, "week")


@pytest.mark.parametrize("text", ["at 6:30", "version 2.1", "in 2027 nurses", "one or two hours", "no numbers at all"])
def test_text_without_an_amount(text: str) -> None:
    assert list(amounts(f"It came {text} there.")) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("about 40%", "41%", True),
        ("40%", "41%", False),
        ("more than 400 people", "412 people", True),
        ("up to 20 minutes", "17 minutes", True),
        ("300 people", "288 people", True),
        ("two hours", "120 minutes", True),
        ("$9", "$12", False),
        ("5-9 days", "two weeks", False),
    ],
)
def test_amounts_agree(one: str, other: str, agree: bool) -> None:
    def read(text: str) -> Amount:
        return next(iter(amounts(f"It is {text}.")))

    assert read(one).agrees(read(other)) is agree
    assert read(other).agrees(read(one)) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("on 6 April 2028", "on April 6, 2028", True),
        ("on 6 April 2028", "on 2028-04-06", True),
        ("on 6 April 2028", "in Q2 2028", True),
        ("on 6 April 2028", "in spring 2028", True),
        ("in May 2028", "in summer 2028", False),
        ("in August 2028", "in summer 2028", True),
        ("on 6 April 2028", "in early 2028", True),
        ("on 6 April 2028", "in the second half of 2028", False),
        ("in March 2027", "in autumn 2027", False),
        ("in 2028", "in 2029", False),
    ],
)
def test_dates_agree(one: str, other: str, agree: bool) -> None:
    first, second = (next(iter(moments(f"We launch {text}."))) for text in (one, other))
    assert first.agrees(second) is agree


def said(parsed: Any, chance: random.Random) -> str:
    """Return a random text that matches an expression in Python's parsed form."""
    text = ""
    for kind, about in parsed:
        match str(kind):
            case "LITERAL":
                text += chr(about)
            case "IN" | "ANY" | "CATEGORY":
                literals = [chr(what) for one, what in about or () if str(one) == "LITERAL"]
                text += chance.choice(literals or ["7" if "DIGIT" in str(about) else "x"])
            case "BRANCH":
                text += said(chance.choice(about[1]), chance)
            case "SUBPATTERN":
                text += said(about[3], chance)
            case "MAX_REPEAT":
                least, most, what = about
                text += "".join(said(what, chance) for _ in range(chance.randint(least, min(most, least + 2))))
    return text


def test_every_match_contains_a_registered_phrase() -> None:
    """Check that everything that the list of ways to say “free” matches contains one of the phrases.

    A sentence without any of them is not searched.
    """
    chance = random.Random("free")
    lexicon = Lexicon({"": price.FREE.words})
    expression = _parser.parse(cue("free").pattern, re.IGNORECASE)
    for _ in range(3000):
        text = said(expression, chance).replace("’", "'")
        if not re.search("(?:be|can|will)n't|benot", text):  # not a real spelling
            assert lexicon.find(words_of(text)), text


def repeated(times: int) -> Iterator[str]:
    """Yield the pieces of a draft with `times` questions, and as many amounts in the release and the FAQ."""
    release, _, _ = draft("kelpline").partition("## Customer FAQ")
    yield release
    yield "## How it works\n\n"
    for number in range(times):
        yield f"A skipper waits {number + 1} minutes for the text, and it is never late. We launch in May 2028.\n\n"
    yield "## FAQ\n\n"
    for number in range(times):
        yield f"### How long does skipper {number} wait?\n\nA skipper waits {number + 2} minutes; it may be late. It costs £{number} a month. We do not cover bay {number}, pearls or rope.\n\n"


@pytest.mark.slow
def test_time_grows_with_the_length(rules: dict[str, Rule]) -> None:
    linter = Linter([rule for rule in rules.values() if rule.group == "consistency" or rule.name in PAIRS["planted"]])

    def took(times: int) -> float:
        outline = linter.outline(Document.parse("".join(repeated(times)), "draft.md"))
        begun = time.perf_counter()
        linter.check(outline)
        return time.perf_counter() - begun

    took(10)
    short, long = took(60), took(480)
    assert long < 8 * short * 3 + 0.2
