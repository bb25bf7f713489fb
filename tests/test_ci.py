"""Tests of the files that CI services and pre-commit read, as far as that is possible without those services."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, environment, prfaq

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DRAFT = "# PR/FAQ: Tillgo pays market traders before they pack up\n\nTODO: say what same-day pay costs.\n\n## FAQ\n\n### What does it cost?\n\nIt costs £3 a month.\n"
NOTE = "# tillgo\n\nA library.\n\n## Installation\n\n```\npip install tillgo\n```\n\n## License\n\nMIT\n"


def program(folder: Path) -> Path:
    """Return a `prfaq-lint` executable that runs this checkout."""
    folder.mkdir(parents=True)
    path = folder / "prfaq-lint"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m prfaq_lint "$@"\n')
    path.chmod(0o755)
    return path


# The GitHub Action.


def test_action_writes_no_input_into_a_script() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) >= 3
    assert [script for script in scripts if "${{" in script] == []
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)


def test_action_pins_other_actions_to_commits() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", name)] == []


def test_action_uses_every_input() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert [name for name in ACTION["inputs"] if f"inputs.{name} " not in text] == []


def run_step(work: Path, temp: Path, inputs: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run the script of the step with bash as GitHub's runner does it, and return its files too."""
    (step,) = [step for step in STEPS if step.get("id") == "check"]
    usual = {
        name: str(ACTION["inputs"][re.sub(r".*inputs\.([\w-]+) .*", r"\1", value)]["default"])
        for name, value in step["env"].items()
    }
    files = {name: str(temp / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        capture_output=True,
        encoding="utf-8",
        cwd=work,
        env=environment(RUNNER_TEMP=str(temp), GITHUB_WORKSPACE=str(work), **files, **{**usual, **inputs}),
        check=False,
    )
    return done, files


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash") or sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize(
    ("inputs", "status", "paths"),
    [
        pytest.param({"PATHS": "docs"}, 1, {"docs/a b.md", "docs/c.md"}, id="folder"),
        pytest.param({"PATHS": "docs/a b.md\n"}, 1, {"docs/a b.md"}, id="one"),
        pytest.param(
            {"PATHS": "docs/a b.md\ndocs/c.md", "FAIL_ON": "never"}, 0, {"docs/a b.md", "docs/c.md"}, id="two"
        ),
        pytest.param({"PATHS": "", "ANNOTATIONS": "false"}, 1, {"docs/a b.md", "docs/c.md"}, id="all-as-text"),
        pytest.param({"PATHS": "docs/c.md", "SUMMARY": "false", "SARIF_FILE": "c.sarif"}, 1, {"docs/c.md"}, id="file"),
        pytest.param({"PATHS": "docs/c.md", "IGNORE": "plan\ntodo-marker"}, 0, set(), id="ignore"),
        pytest.param({"PATHS": "docs/c.md", "BASELINE": "old.json"}, 0, set(), id="baseline"),
        pytest.param({"PATHS": "docs/c.md", "BASELINE": "$(touch owned)"}, 2, None, id="command-as-baseline"),
        pytest.param({"PATHS": "$(touch owned)\n`touch owned`; touch owned"}, 2, set(), id="command-as-path"),
        pytest.param({"PATHS": "docs", "SELECT": '"; touch owned; "'}, 2, None, id="command-as-rule"),
        pytest.param({"PATHS": "--help\n-o\nowned"}, 2, set(), id="option-as-path"),
    ],
)
def test_action_checks(tmp_path: Path, inputs: dict[str, str], status: int, paths: set[str] | None) -> None:
    """Check the script of the step, run by bash as GitHub's runner does it."""
    work, temp = tmp_path / "work", tmp_path / "temp"
    (work / "docs").mkdir(parents=True)
    for name in ("a b.md", "c.md"):
        (work / "docs" / name).write_text(DRAFT, encoding="utf-8")
    program(temp / "prfaq-lint" / "bin")
    if inputs.get("BASELINE") == "old.json":
        prfaq("check", "docs", "--write-baseline=old.json", cwd=work)
    done, files = run_step(work, temp, {"SELECT": "todo-marker", **inputs})
    assert done.returncode == 0, done.stderr
    assert not (work / "owned").exists()
    told = dict(row.split("=", 1) for row in Path(files["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines())
    assert told["status"] == str(status)
    if paths is None:
        assert not Path(told["sarif-file"]).exists()
        return
    run = json.loads(Path(told["sarif-file"]).read_text(encoding="utf-8"))["runs"][0]
    places = [found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for found in run["results"]]
    assert {place.replace("%20", " ") for place in places} == paths
    assert done.stdout.count("::error file=") == (len(paths) if inputs.get("ANNOTATIONS") != "false" else 0)
    summary = Path(files["GITHUB_STEP_SUMMARY"])
    assert summary.exists() is (inputs.get("SUMMARY") != "false")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash") or sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize(("inputs", "status"), [({}, 0), ({"FAIL_ON": "error"}, 1), ({"SINCE": "HEAD"}, 2)])
def test_action_uses_fail_on_of_the_configuration(tmp_path: Path, inputs: dict[str, str], status: int) -> None:
    work, temp = tmp_path / "work", tmp_path / "temp"
    work.mkdir()
    (work / "c.md").write_text(DRAFT, encoding="utf-8")
    (work / "prfaq-lint.toml").write_text('fail_on = "never"\n', encoding="utf-8")
    program(temp / "prfaq-lint" / "bin")
    done, files = run_step(work, temp, inputs)
    assert f"status={status}\n" in Path(files["GITHUB_OUTPUT"]).read_text(encoding="utf-8"), done.stderr
    assert ("is not in a git repository" in done.stderr) is ("SINCE" in inputs)


# Other services.


@pytest.mark.skipif(not find_spec("hatchling"), reason="needs hatchling")
def test_container_copies_everything_a_wheel_needs(tmp_path: Path) -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    for *sources, target in (line.split() for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE)):
        for source in sources:
            place = tmp_path / target.removeprefix("/").removesuffix("/")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, place)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel"],
        cwd=tmp_path / "src",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "src" / "dist").glob("prfaq_lint-*.whl"))


