"""Tests of exports from Google Docs, Notion and Confluence, which are read like the equivalent plain Markdown."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from conftest import ROOT

from prfaq_lint.configuration.files import Configs
from prfaq_lint.document.draft import Document
from prfaq_lint.runner.run import Linters

EXPORTS = ROOT / "tests" / "exports"
_linters = Linters(configs=Configs(isolated=True))


def findings(name: str, path: str) -> Counter[tuple[str, str]]:
    """Return the findings in an export: the rules, and the words that they are about."""
    document = Document.parse((EXPORTS / name).read_text(encoding="utf-8"), path)
    linter = _linters.of(_linters.settings(document))
    found = linter.check(linter.outline(document))
    starts = document.source.starts
    return Counter(
        (
            one.rule,
            _plain(
                document.source.text[
                    starts[one.line - 1] + one.column - 1 : starts[one.end_line - 1] + one.end_column - 1
                ]
            ),
        )
        for one in found
    )


def _plain(text: str) -> str:
    text = re.sub(r"\{#[\w-]+\}|<[^>]*>|!?\[[^\]]*\]\[\w+\]", "", text)
    return re.sub(r"[\W_]+", " ", text).strip()


def test_the_plain_draft_has_findings_of_many_kinds() -> None:
    assert len({rule for rule, _ in findings("plain.md", "draft.md")}) >= 10


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("google-docs.md", "Harbour slots.md"),
        ("notion.md", "Harbour slots that tell you when to come 1f3a9c2e8b7d4f0aa1b2c3d4e5f60718.md"),
        ("notion-details.md", "Harbour slots 1f3a9c2e8b7d4f0aa1b2c3d4e5f60718.md"),
        ("confluence.md", "Harbour-slots_1310917.md"),
    ],
)
def test_export_has_the_same_findings_as_plain_markdown(name: str, path: str) -> None:
    """Check the findings; those on one answer may differ, as the reader sees what the platform adds beside the text."""
    plain, exported = findings("plain.md", "draft.md"), findings(name, path)
    differing = (plain - exported) + (exported - plain)
    assert len({where for _, where in differing}) <= 1 and all(count == 1 for count in differing.values()), differing
