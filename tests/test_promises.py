"""Tests of the documented guarantees for runs on strangers' drafts that no other test covers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ROOT, environment, prfaq

GUARD = """
import os, sys
TREE, PLACES = sys.argv[1], tuple(sys.argv[2].split(os.pathsep))
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def guard(event, arguments):
    if event.startswith(("socket.connect", "socket.send", "socket.get", "http.", "ftplib.", "smtplib.", "urllib.")):
        os._exit(99)
    if event in ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.spawn", "pty.spawn"):
        os._exit(98)
    if event == "subprocess.Popen" and os.path.basename(os.fsdecode(arguments[0])) != "git":
        os._exit(98)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        path = arguments[0]
        if not isinstance(path, int) and not os.path.realpath(os.fsdecode(path)).startswith((*PLACES, "/dev/")):
            os._exit(97)
    if event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"):
        path = arguments[0]
        if not isinstance(path, int) and not os.path.realpath(os.fsdecode(path)).startswith(PLACES):
            os._exit(96)
    code = arguments[0].co_filename if event == "exec" else "<"
    if not code.startswith("<") and os.path.realpath(code).startswith(TREE):
        os._exit(95)

from prfaq_lint.cli import run
sys.addaudithook(guard)
sys.argv = ["prfaq-lint", *sys.argv[3:]]
sys.exit(run())
"""
"""A program that runs `prfaq-lint` and ends it at once if it uses the network (99), starts another program (98),
opens a file that was not named for writing (97), changes one (96), or executes code from the drafts' folder (95).
"""

DRAFT = (ROOT / "examples/party-planner.md").read_text(encoding="utf-8")
CODE = "open('ran', 'w').close()\n"
CONFIGURATION = """
extends = "house.py"
product = "os.system"
rules = ["own"]
templates = ["own"]
exclude = ["__import__('os')"]
[rule.hype]
extend_phrases = ["{{ 7*7 }}", "__import__('os').system('touch ran')"]
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a stranger's repository: a draft, and files that a program could run by mistake."""
    place = tmp_path / "repository"
    (place / "own" / "prose").mkdir(parents=True)
    for name in ("conftest", "sitecustomize", "usercustomize", "spacy", "yaml", "prfaq_lint_plugin", "own/prose/hype"):
        (place / f"{name}.py").write_text(CODE)
    (place / "house.py").write_text('stage = "draft"\n')
    (place / "prfaq-lint.toml").write_text(CONFIGURATION)
    (place / "draft.md").write_text(f"{DRAFT}\n{{{{ 7*7 }}}} {{% include 'house.py' %}} $(touch ran) `touch ran`\n")
    subprocess.run(["git", "init", "-q", "."], cwd=place, check=True)
    return place


def guarded(repository: Path, *arguments: str, writes: Sequence[Path] = ()) -> subprocess.CompletedProcess[str]:
    """Run the program under the guard, with permission to write only below `writes`."""
    places = os.pathsep.join(str(path.resolve()) for path in (*writes, repository / "nowhere"))
    return subprocess.run(
        [sys.executable, "-c", GUARD, str(repository.resolve()), places, *arguments],
        cwd=repository,
        # -c puts the current folder first on the path; the program's own script does not.
        env=environment(
            PYTHONSAFEPATH="1", PYTHONDONTWRITEBYTECODE="1", XDG_CACHE_HOME=str(repository.parent / "cache")
        ),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("check", "--format", "sarif"),
        ("check", "--diff"),
        ("review",),
        ("next",),
        ("outline",),
        ("add", "questions", "--diff"),
        ("config", "show"),
    ],
    ids=" ".join,
)
def test_reading_reaches_for_nothing(repository: Path, command: tuple[str, ...]) -> None:
    """Check that no network, program, other file or code of the repository is used, whatever its configuration says."""
    done = guarded(repository, *command, "draft.md", writes=[repository.parent / "cache"])
    assert done.returncode in (0, 1), done
    assert not list(repository.rglob("ran"))


@pytest.mark.slow
def test_writing_touches_only_what_was_named(repository: Path) -> None:
    (repository / "draft.md").write_text(f"#A headline for bakers\n\n{DRAFT}")
    names = sorted(path.name for path in repository.iterdir())
    done = guarded(repository, "check", "--fix", "draft.md", writes=[repository, repository.parent / "cache"])
    assert "3 findings fixed" in done.stdout and done.returncode in (0, 1), done
    assert sorted(path.name for path in repository.iterdir()) == names
    report = repository.parent / "report.json"
    elsewhere = [report, report.parent / ".prfaq-lint-", repository.parent / "cache"]
    done = guarded(repository, "check", "--format", f"json:{report}", "draft.md", writes=elsewhere)
    assert done.returncode in (0, 1) and report.exists(), done