# pre-commit.

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

needs_pre_commit = pytest.mark.skipif(
    not find_spec("pre_commit") or not shutil.which("git") or sys.platform == "win32", reason="needs pre-commit and git"
)


def command(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in environment().items() if not name.startswith("GIT_")}
    home = {"PRE_COMMIT_HOME": str(cwd.parent / "home"), "HOME": str(cwd.parent), "PRE_COMMIT_COLOR": "never"}
    return subprocess.run(words, cwd=cwd, env={**env, **home}, capture_output=True, encoding="utf-8", check=False)


@needs_pre_commit
def test_hooks_file_is_valid(tmp_path: Path) -> None:
    done = command(
        sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
@needs_pre_commit
@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_hook_under_pre_commit(tmp_path: Path, hook: dict[str, Any]) -> None:
    """Check the shipped hook with its entry, types and arguments; only the installation of the program is replaced."""
    work = tmp_path / "work"
    work.mkdir()
    name, *rest = shlex.split(hook["entry"])
    assert name == "prfaq-lint"
    entry = shlex.join([str(program(tmp_path / "bin")), *rest])
    local = {**hook, "language": "system", "entry": entry, "additional_dependencies": []}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (work / "README.md").write_text(NOTE, encoding="utf-8")
    (work / "notes.txt").write_text(DRAFT, encoding="utf-8")
    command("git", "init", "-q", cwd=work)

    def run() -> subprocess.CompletedProcess[str]:
        command("git", "add", "-A", cwd=work)
        return command(sys.executable, "-m", "pre_commit", "run", "--verbose", hook["id"], cwd=work)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    assert "README.md: skipped: does not look like a PR/FAQ" in done.stdout  # nothing else was checked
    for draft in ("a b.md", "c.markdown"):
        (work / draft).write_text(DRAFT, encoding="utf-8")
    done = run()
    assert done.returncode == 1
    for draft in ("a b.md", "c.markdown"):
        assert f"{draft}:3:1 error todo-marker" in done.stdout
    assert "notes.txt" not in done.stdout and "README.md" not in done.stdout
