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
    """All findings of all files as one JSON array."""
    found = [diagnostic.to_json() for result in results for diagnostic in result.diagnostics]
    return dump(found)


def lines(results: Sequence[FileResult], style: Style) -> str:
    """One JSON object a line and finding, with the fields of `report`."""
    return "".join(dump(diagnostic.to_json(), indent=None) for result in results for diagnostic in result.diagnostics)


def _scalar(value: Any) -> Any:
    """A value whose texts every JSON reader takes."""
    if isinstance(value, dict):
        return {_scalar(key): _scalar(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_scalar(item) for item in value]
    return scalar(value) if isinstance(value, str) else value


def dump(value: object, indent: int | None = 1) -> str:
    """A value as JSON that no CI service reads a command from."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, indent=indent)
    if "\\ud" in text:  # half a pair, as from a file name that is no UTF-8, is valid JSON that many readers refuse
        text = json.dumps(_scalar(value), ensure_ascii=True, allow_nan=False, indent=indent)
    return _LEGACY.sub("#\\\\u0023", text) + "\n"
