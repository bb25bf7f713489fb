"""How fast and how small, in ratios: `python tests/benchmarks/run.py`.

Each figure is the cpu time (user + system, with all children) of whole processes, measured pair by pair in turn, A B A B …,
and the median of the pairs' ratios: other work on the machine then weighs on both sides. Nothing but ratios is worth
comparing between machines. Other linters are measured on the same files where they are found, on the PATH or by an option
such as `--proselint ~/venv/bin/proselint`; a tool that reports nothing at all, ours included, is marked, because a run that
scans nothing is quick. One that takes longer than `--limit` is stopped and marked. `--quick` gives a first look in a minute or
two: two pairs, 20 drafts, nothing of 1 MB. The drafts are those of `examples/`, their paragraphs in another order each time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log10
from pathlib import Path
from statistics import linear_regression, median

ROOT = Path(__file__).resolve().parents[2]
PEERS = {
    "proselint": ["check"],
    "textlint": ["--rule", "write-good"],
    "markdownlint-cli2": [],
    "write-good": [],
    "rumdl": ["check", "--no-cache"],
}
"""Other tools, and what stands between their name and the files."""
TOO_LONG = "  (not done within the limit)"
LIMIT = 300
"""Seconds that one run may take by the clock."""
FLOOR = """
import sys
from pathlib import Path
import spacy
from markdown_it import MarkdownIt
nlp = spacy.blank("en")
for path in sys.argv[1:]:
    text = Path(path).read_text(encoding="utf-8")
    MarkdownIt("commonmark").enable("table").parse(text)
    for start in range(0, len(text), 900_000):
        nlp.tokenizer(text[start : start + 900_000])
