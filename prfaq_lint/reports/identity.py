"""The stable identity of a finding in a changing draft, and information about its rule."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..diagnostic import Diagnostic, identity
from ..result import FileResult
from ..rules.pages import GROUPS, RuleError, directory, parse_page
from .style import Style

HOME = "https://github.com/prfaq-lint/prfaq-lint"


def in_order(results: Sequence[FileResult]) -> list[tuple[FileResult, Diagnostic]]:
    """Return all findings from the most to the least severe, substance before prose, then in file order."""
    order = ("error", "warning", "note")
    known = {group: at for at, group in enumerate(GROUPS)}
    return sorted(
        ((result, found) for result in results for found in result.diagnostics),
        key=lambda pair: (order.index(pair[1].severity), known.get(pair[1].group, len(known))),
    )


def fingerprinted(result: FileResult, style: Style) -> Iterator[tuple[Diagnostic, str]]:
    """Yield the findings of a file, each with 32 hexadecimal digits that identify it regardless of line numbers.

    They are derived from the path, the rule and the words in that place, or the subject of a finding about the draft as
    a whole; repeated words are counted.
    """
    path = style.within(result.path)
    seen: Counter[tuple[str, str]] = Counter()
    for found in result.diagnostics:
        words = identity(found, result.words(found))
        seen[found.rule, words] += 1
        key = "\0".join((path, found.rule, words, str(seen[found.rule, words])))
        yield found, hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class About:
    """The information on a rule's page, for services that show it beside a finding."""

    title: str
    why: str = ""
    how: str = ""
    url: str = ""
    """The address of the page for built-in rules; "" otherwise."""
    severity: str = ""
    """The rule's own severity; "" if only the findings are known."""


def about(result: FileResult, found: Diagnostic) -> About:
    """Return the page of a finding's rule: the one that ran, else the built-in one, else only the name."""
    built_in = directory("rules") / found.group / f"{found.rule}.md"
    rule = result.rules.get(found.rule)
    path = Path(rule.path) if rule else built_in
    try:
        page = parse_page(path)
    except RuleError:
        return About(found.rule)
    url = f"{HOME}/blob/main/rules/{found.group}/{found.rule}.md" if path == built_in else ""
    return About(page.title or found.rule, page.why, page.how, url, rule.severity if rule else "")
