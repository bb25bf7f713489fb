"""Runs that are printed again: only where nothing changed, and then to the letter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run, environment, prfaq

from prfaq_lint import replay
from prfaq_lint.store import MAX_BYTES

DRAFT = (ROOT / "examples/party-planner.md").read_text(encoding="utf-8")
AGAIN = "printed again\n"


class Place:
    """A repository with two drafts, and a cache beside it."""

    def __init__(self, folder: Path) -> None:
        self.repository = folder / "repository"
        self.cache = folder / "cache"
        (self.repository / ".git").mkdir(parents=True)
        (self.repository / "docs").mkdir()
        self.write("docs/one.md", DRAFT)
        self.write("docs/two.md", DRAFT.replace("party", "feast"))
        self.write("docs/readme.md", "# Notes\n")

    def write(self, name: str, text: str) -> None:
        path = self.repository / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str, cache: bool = True, **variables: str) -> Run:
        folder = str(self.cache) if cache else ""
        env = {"PRFAQ_LINT_CACHE": folder, **variables}
        return prfaq("check", *(arguments or ["docs"]), cwd=self.repository, env=env)

    def kept(self) -> list[Path]:
        return sorted(self.cache.glob("runs/*"))

    def age(self) -> None:
        """Wait until nothing counts as changed in the run that comes."""
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.1)"], check=True)

    def mark(self) -> None:
        """Let the runs that are kept say so when they are printed again."""
        assert self.kept()
        for path in self.kept():
            head = path.read_bytes().partition(b"\n")[2].partition(b"\0\0")[0].split(b"\0")
            whole = b"\0".join([*head[:2], b"0", *head[3:]]) + b"\0\0" + AGAIN.encode()
            path.write_bytes(replay._sum(whole) + b"\n" + whole)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.age()
    return found


def test_the_same_run_prints_the_same(place: Place) -> None:
    first = place.run()
    assert first.status == 1 and first.out and "readme.md: skipped" in first.err
    assert place.kept()
    assert place.run() == first == place.run(cache=False)
    place.mark()
    again = place.run()
    assert (again.status, again.out, again.err) == (1, AGAIN, "")


@pytest.mark.parametrize(
    "options",
    [[], ["--quiet"], ["--statistics"], ["--format=json"], ["--format=sarif"], ["--exit-zero"], ["--select=hype"]],
)
def test_whatever_is_asked_for(place: Place, options: list[str]) -> None:
    first = place.run("docs", *options)
    assert len(place.kept()) == 1
    assert place.run("docs", *options) == first == place.run("docs", *options, cache=False)


CHANGES: dict[str, Callable[[Place], object]] = {
    "a draft": lambda place: place.write("docs/one.md", DRAFT + "\nMore.\n"),
    "a new draft": lambda place: place.write("docs/three.md", DRAFT),
    "a new folder": lambda place: place.write("docs/more/three.md", DRAFT),
    "a draft less": lambda place: (place.repository / "docs/two.md").unlink(),
    "a folder in its place": lambda place: [
        (place.repository / "docs/two.md").unlink(),
        (place.repository / "docs/two.md").mkdir(),
    ],
    "a configuration beside it": lambda place: place.write("docs/prfaq-lint.toml", 'ignore = ["prose"]'),
    "a configuration above it": lambda place: place.write("pyproject.toml", '[tool.prfaq-lint]\nignore = ["prose"]'),
    "a configuration above the repository": lambda place: place.write("../.prfaq-lint.toml", 'ignore = ["prose"]'),
    "what git ignores": lambda place: place.write(".gitignore", "two.md\n"),
    "what git ignores below": lambda place: place.write("docs/.gitignore", "two.md\n"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_is_printed_again_after_a_change(place: Place, what: str) -> None:
    place.run()
    place.mark()
    CHANGES[what](place)
    assert place.run() == place.run(cache=False)
    assert AGAIN not in place.run().out


def test_configuration_rule_pages_and_baseline_count(place: Place) -> None:
    page = (ROOT / "rules/prose/hype.md").read_text(encoding="utf-8")
    place.write("house.toml", 'ignore = ["quotes"]')
    place.write("pages/prose/hype.md", page)
    place.write("docs/prfaq-lint.toml", 'extends = "../house.toml"\nrules = ["../pages"]')
    place.run("docs", "--write-baseline=known.json", "docs/two.md")
    place.age()
    options = ["docs", "--baseline=known.json"]
    changes = (
        lambda: place.write("house.toml", 'ignore = ["prose"]'),
        lambda: place.write("pages/prose/hype.md", page.replace("warning", "error")),
        lambda: place.write("pages/prose/other.md", page),
        lambda: place.write("docs/prfaq-lint.toml", 'extends = "../house.toml"'),
        lambda: place.run("docs", "--write-baseline=known.json", "docs"),
    )
    for change in changes:
        place.run(*options)
        place.age()
        place.run(*options)
        place.mark()
        assert place.run(*options).out == AGAIN
        change()
        assert place.run(*options) == place.run(*options, cache=False)


def test_surroundings_count(place: Place) -> None:
    place.run()
    place.mark()
    assert place.run().out == AGAIN
    for variables in ({"FORCE_COLOR": "1"}, {"COLUMNS": "60"}, {"PYTHONIOENCODING": "ascii"}):
        assert place.run(**variables) == place.run(cache=False, **variables)
        assert AGAIN not in place.run(**variables).out
    assert place.run("docs", "--quiet").out != AGAIN
    assert prfaq("check", "docs", cwd=place.repository.parent, env={"PRFAQ_LINT_CACHE": str(place.cache)}).out != AGAIN


def test_what_writes_or_fails_is_not_kept(place: Place) -> None:
    place.write("docs/wrong.md", "")
    (place.repository / "docs/wrong.md").write_bytes(b"\xff")
    place.age()
    place.run()
    (place.repository / "docs/wrong.md").unlink()
    place.age()
    for options in (
        ["--fix"],
        ["--diff"],
        ["--format=json:out.json"],
        ["--output-file=out.txt"],
        ["--write-baseline"],
        ["--no-cache"],
        ["--select=nothing-of-the-kind"],
    ):
        place.run("docs/one.md", *options)
    prfaq("check", "-", stdin=DRAFT, cwd=place.repository, env={"PRFAQ_LINT_CACHE": str(place.cache)})
    assert not place.kept()


def test_what_changed_during_the_run_is_not_kept(place: Place) -> None:
    draft = str(place.repository / "docs/one.md")
    changed = os.stat(draft).st_ctime_ns

    def keep(begun: int, needed: str = draft) -> None:
        replay.keep(str(place.cache), ["check"], begun, [draft], [needed], "", "report", 0)

    keep(changed + 1)
    keep(changed + 10**9, needed=draft + ".gone")
    assert not place.kept()
    keep(changed + 10**9)
    assert len(place.kept()) == 1


def test_streams_without_bytes(place: Place) -> None:
    code = (
        "import io, sys; sys.argv[1:] = ['check', 'docs', '--exit-zero']; sys.stdout = io.StringIO()\n"
        "from prfaq_lint.cli import run; from prfaq_lint.replay import replayed\n"
        "status = run(); print(status, replayed(sys.argv[1:]), len(sys.stdout.getvalue()) > 1000, file=sys.stderr)"
    )
    env = environment(PRFAQ_LINT_CACHE=str(place.cache))
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=place.repository, env=env, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "0 None True"
    assert not place.kept()


def test_a_damaged_entry_is_no_entry(place: Place) -> None:
    first = place.run()
    (path,) = place.kept()
    whole = path.read_bytes()
    for damaged in (b"", b"\n", whole[:-1], whole[:60], whole.replace(b"one.md", b"two.md", 1), b"x" * (MAX_BYTES + 1)):
        path.write_bytes(damaged)
        assert place.run() == first


def test_next_to_nothing_is_imported(place: Place) -> None:
    place.run()
    code = (
        "import sys; from prfaq_lint.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('loaded', *sys.modules, file=sys.stderr)"
    )
    env = environment(PRFAQ_LINT_CACHE=str(place.cache))
    command = [sys.executable, "-c", code, "check", "docs"]
    done = subprocess.run(command, cwd=place.repository, env=env, capture_output=True, text=True, check=False)
    loaded = done.stderr.rpartition("loaded ")[2].split()
    assert done.stdout == place.run().out
    assert "prfaq_lint.replay" in loaded
    for name in ("click", "json", "re", "dataclasses", "markdown_it", "spacy", "numpy", "jinja2", "prfaq_lint.cli"):
        assert name not in loaded


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_disk_and_a_closed_pipe(place: Place) -> None:
    place.run()
    place.mark()
    env = environment(PRFAQ_LINT_CACHE=str(place.cache))
    command = [sys.executable, "-m", "prfaq_lint", "check", "docs"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, cwd=place.repository, env=env, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"prfaq-lint: no space left on device\n")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, cwd=place.repository, env=env, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")
