"""Run what the README and the pages of the documentation show: files to save, and commands with their output.

A page is followed from top to bottom in an empty folder that contains `examples/`:

* `<!-- file: NAME -->` above a code block saves it, `<!-- append: NAME -->` adds it to a file.
* A `console` block begins with `$ prfaq-lint …` and continues with its output.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(
    r"^<!-- (?P<kind>file|append): (?P<name>[^\n]+) -->\n(?P<fence>`{3,})\w+\n(?P<text>.*?)^(?P=fence)\n"
    r"|^```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)


def shown(page: Path) -> list[str]:
    """Return the commands that a page shows, with their output."""
    blocks = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [block["command"] for block in blocks if block["command"]]


def replayed(page: Path, folder: Path) -> str:
    """Return a page with the current output of its commands, run in a folder."""
    shutil.copytree(ROOT / "examples", folder / "examples")

    def play(block: re.Match[str]) -> str:
        if block["command"]:
            return f"```console\n$ {block['command']}\n{printed(block['command'], folder)}```\n"
        path = folder / block["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if block["kind"] == "append" else "w", encoding="utf-8", newline="\n") as file:
            file.write(block["text"])
        return block[0]

    return _BLOCK.sub(play, page.read_text(encoding="utf-8"))


def printed(command: str, folder: Path) -> str:
    """Return the standard output of a command line, 80 columns wide."""
    words = shlex.split(command)
    assert words[0] == "prfaq-lint", command
    ours = {"COLUMNS": "80", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PRFAQ_LINT_CACHE": ""}
    done = subprocess.run(
        [sys.executable, "-m", "prfaq_lint", *words[1:]],
        cwd=folder,
        env={**{name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}, **ours},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout
