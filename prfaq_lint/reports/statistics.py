"""The number of findings for each rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..diagnostic import SEVERITIES
from ..result import FileResult
from .style import Style


def table(results: Sequence[FileResult], style: Style) -> str:
    """Return findings, drafts and severity by rule, the most frequent first; "" if there are no findings."""
    pairs = [(result.path, found) for result in results for found in result.diagnostics]
    counts = Counter(found.rule for _, found in pairs)
    if not counts:
        return ""
    drafts = {rule: len({path for path, found in pairs if found.rule == rule}) for rule in counts}
    worst = {
        rule: min((found.severity for _, found in pairs if found.rule == rule), key=SEVERITIES.index) for rule in counts
    }
    widest = max(8, *(len(str(count)) for count in counts.values()))
    rows = [f"{'findings':>{widest}}  drafts  severity  rule\n"]
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rows.append(f"{count:>{widest}}  {drafts[rule]:>6}  {style.paint(worst[rule], f'{worst[rule]:<8}')}  {rule}\n")
    rows.append(f"{counts.total():>{widest}}  {len({path for path, _ in pairs}):>6}            all\n")
    return "".join(rows)
