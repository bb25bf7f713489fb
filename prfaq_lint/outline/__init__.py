"""Document → outline: what each stretch of a draft is.

`build` creates an `Outline`, which is complete and immutable: `structure` finds headings, zones and scopes,
`release` the parts of the press release and the problem, `faq` the questions and the content of their answers.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import alone would take longer than `--version`
if TYPE_CHECKING:
    from typing import Any

    from .analysis import build, front_matter
    from .model import FACETS, PARTS, TYPES, CustomerProblem, NotApplicable, Outline, Part, Passage, Question, Unit
    from .structure.sections import FAQ_ZONES, Sections

__all__ = [
    "FACETS",
    "FAQ_ZONES",
    "PARTS",
    "TYPES",
    "CustomerProblem",
    "NotApplicable",
    "Outline",
    "Part",
    "Passage",
    "Question",
    "Sections",
    "Unit",
    "build",
    "front_matter",
]

_HOME = {
    **dict.fromkeys(("build", "front_matter"), "analysis"),
    **dict.fromkeys(("FAQ_ZONES", "Sections"), "structure.sections"),
}


def __getattr__(name: str) -> Any:
    # Imported on demand, so that importing the package stays cheap.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'model')}"), name)
