"""Patterns of `.gitignore` files and configurations from untrusted sources, matched in bounded time."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

_STAR, _DEEP, _LEAD = "[^/]*", "(?:/.+)?", "^(?:.+/)?"
"""The expressions from pathspec for `*`, for `/**` and for a pattern that can begin in any folder."""

_WHOLE = "[^/]+"
"""The expression from pathspec for a `*` that is a whole name."""
_ONE = r"(?:\\.|\[\^?\]?(?:\\.|[^\]\\])+\](?!\*)|[^\\\[\]()/*+?|.^$])"
"""The expression for one character."""
_NEGATED = re.compile(r"(?<!\\)\[\^(?![/\]])(-?)")
_FIXED = re.compile(rf"{re.escape(_STAR)}({_ONE}*+)(?={re.escape(_STAR)})")
_INSIDE = rf"(?:{re.escape(_STAR)}|\(\?>{re.escape(_STAR)}\?{_ONE}*+\)|{re.escape(_WHOLE)}|{_ONE})++"
_BETWEEN = re.compile(
    rf"(?:({re.escape(_LEAD)})|{re.escape(_DEEP)}/)({_INSIDE}(?:/{_INSIDE})*+)(?={re.escape(_DEEP)}/)"
)


def specification(lines: Iterable[str]) -> Any:
    """Return a `GitIgnoreSpec` of these lines.

    Raises:
        ValueError: If one of them is not a valid pattern.
    """
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about `[[`, which is not the user's mistake
        try:
            spec = GitIgnoreSpec.from_lines(lines)
        except re.error as error:
            raise ValueError(f"not a valid .gitignore pattern ({error})") from None
        for pattern in spec.patterns:
            if pattern.regex and sum(map(pattern.regex.pattern.count, (_STAR, _DEEP, _LEAD))) > 2:
                pattern.regex = re.compile(quick(pattern.regex.pattern))
    return spec


class IgnoreList:
    """The patterns of one `.gitignore` file, for a walk that does not enter ignored folders.

    As in git, the last pattern that matches a path decides. Each is compared with the path itself and not with the
    folders above it, so `!*/` restores folders but nothing in them. Invalid patterns are ignored.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns: list[tuple[re.Pattern[str], bool, bool, bool]] = []
        for line in lines:
            text = line if line.endswith("\\ ") else line.rstrip()
            ignores = not text.startswith("!")
            text = text.removeprefix("!")
            folders_only = text.endswith("/")
            text = text.rstrip("/") if folders_only else text
            if not text or (ignores and text.startswith("#")):
                continue
            try:
                found = specification((text,)).patterns
            except ValueError:
                continue
            for pattern in found:
                if pattern.regex and pattern.include:
                    self._patterns.append((pattern.regex, ignores, folders_only, "/" in text))

    def verdict(self, path: str, is_folder: bool) -> bool | None:
        """Return whether a path, relative to the file's folder, is ignored; None if no pattern matches it."""
        name = path.rpartition("/")[2]
        for expression, ignores, folders_only, anchored in reversed(self._patterns):
            if folders_only and not is_folder:
                continue
            found = expression.match(path if anchored else name)
            # A match that continues after a slash belongs to a folder above.
            if found and not found.groupdict().get("ps_d"):
                return ignores
        return None


def quick(expression: str) -> str:
    """Return an equivalent expression that tries each `*` and `**` except the last in one way only.

    As in git, and unlike the original, `[!a]` does not match a slash.

    The text between two stars is best found as early as possible: if an early match fails, later ones fail too. Without
    this, the time grows with the length of a path to the power of the number of stars.
    """
    expression = _FIXED.sub(r"(?>[^/]*?\1)", _NEGATED.sub(_no_slash, expression))
    return _BETWEEN.sub(
        lambda found: f"^(?>(?:.+?/)??{found[2]}(?=/))" if found[1] else f"(?>(?:/.+?)??/{found[2]}(?=/))", expression
    )


def _no_slash(negated: re.Match[str]) -> str:
    """Return the beginning of `[!…]` that does not match a slash; a leading hyphen stays a literal hyphen."""
    return r"[^/\-" if negated[1] else "[^/"
