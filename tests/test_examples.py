"""Tests of the whole drafts under examples/: two are sound, and each of the others has a recorded report next to it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT, Run, prfaq

EXAMPLES = sorted((ROOT / "examples").glob("*.md"))
SOUND = ("night-shift-handover", "rent-receipts")


def record_of(path: Path) -> Path:
    """Return the path of the recorded report of an example."""
    return path.with_name(f"{path.stem}.report.txt")


def checked(path: Path) -> Run:
    """Return a run of `check` on an example, from the repository's root and at the usual width."""
    return prfaq("check", f"examples/{path.name}", cwd=ROOT)


@pytest.fixture(scope="module")
def runs() -> dict[Path, Run]:
    """Return a run for each example; several run at a time."""
    with ThreadPoolExecutor() as pool:
        return dict(zip(EXAMPLES, pool.map(checked, EXAMPLES), strict=True))


def name_of(path: Path) -> str:
    return path.name.partition(".")[0]


def test_there_are_examples() -> None:
    assert {path.stem for path in EXAMPLES} >= set(SOUND)


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem not in SOUND], ids=name_of)
def test_flawed_example_has_its_recorded_report(path: Path, runs: dict[Path, Run]) -> None:
    """Check the report against the record, which `python tests/record.py` updates."""
    assert record_of(path).is_file(), "nothing is recorded"
    assert runs[path].out == record_of(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem not in SOUND], ids=name_of)
def test_flawed_example_fails(path: Path, runs: dict[Path, Run]) -> None:
    """Check the exit status of flawed examples; a hypothesis gets only warnings, so it does not fail."""
    run = runs[path]
    assert run.status == (0 if "stage: hypothesis" in path.read_text(encoding="utf-8") else 1)
    assert run.out


@pytest.mark.parametrize("path", [path for path in EXAMPLES if path.stem in SOUND], ids=name_of)
def test_sound_example_has_no_error(path: Path, runs: dict[Path, Run]) -> None:
    run = runs[path]
    assert (run.status, run.err) == (0, ""), run.out


@pytest.mark.parametrize("record", sorted((ROOT / "examples").glob("*.report.txt")), ids=name_of)
def test_record_belongs_to_a_flawed_example(record: Path) -> None:
    assert record.name.removesuffix(".report.txt") in {path.stem for path in EXAMPLES} - set(SOUND)
