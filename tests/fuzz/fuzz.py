"""A coverage-guided fuzzer over all that reads a draft: `python tests/fuzz/fuzz.py -max_total_time=1800`.

Needs atheris (`pip install atheris`), which the tests do not. What libFuzzer understands may follow; by default finds go
into `crashes/`, and what it learns stays in `corpus/`, both below the current folder. It begins with `seeds/`, the examples
of the rule pages and those of `examples/`. A find is shortened with `-minimize_crash=1 -runs=10000 FILE`, fixed, and kept
in `seeds/`, which the tests run.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zlib import crc32

import atheris  # type: ignore[import-not-found,unused-ignore]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(HERE))

with atheris.instrument_imports(include=["prfaq_lint", "markdown_it", "properties"]):
    import properties

    from prfaq_lint.document.source import UnreadableDraft, decode
    from prfaq_lint.rules.pages import directory, pages, parse_page

LONGEST = 20.0
"""Seconds that one input may take before it counts as a find."""


def one(data: bytes) -> None:
    """Try one input."""
    try:
        text = decode(data)
    except UnreadableDraft:
        text = data.decode("utf-8", "ignore")
    properties.check(text, reports=crc32(data) % 16 == 0)


def sow(folder: Path) -> None:
    """Put the examples of the rule pages and the example drafts where the fuzzer begins."""
    folder.mkdir(parents=True, exist_ok=True)
    drafts = [path.read_bytes() for path in sorted((ROOT / "examples").rglob("*.md"))]
    for page in pages(directory("rules")):
        drafts += [example.text.encode() for example in parse_page(page).examples]
    for number, draft in enumerate(drafts):
        (folder / f"seed-{number:04}").write_bytes(draft)


def main() -> None:
    """Fuzz until told to stop."""
    corpus, crashes = Path("corpus"), Path("crashes")
    sow(corpus)
    crashes.mkdir(exist_ok=True)
    own = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    usual = [f"-dict={HERE / 'markdown.dict'}", f"-artifact_prefix={crashes}{os.sep}", f"-timeout={LONGEST:.0f}"]
    places = [] if own else [str(corpus), str(HERE / "seeds")]
    properties.check("# Warm up\n\nSo that the first input is not charged for what is loaded once.\n")
    atheris.Setup([sys.argv[0], *usual, "-max_len=4000", "-len_control=20", *sys.argv[1:], *places], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
