"""Tests of `examples` and `new --from-example`: sound and flawed drafts to read and to start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, prfaq

from prfaq_lint import lint
from prfaq_lint.authoring.examples import examples

NAMES = [example.name for example in examples()]


def test_every_draft_is_listed() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in (ROOT / "examples").glob("*.md"))
    run = prfaq("examples")
    assert (run.status, run.err) == (0, "")
    assert [line.split()[0] for line in run.out.splitlines()[: len(NAMES)]] == NAMES
    assert "`prfaq-lint new --from-example NAME` starts from one" in run.out


@pytest.mark.parametrize("example", list(examples()), ids=lambda example: example.name)
def test_a_sound_example_is_sound(example: object) -> None:
    from prfaq_lint.authoring.examples import Example

    assert isinstance(example, Example)
    grave = [found for found in lint(example.text()) if found.severity != "note"]
    assert bool(grave) is not example.sound


def test_show_prints_the_draft() -> None:
    shown = prfaq("examples", "--show", "rent-receipts")
    assert shown.out == (ROOT / "examples" / "rent-receipts.md").read_text(encoding="utf-8")
    wrong = prfaq("examples", "--show", "rent-receipt")
    assert (wrong.status, wrong.err) == (
        2,
        "prfaq-lint: unknown example “rent-receipt” (did you mean “rent-receipts”?)\n",
    )


def test_a_draft_from_an_example(tmp_path: Path) -> None:
    run = prfaq("new", "Deposits", "--from-example", "rent-receipts", cwd=tmp_path)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("Wrote deposits.md, a copy of the example.")
    text = (tmp_path / "deposits.md").read_text(encoding="utf-8")
    assert text == (ROOT / "examples" / "rent-receipts.md").read_text(encoding="utf-8")
    again = prfaq("new", "Deposits", "--from-example", "rent-receipts", cwd=tmp_path)
    assert (again.status, again.err) == (2, "prfaq-lint: deposits.md already exists (use --force to overwrite it)\n")
    assert prfaq("new", "--from-example", "rent-receipts", "-o", "-", cwd=tmp_path).out == text
    both = prfaq("new", "--from-example", "rent-receipts", "-t", "classic", cwd=tmp_path)
    assert both.status == 2 and "--from-example copies an example" in both.err
