"""Tests on arbitrary text: it is read, reported and fixed as the documentation guarantees.

The properties are in `fuzz/properties.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import ROOT, examples
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import properties
import targets

FUZZ = ROOT / "tests" / "fuzz"
SEEDS = sorted((FUZZ / "seeds").glob("*/*"))
SPECIFICATION = json.loads((FUZZ / "commonmark.json").read_text(encoding="utf-8"))["examples"]
WORDS = [
    json.loads(line.replace("\\x", "\\u00")).encode("latin-1").decode("utf-8")
    for line in (FUZZ / "markdown.dict").read_text(encoding="ascii").splitlines()
    if line.startswith('"')
]
DRAFT = (ROOT / "examples" / "party-planner.md").read_text(encoding="utf-8")
LINES = [line for line in DRAFT.splitlines(keepends=True) if line.strip()]

pieces = st.lists(st.sampled_from([*WORDS, *LINES, *SPECIFICATION]) | st.text(max_size=20), max_size=20)


@examples(120)
@given(pieces.map("".join))
def test_anything_put_together(text: str) -> None:
    properties.check(text, reports=False)


@examples(25)
@given(pieces.map("".join))
def test_anything_put_together_in_every_format(text: str) -> None:
    properties.check(text)


@examples(20)
@given(st.data())
def test_a_draft_with_something_in_it(data: st.DataObject) -> None:
    """Check that unusual text in the middle of a draft does not move the text before it."""
    at = data.draw(st.integers(0, len(DRAFT)))
    strange = data.draw(st.sampled_from(WORDS) | st.text(max_size=5))
    properties.check(DRAFT[:at] + strange + DRAFT[at:], reports=False)


@pytest.mark.slow
def test_every_example_of_the_specification_in_every_format() -> None:
    assert len(SPECIFICATION) > 600
    properties.formats([properties.check(example, reports=False) for example in SPECIFICATION])


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_the_fuzzer_found_once(seed: Path) -> None:
    targets.TARGETS[seed.parent.name](seed.read_bytes())
    if seed.parent.name == "document":
        properties.check(seed.read_bytes().decode("utf-8", "ignore"))  # in every format


@pytest.mark.parametrize("name", targets.TARGETS)
def test_every_target_of_the_fuzzer_runs(name: str) -> None:
    for extra, module in (("docx", "docx"), ("lsp", "pygls")):
        if name == extra:
            pytest.importorskip(module)
    for data in (b"", b"\0", b"\xff\xfe", *targets.seeds(name)[:3]):
        targets.TARGETS[name](data)


@given(pieces.map("".join))
@examples(50)
def test_line_ends_make_no_difference(text: str) -> None:
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    found = [
        [(finding.line, finding.column, finding.rule) for finding in properties.check(ends, reports=False).diagnostics]
        for ends in (unix, unix.replace("\n", "\r\n"))
    ]
    assert found[0] == found[1]
