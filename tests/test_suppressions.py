"""Tests of comments that switch rules off: where they apply, and the findings on those that have no effect."""

from __future__ import annotations

import pytest
from conftest import prfaq
from hypothesis import given
from hypothesis import strategies as st

from prfaq_lint.configuration.selection import rules_for
from prfaq_lint.configuration.settings import Options, Settings, settle
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.comments import Directive, directives
from prfaq_lint.document.draft import Document
from prfaq_lint.rules.linter import MOST_PER_RULE, Linter
from prfaq_lint.rules.pages import Rule

TITLE = "# PR/FAQ: Millrace warns canoeists before the weir opens\n\n"


def findings(text: str, *select: str, settings: Settings | None = None) -> list[Diagnostic]:
    """Return the findings of the selected rules, and of the rules on suppressions, in a text."""
    names = (*select, "unused-suppression", "unknown-suppression")
    found = settings or settle(options=Options(select=names))
    linter = Linter(rules_for(found), settings=found)
    return linter.check(linter.outline(Document.parse(TITLE + text)))


def said(text: str, *select: str) -> list[tuple[str, int]]:
    """Return rules and lines, with lines counted from the first one after the title."""
    return [(found.rule, found.line - 2) for found in findings(text, *(select or ("todo-marker",)))]


def read(text: str) -> list[Directive]:
    return list(directives(Document.parse(text)))


# Reading


def test_valid_directive_is_parsed() -> None:
    (found,) = read("a <!-- prfaq-lint: disable-next hype,\n  clutter -- our own\n  slogan --> b")
    assert (found.word, found.names, found.reason) == ("disable-next", ["hype", "clutter"], "our own slogan")
    assert (found.span.start, found.about) == (2, "hype, clutter")


