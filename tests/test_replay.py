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
HYPE = (ROOT / "rules/prose/hype.md").read_text(encoding="utf-8")
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


def swapped(link: Path, target: str) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)


LINKED: dict[str, tuple[Callable[[Place], object], str, Callable[[Place], object]]] = {
    "a folder with a link that leads to itself": (
        lambda place: swapped(place.repository / "docs/self.md", "self.md"),
        "docs",
        CHANGES["a new draft"],
    ),
    "a link to a folder where git ignores something else": (
        lambda place: [
            place.write("../other/docs/one.md", DRAFT),
            place.write("../other/docs/two.md", DRAFT.replace("party", "feast")),
            place.write("../other/docs/readme.md", "# Notes\n"),
            place.write("../other/.gitignore", "two.md\n"),
            (place.repository / "../other/.git").mkdir(),
            swapped(place.repository / "link", "docs"),
        ],
        "link",
        lambda place: swapped(place.repository / "link", "../other/docs"),
    ),
    "a configuration above the folder that a link leads to": (
        lambda place: [
            place.write("deep/house.toml", 'ignore = ["quotes"]'),
            place.write("deep/docs/one.md", DRAFT),
            place.write("deep/docs/prfaq-lint.toml", 'extends = "../house.toml"'),
            swapped(place.repository / "link", "deep/docs"),
        ],
        "link/one.md",
        lambda place: place.write("deep/house.toml", 'ignore = ["prose"]'),
    ),
    "a draft beside the folder that a link leads to": (
        lambda place: [
            place.write("deep/docs/readme.md", "# Notes\n"),
            place.write("deep/one.md", DRAFT),
            swapped(place.repository / "link", "deep/docs"),
        ],
        "link/../one.md",
        lambda place: place.write("deep/one.md", "# Notes\n"),
    ),
    "a rule page in a folder that a link leads to": (
        lambda place: [
            place.write("house/hype.md", HYPE),
            place.write("pages/readme.md", "# Pages\n"),
            swapped(place.repository / "pages/prose", "../house"),
            place.write("docs/prfaq-lint.toml", 'rules = ["../pages"]'),
        ],
        "docs",
        lambda place: place.write("house/hype.md", HYPE.replace("phrases = [", 'phrases = ["party", ')),
    ),
}


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize("what", LINKED)
def test_links_are_followed_as_the_run_follows_them(place: Place, what: str) -> None:
    prepare, path, change = LINKED[what]
    prepare(place)
    place.age()
    before = place.run(path)
    assert before == place.run(path, cache=False)
    place.mark()
    assert place.run(path).out == AGAIN
    change(place)
    assert before != place.run(path) == place.run(path, cache=False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_that_becomes_a_draft(place: Place) -> None:
    pipe = place.repository / "docs/three.md"
    os.mkfifo(pipe)
    place.age()
    place.run()
    place.mark()
    assert place.run().out == AGAIN
    pipe.unlink()
    place.write("docs/three.md", DRAFT)
    assert place.run() == place.run(cache=False)


def test_a_file_whose_known_findings_are_gone(place: Place) -> None:
    place.run("docs", "--write-baseline=known.json")
    place.age()
    options = ["docs/one.md", "--baseline=known.json"]
    place.run(*options)
    place.mark()
    assert place.run(*options).out == AGAIN
    (place.repository / "docs/two.md").unlink()
    after = place.run(*options)
    assert after == place.run(*options, cache=False) and "of them gone" in after.err


def test_configuration_rule_pages_and_baseline_count(place: Place) -> None:
    place.write("house.toml", 'ignore = ["quotes"]')
    place.write("pages/prose/hype.md", HYPE)
    place.write("docs/prfaq-lint.toml", 'extends = "../house.toml"\nrules = ["../pages"]')
    place.run("docs", "--write-baseline=known.json", "docs/two.md")
    place.age()
    options = ["docs", "--baseline=known.json"]
    changes = (
        lambda: place.write("house.toml", 'ignore = ["prose"]'),
        lambda: place.write("pages/prose/hype.md", HYPE.replace("warning", "error")),
        lambda: place.write("pages/prose/other.md", HYPE),
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


def test_a_file_system_that_counts_seconds(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, a change may seem to be older than it is."""
    second = 10**9

    class Status:
        st_ctime_ns = st_mtime_ns = 7 * second

    with monkeypatch.context() as patched:
        patched.setattr(os, "stat", lambda place: Status)
        coarse = [replay._changed("draft.md", since) for since in (7 * second + second // 2, 9 * second + 1)]
        Status.st_ctime_ns += 1
        fine = replay._changed("draft.md", 7 * second + second // 2)
    assert (coarse, fine) == ([True, False], False)


@pytest.mark.parametrize("what", ["prfaq-lint.toml", ".gitignore", "pages", "docs"])
def test_what_went_during_the_run_is_not_kept(
    place: Place, what: str, monkeypatch: pytest.MonkeyPatch, cli: Callable[..., Run]
) -> None:
    place.write("prfaq-lint.toml", 'rules = ["pages"]')
    place.write("pages/prose/hype.md", HYPE)
    place.write(".gitignore", "two.md\n")
    place.age()
    looked_at = replay.looked_at

    def gone(*arguments: set[str]) -> set[str]:
        (place.repository / what).rename(place.repository / "away")
        return looked_at(*arguments)

    monkeypatch.setenv("PRFAQ_LINT_CACHE", str(place.cache))
    with monkeypatch.context() as patched:
        patched.setattr(replay, "looked_at", gone)
        assert cli("check", "docs", cwd=place.repository).status == 1
    assert not place.kept()
    (place.repository / "away").rename(place.repository / what)
    place.age()
    assert cli("check", "docs", cwd=place.repository).status == 1
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
