"""The public Python API: lint and outline drafts from a program or a notebook.

Everything here is typed and stable; `prfaq_lint` re-exports it. What plug-ins may import is in `prfaq_lint.plugin`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .configuration.files import Configs
from .configuration.selection import rules_for
from .configuration.settings import Options, Settings, settle
from .document import Document
from .outline import Outline, front_matter
from .rules.linter import Linter as _Engine

if TYPE_CHECKING:
    from .diagnostic import Diagnostic
    from .result import FileResult, NotRead

__all__ = ["Linter", "lint", "lint_paths", "outline"]


class Linter:
    """Lints many drafts with the same options; rules are loaded once.

    Args:
        select: A rule or group, or several; only these run. A string may name several, separated by commas.
        ignore: Rules or groups that do not run.
        profile: The name of a built-in profile; "" reads it from the draft.
        stage: The name of a built-in stage; "" is `draft`.
        force: Whether to lint texts that do not look like a PR/FAQ.

    Raises:
        ValueError: For an unknown rule, group, profile or stage, when a draft is linted.
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
        self._options = Options(_names(select), _names(ignore), profile, stage)
        self._force = force
        self._engines: dict[str, _Engine] = {}

    def lint(self, text: str, path: str = "-") -> list[Diagnostic]:
        """Return the findings of a draft, sorted by place; none for a text that is not a PR/FAQ unless `force` is set.

        Args:
            text: Markdown. Its front matter counts, configuration files do not.
            path: What the findings call it.
        """
        document = _document(text, path)
        settings = _settings(document, self._options)
        engine = self._engine(settings)
        read = engine.outline(document)
        wanted = self._force or front_matter(document) or read.type != "other"
        return engine.check(read) if wanted else []

    def outline(self, text: str, path: str = "-") -> Outline:
        """Return what each stretch of a draft is: the parts of the release, the questions with their answers, the plan."""
        document = _document(text, path)
        return self._engine(_settings(document, self._options)).outline(document)

    def _engine(self, settings: Settings) -> _Engine:
        key = settings.digest()
        if key not in self._engines:
            self._engines[key] = _Engine(rules_for(settings), settings=settings)
        return self._engines[key]


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
    """Return the findings of one draft, sorted by place; see `Linter` for the arguments. Raises `ValueError`."""
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
        select: As for `Linter`, and so are the other options up to `force`.
        config: Whether configuration files above the drafts count.

    Yields:
        For each file a `FileResult`, or a `NotRead` that says why there is none.

    Raises:
        ConfigError: For a configuration that is not valid.
        RuleError: For a rule page that is not valid.
    """
    from .runner.run import Linters, check

    options = Options(_names(select), _names(ignore), profile, stage)
    configs = Configs() if config else Configs(isolated=True)
    yield from check([paths] if isinstance(paths, str) else list(paths), Linters(options, configs), force=force)  # type: ignore[misc]


def outline(text: str, path: str = "-") -> Outline:
    """Return what each stretch of a draft is: the parts of the release, the questions with their answers, the plan."""
    return _Engine([]).outline(_document(text, path))


def _names(names: str | Iterable[str]) -> tuple[str, ...]:
    every = [names] if isinstance(names, str) else names
    return tuple(name.strip() for one in every for name in one.split(",") if name.strip())


def _document(text: str, path: str) -> Document:
    return Document.parse(text.removeprefix("\ufeff"), path)


def _settings(document: Document, options: Options) -> Settings:
    text = document.source.text if document.language == "en" else ""
    return settle(options=options, front=front_matter(document), text=text)
