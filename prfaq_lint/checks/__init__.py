"""The kinds of check that a rule page may name.

A kind is a function under `@check` in a module of this package; its name, with hyphens, is the kind's. A page of the same name
needs no `check` key.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

from .base import KINDS, Check, Kind, Problem, check

__all__ = ["KINDS", "Check", "Kind", "Problem", "check"]

for _module in walk_packages(__path__, f"{__name__}."):
    if _module.name.rpartition(".")[2] != "spacy_matching":  # imported only by rules with token patterns
        import_module(_module.name)
