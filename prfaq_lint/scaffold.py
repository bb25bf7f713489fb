"""Templates → a new draft."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from .rules import directory

LONGEST_NAME = 80
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)))
)


class ScaffoldError(Exception):
    """A draft that cannot be made; the message says why in one line."""


def slug(title: str) -> str:
    """A file name from a title: `a-z`, `0-9` and single hyphens, at most 80 characters. Raises `ScaffoldError` where nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    if not name:
        raise ScaffoldError("the title gives no file name: use some letters or digits, or name the file with --output")
    return f"{name}-draft" if name in _RESERVED else name


def render(title: str, template: str = "classic") -> str:
    """A new draft's text. The title is a value, never template source. Raises `ScaffoldError` for an unknown template."""
    from jinja2 import BaseLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    path = directory("templates") / f"{template}.md.j2"
    known = sorted(file.name.removesuffix(".md.j2") for file in directory("templates").glob("*.md.j2"))
    if template not in known:
        raise ScaffoldError(f"unknown template “{template}” (known: {', '.join(known)})")
    environment = ImmutableSandboxedEnvironment(
        loader=BaseLoader(), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    one_line = " ".join(title.split())
    return environment.from_string(path.read_text(encoding="utf-8")).render(title=one_line)


def write(path: Path, text: str, force: bool = False) -> None:
    """Write a new file; never overwrites or follows a link without `force`. Raises `ScaffoldError`."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if force else os.O_EXCL) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileExistsError:
        raise ScaffoldError(f"{path} is there already (--force overwrites it)") from None
    except OSError as error:
        raise ScaffoldError(f"{path} cannot be written ({(error.strerror or str(error)).lower()})") from None
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
