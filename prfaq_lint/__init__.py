"""prfaq-lint: a linter for working-backwards PR/FAQ drafts.

The public API consists of the names in `__all__`, defined in `prfaq_lint.api`; plug-ins import from
`prfaq_lint.plugin`. Everything else is internal.
"""

from __future__ import annotations

from . import outline as _  # noqa: F401 (loaded first, or it would later replace the function of the same name)

TYPE_CHECKING = False  # as in `typing`, whose import alone would take longer than `--version`
if TYPE_CHECKING:
    from typing import Any

    from .api import Linter, lint, lint_paths
    from .configuration.schema import ConfigError, RuleError
    from .diagnostic import Diagnostic
    from .outline.model import Outline
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
    "Outline": "outline.model",
    "FileResult": "result",
    "NotRead": "result",
}


def outline(text: str, path: str = "-") -> Outline:
    """Return what each stretch of a draft is; see `prfaq_lint.api.outline`.

    The function is defined here because a package has the same name.
    """
    from .api import outline

    return outline(text, path)


def __getattr__(name: str) -> Any:
    # Imported on demand, so that `import prfaq_lint` stays cheap.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'api')}"), name)
