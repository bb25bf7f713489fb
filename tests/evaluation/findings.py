"""`python -m tests.evaluation.findings --texts DIR`: the share of findings that a careful reader agrees with.

`findings.jsonl` holds one reader's judgement of every finding on the drafts of dev, by draft, rule and line: `right`,
`arguable` (defensible, but a reviewer would shrug, or it is too severe, misleading or a repetition) or `wrong`. Findings
that appeared later are counted as not judged. The rules were tuned on these judgements, so the figures flatter them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from prfaq_lint.diagnostic import Diagnostic

from . import manifest
from .tool import Tool

FILE = Path(__file__).parent / "findings.jsonl"
VERDICTS = ("right", "arguable", "wrong")
UNJUDGED = "not judged"
REACH = 2
"""The maximum difference between the lines of a finding and of its judgement."""

Judgements = dict[tuple[str, str], list[tuple[int, str]]]
"""Draft and rule → the judged lines with their verdicts."""


def judgements(file: Path = FILE) -> Judgements:
    """Return the judgements in a file."""
    found: Judgements = {}
    for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        found.setdefault((row["draft"], row["rule"]), []).append((row["line"], row["verdict"]))
    return found


def tally(
    draft: str, found: Iterable[Diagnostic], judged: Mapping[tuple[str, str], list[tuple[int, str]]]
) -> Counter[tuple[str, str]]:
    """Count the findings on a draft by rule and verdict; each judgement is used once."""
    open_rows = {key: list(rows) for key, rows in judged.items() if key[0] == draft}
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        rows = open_rows.get((draft, one.rule), [])
        near = min(rows, key=lambda row: abs(row[0] - one.line), default=None)
        if near and abs(near[0] - one.line) <= REACH:
            rows.remove(near)
            counts[one.rule, near[1]] += 1
        else:
            counts[one.rule, UNJUDGED] += 1
    return counts


def table(counts: Mapping[tuple[str, str], int]) -> str:
    """Return the counts as a table, the most frequent rule first."""
    total: Counter[str] = Counter()
    for (rule, _), count in counts.items():
        total[rule] += count
    lines = [f"{'':32}{'right':>7}{'arguable':>10}{'wrong':>7}{UNJUDGED:>12}"]
    for rule in sorted(total, key=lambda rule: (-total[rule], rule)):
        lines.append(_line(rule, [counts.get((rule, verdict), 0) for verdict in (*VERDICTS, UNJUDGED)]))
    sums = [sum(n for (_, one), n in counts.items() if one == verdict) for verdict in (*VERDICTS, UNJUDGED)]
    lines.append(_line("all", sums))
    judged = sum(sums[:3]) or 1
    lines.append(f"{'share of those judged':32}{sums[0] / judged:7.2f}{sums[1] / judged:10.2f}{sums[2] / judged:7.2f}")
    return "\n".join(lines)


def _line(name: str, numbers: list[int]) -> str:
    return f"{name:32}{numbers[0]:7}{numbers[1]:10}{numbers[2]:7}{numbers[3]:12}"


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.findings", description=__doc__)
    parser.add_argument("--texts", type=Path, action="append", required=True, metavar="DIR")
    arguments = parser.parse_args()
    judged = judgements()
    drafts = {draft for draft, _ in judged}
    entries = [entry for entry in manifest.entries() if entry.id in drafts]
    texts = manifest.find(entries, arguments.texts)
    tool = Tool()
    counts: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if entry.id in texts:
            counts += tally(entry.id, tool.read(manifest.text_of(texts[entry.id]), f"{entry.id}.md").findings, judged)
    print(table(counts))
    return 0 if counts else 2


if __name__ == "__main__":
    raise SystemExit(main())
