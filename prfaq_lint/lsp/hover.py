"""The explanation of a rule, shown over its findings and over its name in a comment."""

from __future__ import annotations

import re
from pathlib import Path

from lsprotocol import types

from ..document.comments import directives
from ..rules.pages import RuleError, parse_page
from ..safe import safe_text
from .analysis import Analysis, address_of

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")


def hover(analysis: Analysis, position: types.Position) -> types.Hover | None:
    """Return why the findings at a position matter and how to fix them."""
    result, text = analysis.result, analysis.text
    offset = text.offset(position)
    if result:
        here = [
            found
            for found in result.diagnostics
            if text.at(found.line, found.column) <= offset <= text.at(found.end_line, found.end_column)
        ]
        shown = []
        for found in here[:5]:
            about = explained(found.rule, found.group, result.rules[found.rule].path, found.fix)
            shown.append(f"**{found.rule}** ({found.severity}): {escaped(found.message)}\n\n{about}")
        if shown:
            first = here[0]
            where = text.range(text.at(first.line, first.column), text.at(first.end_line, first.end_column))
            return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(shown)), where)
    return _in_comment(analysis, offset)


def _in_comment(analysis: Analysis, offset: int) -> types.Hover | None:
    """Return the explanation of a rule that is named in a comment to this program."""
    if not analysis.outline or not analysis.linter:
        return None
    document = analysis.outline.document
    shift = len(analysis.text.text) - len(document.source.text)
    rules = {rule.name: rule for rule in analysis.linter.rules}
    for directive in directives(document):
        start = directive.span.start + shift
        if not start <= offset <= directive.span.end + shift:
            continue
        body = analysis.text.text[start : directive.span.end + shift].split(" -- ")[0]
        for match in re.finditer(r"[\w-]+", body):
            if match.start() <= offset - start <= match.end() and match.group() in rules:
                rule = rules[match.group()]
                about = explained(rule.name, rule.group, str(rule.path))
                where = analysis.text.range(start + match.start(), start + match.end())
                content = types.MarkupContent(
                    types.MarkupKind.Markdown, f"**{rule.name}** ({rule.severity})\n\n{about}"
                )
                return types.Hover(content, where)
    return None


def explained(rule: str, group: str, path: str, fix: str = "") -> str:
    """Return the page of a rule as Markdown, with a link to it."""
    try:
        title, why, how, _ = parse_page(Path(path))
    except RuleError:
        title, why, how = "", "", escaped(fix)
    parts = (
        f"*{title}*" if title else "",
        why,
        f"**How to fix it.** {how}" if how else "",
        f"[The page of this rule]({address_of(rule, group, path)})",
    )
    return "\n\n".join(filter(None, parts))


def escaped(text: str) -> str:
    """Return a text escaped for Markdown."""
    return _SPECIAL.sub(r"\\\1", safe_text(text))
