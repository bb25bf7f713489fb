"""How long the language server takes to lint a text after it changed, and 10,000 random edits against a fresh parse.

    python tests/benchmarks/lsp.py [--edits 10000] [--quick]

Times are from a change of the text to the findings, without the pause of 150 ms that the server waits for the next change.
CPU time is what they would be on an idle machine with one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

EXAMPLE = TESTS.parent / "examples" / "rent-receipts.md"


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall time and CPU time in milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def row(name: str, times: list[tuple[float, float]], further: str = "") -> None:
    """Print the median and the longest of some measurements."""
    ordered = [sorted(one[kind] for one in times) for kind in (0, 1)]
    cells = [f"{values[len(values) // 2]:8.0f} {values[-1]:8.0f}" for values in ordered]
    print(f"{name:<34} {cells[0]}   {cells[1]}   {further}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="without the draft of 1 MB")
    options = parser.parse_args()

    from lsprotocol import types
    from test_lsp import random_edits

    from prfaq_lint.lsp.analysis import Analyst, keep_windows
    from prfaq_lint.lsp.diagnostics import diagnostics
    from prfaq_lint.lsp.text import Text
    from prfaq_lint.reader import model

    draft = EXAMPLE.read_text(encoding="utf-8")
    analyst = Analyst(isolated=True)

    def lint(text: Text) -> None:
        diagnostics(analyst.analyse("file:///draft.md", "/draft.md", text, force=True), related=True)

    print(f"{'milliseconds':<34} {'wall':>8} {'longest':>8}   {'CPU':>8} {'longest':>8}")
    row("load the reader", [timed(lambda: keep_windows(lambda: None))])
    memory = model.load().memory
    assert memory is not None

    def measure(name: str, text: Text, count: int) -> None:
        row(f"{name}, cold", [timed(lambda: lint(text))], f"{memory.misses} windows read")
        row(f"{name}, unchanged", [timed(lambda: lint(text))])
        chance = random.Random(5)
        for kind, new in (
            ("one letter", "x"),
            ("one word", " rather"),
            ("one sentence", " They pay on Mondays, in cash. "),
        ):
            times, before, now = [], memory.misses, text
            for _ in range(count):
                at = now.text.index(" ", chance.randrange(len(now.text) - 200))
                where = now.range(at, at)
                changed = now.changed([types.TextDocumentContentChangePartial(where, new)])
                times.append(timed(lambda changed=changed: lint(changed)))  # type: ignore[misc]
                now = changed
            row(f"{name}, {kind} more", times, f"{(memory.misses - before) / count:.1f} windows read each")

    measure(f"draft of {len(draft.split()):,} words", Text(draft), 12)
    if not options.quick:
        measure("draft of 1 MB", Text((draft + "\n") * (1_000_000 // len(draft.encode()))), 1)
        print(f"the reader's memory: {memory.size / 1e6:.1f} MB in {len(memory)} windows")
    if options.edits:
        for encoding in ("utf-16", "utf-8", "utf-32"):
            print(
                f"{options.edits:,} random edits, {encoding}: {timed(lambda e=encoding: random_edits(options.edits, e))[1]:.0f} ms"
            )  # type: ignore[misc]


if __name__ == "__main__":
    main()
