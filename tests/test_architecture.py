"""Tests of the import graph: there are no cycles, and lower layers do not import upper ones."""

from __future__ import annotations

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "prfaq_lint"


@cache
def modules() -> dict[str, Path]:
    """Return the path of each module in the package that is shipped, by its name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "training" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str) -> set[str]:
    """Return the modules of the package that a module imports at the top level."""
    path = modules()[name]
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *filter(None, [node.module])]
            target = ".".join(base)
            found |= {
                f"{target}.{alias.name}" if f"{target}.{alias.name}" in modules() else target for alias in node.names
            }
    return (found & modules().keys()) - {name}


def test_no_import_cycle() -> None:
    graph = {name: imports(name) for name in modules()}
    assert len(graph) > 100
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_lower_layers_do_not_import_upper_ones() -> None:
    layers = ("document", "reader", "outline", "checks", "rules", "runner", "cli")
    for index, layer in enumerate(layers):
        above = layers[index + 1 :]
        assert any(name.startswith(f"prfaq_lint.{layer}.") for name in modules()), layer
        for name in modules():
            if name.startswith(f"prfaq_lint.{layer}."):
                upper = {one for one in imports(name) if one.split(".")[1:2] and one.split(".")[1] in above}
                assert not {one for one in upper if not one.startswith("prfaq_lint.rules.lexicon")}, name
