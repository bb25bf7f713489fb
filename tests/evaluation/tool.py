"""The tool's output for a draft: its outline as JSON and its findings, in one process."""

from __future__ import annotations

from typing import Any, NamedTuple

from prfaq_lint.authoring.additions import entries
from prfaq_lint.configuration.selection import rules_for
from prfaq_lint.configuration.settings import settle
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.document.draft import Document
from prfaq_lint.outline.analysis import front_matter
from prfaq_lint.result import Answer
from prfaq_lint.review import review
from prfaq_lint.rules.linter import Linter


class Result(NamedTuple):
    """The tool's output for one draft."""

    outline: dict[str, Any]
    """As in `prfaq-lint outline --format json`."""
    findings: list[Diagnostic]
    """As `prfaq-lint check` reports them without a configuration file: none for templates and other documents."""
    profile: str = ""
    """The profile that the draft is read with."""
    review: tuple[Answer, ...] = ()
    """The answers of `prfaq-lint review`; none for templates and other documents."""


class Tool:
    """A reader of drafts; those with the same settings share one linter."""

    def __init__(self) -> None:
        self._linters: dict[str, Linter] = {}

    def read(self, text: str, path: str) -> Result:
        """Return the tool's output for a text; `path` is its name."""
        document = Document.parse(text.removeprefix("\ufeff"), path)
        front = front_matter(document)
        settings = settle(front=front, text=document.source.text if document.language == "en" else "")
        key = settings.digest()
        if key not in self._linters:
            self._linters[key] = Linter(rules_for(settings), settings=settings)
        linter = self._linters[key]
        outline = linter.outline(document)
        skipped = outline.type == "template" or (outline.type == "other" and not front)
        if skipped:
            return Result(outline.to_json(), [], settings.profile)
        findings = linter.check(outline)
        told = review(outline, findings, entries(linter.rules))
        return Result(outline.to_json(), findings, settings.profile, (*told.customer, *told.plan))
