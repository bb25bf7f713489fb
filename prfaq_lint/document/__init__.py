"""Markdown → Document: a parsed draft whose every character of prose knows where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .source import Source, Span, UnreadableDraft, read_document

if TYPE_CHECKING:
    from .draft import Document
    from .markdown import CODE, Block, Mark
    from .tokens import Sentence, Tokens

__all__ = [
    "CODE",
    "Block",
    "Document",
    "Mark",
    "Sentence",
    "Source",
    "Span",
    "Tokens",
    "UnreadableDraft",
    "read_document",
]


_HOME = {
    "Document": "draft",
    "CODE": "markdown",
    "Block": "markdown",
    "Mark": "markdown",
    "Sentence": "tokens",
    "Tokens": "tokens",
}


def __getattr__(name: str) -> Any:
    # Imported when needed: a run in which nothing changed reads bytes and parses nothing.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
