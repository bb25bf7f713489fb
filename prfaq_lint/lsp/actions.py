"""The code actions for a finding, and the edits behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types

from ..authoring.additions import NotAdded, add_questions, entries, unasked
from ..diagnostic import Diagnostic
from ..document.draft import Document
from ..rules.suppressions import OURS, Suppressions
from ..safe import safe_text
from .analysis import Analysis
from .diagnostics import diagnostic

ADD = "prfaq-lint.addQuestions"
"""Command: insert questions. Arguments: the draft's URI, its version, the facets."""
EXPLAIN = "prfaq-lint.openRulePage"
"""Command: show the page of a rule. Arguments: the draft's URI, the rule."""
FIX_ALL = "source.fixAll.prfaq-lint"
REASON = "why it is right here"
"""The placeholder for the reason in a comment until its author writes one."""
_MOST = 20
"""The maximum number of findings at a position that get actions."""


def actions(
    analysis: Analysis, where: types.Range, only: Sequence[str] = (), versioned: bool = False, shows: bool = False
) -> list[types.CodeAction]:
    """Return the code actions for the findings in a range.

    Args:
        analysis: The draft.
        where: The selected range.
        only: The requested kinds; empty for all.
        versioned: Whether the editor supports edits with a version.
        shows: Whether the editor can open the page of a rule.
    """
    result = analysis.result
    if not result:
        return []
    text = analysis.text
    start, end = sorted((text.offset(where.start), text.offset(where.end)))
    found = [
        one
        for one in result.diagnostics
        if text.at(one.line, one.column) <= end and start <= text.at(one.end_line, one.end_column)
    ][:_MOST]
    offered = []
    if _wanted(types.CodeActionKind.QuickFix, only):
        offered += [*_fixes(analysis, found, versioned), *_questions(analysis, found)]
        offered += _silencing(analysis, found, versioned)
        if shows:
            offered += _pages(analysis, found)
    if _wanted(FIX_ALL, only):
        edits = [edit for one in result.diagnostics for edit in _edits(analysis, one)]
        if edits:
            title = "Make all safe fixes of prfaq-lint"
            edit = workspace_edit(analysis, edits, versioned)
            offered.append(types.CodeAction(title, kind=FIX_ALL, edit=edit))
    return offered


def _wanted(kind: str, only: Sequence[str]) -> bool:
    """Return whether one of the requested kinds is this one, or contains it."""
    return not only or any(kind == one or kind.startswith(one + ".") for one in only)


def workspace_edit(analysis: Analysis, edits: list[types.TextEdit], versioned: bool) -> types.WorkspaceEdit:
    """Return edits of a draft; a `versioned` editor rejects them once the text has changed."""
    if versioned:
        name = types.OptionalVersionedTextDocumentIdentifier(analysis.uri, analysis.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, edits)])
    return types.WorkspaceEdit(changes={analysis.uri: edits})


def _quick_fix(analysis: Analysis, title: str, found: Diagnostic | None, **what: Any) -> types.CodeAction:
    about = [diagnostic(analysis, found)] if found else None
    return types.CodeAction(title, types.CodeActionKind.QuickFix, about, **what)


# Safe fixes.


def _fixes(analysis: Analysis, found: Sequence[Diagnostic], versioned: bool) -> Iterator[types.CodeAction]:
    for one in found:
        if one.edits:
            title = f"Fix: {_short(one.fix or one.message)}"
            edit = workspace_edit(analysis, _edits(analysis, one), versioned)
            yield _quick_fix(analysis, title, one, edit=edit, is_preferred=True)


def _edits(analysis: Analysis, found: Diagnostic) -> list[types.TextEdit]:
    text = analysis.text
    return [
        types.TextEdit(text.range(text.at(edit.line, edit.column), text.at(edit.end_line, edit.end_column)), edit.text)
        for edit in found.edits
    ]


# Missing questions.


