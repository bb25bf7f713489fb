"""prfaq-lint: a linter for working-backwards PR/FAQ drafts.

The public API is what `__all__` lists, defined in `prfaq_lint.api`; plug-ins import from `prfaq_lint.plugin`. Everything else is
internal.
"""

from __future__ import annotations

from . import outline as _  # noqa: F401 (loaded before the function of that name, which it would replace later)

TYPE_CHECKING = False  # as in `typing`, which alone would take longer than `--version`
if TYPE_CHECKING:
    from typing import Any

    from .api import Linter, lint, lint_paths
    from .configuration.schema import ConfigError, RuleError
    from .diagnostic import Diagnostic
    from .outline import Outline
    from .result import FileResult, NotRead

__version__ = "0.2.0"

__all__ = [
    "ConfigError",
    "Diagnostic",
    "FileResult",
    "Linter",
    "NotRead",
    "Outline",
    "RuleError",
    "__version__",
    "lint",
    "lint_paths",
    "outline",
]

_HOMES = {
    "ConfigError": "configuration.schema",
    "RuleError": "configuration.schema",
    "Diagnostic": "diagnostic",
    "Outline": "outline",
    "FileResult": "result",
    "NotRead": "result",
}


def outline(text: str, path: str = "-") -> Outline:
    """Return what each stretch of a draft is; see `prfaq_lint.api.outline`. It stands here because a package has its name."""
    from .api import outline

    return outline(text, path)


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that `import prfaq_lint` stays cheap.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'api')}"), name)
