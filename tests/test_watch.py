"""Tests of `check --watch`: it shows what changed since the last save, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import Run, environment

from prfaq_lint.cli.watching import MOST_SHOWN, news
from prfaq_lint.diagnostic import Diagnostic
from prfaq_lint.reports import Style
from prfaq_lint.result import Answer, FileResult, NotRead

Cli = Callable[..., Run]

DRAFT = """\
# PR/FAQ: Saltpan tells harvesters when to rake

TODO: say who harvests.

Harvesters on the coast lose a third of the crop to rain that nobody told them about.

## FAQ

### What does it cost?

It costs £3 a month.
"""


def result(*rows: tuple[str, int, str], answers: tuple[str, ...] = ()) -> FileResult:
    """Return a result whose findings are given as rule, line, and text of the line."""
    found = [
        Diagnostic("a.md", line, 1, line, 2, rule, "prose", "warning", f"about {text}") for rule, line, text in rows
    ]
    questions = [Answer(f"Question {number}?", answer, ()) for number, answer in enumerate(answers)]
    marks = tuple(f"{rule} {text}" for rule, _, text in rows)
    return FileResult(
        "a.md", "prfaq", "en", found, questions, excerpts={row[1]: row[2] for row in rows}, fingerprints=marks
    )


def told(before: FileResult | NotRead | None, after: FileResult | NotRead | None) -> str:
    sides = [{"a.md": one} if one else {} for one in (before, after)]
    return news(*sides, Style())


def test_fixed_new_and_still_open() -> None:
    before = result(("hype", 3, "an amazing rake"), ("weasel", 5, "nearly always"), answers=("no", "no"))
    after = result(("weasel", 9, "nearly always"), ("jargon", 4, "leverage synergies"), answers=("partly", "no"))
    assert told(before, after) == (
        "a.md: 1 fixed, 1 new, 1 still open\n"
        "  fixed warning hype: about an amazing rake\n"
        "  new   4:1 warning jargon: about leverage synergies\n"
        "  Question 0? no → partly\n"
    )


def test_nothing_left() -> None:
    assert told(result(("hype", 3, "x")), result()) == "a.md: 1 fixed, nothing open\n  fixed warning hype: about x\n"


def test_moved_lines_are_not_reported_as_changes() -> None:
    assert told(result(("hype", 3, "x")), result(("hype", 8, "x"))) == ""
    assert told(result(("hype", 3, "x")), result(("hype", 3, "x"))) == ""


def test_added_and_removed_files_are_reported() -> None:
    assert told(None, result(("hype", 3, "x"))).startswith("a.md: 1 new\n")
    assert told(result(), None) == "a.md: gone\n"
    assert told(result(), NotRead("a.md", "not UTF-8")) == "a.md: not UTF-8\n"


def test_many_changes_are_counted() -> None:
    many = result(*((f"rule-{number:02}", number, "x") for number in range(1, MOST_SHOWN + 6)))
    assert "  and 5 more new\n" in told(result(), many)


def test_nothing_hostile_gets_through() -> None:
    shown = told(result(), result(("hype", 3, "\x1b[31m\r::error::x")))
    assert "\x1b" not in shown and "\r" not in shown


@pytest.mark.skipif(bool(find_spec("watchfiles")), reason="the extra watch is there")
def test_without_the_extra_there_is_one_line(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(DRAFT, encoding="utf-8")
    run = cli("check", "--watch", "a.md", cwd=tmp_path)
    assert (run.status, run.out) == (2, "")
    assert run.err == "prfaq-lint: --watch needs the package watchfiles: pip install 'prfaq-lint[watch]'\n"


@pytest.mark.parametrize("other", ["--fix", "--diff", "--format=json", "--since=HEAD", "--statistics"])
def test_options_that_contradict(cli: Cli, other: str) -> None:
    run = cli("check", "--watch", other, "examples")
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("watchfiles") or os.name == "nt", reason="needs the extra watch, and signals")
def test_a_save_shows_what_changed_and_interrupt_ends_quietly(tmp_path: Path) -> None:
    draft = tmp_path / "a.md"
    draft.write_text(DRAFT, encoding="utf-8")
    command = [sys.executable, "-m", "prfaq_lint", "check", "--watch", "--select", "todo-marker", "a.md"]
    shown = tmp_path / "shown"
    with (
        shown.open("wb") as out,
        subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=out, stderr=subprocess.STDOUT) as process,
    ):
        _until(shown, "watching; Ctrl-C ends")
        new = tmp_path / ".a.md.new"  # as editors save files
        new.write_text(DRAFT.replace("TODO: say who harvests.", "Two families harvest."), encoding="utf-8")
        os.replace(new, draft)
        _until(shown, "1 fixed, nothing open")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    text = shown.read_text(encoding="utf-8")
    assert text.endswith("  fixed error todo-marker: " + text.rsplit("todo-marker: ", 1)[1])
    assert "Traceback" not in text and "Interrupt" not in text


def _until(file: Path, words: str) -> None:
    end = time.monotonic() + 300
    while words not in file.read_text(encoding="utf-8"):
        assert time.monotonic() < end, file.read_text(encoding="utf-8")
        time.sleep(0.2)
