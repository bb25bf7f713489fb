"""The label files: one for each draft, with its name.

`python -m tests.evaluation.labels` checks all of them, and compares our own drafts with their texts. `--add-hashes`
first converts the labels of our own drafts to the full format and adds their texts to the manifest.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from . import manifest
from .codes import NONE
from .label import Label, LabelError, parse, render
from .units import Unit, cut, digest

FOLDER = Path(__file__).parent / "labels"


def load(name: str, folder: Path = FOLDER) -> Label:
    """Return the label of a draft.

    Raises:
        LabelError: If there is none or it is invalid.
    """
    try:
        return parse((folder / f"{name}.tsv").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LabelError("there is no label") from None


def agree(label: Label, units: Sequence[Unit]) -> None:
    """Check that the rows of a label fit the units of its draft.

    Raises:
        LabelError: If they do not.
    """
    if len(label.rows) != len(units):
        raise LabelError(f"{len(label.rows)} rows for {len(units)} units")
    for row, unit in zip(label.rows, units, strict=True):
        if row.hash not in (NONE, digest(unit.text)):
            raise LabelError(f"unit {row.unit} is another text than the one that was labelled")


def hashed(label: Label, units: Sequence[Unit]) -> Label:
    """Return a label whose rows have the lines, kinds and hashes of the draft's units.

    A row with a hash must still fit its unit; after labelling a changed unit again, put `-` in place of its hash.
    """
    agree(label, units)
    rows = [
        row._replace(line=unit.line, kind=unit.kind, hash=digest(unit.text))
        for row, unit in zip(label.rows, units, strict=True)
    ]
    return replace(label, rows=tuple(rows))


def add_hashes(folder: Path = FOLDER, drafts: Path = manifest.DRAFTS) -> list[Path]:
    """Rewrite the labels of our own drafts in the full format, and return the drafts whose labels fit."""
    fitting = []
    for draft in sorted(drafts.glob("*.md")):
        try:
            label = hashed(load(draft.stem, folder), cut(manifest.text_of(draft)))
        except LabelError:
            continue  # `complaints` reports the reason
        (folder / f"{draft.stem}.tsv").write_text(render(label), encoding="utf-8", newline="\n")
        fitting.append(draft)
    return fitting


def complaints(folder: Path = FOLDER, drafts: Path = manifest.DRAFTS) -> list[str]:
    """Return the errors in the labels, one line each."""
    texts = {draft.stem: draft for draft in drafts.glob("*.md")}
    wrong = []
    for name in sorted({path.stem for path in folder.glob("*.tsv")} | set(texts)):
        try:
            label = load(name, folder)
            if name in texts:
                agree(label, cut(manifest.text_of(texts[name])))
            if any(row.hash == NONE for row in label.rows):
                raise LabelError("rows without a hash (--add-hashes adds them)")
        except LabelError as error:
            wrong.append(f"{name}: {error}")
    return wrong


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.labels", description="Check the labels.")
    parser.add_argument(
        "--add-hashes",
        action="store_true",
        help="first rewrite the labels of own drafts in the full format and list the drafts in the manifest",
    )
    if parser.parse_args().add_hashes:
        others = [entry for entry in manifest.entries() if entry.split != "own"]
        manifest.write([*others, *map(manifest.own, add_hashes())])
    wrong = complaints()
    print("\n".join(wrong) or "All labels are in order.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