@pytest.mark.parametrize(
    "text",
    [
        "<!-- prfaq-lint: not-applicable pricing: it is free -->",
        "> <!-- prfaq-lint: not-applicable pricing: it is free -->",
        "- one\n- <!-- prfaq-lint: not-applicable pricing: it is free --> two",
        "<div><!-- PRFAQ-Lint :not-applicable   pricing: it is free--></div>",
    ],
)
def test_not_applicable_directive_is_not_reported(text: str) -> None:
    (found,) = read(text)
    assert (found.word, found.about, found.reason) == ("not-applicable", "pricing: it is free", "")
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- prfaq-lint: disable x -->`",
        "```\n<!-- prfaq-lint: disable x -->\n```",
        "---\na: '<!-- prfaq-lint: disable x -->'\n---",
        "<!-- about prfaq-lint: disable x -->",
        "<!-- prfaq-linter: disable x -->",
        "prfaq-lint: disable x",
    ],
)
def test_text_that_is_not_a_directive(text: str) -> None:
    assert read(text) == []


# Where they apply


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("{next}\nTODO: one\n\nTODO: two\n", [4], id="next-line"),
        pytest.param("{next}\n\nTODO: one,\nand TODO: more\n\nTODO: two\n", [6], id="next-block-whole"),
        pytest.param("TODO: one {next}\n\nTODO: two\n", [3], id="inside"),
        pytest.param("TODO: one\nand {next} more\n\nTODO: two\n", [4], id="inside-a-later-line"),
        pytest.param("- TODO: one\n- {next} TODO: two\n- TODO: three\n", [1, 3], id="item"),
        pytest.param("- TODO: one\n\n  {next}\n\n  TODO: two\n\n- TODO: three\n", [1, 7], id="in-an-item"),
        pytest.param("{next}\n\n- TODO: one\n- TODO: two\n", [4], id="before-a-list"),
        pytest.param("> {next}\n> TODO: one\n>\n> TODO: two\n", [4], id="quote"),
        pytest.param("> TODO: one {next}\n>\n> TODO: two\n", [3], id="inside-a-quote"),
        pytest.param("{next}\n\n| a | b |\n|---|---|\n| TODO: x | TODO: y |\n\nTODO: z\n", [7], id="table"),
        pytest.param("{next}\n\n## TODO: one\n\nTODO: two\n", [5], id="heading"),
        pytest.param("TODO: one\n\n{range}\n\nTODO: two\n\n- TODO: 3\n\n{enable}\n\nTODO: four\n", [1, 11], id="range"),
        pytest.param("TODO: one\n\n{range}\n\nTODO: two\n\n> TODO: three\n", [1], id="range-to-the-end"),
        pytest.param("TODO: one\n\nTODO: two\n\n{file}\n", [], id="file"),
    ],
)
def test_suppression_applies_to_its_range(text: str, left: list[int]) -> None:
    for key, word in (("next", "disable-next"), ("range", "disable"), ("enable", "enable"), ("file", "disable-file")):
        text = text.replace(f"{{{key}}}", f"<!-- prfaq-lint: {word} todo-marker -- known -->")
    for ending in ("\n", "\r\n"):
        assert said(text.replace("\n", ending)) == [("todo-marker", line) for line in left]


def test_group_and_several_names() -> None:
    text = "<!-- prfaq-lint: disable-file placeholders -->\n\nTODO: one\n\n[customer name] waits.\n"
    assert said(text, "todo-marker", "template-slot") == []
    text = text.replace("placeholders", "todo-marker, template-slot")
    assert said(text, "todo-marker", "template-slot") == []
    assert said(text.replace(", template-slot", ""), "todo-marker", "template-slot") == [("template-slot", 5)]


def test_suppressed_findings_do_not_count_for_the_limit() -> None:
    todo = "\n\n".join(f"TODO: number {number}" for number in range(MOST_PER_RULE + 5))
    text = f"{todo}\n\n<!-- prfaq-lint: disable-next todo-marker -->\nTODO: the last\n"
    found = findings(text, "todo-marker")
    assert {d.rule for d in found} == {"todo-marker"}, "the last is suppressed, beyond the limit or not"
    text = (
        f"<!-- prfaq-lint: disable todo-marker -->\n\n{todo}\n\n<!-- prfaq-lint: enable todo-marker -->\n\nTODO: last\n"
    )
    assert [d.message.startswith("and ") for d in findings(text, "todo-marker")] == [False]


def test_suppression_does_not_reveal_yielding_findings(rules: dict[str, Rule]) -> None:
    """Check that suppressing a finding does not bring up another rule's finding on the same line."""
    text = (
        "We sell maps. It works.\n\n## FAQ\n\n### Who prints the maps?\n\nThe mill at Lower Tarn prints them for us.\n"
    )
    assert "missing-internal-faq" in rules["pricing"].yields_to
    both = [(rule, line) for rule, line in said(text, "pricing", "missing-internal-faq")]
    assert both == [("missing-internal-faq", 3)]
    hidden = text.replace("## FAQ", "<!-- prfaq-lint: disable-next missing-internal-faq -->\n## FAQ")
    assert said(hidden, "pricing", "missing-internal-faq") == []


def test_fixes_leave_suppressed_findings_alone() -> None:
    text = TITLE + "<!-- prfaq-lint: disable-next double-space-in-heading -->\n## The  weir\n\nIt opens.\n"
    run = prfaq("check", "--fix", "--force", "-", stdin=text)
    assert run.out == text


# Findings on suppressions


@pytest.mark.parametrize(
    ("comment", "rule", "words"),
    [
        ("disable-next todo-marker", "unused-suppression", "todo-marker"),
        ("disable-file todo-marker", "unused-suppression", "todo-marker"),
        ("enable todo-marker", "unused-suppression", "not disabled above"),
        ("disable-next todo-markr", "unknown-suppression", "did you mean “todo-marker”?"),
        ("disable-next all", "unknown-suppression", "no rule or group has that name"),
        ("disable-nxt todo-marker", "unknown-suppression", "disable-nxt"),
        ("disable-next", "unknown-suppression", "could not be read"),
        ("disable-next -- no name", "unknown-suppression", "could not be read"),
        ("", "unknown-suppression", "could not be read"),
        ("not-applicable pricng: it is free", "unknown-suppression", "did you mean “pricing”?"),
        ("not-applicable money: it is a gift", "unknown-suppression", "no topic of the plan has that name"),
        ("not-applicable", "unknown-suppression", "could not be read"),
        ("disable-file unused-suppression", "unknown-suppression", "cannot turn it off"),
    ],
)
def test_invalid_or_unused_suppression_is_reported(comment: str, rule: str, words: str) -> None:
    (found,) = findings(f"Canoeists wait.\n\n<!-- prfaq-lint: {comment} -->\n\nThe weir opens.\n", "todo-marker")
    assert (found.rule, found.line, found.column) == (rule, 5, 1)
    assert words in f"{found.message} {found.fix}"


def test_second_range_of_the_same_name_is_unused() -> None:
    off = "<!-- prfaq-lint: disable todo-marker -->\n\n"
    assert said(f"{off}TODO: one\n\n{off}TODO: two\n") == [("unused-suppression", 5)]


def test_missing_colon() -> None:
    assert said("<!-- prfaq-lint disable-next todo-marker -->\nThe weir opens.\n") == [("unknown-suppression", 1)]


def test_findings_on_suppressions_cannot_be_suppressed() -> None:
    text = "<!-- prfaq-lint: disable-file placeholders -->\n\n<!-- prfaq-lint: disable-next x -->\n\nTODO: one\n"
    assert said(text) == [("unknown-suppression", 3)]


def test_only_rules_that_ran_are_judged() -> None:
    text = "<!-- prfaq-lint: disable-next hype, prose -->\nThe weir opens.\n"
    assert said(text) == []
    whole = [(d.rule, d.message.split("”")[0]) for d in findings(text, settings=settle()) if "suppression" in d.rule]
    assert [rule for rule, _ in whole] == ["unused-suppression"] * 2
    quiet = findings(text, settings=settle(options=Options(ignore=("prose",))))
    assert [d for d in quiet if "suppression" in d.rule] == []


def test_configuration_can_switch_off_findings_on_suppressions() -> None:
    text = "<!-- prfaq-lint: disable-next x -->\nThe weir opens.\n"
    found = findings(text, settings=settle(options=Options(ignore=("unknown-suppression",))))
    assert [d for d in found if "suppression" in d.rule] == []


WORD = st.sampled_from(["disable-next", "disable", "enable", "disable-file", "not-applicable", "nonsense", ""])
NAME = st.sampled_from(["todo-marker", "placeholders", "hype", "nonsense", ""])
COMMENT = st.builds("<!-- prfaq-lint: {} {} -->".format, WORD, NAME)


@given(
    st.lists(st.sampled_from(["TODO: x", "> TODO: y", "- TODO: z", "```\nTODO\n```", "## A"]) | COMMENT, max_size=12)
)
def test_comments_only_remove_findings(blocks: list[str]) -> None:
    """Check that, whatever comments say, a rule's remaining findings are ones it also has without them."""
    text = "\n\n".join(blocks)
    bare = "\n\n".join("<!-- -->" if block.startswith("<!--") else block for block in blocks)
    assert {one for one in said(text) if one[0] == "todo-marker"} <= set(said(bare))
