"""The summary of a GitHub Actions step: Markdown in which no word of a draft is markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..diagnostic import SEVERITIES, Diagnostic
from ..result import FileResult
from ..safe import safe_text
from .style import Style

MOST_BYTES = 1_000_000
"""GitHub rejects a step summary larger than 1 MiB."""

_SIGNS = {"error": "🔴", "warning": "🟡", "note": "🔵", "yes": "🟢", "partly": "🟡", "no": "🔴"}


def report(results: Sequence[FileResult], style: Style) -> str:
    """Return a heading with counts and, for each draft, the three questions and a table of its findings."""
    pieces = [_heading(results, style)]
    room = MOST_BYTES - len(pieces[0].encode()) - 200
    shown, total = 0, sum(len(result.diagnostics) for result in results)
    for piece, count in (part for result in results for part in _draft(result, style)):
        size = len(piece.encode("utf-8", "backslashreplace"))
        if size > room:
            pieces.append(f"\n{total - shown} more findings do not fit in this summary.\n")
            break
        pieces.append(piece)
        room -= size
        shown += count
    return "".join(pieces)


def _heading(results: Sequence[FileResult], style: Style) -> str:
    counts = Counter(found.severity for result in results for found in result.diagnostics)
    drafts = f"{len(results)} draft{'' if len(results) == 1 else 's'} checked"
    found = ", ".join(
        f"{_SIGNS[level]} {counts[level]} {level}{'' if counts[level] == 1 else 's'}"
        for level in SEVERITIES
        if counts[level]
    )
    unread = "".join(f"\n- ⚠️ {plain(style.within(path))}: {plain(why)}\n" for path, why in style.unread[:50])
    return f"## prfaq-lint\n\n{drafts}: {found or 'nothing found'}.\n{unread}"


def _draft(result: FileResult, style: Style) -> Iterator[tuple[str, int]]:
    """Yield pieces after which the summary can end, with the number of findings in each."""
    if not result.diagnostics and not result.questions:
        return
    yield f"\n### {plain(style.within(result.path))}\n\n", 0
    if result.questions:
        rows = [
            f"| {plain(answer.question)} | {_answer(answer.answer, answer.missing)} |\n" for answer in result.questions
        ]
        yield "| A reviewer asks | The draft answers |\n| --- | --- |\n" + "".join(rows) + "\n", 0
    if result.diagnostics:
        yield "| Line | | Finding |\n| ---: | --- | --- |\n", 0
    for found in result.diagnostics:
        yield _row(found), 1


def _answer(answer: str, missing: Sequence[str]) -> str:
    return f"{_SIGNS[answer]} {answer}" + (
        f" (missing: {', '.join(map(plain, missing))})" if missing and answer != "yes" else ""
    )


def _row(found: Diagnostic) -> str:
    fix = f"<br>*Fix:* {plain(found.fix)}" if found.fix else ""
    return f"| {found.line} | {_SIGNS[found.severity]} {found.severity} | {plain(found.message)}{fix}<br>`{found.rule}` |\n"


def plain(text: str) -> str:
    """Return a text that GitHub's Markdown shows literally: no markup, HTML, link, mention or formula.

    Markdown characters become entities, and a zero-width space breaks automatic links.
    """
    text = re.sub(r"[&<>\"'\\`*_{}\[\]()#|~$]", lambda found: f"&#{ord(found.group())};", safe_text(text))
    text = text.replace("@", "@&#8203;").replace("://", "&#8203;://")
    text = re.sub(r"(?i)\b(www)(?=\.)", r"\1&#8203;", text)
    text = re.sub(r"(&#35;|\bGH-)(?=\d)", r"\1&#8203;", text)
    return text.replace("\t", " ")
