"""The tests in rule pages: their examples are run by the test suite and by `prfaq-lint test`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..diagnostic import Diagnostic
from ..document import Document
from .linter import Linter
from .pages import GROUPS, Example, Rule, RuleError, load, pages, shipped


def failures(folder: Path | None = None) -> tuple[int, list[str]]:
    """Return the number of pages in a folder and their errors.

    Without a folder, the pages are the built-in ones and those of plug-ins.

    Raises:
        RuleError: If a page does not load.
    """
    names = [path.stem for path in pages(folder)] if folder else [*shipped()]
    if folder and not names:
        raise RuleError(f"{folder}: {_no_pages(folder)}")
    rules = load([folder] if folder else [])
    found = [failure for name in names for failure in check_page(rules[name], rules)]
    return len(names), found


def _no_pages(folder: Path) -> str:
    """Return why no pages are found in a folder."""
    if folder.name in GROUPS and any(folder.glob("*.md")):
        return f"contains the pages of one group; use the folder above it, {folder.parent}"
    return "contains no rule pages (expected GROUP/NAME.md)"


def check_page(rule: Rule, rules: dict[str, Rule]) -> Iterator[str]:
    """Yield the broken promises of a page; each line names the page and the line of the example."""
    page = rule.page
    bad = [example for example in page.examples if not example.good]
    good = [example for example in page.examples if example.good]
    if not page.title:
        yield f"{rule.path}: no title"
    if not page.why:
        yield f"{rule.path}: nothing under “Why it matters”"
    if not page.how:
        yield f"{rule.path}: nothing under “How to fix it”"
    if not bad:
        yield f"{rule.path}: no Bad example"
    if len(good) < 2:
        yield f"{rule.path}: needs at least two Good examples, one of them a false friend"
    for example in page.examples:
        yield from run_example(rule, example, rules)


def run_example(rule: Rule, example: Example, rules: dict[str, Rule]) -> Iterator[str]:
    """Yield the errors of one example."""
    found = report(rule, example.text, rules)
    if example.good and found:
        yield f"{rule.path}:{example.line}: a Good example is reported: {_line(found[0])}"
    if not example.good and not found:
        yield f"{rule.path}:{example.line}: a Bad example is not reported"
    if not example.good and example.report is not None:
        lines = "".join(f"{_line(diagnostic)}\n" for diagnostic in found)
        if lines != example.report:
            yield f"{rule.path}:{example.line}: the report differs; it is now:\n{lines}"


def report(rule: Rule, text: str, rules: dict[str, Rule]) -> list[Diagnostic]:
    """Return the findings of a rule in a text. A rule that judges suppressions runs with its group."""
    companions = (
        [other for other in rules.values() if other.group == rule.group and other is not rule]
        if rule.check.final
        else []
    )
    linter = Linter([*companions, rule])
    outline = linter.outline(Document.parse(text, "example.md"))
    if outline.type == "other":
        outline = replace(outline, type="prfaq")
    return [diagnostic for diagnostic in linter.check(outline) if diagnostic.rule == rule.name]


def _line(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.line}:{diagnostic.column} {diagnostic.severity} {diagnostic.message} [{diagnostic.rule}]"
