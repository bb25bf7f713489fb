"""TOML that anybody may have written, read in time that stays bounded."""

from __future__ import annotations

import re
from typing import Any

MOST_PARTS = 32
"""A key of more parts than this is refused: the time to read one grows with the square of their number."""
_SHORT = 8_000
"""In so many characters no key has parts enough to matter."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(
    rf"^[ \t]*+\[{{0,2}}+[ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}|[{{,][ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}",
    re.MULTILINE,
)


def loads(text: str) -> dict[str, Any]:
    """The table in a text. Raises `ValueError`, with the cause in one short line, for whatever is no TOML."""
    import tomllib  # only where there is something to read

    if len(text) > _SHORT and _LONG_KEY.search(text):
        raise ValueError(f"a key of more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also for a number of thousands of digits
        raise ValueError(str(error).splitlines()[0][:120]) from None
