"""The names that plug-ins may import, stable within a minor version.

A plug-in adds kinds of checks (functions that return a `Check`), rule pages, and formats (functions that turn a
sequence of `FileResult` and a `Style` into text); see `prfaq_lint.rules.plugins` for the entry points.
"""

from __future__ import annotations

from .checks.base import Check, Edit, Problem, excerpt, shorten
from .document.draft import Document
from .document.source import Span
from .outline.model import Outline, Part, Passage, Question
from .reports.style import Style
from .result import FileResult, NotRead
from .rules.pagetest import failures
from .safe import safe_text

__all__ = [
    "Check",
    "Document",
    "Edit",
    "FileResult",
    "NotRead",
    "Outline",
    "Part",
    "Passage",
    "Problem",
    "Question",
    "Span",
    "Style",
    "excerpt",
    "failures",
    "safe_text",
    "shorten",
]
