"""TOML from untrusted sources, read in bounded time."""

from __future__ import annotations

import re
from typing import Any

MOST_PARTS = 32
"""The maximum number of parts of a key; the time to read one grows with the square of this number."""
_SHORT = 8_000
"""A text of this many characters cannot have a key with too many parts."""

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(
    rf"^[ \t]*+\[{{0,2}}+[ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}|[{{,][ \t]*+(?:{_PART}\.[ \t]*+){{{MOST_PARTS}}}",
    re.MULTILINE,
)


def loads(text: str) -> dict[str, Any]:
    """Read the table in a text.

    Raises:
        ValueError: If the text is not valid TOML; the message gives the cause in one short line.
    """
    import tomllib  # only if there is something to read

    if len(text) > _SHORT and _LONG_KEY.search(text):
        raise ValueError(f"a key of more than {MOST_PARTS} parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also for a number with thousands of digits
        raise ValueError(str(error).splitlines()[0][:120]) from None
