"""Shared helpers for tests: runs of the program, drafts as the tool reads them, and repeatable random tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from prfaq_lint.document.draft import Document
from prfaq_lint.outline.model import Outline
from prfaq_lint.outline.structure.sections import Sections
from prfaq_lint.reader import arrays, memory, model
from prfaq_lint.rules.linter import Linter
from prfaq_lint.rules.pages import Rule, RuleError, directory, pages, read

ROOT = Path(__file__).resolve().parents[1]

THOROUGH = 150
"""The number of examples of a random test in the thorough profile."""

for _name, _examples in {"quick": THOROUGH // 5, "thorough": THOROUGH}.items():
    settings.register_profile(
        _name,
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=_examples,
        suppress_health_check=[HealthCheck.too_slow],
    )
settings.load_profile("quick")


def examples(thorough: int) -> settings:
    """Return settings for a random test with this number of examples in the thorough profile, fewer in the quick."""
    return settings(max_examples=max(5, thorough * settings().max_examples // THOROUGH))


# A shell disables Ctrl-C for its background jobs, and programs that the tests start would inherit that.
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
    """The result of a run of the program."""

    status: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a run.

    It is this process's, without variables that change the output, and with this checkout first on the path.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PRFAQ_LINT_CACHE": "", **more}


def prfaq(
    *arguments: str,
    stdin: str | bytes = "",
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    python: Sequence[str] = (),
    fresh: bool = False,
) -> Run:
    """Run `prfaq-lint` with these arguments.

    If the system can fork, the run is a copy of this process, in which everything is already imported. A new process is
    started for `fresh`, for `python` (options of the interpreter), and for variables that the interpreter reads at
    startup.
    """
    given = stdin.encode() if isinstance(stdin, str) else stdin
    around = environment(**(env or {}))
    new = (
        fresh
        or python
        or not hasattr(os, "fork")
        or any(name.startswith(("PYTHON", "LC_", "LANG")) for name in env or {})
    )
    if new:
        command = [sys.executable, *python, "-m", "prfaq_lint", *arguments]
        done = subprocess.run(command, input=given, capture_output=True, cwd=cwd, env=around, timeout=120, check=False)
        status, out, err = done.returncode, done.stdout, done.stderr
    else:
        _preload()
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            source.write(given)
            source.seek(0)
            process = os.fork()
            if not process:
                _become(arguments, cwd, around, [source.fileno(), output.fileno(), errors.fileno()])
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            output.seek(0)
            errors.seek(0)
            out, err = output.read(), errors.read()
    return Run(status, *(text.decode("utf-8").replace("\r\n", "\n") for text in (out, err)))


@cache
def _preload() -> None:
    """Import the modules that runs of the program need, and load its rules and its reader."""
    from prfaq_lint import cli
    from prfaq_lint.configuration.selection import rules_for
    from prfaq_lint.configuration.settings import Settings

    for command in cli.COMMANDS:
        import_module(f"prfaq_lint.cli.{command.replace('-', '_')}_command")
    rules_for(Settings())
    model.load()


def _become(arguments: Sequence[str], cwd: Path, around: Mapping[str, str], files: Sequence[int]) -> NoReturn:
    """Turn this process, a forked copy of the tests', into a run of the program, and exit with its status."""
    status = 3
    try:
        for number, file in enumerate(files):
            os.dup2(file, number)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(around)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.argv = ["prfaq-lint", *arguments]
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        from prfaq_lint.__main__ import main

        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


class SharedMemory(memory.Memory):
    """A cache of the reader's vectors that all tests share, in pytest's cache folder.

    Nine tenths of the time of most tests would go to reading the same passages again. What a file holds depends only
    on the reader's code and weights and on numpy, which name the folder.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(most=50_000_000)
        self._folder = folder

    def vectors(self, windows: Sequence[tuple[bytes, memory.Read]]) -> list[arrays.Array]:
        return super().vectors([(key, partial(self._shared, key, read)) for key, read in windows])

    def _shared(self, key: bytes, read: memory.Read) -> arrays.Array:
        path = self._folder / f"{blake2b(key, digest_size=16).hexdigest()}.npy"
        with suppress(OSError, ValueError, EOFError):
            return np.load(path)
        vectors = read()
        with suppress(OSError), tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
            np.save(file, vectors)
            file.close()
            os.replace(file.name, path)
        return vectors


@pytest.fixture(scope="session")
def shared_memory(pytestconfig: pytest.Config) -> SharedMemory:
    """Return the reader's memory for all tests, and remove that of other versions of the reader."""
    reader = Path(model.__file__).parent
    digest = blake2b(np.__version__.encode(), digest_size=8)
    for path in sorted([*reader.glob("*.py"), *reader.glob("*.npz")]):
        digest.update(path.read_bytes())
    folder = pytestconfig.rootpath / ".pytest_cache" / "vectors" / digest.hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.parent.iterdir():
        if other != folder:
            rmtree(other, ignore_errors=True)
    return SharedMemory(folder)


@pytest.fixture(autouse=True)
def reader_memory(request: pytest.FixtureRequest, shared_memory: SharedMemory) -> Iterator[None]:
    """Let the reader remember what other tests have read, unless the test's module sets `READS_ANEW`."""
    reader = model.load()
    reader.memory = None if getattr(request.module, "READS_ANEW", False) else shared_memory
    yield
    reader.memory = None


def readable_rules() -> dict[str, Rule]:
    """Return the built-in rules whose pages load; `test_rule_pages` reports those that do not."""
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
    """Return the built-in rules by name."""
    return readable_rules()


@pytest.fixture(scope="session")
def linter(rules: dict[str, Rule]) -> Linter:
    """Return a linter with all built-in rules."""
    return Linter(list(rules.values()))


@pytest.fixture(scope="session")
def outline_of() -> Callable[..., Outline]:
    """Return a function that reads a text as the tool does: `outline_of(text, path, sections)`."""
    usual = Linter([])

    def build(text: str, path: str = "draft.md", sections: Sections | None = None) -> Outline:
        return (Linter([], sections) if sections else usual).outline(Document.parse(text, path))

    return build


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return a function that runs the program in the test's own process: `cli("check", "draft.md", cwd=folder)`.

    This avoids the time a new process takes to start.
    """
    from prfaq_lint.cli import run

    def go(*arguments: str, cwd: Path = ROOT) -> Run:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["prfaq-lint", *arguments])
        capsys.readouterr()
        status = run()
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return go
