"""What several tests need: the program as people run it, a draft as the tool reads it, and repeatable random tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from prfaq_lint.document import Document
from prfaq_lint.outline import Outline, Sections
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule, RuleError, directory, pages, read

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

# A shell switches Ctrl-C off for its background jobs, and programs that the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

_OURS = (
    "COLUMNS",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "PYTHONPATH",
    "PYTHONUNBUFFERED",
    "PYTHONWARNINGS",
)


@dataclass(frozen=True)
class Run:
    """What a run of the program gave."""

    status: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: the machine's, without what changes the output, and with this checkout first."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PRFAQ_LINT_CACHE": "", **more}


def prfaq(
    *arguments: str,
    stdin: str | bytes = "",
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    python: Sequence[str] = (),
) -> Run:
    """Run `prfaq-lint` with these arguments; `python` are options of the interpreter."""
    done = subprocess.run(
        [sys.executable, *python, "-m", "prfaq_lint", *arguments],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd,
        env=environment(**(env or {})),
        timeout=120,
        check=False,
    )
    return Run(
        done.returncode,
        done.stdout.decode("utf-8").replace("\r\n", "\n"),
        done.stderr.decode("utf-8").replace("\r\n", "\n"),
    )


def readable_rules() -> dict[str, Rule]:
    """The built-in rules whose pages load; `test_rule_pages` reports those that do not."""
    from prfaq_lint.checks import KINDS

    return dict(_readable(KINDS))


def _readable(kinds: Mapping[str, Callable[..., object]]) -> Iterator[tuple[str, Rule]]:
    for path in pages(directory("rules")):
        try:
            yield path.stem, read(path, kinds, {})  # type: ignore[arg-type]
        except RuleError:
            continue


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """The built-in rules by name."""
    return readable_rules()


@pytest.fixture(scope="session")
def linter(rules: dict[str, Rule]) -> Linter:
    """All built-in rules, ready to run."""
    return Linter(list(rules.values()))


@pytest.fixture(scope="session")
def outline_of() -> Callable[..., Outline]:
    """Reads a text as the tool does: `outline_of(text, path, sections)`."""
    usual = Linter([])

    def build(text: str, path: str = "draft.md", sections: Sections | None = None) -> Outline:
        return (Linter([], sections) if sections else usual).outline(Document.parse(text, path))

    return build


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Runs the program inside the test's own process, which takes no start-up: `cli("check", "draft.md", cwd=folder)`."""
    from prfaq_lint.cli import run

    def go(*arguments: str, cwd: Path = ROOT) -> Run:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["prfaq-lint", *arguments])
        capsys.readouterr()
        status = run()
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return go
