"""Functions that make text from documents and file names safe to print."""

from __future__ import annotations

import re
from functools import cache

_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2027\u20ac]*")
# Workflow commands that CI services recognise anywhere in a line.
_LEGACY_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)|##(?=team)", re.IGNORECASE)


@cache
def _unsafe() -> re.Pattern[str]:
    """Return the expression for unsafe characters, compiled on first use.

    It matches control characters (except the tab), line separators, bidi controls, invisible characters and lone
    surrogates. Few drafts contain any, and the expression takes long to compile.
    """
    return re.compile(
        "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
        "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
    )


def safe_text(text: str) -> str:
    r"""Return a text as one line that is safe to print.

    Characters that could move the cursor, change colours, reorder characters or command a CI service are shown as
    escapes such as `\x1b`; tabs stay.
    """
    if not narrow(text):
        text = _unsafe().sub(_escape, text)
    return _LEGACY_COMMAND.sub("#\\\\x23", text) if "##" in text else text


def legacy_commands(text: str) -> list[int]:
    """Return the positions of the commands in a text that some CI services recognise anywhere in a line."""
    return [match.start() for match in _LEGACY_COMMAND.finditer(text)] if "##" in text else []


def safe_line(text: str) -> str:
    """Return a line that no CI service reads as a workflow command, even after white space.

    CI services skip white space before a command.
    """
    shown = safe_text(text)
    if shown.lstrip().startswith("::"):
        shown = shown.replace(":", "\\x3a", 1)
    return shown


def safe_lines(text: str) -> str:
    """Return a text of several lines, such as a whole page, that is safe to print."""
    return "\n".join(map(safe_line, text.replace("\r\n", "\n").split("\n")))


def safe_path(path: str) -> str:
    """Return a file name that is safe at the start of a line; `./` precedes one that looks like a workflow command."""
    shown = safe_text(path)
    return f"./{shown}" if shown.lstrip().startswith(("::", "##")) else shown


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def narrow(text: str) -> bool:
    """Return whether a text has only common characters, each harmless and one column wide."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def width(text: str) -> int:
    """Return how many terminal columns a text takes: wide characters and emoji take two, combining marks none."""
    if text.isascii() or narrow(text):
        return len(text)
    from wcwidth import wcswidth

    return max(0, int(wcswidth(text)))


def scalar(text: str) -> str:
    """Return a text that every JSON reader accepts.

    Half a surrogate pair, as in a file name that is not UTF-8, becomes U+FFFD.
    """
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
