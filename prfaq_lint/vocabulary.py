"""Vocabularies of regular expressions, which live in TOML files beside the code that reads with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib import resources


def load(package: str, name: str) -> Mapping[str, re.Pattern[str]]:
    """The expressions of a vocabulary file in a package, by table name.

    A table's `words` stand between word boundaries and not before a `not-before`, `begin` at the beginning of a word,
    `also` as they are; it tells capitals apart with `case = true`.
    """
    text = (resources.files(package) / name).read_text(encoding="utf-8")
    return {key: re.compile(*_expression(table)) for key, table in tomllib.loads(text).items()}


def _expression(table: Mapping[str, list[str]]) -> tuple[str, int]:
    after = f"(?! (?:{'|'.join(table['not-before'])}))" if "not-before" in table else ""
    pieces = list(table.get("also", ()))
    if "begin" in table:
        pieces.insert(0, rf"\b(?:{'|'.join(table['begin'])})")
    if "words" in table:
        pieces.insert(0, rf"\b(?:{'|'.join(table['words'])})\b{after}")
    return "|".join(pieces), 0 if table.get("case") else re.IGNORECASE
