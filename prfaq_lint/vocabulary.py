"""Vocabularies, which live in TOML files beside the code that reads with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any


def read_data(name: str) -> bytes:
    """A file of the package, by its path in it. `importlib.resources` would take longer to import than to read them all."""
    return (Path(__file__).parent / name).read_bytes()


def read_table(name: str) -> dict[str, Any]:
    """A TOML file of the package."""
    return tomllib.loads(read_data(name).decode())


@cache
def section_names() -> Mapping[str, Any]:
    """The names of sections; here and not beside `Sections`, because a configuration is read where no draft is."""
    return read_table("outline/structure/sections.toml")


def section_roles() -> tuple[str, ...]:
    """The names that a section may be given in configuration."""
    table = section_names()
    return (*table["parts"], *table["zones"], "faq", "external", "internal")


class Expressions:
    """The expressions of a vocabulary file, by table name; each is compiled when it is first asked for.

    A table's `words` stand between word boundaries and not before a `not-before`, `begin` at the beginning of a word,
    `also` as they are; it tells capitals apart with `case = true`.
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