def _questions(analysis: Analysis, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
    """Yield actions that insert the questions that findings miss, and all questions that the draft does not ask."""
    outline, linter = analysis.outline, analysis.linter
    if not outline or not linter or outline.document.language != "en":
        return
    facets = {rule.name: str(rule.parameters["facet"]) for rule in linter.rules if "ask" in rule.parameters}
    about = [one for one in found if one.rule in facets]
    if not about:
        return
    ready, missing = entries(linter.rules), set(unasked(outline))
    for one in about:
        facet = facets[one.rule]
        if facet in missing:
            yield _adding(analysis, f"Add the question “{_short(ready[facet].ask)}”", [facet], one)
    if len(missing & set(ready)) > 1:
        yield _adding(analysis, "Add all missing questions", [facet for facet in ready if facet in missing])


def _adding(analysis: Analysis, title: str, facets: list[str], found: Diagnostic | None = None) -> types.CodeAction:
    command = types.Command(title, ADD, arguments=[analysis.uri, analysis.version, facets])
    return _quick_fix(analysis, title, found, command=command)


def added(analysis: Analysis, facets: Sequence[str]) -> list[types.TextEdit]:
    """Return the edit that inserts the questions for these facets, or none if the draft asks them all.

    Raises:
        NotAdded: If the questions cannot be added safely.
    """
    outline, linter = analysis.outline, analysis.linter
    if not outline or not linter:
        raise NotAdded("the draft could not be read")
    if outline.document.language != "en":
        raise NotAdded(f"not in English ({outline.document.language}), only English drafts are supported")
    wanted = [entry for facet, entry in entries(linter.rules).items() if facet in facets]
    addition = add_questions(outline, linter.outline, wanted)
    return [_difference(analysis, addition.text)] if addition else []


def _difference(analysis: Analysis, after: str) -> types.TextEdit:
    """Return the insertion that turns the draft into another text."""
    assert analysis.outline
    before = analysis.outline.document.source.text
    low, high = 0, len(before)
    while low < high:  # the first character at which the texts differ
        middle = (low + high) // 2
        if before[low : middle + 1] == after[low : middle + 1]:
            low = middle + 1
        else:
            high = middle
    return _insertion(analysis, before, low, after[low : low + len(after) - len(before)])


def _insertion(analysis: Analysis, before: str, start: int, new: str) -> types.TextEdit:
    """Return the insertion of a text at an offset in what was read of the draft, without a byte order mark."""
    start += len(analysis.text.text) - len(before)
    return types.TextEdit(analysis.text.range(start, start), new)


# Comments that silence a finding.


def _silencing(analysis: Analysis, found: Sequence[Diagnostic], versioned: bool) -> Iterator[types.CodeAction]:
    for one in found:
        insertion = silenced(analysis, one)
        if insertion:
            title = f"Silence {one.rule} here, with a reason"
            yield _quick_fix(analysis, title, one, edit=workspace_edit(analysis, [insertion], versioned))


def silenced(analysis: Analysis, found: Diagnostic) -> types.TextEdit | None:
    """Return the insertion of a comment that hides only a finding and others next to it, or None if there is none."""
    outline, linter = analysis.outline, analysis.linter
    if not outline or not linter or found.rule in OURS:
        return None
    document = outline.document
    source = document.source
    at = source.starts[found.line - 1] + found.column - 1
    for start, new in _comments(document, at, found.rule):
        text = source.text[:start] + new + source.text[start:]
        after = Document.parse(text, document.path)
        same = [(one.kind, one.level, one.depth, one.quote) for one in after.blocks] == [
            (one.kind, one.level, one.depth, one.quote) for one in document.blocks
        ]
        place = at + len(new) if start <= at else at
        if same and Suppressions(after, {found.rule: found.group}).hides(found.rule, place):
            return _insertion(analysis, source.text, start, new)
    return None


def _comments(document: Document, at: int, rule: str) -> Iterator[tuple[int, str]]:
    """Yield positions and comments that may hide a finding at an offset, the best first."""
    source = document.source
    end = "\r\n" if "\r\n" in source.text else "\n"
    here = f"<!-- prfaq-lint: disable-next {rule} -- {REASON} -->"
    block = next((one for one in document.blocks if one.span.start <= at < max(one.span.end, one.span.start + 1)), None)
    if block:
        above = source.starts[source.line_of(block.span.start) - 1]
        if not (block.quote or block.depth or block.kind == "cell"):
            yield above, here + end
        last = source.text[: block.span.end].rstrip()
        yield len(last), f" {here}"
        yield above, here + end + end
    first = source.starts[document.front_lines] if 0 < document.front_lines < len(source) else 0
    yield first, f"<!-- prfaq-lint: disable-file {rule} -- {REASON} -->{end}{end}"


# Rule pages.


def _pages(analysis: Analysis, found: Sequence[Diagnostic]) -> Iterator[types.CodeAction]:
    for rule, one in {one.rule: one for one in found}.items():
        title = f"Open the page of {rule}"
        command = types.Command(title, EXPLAIN, arguments=[analysis.uri, rule])
        yield _quick_fix(analysis, title, one, command=command)


def _short(text: str) -> str:
    shown = " ".join(safe_text(text).split())
    return shown if len(shown) <= 80 else shown[:79] + "…"


def arguments(given: Sequence[Any] | None, *kinds: type) -> list[Any] | None:
    """Return the arguments of a command, or None if they have the wrong types."""
    found = list(given or ())
    return found if len(found) == len(kinds) and all(map(isinstance, found, kinds)) else None
