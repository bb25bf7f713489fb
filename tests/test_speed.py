"""Tests that the work does not grow faster than the text.

They count function calls instead of measuring time, because counts are the same on every machine.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from prfaq_lint.checks.matching import PatternError, compile_patterns
from prfaq_lint.document.draft import Document
from prfaq_lint.document.parser import parser as document_parser
from prfaq_lint.outline.release.people import names_customer
from prfaq_lint.reader.encoder import Encoder
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule
from prfaq_lint.runner.fixes import _parser as fixes_parser
from prfaq_lint.runner.globs import quick, specification

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

READS_ANEW = True

SMALL = 24_000
"""The length of the shorter text in characters; the longer one is twice as long."""
SLACK = 1.1
"""The factor by which the work for twice the text may exceed twice the work."""

FOR_EVER = 60
"""The number of CPU seconds after which something counts as hanging; it would take hours, and anything else almost
none.
"""

DRAFT = Path(ROOT, "examples", "night-shift-handover.md").read_text(encoding="utf-8")
HEAD = "# Wards hand over in ten minutes\n\n## Problem\n\nNurses lose forty minutes a night.\n\n## FAQ\n\n"
LINES = [line for line in DRAFT.split("\n") if line[:1].isalpha()]
TEXTS = {
    "drafts": DRAFT + "\n\n",
    "paragraph": " ".join(LINES) + " ",
    "list": "".join(f"- {line[:150]}\n" for line in LINES),
    "table": "".join(f"| {line[:60]} | {line[60:120]} |\n".replace(" | |", " | - |") for line in LINES),
    "questions": "".join(f"### How does {line[:30].strip()} work?\n\n{line}\n\n" for line in LINES),
    "brackets": "[a [b ",
    "markers": "TODO ",
    "numbers": "9 ",
    "tags": "<a <b> ",
    "slots": "[Name] ",
    "problems": "## Problem\n\nNurses on night wards lose forty minutes to forms that nobody reads.\n\n## Solution\n\nIt asks.\n\n",
    "quotations": "“We lost an hour each night to forms and calls,” said Ann Lee, a nurse.\n\nShe has it back now.\n\n",
    "headings": "## Rounds\n\n",
    "shortcodes": "{{< a {% b {#c .d ",
    "notes": "^[a [[b|c ![[d ",
    "formulas": "$a * \\[x_ \\(y^ ",
    "admonitions": "??? tip\n    !!! note\n\n        Nurses on night wards lose forty minutes to forms.\n\n",
}


def text(name: str, length: int) -> str:
    """Return a text of about this length that repeats one piece."""
    piece = TEXTS[name]
    start = HEAD + "| a | b |\n|---|---|\n" if name == "table" else HEAD
    return start + (piece * (length // len(piece) + 1))[:length]


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls, including Python's own."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def test_the_count_sees_what_grows_too_fast() -> None:
    def pairs(n: int) -> Callable[[], object]:
        return lambda: [len(str(a)) for a in range(n) for _ in range(n)]

    assert calls(pairs(40)) > 3.5 * calls(pairs(20))


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_is_twice_the_work(linter: Linter, name: str) -> None:
    def read(length: int) -> Callable[[], object]:
        source = text(name, length)
        return lambda: linter.check(linter.outline(Document.parse(source)))

    read(SMALL)()  # do not count what is compiled or looked up only once
    assert calls(read(2 * SMALL)) < 2 * SLACK * calls(read(SMALL))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "piece"),
    [
        pytest.param("", "> # a\nb\n", id="quotes-that-end-early"),
        pytest.param("", "- > ---\n  b\n", id="quotes-in-lists"),
        pytest.param("> " * 50, "a\n", id="lines-that-go-on-many-quotes"),
    ],
)
@pytest.mark.parametrize("parser", [document_parser, fixes_parser])
def test_the_ends_of_quotes_are_not_searched_for_again_and_again(
    monkeypatch: pytest.MonkeyPatch, parser: Callable[[], MarkdownIt], start: str, piece: str
) -> None:
    monkeypatch.setattr("prfaq_lint.document.parser.MOST_SEARCHED", 200)

    def read(length: int) -> Callable[[], object]:
        source = start + piece * (length // len(piece))
        return lambda: parser().parse(source)

    read(100)()
    assert calls(read(8000)) < 2 * SLACK * calls(read(4000))


def test_a_quote_goes_on_without_its_mark_until_many_lines_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "> a\nb\n\n> c\nd\n"
    assert [block.quote for block in Document.parse(source).blocks] == [1, 1]
    monkeypatch.setattr("prfaq_lint.document.parser.MOST_SEARCHED", 3)
    assert [block.quote for block in Document.parse(source).blocks] == [1, 1, 0]


@pytest.mark.slow
def test_every_rule_does_twice_the_work_for_twice_the_text(linter: Linter, rules: dict[str, Rule]) -> None:
    small, large = (linter.outline(Document.parse(text("drafts", length))) for length in (2 * SMALL, 4 * SMALL))
    linter.check(small), linter.check(large)
    for rule in rules.values():
        once = calls(lambda rule=rule: list(rule.check.run(small)))  # type: ignore[misc]
        twice = calls(lambda rule=rule: list(rule.check.run(large)))  # type: ignore[misc]
        assert twice < 2 * SLACK * once + 1000, rule.name


@pytest.mark.slow
def test_a_thousand_more_phrases_cost_next_to_nothing(rules: dict[str, Rule]) -> None:
    source = text("drafts", SMALL)
    few, many = Linter(list(rules.values())), Linter(list(rules.values()))
    many._lexicon.add(
        "more", [f"{a}wards {b}wise thing" for a in "abcdefghij" for b in map("x".__mul__, range(1, 101))]
    )
    for each in (few, many):
        each.outline(Document.parse(source))
    document = Document.parse(source)
    few.outline(document)  # do not count what is computed once for each document
    assert calls(lambda: many.outline(document)) < 1.05 * calls(lambda: few.outline(document))


@pytest.mark.parametrize(
    "expression",
    [
        *("(a+)+$", "(a|aa)*b", "(?:a*){2,}", r"(a*)\1", "[", "a" * 201),
        *(r"\w*\w*\w*\w*x", r"\w{0,99}\w{0,99}\w{0,99}x", "a?" * 30 + "a" * 30, "(a|a)" * 30 + "b", r"\w+?\w+?\w+?x"),
        *(r"\w*\w*x", r"^\w*\w*\w*x", r"(?=\w*\w*x)\w", r"(?>\w*)\w*x", "(?:x(?:y|z*)?)?.*"),
    ],
)
def test_an_expression_that_could_take_for_ever_is_refused(expression: str) -> None:
    with pytest.raises(PatternError, match="REGEX"):
        compile_patterns([[{"LOWER": "word"}, {"TEXT": {"REGEX": expression}}]])


@pytest.mark.parametrize(
    ("tokens", "wrong"),
    [
        ([{"OP": "*"}, {"OP": "*"}], "repeats too much"),
        ([{"OP": "+"}, {"OP": "{2,}"}], "repeats too much"),
        ([{"OP": "?"}] * 21, "repeats too much"),
        ([{"OP": "{0,9}"}] * 3, "repeats too much"),
        ([{"OP": "{,20}"}], "repeats too much"),
        ([{"OP": "many"}], "is not one of"),
        ([{"OP": 3}], "is not one of"),
        ([{"_": {"x": {"REGEX": "(a+)+"}}}], "says nothing"),
        ([{"NOPE": "x"}], "says nothing"),
        ([{"IS_NOPE": True}], "must be one of"),
        ([{"IS_PUNCT": "yes"}], "true or false"),
        ([{"TEXT": 3}], "must be a string"),
        ([{"TEXT": {"IN": ["x", 3]}}], "list of strings"),
        ([{"TEXT": {"REGEX": ["x"]}}], "REGEX must be a string"),
        ([{"TEXT": {"LIKE": "x"}}], "no “LIKE”"),
        ([{"LENGTH": {">=": "x"}}], "LENGTH must be"),
    ],
)
def test_invalid_or_explosive_token_patterns_are_refused(tokens: list[dict[str, Any]], wrong: str) -> None:
    with pytest.raises(PatternError, match=wrong):
        compile_patterns([[*tokens, {"LOWER": "word"}]])


@pytest.mark.slow
def test_slowest_accepted_pattern_is_fast(linter: Linter) -> None:
    slow = compile_patterns(
        [
            [{"LOWER": "word"}, {"TEXT": {"REGEX": r"(?:\w|a|b|c)\w*\d"}}],
            [{"LOWER": "word"}, {"TEXT": {"REGEX": r"^(?:\w|a|b|c)\w*\w*\d"}}],
            [{"OP": "*"}, {"OP": "?"}, {"OP": "?"}, {"LOWER": "word"}, {"LOWER": "never"}],
            [{"TEXT": {"FUZZY2": "aaaa"}}, {"LENGTH": {">=": 3}}, {"IS_ALPHA": True}, {"LOWER": "word"}],
            [{"OP": "{1,5}"}, {"OP": "{3}"}, *[{"OP": "?"}] * 6, {"LOWER": "word"}, {"LOWER": "never"}],
        ]
    )
    many = Linter([])
    many._lexicon.add(slow.label, slow.anchors)
    outline = many.outline(Document.parse(f"word {'a' * 200} " * 1000))
    start = time.process_time()
    assert not any(slow.find(outline, sentence) for sentence in outline.document.tokens.sentences)
    assert time.process_time() - start < FOR_EVER


@pytest.mark.parametrize("line", ["word ...40 ...40 a", "...30 ...30 word ...30 a", "...40 x? word ...40 y? a"])
def test_a_line_with_wide_gaps_is_tried_once_from_each_word(line: str) -> None:
    patterns = compile_patterns([line])
    gaps = Linter([])
    gaps._lexicon.add(patterns.label, patterns.anchors)
    outline = gaps.outline(Document.parse("# Wards\n\n" + "word " * 1999 + "a"))
    found: list[list[tuple[int, int]]] = []
    most = 2000 * 1000  # the words, and the steps for each: a few times the width of the gaps
    assert (
        calls(lambda: found.extend(patterns.find(outline, each) for each in outline.document.tokens.sentences)) < most
    )
    assert any(found)


def test_a_line_that_spans_too_many_words_is_refused() -> None:
    with pytest.raises(PatternError, match="spans more than 100 words"):
        compile_patterns(["word ...60 ...60 never"]).anchors  # noqa: B018


@pytest.mark.slow
def test_a_long_address_that_thousands_of_links_share(linter: Linter) -> None:
    outline = linter.outline(Document.parse(f"# Wards\n\n[a]: /{'u' * 30_000}\n\n{'[a]' * 4000}\n"))
    start = time.process_time()
    linter.check(outline)
    assert time.process_time() - start < FOR_EVER


def test_one_long_word_is_read_once() -> None:
    start = time.process_time()
    assert not names_customer("a" * 100_000)
    assert time.process_time() - start < FOR_EVER


RUNS: dict[str, Callable[[int], str]] = {
    "heading-of-brackets": lambda n: f"# {'[] ' * n}\n\n## FAQ\n",
    "paragraph-of-brackets": lambda n: f"# Wards\n\n{'[ ' * n}\n\n## FAQ\n",
    "question-of-signs": lambda n: f"# Wards\n\n## FAQ\n\n### {'$ ' * n}?\n\nYes.\n",
    "instructions-without-end": lambda n: f"# Wards\n\n## FAQ\n\n{'<?' * n}\n",
    "declarations-without-end": lambda n: f"# Wards\n\n## FAQ\n\n{'<!A' * n}\n",
    "questions-in-one-paragraph": lambda n: "# Wards\n\n## FAQ\n\n" + "**Q: Why?**\nA: b\n" * (n // 8),
    "question-of-question-marks": lambda n: f"# Wards\n\n## FAQ\n\n**Q: {'? ' * (n // 3)}?**\n\nYes.\n",
    "quote-of-braces": lambda n: f"# Wards\n\n## Customer quote\n\n{'{{ ' * n} a b c d\n",
    "headings-in-a-line-of-html": lambda n: f"# Wards\n\n<div>{'<h2>a' * (n // 6)}\n",
    "headings-with-two-spaces": lambda n: "# Wards\n\n" + "## a  b\n\n" * (n // 12),
    "key-of-many-parts": lambda n: f"+++\n{'.'.join('a' * (n // 4))} = 1\n+++\n\n# Wards\n",
    "key-of-many-quoted-parts": lambda n: "+++\n" + ".".join(['"\\""'] * (n // 4)) + " = 1\n+++\n\n# Wards\n",
    "stops-before-a-label": lambda n: f"# Wards\n\n## Internal FAQ\n\n{'. ' * n}dependencies\n",
    "lines-of-marks": lambda n: "# Wards\n\n## FAQ\n\nThey asked" + "!\n" * n,
    "numbers-in-one-sentence": lambda n: f"# Wards\n\n## FAQ\n\n{'2 million people, ' * (n // 8)}\n",
    "a-quotation-without-end": lambda n: f"# Wards\n\n## FAQ\n\n“{'we asked 12 nurses, ' * (n // 8)}\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNS)
def test_four_times_the_run_takes_no_sixteen_times_as_long(
    monkeypatch: pytest.MonkeyPatch, linter: Linter, name: str
) -> None:
    """Check the time of work that is done in single calls of Python's C functions, which cannot be counted.

    The reader's network is replaced: it takes most of the time and reads only a limited part of a text, so it would
    hide anything that grows too fast. Its heads get the vectors of the words instead, and assign a few passages to
    every class.
    """
    monkeypatch.setattr(Encoder, "encode", lambda self, sequences: [self._words[ids] for ids in sequences])

    def took(length: int) -> float:
        draft = RUNS[name](length)
        start = time.process_time()
        linter.check(linter.outline(Document.parse(draft)))
        return time.process_time() - start

    took(500)  # not timed: what is compiled or looked up only once
    short, long = took(30_000), took(120_000)
    assert long < 9 * short + 0.5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 20 + "b", "a" * 250 + ".md"),
        ("/a" + "/**/a" * 20 + "/b", "a/" * 150 + "draft.md"),
        ("**/*a*a*a/" * 6 + "b", "aaaaaaaaaaaaa/" * 150 + "draft.md"),
        ("*[!b]?" * 20 + "b", "a" * 250),
        ("/**/*" * 9 + "/b", "a/" * 150 + "draft.md"),
        ("/*/**/a*a" * 9 + "/b", "aaa/" * 150 + "draft.md"),
    ],
)
def test_patterns_of_many_stars_do_not_hang(pattern: str, path: str) -> None:
    start = time.process_time()
    assert not specification([pattern]).match_file(path)
    assert time.process_time() - start < FOR_EVER


@given(
    st.lists(st.sampled_from("a b * * ? / /**/ **/ [ab] [!a] /** a*b *a* \\\\*".split()), min_size=1, max_size=9),
    st.lists(st.lists(st.text("ab-*", min_size=1, max_size=4), min_size=1, max_size=6).map("/".join), max_size=20),
)
def test_quick_patterns_match_the_same(pieces: list[str], paths: list[str]) -> None:
    try:
        usual = GitIgnoreSpec.from_lines(["".join(pieces)]).patterns[0].regex
    except ValueError:
        return
    if usual is None:
        return
    # In git, `[!a]` does not match a slash; in the usual expression, it does.
    same = re.compile(usual.pattern.replace("[^a]", "[^/a]").replace("[^-b]", "[^/b-]"))
    fast = re.compile(quick(usual.pattern))
    for path in paths:
        one, other = same.search(path), fast.search(path)
        assert (one and one.groupdict()) == (other and other.groupdict()), (usual.pattern, fast.pattern)


def test_simple_expression_is_accepted() -> None:
    assert compile_patterns([[{"LOWER": "word"}, {"TEXT": {"REGEX": r"^(?:[A-Z]{2,}|\(\w+\)?)$"}}]]).anchors == (
        "word",
    )
