"""What the README shows is what the program prints."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TRANSCRIPTS = re.findall(r"<!-- transcript: (.+?) -->\n```text\n(.*?)```", README, re.DOTALL)


def test_there_is_a_transcript() -> None:
    assert TRANSCRIPTS


def printed(command: str) -> str:
    """What a command line of the README prints, run at the root of the repository."""
    words = shlex.split(command)
    assert words[0] == "prfaq-lint"
    result = subprocess.run(
        [sys.executable, "-m", "prfaq_lint", *words[1:]],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return result.stdout


@pytest.mark.parametrize(("command", "shown"), TRANSCRIPTS, ids=[command for command, _ in TRANSCRIPTS])
def test_transcript(command: str, shown: str) -> None:
    assert printed(command) == shown


def test_every_command_is_in_the_readme() -> None:
    from prfaq_lint.cli import COMMANDS

    assert [name for name in COMMANDS if f"`prfaq-lint {name}" not in README] == []


def test_every_option_of_check_is_in_the_readme() -> None:
    from prfaq_lint.cli.check_command import command

    options = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in README and f", `{name}" not in README] == []
