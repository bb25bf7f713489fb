"""Tests of the pages under rules/: each example on each page is a case."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from prfaq_lint.checks import KINDS
from prfaq_lint.rules import pagetest
from prfaq_lint.rules.pages import GROUPS, Example, Rule, directory, fill, pages, parse_page, read

RULES = directory("rules")
PAGES = list(pages(RULES))
EXAMPLES = [(path, example) for path in PAGES for example in parse_page(path).examples]
BAD = [(path, example) for path, example in EXAMPLES if not example.good]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def cases(examples: list[tuple[Path, Example]]) -> list[object]:
    return [pytest.param(path, example, id=f"{name_of(path)}:{example.line}") for path, example in examples]


def rule_of(path: Path, rules: dict[str, Rule]) -> Rule:
    if path.stem not in rules:
        pytest.fail(f"{name_of(path)} does not load; see test_page_loads")
    return rules[path.stem]


def test_there_are_pages() -> None:
    assert PAGES, f"no rule page under {RULES}"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_loads(path: Path) -> None:
    rule = read(path, KINDS, {})
    assert (rule.name, rule.group) == (path.stem, path.parent.name)
    assert rule.message
    assert all(rule.message.values()), "an empty message"


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_is_complete(path: Path, rules: dict[str, Rule], monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that a page has a title, a reason, advice, a Bad example and two Good ones; other tests run these."""
    monkeypatch.setattr(pagetest, "run_example", lambda *_: iter(()))
    assert list(pagetest.check_page(rule_of(path, rules), rules)) == []


@pytest.mark.parametrize(("path", "example"), cases(EXAMPLES))
def test_example(path: Path, example: Example, rules: dict[str, Rule]) -> None:
    assert list(pagetest.run_example(rule_of(path, rules), example, rules)) == []


def test_a_quoted_value_has_no_second_pair_of_quotation_marks() -> None:
    assert fill("“{match}” is praise: {match}", {"match": '"Fun!"'}) == '“Fun!” is praise: "Fun!"'


@pytest.mark.parametrize(
    ("path", "example"),
    cases([(path, example) for path, example in BAD if "{" in path.read_text(encoding="utf-8").partition("## Why")[0]]),
)
def test_message_is_filled_in(path: Path, example: Example, rules: dict[str, Rule]) -> None:
    """Check that no `{name}` from the page's message or fix remains in what a user reads."""
    rule = rule_of(path, rules)
    fields = set(re.findall(r"\{\w+\}", " ".join([*rule.message.values(), *rule.fix.values()])))
    shown = example.report  # the exact output, except for the fix
    if shown is None or any("{" in fix for fix in rule.fix.values()):
        shown = "".join(found.message + found.fix for found in pagetest.report(rule, example.text, rules))
    assert not {field for field in fields if field in shown}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_how_to_fix_it_is_not_why_it_matters(path: Path) -> None:
    page = parse_page(path)
    assert page.why != page.how


def test_names_are_unique_across_groups() -> None:
    """Check rule names across groups, because `--select` and findings use only the name of the page's file."""
    assert [name for name, count in Counter(path.stem for path in PAGES).items() if count > 1] == []


def test_no_rule_is_named_like_a_group() -> None:
    assert {path.stem for path in PAGES} & {*GROUPS, "all"} == set()


def test_titles_are_unique() -> None:
    assert [title for title, count in Counter(parse_page(path).title for path in PAGES).items() if count > 1] == []


def test_rule_folders_contain_only_pages() -> None:
    """Check that no page is in the wrong place, where it would be ignored without a message."""
    strays = [path.relative_to(RULES).as_posix() for path in RULES.rglob("*") if path.is_file() and path not in PAGES]
    assert strays == []
