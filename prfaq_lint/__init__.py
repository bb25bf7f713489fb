"""prfaq-lint: a linter for working-backwards PR/FAQ drafts.

The typed public API is `lint`, `outline`, `Diagnostic` and `Outline`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .diagnostic import Diagnostic
    from .linter import Linter
    from .reading import Outline

__version__ = "0.1.0"

__all__ = ["Diagnostic", "Outline", "__version__", "lint", "outline"]


def lint(
    text: str, path: str = "-", *, select: list[str] | None = None, ignore: list[str] | None = None, force: bool = False
) -> list[Diagnostic]:
    """The findings of a draft, sorted by place.

    `text` is Markdown; `path` stands in the findings. `select` and `ignore` name rules or groups. A text that is no
    PR/FAQ has no findings unless `force` is true. Raises `ValueError` for an unknown rule or group.
    """
    from .linter import Linter
    from .rules import load
    from .selection import choose

    linter = Linter(choose(load(), select or [], ignore or []))
    read = _read(text, path, linter)
    return linter.check(read) if force or read.type != "other" else []


def outline(text: str, path: str = "-") -> Outline:
    """What each stretch of a draft is: the parts of the release, the questions with their answers, the plan's facets."""
    from .linter import Linter

    return _read(text, path, Linter([]))


def _read(text: str, path: str, linter: Linter) -> Outline:
    from .document import Document

    return linter.outline(Document.parse(text.removeprefix("\ufeff"), path))


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that `import prfaq_lint` stays cheap.
    if name == "Diagnostic":
        from .diagnostic import Diagnostic

        return Diagnostic
    if name == "Outline":
        from .reading import Outline

        return Outline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
