"""Reporters: one function a format, in one table. Each turns results into text and prints nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..result import FileResult
from .json import report as json
from .text import Style
from .text import report as text

__all__ = ["FORMATS", "Reporter", "Style"]

Reporter = Callable[[Sequence[FileResult], Style], str]

FORMATS: dict[str, Reporter] = {
    "text": text,
    "json": json,
}