"""
"""What every tool must do that reads Markdown with markdown-it-py and splits it into words with spaCy."""


def main() -> None:
    """Print the table."""
    global LIMIT
    options = argparse.ArgumentParser(description="Ratios of cpu time against a floor and against other linters.")
    options.add_argument("--pairs", type=int, default=7, help="pairs of runs for each figure (default 7)")
    options.add_argument("--files", type=int, default=200, help="how many drafts the large run has (default 200)")
    options.add_argument("--limit", type=int, default=LIMIT, help="seconds that one run may take (default 300)")
    options.add_argument("--quick", action="store_true", help="2 pairs, 20 drafts, no draft of 1 MB")
    for name in PEERS:
        options.add_argument(f"--{name}", metavar="PATH", help=f"where {name} is, if not on the PATH")
    chosen = options.parse_args()
    if chosen.quick:
        chosen.pairs, chosen.files = 2, 20
    LIMIT = chosen.limit
    found = {name: getattr(chosen, name.replace("-", "_")) or shutil.which(name) for name in PEERS}
    peers = {name: [path, *PEERS[name]] for name, path in found.items() if path}
    print(f"Python {sys.version.split()[0]}, {chosen.pairs} pairs a figure; not found: ", end="")
    print(", ".join(name for name in PEERS if name not in peers) or "none")
    with tempfile.TemporaryDirectory() as folder:
        table(Path(folder), chosen.pairs, chosen.files, peers, chosen.quick)


def table(folder: Path, pairs: int, count: int, peers: dict[str, list[str]], quick: bool = False) -> None:
    """Measure everything on drafts written below a folder."""
    nothing = [sys.executable, "-c", "pass"]
    ours = [sys.executable, "-m", "prfaq_lint"]
    check = [*ours, "check", "--force", "--no-config", "--quiet", "--fail-on", "never"]
    floor = [sys.executable, "-c", FLOOR]
    one = [str(write(folder / "one.md", next(drafts())))]
    many = [str(write(folder / f"{n}.md", text)) for n, text in zip(range(count), drafts(), strict=False)]

    print("\nstart-up, in units of `python -c pass`")
    for name in ("--version", "--help", "rules", "explain pantry"):
        row(f"prfaq-lint {name}", ratio([*ours, *name.split()], nothing, pairs))
    for name, command in peers.items():
        row(f"{name} --version", ratio([command[0], "--version"], nothing, pairs))

    inputs = [("one draft", one, pairs), (f"{count} drafts", many, max(1, pairs // 2))]
    if not quick:
        inputs.append(("one draft of 1 MB", [str(write(folder / "big.md", megabyte()))], max(1, pairs // 2)))
    for title, files, times in inputs:
        print(f"\n{title}, cold")
        mark = marked([*check, *files])
        row("prfaq-lint against the floor", ratio([*check, *files], [*floor, *files], times), mark)
        done = {"prfaq-lint": check}
        for name, command in peers.items():
            mark = marked([*command, *files])
            if mark != TOO_LONG:
                done[name] = command
            figures = [] if mark == TOO_LONG else ratio([*check, *files], [*command, *files], times)
            row(f"prfaq-lint against {name}", figures, mark)
        print("  peak memory, MiB: ", end="")
        print(", ".join(f"{name} {peak([*command, *files]):.0f}" for name, command in done.items()))

    print("\nsecond run of the same files: ours is warm, the others are cold")
    for title, files, times in (("one draft", one, pairs), (f"{count} drafts", many, max(1, pairs // 2))):
        row(f"{title}, against the floor", ratio([*check, *files], [*floor, *files], times, warm(folder)))
        for name, command in peers.items():
            row(f"{title}, against {name}", ratio([*check, *files], [*command, *files], times, warm(folder)))

    if not quick:
        growth(folder, max(1, pairs // 2))

    print(f"\n{count} drafts, cold: the time that two processes take, against one")
    two, alone = ([*check, f"--jobs={n}", *many] for n in (2, 1))
    wall(two), wall(alone)
    row("--jobs=2 against --jobs=1, elapsed", [wall(two) / wall(alone) for _ in range(max(1, pairs // 2))])


def growth(folder: Path, times: int) -> None:
    """The exponents with which time grows from 10 KB to 1 MB, the start taken off: 1 where ten times the text takes ten
    times as long. Of single rules, each with all that it shares with others, those that grow fastest among those whose time
    can be measured."""
    print("\ngrowth: exponents from 10 to 100 KB, and from 100 KB to 1 MB")
    sizes = (1_000, 10_000, 100_000, 1_000_000)
    text = unlike(megabyte())
    files = [str(write(folder / f"size-{size}.md", text[:size])) for size in sizes]
    check = [sys.executable, "-m", "prfaq_lint", "check", "--force", "--no-config", "--quiet", "--jobs=1"]
    for path in files:
        cpu([*check, path])
    seconds = [[cpu([*check, path]) for path in files] for _ in range(times)]
    for small, large, name in ((1, 2, "10 to 100 KB"), (2, 3, "100 KB to 1 MB")):
        row(f"the whole, {name}", [log10((one[large] - one[0]) / (one[small] - one[0])) for one in seconds])
    script = (
        "import json, sys, time\n"
        "from prfaq_lint.configuration.files import Configs\n"
        "from prfaq_lint.document.draft import Document\n"
        "from prfaq_lint.runner.run import Linters\n"
        "linters = Linters(configs=Configs(isolated=True))\n"
        "best = {}\n"
        "for _ in range(4):\n"
        "    for path in sys.argv[1:]:\n"
        "        document = Document.parse(open(path, encoding='utf-8').read(), path)\n"
        "        linter = linters.of(linters.settings(document))\n"
        "        linter.check(linter.outline(document))\n"
        "        outline = linter.outline(document)\n"
        "        fresh = dict(vars(outline))\n"
        "        for rule in linter.rules:\n"
        "            vars(outline).clear()\n"
        "            vars(outline).update(fresh)\n"
        "            begun = time.process_time()\n"
        "            list(rule.check.run(outline))\n"
        "            taken = time.process_time() - begun\n"
        "            times = best.setdefault(rule.name, {})\n"
        "            times[path] = min(taken, times.get(path, taken))\n"
        "print(json.dumps({name: list(times.values()) for name, times in best.items()}))\n"
    )
    texts = [unlike(examples(turns)) for turns in (3, 5, 9, 16, 28)]
    files = [str(write(folder / f"turns-{number}.md", text)) for number, text in enumerate(texts)]
    done = subprocess.run(
        [sys.executable, "-c", script, *files], capture_output=True, text=True, env=environment(), check=True
    )
    slopes = []
    for name, taken in json.loads(done.stdout).items():
        if taken[0] > 0.0005:
            slopes.append((linear_regression([log10(len(text)) for text in texts], [*map(log10, taken)]).slope, name))
    for slope, name in sorted(slopes, reverse=True)[:5]:
        row(f"the rule {name}, 100 KB to 1 MB", [slope])
    print(
        f"  {len(slopes)} rules take long enough to be measured; each exponent is the slope through {len(texts)} lengths"
    )


def row(name: str, figures: list[float], remark: str = "") -> None:
    """One line: the median of the ratios, and the least and the greatest."""
    shown = f"{median(figures):8.3f}   ({min(figures):.3f} to {max(figures):.3f})" if figures else " " * 8
    print(f"  {name:44} {shown}{remark}", flush=True)


def ratio(one: Sequence[str], other: Sequence[str], pairs: int, more: Mapping[str, str] | None = None) -> list[float]:
    """The ratio of two commands' cpu times, in pairs of runs, the first with `more` in its environment; a first run of each
    fills the disk cache, and ours. Empty where a run took too long."""
    try:
        cpu(one, more), cpu(other)
        return [cpu(one, more) / max(cpu(other), 0.001) for _ in range(pairs)]
    except subprocess.TimeoutExpired:
        return []


def warm(folder: Path) -> Mapping[str, str]:
    """What makes a run keep its results."""
    return {"PRFAQ_LINT_CACHE": str(folder / "cache")}


def wall(command: Sequence[str]) -> float:
    """Seconds that pass while a command runs."""
    begun = time.perf_counter()
    cpu(command)
    return time.perf_counter() - begun


def cpu(command: Sequence[str], more: Mapping[str, str] | None = None) -> float:
    """Seconds of cpu time that a command takes, with all its children."""
    env = {**environment(), **(more or {})}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env, check=False, timeout=LIMIT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def peak(command: Sequence[str]) -> float:
    """The largest memory of a command, in MiB; asked of a process of its own, whose only child it is."""
    script = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, env=environment(), check=True
    )
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def marked(command: Sequence[str]) -> str:
    """What a reader of a figure must know of a run: that it reported nothing, or took too long; else ""."""
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return TOO_LONG
    return "" if done.stdout.strip() or done.stderr.strip() else "  (reports nothing: is it set up?)"


def environment() -> dict[str, str]:
    """This checkout first, and compiled modules kept, as an installed program has them."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    place = Path(tempfile.gettempdir(), "prfaq-lint-benchmarks")
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PRFAQ_LINT_CACHE": "",
        "PYTHONPYCACHEPREFIX": str(place / "compiled"),
    }


