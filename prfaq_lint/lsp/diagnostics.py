"""Findings as protocol types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from ..diagnostic import Diagnostic
from ..safe import safe_text
from .analysis import Analysis, address_of

SOURCE = "prfaq-lint"
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_QUOTED = re.compile(r"“[^”]*”")
_LINE = re.compile(r"\bline (\d{1,7})\b")


def diagnostics(analysis: Analysis, related: bool = False) -> list[types.Diagnostic]:
    """Return the findings of a draft; if it could not be checked, return one with the reason.

    Args:
        analysis: The draft.
        related: Whether the editor shows related locations.
    """
    result = analysis.result
    if result:
        return [diagnostic(analysis, found, related) for found in result.diagnostics]
    outcome = analysis.outcome
    if not getattr(outcome, "error", False):
        return []
    message = f"not checked: {safe_text(getattr(outcome, 'why', ''))}"
    return [types.Diagnostic(analysis.text.line_range(1), message, types.DiagnosticSeverity.Warning, source=SOURCE)]


def diagnostic(analysis: Analysis, found: Diagnostic, related: bool = False) -> types.Diagnostic:
    """Return one finding as a protocol type."""
    text = analysis.text
    result = analysis.result
    page = result.rules.get(found.rule) if result else None
    where = text.range(text.at(found.line, found.column), text.at(found.end_line, found.end_column))
    return types.Diagnostic(
        range=where,
        message=safe_text(found.message) + (f"\nFix: {safe_text(found.fix)}" if found.fix else ""),
        severity=_SEVERITY[found.severity],
        code=found.rule,
        code_description=types.CodeDescription(address_of(found.rule, found.group, page.path)) if page else None,
        source=SOURCE,
        related_information=list(_related(analysis, found)) or None if related else None,
    )


def _related(analysis: Analysis, found: Diagnostic) -> Iterator[types.DiagnosticRelatedInformation]:
    """Yield the other locations of a finding: the lines that its message names outside quotations."""
    text = analysis.text
    for number in dict.fromkeys(int(line) for line in _LINE.findall(_QUOTED.sub("", found.message))):
        if 0 < number <= len(text.source) and number != found.line:
            words = " ".join(safe_text(text.source.line(number)).split())
            location = types.Location(analysis.uri, text.line_range(number))
            yield types.DiagnosticRelatedInformation(location, words if len(words) <= 100 else words[:99] + "…")
