"""Tests of output: where reports are written, and how a run ends if its output is no longer read."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, environment, prfaq

from prfaq_lint.reports import FORMATS
from prfaq_lint.runner.output import NotWritten, Target, expect_writable, root, save, targets

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="other pipes, signals and modes")
DRAFT = "# PR/FAQ: Tillgo pays market traders before they pack up\n\nTODO: say what same-day pay costs.\n\n## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n"
ONLY = ("--select", "todo-marker")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    return tmp_path


# What was requested.


@pytest.mark.parametrize(
    ("wanted", "file", "expected"),
    [
        ((), "", [Target("text")]),
        ((), "a.txt", [Target("text", "a.txt")]),
        (("json",), "a.json", [Target("json", "a.json")]),
        (("sarif:a.sarif", "text"), "", [Target("sarif", "a.sarif"), Target("text")]),
        ((r"sarif:C:\reports\a.sarif",), "", [Target("sarif", r"C:\reports\a.sarif")]),
    ],
)
def test_targets(wanted: tuple[str, ...], file: str, expected: list[Target]) -> None:
    assert targets(wanted, file, FORMATS) == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "jsn"], "unknown format “jsn” (known: text, concise, json, "),
        (["--format", "json:"], "no file name after “json:”"),
        (["--format", "json", "--format", "text"], "two formats would go to standard output"),
        (["--format", "json:a", "--format", "text:./a"], "two formats would go to the same file"),
        (["--format", "json:a", "--output-file", "b"], "--output-file works with one format"),
        (["--format", "json:no/such/a.json"], "no/such/a.json: cannot be written: no folder no/such"),
        (["--output-file", "."], ".: cannot be written: is a directory"),
    ],
)
def test_impossible_report_is_one_line_and_status_2(folder: Path, arguments: list[str], message: str) -> None:
    run = prfaq("check", "draft.md", *ONLY, *arguments, cwd=folder)
    assert (run.status, run.out, run.err.count("\n")) == (2, "", 1)
    assert message in run.err
    assert [path.name for path in folder.iterdir()] == ["draft.md"]


def test_several_reports_in_one_run(folder: Path) -> None:
    shapes = [name for name in FORMATS if name != "text"]
    files = [word for name in shapes for word in ("--format", f"{name}:{name}.out")]
    run = prfaq("check", "draft.md", *ONLY, "--format", "text", *files, cwd=folder)
    assert (run.status, run.err) == (1, "")
    assert "\ndraft.md:3:1 error todo-marker\n" in run.out
    for name in shapes:
        assert "todo-marker" in (folder / f"{name}.out").read_text(encoding="utf-8")
    assert len(list(folder.iterdir())) == 1 + len(shapes)


def test_report_in_a_file_has_no_colour_and_leaves_standard_output_empty(folder: Path) -> None:
    run = prfaq("check", "draft.md", *ONLY, "--output-file", "a.txt", cwd=folder, env={"FORCE_COLOR": "1"})
    assert run == Run(1, "", "")
    assert "\x1b" not in (folder / "a.txt").read_text(encoding="utf-8")


def test_draft_is_never_overwritten(folder: Path) -> None:
    run = prfaq("check", ".", *ONLY, "--format", "text", "--format", "json:./draft.md", cwd=folder)
    assert (run.status, run.err) == (2, "prfaq-lint: ./draft.md: not written: it is one of the input files\n")
    assert "todo-marker" in run.out
    assert (folder / "draft.md").read_text(encoding="utf-8") == DRAFT


def test_file_named_like_an_option_chooses_nothing(folder: Path) -> None:
    names = ["--output-file=report.md", "-oreport.md", "--fix"]
    for name in names:
        (folder / name).write_text(DRAFT, encoding="utf-8")
        run = prfaq("check", "draft.md", name, cwd=folder)
        assert (run.status, run.out) == (2, "")
        assert run.err == f"prfaq-lint: “{name}” is both an option and a file name; for the file, write ./{name}\n"
        assert prfaq("check", f"./{name}", *ONLY, cwd=folder).out == prfaq(
            "check", *ONLY, "--", name, cwd=folder
        ).out.replace(name, f"./{name}")
    assert sorted(path.name for path in folder.iterdir()) == sorted(["draft.md", *names])


def test_baseline_that_cannot_be_written_is_named(folder: Path) -> None:
    run = prfaq("check", "draft.md", "--write-baseline=none/known.json", cwd=folder)
    assert (run.status, run.out) == (2, "")
    assert run.err == "prfaq-lint: none/known.json: cannot be written (no such file or directory)\n"


def test_exit_zero(folder: Path) -> None:
    assert prfaq("check", "draft.md", *ONLY, "--exit-zero", cwd=folder).status == 0
    assert prfaq("check", "draft.md", "none.md", *ONLY, "--exit-zero", cwd=folder).status == 2


def test_statistics_stay_out_of_machine_formats(folder: Path) -> None:
    run = prfaq("check", "draft.md", *ONLY, "--format", "json", "--statistics", cwd=folder)
    assert len(json.loads(run.out)) == 1
    assert run.err.splitlines()[-2:] == ["       1       1  error     todo-marker", "       1       1            all"]
    assert prfaq("check", "draft.md", *ONLY, "--statistics", cwd=folder).out.endswith(run.err)


def test_quiet_shows_only_findings_and_errors(folder: Path) -> None:
    (folder / "README.md").write_text("# tillgo\n\nA library.\n\n## License\n\nMIT\n", encoding="utf-8")
    run = prfaq("check", "--quiet", ".", "none.md", *ONLY, cwd=folder)
    assert (run.status, run.err) == (2, "prfaq-lint: none.md: no such file\n")
    assert run.out.startswith("Blanks\ndraft.md:3:1 error todo-marker\n")
    assert "Is it big?" not in run.out
    assert "checked" not in run.out
    assert prfaq("check", "--quiet", "draft.md", "--ignore", "all", cwd=folder) == Run(0, "", "")


def test_quiet_names_drafts_that_were_skipped(folder: Path) -> None:
    """Check that a hook does not pass in silence if it checked nothing, or not the draft that it was given."""
    readme = "# tillgo\n\nA library.\n\n## License\n\nMIT\n"
    for name in ("README.md", "NOTES.md"):
        (folder / name).write_text(readme, encoding="utf-8")
    template = "# PR/FAQ: [product]\n\n[City, date]\n\n[summary of the product]\n\n[problem]\n\n[solution]\n\n## FAQ\n\n### [question]?\n\n[answer]\n"
    (folder / "template.md").write_text(template, encoding="utf-8")
    skipped = "prfaq-lint: template.md: skipped: looks like an unfilled template (use --force to check it anyway)\n"

    def said(*paths: str) -> str:
        return prfaq("check", "--quiet", *paths, *ONLY, cwd=folder).err

    assert said("draft.md", "README.md", "template.md") == skipped
    assert said("draft.md", "README.md") == ""
    assert said(".") == ""
    assert said("template.md") == skipped
    assert said("README.md").startswith("prfaq-lint: README.md: skipped: does not look like a PR/FAQ")
    assert said("README.md", "NOTES.md") == ("prfaq-lint: nothing was checked; run without --quiet to see why\n")
    assert said("README.md", "NOTES.md", "none.md") == "prfaq-lint: none.md: no such file\n"


# Writing.


@POSIX
def test_save_gives_usual_modes_and_keeps_others(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    old = os.umask(0o027)
    try:
        save(str(path), "one")
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    save(str(path), "two\udce9")
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("two\\udce9", 0o604)


@POSIX
def test_save_keeps_links_and_devices(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    save(str(tmp_path / "link.txt"), "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"
    save(os.devnull, "new")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("call", ["fsync", "replace", "fchmod" if hasattr(os, "fchmod") else "chmod"])
def test_save_leaves_the_old_file_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.json"
    path.write_text("old")
    monkeypatch.setattr(os, call, broken)
    with pytest.raises(NotWritten, match=r"^cannot be written \(no space left on device\)$"):
        save(str(path), "new")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("a.json", "old")]


def test_expect_writable_takes_a_new_file(tmp_path: Path) -> None:
    expect_writable(str(tmp_path / "new.json"))
    assert list(tmp_path.iterdir()) == [], "looking leaves no file"


@POSIX
def test_root_is_the_service_s_or_the_repository(tmp_path: Path) -> None:
    inside = tmp_path / "work" / "docs"
    inside.mkdir(parents=True)
    assert root(str(inside), {"GITHUB_WORKSPACE": str(tmp_path)}) == str(tmp_path)
    assert root(str(inside), {"GITHUB_WORKSPACE": str(tmp_path / "wo")}) != str(tmp_path / "wo")
    (tmp_path / "work" / ".git").mkdir()
    assert root(str(inside), {"CI_PROJECT_DIR": "/elsewhere"}) == str(tmp_path / "work")


# Endings.


def start(*arguments: str, cwd: Path, stdout: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "prfaq_lint", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        stdin=subprocess.PIPE,
        cwd=cwd,
        env=environment(),
    )


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("shape", ["text", "jsonl", "github-summary"])
def test_head_ends_quietly(folder: Path, shape: str) -> None:
    """Check `prfaq-lint check … | head -1` with more output than a pipe can buffer."""
    many = DRAFT + "".join(f"\n### What will it cost in year {at}?\n\nTBD\n" for at in range(50))
    names = []
    for at in range(8):
        (folder / f"{at}.md").write_text(many, encoding="utf-8")
        names.append(f"{at}.md")
    process = start("check", "--verbose", "--format", shape, *names, cwd=folder, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    assert process.stdin
    process.stdin.close()
    assert process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert errors == b""


@pytest.mark.slow
@POSIX
def test_interrupt_has_status_130(folder: Path) -> None:
    """Check Ctrl-C while the program waits for standard input."""
    process = start("check", "-", cwd=folder, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    assert process.stdin
    for _ in range(200):  # until the program reads, when it has opened its last module
        time.sleep(0.05)
        wait = Path(f"/proc/{process.pid}/wchan")
        if (wait.exists() and "pipe" in wait.read_text()) or not wait.exists():
            break
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert process.stdout.read() == b""
    assert process.stderr.read().strip() == b""
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()


def test_interrupt_while_a_class_is_created(monkeypatch: pytest.MonkeyPatch, cli: Callable[..., Run]) -> None:
    """Check Ctrl-C while a class is created, which Python 3.11 turns into a different error."""
    from prfaq_lint import cli as commands

    class Name:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    def interrupted(**_: object) -> None:
        type("Class", (), {"name": Name()})

    monkeypatch.setattr(commands.program, "main", interrupted)
    assert cli("rules") == Run(130, "", "")
    from prfaq_lint.__main__ import main

    monkeypatch.setattr(commands, "run", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.slow
def test_remarks_come_before_the_report(folder: Path) -> None:
    """Check the order even if both go into one file, on the first run and from the cache."""
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    time.sleep(0.1)
    env = environment(PRFAQ_LINT_CACHE=str(folder / "cache"))
    command = [sys.executable, "-m", "prfaq_lint", "check", "notes.md", "draft.md"]
    first, second = (
        subprocess.run(
            command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        ).stdout
        for _ in range(2)
    )
    assert first == second and first.startswith(b"prfaq-lint: notes.md: skipped") and b"\ndraft.md:" in first


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_unwritable_standard_error_changes_neither_report_nor_status(folder: Path) -> None:
    """Check the report and the status if standard error cannot be written, on the first run and from the cache."""
    (folder / "notes.md").write_text("# Notes\n", encoding="utf-8")
    time.sleep(0.1)
    env = environment(PRFAQ_LINT_CACHE=str(folder / "cache"))
    reader, writer = os.pipe()
    os.close(reader)
    with open("/dev/full", "w") as full:
        for name, status in (("notes.md", 0), ("draft.md", 1), ("nowhere.md", 2)):
            command = [sys.executable, "-m", "prfaq_lint", "check", "notes.md", name]
            runs = [
                subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=stderr, check=False)
                for stderr in (subprocess.PIPE, full, writer, full)
            ]
            assert [run.returncode for run in runs] == [status] * 4
            assert len({run.stdout for run in runs}) == 1
    os.close(writer)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_version_that_cannot_be_printed() -> None:
    command = [sys.executable, "-m", "prfaq_lint", "--version"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"prfaq-lint: no space left on device\n")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("arguments", "status", "err"),
    [
        ("check -", 2, "prfaq-lint: -: standard input is closed\n"),
        ("init --dry-run", 0, ""),
        ("init", 0, ""),
        ("new Lantern --dry-run", 0, "Would write lantern.md:\n"),
    ],
)
def test_closed_input(tmp_path: Path, arguments: str, status: int, err: str) -> None:
    command = ["/bin/sh", "-c", f'"$0" -m prfaq_lint {arguments} <&-', sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (status, err)


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(("redirection", "status"), [(">&-", 1), ("2>&-", 1), (">/dev/full", 2)])
def test_closed_and_full_streams(folder: Path, redirection: str, status: int) -> None:
    if "full" in redirection and not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m prfaq_lint check draft.md --select todo-marker {redirection}', sys.executable],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=environment(),
        check=False,
    )
    assert done.returncode == status
    assert done.stderr == ("prfaq-lint: no space left on device\n" if status == 2 else "")


# Completion.


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        (["expl"], ["explain"]),
        (["check", "--stat"], ["--statistics"]),
        (["check", "--fix", "--stat"], ["--statistics"]),  # even if there is a file with that name
        (["check", "--select", "pan"], ["pantry"]),
        (["check", "--ignore", "hype,quo"], ["hype,quotes"]),
        (["check", "--format", "git"], ["github", "github-summary", "gitlab"]),
        (["check", "--fail-on", "w"], ["warning"]),
        (["explain", "vendor"], ["vendor-speak-in-customer-quote"]),
    ],
    ids=lambda words: " ".join(words),
)
def test_completion_in_bash(tmp_path: Path, words: list[str], proposed: list[str]) -> None:
    """Check the script of `_PRFAQ_LINT_COMPLETE=bash_source prfaq-lint` in bash, run as the Tab key runs it."""
    (tmp_path / "--fix").touch()
    program = tmp_path / "prfaq-lint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m prfaq_lint "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(_PRFAQ_LINT_COMPLETE=bash_source prfaq-lint)"; COMP_WORDS=(prfaq-lint "$@"); COMP_CWORD=$#; '
        'COMPREPLY=(); _prfaq_lint_completion prfaq-lint "${!#}"; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", *words],
        capture_output=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment(PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}"),
        check=False,
    )
    assert (done.stdout.split(), done.stderr) == (proposed, "")


@pytest.mark.parametrize("columns", [50, 60, 80, 100])
def test_words_stay_apart_where_the_list_of_open_questions_wraps(columns: int) -> None:
    out = prfaq("check", "examples/party-planner.md", env={"COLUMNS": str(columns)}).out
    assert "for details, run `prfaq-lint explain " in " ".join(out.split())
