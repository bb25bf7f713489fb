"""Tests of `init`: it writes missing files, shows what to add to existing ones, and does not change those."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from prfaq_lint.authoring.starter import SERVICES, service, text
from prfaq_lint.cli import program
from prfaq_lint.configuration.files import read


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*options: str) -> Result:
    return CliRunner().invoke(program, ["init", *options], standalone_mode=False)


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_writes_configuration_hook_and_step(root: Path) -> None:
    assert init("--yes", "--ci", "github").return_value == 0
    assert sorted(files(root)) == [".github/workflows/prfaq-lint.yml", ".pre-commit-config.yaml", "prfaq-lint.toml"]
    before = files(root)
    again = init("--yes")
    assert files(root) == before
    assert again.output.count("is already set up") == 3


def test_without_a_terminal_it_says_that_it_does_not_ask(root: Path) -> None:
    assert "Not in a terminal, so files are written without asking" in init("--ci", "github").output
    assert "Not in a terminal" not in init("--yes").output


def test_without_a_recognised_service_it_says_that_there_is_no_step(root: Path) -> None:
    said = "CI step: none, because no CI service was recognised"
    assert said in init("--yes").output
    assert said not in init("--yes", "--ci", "none").output
    assert said not in init("--yes", "--ci", "github").output


def test_existing_files_are_not_changed(root: Path) -> None:
    (root / ".pre-commit-config.yaml").write_text("repos: []\n")
    (root / ".gitlab-ci.yml").write_text("stages: [test]\n")
    (root / "pyproject.toml").write_text("[tool.prfaq-lint]\nstage = 'final'\n")
    before = files(root)
    result = init("--yes")
    assert files(root) == before
    assert "- id: prfaq-lint" in result.output
    assert "gitlab:prfaq.json" in result.output


def test_dry_run_writes_nothing(root: Path) -> None:
    assert "would write" in init("--dry-run", "--ci", "azure").output
    assert files(root) == {}


def test_works_from_a_folder_below(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "docs").mkdir()
    monkeypatch.chdir(root / "docs")
    init("--yes", "--ci", "none")
    assert sorted(files(root)) == [".pre-commit-config.yaml", "prfaq-lint.toml"]


def test_link_is_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("elsewhere") / "target"
    (root / "prfaq-lint.toml").symlink_to(target)
    init("--yes", "--ci", "none")
    assert not target.exists()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (".gitlab-ci.yml", "", "gitlab"),
        ("Jenkinsfile", "", "jenkins"),
        (".git/config", '[remote "origin"]\n\turl = git@github.com:quay/tidebook.git\n', "github"),
        (".git/config", '[remote "origin"]\n\turl = https://gitlab.quay.example/tidebook.git\n', "gitlab"),
        (".git/config", '[remote "origin"]\n\turl = https://quay.example/tidebook.git\n', ""),
    ],
)
def test_service(root: Path, name: str, content: str, expected: str) -> None:
    (root / name).write_text(content)
    assert service(root) == expected


def test_configuration_is_valid_as_it_stands_and_with_every_setting_used(tmp_path: Path) -> None:
    shipped = tmp_path / "prfaq-lint.toml"
    shipped.write_text(text("prfaq-lint.toml"), encoding="utf-8")
    assert read(str(shipped), str(tmp_path)).layers[0].table == {}
    used = re.sub(r"^#(?=[\w\[])", "", text("prfaq-lint.toml"), flags=re.MULTILINE)
    shipped.write_text(used, encoding="utf-8")
    assert len(tomllib.loads(used)) > 8
    assert read(str(shipped), str(tmp_path)).layers[0].table == tomllib.loads(used)


@pytest.mark.parametrize(
    "source", ["pre-commit.yaml", *(source for _, source in SERVICES.values() if "yaml" in source)]
)
def test_yaml(source: str) -> None:
    assert "prfaq-lint" in str(yaml.safe_load(text(source)))
    assert "{version}" not in text(source)
