"""prfaq-lint: a linter for working-backwards PR/FAQ drafts.

The typed public API is `lint`, `outline`, `Diagnostic` and `Outline`.
"""

from __future__ import annotations

from . import outline as _  # noqa: F401 (loaded before the function of that name, which it would replace later)

TYPE_CHECKING = False  # as in `typing`, which alone would take longer than `--version`
if TYPE_CHECKING:
    from typing import Any

    from .diagnostic import Diagnostic
    from .document import Document
    from .outline import Outline

__version__ = "0.1.0"

__all__ = ["Diagnostic", "Outline", "__version__", "lint", "outline"]


def lint(
    text: str,
    path: str = "-",
    *,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    profile: str = "",
    stage: str = "",
    force: bool = False,
) -> list[Diagnostic]:
    """The findings of a draft, sorted by place.

    `text` is Markdown; `path` stands in the findings. `select` and `ignore` name rules or groups, `profile` and `stage`
    one of those built in; the draft's front matter counts, configuration files do not. A text that is no PR/FAQ has no
    findings unless `force` is true. Raises `ValueError` for an unknown name.
    """
    from .configuration.selection import rules_for
    from .configuration.settings import Options, settle
    from .outline import front_matter
    from .rules.linter import Linter

    document = _document(text, path)
    options = Options(tuple(select or ()), tuple(ignore or ()), profile, stage)
    front = front_matter(document)
    settings = settle(options=options, front=front, text=document.source.text if document.language == "en" else "")
    linter = Linter(rules_for(settings), settings=settings)
    read = linter.outline(document)
    return linter.check(read) if force or front or read.type != "other" else []


def outline(text: str, path: str = "-") -> Outline:
    """What each stretch of a draft is: the parts of the release, the questions with their answers, the plan's facets."""
    from .rules.linter import Linter

    return Linter([]).outline(_document(text, path))


def _document(text: str, path: str) -> Document:
    from .document import Document

    return Document.parse(text.removeprefix("\ufeff"), path)


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that `import prfaq_lint` stays cheap.
    if name == "Diagnostic":
        from .diagnostic import Diagnostic

        return Diagnostic
    if name == "Outline":
        from .outline import Outline

        return Outline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