@pytest.mark.slow
def test_since_runs_git_and_nothing_else(repository: Path) -> None:
    commit = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "Drafts"]
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    subprocess.run(commit, cwd=repository, check=True)
    done = guarded(repository, "check", "--since", "HEAD", "draft.md", writes=[repository.parent / "cache"])
    assert done.returncode == 0, done


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", 99),
        ("import subprocess; subprocess.run(['true'])", 98),
        ("open('x', 'w')", 97),
        ("import os; os.mkdir('x')", 96),
        ("exec(compile('1', 'draft.py', 'exec'))", 95),
    ],
)
def test_the_guard_guards(repository: Path, code: str, status: int) -> None:
    """Check the guard itself; if it did not work, the tests above would prove nothing."""
    tempted = GUARD.replace("sys.exit(run())", code)
    places = str(repository / "nowhere")
    done = subprocess.run(
        [sys.executable, "-c", tempted, str(repository.resolve()), places],
        cwd=repository,
        env=environment(),
        check=False,
    )
    assert done.returncode == status


@pytest.mark.parametrize("place", ["configuration", "option"])
def test_the_largest_file_is_yours_to_say(tmp_path: Path, place: str) -> None:
    """Check the limit on the size of a file, which also limits time and memory."""
    (tmp_path / "draft.md").write_text(DRAFT)
    more = ["--max-size", "1 kB"]
    if place == "configuration":
        (tmp_path / "prfaq-lint.toml").write_text('max_size = "1 kB"\n')
        more = []
    for command in (["check", "draft.md", *more], ["check", "--fix", "draft.md", *more]):
        done = prfaq(*command, cwd=tmp_path)
        assert done.status == 2
        assert "draft.md: is larger than the limit of 1 kB\n" in done.err
    done = prfaq("check", "-", *more, cwd=tmp_path, stdin=DRAFT)
    assert (done.status, done.err) == (2, "prfaq-lint: -: is larger than the limit of 1 kB\n")
    if place == "configuration":
        for words in (["review"], ["next"], ["outline"], ["config", "show"], ["add", "questions"]):
            assert "is larger than the limit of 1 kB" in prfaq(*words, "draft.md", cwd=tmp_path).err
        assert prfaq("check", "draft.md", "--max-size", "1MB", "--exit-zero", cwd=tmp_path).status == 0


@pytest.mark.parametrize("size", ["17 MB", "0", "-1", "lots", "1e9", "99999999999999999999 MB", "٣ kB", ""])
def test_the_largest_file_has_a_bound_itself(tmp_path: Path, size: str) -> None:
    (tmp_path / "prfaq-lint.toml").write_text(f'max_size = "{size}"\n')
    (tmp_path / "draft.md").write_text(DRAFT)
    done = prfaq("check", "draft.md", cwd=tmp_path)
    assert done.status == 2 and done.err.startswith("prfaq-lint: prfaq-lint.toml: max_size: “"), done.err
    assert done.err.count("\n") == 1


@pytest.mark.slow
def test_runs_at_the_same_time_leave_a_whole_file(tmp_path: Path) -> None:
    """Check several runs that fix one file: each fixes it, or leaves it unchanged and says so."""
    draft = tmp_path / "draft.md"
    text = f"#A headline for bakers\n\n{DRAFT}"
    draft.write_text(text, encoding="utf-8", newline="")
    command = [sys.executable, "-m", "prfaq_lint", "check", "--fix", "--exit-zero", "draft.md"]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for run in runs:
        _, said = run.communicate(timeout=120)
        assert run.returncode == 0 or b"the file has changed since it was read" in said, said
    alone = prfaq("check", "--fix", "-", stdin=text).out
    assert draft.read_bytes().decode("utf-8").replace("\r\n", "\n") == alone
    assert [path.name for path in tmp_path.iterdir()] == ["draft.md"]


def test_every_promise_names_tests_that_exist() -> None:
    page = (ROOT / "docs/explanation/guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert len(named) > 10
    assert [name for name in named if f"def {name}(" not in written] == []


@pytest.mark.parametrize("command", [("next",), ("review",), ("outline",), ("check", "--force", "--exit-zero")])
def test_a_draft_without_a_word(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "draft.md").write_text("```\nonly code\n")
    assert prfaq(*command, "draft.md", cwd=tmp_path).status == 0
