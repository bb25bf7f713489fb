"""Tests of startup: commands that read no draft import none of the heavy packages."""

from __future__ import annotations

import pytest
from conftest import prfaq

pytestmark = pytest.mark.slow

HEAVY = {"spacy", "numpy", "jinja2", "markdown_it", "thinc", "pydantic"}


def imported(*arguments: str) -> set[str]:
    """Return the top-level packages that a run imports."""
    run = prfaq(*arguments, python=("-X", "importtime"))
    assert run.status == 0
    return {
        line.rsplit("|", 1)[1].strip().partition(".")[0]
        for line in run.err.splitlines()
        if line.startswith("import time:")
    }


def test_measurement_detects_imports() -> None:
    """Check the measurement itself: a run that reads a draft does import a parser."""
    assert {"click", "markdown_it", "prfaq_lint"} <= imported("outline", "examples/rent-receipts.md")


@pytest.mark.parametrize("path", ["examples/rent-receipts.md", "examples/ledger-sync.md"])
def test_check_imports_numpy_but_not_spacy(path: str) -> None:
    """Check that a check imports numpy for the reader, but not spaCy, which only token patterns of added pages need."""
    assert imported("check", "--exit-zero", path) & (HEAVY - {"markdown_it", "numpy"}) == set()


def test_version_imports_almost_nothing() -> None:
    assert imported("--version") & (HEAVY | {"click", "yaml", "pathspec"}) == set()


@pytest.mark.parametrize(
    "arguments", [("--help",), ("check", "--help"), ("rules",), ("explain", "pantry")], ids=" ".join
)
def test_commands_without_drafts_import_no_heavy_packages(arguments: tuple[str, ...]) -> None:
    assert imported(*arguments) & HEAVY == set()
