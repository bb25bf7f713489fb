"""Tests of the files around the program: workflows, forms, metadata and the changelog are valid and consistent."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from conftest import ROOT

pytestmark = pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="not in the source distribution")

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
HOME = PROJECT["urls"]["Source"]


def load(path: str | Path) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def jobs() -> dict[str, Any]:
    return {f"{path.stem}/{name}": job for path in WORKFLOWS for name, job in load(path)["jobs"].items()}


def steps() -> list[tuple[str, dict[str, Any]]]:
    return [(name, step) for name, job in jobs().items() for step in job.get("steps", ())]


# Workflows.


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_has_no_permissions_by_default(path: Path) -> None:
    assert load(path)["permissions"] == {}


def test_every_job_states_its_permissions_and_its_time_limit() -> None:
    assert [name for name, job in jobs().items() if "permissions" not in job] == []
    assert [name for name, job in jobs().items() if "uses" not in job and "timeout-minutes" not in job] == []


def test_only_release_and_docs_may_write() -> None:
    writing = {name for name, job in jobs().items() if "write" in (job["permissions"] or {}).values()}
    assert writing == {"release/attest", "release/pypi", "release/github", "docs/deploy"}


def test_actions_are_pinned_to_commits_and_agree() -> None:
    used = [step["uses"] for _, step in steps() if "uses" in step]
    used += [step["uses"] for step in load("action.yml")["runs"]["steps"] if "uses" in step]
    others = [name for name in used if not name.startswith("./")]
    assert [name for name in others if not re.fullmatch(r"[\w-]+/[\w./-]+@[0-9a-f]{40}", name)] == []
    assert len({name.partition("@")[0] for name in others}) == len(set(others))


def test_workflow_scripts_contain_no_expressions() -> None:
    """Check that no script contains an expression, because its value could be read as a command."""
    assert [name for name, step in steps() if "${{" in step.get("run", "")] == []


def test_checkouts_keep_no_credentials() -> None:
    checkouts = [step for _, step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_one_job_waits_for_all_others() -> None:
    names = load(".github/workflows/ci.yml")["jobs"]
    assert set(names["passed"]["needs"]) == set(names) - {"passed"}


def test_nothing_is_published_before_the_checks_pass() -> None:
    names = load(".github/workflows/release.yml")["jobs"]
    assert names["ci"]["uses"].partition(" ")[0] == "./.github/workflows/ci.yml"
    assert names["build"]["needs"] == "ci"
    assert all("build" in names[job]["needs"] for job in ("attest", "pypi", "github"))


def test_classifiers_match_the_matrix() -> None:
    matrix = load(".github/workflows/ci.yml")["jobs"]["tests"]["strategy"]["matrix"]
    classifiers: list[str] = PROJECT["classifiers"]
    versions = [found[1] for line in classifiers if (found := re.search(r":: Python :: (3\.\d+)$", line))]
    assert versions == matrix["python"]
    assert PROJECT["requires-python"] == f">={versions[0]}"
    systems = {
        "ubuntu-latest": "Operating System :: POSIX :: Linux",
        "macos-latest": "Operating System :: MacOS",
        "windows-latest": "Operating System :: Microsoft :: Windows",
    }
    assert {systems[name] for name in matrix["os"]} <= set(classifiers)


def test_action_inputs_of_the_sample_exist() -> None:
    inputs = load("action.yml")["inputs"]
    ours = [step["with"] for _, step in steps() if step.get("uses") == "./"]
    assert len(ours) == 2
    assert {name for given in ours for name in given} <= set(inputs)


@pytest.mark.skipif(sys.platform == "win32", reason="needs bash")
def test_sample_repository(tmp_path: Path) -> None:
    subprocess.run(["bash", str(ROOT / ".github/sample.sh"), str(tmp_path / "a b")], check=True)
    assert {path.name for path in (tmp_path / "a b").iterdir()} == {".git", "README.md", "bad.md", "good.md"}


# Forms and other settings.


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_issue_form(path: Path) -> None:
    form = load(path)
    assert all(form.get(key) for key in ("name", "description", "labels", "body"))
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    names = [field["id"] for field in fields]
    assert len(set(names)) == len(names) and "version" in names
    for field in form["body"]:
        assert field["type"] in ("markdown", "textarea", "input", "dropdown", "checkboxes")
        assert field["attributes"].get("value" if field["type"] == "markdown" else "label")
    assert any(field.get("validations", {}).get("required") for field in fields)


def test_reports_of_findings_need_the_passage() -> None:
    forms = {path.stem: load(path)["body"] for path in FORMS}
    assert set(forms) == {"bug", "false-alarm", "missed-problem"}
    for name in ("false-alarm", "missed-problem"):
        (field,) = [field for field in forms[name] if field.get("id") == "passage"]
        assert field["validations"]["required"] is True
        assert field["attributes"]["label"] == "Paste the passage"


@pytest.mark.parametrize(
    "path", [".pre-commit-config.yaml", ".github/dependabot.yml", ".github/ISSUE_TEMPLATE/config.yml"]
)
def test_settings_are_yaml(path: str) -> None:
    assert isinstance(load(path), dict)


def test_addresses_are_those_of_the_project() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "prfaq_lint").rglob("*.py")]
    assert any(f'HOME = "{HOME}"' in source for source in sources)
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / ".github").rglob("*.yml")]
    texts += [(ROOT / name).read_text(encoding="utf-8") for name in ("SECURITY.md", "README.md", "mkdocs.yml")]
    forms = {found for text in texts for found in re.findall(r"issues/new\?template=([\w.-]+)", text)}
    assert forms <= {path.name for path in FORMS}
    assert any(f"{HOME}/security/advisories/new" in text for text in texts)


# Versions.


def released() -> list[str]:
    return re.findall(r"^## \[(\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?$", CHANGELOG, re.MULTILINE)


def test_changelog_is_in_the_form_of_keep_a_changelog() -> None:
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert len(released()) == len(headings) - 1
    versions = [tuple(map(int, version.split("."))) for version in released()]
    assert versions == sorted(versions, reverse=True) and versions
    kinds = re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    for name in ("Unreleased", *released()):
        assert f"\n[{name}]: {HOME}/" in CHANGELOG
    assert [line for line in CHANGELOG.splitlines() if line.startswith("- ") and len(line) > 140] == []


def test_snippets_name_the_latest_release() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages if page.name != "releasing.md")
    named = re.findall(r"(?:prfaq-lint@v|tags/v|rev: v)(\d+\.\d+\.\d+)", text)
    assert set(named) == {released()[0]}


def release_notes() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_notes", ROOT / ".github/release_notes.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_release_notes() -> None:
    module = release_notes()
    latest = module.notes(CHANGELOG, released()[0])
    assert latest.startswith("### ")
    assert "\n## " not in latest and "]: http" not in latest
    with pytest.raises(SystemExit, match="no section"):
        module.notes(CHANGELOG, "99.0.0")
    with pytest.raises(SystemExit, match="says nothing"):
        module.notes("## [1.0.0]\n\n[1.0.0]: https://example.org/\n", "1.0.0")


def test_release_notes_refuse_another_version() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".github/release_notes.py"), "v99.0.0"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1 and "the tag is v99.0.0" in done.stderr
