"""The kinds of check that a rule page can name.

A kind is a function decorated with `@check` or `@kind` in a module of this package. Its name, with hyphens, is the name
of the kind. A page with the same name needs no `check` key.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from .base import KINDS, Check, Kind, Problem, check, kind

__all__ = ["KINDS", "Check", "Kind", "Problem", "check", "kind"]

for _module in walk_packages(__path__, f"{__name__}."):
    if _module.name.rpartition(".")[2] != "spacy_matching":  # imported only by rules with token patterns
        import_module(_module.name)
