"""`python -m tests.evaluation.ecosystem OLD NEW`: the findings that come and go between two revisions of the tool."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import manifest

ROOT = Path(__file__).resolve().parents[2]
SEVERITIES = ("error", "warning", "note")

Findings = Mapping[tuple[str, str, int, int], Mapping[str, Any]]
"""The findings, identified by rule, draft, line, and a number for those with all three in common."""


@contextmanager
def checkout(revision: str) -> Iterator[Path]:
    """Yield a folder with a revision of this repository; `.` is the working tree with its changes."""
    if revision == ".":
        yield ROOT
        return
    with tempfile.TemporaryDirectory(prefix="prfaq-ecosystem-") as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def check(tree: Path, drafts: Path) -> Findings:
    """Return the findings on the drafts in a folder by the tool in a source tree."""
    command = [sys.executable, "-m", "prfaq_lint", "check", "--format", "json", "--no-cache", "--exit-zero", "."]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=drafts, env=environment, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    found: dict[tuple[str, str, int, int], Mapping[str, Any]] = {}
    seen: Counter[tuple[str, str, int]] = Counter()
    for finding in json.loads(done.stdout):
        place = finding["rule"], Path(finding["path"]).stem, finding["line"]
        found[*place, seen[place]] = finding
        seen[place] += 1
    return found


def difference(old: Findings, new: Findings, drafts: int) -> str:
    """Return the findings that disappear and appear, by rule, and the totals."""
    lines = []
    reworded = 0
    for rule in sorted({key[0] for key in (*old, *new)}):
        gone = sorted(key for key in old if key[0] == rule and key not in new)
        come = sorted(key for key in new if key[0] == rule and key not in old)
        kept = [key for key in new if key[0] == rule and key in old]
        shifted = [key for key in kept if new[key]["severity"] != old[key]["severity"]]
        reworded += sum(new[key]["message"] != old[key]["message"] for key in kept)
        if not gone and not come and not shifted:
            continue
        lines.append(f"{rule}  +{len(come)} -{len(gone)}" + (f" ~{len(shifted)}" if shifted else ""))
        changes = [(key, "-", old[key]) for key in gone] + [(key, "+", new[key]) for key in come]
        changes += [(key, "~", new[key]) for key in shifted]
        for key, sign, finding in sorted(changes, key=lambda change: (change[0][1:], change[1])):
            was = f"{old[key]['severity']} → " if sign == "~" else ""
            lines.append(f"  {sign} {key[1]}:{key[2]} {was}{finding['severity']}: {finding['message']}")
        lines.append("")
    come_all, gone_all = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    lines.append(f"{drafts} drafts: {come_all} findings come, {gone_all} go, {reworded} that stay are worded otherwise")
    for name, findings in (("old", old), ("new", new)):
        counts = Counter(finding["severity"] for finding in findings.values())
        shares = ", ".join(f"{counts[severity]} {severity}s" for severity in SEVERITIES)
        lines.append(f"{name}: {len(findings)} findings ({shares})")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.ecosystem", description=__doc__)
    parser.add_argument("old", metavar="OLD", help="a git revision, or . for the working tree")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--texts", type=Path, action="append", default=[], metavar="DIR", help="as for the measures")
    given = parser.parse_args(arguments)
    texts = manifest.find(manifest.entries(), given.texts)
    with tempfile.TemporaryDirectory(prefix="prfaq-drafts-") as folder:
        for name, path in texts.items():
            (Path(folder) / f"{name}.md").write_bytes(manifest.text_of(path).encode("utf-8"))
        found = []
        for revision in (given.old, given.new):
            with checkout(revision) as tree:
                found.append(check(tree, Path(folder)))
    print(difference(found[0], found[1], len(texts)))
    return 0


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
