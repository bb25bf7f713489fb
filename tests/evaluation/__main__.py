"""`python -m tests.evaluation`: how well the tool reads the labelled drafts, a table a split."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from . import labels, manifest
from .measures import ROWS, measure
from .scores import Score, Sheet, scores
from .tool import Tool
from .units import cut


def sheets(drafts: Iterable[manifest.Entry], texts: dict[str, Path]) -> Iterator[Sheet]:
    """Yield the counts of each draft whose text is available.

    Raises:
        LabelError: If a label does not fit its draft.
    """
    tool = Tool()
    for entry in drafts:
        if entry.id in texts:
            text = manifest.text_of(texts[entry.id])
            label, units = labels.load(entry.id), cut(text)
            labels.agree(label, units)
            yield measure(entry.id, label, units, tool.read(text, f"{entry.id}.md"))


def table(found: Sequence[Score]) -> str:
    """Return scores as a table."""
    head = f"{'':30} {'':8} {'value':>5}  {'95 % interval':>13}   {'P':>4}  {'R':>4}  {'acc':>4} {'tp':>5} {'fp':>5} {'fn':>5} {'tn':>5}"
    return "\n".join([head, *map(_line, found)])


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=__doc__)
    parser.add_argument(
        "--texts",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="look for the drafts of others in the *.md files below this folder (repeatable)",
    )
    parser.add_argument("--split", choices=manifest.SPLITS, action="append", help="only this split (repeatable)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.add_argument(
        "--misses", choices=[row.name for row in ROWS if not row.over], metavar="ROW", help="list what differs in a row"
    )
    arguments = parser.parse_args()
    drafts = manifest.entries()
    texts = manifest.find(drafts, arguments.texts)
    found: dict[str, list[Sheet]] = {}
    for split in arguments.split or manifest.SPLITS:
        of_split = [entry for entry in drafts if entry.split == split]
        there = sum(entry.id in texts for entry in of_split)
        if there < len(of_split) and (there or arguments.split):
            print(f"{split}: {len(of_split) - there} of {len(of_split)} texts are not below --texts", file=sys.stderr)
        if there:
            found[split] = list(sheets(of_split, texts))
    if arguments.misses:
        for split, of in found.items():
            print("\n".join(f"{split} {miss}" for sheet in of for row, miss in sheet.misses if row == arguments.misses))
    elif arguments.json:
        print(json.dumps({split: _json(of) for split, of in found.items()}, indent=1))
    else:
        print("\n\n".join(f"{split}: {len(of)} drafts\n{table(scores(of, ROWS))}" for split, of in found.items()))
    return 0 if found else 2


def _line(score: Score) -> str:
    row, counts = score.row, score.counts
    decimals = 1 if row.statistic == "mean" else 2
    interval = "" if math.isnan(score.low) else f"{score.low:.{decimals}f} – {score.high:.{decimals}f}"
    line = f"{row.name:30} {row.statistic:8} {_number(score.value, decimals):>5}  {interval:>13}"
    if row.statistic == "F1":
        accuracy = _number(counts.accuracy) if counts.tn else ""
        line += f"  {_number(counts.precision):>5} {_number(counts.recall):>5} {accuracy:>5}"
        line += "".join(f" {count:>5}" for count in counts)
    elif row.statistic == "share":
        line += f"  {'':17} {counts.tp:>5} {'':5} {counts.fn:>5}"
    return line.rstrip()


def _number(value: float, decimals: int = 2) -> str:
    return "–" if math.isnan(value) else f"{value:.{decimals}f}"


def _json(of: Sequence[Sheet]) -> dict[str, Any]:
    rows = {}
    for score in scores(of, ROWS):
        counts = score.counts
        figures = {"value": score.value, "low": score.low, "high": score.high}
        if score.row.statistic == "F1":
            figures |= {name: getattr(counts, name) for name in ("precision", "recall", "f1", "accuracy")}
        rows[score.row.name] = {
            "statistic": score.row.statistic,
            **{name: None if math.isnan(value) else round(value, 4) for name, value in figures.items()},
            **(counts._asdict() if score.row.statistic in ("F1", "share") else {}),
            "drafts": score.drafts,
        }
    return {"drafts": len(of), "rows": rows}


if __name__ == "__main__":
    sys.exit(main())
