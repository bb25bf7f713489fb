"""JSON: one array of findings, as ASCII, so that no consumer can mistake its encoding."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ..result import FileResult
from ..safe import scalar
from .style import Style

_LEGACY = re.compile(r"##(?=\[|vso|team)", re.IGNORECASE)


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return all findings of all files as one JSON array."""
    found = [diagnostic.to_json() for result in results for diagnostic in result.diagnostics]
    return dump(found)


def lines(results: Sequence[FileResult], style: Style) -> str:
    """Return one line with a JSON object for each finding, with the fields of `report`."""
    return "".join(dump(diagnostic.to_json(), indent=None) for result in results for diagnostic in result.diagnostics)


def _scalar(value: Any) -> Any:
    """Return a value whose text is valid for every JSON reader."""
    if isinstance(value, dict):
        return {_scalar(key): _scalar(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_scalar(item) for item in value]
    return scalar(value) if isinstance(value, str) else value


def dump(value: object, indent: int | None = 1) -> str:
    """Return a value as JSON in which no CI service finds a command."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent)
    if (
        "\\ud" in text
    ):  # an unpaired surrogate, as from a file name that is not UTF-8, is valid JSON that many readers reject
        text = json.dumps(_scalar(value), ensure_ascii=True, allow_nan=False, indent=indent)
    return _LEGACY.sub("#\\\\u0023", text) + "\n"
