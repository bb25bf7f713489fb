"""What linting one file gave: the reporters' input."""

from __future__ import annotations

from dataclasses import dataclass, field

from .diagnostic import Diagnostic
from .review import Answer


@dataclass
class FileResult:
    """The findings of one file and what a reporter shows beside them."""

    path: str
    type: str
    language: str
    diagnostics: list[Diagnostic]
    questions: list[Answer] = field(default_factory=list)
    excerpts: dict[int, str] = field(default_factory=dict)
    """Source lines by number, for those that a finding names."""
    fail_on: str = "error"
    """The gravity at which `check` exits 1, as the file's settings have it."""
    remarks: tuple[str, ...] = ()
    """What is wrong with the settings in the draft's front matter, a line each."""
