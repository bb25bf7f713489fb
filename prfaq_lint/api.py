"""The public Python API: lint and outline drafts from a program or a notebook.

Everything here is typed and stable; `prfaq_lint` re-exports it. Plug-ins import from `prfaq_lint.plugin`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .configuration.files import Configs
from .configuration.settings import Options
from .diagnostic import Diagnostic
from .document.draft import Document
from .outline.analysis import front_matter
from .outline.model import Outline
from .result import FileResult, NotRead
from .runner.run import Linters, check

__all__ = ["Linter", "lint", "lint_paths", "outline"]


class Linter:
    """A linter that checks many drafts with the same options and loads the rules once.

    Args:
        select: The rules or groups to run. A string may name several, separated by commas.
        ignore: The rules or groups to skip.
        profile: The name of a built-in profile; "" reads it from the draft.
        stage: The name of a built-in stage; "" means `draft`.
        force: Whether to lint texts that do not look like a PR/FAQ.

    Raises:
        ValueError: If a rule, group, profile or stage is unknown; raised when a draft is linted.
    """

    def __init__(
        self,
        *,
        select: str | Iterable[str] = (),
        ignore: str | Iterable[str] = (),
        profile: str = "",
        stage: str = "",
        force: bool = False,
    ) -> None:
        self._linters = Linters(Options(_names(select), _names(ignore), profile, stage), Configs(isolated=True))
        self._force = force

    def lint(self, text: str, path: str = "-") -> list[Diagnostic]:
        """Return the findings in a draft, sorted by position.

        A text that is not a PR/FAQ has none unless `force` is set.

        Args:
            text: The Markdown. Its front matter applies; configuration files do not.
            path: The name of the draft in the findings.
        """
        document = _document(text, path)
        engine = self._linters.of(self._linters.settings(document))
        read = engine.outline(document)
        wanted = self._force or front_matter(document) or read.type != "other"
        return engine.check(read) if wanted else []

    def outline(self, text: str, path: str = "-") -> Outline:
        """Return what each stretch of a draft is: the parts of the release, the questions and answers, the plan."""
        return _outline(self._linters, text, path)


def lint(
    text: str,
    path: str = "-",
    *,
    select: str | Iterable[str] | None = None,
    ignore: str | Iterable[str] | None = None,
    profile: str = "",
    stage: str = "",
    force: bool = False,
) -> list[Diagnostic]:
    """Return the findings in one draft, sorted by position; see `Linter` for the arguments.

    An unknown option raises a `ValueError`.
    """
    linter = Linter(select=select or (), ignore=ignore or (), profile=profile, stage=stage, force=force)
    return linter.lint(text, path)


def lint_paths(
    paths: str | Iterable[str],
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    profile: str = "",
    stage: str = "",
    force: bool = False,
    config: bool = True,
) -> Iterator[FileResult | NotRead]:
    """Lint files and folders as `prfaq-lint check` does, without its cache.

    Args:
        paths: Files, or folders whose drafts are linted.
        select: The rules or groups to run, as for `Linter`.
        ignore: The rules or groups to skip.
        profile: The name of a profile; "" reads it from the draft or the configuration.
        stage: The name of a stage; "" reads it from the draft or the configuration.
        force: Whether to lint files that do not look like a PR/FAQ.
        config: Whether to apply the configuration files above the drafts.

    Yields:
        For each file, a `FileResult`, or a `NotRead` that gives the reason why there is none.

    Raises:
        ConfigError: If a configuration is invalid.
        RuleError: If a rule page is invalid.
    """
    options = Options(_names(select), _names(ignore), profile, stage)
    configs = Configs() if config else Configs(isolated=True)
    yield from check([paths] if isinstance(paths, str) else list(paths), Linters(options, configs), force=force)  # type: ignore[misc]


def outline(text: str, path: str = "-") -> Outline:
    """Return what each stretch of a draft is: the parts of the release, the questions with their answers, the plan."""
    return _outline(Linters(configs=Configs(isolated=True), reading=True), text, path)


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    every = [names] if isinstance(names, str) else names
    return tuple(name.strip() for one in every for name in one.split(",") if name.strip())


def _document(text: str, path: str) -> Document:
    return Document.parse(text.removeprefix("\ufeff"), path)


def _outline(linters: Linters, text: str, path: str) -> Outline:
    document = _document(text, path)
    return linters.of(linters.settings(document)).outline(document)
