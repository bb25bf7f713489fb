"""Tests of findings: they point at the words they are about, and the same draft always has the same findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, examples
from hypothesis import given
from hypothesis import strategies as st

import prfaq_lint
from prfaq_lint.diagnostic import SEVERITIES, Diagnostic, at_least
from prfaq_lint.document.draft import Document
from prfaq_lint.rules.linter import MOST_PER_RULE, Linter
from prfaq_lint.rules.pages import Rule, directory, pages, parse_page

MARKED = "TODO: say what same-day pay costs."


def _fragments() -> list[str]:
    """Return the blocks of all examples: those of the rule pages and those of whole drafts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md"))]
    texts += [example.text for path in pages(directory("rules")) for example in parse_page(path).examples]
    return list(dict.fromkeys(block.strip("\n") for text in texts for block in text.split("\n\n") if block.strip()))


FRAGMENTS = _fragments()
drafts = st.builds(
    lambda blocks, ending: "\n\n".join(blocks).replace("\n", ending),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=14),
    st.sampled_from(["\n", "\n", "\r\n"]),
)


def findings(linter: Linter, text: str) -> list[Diagnostic]:
    return linter.check(linter.outline(Document.parse(text, "draft.md")))


@given(text=drafts)
def test_findings_lie_in_the_draft(linter: Linter, rules: dict[str, Rule], text: str) -> None:
    document = Document.parse(text)
    source = document.source
    for found in findings(linter, text):
        assert 1 <= found.line <= found.end_line <= len(source)
        assert 1 <= found.column <= len(source.line(found.line)) + 1
        assert 1 <= found.end_column <= len(source.line(found.end_line)) + 1
        excerpt = source.text[
            source.starts[found.line - 1] + found.column - 1 : source.starts[found.end_line - 1] + found.end_column - 1
        ]
        blank = found.rule == "double-space-in-heading"  # this finding is about the spaces
        assert blank or excerpt.strip() or not document.prose.strip(), f"{found.rule} points at nothing"
        assert found.path == "draft.md"
        assert found.severity in SEVERITIES
        assert found.group == rules[found.rule].group
        assert found.message
        assert "\n" not in found.message + found.fix


@pytest.fixture(scope="module")
def backwards(rules: dict[str, Rule]) -> Linter:
    """Return a linter with all rules in reverse order."""
    return Linter(list(reversed(rules.values())))


@given(text=drafts)
@examples(60)
def test_same_draft_same_findings(linter: Linter, backwards: Linter, text: str) -> None:
    once = findings(linter, text)
    assert findings(linter, text) == once
    assert findings(backwards, text) == once, "the order of the rules matters"
    assert once == sorted(once, key=Diagnostic.sort_key)
    assert len(set(once)) == len(once)


@given(text=drafts)
@examples(60)
def test_line_ends_do_not_matter(linter: Linter, text: str) -> None:
    plain = text.replace("\r\n", "\n")
    assert findings(linter, plain.replace("\n", "\r\n")) == findings(linter, plain)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.md")), ids=lambda path: path.stem)
def test_findings_of_one_draft_do_not_depend_on_others(linter: Linter, path: Path) -> None:
    """Check that a rule does not carry over anything from one draft to the next."""
    text = path.read_text(encoding="utf-8")
    alone = findings(linter, text)
    findings(linter, f"# A headline that announces something for everyone\n\n{MARKED}\n")
    outline = linter.outline(Document.parse(text, "draft.md"))
    assert linter.check(outline) == alone
    assert linter.check(outline) == alone, "nor on an earlier check"


@pytest.mark.parametrize(
    ("before", "column"),
    [
        pytest.param("", 1, id="first"),
        pytest.param("Sadly, ", 8, id="after-words"),
        pytest.param("😀😀 ", 4, id="after-emoji"),
        pytest.param("**Today** ", 11, id="after-emphasis"),
        pytest.param("&amp; ", 7, id="after-an-entity"),
        pytest.param("[x](b) ", 8, id="after-a-link"),
        pytest.param("a\tb ", 5, id="after-a-tab"),
        pytest.param("`x` ", 5, id="after-code"),
    ],
)
def test_columns_count_characters(linter: Linter, before: str, column: int) -> None:
    text = f"# Tillgo pays market traders before they pack up\n\n{before}{MARKED}\n"
    assert [
        (found.line, found.column, found.end_line) for found in findings(linter, text) if found.rule == "todo-marker"
    ] == [(3, column, 3)]


def test_words_of_a_finding_over_two_lines(linter: Linter) -> None:
    text = "# Tillgo pays market traders before they pack up\n\nTraders queue in\norder to be paid.\n"
    found = next(found for found in findings(linter, text) if found.rule == "clutter")
    assert (found.line, found.column, found.end_line, found.end_column) == (3, 15, 4, 9)


def test_findings_of_one_rule_are_capped_and_counted(rules: dict[str, Rule]) -> None:
    text = "# Tillgo pays market traders before they pack up\n\n" + "\n\n".join(
        f"Paragraph {number} is TBD." for number in range(MOST_PER_RULE + 12)
    )
    found = findings(Linter([rules["todo-marker"]]), text)
    assert len(found) == MOST_PER_RULE + 1
    assert found[-1].message == "and 12 more like this below"


def finding(severity: str) -> Diagnostic:
    return Diagnostic("draft.md", 1, 1, 1, 2, "pantry", "solution-first", severity, "message")


@pytest.mark.parametrize(("level", "count"), [("error", 1), ("warning", 2), ("note", 3), ("never", 0)])
def test_at_least(level: str, count: int) -> None:
    assert at_least([finding(severity) for severity in SEVERITIES], level) == count


# The public functions.

DRAFT = f"# PR/FAQ: Tillgo pays market traders before they pack up\n\n{MARKED}\n\n## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n\n### Is it safe?\n\nYes, it is.\n"


def test_lint() -> None:
    found = prfaq_lint.lint(DRAFT, "a.md", select=["todo-marker"])
    assert [(one.path, one.line, one.rule, one.group) for one in found] == [("a.md", 3, "todo-marker", "placeholders")]
    assert all(isinstance(one, prfaq_lint.Diagnostic) for one in found)


def test_lint_ignores_what_it_is_told_to() -> None:
    assert prfaq_lint.lint(DRAFT, select=["placeholders"], ignore=["todo-marker"]) == []


def test_lint_ignores_a_byte_order_mark() -> None:
    assert prfaq_lint.lint("\ufeff" + DRAFT, select=["todo-marker"]) == prfaq_lint.lint(DRAFT, select=["todo-marker"])


def test_lint_skips_other_documents_unless_forced() -> None:
    note = f"# Shopping\n\n{MARKED}\n"
    assert prfaq_lint.lint(note, select=["todo-marker"]) == []
    assert [one.rule for one in prfaq_lint.lint(note, select=["todo-marker"], force=True)] == ["todo-marker"]


def test_lint_refuses_an_unknown_rule() -> None:
    with pytest.raises(ValueError, match="unknown rule or group “pantri”; did you mean “pantry”"):
        prfaq_lint.lint(DRAFT, select=["pantri"])


def test_outline_function() -> None:
    outline = prfaq_lint.outline(DRAFT, "a.md")
    assert isinstance(outline, prfaq_lint.Outline)
    assert (outline.type, len(outline.questions)) == ("prfaq", 2)


def test_names_of_the_package() -> None:
    assert all(hasattr(prfaq_lint, name) for name in prfaq_lint.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        prfaq_lint.nothing  # noqa: B018
