"""Text of documents and file names, made harmless before anything prints it."""

from __future__ import annotations

import re
from functools import cache

_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2027\u20ac]*")
# Workflow commands of CI services that are read anywhere in a line.
_LEGACY_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)|##(?=team)", re.IGNORECASE)


@cache
def _unsafe() -> re.Pattern[str]:
    """Control characters (but not the tab), line separators, bidi controls, invisible characters, and lone surrogates.

    Few drafts have any, and the expression takes long to compile.
    """
    return re.compile(
        "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
    )


def safe_text(text: str) -> str:
    """Text on one line in which nothing can move the cursor, change colours, reorder characters or command a CI service.

    Whatever could is shown as an escape such as `\\x1b`; tabs stay.
    """
    if not narrow(text):
        text = _unsafe().sub(_escape, text)
    return _LEGACY_COMMAND.sub("#\\\\x23", text) if "##" in text else text


def legacy_commands(text: str) -> list[int]:
    """Where a text holds commands that some CI services read anywhere in a line."""
    return [match.start() for match in _LEGACY_COMMAND.finditer(text)] if "##" in text else []


def safe_line(text: str) -> str:
    """A text on a line of its own, after white space at most: one that would read as a workflow command begins otherwise.

    CI services skip white space before a command.
    """
    shown = safe_text(text)
    if shown.lstrip().startswith("::"):
        shown = shown.replace(":", "\\x3a", 1)
    return shown


def safe_lines(text: str) -> str:
    """A text of several lines, such as a whole page, for people to read."""
    return "\n".join(map(safe_line, text.replace("\r\n", "\n").split("\n")))


def safe_path(path: str) -> str:
    """A file name for the start of a line: one that would read as a workflow command is led by `./`."""
    shown = safe_text(path)
    return f"./{shown}" if shown.lstrip().startswith(("::", "##")) else shown


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def narrow(text: str) -> bool:
    """Whether a text is of the usual characters, each of which is harmless and takes one column."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def width(text: str) -> int:
    """How many terminal columns a text takes: wide characters and emoji take two, combining marks none."""
    if text.isascii() or narrow(text):
        return len(text)
    from wcwidth import wcswidth

    return max(0, int(wcswidth(text)))


def scalar(text: str) -> str:
    """A text that every JSON reader takes: half a surrogate pair, as in a file name that is no UTF-8, becomes U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
