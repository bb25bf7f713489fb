"""The example drafts that ship with the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ..document.source import UnreadableDraft, read_document
from ..rules.pages import directory
from ..vocabulary import read_table
from .scaffold import ScaffoldError


@dataclass(frozen=True, slots=True)
class Example:
    """An example draft that ships with the program."""

    name: str
    about: str
    sound: bool
    """True if the draft is a good example; the others show common mistakes."""

    @property
    def path(self) -> Path:
        """Return the path of the example."""
        return directory("examples") / f"{self.name}.md"

    def text(self) -> str:
        """Return the Markdown of the example.

        Raises:
            ScaffoldError: If the file cannot be read.
        """
        try:
            return read_document(self.path)
        except UnreadableDraft as error:
            raise ScaffoldError(f"{self.path}: {error}") from None


def examples() -> Iterator[Example]:
    """Yield the examples, the good ones first."""
    for entry in read_table("authoring/examples.toml")["example"]:
        yield Example(entry["name"], entry["about"], entry["sound"])


def example(name: str) -> Example:
    """Return the example with this name.

    Raises:
        ScaffoldError: If the name is unknown.
    """
    known = {one.name: one for one in examples()}
    found = known.get(name.removesuffix(".md"))
    if found:
        return found
    close = get_close_matches(name, known, 1)
    hint = f"did you mean “{close[0]}”?" if close else f"known: {', '.join(known)}"
    raise ScaffoldError(f"unknown example “{name[:60]}” ({hint})")
