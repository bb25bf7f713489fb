"""Vocabularies, stored in TOML files next to the code that uses them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any


def read_data(name: str) -> bytes:
    """Read a file of the package by its path inside it.

    Importing `importlib.resources` would take longer than reading all the files.
    """
    return (Path(__file__).parent / name).read_bytes()


def read_table(name: str) -> dict[str, Any]:
    """Read a TOML file of the package."""
    return tomllib.loads(read_data(name).decode())


@cache
def section_names() -> Mapping[str, Any]:
    """Return the section names.

    The function is here and not next to `Sections`, because a configuration may be read without any draft.
    """
    return read_table("outline/structure/sections.toml")


def section_roles() -> tuple[str, ...]:
    """Return the section names that a configuration may use."""
    table = section_names()
    return (*table["parts"], *table["zones"], "faq", "external", "internal")


class Expressions:
    """The expressions of a vocabulary file, by table name; each is compiled when first used.

    A table's `words` must be surrounded by word boundaries and not precede a `not-before`, `begin` matches at the
    beginning of a word, and `also` matches as written. Capitals matter if `case = true`.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, key: str) -> re.Pattern[str]:
        if key not in self._compiled:
            self._compiled[key] = re.compile(*_expression(self._tables[key]))
        return self._compiled[key]

    @cached_property
    def _tables(self) -> Mapping[str, Any]:
        return read_table(self._name)


def _expression(table: Mapping[str, list[str]]) -> tuple[str, int]:
    after = f"(?! (?:{'|'.join(table['not-before'])}))" if "not-before" in table else ""
    pieces = list(table.get("also", ()))
    if "begin" in table:
        pieces.insert(0, rf"\b(?:{'|'.join(table['begin'])})")
    if "words" in table:
        pieces.insert(0, rf"\b(?:{'|'.join(table['words'])})\b{after}")
    return "|".join(pieces), 0 if table.get("case") else re.IGNORECASE
