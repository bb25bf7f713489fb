"""A coverage-guided fuzzer: `python tests/fuzz/fuzz.py TARGET -max_total_time=1800`; `targets.py` has the targets.

Needs atheris (`pip install atheris`), which the tests do not. What libFuzzer understands may follow; by default finds go
into `crashes/TARGET`, and what it learns stays in `corpus/TARGET`, both below the current folder. It begins with `seeds/`,
the examples of the rule pages and those of `examples/`. A find is shortened with `-minimize_crash=1 -runs=10000 FILE`,
fixed, and kept in `seeds/TARGET`, which the tests run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
sys.path.insert(0, str(HERE))

with atheris.instrument_imports(include=["prfaq_lint", "markdown_it", "properties"]):
    import properties
    import targets

LONGEST = 20.0
"""Seconds that one input may take before it counts as a find."""


def main() -> None:
    """Fuzz until told to stop."""
    name, *rest = sys.argv[1:] or [""]
    if name not in targets.TARGETS:
        sys.exit(f"usage: fuzz.py {'|'.join(targets.TARGETS)} [LIBFUZZER OPTION]...")
    corpus, crashes, own = Path("corpus", name), Path("crashes", name), HERE / "seeds" / name
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.seeds(name)):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    usual = [f"-dict={HERE / 'markdown.dict'}", f"-artifact_prefix={crashes}{os.sep}", f"-timeout={LONGEST:.0f}"]
    given = [argument for argument in rest if not argument.startswith("-")]
    places = [] if given else [str(corpus), *([str(own)] if own.is_dir() else [])]
    properties.check("# Warm up\n\nSo that the first input is not charged for what is loaded once.\n")
    atheris.Setup([sys.argv[0], *usual, "-max_len=4000", "-len_control=20", *rest, *places], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
