"""The tests in rule pages: their examples are run by the test suite and by `prfaq-lint test`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..diagnostic import Diagnostic
from ..document.draft import Document
from .linter import Linter
from .pages import GROUPS, Example, Rule, RuleError, load, pages, shipped


def failures(place: Path | None = None, record: bool = False) -> tuple[int, list[str]]:
    """Return the number of pages in a folder and their errors.

    Args:
        place: The folder, or a single page in GROUP/NAME.md below it; without one, the built-in pages and those of
            plug-ins.
        record: First write the reports of Bad examples into the pages.

    Raises:
        RuleError: If a page does not load.
    """
    folder = place.parent.parent if place and place.is_file() else place
    names = [path.stem for path in pages(folder)] if folder else [*shipped()]
    if place and folder is not place:
        names = [name for name in names if name == place.stem]
    if place and not names:
        raise RuleError(f"{place}: {_no_pages(place)}")
    rules = load([folder] if folder else [])
    if record:
        for name in names:
            _record(rules[name], rules)
        rules = load([folder] if folder else [])
    found = [failure for name in names for failure in check_page(rules[name], rules)]
    return len(names), found


def _record(rule: Rule, rules: dict[str, Rule]) -> None:
    """Write what a rule reports on its Bad examples into the `text` fences of its page."""
    from ..document.source import reason
    from ..runner import atomic

    try:
        text = rule.path.read_bytes().decode("utf-8")
        end = "\r\n" if "\r\n" in text else "\n"
        lines = text.split(end)
        for example in sorted(rule.page.examples, key=lambda one: -one.line):
            found = [] if example.good or example.report is None else report(rule, example.text, rules)
            if found:
                opening, closing = example.report_lines
                lines[opening : closing - 1] = map(_line, found)
        if end.join(lines) != text:
            atomic.replace(str(rule.path), end.join(lines).encode(), like=os.stat(rule.path))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{rule.path}: cannot be written ({reason(error)})") from None


def _no_pages(folder: Path) -> str:
    """Return why no pages are found in a place."""
    if folder.name in GROUPS and any(folder.glob("*.md")):
        return f"contains the pages of one group; use the folder above it, {folder.parent}"
    return "contains no rule pages (expected GROUP/NAME.md)"


def check_page(rule: Rule, rules: dict[str, Rule]) -> Iterator[str]:
    """Yield the broken promises of a page; each line names the page and the line of the example."""
    page = rule.page
    bad = [example for example in page.examples if not example.good]
    good = [example for example in page.examples if example.good]
    needs = {
        "no title": page.title,
        "nothing under “Why it matters”": page.why,
        "nothing under “How to fix it”": page.how,
        "no Bad example": bad,
        "needs at least two Good examples, one of them a false friend": good[1:],
    }
    yield from (f"{rule.path}: {wrong}" for wrong, there in needs.items() if not there)
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
