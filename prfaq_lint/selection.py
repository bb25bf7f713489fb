"""Which rules of all those loaded run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from .rules import GROUPS, Rule


def choose(rules: Mapping[str, Rule], select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """The rules that `select` names (all that are on, where it is empty) without those that `ignore` names.

    Both hold names of rules and groups, or `all`. Raises `ValueError` for an unknown one.
    """
    wanted, unwanted = _expand(rules, select), _expand(rules, ignore)
    return [
        rule for name, rule in rules.items() if (name in wanted if wanted else not rule.off) and name not in unwanted
    ]


def _expand(rules: Mapping[str, Rule], names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        if name in rules:
            found.add(name)
        elif name == "all":
            found.update(rules)
        elif name in GROUPS:
            found.update(rule.name for rule in rules.values() if rule.group == name)
        else:
            close = get_close_matches(name, [*rules, *GROUPS], 1)
            hint = f"; did you mean “{close[0]}”?" if close else "; `prfaq-lint rules` lists them"
            raise ValueError(f"unknown rule or group “{name}”{hint}")
    return found
