"""SARIF 2.1.0, with everything that GitHub code scanning requires and within its limits."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..diagnostic import Diagnostic, Replacement
from ..result import FileResult
from ..safe import scalar
from .identity import HOME, About, about, fingerprinted, in_order
from .json import dump
from .style import Style

MOST_RESULTS = 5_000
"""The number of results that GitHub shows for one run; the most severe are kept."""
MOST_CHARACTERS = 1_024
"""The limit for a rule's short and full description."""

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return all findings of all files as one run, with the pages of their rules."""
    findings = in_order(results)
    kept = {id(found) for _, found in findings[:MOST_RESULTS]}
    rules: dict[str, dict[str, Any]] = {}
    for result, found in findings[:MOST_RESULTS]:
        if found.rule not in rules:
            rules[found.rule] = _rule(found, about(result, found))
    rules = dict(sorted(rules.items()))
    index = {name: at for at, name in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "prfaq-lint",
                "semanticVersion": __version__,
                "version": __version__,
                "informationUri": HOME,
                "rules": list(rules.values()),
            }
        },
        # Python counts code points; GitHub would assume UTF-16 units by default.
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": not style.unread,
                "toolExecutionNotifications": _notifications(style, len(findings) - len(kept)),
            }
        ],
        "results": [
            _result(result, found, fingerprint, index[found.rule], style)
            for result in results
            for found, fingerprint in fingerprinted(result, style)
            if id(found) in kept
        ],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(found: Diagnostic, page: About) -> dict[str, Any]:
    severity = page.severity or found.severity
    why, how = page.why or page.title, page.how or found.fix or found.message
    link = f"\n\n[The page of this rule]({page.url})" if page.url else ""
    return {
        "id": found.rule,
        "shortDescription": {"text": _cut(page.title)},
        "fullDescription": {"text": _cut(" ".join(_without_links(why).split()))},
        "help": {
            "text": scalar(_without_links(f"{why}\n\nHow to fix it: {how}")),
            "markdown": scalar(f"**Why it matters**\n\n{why}\n\n**How to fix it**\n\n{how}{link}"),
        },
        **({"helpUri": page.url} if page.url else {}),
        "defaultConfiguration": {"level": severity},
        "properties": {
            "tags": ["prfaq", "documentation", found.group],
            "precision": "high",
            "problem.severity": _PROBLEM[severity],
        },
    }


def _result(result: FileResult, found: Diagnostic, fingerprint: str, index: int, style: Style) -> dict[str, Any]:
    artifact = _artifact(result.path, style)
    replacements = [
        {"deletedRegion": _region(edit), "insertedContent": {"text": scalar(edit.text)}} for edit in found.edits
    ]
    change = {"artifactLocation": artifact, "replacements": replacements}
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": _message(found.message + (f"\nfix: {found.fix}" if found.fix else ""))},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(found)}}],
        # GitHub's own key, primaryLocationLineHash, is set by its upload action.
        "partialFingerprints": {"prfaqLint/v1": fingerprint},
        **(
            {"fixes": [{"description": {"text": _message(found.fix or found.message)}, "artifactChanges": [change]}]}
            if replacements
            else {}
        ),
    }


def _region(place: Diagnostic | Replacement) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str, style: Style) -> dict[str, str]:
    """Return the location of a file: relative to the repository's root, or a `file:` address outside it."""
    shown = style.within(path)
    if os.path.isabs(shown):
        return {"uri": "file:///" + quote(os.fsencode(shown.lstrip("/")), safe="/:")}
    return {"uri": quote(os.fsencode(shown)), "uriBaseId": "%SRCROOT%"}


def _notifications(style: Style, left_out: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "level": "error",
            "message": {"text": _message(f"{scalar(path)}: {why}")},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(path, style)}}],
        }
        for path, why in style.unread
    ]
    if left_out:
        text = f"{left_out} more findings are left out: no more than {MOST_RESULTS} are shown"
        rows.append({"level": "warning", "message": {"text": text}})
    return rows


def _message(text: str) -> str:
    """Return a text without placeholders or links: SARIF interprets `{0}` and `[text](target)` in messages.

    Other braces and brackets are left alone, because not every viewer removes escapes.
    """
    text = re.sub(r"\{(\d+)\}", r"{{\1}}", scalar(text))
    return text.replace("](", "\\](")


def _without_links(markdown: str) -> str:
    return re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", markdown)


def _cut(text: str) -> str:
    text = scalar(text)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 2].rsplit(" ", 1)[0] + " …"