def drafts() -> Iterator[str]:
    """Drafts without end: those of `examples/`, from the second on with the paragraphs below each heading shuffled."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md"))]
    longest = max(texts, key=len)
    yield longest
    chance = random.Random(1)
    while True:
        blocks = chance.choice(texts).split("\n\n")
        heads = [at for at, block in enumerate(blocks) if block.startswith("#")] + [len(blocks)]
        for first, last in pairwise(heads):
            below = blocks[first + 1 : last]
            chance.shuffle(below)
            blocks[first + 1 : last] = below
        yield "\n\n".join(blocks)


def megabyte() -> str:
    """One text of a megabyte."""
    text = ""
    for draft in drafts():
        text += draft + "\n\n"
        if len(text) >= 1_000_000:
            return text[:1_000_000]
    raise AssertionError("drafts without end have ended")


def examples(turns: int) -> str:
    """All of `examples/`, so many times: texts of other lengths have the same mix of everything."""
    return "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.md")) * turns)


def unlike(text: str) -> str:
    """A text in which no two paragraphs are the same: the longer it were, the more of them would be."""
    blocks = text.split("\n\n")
    return "\n\n".join(
        f"{block} Ward {number} says so." if block[:1].isalpha() and block.endswith(".") else block
        for number, block in enumerate(blocks)
    )


def write(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_text(text, encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
